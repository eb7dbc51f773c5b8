"""Merges of thin races."""

from dataclasses import replace

import pytest

from resolvers.regatta.merges import MergeKind, RaceMerge, merge_kind, new_merge, proposals, starting_races
from resolvers.regatta.programme import race
from resolvers.regatta.race import Race
from resolvers.regatta.refusals import Invalid
from resolvers.regatta.vocabulary import AgeCategory, BoatClass, CrewGender, Hull
from tests.regatta.builders import PROGRAMME, RACES


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        pytest.param("J16M8+", "J18M8+", MergeKind.AGE, id="J16 with J18"),
        pytest.param("MW4X-", "SW4X-", MergeKind.AGE, id="master with senior"),
        pytest.param("MWA1X", "SW1X", MergeKind.AGE, id="master with a letter with senior"),
        pytest.param("J18M8+", "SM8+", None, id="juniors with seniors"),
        pytest.param("SW8+", "SX8+", MergeKind.GENDER, id="women with mixed"),
        pytest.param("SX8+", "SM8+", MergeKind.GENDER, id="mixed with men"),
        pytest.param("SW8+", "SM8+", None, id="women with men"),
        pytest.param("MM8+", "MM8X+", MergeKind.OARS, id="sweep with scull"),
        pytest.param("MM4-", "MM4X-", MergeKind.OARS, id="coxless four with quad"),
        pytest.param("MM4+", "MM4X+", MergeKind.OARS, id="coxed four with coxed quad"),
        pytest.param("MM4+", "MM4X+Y", None, id="sweep with a yolette"),
        pytest.param("MM4-", "MM4X+", None, id="coxless with coxed"),
        pytest.param("MW4X+Y", "MW4X+", MergeKind.HULL, id="yolette with outrigger"),
        pytest.param("MW4X+Y", "MX4X+", None, id="two differences"),
        pytest.param("MWF1X", "MWE1X", MergeKind.LETTER, id="adjacent letters"),
        pytest.param("MWF1X", "MWD1X", None, id="letters apart"),
        pytest.param("MWF1X", "MMF1X", None, id="women with men, same letter"),
        pytest.param("MWF1X", "MWF1X", None, id="itself"),
        pytest.param("J16W4X+", "J18W8+", None, id="age and class"),
        pytest.param("MW8+", "SX8+", None, id="age and gender"),
        pytest.param("SW4X-", "SX8+", None, id="gender and class"),
        pytest.param("SX8+", "MM8+", None, id="gender and age"),
    ],
)
def test_races_that_may_be_merged(one: str, other: str, kind: MergeKind | None) -> None:
    assert merge_kind(RACES[one], RACES[other]) is kind
    assert merge_kind(RACES[other], RACES[one]) is kind


def pairs(counts: dict[str, int], *merges: RaceMerge) -> list[str]:
    found = proposals(PROGRAMME, {RACES[code].id: crews for code, crews in counts.items()}, merges)
    assert not any(merge.applied for merge in found)
    return [f"{merge.from_race.code}>{merge.into.code}" for merge in found]


@pytest.mark.parametrize(
    ("counts", "proposed"),
    [
        pytest.param({"J16M8+": 1, "J18M8+": 3}, ["J16M8+>J18M8+"], id="into the fuller race"),
        pytest.param({"J16M8+": 3, "J18M8+": 1}, ["J18M8+>J16M8+"], id="the other way round"),
        pytest.param({"J16M8+": 1, "J18M8+": 1}, ["J16M8+>J18M8+"], id="two thin races, proposed once"),
        pytest.param({"J16M8+": 1}, [], id="nothing to merge with"),
        pytest.param({"J16M8+": 2, "J18M8+": 2}, [], id="no thin race"),
        pytest.param({"J16M8+": 1, "J18M8+": 0}, [], id="an empty race"),
        pytest.param({"SW8+": 1, "SM8+": 3}, [], id="a fuller race that it may not be merged with"),
        pytest.param(
            {"SW8+": 2, "SX8+": 1, "SM8+": 2}, ["SX8+>SW8+", "SX8+>SM8+"], id="one race, two possibilities"
        ),
        pytest.param(
            {"MWF1X": 1, "MWE1X": 1, "MWD1X": 1}, ["MWF1X>MWE1X", "MWE1X>MWD1X"], id="letters in a row"
        ),
    ],
)
def test_proposals(counts: dict[str, int], proposed: list[str]) -> None:
    assert pairs(counts) == proposed


def test_merged_races_are_not_proposed_again() -> None:
    merge = new_merge(RACES["SX8+"], RACES["SM8+"], [])
    assert pairs({"SW8+": 1, "SX8+": 1, "SM8+": 2}, merge) == []


def test_a_thin_race_may_join_races_that_are_merged() -> None:
    merge = new_merge(RACES["SX8+"], RACES["SM8+"], [])
    assert pairs({"MM8+": 1, "SX8+": 1, "SM8+": 1}, merge) == ["MM8+>SM8+"]
    assert pairs({"MM8+": 1, "SX8+": 1}, merge) == ["MM8+>SM8+"], "nobody has entered the race they start in"


def test_crews_of_a_merged_race_start_with_the_other() -> None:
    merge = new_merge(RACES["SX8+"], RACES["SM8+"], [])
    races = starting_races(PROGRAMME, [merge])
    assert races[RACES["SX8+"].id] == RACES["SM8+"]
    assert races[RACES["SM8+"].id] == RACES["SM8+"]
    own = {race.id: race for race in PROGRAMME}
    assert starting_races(PROGRAMME, []) == own
    assert starting_races(PROGRAMME, [replace(merge, applied=False)]) == own


@pytest.mark.parametrize(
    ("from_race", "into", "field"),
    [
        pytest.param("SW8+", "SM8+", "into", id="may not be"),
        pytest.param("SW8+", "SW8+", "into", id="itself"),
        pytest.param("SX8+", "SW8+", "from", id="merged already"),
        pytest.param("SM8+", "MM8+", "from", id="another is merged into it"),
        pytest.param("SW8+", "SX8+", "into", id="into a race that is merged"),
    ],
)
def test_merges_that_are_refused(from_race: str, into: str, field: str) -> None:
    applied = new_merge(RACES["SX8+"], RACES["SM8+"], [])
    with pytest.raises(Invalid) as refused:
        new_merge(RACES[from_race], RACES[into], [applied])
    assert refused.value.field == field


def test_two_races_may_be_merged_into_one() -> None:
    first = new_merge(RACES["SX8+"], RACES["SM8+"], [])
    assert new_merge(RACES["MM8+"], RACES["SM8+"], [first]).kind is MergeKind.AGE


MASTERS = (AgeCategory.MASTER, CrewGender.MEN)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            race(60, BoatClass.COXED_QUAD, Hull.OUTRIGGER, *MASTERS, "B"),
            race(61, BoatClass.QUAD, Hull.OUTRIGGER, *MASTERS, "A"),
            id="class and letter",
        ),
        pytest.param(
            race(60, BoatClass.FOUR, Hull.OUTRIGGER, *MASTERS, "B"),
            race(61, BoatClass.QUAD, Hull.OUTRIGGER, *MASTERS, "A"),
            id="oars and letter",
        ),
        pytest.param(
            race(60, BoatClass.SKIFF, Hull.OUTRIGGER, *MASTERS, "A"),
            race(61, BoatClass.SKIFF, Hull.OUTRIGGER, AgeCategory.MASTER, CrewGender.MIXED, "B"),
            id="gender and letter",
        ),
        pytest.param(
            race(60, BoatClass.FOUR, Hull.OUTRIGGER, *MASTERS),
            race(61, BoatClass.QUAD, Hull.OUTRIGGER, AgeCategory.J16, CrewGender.MEN),
            id="oars and age",
        ),
        pytest.param(
            race(60, BoatClass.COXED_QUAD, Hull.YOLETTE, *MASTERS),
            race(61, BoatClass.COXED_QUAD, Hull.OUTRIGGER, AgeCategory.SENIOR, CrewGender.MEN),
            id="hull and age",
        ),
    ],
)
def test_two_differences_are_one_too_many(one: Race, other: Race) -> None:
    assert merge_kind(one, other) is None
    assert merge_kind(other, one) is None


def test_letters_of_other_hulls_are_not_adjacent() -> None:
    yolette = race(60, BoatClass.COXED_QUAD, Hull.YOLETTE, AgeCategory.MASTER, CrewGender.MEN, "B")
    outrigger = race(61, BoatClass.COXED_QUAD, Hull.OUTRIGGER, AgeCategory.MASTER, CrewGender.MEN, "A")
    assert merge_kind(yolette, outrigger) is None
