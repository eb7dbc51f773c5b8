"""What of a person stays once erased, and who may ask for it."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.regatta.crew import BoatRequest, Crew
from resolvers.regatta.erasure import (
    ANONYMOUS,
    anonymous_crew,
    anonymous_grant,
    anonymous_manager,
    anonymous_member,
    check_confirmation,
    check_erasable,
)
from resolvers.regatta.grant import Grant
from resolvers.regatta.issue import Issue
from resolvers.regatta.manager import Consent, Manager
from resolvers.regatta.member import Member
from resolvers.regatta.price import crew_price
from resolvers.regatta.refusals import InUse, Invalid
from resolvers.regatta.vocabulary import BoatState, ConsentKind, CrewStatus, IssueState, Language
from resolvers.table.plain import to_plain
from tests.regatta.builders import EDITION, OPEN, OVER, crew, member, women

LAST_MOMENT = datetime(2027, 5, 1, 21, 59, 59, tzinfo=UTC)
THE_DAY_AFTER = datetime(2027, 5, 1, 22, tzinfo=UTC)

# Letters that stand in none of the words that stay, so that a trace is a trace.
names = st.text("ßžЖ漢", min_size=1, max_size=60)
licences = st.text("0123456789Ž", min_size=6, max_size=24)


@st.composite
def people(draw: st.DrawFn, youngest: int = 14, oldest: int = 90) -> Member:
    """A member of any name, licence and day of birth, about whom something may be written."""
    someone = member(draw(st.integers(youngest, oldest)))
    born = date(someone.date_of_birth.year, 1, 1) + timedelta(draw(st.integers(1, 364)))
    issues = tuple(Issue("1", draw(names), IssueState.OPEN, OPEN) for _ in range(draw(st.integers(0, 2))))
    return replace(
        someone,
        first_name=draw(names),
        last_name=draw(names),
        licence=f"Ž{draw(licences)}",
        date_of_birth=born,
        issues=issues,
    )


def manager(**changes: Any) -> Manager:
    return replace(
        Manager(
            id="sub",
            first_name="Berthe",
            last_name="Morisot",
            email="Berthe.Morisot@example.org",
            club="RCPM",
            language=Language.EN,
            consents=(Consent(ConsentKind.PRIVACY, "1.0", OPEN),),
            created_at=OPEN,
            version=3,
            phone="+33612345678",
        ),
        **changes,
    )


def told(entity: Any) -> str:
    return json.dumps(to_plain(entity), ensure_ascii=False)


@given(people())
def test_of_a_member_nothing_personal_is_left_and_twice_is_once(someone: Member) -> None:
    nobody = anonymous_member(someone)

    personal = [someone.first_name, someone.last_name, someone.licence, someone.date_of_birth.isoformat()]
    personal += [issue.text for issue in someone.issues]
    assert [one for one in personal if one in told(nobody)] == []
    assert anonymous_member(nobody) == nobody
    gone = {"first_name", "last_name", "licence", "date_of_birth", "issues"}
    stays = [field.name for field in fields(Member) if field.name not in gone]
    assert [getattr(nobody, name) for name in stays] == [getattr(someone, name) for name in stays]
    assert nobody.date_of_birth == date(someone.date_of_birth.year, 1, 1)


@given(st.lists(people(19, 26), min_size=4, max_size=4), names, st.integers(0, 4))
def test_of_a_crew_nothing_personal_is_left_and_twice_is_once(
    rowers: list[Member], comment: str, filled: int
) -> None:
    wished = BoatRequest(BoatState.CONFIRMED, "monet", comment, "Yolette", comment, free=True)
    issue = Issue("1", comment, IssueState.OPEN, OPEN)
    seated: list[Member | None] = [*rowers[:filled], *[None] * (4 - filled)]
    crewed = replace(crew("SW4X-", seated), boat_request=wished, issues=(issue,))

    nobodys = anonymous_crew(crewed)

    personal = [name for rower in rowers[:filled] for name in (rower.first_name, rower.last_name)]
    assert [one for one in [*personal, comment] if one in told(nobodys)] == []
    assert anonymous_crew(nobodys) == nobodys
    stays = [field.name for field in fields(Crew) if field.name not in {"seats", "boat_request", "issues"}]
    assert [getattr(nobodys, name) for name in stays] == [getattr(crewed, name) for name in stays]
    request = nobodys.boat_request
    assert request == replace(wished, comment=None, assigned_comment=None)


def test_a_crew_costs_the_same_once_it_is_anonymous() -> None:
    crewed = crew("SW4X-", women(24, 24, 24, 24, club="RCPM"))
    prices = [
        crew_price(one.boat_class, one.seats, EDITION.tariff, OPEN)
        for one in (crewed, anonymous_crew(crewed))
    ]
    assert prices[0] == prices[1]


def test_an_empty_seat_stays_empty() -> None:
    nobodys = anonymous_crew(crew("SW4X-", [member(24), None, None, None]))
    assert [seat.last_name for seat in nobodys.seats] == [ANONYMOUS, None, None, None]
    assert nobodys.boat_request is None


def test_of_a_manager_club_language_and_consents_stay() -> None:
    nobody = anonymous_manager(manager(), OVER)

    assert nobody == replace(
        manager(),
        first_name="",
        last_name=ANONYMOUS,
        email="sub@erased.invalid",
        phone=None,
        erased_at=OVER,
    )
    assert anonymous_manager(nobody, OVER + timedelta(days=1)) == nobody


def test_of_a_grant_the_reason_goes() -> None:
    grant = Grant("1", "sub", "Berthe was ill", "admin", OPEN, OVER)
    assert anonymous_grant(grant) == replace(grant, reason="")
    assert anonymous_grant(anonymous_grant(grant)) == anonymous_grant(grant)


@pytest.mark.parametrize(
    "confirmation",
    ["Berthe.Morisot@example.org", "berthe.morisot@EXAMPLE.org", " berthe.morisot@example.org\n"],
)
def test_the_address_confirms_however_it_is_written(confirmation: str) -> None:
    check_confirmation(confirmation, manager().email)


@pytest.mark.parametrize("confirmation", ["", "yes", "berthe.morisot@example.com", "Berthe Morisot"])
def test_nothing_else_confirms(confirmation: str) -> None:
    with pytest.raises(Invalid, match="address that you sign in with") as refused:
        check_confirmation(confirmation, manager().email)
    assert refused.value.field == "confirmation"


@pytest.mark.parametrize(
    ("statuses", "now", "crews"),
    [
        pytest.param([], OPEN, 0, id="no crew"),
        pytest.param([CrewStatus.WITHDRAWN] * 2, OPEN, 0, id="all withdrawn"),
        pytest.param([CrewStatus.INCOMPLETE], OPEN, 1, id="one that is not complete"),
        pytest.param(list(CrewStatus), OPEN, 3, id="one of each"),
        pytest.param([CrewStatus.COMPLETE], LAST_MOMENT, 1, id="on the evening of the regatta"),
        pytest.param(list(CrewStatus), THE_DAY_AFTER, 0, id="when the day of the regatta is over"),
    ],
)
def test_entered_crews_keep_their_manager_until_the_regatta_is_over(
    statuses: list[CrewStatus], now: datetime, crews: int
) -> None:
    entered = [replace(crew("SW1X", [member(24)]), status=status) for status in statuses]
    if crews == 0:
        check_erasable(entered, EDITION, now)
        return
    with pytest.raises(InUse, match=rf"crews in the regatta of 2027 \({crews}\)") as refused:
        check_erasable(entered, EDITION, now)
    assert refused.value.crews == crews
