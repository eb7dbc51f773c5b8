"""What a manager says of a member: read from the arguments, and the licence looked up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from resolvers.acting import Acting
from resolvers.regatta.fault import Fault
from resolvers.regatta.people import Particulars, clean_licence, particulars
from resolvers.regatta.refusals import LicenceTaken
from resolvers.regatta.vocabulary import Gender, LicenceKind
from resolvers.table import keys
from resolvers.table.keys import Key, LicenceInUse


@dataclass(frozen=True, slots=True)
class MemberInput:
    """`MemberInput` of the API, not yet checked.

    Attributes:
        club: none, or blank, for the manager's.
    """

    first_name: str
    last_name: str
    date_of_birth: str
    gender: Gender
    licence: str
    licence_kind: LicenceKind
    club: str | None
    upgrade_certificate: bool

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "MemberInput":
        """From the arguments of a mutation."""
        return cls(
            first_name=plain["firstName"],
            last_name=plain["lastName"],
            date_of_birth=plain["dateOfBirth"],
            gender=Gender(plain["gender"]),
            licence=plain["licence"],
            licence_kind=LicenceKind(plain.get("licenceKind") or LicenceKind.FFA),
            club=plain.get("club"),
            upgrade_certificate=bool(plain.get("upgradeCertificate")),
        )

    def keys(self, year: int) -> Iterable[Key[Any]]:
        """Of what marks the licence as taken."""
        licence = clean_licence(self.licence)
        if not isinstance(licence, Fault):
            yield keys.licence(year, licence)

    def person(self, acting: Acting) -> Particulars:
        """The particulars, cleaned and checked.

        Raises:
            Invalid: names the field and what is expected.
        """
        return particulars(
            first_name=self.first_name,
            last_name=self.last_name,
            date_of_birth=self.date_of_birth,
            gender=self.gender,
            licence=self.licence,
            licence_kind=self.licence_kind,
            club=(self.club or "").strip() or acting.manager.club,
            upgrade_certificate=self.upgrade_certificate,
            year=acting.year,
        )


def check_licence(marker: LicenceInUse | None, member_id: str | None = None) -> None:
    """Refuses a licence that somebody else has.

    Args:
        member_id: the member who may have it, none for a new one.

    Raises:
        LicenceTaken: names the club of whoever has it, never the person.
    """
    if marker is not None and marker.member_id != member_id:
        raise LicenceTaken(
            f"Licence {marker.licence} is in use by a member of {marker.club}: check the number.",
            marker.licence,
            marker.club,
        )
