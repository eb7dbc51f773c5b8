"""A team, read straight from the table: whose it is, its club, its grants, what it owes."""

import pytest

from resolvers.regatta.crew import Crew
from resolvers.regatta.vocabulary import CrewStatus
from resolvers.table import keys
from tests.api import given
from tests.api.client import Refusal
from tests.api.regatta import Regatta

BALANCE = "{ team { balance { due paid credit seats paidSeats } } }"


def test_me_is_the_profile_of_whoever_asks(regatta: Regatta) -> None:
    manager = regatta.as_manager(club="Société d’Encouragement")

    me = manager.execute("{ me { id club language consents { kind version givenAt } createdAt } }").value

    assert me == {
        "id": manager.sub,
        "club": "Société d’Encouragement",
        "language": "FR",
        "consents": [{"kind": "PRIVACY", "version": "2026-01", "givenAt": "2026-11-01T12:00:00.000Z"}],
        "createdAt": "2026-11-01T12:00:00.000Z",
    }


def test_an_organiser_made_by_hand_has_no_profile_yet(regatta: Regatta) -> None:
    admin = regatta.as_admin()

    refusal = admin.execute("{ me { id } }").refusal

    assert refusal == Refusal("NotFound", {"type": "Manager", "id": admin.sub})


def test_a_team_is_the_callers_in_the_current_edition(regatta: Regatta) -> None:
    manager = regatta.as_manager(club="RCPM")

    team = manager.execute("{ team { managerId year club } }").value

    assert team == {"managerId": manager.sub, "year": regatta.year, "club": "RCPM"}


def test_a_team_of_another_year_is_that_years(regatta: Regatta) -> None:
    manager = regatta.as_manager()
    member = given.member(manager.sub)
    regatta.has(keys.member_row(2025, member))
    document = "query($year: Int) { team(year: $year) { year members { items { id } } } }"

    assert manager.execute(document, year=2025).value == {
        "year": 2025,
        "members": {"items": [{"id": member.id}]},
    }
    assert manager.execute(document, year=2024).value == {"year": 2024, "members": {"items": []}}


def test_before_the_first_edition_there_is_no_team(regatta: Regatta) -> None:
    manager = regatta.as_manager()

    with regatta.no_current_edition():
        answer = manager.execute("{ team { year } }")

    assert answer.refusal == Refusal("NotFound", {"type": "Edition", "id": "CURRENT"})


def test_a_manager_may_name_himself_and_nobody_else(regatta: Regatta) -> None:
    manager, other = regatta.as_manager(), regatta.as_manager()
    document = "query($id: ID) { team(managerId: $id) { managerId } }"

    assert manager.execute(document, id=manager.sub).value == {"managerId": manager.sub}
    assert manager.execute(document, id=other.sub).refusal == Refusal("Unauthorized")
    assert manager.execute(document, id="").refusal == Refusal("Unauthorized")


def test_an_organiser_reads_any_team(regatta: Regatta) -> None:
    manager = regatta.as_manager(club="Meaux")
    member = given.member(manager.sub)
    regatta.has(keys.member_row(regatta.year, member))
    document = "query($id: ID) { team(managerId: $id) { managerId club members { items { id } } } }"

    team = regatta.as_admin().execute(document, id=manager.sub).value

    assert team == {"managerId": manager.sub, "club": "Meaux", "members": {"items": [{"id": member.id}]}}


def test_the_club_of_a_team_without_a_profile_is_not_found(regatta: Regatta) -> None:
    admin = regatta.as_admin()

    refusal = admin.execute("{ team { club } }").refusal

    assert refusal == Refusal("NotFound", {"type": "Manager", "id": admin.sub})


def test_a_crew_is_read_with_everything_in_it(regatta: Regatta) -> None:
    manager = regatta.as_manager()
    crew = given.crew_with_everything(manager.sub)
    regatta.has(keys.crew_row(regatta.year, crew))

    (read,) = manager.execute("""{ team { crews { items {
        id managerId number race { id code } status missing category { averageAge masterLetter }
        seats { position role firstName } price { total paid lines { code amount } frozen }
        boatRequest { state assignedHull } issues { text state } coxSwaps bow startsAt declineUntil
    } } } }""").value["crews"]["items"]

    assert read == {
        "id": crew.id,
        "managerId": manager.sub,
        "number": "SM.20.1",
        "race": {"id": "020", "code": "SX4X+"},
        "status": "COMPLETE",
        "missing": [],
        "category": {"averageAge": 24.0, "masterLetter": None},
        "seats": [
            {"position": position, "role": "COX" if position == 5 else "ROWER", "firstName": "Camille"}
            for position in range(1, 6)
        ],
        "price": {
            "total": 10000,
            "paid": 10000,
            "lines": [{"code": "PARTICIPATION", "amount": 10000}],
            "frozen": True,
        },
        "boatRequest": {"state": "REQUESTED", "assignedHull": "A hull"},
        "issues": [{"text": "Le certificat manque.", "state": "OPEN"}],
        "coxSwaps": [2],
        "bow": 41,
        "startsAt": "2026-11-01T12:00:00.000Z",
        "declineUntil": "2026-11-01T12:00:00.000Z",
    }


def test_grants_are_all_there_also_ended_ones(regatta: Regatta) -> None:
    manager = regatta.as_manager()
    grants = [given.grant(manager.sub), given.grant(manager.sub, revoked_at=given.A_DAY)]
    regatta.has(*(keys.grant_row(regatta.year, grant) for grant in grants))

    read = manager.execute("{ team { grants { id until revokedAt } } }").value["grants"]

    assert {grant["id"]: grant["revokedAt"] for grant in read} == {
        grants[0].id: None,
        grants[1].id: "2026-11-01T12:00:00.000Z",
    }


def crew(filled: int, total: int, paid: int = 0, status: CrewStatus = CrewStatus.COMPLETE) -> Crew:
    """A coxed quad with some of its five seats filled."""
    seats = given.seats(4, filled=filled, cox=True)
    return given.crew("", seats=seats, price=given.price(total, paid), status=status)


BALANCES = {
    "no crew": ([], (0, 0, 0, 0, 0)),
    "an empty crew": ([crew(0, 0)], (0, 0, 0, 0, 0)),
    "nothing paid": ([crew(5, 10000)], (10000, 0, 0, 5, 0)),
    "all paid": ([crew(5, 10000, 10000)], (0, 10000, 0, 5, 5)),
    "paid in part": ([crew(5, 10000, 8000)], (2000, 8000, 0, 5, 0)),
    "a seat left once it was paid": ([crew(4, 8000, 10000)], (0, 10000, 2000, 4, 4)),
    "the host club, which owes nothing": ([crew(5, 0)], (0, 0, 0, 5, 5)),
    "incomplete: the seats filled so far": (
        [crew(2, 4000, status=CrewStatus.INCOMPLETE)],
        (4000, 0, 0, 2, 0),
    ),
    "waiting": ([crew(5, 10000, status=CrewStatus.WAITING)], (10000, 0, 0, 5, 0)),
    "withdrawn, still owing": ([crew(5, 10000, status=CrewStatus.WITHDRAWN)], (10000, 0, 0, 0, 0)),
    "withdrawn, paid before": ([crew(5, 0, 10000, status=CrewStatus.WITHDRAWN)], (0, 10000, 10000, 0, 0)),
    "one crew's credit pays no other": (
        [crew(5, 10000), crew(5, 8000, 10000)],
        (10000, 10000, 2000, 10, 5),
    ),
}


@pytest.mark.parametrize("name", BALANCES)
def test_the_balance_sums_the_crews(regatta: Regatta, name: str) -> None:
    crews, expected = BALANCES[name]
    manager = regatta.as_manager()
    regatta.has(*(keys.crew_row(regatta.year, given.owned(crew, manager.sub)) for crew in crews))

    balance = manager.execute(BALANCE).value["balance"]

    assert balance == dict(zip(("due", "paid", "credit", "seats", "paidSeats"), expected, strict=True))


@pytest.mark.once
def test_the_balance_of_a_large_team_is_whole(regatta: Regatta) -> None:
    manager = regatta.as_manager()
    crews = [given.owned(crew(5, 10000, 4000), manager.sub) for _ in range(150)]
    regatta.has(*(keys.crew_row(regatta.year, entered) for entered in crews))

    balance = manager.execute(BALANCE).value["balance"]

    assert balance == {"due": 900_000, "paid": 600_000, "credit": 0, "seats": 750, "paidSeats": 0}
