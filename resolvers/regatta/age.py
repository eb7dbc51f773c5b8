"""Ages: of a member in the edition's year, of a crew on average, and the letters of master crews."""

from collections.abc import Sequence
from datetime import date

from resolvers.regatta.fault import Fault
from resolvers.regatta.vocabulary import AgeCategory

YOUNGEST_COX = 14
YOUNGEST_ROWER = 15
OLDEST_J16 = 16
OLDEST_JUNIOR = 18
MASTER_FROM = 27
OLDEST_MEMBER = 110

LETTERS: tuple[tuple[str, int], ...] = (
    ("A", 27),
    ("B", 36),
    ("C", 43),
    ("D", 50),
    ("E", 55),
    ("F", 60),
    ("G", 65),
    ("H", 70),
    ("I", 75),
    ("J", 80),
    ("K", 85),
)

_NOT_BORN = Fault(
    "NOT_BORN",
    "this date is after the year of the regatta.",
    "cette date est postérieure à l’année de la régate.",
)
_TOO_YOUNG = Fault(
    "TOO_YOUNG",
    f"members are {YOUNGEST_COX} or older in the year of the regatta.",
    f"les membres ont au moins {YOUNGEST_COX} ans dans l’année de la régate.",
)
_TOO_OLD = Fault(
    "TOO_OLD",
    f"members are {OLDEST_MEMBER} at most; check the year.",
    f"les membres ont au plus {OLDEST_MEMBER} ans ; vérifiez l’année.",
)


def age_in(year: int, date_of_birth: date) -> int:
    """The age reached in the calendar year of the edition, in years.

    Source: regatta rules, "Age and gender".
    """
    return year - date_of_birth.year


def age_fault(age: int) -> Fault | None:
    """What keeps a person of this age off a roster, or None."""
    if age < 0:
        return _NOT_BORN
    if age < YOUNGEST_COX:
        return _TOO_YOUNG
    if age > OLDEST_MEMBER:
        return _TOO_OLD
    return None


def member_category(age: int) -> AgeCategory:
    """The age category of a member.

    Raises:
        Invalid: on `dateOfBirth`, for an age under 14 or over 110.

    Source: regatta rules, "Age and gender".
    """
    fault = age_fault(age)
    if fault is not None:
        raise fault.of("dateOfBirth")
    if age < YOUNGEST_ROWER:
        return AgeCategory.J14
    if age <= OLDEST_J16:
        return AgeCategory.J16
    if age <= OLDEST_JUNIOR:
        return AgeCategory.J18
    return AgeCategory.SENIOR if age < MASTER_FROM else AgeCategory.MASTER


def average_age(ages: Sequence[int]) -> float:
    """The unrounded average of the rowers' ages, which are one at least.

    At most eight whole ages: no average under a limit comes out equal to it.
    """
    return sum(ages) / len(ages)


def master_letter(average: float) -> str | None:
    """The letter of a master crew by its exact average; None under 27."""
    reached = None
    for letter, limit in LETTERS:
        if average < limit:
            break
        reached = letter
    return reached


def letter_limits(letter: str) -> tuple[int, int | None]:
    """From which average a letter is, and below which (None for the last)."""
    limits = dict(LETTERS)
    older = next((limit for other, limit in LETTERS if other > letter), None)
    return limits[letter], older
