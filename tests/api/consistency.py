"""What must be true of all items of an edition together, whatever happened at once."""

from collections import Counter, defaultdict

from resolvers.regatta.capacity import places_of
from resolvers.regatta.vocabulary import CrewStatus, Event
from resolvers.table.codec import Item
from tests.api.season import Season

HELD = (CrewStatus.INCOMPLETE, CrewStatus.COMPLETE)


def check(season: Season) -> None:
    """Fails when an item of the season says what another item doesn't."""
    items = _items(season)
    crews, members = items["CREW"], items["MEMBER"]
    _check_seats(crews, members)
    _check_licences(items["LICENCE"], members)
    _check_numbers(crews, items["RACE"])
    (programme,) = items["PROGRAMME"]
    assert programme.get("crews", 0) == sum("race" not in crew for crew in crews)
    _check_queue(crews, items["WAITING"])
    for event in Event:
        _check_places(season, event, crews)
    _check_boats(crews, items["BOAT"])
    _check_history(crews, items["HISTORY"])


def _items(season: Season) -> dict[str, list[Item]]:
    """Every item of the season, by kind. It looks through the whole table, as only a test may."""
    table = season.regatta.table
    found: dict[str, list[Item]] = defaultdict(list)
    pages = table.client.get_paginator("scan").paginate(
        TableName=table.name,
        ConsistentRead=True,
        # not of a person either whose id begins like the year
        FilterExpression="PK = :edition OR contains(PK, :within)",
        ExpressionAttributeValues={
            ":edition": {"S": f"EDITION#{season.year}"},
            ":within": {"S": f"#{season.year}#"},
        },
    )
    for page in pages:
        for item in map(Item, page["Items"]):
            found[item["SK"].split("#")[0]].append(item)
    found["HISTORY"] = [
        change for team in season.teams for change in table.query(f"HISTORY#{team.sub}", index=True)
    ]
    return found


def _check_seats(crews: list[Item], members: list[Item]) -> None:
    seats = [
        (crew["PK"], seat["memberId"], crew["id"])
        for crew in crews
        if crew["status"] != CrewStatus.WITHDRAWN
        for seat in crew["seats"]
        if "memberId" in seat
    ]
    said = [(member["PK"], member["id"], member["crewId"]) for member in members if "crewId" in member]
    assert sorted(seats) == sorted(said)
    by_id = {member["id"]: member for member in members}
    for crew in crews:
        for seat in crew["seats"] if crew["status"] != CrewStatus.WITHDRAWN else ():
            if "memberId" in seat:
                facts = ("firstName", "lastName", "gender", "age", "club")
                assert [seat[fact] for fact in facts] == [by_id[seat["memberId"]][fact] for fact in facts]


def _check_licences(markers: list[Item], members: list[Item]) -> None:
    facts = ("licence", "managerId", "club")
    marked = [(marker["memberId"], *(marker[fact] for fact in facts)) for marker in markers]
    assert sorted(marked) == sorted((member["id"], *(member[fact] for fact in facts)) for member in members)


def _check_numbers(crews: list[Item], races: list[Item]) -> None:
    numbers = [crew["number"] for crew in crews if "number" in crew]
    assert len(numbers) == len(set(numbers))
    assert all(("number" in crew) == ("race" in crew) for crew in crews)
    entered = Counter(crew["race"]["id"] for crew in crews if "race" in crew)
    for race in races:
        assert race.get("crews", 0) == entered[race["id"]], race["id"]
        sequences = [
            int(crew["number"].split(".")[2])
            for crew in crews
            if crew.get("race", {}).get("id") == race["id"]
        ]
        assert max(sequences, default=0) <= race["lastNumber"]


def _check_queue(crews: list[Item], queue: list[Item]) -> None:
    waits = [crew for crew in crews if crew["status"] == CrewStatus.WAITING]
    assert all(("waitingSince" in crew) == (crew["status"] == CrewStatus.WAITING) for crew in crews)
    assert sorted(
        f"WAITING#{crew['event']}#{len(crew['seats']):02d}#{crew['waitingSince']}" for crew in waits
    ) == sorted(item["SK"] for item in queue)
    assert sorted(
        (crew["id"], crew["managerId"], len(crew["seats"]), crew["waitingSince"]) for crew in waits
    ) == sorted((item["crewId"], item["managerId"], item["people"], item["since"]) for item in queue)


def _check_places(season: Season, event: Event, crews: list[Item]) -> None:
    entered = [crew for crew in crews if crew["event"] == event]
    for crew in entered:
        if crew["status"] == CrewStatus.COMPLETE:
            assert crew["places"] == len(crew["seats"])
        assert crew["status"] in HELD or crew["places"] == 0
    counter = season.places(event)
    held = sum(crew["places"] for crew in entered)
    assert counter.released == 0
    assert held + counter.free == places_of(season.edition().capacity, event)
    waiting = [len(crew["seats"]) for crew in entered if crew["status"] == CrewStatus.WAITING]
    assert all(people > counter.free for people in waiting), "a crew waits although it fits"


def _check_boats(crews: list[Item], boats: list[Item]) -> None:
    assigned = {
        crew["boatRequest"]["boatId"]: crew["id"]
        for crew in crews
        if crew.get("boatRequest", {}).get("state") in ("CONFIRMED", "PAID")
    }
    assert assigned == {boat["id"]: boat["crewId"] for boat in boats if "crewId" in boat}


def _check_history(crews: list[Item], history: list[Item]) -> None:
    """Every version of a crew is one change, and nothing has a history that never was."""
    changes = Counter(change["entityId"] for change in history)
    assert {crew["id"]: changes[crew["id"]] for crew in crews} == {
        crew["id"]: crew["version"] for crew in crews
    }
    entered = {change["entityId"] for change in history if change["entityType"] == "Crew"}
    deleted = {change["entityId"] for change in history if change["action"] == "deleteCrew"}
    assert entered - deleted == {crew["id"] for crew in crews}
