"""The default programme: 55 races, 14 of the marathon and 41 of the semi-marathon."""

from functools import cache

from resolvers.regatta.programme import race, with_oldest_letters
from resolvers.regatta.race import Race
from resolvers.regatta.vocabulary import AgeCategory, BoatClass, CrewGender, Hull

_WOMEN, _MEN, _MIXED = CrewGender.WOMEN, CrewGender.MEN, CrewGender.MIXED
_J16, _J18, _SENIOR, _MASTER = AgeCategory.J16, AgeCategory.J18, AgeCategory.SENIOR, AgeCategory.MASTER
_SKIFF_LETTERS = "FEDCBA"

_SEMI_MARATHON: tuple[tuple[BoatClass, Hull, AgeCategory, CrewGender], ...] = (
    (BoatClass.COXED_QUAD, Hull.YOLETTE, _MASTER, _WOMEN),
    (BoatClass.COXED_QUAD, Hull.YOLETTE, _MASTER, _MIXED),
    (BoatClass.COXED_QUAD, Hull.YOLETTE, _MASTER, _MEN),
    (BoatClass.COXED_QUAD, Hull.OUTRIGGER, _MASTER, _WOMEN),
    (BoatClass.COXED_QUAD, Hull.OUTRIGGER, _MASTER, _MIXED),
    (BoatClass.COXED_FOUR, Hull.OUTRIGGER, _MASTER, _MEN),
    (BoatClass.COXED_QUAD, Hull.OUTRIGGER, _MASTER, _MEN),
    (BoatClass.COXED_FOUR, Hull.OUTRIGGER, _J16, _WOMEN),
    (BoatClass.COXED_QUAD, Hull.OUTRIGGER, _J16, _WOMEN),
    (BoatClass.COXED_QUAD, Hull.OUTRIGGER, _J16, _MIXED),
    (BoatClass.COXED_FOUR, Hull.OUTRIGGER, _J16, _MEN),
    (BoatClass.COXED_QUAD, Hull.OUTRIGGER, _J16, _MEN),
    *(
        (boat_class, Hull.OUTRIGGER, age, gender)
        for age in (_MASTER, _J18, _SENIOR)
        for boat_class, gender in (
            (BoatClass.FOUR, _WOMEN),
            (BoatClass.QUAD, _WOMEN),
            (BoatClass.QUAD, _MIXED),
            (BoatClass.FOUR, _MEN),
            (BoatClass.QUAD, _MEN),
        )
    ),
    (BoatClass.EIGHT, Hull.OUTRIGGER, _J16, _WOMEN),
    (BoatClass.EIGHT, Hull.OUTRIGGER, _J16, _MEN),
    *(
        (boat_class, Hull.OUTRIGGER, age, gender)
        for boat_class, age in (
            (BoatClass.EIGHT, _MASTER),
            (BoatClass.OCTUPLE, _MASTER),
            (BoatClass.EIGHT, _J18),
            (BoatClass.EIGHT, _SENIOR),
        )
        for gender in (_WOMEN, _MIXED, _MEN)
    ),
)


@cache
def default_programme() -> tuple[Race, ...]:
    """The 55 races in programme order."""
    skiffs = [(_MASTER, gender, letter) for letter in _SKIFF_LETTERS for gender in (_WOMEN, _MEN)]
    skiffs += [(_SENIOR, gender, "") for gender in (_WOMEN, _MEN)]
    marathon = [
        race(order, BoatClass.SKIFF, Hull.OUTRIGGER, age, gender, letter or None)
        for order, (age, gender, letter) in enumerate(skiffs, 1)
    ]
    semi_marathon = [
        race(order, boat_class, hull, age, gender)
        for order, (boat_class, hull, age, gender) in enumerate(_SEMI_MARATHON, len(marathon) + 1)
    ]
    return with_oldest_letters(marathon + semi_marathon)
