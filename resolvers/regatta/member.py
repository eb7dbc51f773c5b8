"""A person on a team's roster."""

from dataclasses import dataclass
from datetime import date, datetime

from resolvers.regatta.issue import Issue
from resolvers.regatta.vocabulary import AgeCategory, Gender, LicenceKind, LicenceState


@dataclass(frozen=True, slots=True)
class Member:
    """A rower or cox of one team in one edition.

    Attributes:
        age: reached in the calendar year of the edition, in years.
        category: of that age.
        licence: 6 to 24 characters, capitals, unique in the edition; empty once the member is anonymous.
        crew_id: the crew in which the member has a seat.
        version: counts the edits of the member; being seated is none.
    """

    id: str
    manager_id: str
    first_name: str
    last_name: str
    date_of_birth: date
    gender: Gender
    age: int
    category: AgeCategory
    club: str
    host_club: bool
    licence: str
    licence_kind: LicenceKind
    upgrade_certificate: bool
    version: int
    licence_state: LicenceState = LicenceState.PENDING
    licence_checked_by: str | None = None
    licence_checked_at: datetime | None = None
    crew_id: str | None = None
    issues: tuple[Issue, ...] = ()
