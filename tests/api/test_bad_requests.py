"""A thousand bad requests: each is answered by an error of the catalogue, and nothing is half-written."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from graphql import parse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local.appsync.callers import API_KEY_CALLER
from local.composition import SCHEMA
from resolvers.regatta.refusals import Refusal
from resolvers.table import keys
from tests.api import given as known
from tests.api.client import Client
from tests.api.consistency import check
from tests.api.reaching import Schema, Step
from tests.api.regatta import Regatta
from tests.api.season import Season, Team, a_season
from tests.api.visitors import Endpoint, Visitor, open_endpoint, visitors

pytestmark = pytest.mark.once

THE_SCHEMA = Schema(parse(SCHEMA.read_text("utf-8")))
ROOTS = [step for step in THE_SCHEMA.fields if step[0] in {"Query", "Mutation"}]
CATALOGUE = {refusal.__name__ for refusal in Refusal.__subclasses__()} | {
    "InvalidSyntax",
    "ValidationError",
    "BadRequestException",
    "MalformedHttpRequestException",
    "UnauthorizedException",
}
REQUESTS = 1_000

WRONG: tuple[Any, ...] = (
    None,
    "",
    " ",
    "nobody",
    "\u0000",
    "\u202ereversed\u200b",
    "'; DROP TABLE crews; --",
    "{{7*7}}",
    "é" * 300,
    "x" * 70_000,
    "\ufdfa" * 60,
    "2026-02-30",
    "0000-00-00",
    0,
    -1,
    2**31 - 1,
    2**31,
    2**63,
    1.5,
    1e308,
    True,
    [],
    [[]],
    [None] * 200,
    {},
    {"position": 1},
    ["nobody"] * 101,
)
"""What nobody should send anywhere; some of it fits some places all the same."""


@dataclass(slots=True)
class Attacked:
    """The API over HTTP, a team with a crew, and what its requests came to."""

    endpoint: Endpoint
    people: list[Visitor]
    season: Season
    arguments: dict[str, Any]
    refused: int = 0
    answered: int = 0
    seen: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def attacked(regatta: Regatta) -> Iterator[Attacked]:
    """A team of six with a crew of four, its manager, an organiser, and a visitor."""
    everybody = visitors(regatta.account)
    manager = everybody["manager"]
    regatta.has(*(keys.manager_row(known.manager(who.sub)) for who in everybody.values() if who.sub))
    with a_season(regatta) as season, open_endpoint(regatta.account) as endpoint:
        members = [season.member(manager.sub, 22) for _ in range(6)]
        season.teams.append(Team(Client(regatta.api, API_KEY_CALLER, manager.sub), members))
        people = [manager, everybody["admin"], everybody["API key"]]
        crew = _entered(endpoint, manager, [member.id for member in members[:4]])
        arguments = {
            "id": crew["id"],
            "crewId": crew["id"],
            "entityId": crew["id"],
            "memberId": members[4].id,
            "year": season.year,
            "to": everybody["another manager"].sub,
            "version": crew["version"],
        }
        yield Attacked(endpoint, people, season, arguments)


def _entered(endpoint: Endpoint, manager: Visitor, member_ids: list[str]) -> Any:
    seats = [{"position": position, "memberId": of} for position, of in enumerate(member_ids, start=1)]
    document = "mutation ($i: CrewInput!) { createCrew(input: $i) { id version } }"
    variables = {"i": {"boatClass": "QUAD", "seats": seats, "raceId": "041"}}
    _, body = endpoint.post(manager, {"query": document, "variables": variables})
    return body["data"]["createCrew"]


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths to every value of a JSON document, the inner ones too."""
    if path:
        yield path
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in entries:
        yield from leaves(inner, (*path, key))


def replaced(value: Any, path: tuple[Any, ...], wrong: Any) -> Any:
    """The document with another value at a path."""
    changed = copy.deepcopy(value)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = wrong
    return changed


@st.composite
def spoilt(draw: st.DrawFn, step: Step, arguments: dict[str, Any]) -> dict[str, Any]:
    """A request for a field in which something is wrong."""
    request = THE_SCHEMA.request((step,), arguments)
    how = draw(st.sampled_from(("value", "value", "value", "argument", "text")))
    places = list(leaves(request["variables"]))
    if how == "value" and places:
        place = draw(st.sampled_from(places))
        wrong = draw(
            st.one_of(
                st.sampled_from(WRONG),
                st.text(max_size=80),
                st.integers(),
                st.floats(allow_nan=False, allow_infinity=False),
            )
        )
        return {**request, "variables": replaced(request["variables"], place, wrong)}
    if how == "argument" and request["variables"]:
        name = draw(st.sampled_from(sorted(request["variables"])))
        return {**request, "variables": {key: v for key, v in request["variables"].items() if key != name}}
    at = draw(st.integers(0, len(request["query"])))
    noise = draw(
        st.sampled_from(("", "{", "}", "(", '"', "$", "\u0000", "nothing", "@skip(if: 1)", "...", "é"))
    )
    cut = draw(st.integers(0, 12))
    return {**request, "query": request["query"][:at] + noise + request["query"][at + cut :]}


def test_no_bad_request_is_answered_by_anything_but_the_catalogue(attacked: Attacked) -> None:
    @settings(
        max_examples=REQUESTS,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def attack(data: st.DataObject) -> None:
        step = data.draw(st.sampled_from(ROOTS))
        who = data.draw(st.sampled_from(attacked.people))
        body = data.draw(spoilt(step, attacked.arguments))
        status, answer = attacked.endpoint.post(who, body)
        attacked.answered += 1
        assert status in (200, 400, 401), (status, answer)
        assert "Traceback" not in str(answer)
        for error in answer.get("errors", []):
            assert error["errorType"] in CATALOGUE, (body, answer)
            assert error["message"]
            attacked.seen.add(error["errorType"])
        if answer.get("errors"):
            attacked.refused += 1

    attack()
    assert attacked.answered >= REQUESTS
    # Some of what is wrong somewhere is right elsewhere: a name may be any text.
    assert attacked.refused > 0.8 * attacked.answered
    assert {"ValidationError", "NotFound", "Invalid", "Unauthorized"} <= attacked.seen
    check(attacked.season)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"query": None},
        {"query": ""},
        {"query": 1},
        {"query": "{ editions { year } }", "variables": []},
        {"query": "{ editions { year } }", "operationName": 1},
        {"query": "query A { editions { year } } query B { editions { year } }"},
        {"query": "{ editions { year } }" * 3},
        {"query": "{" + " a" * 30_000 + " }"},
        {"query": "{ edition " * 100 + "}" * 100},
        {"query": "{ " + " ".join(f"a{i}: editions {{ year }}" for i in range(5_000)) + " }"},
        {"query": "fragment F on Query { ...F } { ...F }"},
        {"query": "{ __proto__ }"},
    ],
    ids=lambda body: str(body)[:40],
)
def test_no_bad_document_is_answered_by_anything_but_the_catalogue(
    attacked: Attacked, body: dict[str, Any]
) -> None:
    status, answer = attacked.endpoint.post(attacked.people[0], body)
    assert status in (200, 400)
    assert answer["errors"]
    for error in answer["errors"]:
        assert error["errorType"] in CATALOGUE, answer


def test_the_requests_are_bad_for_what_they_hold_and_not_for_what_they_are(attacked: Attacked) -> None:
    """Unspoilt, a request of every field parses and validates: the spoiling is what is refused."""
    for step in ROOTS:
        _, answer = attacked.endpoint.post(attacked.people[1], THE_SCHEMA.request((step,), {"dryRun": True}))
        types = {error["errorType"] for error in answer.get("errors", [])}
        assert "ValidationError" not in types, (step, answer)
