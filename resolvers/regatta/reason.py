"""Why a crew may not enter a race: a code, its figures, and a sentence in each language."""

from dataclasses import dataclass
from typing import Any

from resolvers.regatta.refusals import NotEligible
from resolvers.regatta.vocabulary import RefusalCode


@dataclass(frozen=True, slots=True)
class Reason:
    """What forbids a crew a race.

    Attributes:
        details: the figures of the code, plain JSON with the keys that applications read (`memberIds`).
    """

    code: RefusalCode
    message: str
    message_fr: str
    details: dict[str, Any]

    def refusal(self) -> NotEligible:
        """The refusal of a request for this reason, to be raised."""
        return NotEligible(self.message, self.code, self.details)


def figure(average: float) -> str:
    """An average age as people read it; three decimals keep 26.875 apart from 27."""
    return f"{average:.3f}".rstrip("0").rstrip(".")


def figure_fr(average: float) -> str:
    """The same with a French decimal comma."""
    return figure(average).replace(".", ",")
