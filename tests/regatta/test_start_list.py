"""The start list, as a draft and published, and the awards that follow from it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.regatta.awards import awards
from resolvers.regatta.composition import changed_crew
from resolvers.regatta.crew import Crew
from resolvers.regatta.edition import Edition
from resolvers.regatta.member import Member
from resolvers.regatta.merges import new_merge
from resolvers.regatta.price import with_paid
from resolvers.regatta.refusals import Invalid
from resolvers.regatta.start_list import Start, draft, published
from resolvers.regatta.vocabulary import CrewStatus
from tests.regatta.builders import EDITION, GUEST, OPEN, PROGRAMME, RACES, crew, entry, men, women

MASS_START = datetime(2027, 5, 1, 5, 45, tzinfo=UTC)
FIRST_START = datetime(2027, 5, 1, 7, 0, tzinfo=UTC)


def named(name: str, race: str, people: list[Member], minute: int = 0) -> Crew:
    made = crew(race, people)
    return replace(made, id=name, created_at=OPEN + timedelta(minutes=minute))


YOUNG = named("young", "MM4-", men(30, 30, 30, 30), 0)
OLD = named("old", "MM4-", men(50, 50, 50, 50), 5)
AS_OLD = named("as old", "MM4-", men(49, 51, 49, 51), 3)
EIGHT = named("eight", "SM8+", men(*[20] * 9), 1)
SKIFF = named("skiff", "SM1X", men(20), 1)
OLD_SKIFF = named("old skiff", "MMF1X", men(66), 9)


def drafted(*crews: Crew, edition: Edition = EDITION) -> tuple[Start, ...]:
    return draft(edition, PROGRAMME, [], crews)


def bows(starts: tuple[Start, ...]) -> dict[str, int]:
    return {start.crew_id: start.bow for start in starts}


def test_order_bows_events_and_times() -> None:
    starts = drafted(EIGHT, YOUNG, OLD, AS_OLD, SKIFF, OLD_SKIFF)
    assert [(start.crew_id, start.bow, start.event_number, start.starts_at) for start in starts] == [
        ("old skiff", 1, 1, MASS_START),
        ("skiff", 2, 1, MASS_START),
        ("as old", 41, 2, FIRST_START),
        ("old", 42, 2, FIRST_START + timedelta(minutes=1)),
        ("young", 43, 2, FIRST_START + timedelta(minutes=2)),
        ("eight", 44, 3, FIRST_START + timedelta(minutes=3)),
    ]


def test_figures_are_settings() -> None:
    settings = replace(
        EDITION.start_list_settings,
        marathon_first_bow=101,
        semi_marathon_first_bow=201,
        semi_marathon_interval=90,
    )
    starts = drafted(SKIFF, OLD, YOUNG, edition=replace(EDITION, start_list_settings=settings))
    assert [(start.bow, start.starts_at) for start in starts] == [
        (101, MASS_START),
        (201, FIRST_START),
        (202, FIRST_START + timedelta(seconds=90)),
    ]


def test_semi_marathon_events_are_numbered_from_2_even_without_a_marathon() -> None:
    assert [start.event_number for start in drafted(YOUNG, EIGHT)] == [2, 3]


@pytest.mark.parametrize("status", [CrewStatus.INCOMPLETE, CrewStatus.WAITING, CrewStatus.WITHDRAWN])
def test_only_complete_crews_start(status: CrewStatus) -> None:
    assert bows(drafted(replace(YOUNG, status=status), OLD)) == {"old": 41}


def test_unpaid_crews_are_marked_or_left_out() -> None:
    paid = replace(OLD, price=with_paid(OLD.price, 8000))
    assert {start.crew_id: start.unpaid for start in drafted(YOUNG, paid)} == {"young": True, "old": False}
    strict = replace(EDITION, start_list_settings=replace(EDITION.start_list_settings, unpaid_crews=False))
    assert bows(drafted(YOUNG, paid, edition=strict)) == {"old": 41}


def test_it_says_who_but_nothing_of_births_or_licences() -> None:
    (start,) = drafted(OLD)
    assert start.names == tuple(f"{seat.first_name} {seat.last_name}" for seat in OLD.seats)
    assert start.clubs == OLD.clubs
    assert start.average_age == 50
    assert "date_of_birth" not in repr(start)
    assert "licence" not in repr(start)


@pytest.mark.parametrize(("crews", "fits"), [(40, True), (41, False)])
def test_marathon_bows_may_not_reach_the_semi_marathon_s(crews: int, fits: bool) -> None:
    skiffs = [named(f"{number:02}", "SM1X", men(20)) for number in range(crews)]
    if fits:
        assert max(bows(drafted(*skiffs)).values()) == 40
        return
    with pytest.raises(Invalid) as refused:
        drafted(*skiffs)
    assert refused.value.info == {
        "field": "startListSettings.semiMarathonFirstBow",
        "code": "BOWS_OVERLAP",
    }
    assert "must be 42 or more" in refused.value.message


def test_a_merged_race_starts_within_the_other() -> None:
    master = named("master", "MM8+", men(*[40] * 9))
    merge = new_merge(RACES["MM8+"], RACES["SM8+"], [])
    starts = draft(EDITION, PROGRAMME, [merge], [EIGHT, master])
    assert [(start.crew_id, start.event_number, start.race.code) for start in starts] == [
        ("master", 2, "SM8+"),
        ("eight", 2, "SM8+"),
    ]


def now(starts: tuple[Start, ...], *crews: Crew) -> tuple[Start, ...]:
    return published(starts, EDITION, PROGRAMME, [], crews)


def test_a_published_list_keeps_bows_and_times() -> None:
    starts = drafted(YOUNG, OLD, EIGHT, SKIFF)
    withdrawn = replace(OLD, status=CrewStatus.WITHDRAWN)
    after = now(starts, YOUNG, withdrawn, EIGHT, SKIFF)
    assert bows(after) == bows(starts)
    assert [start.starts_at for start in after] == [start.starts_at for start in starts]
    assert {start.crew_id for start in after if start.scratch} == {"old"}
    assert now(after, YOUNG, OLD, EIGHT, SKIFF) == starts


def test_a_deleted_crew_is_a_scratch() -> None:
    starts = drafted(YOUNG, OLD)
    assert [start.scratch for start in now(starts, YOUNG)] == [True, False]


def test_a_published_list_says_who_rows_now() -> None:
    starts = drafted(OLD)
    race = RACES["MM4-"]
    others = named("old", "MM4-", men(60, 60, 60, 60, club="RCPM"))
    changed = replace(others, number=f"SM.{race.order}.9", price=with_paid(others.price, others.price.total))
    assert now(starts, changed) == drafted(changed)
    assert now(starts, changed) != starts
    assert [start.crew_number for start in now(starts, replace(changed, number=None))] == [OLD.number]
    emptied = changed_crew(OLD, entry("MM4-", men(30)), EDITION, GUEST, OPEN)
    assert [len(start.names) for start in now(starts, emptied)] == [1]
    nobody = changed_crew(OLD, entry("MM4-", []), EDITION, GUEST, OPEN)
    assert [(start.names, start.average_age) for start in now(starts, nobody)] == [((), 0)]


def test_late_crews_come_in_the_order_of_their_creation() -> None:
    late = [replace(EIGHT, created_at=OPEN), replace(YOUNG, created_at=OPEN + timedelta(hours=1))]
    assert bows(now(drafted(OLD), OLD, *reversed(late))) == {"old": 41, "eight": 42, "young": 43}


def test_late_marathon_crews_follow_the_last_of_several() -> None:
    starts = drafted(SKIFF, replace(SKIFF, id="second"), YOUNG)
    after = now(starts, SKIFF, replace(SKIFF, id="second"), YOUNG, OLD_SKIFF)
    assert bows(after)["old skiff"] == 3


def test_late_crews_come_after_the_last() -> None:
    starts = drafted(YOUNG, EIGHT, SKIFF)
    after = now(starts, YOUNG, EIGHT, SKIFF, OLD, AS_OLD, OLD_SKIFF)
    assert {name: bow for name, bow in bows(after).items() if name not in bows(starts)} == {
        "as old": 43,
        "old": 44,
        "old skiff": 2,
    }
    late = {start.crew_id: start for start in after}
    assert (late["as old"].event_number, late["old"].event_number, late["old skiff"].event_number) == (
        2,
        2,
        1,
    )
    assert late["old"].starts_at == FIRST_START + timedelta(minutes=3)
    assert late["old skiff"].starts_at == MASS_START
    assert now(after, YOUNG, EIGHT, SKIFF, OLD, AS_OLD, OLD_SKIFF) == after


def test_a_late_race_gets_the_next_event() -> None:
    four = named("four", "SM4-", men(20, 20, 20, 20))
    starts = drafted(EIGHT, four)
    after = now(starts, EIGHT, four, YOUNG)
    assert [(start.crew_id, start.event_number, start.bow) for start in after] == [
        ("four", 2, 41),
        ("eight", 3, 42),
        ("young", 4, 43),
    ]


def test_late_crews_of_an_empty_list_begin_it() -> None:
    assert now((), YOUNG, SKIFF) == drafted(YOUNG, SKIFF)


def test_a_late_marathon_crew_never_takes_a_semi_marathon_bow() -> None:
    skiffs = [named(f"{number:02}", "SM1X", men(20)) for number in range(40)]
    starts = drafted(*skiffs, YOUNG)
    after = now(starts, *skiffs, YOUNG, SKIFF, OLD)
    assert (bows(after)["skiff"], bows(after)["young"], bows(after)["old"]) == (42, 41, 43)


def test_awards() -> None:
    starts = drafted(YOUNG, OLD, EIGHT, SKIFF)
    given = [(award.race.code, award.crews, award.medals, award.cup) for award in awards(starts)]
    assert given == [("SM1X", 1, 1, False), ("MM4-", 2, 4, True), ("SM8+", 1, 9, False)]
    scratched = now(starts, YOUNG, EIGHT, SKIFF)
    assert [award.cup for award in awards(scratched)] == [False, False, False]


CREWS = {
    "MM4-": crew("MM4-", men(30, 40, 50, 60)),
    "SM4-": crew("SM4-", men(20, 20, 20, 20)),
    "SW1X": crew("SW1X", women(20)),
    "MMF1X": crew("MMF1X", men(66)),
    "SM8+": crew("SM8+", men(*[20] * 9)),
}
ENTRIES = st.lists(
    st.tuples(st.sampled_from(sorted(CREWS)), st.integers(0, 3), st.sampled_from(CrewStatus)), max_size=25
)


def entries(drawn: list[tuple[str, int, CrewStatus]], prefix: str) -> list[Crew]:
    return [
        replace(
            CREWS[race], id=f"{prefix}{index}", created_at=OPEN + timedelta(minutes=minute), status=status
        )
        for index, (race, minute, status) in enumerate(drawn)
    ]


@given(ENTRIES, ENTRIES, st.sets(st.integers(0, 24)))
def test_no_bow_twice_ever(
    first: list[tuple[str, int, CrewStatus]], later: list[tuple[str, int, CrewStatus]], gone: set[int]
) -> None:
    crews = entries(first, "first")
    starts = drafted(*crews)
    still = [
        replace(made, status=CrewStatus.WITHDRAWN) if index in gone else made
        for index, made in enumerate(crews)
    ]
    after = now(starts, *still, *entries(later, "later"))
    assert len({start.bow for start in after}) == len(after)
    assert len({start.crew_id for start in after}) == len(after)
    assert {start.crew_id: start.bow for start in after}.items() >= bows(starts).items()
    semi_marathon = [start.starts_at for start in after if start.event_number > 1]
    assert len(set(semi_marathon)) == len(semi_marathon)


@given(ENTRIES)
def test_the_order_in_which_crews_are_read_makes_no_difference(
    drawn: list[tuple[str, int, CrewStatus]],
) -> None:
    crews = entries(drawn, "crew")
    assert drafted(*crews) == drafted(*reversed(crews))
