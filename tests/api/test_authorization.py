"""Every field of the schema for everybody: open or closed as its directive and the ownership of teams say."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import parse

from local.account.account import Account
from local.composition import SCHEMA
from local.mirror import reflect
from resolvers.regatta.refusals import Refusal
from resolvers.table import keys
from tests.api import given
from tests.api.reaching import Path, Schema, Step, reached
from tests.api.regatta import Regatta
from tests.api.visitors import Endpoint, Visitor, open_endpoint, signed_in, visitors

pytestmark = pytest.mark.once

THE_SCHEMA = Schema(parse(SCHEMA.read_text("utf-8")))
REFUSALS = {refusal.__name__ for refusal in Refusal.__subclasses__()} - {"Unauthorized"}
WELCOME = ("API key", "manager", "another manager", "admin", "devops")
UNWELCOME = (
    "nobody",
    "unknown API key",
    "forged token",
    "unsigned token",
    "expired token",
    "foreign token",
    "token of another client",
)
ERASURE: Step = ("Mutation", "eraseMe")
A_BAD_ROW = "Nom;Prénom;Date de naissance;Sexe;Licence\nMonet;Claude;hier;H;123456\n"


@dataclass(frozen=True, slots=True)
class Arranged:
    """The API over HTTP, everybody who calls it, and a team with one of everything.

    Attributes:
        given: arguments that lead to it, by `Type.field.argument` or `argument`.
        own_history: something that happened in each manager's own team.
    """

    account: Account
    endpoint: Endpoint
    everybody: dict[str, Visitor]
    given: dict[str, Any]
    own_history: dict[str, str]

    def visitor(self, path: Path, name: str) -> Visitor:
        """Who asks: somebody new of the same group for an erasure, after which one can ask no more."""
        found = self.everybody[name]
        if path[0] != ERASURE or not found.email:
            return found
        group = next(iter(found.groups or ()))
        return signed_in(self.account, name, group)

    def request(self, path: Path, visitor: Visitor) -> dict[str, Any]:
        """A request for a field, of the manager's team where one is named."""
        own = {"entityId": self.own_history.get(visitor.name, "nothing"), "confirmation": visitor.email}
        arguments = self.given | own
        return THE_SCHEMA.request(path, arguments)


@pytest.fixture(scope="module")
def arranged(regatta: Regatta) -> Iterator[Arranged]:
    """A manager's team in the current edition, none of whose lists is empty."""
    everybody = visitors(regatta.account)
    people = {name: everybody[name].sub for name in ("manager", "another manager", "admin")}
    regatta.has(*(keys.manager_row(given.manager(sub)) for sub in people.values()))
    manager = people["manager"]
    rower = given.member(manager, issues=(given.issue(),))
    crew = given.crew_with_everything(manager)
    changes = {name: given.change(given.new_id(), sub) for name, sub in people.items()}
    regatta.has(
        keys.member_row(regatta.year, rower),
        keys.crew_row(regatta.year, crew),
        keys.grant_row(regatta.year, given.grant(manager)),
        keys.notification_row(given.notification(manager)),
        *(keys.change_row(change) for change in changes.values()),
    )
    arguments = {
        "managerId": manager,
        "Query.manager.id": manager,
        "Query.eligibility.boatClass": "SKIFF",
        "Query.eligibility.seats": [{"position": 1, "memberId": rower.id}],
        "Mutation.importMembers.csv": A_BAD_ROW,
        "Mutation.importMembers.dryRun": True,
        "Mutation.withdrawCrew.id": crew.id,
        "Mutation.withdrawCrew.dryRun": True,
        # an empty team, so that it can be handed over any number of times
        "Mutation.handOver.managerId": regatta.as_manager().sub,
        "Mutation.handOver.to": people["another manager"],
    }
    history = {name: change.entity_id for name, change in changes.items()}
    with open_endpoint(regatta.account) as endpoint:
        yield Arranged(regatta.account, endpoint, everybody, arguments, history)


def path_for(step: Step, visitor: Visitor) -> Path:
    """A path to a field that is open up to the field itself if there is one, else any."""
    path = THE_SCHEMA.path(step, lambda passed: THE_SCHEMA.opening(passed).admits(visitor.groups))
    path = path or THE_SCHEMA.path(step, lambda _: True)
    assert path is not None, f"nothing leads to {step}"
    return path


def refused_at(path: Path, visitor: Visitor) -> Path | None:
    """Up to which field the visitor gets: the first that the directives or the ownership close."""
    for depth, step in enumerate(path, start=1):
        names_manager = any(argument.name.value == "managerId" for argument in THE_SCHEMA.arguments(step))
        somebody_elses = names_manager and visitor.name == "another manager"
        if somebody_elses or not THE_SCHEMA.opening(step).admits(visitor.groups):
            return path[:depth]
    return None


def names(path: Path) -> tuple[str, ...]:
    return tuple(field for _, field in path)


@pytest.mark.parametrize("visitor", WELCOME)
@pytest.mark.parametrize("step", THE_SCHEMA.fields, ids=".".join)
def test_a_field_is_open_to_those_alone_whom_its_directive_names(
    arranged: Arranged, step: Step, visitor: str
) -> None:
    path = path_for(step, arranged.everybody[visitor])
    who = arranged.visitor(path, visitor)

    status, body = arranged.endpoint.post(who, arranged.request(path, who))

    errors = body.get("errors", [])
    types = {error["errorType"] for error in errors}
    closed = refused_at(path, who)
    assert status == 200
    if closed is not None:
        assert types == {"Unauthorized"}
        assert {tuple(key for key in error["path"] if isinstance(key, str)) for error in errors} == {
            names(closed)
        }
        return
    assert types <= REFUSALS, errors
    assert len(path) == 1 or reached(body["data"], path), body


@pytest.mark.parametrize("step", THE_SCHEMA.fields, ids=".".join)
def test_without_good_credentials_no_field_is_looked_at(arranged: Arranged, step: Step) -> None:
    for visitor in UNWELCOME:
        who = arranged.everybody[visitor]

        status, body = arranged.endpoint.post(who, arranged.request(path_for(step, who), who))

        assert status == 401, visitor
        assert body.keys() == {"errors"}, visitor
        assert [error["errorType"] for error in body["errors"]] == ["UnauthorizedException"], visitor


def test_no_field_and_nobody_is_left_out(arranged: Arranged) -> None:
    mirrored = reflect(parse(SCHEMA.read_text("utf-8")), {})._schema
    fields = {
        (name, field)
        for name, made in mirrored.type_map.items()
        if not name.startswith("__") and name != "Subscription"
        for field in getattr(made, "fields", {})
        if not made.__class__.__name__.startswith("GraphQLInput")
    }
    assert set(THE_SCHEMA.fields) == fields
    assert set(WELCOME) | set(UNWELCOME) == set(arranged.everybody)
