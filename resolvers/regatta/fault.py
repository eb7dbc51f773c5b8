"""What is wrong with a value that somebody gave, in both languages."""

from dataclasses import dataclass

from resolvers.regatta.refusals import Invalid


@dataclass(frozen=True, slots=True)
class Fault:
    """A code for applications and a sentence for people, which says what is expected."""

    code: str
    message: str
    message_fr: str

    def of(self, field: str) -> Invalid:
        """The refusal of the argument `field`, to be raised."""
        return Invalid(f"{field}: {self.message}", field, self.code)
