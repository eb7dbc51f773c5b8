"""The words of the regatta: every closed list of values, spelt as in the API."""

from enum import StrEnum


class Phase(StrEnum):
    """Where an edition stands in its calendar."""

    BEFORE_REGISTRATION = "BEFORE_REGISTRATION"
    REGISTRATION = "REGISTRATION"
    PAYMENT_ONLY = "PAYMENT_ONLY"
    CLOSED = "CLOSED"


class Action(StrEnum):
    """What the permission matrix allows or forbids a manager in each phase."""

    VIEW = "VIEW"
    EDIT_ROSTER = "EDIT_ROSTER"
    ADD_SUBSTITUTE = "ADD_SUBSTITUTE"
    EDIT_CREW = "EDIT_CREW"
    REQUEST_BOAT = "REQUEST_BOAT"
    SUBSTITUTE = "SUBSTITUTE"
    WITHDRAW = "WITHDRAW"
    PAY = "PAY"


class Event(StrEnum):
    """The two distances: 42 km and 21 km."""

    MARATHON = "MARATHON"
    SEMI_MARATHON = "SEMI_MARATHON"


class BoatClass(StrEnum):
    """A kind of boat by seats, cox and oars; a crew and a race have one."""

    SKIFF = "SKIFF"
    FOUR = "FOUR"
    COXED_FOUR = "COXED_FOUR"
    QUAD = "QUAD"
    COXED_QUAD = "COXED_QUAD"
    EIGHT = "EIGHT"
    OCTUPLE = "OCTUPLE"

    @property
    def rowers(self) -> int:
        """Rowing seats."""
        return _CLASSES[self][1]

    @property
    def coxed(self) -> bool:
        """Whether a cox sits in the last position."""
        return _CLASSES[self][2]

    @property
    def seats(self) -> int:
        """All seats, the cox's included."""
        return self.rowers + self.coxed

    @property
    def notation(self) -> str:
        """The rowing notation, as `4x+`."""
        return _CLASSES[self][0]

    @property
    def event(self) -> Event:
        """The event that this class races."""
        return Event.MARATHON if self is BoatClass.SKIFF else Event.SEMI_MARATHON


_CLASSES: dict[BoatClass, tuple[str, int, bool]] = {
    BoatClass.SKIFF: ("1x", 1, False),
    BoatClass.FOUR: ("4-", 4, False),
    BoatClass.COXED_FOUR: ("4+", 4, True),
    BoatClass.QUAD: ("4x-", 4, False),
    BoatClass.COXED_QUAD: ("4x+", 4, True),
    BoatClass.EIGHT: ("8+", 8, True),
    BoatClass.OCTUPLE: ("8x+", 8, True),
}


class Hull(StrEnum):
    """The build of a boat; only coxed quads race as yolettes."""

    OUTRIGGER = "OUTRIGGER"
    YOLETTE = "YOLETTE"


class AgeCategory(StrEnum):
    """By the age reached in the edition's year; of a member and of a crew."""

    J14 = "J14"
    J16 = "J16"
    J18 = "J18"
    SENIOR = "SENIOR"
    MASTER = "MASTER"


class Gender(StrEnum):
    """Of a member."""

    WOMAN = "WOMAN"
    MAN = "MAN"


class CrewGender(StrEnum):
    """Of a crew or a race."""

    WOMEN = "WOMEN"
    MEN = "MEN"
    MIXED = "MIXED"


class SeatRole(StrEnum):
    """What the person in a seat does."""

    ROWER = "ROWER"
    COX = "COX"


class CrewStatus(StrEnum):
    """How far an entry has come."""

    INCOMPLETE = "INCOMPLETE"
    WAITING = "WAITING"
    COMPLETE = "COMPLETE"
    WITHDRAWN = "WITHDRAWN"


class Missing(StrEnum):
    """What keeps a crew incomplete."""

    SEATS = "SEATS"
    RACE = "RACE"
    RACE_NOT_ALLOWED = "RACE_NOT_ALLOWED"
    BOAT = "BOAT"


class RefusalCode(StrEnum):
    """Why a crew may not enter a race."""

    BOAT_CLASS = "BOAT_CLASS"
    AGE_CATEGORY = "AGE_CATEGORY"
    MASTER_LETTER = "MASTER_LETTER"
    GENDER = "GENDER"
    JUNIOR_IN_MASTER = "JUNIOR_IN_MASTER"
    TOO_YOUNG_TO_ROW = "TOO_YOUNG_TO_ROW"
    CERTIFICATE = "CERTIFICATE"


class LicenceKind(StrEnum):
    """A licence of the French federation, or another identifier."""

    FFA = "FFA"
    FOREIGN = "FOREIGN"


class LicenceState(StrEnum):
    """Whether the organisers have checked a licence."""

    PENDING = "PENDING"
    VERIFIED = "VERIFIED"
    INVALID = "INVALID"


class BoatState(StrEnum):
    """Of a boat of the rental fleet, or of a crew's request for one."""

    AVAILABLE = "AVAILABLE"
    REQUESTED = "REQUESTED"
    CONFIRMED = "CONFIRMED"
    PAID = "PAID"


class IssueState(StrEnum):
    """Of a problem that an organiser flagged."""

    OPEN = "OPEN"
    RESOLVED = "RESOLVED"
    CLOSED = "CLOSED"


class ConsentKind(StrEnum):
    """The two texts a manager agrees to."""

    PRIVACY = "PRIVACY"
    TERMS = "TERMS"


class Language(StrEnum):
    """In which the system speaks to a person."""

    FR = "FR"
    EN = "EN"
