"""What becomes of members and crews in the hands of another manager."""

from dataclasses import replace

import pytest

from resolvers.regatta.crew import Crew
from resolvers.regatta.handover import (
    check_handed_over_with_crew,
    goes_with_crew,
    handed_over_crew,
    handed_over_member,
)
from resolvers.regatta.manager import Manager
from resolvers.regatta.refusals import Invalid
from resolvers.regatta.vocabulary import CrewStatus, Language
from tests.regatta.builders import HOST, OPEN, crew, member, men

TO = Manager("to", "Berthe", "Morisot", "berthe@example.org", HOST, Language.FR, (), OPEN, 1)
FOUR = crew("MM4-", men(30, 30, 30, 30))
EMPTY = crew("MM4-", [])


def test_a_crew_stays_what_it_is_but_for_its_manager() -> None:
    assert handed_over_crew(FOUR, TO) == replace(FOUR, manager_id="to", version=2)


def test_an_empty_crew_takes_the_club_of_its_manager() -> None:
    assert handed_over_crew(EMPTY, TO) == replace(EMPTY, manager_id="to", version=2, clubs=(HOST,))


def test_a_member_stays_what_he_is_but_for_his_manager() -> None:
    rowing = member(30, crew_id="crew")
    assert handed_over_member(rowing, TO) == replace(rowing, manager_id="to", version=2)


WITHDRAWN = replace(FOUR, status=CrewStatus.WITHDRAWN)


@pytest.mark.parametrize(
    ("made", "crew_id", "goes"),
    [
        pytest.param(FOUR, "crew", True, id="sits in it"),
        pytest.param(FOUR, None, False, id="left it meanwhile"),
        pytest.param(FOUR, "other", False, id="sits elsewhere"),
        pytest.param(WITHDRAWN, None, True, id="free since it was withdrawn"),
        pytest.param(WITHDRAWN, "other", False, id="in another one since it was withdrawn"),
    ],
)
def test_who_goes_with_a_crew(made: Crew, crew_id: str | None, goes: bool) -> None:
    assert goes_with_crew(member(30, crew_id=crew_id), made) is goes


def test_who_has_a_seat_goes_with_the_crew_alone() -> None:
    check_handed_over_with_crew(member(30), frozenset())
    seated = member(30, crew_id="crew")
    check_handed_over_with_crew(seated, frozenset({"other", "crew"}))
    with pytest.raises(Invalid) as refused:
        check_handed_over_with_crew(seated, frozenset({"other"}))
    assert refused.value.info == {"field": "memberIds", "code": "SEATED"}
