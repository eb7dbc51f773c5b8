"""Merges of thin races: which are proposed, which an admin may apply, and where crews then start."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations

from resolvers.regatta.race import Race
from resolvers.regatta.refusals import Invalid
from resolvers.regatta.vocabulary import AgeCategory, BoatClass, CrewGender, Hull


class MergeKind(StrEnum):
    """In what two races that may be merged differ; in nothing else."""

    AGE = "AGE"
    GENDER = "GENDER"
    OARS = "OARS"
    HULL = "HULL"
    LETTER = "LETTER"


@dataclass(frozen=True, slots=True)
class RaceMerge:
    """The crews of one race start, and are awarded, with those of another; they keep race and number."""

    from_race: Race
    into: Race
    kind: MergeKind
    applied: bool


# Each race named first merges into the second when both have a crew alone.
_AGES = {(AgeCategory.J16, AgeCategory.J18), (AgeCategory.MASTER, AgeCategory.SENIOR)}
_GENDERS = {(CrewGender.WOMEN, CrewGender.MIXED), (CrewGender.MIXED, CrewGender.MEN)}
_OARS = {
    (BoatClass.FOUR, BoatClass.QUAD),
    (BoatClass.COXED_FOUR, BoatClass.COXED_QUAD),
    (BoatClass.EIGHT, BoatClass.OCTUPLE),
}


def merge_kind(one: Race, other: Race) -> MergeKind | None:
    """In what two races that may be merged differ, None when they may not be.

    Source: regatta rules, "Thin races".
    """
    return _kind(one, other) or _kind(other, one)


def proposals(
    programme: Sequence[Race], crews: Mapping[str, int], merges: Collection[RaceMerge]
) -> tuple[RaceMerge, ...]:
    """Merges proposed for races with one crew, in programme order; each pair once, into the fuller race.

    A race into which others are merged takes in more, and stays itself.

    Args:
        crews: how many start in each race, by race id, before any merge.
        merges: those applied.
    """
    starts_in = starting_races(programme, merges)
    starters = Counter[str]()
    for race in programme:
        starters[starts_in[race.id].id] += crews.get(race.id, 0)
    raced = [race for race in programme if starters[race.id]]
    fuller = {merge.into.id for merge in merges} | {race.id for race in raced if starters[race.id] > 1}
    found = []
    for thin, other in permutations(raced, 2):
        if thin.id in fuller:
            continue
        kind = merge_kind(thin, other)
        # Two thin races are one proposal, in the direction that the rules name.
        if kind is not None and (other.id in fuller or _kind(thin, other) is not None):
            found.append(RaceMerge(thin, other, kind, applied=False))
    return tuple(found)


def new_merge(from_race: Race, into: Race, merges: Iterable[RaceMerge]) -> RaceMerge:
    """A merge to be applied beside those that are.

    Raises:
        Invalid: on `from` or `into`; the races differ in more than one thing, or are part of another merge.
    """
    kind = merge_kind(from_race, into)
    if kind is None:
        raise Invalid(f"{from_race.code} and {into.code} can’t be merged.", "into", "NOT_MERGEABLE")
    for merge in merges:
        if from_race.id in (merge.from_race.id, merge.into.id):
            raise Invalid(
                f"{from_race.code} is part of another merge: undo that first.", "from", "MERGED_ALREADY"
            )
        if into.id == merge.from_race.id:
            raise Invalid(f"{into.code} is merged into {merge.into.code}.", "into", "MERGED_ALREADY")
    return RaceMerge(from_race, into, kind, applied=True)


def starting_races(programme: Iterable[Race], merges: Iterable[RaceMerge]) -> dict[str, Race]:
    """The race in which the crews of each race start, by race id, once the applied merges are counted."""
    into = {merge.from_race.id: merge.into for merge in merges if merge.applied}
    return {race.id: into.get(race.id, race) for race in programme}


def _kind(one: Race, other: Race) -> MergeKind | None:
    same_class = one.boat_class is other.boat_class
    same_hull = one.hull is other.hull
    same_age = one.age_category is other.age_category
    same_gender = one.gender is other.gender
    same_letter = one.master_letter == other.master_letter
    if same_class and same_hull and same_gender and (one.age_category, other.age_category) in _AGES:
        return MergeKind.AGE
    if same_class and same_hull and same_age and same_letter and (one.gender, other.gender) in _GENDERS:
        return MergeKind.GENDER
    if not (same_age and same_gender):
        return None
    if same_hull and same_letter and (one.boat_class, other.boat_class) in _OARS:
        return MergeKind.OARS
    if same_class and same_letter and (one.hull, other.hull) == (Hull.YOLETTE, Hull.OUTRIGGER):
        return MergeKind.HULL
    if same_class and same_hull and _older_by_one(one.master_letter, other.master_letter):
        return MergeKind.LETTER
    return None


def _older_by_one(older: str | None, younger: str | None) -> bool:
    return older is not None and younger is not None and ord(older) == ord(younger) + 1
