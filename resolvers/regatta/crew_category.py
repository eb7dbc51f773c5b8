"""The category of a crew, from its rowers alone, and what forbids it to race at all."""

from collections.abc import Sequence

from resolvers.regatta.age import (
    MASTER_FROM,
    OLDEST_J16,
    OLDEST_JUNIOR,
    YOUNGEST_ROWER,
    average_age,
    master_letter,
)
from resolvers.regatta.crew import CrewCategory, Seat
from resolvers.regatta.reason import Reason, figure, figure_fr
from resolvers.regatta.seating import rowers
from resolvers.regatta.vocabulary import AgeCategory, CrewGender, Gender, RefusalCode


def crew_gender(genders: Sequence[Gender]) -> CrewGender:
    """All women, mixed when half or more are women, else men; of one rower at least.

    Source: regatta rules, "Age and gender".
    """
    women = sum(gender is Gender.WOMAN for gender in genders)
    if women == len(genders):
        return CrewGender.WOMEN
    return CrewGender.MIXED if 2 * women >= len(genders) else CrewGender.MEN


def crew_age_category(ages: Sequence[int]) -> AgeCategory:
    """The age category of a crew, from its rowers' ages, one at least.

    Crews that may not race have one too: J14 with a rower under 15, MASTER when juniors and adults together
    average 27 or more; `obstacle` says what forbids them.

    Source: regatta rules, "Age and gender".
    """
    oldest = max(ages)
    if min(ages) < YOUNGEST_ROWER:
        return AgeCategory.J14
    if oldest <= OLDEST_J16:
        return AgeCategory.J16
    if oldest <= OLDEST_JUNIOR:
        return AgeCategory.J18
    return AgeCategory.MASTER if average_age(ages) >= MASTER_FROM else AgeCategory.SENIOR


def crew_category(seats: Sequence[Seat]) -> CrewCategory | None:
    """The category of the rowers seated so far, None while there is none; the cox never counts."""
    rowing = rowers(seats)
    if not rowing:
        return None
    ages = [seat.age for seat in rowing if seat.age is not None]
    average = average_age(ages)
    age = crew_age_category(ages)
    return CrewCategory(
        age=age,
        gender=crew_gender([seat.gender for seat in rowing if seat.gender is not None]),
        average_age=average,
        master_letter=master_letter(average) if age is AgeCategory.MASTER else None,
    )


def obstacle(
    seats: Sequence[Seat], category: CrewCategory | None, certificates_required: bool
) -> Reason | None:
    """What forbids the rowers seated so far every race, naming the members concerned; None when nothing does.

    Args:
        category: of these seats, as `crew_category` says.
        certificates_required: the setting of the edition on upgrade certificates.

    Source: regatta rules, "Age and gender", rules 1, 3 and 4.
    """
    if category is None:
        return None
    rowing = rowers(seats)
    if category.age is AgeCategory.J14:
        return _too_young(rowing)
    if category.age is AgeCategory.MASTER:
        return _junior_in_master(rowing, category.average_age)
    return _certificate(rowing, category.age) if certificates_required else None


def _too_young(rowing: Sequence[Seat]) -> Reason:
    young = _up_to(YOUNGEST_ROWER - 1, rowing)
    return Reason(
        RefusalCode.TOO_YOUNG_TO_ROW,
        f"Rowers are {YOUNGEST_ROWER} or older; a member of {YOUNGEST_ROWER - 1} may only cox.",
        f"Les rameurs ont au moins {YOUNGEST_ROWER} ans ; à {YOUNGEST_ROWER - 1} ans, on peut seulement "
        "barrer.",
        {"memberIds": _ids(young), "ages": [seat.age for seat in young], "needs": YOUNGEST_ROWER},
    )


def _junior_in_master(rowing: Sequence[Seat], average: float) -> Reason | None:
    juniors = _up_to(OLDEST_JUNIOR, rowing)
    if not juniors:
        return None
    return Reason(
        RefusalCode.JUNIOR_IN_MASTER,
        f"Juniors may not row in a master crew: the rowers average {figure(average)}, "
        f"needs less than {MASTER_FROM}.",
        f"Les juniors ne rament pas dans un équipage master : la moyenne est de {figure_fr(average)} ans, "
        f"il faut moins de {MASTER_FROM}.",
        {"memberIds": _ids(juniors), "averageAge": average, "below": MASTER_FROM},
    )


def _certificate(rowing: Sequence[Seat], age: AgeCategory) -> Reason | None:
    above = {AgeCategory.J16: 0, AgeCategory.J18: OLDEST_J16, AgeCategory.SENIOR: OLDEST_JUNIOR}[age]
    without = [seat for seat in _up_to(above, rowing) if not seat.upgrade_certificate]
    if not without:
        return None
    return Reason(
        RefusalCode.CERTIFICATE,
        f"Each junior in an older category needs an upgrade certificate; {len(without)} without one.",
        f"Chaque junior surclassé doit avoir un certificat de surclassement ; il en manque {len(without)}.",
        {"memberIds": _ids(without), "category": str(age)},
    )


def _up_to(age: int, rowing: Sequence[Seat]) -> list[Seat]:
    return [seat for seat in rowing if seat.age is not None and seat.age <= age]


def _ids(seats: Sequence[Seat]) -> list[str | None]:
    return [seat.member_id for seat in seats]
