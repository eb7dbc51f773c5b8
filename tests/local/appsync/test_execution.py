"""Documents executed as a whole: values completed, limits kept, bad input told as AppSync tells it."""

import time
from typing import Any

import pytest

from local.appsync.api import Response
from local.appsync.callers import API_KEY_CALLER, Caller, Mode
from local.appsync.limits import Limits
from local.appsync.sources import NoneSource
from tests.local.appsync.conftest import MakeApi
from tests.local.appsync.test_resolution import ECHO, shows

SCHEMA = """
type Query {
  node: Node
  must: Node!
  f(n: Int!, in: In, at: AWSDate, kind: Kind, half: Float, map: AWSJSON, more: Int! = 1): Int
}
type Node {
  id: ID!  text: String  count: Int  half: Float  yes: Boolean  kind: Kind  at: AWSDateTime  map: AWSJSON
  next: Node  nodes: [Node!]  names: [String]
}
input In { day: AWSDate!  list: [Int!]  kind: Kind }
enum Kind { ONE TWO }
type Mutation { change: Int }
type Subscription { on: Node @aws_subscribe(mutations: ["change"]) }
"""
ANYBODY = Caller(Mode.COGNITO)


def run(
    make_api: MakeApi, query: str, value: str = "{}", limits: Limits | None = None, **more: Any
) -> Response:
    """The answer of an API whose field `node` gives a value, written in JavaScript."""
    source = (shows(value), NoneSource())
    fields = {"Query.node": source, "Query.must": source, "Query.f": (ECHO, NoneSource())}
    api = make_api(SCHEMA, fields, limits=limits)
    return api.execute(query, more.pop("variables", None), more.pop("operation", None), ANYBODY, **more)


GOOD = {
    "whole numbers": ("count half", "{ count: 3, half: 2 }", {"count": 3, "half": 2.0}),
    "an identifier": ("id", "{ id: 5 }", {"id": "5"}),
    "JSON": ("map", "{ map: { a: [1, null, 'é'] } }", {"map": '{"a":[1,null,"é"]}'}),
    "JSON that is a text": ("map", "{ map: 'a' }", {"map": '"a"'}),
    "what is absent": ("text names", "{ other: 1 }", {"text": None, "names": None}),
    "a list with gaps": ("names", "{ names: ['a', null] }", {"names": ["a", None]}),
    "an enum": ("kind", "{ kind: 'TWO' }", {"kind": "TWO"}),
}


@pytest.mark.parametrize(("selected", "value", "expected"), GOOD.values(), ids=GOOD.keys())
def test_values_are_shown_by_their_types(make_api: MakeApi, selected: str, value: str, expected: Any) -> None:
    response = run(make_api, f"{{ node {{ {selected} }} }}", value)
    assert response.data == {"node": expected}
    assert not response.errors


NO_LIST = "type mismatch error, expected type LIST"
NO_OBJECT = "type mismatch error, expected type OBJECT"
NO_NULL = "Cannot return null for non-nullable type: 'ID' within parent 'Node'"
BAD = {
    "no instant": ("at", "{ at: 'soon' }", "Can't serialize value (/node/at) : Unable to serialize `soon`"),
    "too large": ("count", "{ count: 2147483648 }", "Can't serialize value (/node/count) : Int cannot"),
    "no number": ("count", "{ count: 'many' }", "Can't serialize value (/node/count) : Int cannot"),
    "no name of it": ("kind", "{ kind: 'SIX' }", "Can't serialize value (/node/kind) : Enum 'Kind' cannot"),
    "no list": ("names", "{ names: 'ab' }", f"Can't resolve value (/node/names) : {NO_LIST}"),
    "no object": ("next { id }", "{ next: 'a' }", f"Can't resolve value (/node/next) : {NO_OBJECT}"),
    "a list": ("next { id }", "{ next: [] }", f"Can't resolve value (/node/next) : {NO_OBJECT}"),
    "null": ("next { id }", "{ next: {} }", f"{NO_NULL} (/node/next/id)"),
    "null in a list": ("nodes { id }", "{ nodes: [{ id: 1 }, {}] }", f"{NO_NULL} (/node/nodes[1]/id)"),
}


@pytest.mark.parametrize(("selected", "value", "message"), BAD.values(), ids=BAD.keys())
def test_a_value_of_another_type_is_null_with_an_error(
    make_api: MakeApi, selected: str, value: str, message: str
) -> None:
    response = run(make_api, f"{{ node {{ {selected} }} }}", value)
    assert response.data == {"node": {selected.split()[0]: None}}
    (error,) = response.errors
    assert error["message"].startswith(message)


def test_a_null_that_nothing_stops_nulls_the_answer(make_api: MakeApi) -> None:
    response = run(make_api, "{ must { id } }", "{}")
    assert response.executed
    assert response.data is None
    assert response.errors[0]["path"] == ["must", "id"]


SEVERAL_FAILURES = {
    "fields of one object": ("{ must { id again: id } }", "{}", [["must", "id"], ["must", "again"]], None),
    "fields of the query": (
        "{ must { id } node { text } also: must { id } }",
        "{}",
        [["must", "id"], ["also", "id"]],
        None,
    ),
    "items of one list": (
        "{ node { nodes { id } text } }",
        "{ text: 'a', nodes: [{}, { id: 1 }, null] }",
        [["node", "nodes", 0, "id"], ["node", "nodes", 2]],
        {"node": {"nodes": None, "text": "a"}},
    ),
    "items that may be null": (
        "{ node { names text } }",
        "{ text: 'a', names: [{}, 'b', {}] }",
        [["node", "names", 0], ["node", "names", 2]],
        {"node": {"names": [None, "b", None], "text": "a"}},
    ),
}


@pytest.mark.parametrize(
    ("query", "value", "paths", "data"), SEVERAL_FAILURES.values(), ids=SEVERAL_FAILURES.keys()
)
def test_each_failure_is_told_also_where_one_alone_leaves_no_value(
    make_api: MakeApi, query: str, value: str, paths: Any, data: Any
) -> None:
    response = run(make_api, query, value)
    assert [error["path"] for error in response.errors] == paths
    assert response.data == data


INVALID = {
    "a field of none": (
        "{ node { nde } }",
        "FieldUndefined: Field 'nde' in type 'Node' is undefined @ 'node/nde'",
    ),
    "an argument of none": (
        "{ f(n: 1, m: 2) }",
        "UnknownArgument: Unknown argument 'm' on field 'Query.f' @ 'f'",
    ),
    "an argument left out": ("{ f }", "MissingFieldArgument: Field 'f' argument 'n'"),
    "no selection": ("{ node }", "SubSelectionRequired: Field 'node' of type 'Node' must have a selection"),
    "a type of none": ("query($a: Nod) { f(n: $a) }", "UnknownType: Unknown type 'Nod'"),
    "a variable of none": ("{ f(n: $a) }", "UndefinedVariable: Variable '$a' is not defined @ 'f'"),
    "a literal of another type": ('{ f(n: "a") }', "WrongType: Int cannot represent non-integer value"),
    "a date of none": ('{ f(n: 1, at: "1 May") }', "WrongType: Expected value of type 'AWSDate'"),
    "an enum of none": ("{ f(n: 1, kind: ON) }", "WrongType: Value 'ON' does not exist in 'Kind' enum @ 'f'"),
    "a fragment of none": ("{ ...A }", "UndefinedFragment: Unknown fragment 'A'"),
    "a cycle": ("{ ...A } fragment A on Query { ...A }", "FragmentCycle: "),
    "operations, one without a name": ("{ f(n: 1) } query A { f(n: 1) }", "LoneAnonymousOperationError: "),
    "two meanings of one name": ("{ f(n: 1) f(n: 2) }", "FieldsConflict: "),
}


@pytest.mark.parametrize(("query", "message"), INVALID.values(), ids=INVALID.keys())
def test_an_invalid_document_is_told_as_appsync_tells_it(make_api: MakeApi, query: str, message: str) -> None:
    response = run(make_api, query)
    assert not response.executed
    error = response.errors[0]
    assert error["message"].startswith(f"Validation error of type {message}")
    assert error["errorType"] == "ValidationError"
    assert error["locations"][0]["sourceName"] is None
    assert "Did you mean" not in str(response.errors)


def test_text_that_is_no_graphql_is_told(make_api: MakeApi) -> None:
    (error,) = run(make_api, "{ node ").errors
    assert error["errorType"] == "InvalidSyntax"
    assert error["message"].startswith("Invalid Syntax : Expected Name")


VARIABLES = {
    "missing": ({}, "Variable 'n' has coerced Null value for NonNull type 'Int!'"),
    "null": ({"n": None}, "Variable 'n' has coerced Null value for NonNull type 'Int!'"),
    "a text": ({"n": "1"}, "Variable 'n' has an invalid value. Int cannot represent non-integer value: '1'"),
    "33 bits": ({"n": 4294967296}, "Variable 'n' has an invalid value. Int cannot represent"),
    "a date of none": (
        {"n": 1, "in": {"day": "1 May"}},
        "Variable 'in' has an invalid value. Unable to parse `1 May` as a valid date. (in.day)",
    ),
    "a field left out": (
        {"n": 1, "in": {}},
        "Variable 'in' has an invalid value. Field 'day' of required type 'AWSDate!' was not provided.",
    ),
    "a field of none": (
        {"n": 1, "in": {"day": "2027-05-01", "dy": 1}},
        "Variable 'in' has an invalid value. Field 'dy' is not defined by type 'In'.",
    ),
    "a wrong item": (
        {"n": 1, "in": {"day": "2027-05-01", "list": [1, None]}},
        "Variable 'in' has an invalid value. Expected non-nullable type 'Int!' not to be None. (in.list[1])",
    ),
    "an enum of none": (
        {"n": 1, "in": {"day": "2027-05-01", "kind": "THREE"}},
        "Variable 'in' has an invalid value. Value 'THREE' does not exist in 'Kind' enum. (in.kind)",
    ),
}


@pytest.mark.parametrize(("variables", "message"), VARIABLES.values(), ids=VARIABLES.keys())
def test_a_bad_variable_is_told_by_its_name(
    make_api: MakeApi, variables: dict[str, Any], message: str
) -> None:
    response = run(make_api, "query($n: Int!, $in: In) { f(n: $n, in: $in) }", variables=variables)
    assert not response.executed
    assert response.errors[0]["errorType"] == "ValidationError"
    assert response.errors[0]["message"].startswith(message)


ODD_VARIABLES: dict[str, Any] = {
    "deep": 1,
    "large": 10**4000,
    "a null character": "\0",
}
for _ in range(900):
    ODD_VARIABLES["deep"] = [ODD_VARIABLES["deep"]]


@pytest.mark.parametrize("odd", ODD_VARIABLES.values(), ids=ODD_VARIABLES.keys())
@pytest.mark.parametrize(
    "declared", ["$n: Int! = 1, $odd: Float", "$n: Int! = 1, $odd: AWSJSON", "$n: Int! = 1"]
)
def test_an_odd_variable_is_no_failure_of_ours(make_api: MakeApi, declared: str, odd: Any) -> None:
    given = ", half: $odd" if "Float" in declared else ", map: $odd" if "AWSJSON" in declared else ""
    response = run(make_api, f"query({declared}) {{ f(n: $n{given}) }}", variables={"odd": odd})
    assert "InternalFailure" not in str(response.errors)


def test_a_null_where_a_default_stood_is_refused(make_api: MakeApi) -> None:
    response = run(make_api, "query($more: Int = 1) { f(n: 1, more: $more) }", variables={"more": None})
    assert [error["errorType"] for error in response.errors] == ["ValidationError"]
    assert response.data == {"f": None}


def test_a_literal_without_end_is_refused(make_api: MakeApi) -> None:
    response = run(make_api, "{ f(n: 1, half: 1e999) }")
    assert [error["errorType"] for error in response.errors] == ["ValidationError"]


def test_operations_are_chosen_by_name(make_api: MakeApi) -> None:
    both = "query A { a: node { __typename } } query B { b: node { __typename } }"
    assert run(make_api, both, operation="B").data == {"b": {"__typename": "Node"}}
    for name in (None, "C"):
        response = run(make_api, both, operation=name)
        assert not response.executed
        assert response.errors[0]["errorType"] == "ValidationError"


@pytest.mark.parametrize(
    ("query", "read_only"), [("subscription { on { id } }", False), ("mutation { change }", True)]
)
def test_what_can_not_be_served_here_is_refused(make_api: MakeApi, query: str, read_only: bool) -> None:
    response = run(make_api, query, read_only=read_only)
    assert not response.executed
    assert response.errors[0]["errorType"] == "OperationNotSupported"


DEEP = "{ id: 'a', next: { id: 'b', nodes: [{ id: 'c' }] } }"


def test_fields_below_the_depth_limit_are_refused(make_api: MakeApi) -> None:
    query = "{ node { id next { id nodes { id } } } }"
    assert not run(make_api, query, DEEP, Limits(depth=4)).errors
    response = run(make_api, query, DEEP, Limits(depth=3))
    assert response.data == {"node": {"id": "a", "next": {"id": "b", "nodes": None}}}
    assert [error["errorType"] for error in response.errors] == ["QueryDepthLimitReached"]


def test_fragments_do_not_hide_depth(make_api: MakeApi) -> None:
    query = "{ node { ...A } } fragment A on Node { next { ...B } } fragment B on Node { id }"
    response = run(make_api, query, DEEP, Limits(depth=2))
    assert response.data == {"node": {"next": None}}


def test_introspection_has_no_depth(make_api: MakeApi) -> None:
    query = "{ __schema { types { fields { type { ofType { ofType { name } } } } } } node { id } }"
    assert not run(make_api, query, DEEP, Limits(depth=2)).errors


def test_resolvers_beyond_their_limit_do_not_run(make_api: MakeApi) -> None:
    response = run(make_api, "{ a: node { id } b: node { id } c: node { id } }", DEEP, Limits(resolvers=2))
    assert response.data == {"a": {"id": "a"}, "b": {"id": "a"}, "c": None}
    assert [error["errorType"] for error in response.errors] == ["ResolverExecutionLimitReached"]


def test_a_document_has_a_limited_number_of_words(make_api: MakeApi) -> None:
    response = run(make_api, "{ " + "node { id } " * 30 + "}", limits=Limits(tokens=100))
    assert response.errors[0]["errorType"] == "InvalidSyntax"


HOSTILE = {
    "deep": "{ node " * 3000 + "}" * 3000,
    "deep lists": "{ f(n: " + "[" * 2000 + "]" * 2000 + ") }",
    "one field again and again": "{ node { " + "id " * 1900 + "} }",
    "one alias again and again": "{ " + "a: f(n: 1) " * 240 + "}",
    "long": "#" * 300_000,
    "fragments that multiply": "{ node { ...F0 } } "
    + " ".join(
        f"fragment F{n} on Node {{ next {{ ...F{n + 1} }} nodes {{ ...F{n + 1} }} }}" for n in range(40)
    )
    + " fragment F40 on Node { id }",
    "suggestions": "{ " + "nodee " * 1900 + "}",
}


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_document_is_answered_in_time(make_api: MakeApi, query: str) -> None:
    before = time.process_time()
    response = run(make_api, query, DEEP)
    assert time.process_time() - before < 5
    assert "InternalFailure" not in str(response.errors)


@pytest.mark.parametrize("field", ["__schema", "__type"])
def test_introspection_can_be_switched_off(make_api: MakeApi, field: str) -> None:
    arguments = '(name: "Node")' if field == "__type" else ""
    query = f"{{ {field}{arguments} {{ __typename }} }}"
    response = run(make_api, query, limits=Limits(introspection=False))
    assert not response.executed
    (error,) = response.errors
    undefined = f"Field '{field}' in type 'Query' is undefined @ '{field}'"
    assert error["message"] == f"Validation error of type FieldUndefined: {undefined}"
    assert run(make_api, query).executed


def test_what_a_type_is_called_is_told_without_introspection(make_api: MakeApi) -> None:
    response = run(make_api, "{ __typename }", limits=Limits(introspection=False))
    assert response.data == {"__typename": "Query"}


def test_an_api_key_alone_opens_no_field_of_the_default_mode(make_api: MakeApi) -> None:
    api = make_api(SCHEMA, {"Query.node": (shows("{ id: 1 }"), NoneSource())})
    assert api.execute("{ node { id } }", None, None, API_KEY_CALLER).data == {"node": None}
