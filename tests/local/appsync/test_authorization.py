"""The AWS directives of a schema: which caller may select which field."""

from typing import Any

import pytest
from graphql import GraphQLError, parse

from local.appsync.auth import FieldAuthorization, subscribed_mutations
from local.appsync.callers import API_KEY_CALLER, Caller, Credentials, Mode, cognito_caller, iam_caller
from local.appsync.errors import Unauthorized
from local.appsync.sources import NoneSource
from tests.local.appsync.conftest import CLAIMS, MakeApi, credentials
from tests.local.appsync.test_resolution import shows

SCHEMA = """
type Query {
  byDefault: Int
  public: Int @aws_api_key
  everybody: Int @aws_api_key @aws_cognito_user_pools
  admins: Int @aws_cognito_user_pools(cognito_groups: ["admins", "devops"])
  older: Int @aws_auth(cognito_groups: ["admins"])
  system: Int @aws_iam
  strangers: Int @aws_oidc @aws_lambda
}
type Open @aws_api_key {
  ofType: Int
  replaced: Int @aws_iam
}
"""

DEFAULT = {"Query.byDefault", "Query.everybody"}
OF_CALLERS = {
    "API key": (API_KEY_CALLER, {"Query.public", "Query.everybody", "Open.ofType"}),
    "no group": (Caller(Mode.COGNITO), DEFAULT),
    "another group": (Caller(Mode.COGNITO, groups=frozenset({"managers"})), DEFAULT),
    "admin": (
        Caller(Mode.COGNITO, groups=frozenset({"admins", "x"})),
        DEFAULT | {"Query.admins", "Query.older"},
    ),
    "one group of two": (Caller(Mode.COGNITO, groups=frozenset({"devops"})), DEFAULT | {"Query.admins"}),
    "system": (Caller(Mode.IAM), {"Query.system", "Open.replaced"}),
    "stranger": (Caller(Mode.OIDC), {"Query.strangers"}),
}


@pytest.mark.parametrize(("caller", "expected"), OF_CALLERS.values(), ids=OF_CALLERS.keys())
def test_directives_open_fields(caller: Caller, expected: set[str]) -> None:
    opened = FieldAuthorization(parse(SCHEMA)).open_to(caller)
    assert {f"{type_name}.{field}" for type_name, field in opened} == expected


NESTED = """
type Query { team: Team @aws_api_key @aws_cognito_user_pools  must: Team! @aws_api_key }
type Team { id: ID @aws_api_key  crew: Crew @aws_api_key  crews: [Crew!] @aws_api_key }
type Crew { name: String  due: Int! @aws_api_key  paid: Int! }
type Mutation { change: Int @aws_iam }
"""
TEAM = shows("{ id: 't', crew: { name: 'c', due: 1, paid: 2 }, crews: [{ name: 'a' }, { name: 'b' }] }")


def asked(make_api: MakeApi, query: str, caller: Caller = API_KEY_CALLER) -> tuple[Any, list[Any]]:
    api = make_api(NESTED, {"Query.team": (TEAM, NoneSource()), "Query.must": (TEAM, NoneSource())})
    response = api.execute(query, None, None, caller)
    return response.data, list(response.errors)


def test_a_refused_field_is_null_beside_the_others(make_api: MakeApi) -> None:
    data, errors = asked(make_api, "{ team { id\n  crew { nom: name due } } }")
    assert data == {"team": {"id": "t", "crew": {"nom": None, "due": 1}}}
    assert errors == [
        {
            "path": ["team", "crew", "nom"],
            "data": None,
            "errorType": "Unauthorized",
            "errorInfo": None,
            "locations": [{"line": 2, "column": 10, "sourceName": None}],
            "message": "Not Authorized to access name on type Crew",
        }
    ]


def test_each_item_of_a_list_is_refused(make_api: MakeApi) -> None:
    data, errors = asked(make_api, "{ team { crews { name } } }")
    assert data == {"team": {"crews": [{"name": None}, {"name": None}]}}
    assert [error["path"] for error in errors] == [["team", "crews", 0, "name"], ["team", "crews", 1, "name"]]


def test_a_refused_field_that_can_not_be_null_nulls_its_parent(make_api: MakeApi) -> None:
    data, errors = asked(make_api, "{ team { id crew { due paid } } }")
    assert data == {"team": {"id": "t", "crew": None}}
    assert [error["errorType"] for error in errors] == ["Unauthorized"]


def test_fragments_and_aliases_open_nothing(make_api: MakeApi) -> None:
    query = "{ id: team { ...T } } fragment T on Team { id: crew { ... on Crew { due: name } } }"
    data, errors = asked(make_api, query)
    assert data == {"id": {"id": {"due": None}}}
    assert len(errors) == 1


def test_a_refused_resolver_does_not_run(make_api: MakeApi, manager: Caller) -> None:
    data, errors = asked(make_api, "{ must { id } }", manager)
    assert data is None
    assert errors[0]["message"] == "Not Authorized to access must on type Query"


def test_a_refused_mutation_does_not_run(make_api: MakeApi, manager: Caller) -> None:
    assert asked(make_api, "mutation { change }", manager)[0] == {"change": None}


def test_what_a_type_is_called_is_open_to_everybody(make_api: MakeApi) -> None:
    assert asked(make_api, "{ __typename team { crew { __typename } } }") == (
        {"__typename": "Query", "team": {"crew": {"__typename": "Crew"}}},
        [],
    )


REFUSED: dict[str, dict[str, str]] = {
    "nothing": {},
    "an empty token": {"authorization": ""},
    "a wrong key": {"x-api-key": "other"},
    "an empty key": {"x-api-key": ""},
    "a bad token": {"authorization": "bad"},
    "a bad token beside a good key": {"authorization": "bad", "x-api-key": "key"},
    "a password": {"authorization": "Basic Z29vZA=="},
}


@pytest.mark.parametrize("headers", REFUSED.values(), ids=REFUSED.keys())
def test_a_request_without_good_credentials_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(Unauthorized):
        credentials().caller(headers, "127.0.0.1")


@pytest.mark.parametrize("value", ["good", "Bearer good", "bearer good"])
def test_a_good_token_names_its_caller(value: str) -> None:
    groups = ["admins"]
    made = Credentials(lambda _: CLAIMS | {"cognito:groups": groups}, frozenset())
    caller = made.caller({"authorization": value}, "127.0.0.1")
    assert caller.mode is Mode.COGNITO
    assert caller.groups == {"admins"}
    assert caller.identity == {
        "sub": "s1",
        "issuer": "pool",
        "username": "u1",
        "claims": CLAIMS | {"cognito:groups": groups},
        "sourceIp": ["127.0.0.1"],
        "defaultAuthStrategy": "ALLOW",
        "groups": groups,
    }


def test_a_caller_without_groups_has_null_for_them() -> None:
    identity = cognito_caller(CLAIMS, "127.0.0.1").identity
    assert identity is not None
    assert identity["groups"] is None


def test_a_system_caller_is_known_by_its_arn() -> None:
    identity = iam_caller("arn:aws:sts::123456789012:assumed-role/stream/one", "127.0.0.1").identity
    assert identity is not None
    assert (identity["accountId"], identity["username"]) == ("123456789012", "one")
    assert identity["userArn"].endswith("stream/one")


def test_a_subscription_names_its_mutations() -> None:
    schema = 'type Subscription { on: Int @aws_subscribe(mutations: ["a", "b"]) }'
    assert subscribed_mutations(parse(schema)) == {"on": ("a", "b")}
    with pytest.raises(GraphQLError, match=r"Subscription\.on needs @aws_subscribe"):
        subscribed_mutations(parse("type Subscription { on: Int }"))
