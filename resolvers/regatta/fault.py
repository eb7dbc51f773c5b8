"""What is wrong with a value that somebody gave, in both languages."""

from dataclasses import dataclass
from typing import TypeVar

from resolvers.regatta.refusals import Invalid

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Fault:
    """A code for applications and a sentence for people, which says what is expected."""

    code: str
    message: str
    message_fr: str

    def of(self, field: str) -> Invalid:
        """The refusal of the argument `field`, to be raised."""
        return Invalid(f"{field}: {self.message}", field, self.code)


def valid(field: str, value: Value | Fault) -> Value:
    """The value of the argument `field` when nothing is wrong with it.

    Raises:
        Invalid: on `field`.
    """
    if isinstance(value, Fault):
        raise value.of(field)
    return value
