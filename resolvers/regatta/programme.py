"""The programme: what races are called, which letters are raced, and the default list of 55."""

from collections.abc import Iterable
from dataclasses import replace

from resolvers.regatta.age import LETTERS
from resolvers.regatta.race import Race
from resolvers.regatta.refusals import Invalid
from resolvers.regatta.vocabulary import AgeCategory, BoatClass, CrewGender, Hull

MAXIMUM_ORDER = 99

_AGE_CODES = {
    AgeCategory.J16: "J16",
    AgeCategory.J18: "J18",
    AgeCategory.SENIOR: "S",
    AgeCategory.MASTER: "M",
}
_GENDER_CODES = {CrewGender.WOMEN: "W", CrewGender.MEN: "M", CrewGender.MIXED: "X"}
_GENDER_CODES_FR = {CrewGender.WOMEN: "F", CrewGender.MEN: "H", CrewGender.MIXED: "M"}

_AGES = {
    AgeCategory.J16: "J16",
    AgeCategory.J18: "J18",
    AgeCategory.SENIOR: "Senior",
    AgeCategory.MASTER: "Master",
}
_AGES_FR = {**_AGES, AgeCategory.SENIOR: "senior", AgeCategory.MASTER: "master"}
_GENDERS = {CrewGender.WOMEN: "women’s", CrewGender.MEN: "men’s", CrewGender.MIXED: "mixed"}
_GENDERS_FR = {CrewGender.WOMEN: "femmes", CrewGender.MEN: "hommes", CrewGender.MIXED: "mixte"}
_CLASSES = {
    BoatClass.SKIFF: ("single sculls", "Skiff"),
    BoatClass.FOUR: ("coxless four", "Quatre sans barreur"),
    BoatClass.COXED_FOUR: ("coxed four", "Quatre barré"),
    BoatClass.QUAD: ("coxless quad sculls", "Quatre de couple sans barreur"),
    BoatClass.COXED_QUAD: ("coxed quad sculls", "Quatre de couple barré"),
    BoatClass.EIGHT: ("eight", "Huit"),
    BoatClass.OCTUPLE: ("octuple sculls", "Huit de couple"),
}


def race_id(order: int) -> str:
    """The identifier of the race at this place of the programme, as `015`."""
    return f"{order:03}"


def race(
    order: int,
    boat_class: BoatClass,
    hull: Hull,
    age_category: AgeCategory,
    gender: CrewGender,
    master_letter: str | None = None,
    *,
    version: int = 1,
) -> Race:
    """A race with the event, codes and names that follow from what judges its crews.

    `with_oldest_letters` still has to look at it among the others.

    Raises:
        Invalid: an order that is none; a hull, age or letter that no race has.
    """
    _check(order, boat_class, hull, age_category, master_letter)
    build = f"{boat_class.notation.upper()}{'Y' if hull is Hull.YOLETTE else ''}"
    age_code = _AGE_CODES[age_category]
    return Race(
        id=race_id(order),
        order=order,
        event=boat_class.event,
        code=f"{age_code}{_GENDER_CODES[gender]}{master_letter or ''}{build}",
        code_fr=f"{age_code}{_GENDER_CODES_FR[gender]}{master_letter or ''}{build}",
        name=_name(boat_class, hull, age_category, gender, master_letter),
        name_fr=_name_fr(boat_class, hull, age_category, gender, master_letter),
        boat_class=boat_class,
        hull=hull,
        age_category=age_category,
        gender=gender,
        master_letter=master_letter,
        version=version,
    )


def with_oldest_letters(races: Iterable[Race]) -> tuple[Race, ...]:
    """A whole programme in order, each race saying whether its letter is the oldest raced.

    Letters are compared within a boat class, hull and gender: yolettes race apart.
    """
    programme = sorted(races, key=lambda race: race.order)
    oldest: dict[tuple[BoatClass, Hull, CrewGender], str] = {}
    for race in programme:
        if race.master_letter is not None:
            field = (race.boat_class, race.hull, race.gender)
            oldest[field] = max(race.master_letter, oldest.get(field, ""))
    return tuple(
        replace(
            race,
            oldest_letter=race.master_letter is not None
            and race.master_letter == oldest[race.boat_class, race.hull, race.gender],
        )
        for race in programme
    )


def judged_otherwise(before: Iterable[Race], after: Iterable[Race]) -> list[Race]:
    """The races of `before` that are gone or would judge crews otherwise: locked while they have a crew."""
    kept = {race.id: _judgement(race) for race in after}
    return [race for race in before if kept.get(race.id) != _judgement(race)]


def _judgement(race: Race) -> tuple[BoatClass, Hull, AgeCategory, CrewGender, str | None, bool]:
    return (
        race.boat_class,
        race.hull,
        race.age_category,
        race.gender,
        race.master_letter,
        race.oldest_letter,
    )


def _check(
    order: int, boat_class: BoatClass, hull: Hull, age_category: AgeCategory, master_letter: str | None
) -> None:
    if not 1 <= order <= MAXIMUM_ORDER:
        raise Invalid(f"The order of a race is 1 to {MAXIMUM_ORDER}.", "order", "OUT_OF_RANGE")
    if hull is Hull.YOLETTE and boat_class is not BoatClass.COXED_QUAD:
        raise Invalid("Only coxed quads race as yolettes.", "hull", "YOLETTE_NOT_RACED")
    if age_category is AgeCategory.J14:
        raise Invalid(
            "Members of 14 may not row: a race is for J16 or older.", "ageCategory", "J14_NOT_RACED"
        )
    if master_letter is None:
        return
    if age_category is not AgeCategory.MASTER:
        raise Invalid("Only master races name a letter.", "masterLetter", "LETTER_WITHOUT_MASTER")
    if master_letter not in dict(LETTERS):
        raise Invalid("Master letters are A to K.", "masterLetter", "UNKNOWN_LETTER")


def _name(boat_class: BoatClass, hull: Hull, age: AgeCategory, gender: CrewGender, letter: str | None) -> str:
    words = [_AGES[age], letter, _GENDERS[gender], _CLASSES[boat_class][0]]
    return " ".join(word for word in words if word) + (", yolette" if hull is Hull.YOLETTE else "")


def _name_fr(
    boat_class: BoatClass, hull: Hull, age: AgeCategory, gender: CrewGender, letter: str | None
) -> str:
    words = [_CLASSES[boat_class][1], _GENDERS_FR[gender], _AGES_FR[age], letter]
    return " ".join(word for word in words if word) + (", yolette" if hull is Hull.YOLETTE else "")
