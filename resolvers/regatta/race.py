"""A race of the programme: one start category."""

from dataclasses import dataclass

from resolvers.regatta.vocabulary import AgeCategory, BoatClass, CrewGender, Event, Hull


@dataclass(frozen=True, slots=True)
class Race:
    """One start category of one edition.

    Attributes:
        id: the order in three digits, as `015`.
        order: place in the programme, from 1.
        code: key of the race, English letters for the gender (`MW4X+Y`).
        code_fr: the French code, for display only (`MF4X+Y`).
        name: made from age, gender, class and hull, in English; `name_fr` in French.
        master_letter: A to K where the race is for one, else none.
        oldest_letter: whether its letter is the oldest raced for its boat class, hull and gender, so that
            older crews enter it too; `programme.with_oldest_letters` keeps it.
        version: counts the edits of the race.
    """

    id: str
    order: int
    event: Event
    code: str
    code_fr: str
    name: str
    name_fr: str
    boat_class: BoatClass
    hull: Hull
    age_category: AgeCategory
    gender: CrewGender
    master_letter: str | None = None
    oldest_letter: bool = False
    version: int = 1
