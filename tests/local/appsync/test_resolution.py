"""Unit and pipeline resolvers: which handler runs when, and what each sees."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from local.appsync.api import Api, Response
from local.appsync.callers import API_KEY_CALLER, Caller
from local.appsync.engine import Code
from local.appsync.resolution import FieldResolver, Step
from local.appsync.sources import Answer, NoneSource, SourceError
from tests.local.appsync.conftest import MakeApi

SCHEMA = """
type Query @aws_api_key @aws_cognito_user_pools {
  f(id: ID, input: In, at: [Int!] = [1], from: Size): AWSJSON
  team: Team
}
type Team @aws_api_key @aws_cognito_user_pools { id: ID!  name: String  boats: [Boat!]! }
type Boat @aws_api_key @aws_cognito_user_pools { id: ID!  owner(x: Int): AWSJSON }
input In { size: Size  from: AWSDate  none: Int }
enum Size { SMALL LARGE }
"""


def code(request: str, response: str = "return ctx.result;") -> str:
    """A file with these handlers."""
    return (
        "import { util, runtime } from '@aws-appsync/utils';\n"
        f"export function request(ctx) {{ {request} }}\n"
        f"export function response(ctx) {{ {response} }}\n"
    )


ECHO = code("return { payload: ctx.args };")


def shows(expression: str) -> str:
    """A file whose field shows a part of its context."""
    return code(f"return {{ payload: {expression} }};")


@dataclass
class Recording:
    """A data source that remembers what it was asked, and gives one answer."""

    answer: Answer = field(default_factory=lambda: Answer("answer"))
    asked: list[Any] = field(default_factory=list)

    def invoke(self, document: Any) -> Answer:
        self.asked.append(document)
        return self.answer


BROKEN = Answer({"kept": 1}, SourceError("It broke.", "DynamoDB:Broken"))


def run(
    api: Api, query: str, variables: Mapping[str, Any] | None = None, caller: Caller = API_KEY_CALLER
) -> Response:
    return api.execute(query, variables, None, caller, {"x-test": "1"})


def value(response: Response) -> Any:
    """What the field `f` answered."""
    assert not response.errors
    assert response.data
    return json.loads(response.data["f"])


def test_a_handler_sees_arguments_as_plain_json(make_api: MakeApi) -> None:
    api = make_api(SCHEMA, {"Query.f": (ECHO, NoneSource())})
    given = {"size": "LARGE", "from": "2027-05-01", "none": None}
    response = run(api, "query($in: In) { f(input: $in, id: 7, from: SMALL) }", {"in": given})
    assert value(response) == {"input": given, "id": "7", "at": [1], "from": "SMALL"}


def test_an_argument_left_out_is_absent(make_api: MakeApi) -> None:
    api = make_api(SCHEMA, {"Query.f": (ECHO, NoneSource())})
    assert value(run(api, "query($in: In, $id: ID) { f(input: $in, id: $id) }")) == {"at": [1]}


def test_a_handler_sees_the_request_and_the_caller(make_api: MakeApi, manager: Caller) -> None:
    api = make_api(SCHEMA, {"Query.f": (shows("[ctx.request.headers, ctx.identity]"), NoneSource())})
    headers, identity = value(run(api, "{ f }", caller=manager))
    assert headers == {"x-test": "1"}
    assert identity["sub"] == "s1"
    assert identity["username"] == "u1"
    assert identity["sourceIp"] == ["127.0.0.1"]
    assert value(run(api, "{ f }"))[1] is None


def test_info_tells_the_field_and_its_selections(make_api: MakeApi) -> None:
    told = shows("{ id: 1, name: JSON.stringify(ctx.info), boats: [] }")
    api = make_api(SCHEMA, {"Query.team": (told, NoneSource())})
    query = """query($yes: Boolean!, $no: Boolean!) {
      team { id again: id name @include(if: $no) ...More boats @skip(if: $yes) { id } }
    }
    fragment More on Team { boats @include(if: $yes) { id ... on Boat { owner } } name }"""
    response = run(api, query, {"yes": False, "no": True})
    assert response.data is not None
    info = json.loads(response.data["team"]["name"])
    assert info["fieldName"] == "team"
    assert info["parentTypeName"] == "Query"
    assert info["variables"] == {"yes": False, "no": True}
    assert info["selectionSetList"] == ["id", "again", "name", "boats", "boats/id"]
    assert info["selectionSetGraphQL"].startswith("{\n  id\n  again: id\n")
    without = run(api, query, {"yes": True, "no": False})
    assert without.data is not None
    assert json.loads(without.data["team"]["name"])["selectionSetList"] == [
        "id",
        "again",
        "boats",
        "boats/id",
        "boats/owner",
        "name",
    ]


def test_a_nested_resolver_sees_its_source(make_api: MakeApi) -> None:
    api = make_api(
        SCHEMA,
        {
            "Query.team": (shows("{ id: 't', boats: [{ id: 'a' }, { id: 'b' }] }"), NoneSource()),
            "Boat.owner": (shows("[ctx.source.id, ctx.args.x]"), NoneSource()),
        },
    )
    response = run(api, "{ team { boats { owner(x: 3) } } }")
    assert response.data == {"team": {"boats": [{"owner": '["a",3]'}, {"owner": '["b",3]'}]}}


def test_the_response_handler_runs_after_a_failure_and_may_swallow_it(make_api: MakeApi) -> None:
    api = make_api(
        SCHEMA,
        {"Query.f": (code("return 1;", "return [ctx.result, ctx.error];"), Recording(BROKEN))},
    )
    assert value(run(api, "{ f }")) == [{"kept": 1}, {"message": "It broke.", "type": "DynamoDB:Broken"}]


def test_an_error_of_a_handler_is_on_the_wire_as_documented(make_api: MakeApi) -> None:
    refuse = code("return {};", "util.error('No.', 'Conflict', { a: 1 }, { expected: 2 });")
    response = run(make_api(SCHEMA, {"Query.f": (refuse, NoneSource())}), "{\n  g: f\n}")
    assert response.data == {"g": None}
    assert response.errors == [
        {
            "path": ["g"],
            "data": {"a": 1},
            "errorType": "Conflict",
            "errorInfo": {"expected": 2},
            "locations": [{"line": 2, "column": 3, "sourceName": None}],
            "message": "No.",
        }
    ]


def test_appended_errors_stand_beside_the_data(make_api: MakeApi) -> None:
    warn = code("return { payload: 5 };", "util.appendError('Careful.', 'Warning'); return ctx.result;")
    response = run(make_api(SCHEMA, {"Query.f": (warn, NoneSource())}), "{ f }")
    assert response.data == {"f": "5"}
    assert [(error["errorType"], error["path"]) for error in response.errors] == [("Warning", ["f"])]


def test_a_defect_of_a_handler_is_told_without_a_stack(make_api: MakeApi) -> None:
    response = run(make_api(SCHEMA, {"Query.f": (shows("ctx.source.x.y"), NoneSource())}), "{ f }")
    assert response.data == {"f": None}
    assert response.errors[0]["errorType"] == "Code"
    assert "\n" not in response.errors[0]["message"]


def test_a_defect_of_ours_is_told_by_its_id_alone(
    make_api: MakeApi, caplog: pytest.LogCaptureFixture
) -> None:
    class Defective:
        def invoke(self, document: Any) -> Answer:
            raise KeyError("a secret")

    response = run(make_api(SCHEMA, {"Query.f": (ECHO, Defective())}), "{ f }")
    (error,) = response.errors
    assert error["errorType"] == "InternalFailure"
    assert "secret" not in json.dumps(response.errors)
    assert error["errorInfo"]["id"] in caplog.text
    assert "a secret" in caplog.text


def test_returning_early_skips_the_source_and_the_response_handler(make_api: MakeApi) -> None:
    source = Recording()
    early = code("runtime.earlyReturn({ early: true });", "util.error('never');")
    assert value(run(make_api(SCHEMA, {"Query.f": (early, source)}), "{ f }")) == {"early": True}
    assert source.asked == []


def pipeline(make_api: MakeApi, frame: str, *steps: tuple[str, Any]) -> Response:
    resolver = FieldResolver(
        "Query",
        "f",
        tuple(Step(Code(text, f"step{number}.js"), source) for number, (text, source) in enumerate(steps)),
        Code(frame, "frame.js"),
    )
    return run(make_api(SCHEMA, pipelines={"Query.f": resolver}), "{ f }")


FRAME = code("return { before: true };", "return [ctx.prev.result, ctx.result, ctx.stash];")
ADD = code(
    "return { payload: ctx.prev.result };", "ctx.stash.seen = [ctx.prev.result, ctx.result]; return 2;"
)


def test_a_pipeline_passes_results_and_the_stash_along(make_api: MakeApi) -> None:
    source = Recording()
    response = pipeline(make_api, FRAME, (ADD, NoneSource()), (code("return ctx.prev.result;"), source))
    assert source.asked == [2]
    assert value(response) == ["answer", "answer", {"seen": [{"before": True}, {"before": True}]}]


@pytest.mark.parametrize(
    ("skip_to", "reached"), [("", True), (", { skipTo: 'NEXT' }", True), (", { skipTo: 'END' }", False)]
)
def test_a_function_that_returns_early_goes_on_or_ends(
    make_api: MakeApi, skip_to: str, reached: bool
) -> None:
    source = Recording()
    early = code(f"runtime.earlyReturn('early'{skip_to});", "util.error('never');")
    response = pipeline(make_api, FRAME, (early, NoneSource()), (code("return ctx.prev.result;"), source))
    assert source.asked == (["early"] if reached else [])
    assert value(response)[0] == ("answer" if reached else "early")


def test_a_frame_that_returns_early_skips_all_functions(make_api: MakeApi) -> None:
    source = Recording()
    frame = code("runtime.earlyReturn('early');", "return ctx.result;")
    assert value(pipeline(make_api, frame, (ADD, source))) == "early"
    assert source.asked == []


def test_an_error_of_a_function_ends_the_pipeline(make_api: MakeApi) -> None:
    source = Recording()
    response = pipeline(make_api, FRAME, (code("util.unauthorized();"), NoneSource()), (ADD, source))
    assert response.data == {"f": None}
    assert [error["errorType"] for error in response.errors] == ["Unauthorized"]
    assert source.asked == []


def test_a_failed_call_inside_a_pipeline_is_seen_by_that_function_alone(make_api: MakeApi) -> None:
    failing = (code("return 1;", "return ctx.error.type;"), Recording(BROKEN))
    after = code("return { payload: [ctx.prev.result, ctx.error] };")
    assert value(pipeline(make_api, FRAME, failing, (after, NoneSource())))[0] == ["DynamoDB:Broken", None]


def test_a_filter_stays_set_whatever_a_later_handler_asks(make_api: MakeApi) -> None:
    schema = SCHEMA + (
        "type Mutation { change: Int }"
        ' type Subscription @aws_api_key { on: Int @aws_subscribe(mutations: ["change"]) }'
    )
    listens = code(
        "extensions.setSubscriptionFilter({ filterGroup: [] }); return {};",
        "util.http.addResponseHeader('seen', 'yes'); return null;",
    )
    api = make_api(schema, {"Subscription.on": (listens, NoneSource())})
    plan = api.subscribe("subscription { on }", None, None, API_KEY_CALLER, {})
    assert plan.filter == {"filterGroup": []}


DATA = "{ id: 1, name: 'a', secret: 2, boats: [{ id: 3, secret: 4 }] }"
SHOWN = {
    "fields": ("{ id boats { id } }", {"id": 1, "boats": [{"id": 3}]}),
    "a field twice": ("{ boats { id } boats { owner } name }", {"boats": [{"id": 3}], "name": "a"}),
    "an alias": ("{ called: name }", {"name": "a"}),
    "fragments": ("{ ... on Team { id } ...T }", {"id": 1, "name": "a"}),
    "what is left out": ("{ id ...T @skip(if: true) name @include(if: false) }", {"id": 1}),
}


@pytest.mark.parametrize(("selection", "shown"), SHOWN.values(), ids=SHOWN.keys())
@pytest.mark.parametrize("helper", ["error", "appendError"])
def test_the_data_of_an_error_is_what_the_client_selected(
    make_api: MakeApi, helper: str, selection: str, shown: Any
) -> None:
    refusing = code("return {};", f"util.{helper}('No', 'Refused', {DATA}, {DATA});")
    api = make_api(SCHEMA, {"Query.team": (refusing, NoneSource())})
    fragment = " fragment T on Team { name }" if "...T" in selection else ""
    (error,) = run(api, f"{{ team {selection} }}{fragment}").errors
    assert error["data"] == shown
    assert error["errorInfo"]["secret"] == 2


def test_the_data_of_an_error_of_a_leaf_is_whole(make_api: MakeApi) -> None:
    api = make_api(SCHEMA, {"Query.f": (code(f"util.error('No', 'Refused', {DATA});"), NoneSource())})
    (error,) = run(api, "{ f }").errors
    assert error["data"]["secret"] == 2
