"""Fifty at once: whoever loses is told, nothing is given twice, nothing is half-written."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Barrier
from typing import Any, TypeVar

import pytest

from resolvers.regatta.member import Member
from resolvers.regatta.vocabulary import Event
from tests.api.client import Answer, Refusal
from tests.api.conflicts import conflicts
from tests.api.consistency import check
from tests.api.regatta import Regatta
from tests.api.season import (
    CREATE_CREW,
    DECLINE,
    DELETE_CREW,
    HAND_OVER,
    RACES,
    RACING_YEAR,
    SUBSTITUTE,
    UPDATE_CREW,
    WITHDRAW,
    Season,
    Team,
    a_season,
    crew_input,
)

pytestmark = pytest.mark.concurrent

T = TypeVar("T")

MANY = 50
UPDATE_PROFILE = "mutation($input: ProfileInput!) { updateProfile(input: $input) { club } }"


def at_once(*tasks: Callable[[], T]) -> list[T]:
    """What the tasks give when all of them begin together."""
    together = Barrier(len(tasks))

    def run(task: Callable[[], T]) -> T:
        together.wait()
        return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def outcomes(answers: Sequence[Answer]) -> Counter[str]:
    """How often each refusal came, and `OK` for what was done."""
    return Counter(answer.refusal.type if answer.errors else "OK" for answer in answers)


def test_one_race_gives_fifty_crews_fifty_numbers(regatta: Regatta) -> None:
    with a_season(regatta, marathon=MANY) as season:
        team = season.team(*[24] * MANY)

        answers = at_once(*(partial(team.enters, "SM1X", member) for member in team.ids))

        order = RACES["SM1X"].order
        assert {answer.value["number"] for answer in answers} == {
            f"M.{order}.{sequence}" for sequence in range(1, MANY + 1)
        }
        assert {answer.value["status"] for answer in answers} == {"COMPLETE"}
        check(season)


def test_ten_places_are_for_ten_people_and_the_rest_waits_in_order(regatta: Regatta) -> None:
    with a_season(regatta, marathon=10) as season:
        team = season.team(*[24] * (MANY + 2))

        at_once(*(partial(team.enters, "SM1X", member) for member in team.ids[:MANY]))
        late = [team.entered("SM1X", member) for member in team.ids[MANY:]]

        crews = team.reads()["crews"]["items"]
        assert Counter(crew["status"] for crew in crews) == {"COMPLETE": 10, "WAITING": 42}
        order = queue(season, Event.MARATHON)
        assert order[-2:] == [crew["id"] for crew in late], "in the order of completion"
        check(season)

        for first in order[:2]:
            entered = next(crew for crew in team.reads()["crews"]["items"] if crew["status"] == "COMPLETE")
            team.client.execute(WITHDRAW, id=entered["id"], dryRun=False).value  # noqa: B018
            assert team.crew(first)["status"] == "COMPLETE"
            assert team.crew(first)["declineUntil"] is not None
            assert ("PLACE_GIVEN", first) in told(team)
        assert queue(season, Event.MARATHON) == order[2:]
        check(season)


def test_places_are_never_exceeded_by_crews_of_several_sizes(regatta: Regatta) -> None:
    with a_season(regatta, semi_marathon=22) as season:
        teams = [season.team(*[30] * 9) for _ in range(12)]
        sizes = [("MM4X-", 4), ("MM4X+", 5), ("MM8+", 9)]

        answers = at_once(
            *(
                partial(team.enters, *(race, *team.ids[:people]))
                for team, (race, people) in zip(teams, sizes * 4, strict=True)
            )
        )

        assert outcomes(answers) == {"OK": 12}
        crews = [team.reads()["crews"]["items"][0] for team in teams]
        assert sum(len(crew["seats"]) for crew in crews if crew["status"] == "COMPLETE") <= 22
        check(season)


def test_a_member_gets_one_seat_of_fifty(regatta: Regatta) -> None:
    with a_season(regatta, marathon=MANY) as season:
        team = season.team(24)

        answers = at_once(*[partial(team.enters, "SM1X")] * MANY)

        assert outcomes(answers) == {"OK": 1, "AlreadySeated": MANY - 1}
        (crew,) = team.reads()["crews"]["items"]
        assert team.seats_of_members() == {team.ids[0]: crew["id"]}
        check(season)


def test_one_of_fifty_edits_of_one_version_wins(regatta: Regatta) -> None:
    with a_season(regatta) as season:
        team = season.team(*[24] * (MANY + 1))
        crew = team.entered("SM1X", team.ids[0])

        answers = at_once(
            *(
                partial(
                    team.client.execute,
                    UPDATE_CREW,
                    id=crew["id"],
                    input=crew_input("SM1X", member),
                    version=1,
                )
                for member in team.ids[1:]
            )
        )

        assert outcomes(answers) == {"OK": 1, "Conflict": MANY - 1}
        conflicts = [answer.refusal.info for answer in answers if answer.errors]
        assert all(info == {"expected": 1, "actual": 2} for info in conflicts)
        check(season)


def test_a_member_is_seated_or_deleted_or_edited_but_nothing_in_between(regatta: Regatta) -> None:
    delete = "mutation($id: ID!) { deleteMember(id: $id) { id } }"
    with a_season(regatta, marathon=MANY) as season:
        team = season.team(*[24] * 16)
        tasks = [
            task
            for member in team.members
            for task in (
                partial(team.enters, "SM1X", member.id),
                partial(team.client.execute, delete, id=member.id),
                partial(edit_member, team, member),
            )
        ]

        answers = at_once(*tasks)

        assert set(outcomes(answers)) <= {"OK", "NotFound", "StillSeated", "Busy"}
        check(season)


def test_whatever_happens_at_once_everything_agrees(regatta: Regatta) -> None:
    with a_season(regatta, semi_marathon=26) as season:
        teams = [season.team(*[30] * 10) for _ in range(8)]
        crews = [team.entered("MM4X-", *team.ids[:4]) for team in teams]
        other = season.team(30)
        admin = regatta.as_admin()

        tasks: list[Callable[[], Answer]] = []
        for turn, (team, crew) in enumerate(zip(teams, crews, strict=True)):
            run = team.client.execute
            eight = crew_input("MM8+", *team.ids[:9])
            swap = {"crewId": crew["id"], "position": 1, "memberId": team.ids[4], "version": 1}
            tasks += [
                partial(run, UPDATE_CREW, id=crew["id"], input=eight, version=1),
                partial(run, SUBSTITUTE, **swap),
                partial(team.enters, "MM4X-", *team.ids[5:9]),
                partial(run, DECLINE, id=crew["id"]),
                partial(run, DELETE_CREW, id=crew["id"])
                if turn % 2
                else partial(run, WITHDRAW, id=crew["id"], dryRun=False),
            ]
            if turn % 4 == 0:
                tasks.append(partial(admin.execute, HAND_OVER, of=team.sub, to=other.sub))
        answers = at_once(*tasks)

        allowed = {"OK", "Conflict", "AlreadySeated", "NotFound", "Invalid", "Busy"}
        assert set(outcomes(answers)) <= allowed
        check(season)


def test_places_that_organisers_add_go_to_the_queue(regatta: Regatta) -> None:
    change = """
    mutation($year: Int!, $places: Int!) {
      updateEdition(year: $year, input: {capacity: {marathon: $places}}, version: 1, confirmed: true) { year }
    }
    """
    with a_season(regatta, marathon=5, year=RACING_YEAR) as season:
        team = season.team(*[24] * 30)
        admin = regatta.as_admin()

        answers = at_once(
            partial(admin.execute, change, year=season.year, places=12),
            *(partial(team.enters, "SM1X", member) for member in team.ids),
        )

        assert outcomes(answers) == {"OK": 31}
        statuses = Counter(crew["status"] for crew in team.reads()["crews"]["items"])
        assert statuses == {"COMPLETE": 12, "WAITING": 18}
        check(season)


@contextmanager
def meanwhile(regatta: Regatta, operation: str, mention: str, task: Callable[[], Answer]) -> Iterator[None]:
    """Does a task just before the first call of an operation that mentions something."""
    done: list[Answer] = []

    def interrupt(params: Any, **_: Any) -> None:
        if not done and mention in params["body"].decode():
            done.append(Answer(None, ()))
            # In a thread of its own, as the request of somebody else.
            (done[0],) = at_once(task)

    events, event = regatta.table.client.meta.events, f"before-call.dynamodb.{operation}"
    events.register(event, interrupt)
    try:
        yield
    finally:
        events.unregister(event, interrupt)
    assert done, "nothing was interrupted"
    assert not done[0].errors


def test_a_place_that_comes_free_while_a_crew_joins_the_queue_is_its(regatta: Regatta) -> None:
    with a_season(regatta, marathon=1) as season:
        team = season.team(24, 24)
        first = team.entered("SM1X", team.ids[0])

        withdraws = partial(team.client.execute, WITHDRAW, id=first["id"], dryRun=False)
        with meanwhile(regatta, "TransactWriteItems", team.ids[1], withdraws):
            second = team.entered("SM1X", team.ids[1])

        assert second["status"] == "COMPLETE"
        assert second == team.crew(second["id"])
        sent = [mail.subject for mail in regatta.account.sent_mail() if f"{team.sub}@example.org" in mail.to]
        assert sent == ["Une place pour votre équipage"], "nobody is told to wait for what is there"
        check(season)


def test_a_crew_that_grows_while_it_is_given_places_gets_none_too_few(regatta: Regatta) -> None:
    with a_season(regatta, semi_marathon=4) as season:
        team = season.team(*[30] * 13)
        entered = team.entered("MM4X-", *team.ids[:4])
        waits = team.entered("MM4X-", *team.ids[4:8])

        eight = crew_input("MM8+", *team.ids[4:])
        grows = partial(team.client.execute, UPDATE_CREW, id=waits["id"], input=eight, version=1)
        with meanwhile(regatta, "BatchGetItem", waits["id"], grows):
            team.client.execute(WITHDRAW, id=entered["id"], dryRun=False).value  # noqa: B018

        assert team.crew(waits["id"])["status"] == "WAITING"
        check(season)


def test_a_crew_that_leaves_the_queue_leaves_its_turn_to_the_next(regatta: Regatta) -> None:
    with a_season(regatta, marathon=1) as season:
        team = season.team(24, 24, 24)
        entered, first, second = (team.entered("SM1X", member) for member in team.ids)

        deletes = partial(team.client.execute, DELETE_CREW, id=first["id"])
        with meanwhile(regatta, "BatchGetItem", first["id"], deletes):
            team.client.execute(WITHDRAW, id=entered["id"], dryRun=False).value  # noqa: B018

        assert team.crew(second["id"])["status"] == "COMPLETE"
        check(season)


def test_a_crew_that_is_filled_while_its_manager_changes_clubs_keeps_who_sits_in_it(regatta: Regatta) -> None:
    profile = {"firstName": "Marie", "lastName": "Bracquemond", "club": "Encou", "language": "FR"}
    with a_season(regatta) as season:
        team = season.team(24)
        empty = team.client.execute(CREATE_CREW, input={"boatClass": "SKIFF", "seats": []}).value

        edit = crew_input("SM1X", team.ids[0])
        fills = partial(team.client.execute, UPDATE_CREW, id=empty["id"], input=edit, version=1)
        with meanwhile(regatta, "TransactWriteItems", "Encou", fills):
            assert not team.client.execute(UPDATE_PROFILE, input=profile).errors

        filled = team.crew(empty["id"])
        assert (filled["seats"][0]["memberId"], filled["clubs"]) == (team.ids[0], [team.members[0].club])
        check(season)


def test_what_is_handed_over_while_its_manager_edits_is_on_one_side(regatta: Regatta) -> None:
    with a_season(regatta) as season:
        team, to = season.team(24, 24), season.team()
        crew = team.entered("SM1X", team.ids[0])

        over = partial(regatta.as_admin().execute, HAND_OVER, of=team.sub, to=to.sub)
        with meanwhile(regatta, "TransactWriteItems", team.ids[1], over):
            edit = crew_input("SM1X", team.ids[1])
            answer = team.client.execute(UPDATE_CREW, id=crew["id"], input=edit, version=1)

        assert answer.refusal == Refusal("NotFound", {"type": "Crew", "id": crew["id"]})
        assert to.crew(crew["id"])["seats"][0]["memberId"] == team.ids[0]
        check(season)


def test_a_crew_that_is_deleted_before_it_is_handed_over_is_passed_over(regatta: Regatta) -> None:
    with a_season(regatta) as season:
        team, to = season.team(24, 24), season.team()
        gone, stays = (team.entered("SM1X", member)["id"] for member in team.ids)

        deletes = partial(team.client.execute, DELETE_CREW, id=gone)
        with meanwhile(regatta, "GetItem", gone, deletes):
            over = {"of": team.sub, "to": to.sub, "crewIds": [gone, stays]}
            done = regatta.as_admin().execute(HAND_OVER, **over).value

        assert (done["crewIds"], done["memberIds"]) == ([stays], [team.ids[1]])
        check(season)


def test_an_edit_of_a_member_never_enters_a_crew_again_that_is_withdrawn_meanwhile(regatta: Regatta) -> None:
    with a_season(regatta, marathon=1) as season:
        team = season.team(24)
        crew = team.entered("SM1X")

        withdraws = partial(team.client.execute, WITHDRAW, id=crew["id"], dryRun=False)
        with meanwhile(regatta, "GetItem", crew["id"], withdraws):
            answer = edit_member(team, team.members[0])

        assert not answer.errors
        assert team.seats_of_members() == {team.ids[0]: None}
        assert season.places(Event.MARATHON).free == 1
        check(season)


def test_an_import_never_enters_a_crew_again_that_is_withdrawn_meanwhile(regatta: Regatta) -> None:
    document = (
        "mutation($csv: String!) { importMembers(csv: $csv, dryRun: false) { updated errors { code } } }"
    )
    with a_season(regatta, marathon=1) as season:
        team = season.team(24)
        crew = team.entered("SM1X")
        (member,) = team.members
        csv = f"Nom;Prénom;Né le;Sexe;Licence\nCaillebotte;Gustave;{member.date_of_birth};H;{member.licence}"

        withdraws = partial(team.client.execute, WITHDRAW, id=crew["id"], dryRun=False)
        with meanwhile(regatta, "BatchGetItem", crew["id"], withdraws):
            answer = team.client.execute(document, csv=csv)

        assert answer.value == {"updated": 1, "errors": []}
        assert team.seats_of_members() == {team.ids[0]: None}
        assert season.places(Event.MARATHON).free == 1
        check(season)


@pytest.mark.parametrize("operation", ["TransactWriteItems", "UpdateItem"])
def test_a_conflict_of_transactions_is_tried_again(regatta: Regatta, operation: str) -> None:
    with a_season(regatta) as season:
        team = season.team(24)

        with conflicts(regatta, operation, times=3) as refused:
            assert team.entered("SM1X")["status"] == "COMPLETE"

        assert len(refused) == 3
        check(season)


@pytest.mark.parametrize("error", [None, "ThrottlingException", "ProvisionedThroughputExceededException"])
@pytest.mark.parametrize("operation", ["TransactWriteItems", "UpdateItem"])
def test_a_conflict_that_lasts_is_busy_and_leaves_nothing(
    regatta: Regatta, operation: str, error: str | None
) -> None:
    with a_season(regatta) as season:
        team = season.team(24)

        with conflicts(regatta, operation, error=error):
            assert team.enters("SM1X").refusal == Refusal("Busy", {})

        assert team.reads()["crews"]["items"] == []
        check(season)
        assert team.entered("SM1X")["status"] == "COMPLETE"


def queue(season: Season, event: Event) -> list[str]:
    """Ids of the crews that wait, first come first."""
    items = season.regatta.table.query(f"EDITION#{season.year}", f"WAITING#{event}#")
    return [item["crewId"] for item in sorted(items, key=lambda item: str(item["since"]))]


def told(team: Team) -> list[tuple[str, str]]:
    """Kind and crew of what the manager was told."""
    return [(notice["kind"], notice["crewId"]) for notice in team.reads()["notifications"]["items"]]


def edit_member(team: Team, member: Member) -> Answer:
    """Gives a member another name and day of birth, in the same year: what he may row stays."""
    document = """
    mutation($id: ID!, $input: MemberInput!) { updateMember(id: $id, input: $input, version: 1) { id } }
    """
    born = member.date_of_birth.replace(month=8, day=19).isoformat()
    person = {"firstName": "Gustave", "lastName": "Caillebotte", "dateOfBirth": born, "gender": "MAN"}
    return team.client.execute(document, id=member.id, input={**person, "licence": member.licence})
