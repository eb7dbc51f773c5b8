"""One round of everything that the API can do, each operation leaving the data as large as it found it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from bench.data import CLUB, CREWS_OF_A_TEAM, MEMBERS_OF_A_TEAM, PLENTY, Team

CREW = "{ id version number status }"
MEMBER = "{ id version }"
CREATE_CREW = f"mutation ($i: CrewInput!) {{ createCrew(input: $i) {CREW} }}"
DELETE_CREW = f"mutation ($id: ID!) {{ deleteCrew(id: $id) {CREW} }}"
DELETE_MEMBER = f"mutation ($id: ID!) {{ deleteMember(id: $id) {MEMBER} }}"
ROSTER = "{ team { members(limit: 500) { items { id version licence } } } }"
UPDATE_MEMBER = (
    "mutation ($id: ID!, $v: Int!, $i: MemberInput!) "
    f"{{ updateMember(id: $id, version: $v, input: $i) {MEMBER} }}"
)


class Measure(Protocol):
    """Sends a document as a manager or as an organiser, and keeps what it cost under the name."""

    def __call__(self, name: str, document: str, *, admin: bool = False, **variables: Any) -> Any:
        """The value of the document's one field."""


def round_of(measure: Measure, team: Team, other: Team, number: int) -> None:
    """Runs every operation once on the team of a manager.

    Args:
        other: another manager's team.
        number: of the round; names what must be new each time.
    """
    races = "{ edition { year phase races { id code } } }"
    year: int = measure("edition with races", races)["year"]
    _reads(measure, team, year)
    _profile(measure, number)
    _members(measure, number)
    _crews(measure, team, other)
    _queue(measure, team, year)
    _organisers(measure, team, number, year)


def come_back(measure: Measure, year: int) -> None:
    """Copies the roster that a manager had in the edition of that year, and empties it again."""
    copied = "mutation ($y: Int!) { copyRoster(fromYear: $y) { created } }"
    measure(f"copyRoster, {MEMBERS_OF_A_TEAM} members", copied, y=year)
    roster = measure("team members, year not given", ROSTER)
    for member in roster["members"]["items"]:
        measure("deleteMember", DELETE_MEMBER, id=member["id"])


def leave(measure: Measure, email: str) -> None:
    """Lets a manager whose team was in another edition, and who signs in with `email`, take it and go."""
    measure(f"myData, {MEMBERS_OF_A_TEAM} members, {CREWS_OF_A_TEAM} crews", "{ myData }")
    erase = "mutation ($c: String!) { eraseMe(confirmation: $c) { members crews } }"
    measure(f"eraseMe, {MEMBERS_OF_A_TEAM} members, {CREWS_OF_A_TEAM} crews", erase, c=email)


def make_edition(measure: Measure, number: int) -> None:
    """Makes the edition of a year that has none."""
    new = "mutation ($y: Int!) { createEdition(year: $y) { year } }"
    measure("createEdition", new, admin=True, y=2099 - number)


def _reads(measure: Measure, team: Team, year: int) -> None:
    measure("editions", "{ editions { year } }")
    measure("clubs", "{ clubs { items { name } } }")
    measure("me", "{ me { id } }")
    page = "query ($y: Int) {{ team(year: $y) {{ {0} {{ items {{ id }} }} }} }}"
    measure("team members, a page", page.format("members"), y=year)
    measure("team crews, a page", page.format("crews"), y=year)
    measure("team notifications, a page", page.format("notifications"), y=year)
    measure("team balance", "query ($y: Int) { team(year: $y) { balance { due } } }", y=year)
    measure("team grants", "query ($y: Int) { team(year: $y) { grants { id } } }", y=year)
    history = "query ($id: ID!) { history(entityId: $id) { items { id } } }"
    measure("history, a page", history, id=team.members[0].id)
    measure("manager", "query ($id: ID!) { manager(id: $id) { id } }", admin=True, id=team.manager.id)
    measure("managers, a page", "{ managers { items { id } } }", admin=True)
    measure("edition crews, a page", "{ edition { crews { items { id } } } }", admin=True)
    measure("edition members, a page", "{ edition { members { items { id } } } }", admin=True)
    measure("edition boats", "{ edition { boats { id } } }")
    seats = [
        {"position": index, "memberId": member.id} for index, member in enumerate(team.free[:4], start=1)
    ]
    eligibility = (
        "query ($seats: [SeatInput!]!) { eligibility(boatClass: COXED_QUAD, seats: $seats) { provisional } }"
    )
    measure("eligibility", eligibility, seats=seats)


def _profile(measure: Measure, number: int) -> None:
    profile = {"firstName": "Claude", "lastName": "Seurat", "club": CLUB, "language": "FR"}
    measure("updateProfile", "mutation ($i: ProfileInput!) { updateProfile(input: $i) { id } }", i=profile)
    measure("giveConsent", 'mutation { giveConsent(kind: PRIVACY, version: "1") { id } }')
    message = {
        "name": "Claude",
        "email": f"claude{number}@example.org",
        "subject": "Bonjour",
        "message": "Bonjour",
    }
    measure("sendMessage", "mutation ($i: MessageInput!) { sendMessage(input: $i) }", i=message)


def _members(measure: Measure, number: int) -> None:
    member = _member(number)
    create = f"mutation ($i: MemberInput!) {{ createMember(input: $i) {MEMBER} }}"
    made = measure("createMember", create, i=member)
    measure(
        "updateMember", UPDATE_MEMBER, id=made["id"], v=made["version"], i={**member, "firstName": "Berthe"}
    )
    measure("deleteMember", DELETE_MEMBER, id=made["id"])
    imported = "mutation ($csv: String!) { importMembers(csv: $csv, dryRun: true) { rows } }"
    measure("importMembers, 20 rows, dry run", imported, csv=_csv(number))


def _crews(measure: Measure, team: Team, other: Team) -> None:
    four = team.free[:4]
    wanted = _quad([member.id for member in four])
    made = measure("createCrew, race and four seats", CREATE_CREW, i=wanted)
    update = (
        "mutation ($id: ID!, $v: Int!, $i: CrewInput!) "
        f"{{ updateCrew(id: $id, version: $v, input: $i) {CREW} }}"
    )
    swapped = _quad([four[1].id, four[0].id, four[2].id, four[3].id])
    crew = measure("updateCrew", update, id=made["id"], v=made["version"], i=swapped)
    substitute = (
        "mutation ($c: ID!, $m: ID!, $v: Int!) "
        f"{{ substituteMember(crewId: $c, position: 4, memberId: $m, version: $v) {CREW} }}"
    )
    measure("substituteMember", substitute, c=made["id"], m=team.free[4].id, v=crew["version"])
    seated = measure("team members, year not given", ROSTER)
    member = next(item for item in seated["members"]["items"] if item["id"] == four[0].id)
    person = {**_member(int(member["licence"])), "licence": member["licence"]}
    measure("updateMember, seated", UPDATE_MEMBER, id=member["id"], v=member["version"], i=person)
    withdraw = "mutation ($id: ID!, $dry: Boolean!) { withdrawCrew(id: $id, dryRun: $dry) { owed } }"
    measure("withdrawCrew, dry run", withdraw, id=made["id"], dry=True)
    measure("withdrawCrew", withdraw, id=made["id"], dry=False)
    back = f"mutation ($m: ID!, $id: ID!) {{ reinstateCrew(managerId: $m, id: $id) {CREW} }}"
    measure("reinstateCrew", back, admin=True, m=team.manager.id, id=made["id"])
    hand = (
        "mutation ($m: ID!, $to: ID!, $c: [ID!]) "
        "{ handOver(managerId: $m, to: $to, crewIds: $c) { crewIds } }"
    )
    measure("handOver, one crew", hand, admin=True, m=team.manager.id, to=other.manager.id, c=[made["id"]])
    measure("handOver, one crew", hand, admin=True, m=other.manager.id, to=team.manager.id, c=[made["id"]])
    measure("deleteCrew", DELETE_CREW, id=made["id"])


def _queue(measure: Measure, team: Team, year: int) -> None:
    """A crew waits while there are no places, is given some and declines them."""
    _change_edition(measure, "updateEdition, no places", year, {"capacity": {"semiMarathon": 0}})
    four = _quad([member.id for member in team.free[:4]])
    made = measure("createCrew, into the queue", CREATE_CREW, i=four)
    more = {"capacity": {"semiMarathon": PLENTY}}
    _change_edition(measure, "updateEdition, one crew is placed", year, more)
    declined = f"mutation ($id: ID!) {{ declinePlace(crewId: $id) {CREW} }}"
    measure("declinePlace", declined, id=made["id"])
    measure("deleteCrew, withdrawn", DELETE_CREW, id=made["id"])


def _organisers(measure: Measure, team: Team, number: int, year: int) -> None:
    _change_edition(measure, "updateEdition", year, {"tariff": {"participationFee": 2000 + number}})
    cell = (
        "mutation ($y: Int!) "
        "{ setPermission(year: $y, action: PAY, phase: CLOSED, allowed: true) { version } }"
    )
    measure("setPermission", cell, admin=True, y=year)
    measure(
        "setCurrentEdition",
        "mutation ($y: Int!) { setCurrentEdition(year: $y) { year } }",
        admin=True,
        y=year,
    )
    race = {"order": 99, "boatClass": "OCTUPLE", "hull": "OUTRIGGER", "ageCategory": "J18", "gender": "WOMEN"}
    save = "mutation ($y: Int!, $i: RaceInput!) { saveRace(year: $y, input: $i) { id } }"
    saved = measure("saveRace", save, admin=True, y=year, i=race)
    drop = "mutation ($y: Int!, $id: ID!) { deleteRace(year: $y, id: $id) { id } }"
    measure("deleteRace", drop, admin=True, y=year, id=saved["id"])
    measure("saveClub", "mutation ($n: String!) { saveClub(name: $n) { name } }", admin=True, n=CLUB)
    grant = 'mutation ($m: ID!) { grantAccess(managerId: $m, reason: "late") { id } }'
    given = measure("grantAccess", grant, admin=True, m=team.manager.id)
    revoke = "mutation ($m: ID!, $g: ID!) { revokeAccess(managerId: $m, grantId: $g) { id } }"
    measure("revokeAccess", revoke, admin=True, m=team.manager.id, g=given["id"])
    told = measure("team notifications, no year", "{ team { notifications { items { id } } } }")
    read = "mutation ($id: ID!) { readNotification(id: $id) { id } }"
    measure("readNotification", read, id=told["notifications"]["items"][0]["id"])


def _change_edition(measure: Measure, name: str, year: int, changes: Mapping[str, Any]) -> None:
    version = measure("edition", "query ($y: Int) { edition(year: $y) { version } }", y=year)["version"]
    update = (
        "mutation ($y: Int!, $v: Int!, $i: EditionInput!) "
        "{ updateEdition(year: $y, version: $v, input: $i, confirmed: true) { version } }"
    )
    measure(name, update, admin=True, y=year, v=version, i=changes)


def _quad(member_ids: list[str]) -> Mapping[str, Any]:
    seats = [
        {"position": index, "memberId": member_id} for index, member_id in enumerate(member_ids, start=1)
    ]
    return {"boatClass": "QUAD", "seats": seats, "raceId": "041"}


def _member(number: int) -> dict[str, Any]:
    return {
        "firstName": "Camille",
        "lastName": "Morisot",
        "dateOfBirth": f"{datetime.now(UTC).year - 22}-05-01",
        "gender": "MAN",
        "licence": f"NEW{number:06d}",
    }


def _csv(number: int) -> str:
    born = f"01/05/{datetime.now(UTC).year - 22}"
    rows = [f"Morisot;Camille;{born};F;CSV{number:03d}{index:03d}" for index in range(20)]
    return "\n".join(["Nom;Prénom;Date de naissance;Sexe;Licence", *rows])
