"""Admission: whether a crew may enter one race, and if not, why."""

from collections.abc import Sequence
from dataclasses import dataclass

from resolvers.regatta.age import MASTER_FROM, letter_limits
from resolvers.regatta.crew import CrewCategory, Seat
from resolvers.regatta.crew_category import crew_category, obstacle
from resolvers.regatta.race import Race
from resolvers.regatta.reason import Reason, figure, figure_fr
from resolvers.regatta.seating import rowers
from resolvers.regatta.vocabulary import AgeCategory, BoatClass, CrewGender, Gender, RefusalCode


@dataclass(frozen=True, slots=True)
class Standing:
    """What races ask of a crew, computed once for all of them.

    Attributes:
        category: none while no rower sits; then only the boat class is judged.
        obstacle: what forbids every race.
        women: how many of the `rowers` seated.
    """

    boat_class: BoatClass
    category: CrewCategory | None
    obstacle: Reason | None
    women: int
    rowers: int


def standing_of(boat_class: BoatClass, seats: Sequence[Seat], certificates_required: bool) -> Standing:
    """How the people seated so far stand before the races."""
    category = crew_category(seats)
    rowing = rowers(seats)
    return Standing(
        boat_class=boat_class,
        category=category,
        obstacle=obstacle(seats, category, certificates_required),
        women=sum(seat.gender is Gender.WOMAN for seat in rowing),
        rowers=len(rowing),
    )


def reason_against(race: Race, standing: Standing) -> Reason | None:
    """Why the crew may not enter the race, None when it may.

    The first that applies of: boat class, what forbids every race, age category, gender, master letter.

    Source: regatta rules, "Eligibility".
    """
    if race.boat_class is not standing.boat_class:
        return _boat_class(race, standing.boat_class)
    category = standing.category
    if standing.obstacle is not None or category is None:
        return standing.obstacle
    if race.age_category is not category.age:
        return _age_category(race, category)
    if race.gender is not category.gender:
        return _gender(race, category.gender, standing)
    return None if _letter_fits(race, category.master_letter) else _master_letter(race, category)


def _letter_fits(race: Race, letter: str | None) -> bool:
    if race.master_letter is None or letter == race.master_letter:
        return True
    return race.oldest_letter and letter is not None and letter > race.master_letter


def _boat_class(race: Race, boat_class: BoatClass) -> Reason:
    return Reason(
        RefusalCode.BOAT_CLASS,
        f"The race is for {race.boat_class.notation}, the crew has a {boat_class.notation}.",
        f"L’épreuve se court en {race.boat_class.notation}, l’équipage est en {boat_class.notation}.",
        {"boatClass": str(boat_class), "needs": str(race.boat_class)},
    )


# The same word in both languages.
_AGE = {**{age: str(age) for age in AgeCategory}, AgeCategory.SENIOR: "senior", AgeCategory.MASTER: "master"}


def _age_category(race: Race, category: CrewCategory) -> Reason:
    average = category.average_age
    details = {"category": str(category.age), "needs": str(race.age_category), "averageAge": average}
    pair = (category.age, race.age_category)
    if pair == (AgeCategory.SENIOR, AgeCategory.MASTER):
        return Reason(
            RefusalCode.AGE_CATEGORY,
            f"The rowers average {figure(average)}; a master race needs {MASTER_FROM}.",
            f"La moyenne d’âge est de {figure_fr(average)} ans ; une épreuve master en demande "
            f"{MASTER_FROM}.",
            {**details, "needsAverage": MASTER_FROM},
        )
    if pair == (AgeCategory.MASTER, AgeCategory.SENIOR):
        return Reason(
            RefusalCode.AGE_CATEGORY,
            f"The rowers average {figure(average)}; a senior race needs less than {MASTER_FROM}.",
            f"La moyenne d’âge est de {figure_fr(average)} ans ; une épreuve senior demande moins de "
            f"{MASTER_FROM}.",
            {**details, "below": MASTER_FROM},
        )
    return Reason(
        RefusalCode.AGE_CATEGORY,
        f"The crew is {_AGE[category.age]}; the race is {_AGE[race.age_category]}.",
        f"L’équipage est {_AGE[category.age]} ; l’épreuve est {_AGE[race.age_category]}.",
        details,
    )


_CREW_FR = {CrewGender.WOMEN: "féminin", CrewGender.MEN: "masculin", CrewGender.MIXED: "mixte"}
_RACE_FR = {CrewGender.WOMEN: "féminine", CrewGender.MEN: "masculine", CrewGender.MIXED: "mixte"}
_CREW = {CrewGender.WOMEN: "women’s", CrewGender.MEN: "men’s", CrewGender.MIXED: "mixed"}


def _gender(race: Race, gender: CrewGender, standing: Standing) -> Reason:
    women_fr = f"{standing.women} femme{'s' if standing.women > 1 else ''}"
    return Reason(
        RefusalCode.GENDER,
        f"The crew is {_CREW[gender]} ({standing.women} of {standing.rowers} rowers are women); "
        f"the race is {_CREW[race.gender]}.",
        f"L’équipage est {_CREW_FR[gender]} ({women_fr} sur {standing.rowers}) ; "
        f"l’épreuve est {_RACE_FR[race.gender]}.",
        {
            "gender": str(gender),
            "needs": str(race.gender),
            "women": standing.women,
            "rowers": standing.rowers,
        },
    )


def _master_letter(race: Race, category: CrewCategory) -> Reason:
    needed = str(race.master_letter)
    lowest, older = letter_limits(needed)
    below = None if race.oldest_letter else older
    average = category.average_age
    span = f"{lowest} or more" if below is None else f"{lowest} or more, and less than {below}"
    span_fr = f"{lowest} ans ou plus" if below is None else f"{lowest} ans ou plus, et moins de {below}"
    return Reason(
        RefusalCode.MASTER_LETTER,
        f"The rowers average {figure(average)}, letter {category.master_letter}; "
        f"letter {needed} needs {span}.",
        f"La moyenne d’âge est de {figure_fr(average)} ans, lettre {category.master_letter} ; "
        f"la lettre {needed} demande {span_fr}.",
        {
            "letter": category.master_letter,
            "needs": needed,
            "averageAge": average,
            "from": lowest,
            "below": below,
        },
    )
