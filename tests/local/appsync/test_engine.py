"""How handlers run: what they see, what they leave, their limits, and that nothing reaches the next run."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from local.appsync.engine import Code, CodeError, Evaluation, Extensions, HandlerError, Location

UTILS = "import { util, extensions, runtime } from '@aws-appsync/utils';"


def run(body: str, context: dict[str, Any] | None = None) -> Evaluation:
    """The evaluation of a request handler of which the body is given, on line 2."""
    return Code(f"{UTILS}\nexport function request(ctx) {{ {body} }}").evaluate("request", context or {})


def test_each_handler_sees_the_context_it_is_given() -> None:
    code = Code(
        "export const request = (ctx) => ctx.args.id; export const response = (ctx) => ctx.result.name;"
    )

    assert code.evaluate("request", {"arguments": {"id": "7"}}).result == "7"
    assert code.evaluate("response", {"result": {"name": "Zoé"}}).result == "Zoé"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("ctx.args", {}),
        ("ctx.args === ctx.arguments", True),
        ("ctx.stash", {}),
        ("ctx.identity", None),
        ("typeof ctx.source", "undefined"),
        ("typeof ctx.result", "undefined"),
        ("typeof ctx.prev", "undefined"),
        ("typeof ctx.error", "undefined"),
        ("ctx.request.headers", {}),
        ("ctx.info", {}),
        ("Object.keys(ctx).indexOf('args')", -1),
    ],
)
def test_what_a_context_leaves_out_is_empty_or_undefined(expression: str, expected: Any) -> None:
    assert run(f"return {expression};").result == expected


@pytest.mark.parametrize(
    "value",
    [
        0,
        -1,
        1.5,
        9007199254740991,
        1e21,
        1e-7,
        "",
        "é € 😀 \u2028",
        "\ud83d",
        True,
        None,
        [],
        {},
        [[1], {"a": None}],
    ],
)
def test_json_values_pass_unchanged(value: Any) -> None:
    assert run("return ctx.args.value;", {"arguments": {"value": value}}).result == value


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", None),
        ("return;", None),
        ("return undefined;", None),
        ("return { a: undefined, b: [undefined], c: null };", {"b": [None], "c": None}),
        ("return { a: NaN, b: 1 / 0 };", {"a": None, "b": None}),
        ("return { a: () => 1, b: 2 };", {"b": 2}),
        ("return 10 / 4;", 2.5),
        ("return 10 / 5;", 2),
    ],
)
def test_results_become_json(body: str, expected: Any) -> None:
    assert run(body).result == expected


def test_the_stash_is_given_back_as_the_handler_left_it() -> None:
    evaluation = run("ctx.stash.a = 1; delete ctx.stash.b;", {"stash": {"b": 2, "c": 3}})

    assert evaluation.stash == {"a": 1, "c": 3}


def test_logs_name_level_file_line_and_column_and_write_values_as_json() -> None:
    source = (
        "export function request(ctx) {\n"
        '  console.log("This request is allowed");\n'
        "  const é = 1; for (const x of [é]) console.error('é', { a: [x] }, null, undefined, 1.5);\n"
        "}"
    )

    assert Code(source).evaluate("request", {}).logs == (
        'INFO - code.js:2:3: "This request is allowed"',
        'ERROR - code.js:3:37: "é" {"a":[1]} null undefined 1.5',
    )


def test_error_stops_the_handler() -> None:
    evaluation = run("console.log(1); util.error('No', 'Refused', { a: 1 }, { b: 2 }); console.log(2);")

    assert evaluation.error == HandlerError("No", "Refused", {"a": 1}, {"b": 2})
    assert evaluation.result is None
    assert evaluation.logs == ("INFO - code.js:2:32: 1",)


def test_an_error_may_have_no_more_than_a_message() -> None:
    assert run("util.error('No');").error == HandlerError("No", None)


def test_appended_errors_do_not_stop_the_handler() -> None:
    evaluation = run("util.appendError('One', 'T', null, { a: 1 }); util.appendError('Two'); return 3;")

    assert evaluation.result == 3
    assert evaluation.error is None
    assert evaluation.out_errors == (HandlerError("One", "T", None, {"a": 1}), HandlerError("Two", None))


@pytest.mark.parametrize(
    ("info", "message"),
    [
        ({}, "Unauthorized"),
        ({"fieldName": "crew", "parentTypeName": "Query"}, "Not Authorized to access crew on type Query"),
    ],
)
def test_unauthorized_names_the_field(info: dict[str, Any], message: str) -> None:
    assert run("util.unauthorized();", {"info": info}).error == HandlerError(message, "Unauthorized")


@pytest.mark.parametrize(
    ("call", "result", "skip_to"),
    [
        ("runtime.earlyReturn()", None, None),
        ("runtime.earlyReturn({ a: 1 })", {"a": 1}, None),
        ("runtime.earlyReturn([], { skipTo: 'END' })", [], "END"),
        ("runtime.earlyReturn(null, { skipTo: 'NEXT' })", None, "NEXT"),
    ],
)
def test_early_return_stops_the_handler(call: str, result: Any, skip_to: str | None) -> None:
    evaluation = run(f"ctx.stash.seen = 1; {call}; util.error('never');")

    assert (evaluation.result, evaluation.early_return, evaluation.skip_to) == (result, True, skip_to)
    assert evaluation.stash == {"seen": 1}
    assert evaluation.error is None


def test_a_plain_return_is_no_early_one() -> None:
    assert run("return 1;").early_return is False


def test_extensions_are_recorded() -> None:
    evaluation = run(
        "extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter({ a: { eq: 1 } }));"
        "extensions.setSubscriptionInvalidationFilter({ filterGroup: [] });"
        "extensions.invalidateSubscriptions({ subscriptionField: 'onCrew', payload: { id: 1 } });"
        "extensions.evictFromApiCache('Query', 'crew', { 'context.arguments.id': '1' });"
        "util.http.addResponseHeader('itemsCount', 7); util.http.addResponseHeaders({ render: 'x' });"
    )

    assert evaluation.extensions == Extensions(
        {"filterGroup": [{"filters": [{"fieldName": "a", "operator": "eq", "value": 1}]}]},
        {"filterGroup": []},
        ({"subscriptionField": "onCrew", "payload": {"id": 1}},),
        ({"typeName": "Query", "fieldName": "crew", "keyValuePair": {"context.arguments.id": "1"}},),
        {"itemsCount": 7, "render": "x"},
    )
    assert run("return 1;").extensions is None


def test_a_failure_of_the_code_names_its_place() -> None:
    source = "export function request(ctx) {\n  for (const x of [1]) {\n    return ctx.args.a.b;\n  }\n}"

    error = Code(source).evaluate("request", {}).error

    text = "TypeError: cannot read property 'b' of undefined"
    assert error == HandlerError(
        f"code.js:3:12: {text}",
        "Code",
        code_errors=(CodeError("RUNTIME_ERROR", text, Location(3, 12, -1)),),
    )


def test_places_are_those_of_the_file_also_behind_what_was_rewritten() -> None:
    body = "for (const x of [1]) { console.log(x); for (const y of [1]) { ctx.a.b.c; } }"

    error = run(body).error

    assert error is not None
    line = f"export function request(ctx) {{ {body} }}"
    assert error.code_errors[0].location == Location(2, line.index("ctx.a.b") + 1, -1)


@pytest.mark.parametrize("body", ["ctx.stash.me = ctx.stash;", "const a = {}; a.me = a; return a;"])
def test_what_is_no_json_is_a_failure_of_the_code(body: str) -> None:
    error = run(body).error

    assert error is not None
    assert "circular" in error.message


@pytest.mark.parametrize("target", ["a", "ctx.stash.deep"])
def test_what_is_nested_too_deeply_is_a_failure_of_the_code(target: str) -> None:
    error = run(
        f"let a = []; for (const x of ctx.args.l) {{ a = [a]; }} {target} = a; return {target};",
        {"arguments": {"l": [1] * 1000}},
    ).error

    assert error is not None
    assert error.code_errors[0].error_type == "LIMIT_EXCEEDED"


def test_a_handler_that_is_not_exported_is_missed() -> None:
    error = Code("export const request = () => 1; const response = () => 2;").evaluate("response", {}).error

    assert error is not None
    assert error.code_errors == (
        CodeError("MISSING_MAPPING_EXPORT", "Unable to find valid export for response", Location(0, 0, 0)),
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("let n = 0; for (const x of ctx.args.l) n += x; return n;", "limit of 1000 loop iterations"),
        ("for (const x of ctx.args.s) { for (const y of ctx.args.s) { } }", "limit of 1000 loop iterations"),
        ("let n = 0; for (const i in ctx.args.l) { n += 1; } return n;", "limit of 1000 loop iterations"),
        ("return ctx.args.l.map((x) => x);", "Array.map goes over at most 1000 elements"),
        ("return ctx.args.l.reduce((a, b) => a + b, 0);", "Array.reduce goes over at most 1000 elements"),
    ],
)
def test_loops_are_limited(body: str, message: str) -> None:
    error = run(body, {"arguments": {"l": [1] * 1001, "s": [1] * 32}}).error

    assert error is not None
    assert error.code_errors[0].error_type == "LIMIT_EXCEEDED"
    assert message in error.message


def test_loops_up_to_the_limit_run() -> None:
    context = {"arguments": {"l": [1] * 1000}}

    assert run("let n = 0; for (const x of ctx.args.l) n += x; return n;", context).result == 1000
    assert run("return ctx.args.l.map((x) => x).length;", context).result == 1000


@pytest.mark.parametrize(
    "body",
    [
        "let s = 'xxxxxxxxxx'; for (const x of ctx.args.l) s += s; return s;",
        "let a = ctx.args.l; for (const x of ctx.args.l) a = [a, a, [...ctx.args.l, ...a]]; return a;",
        "const s = 'a'.concat('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab');"
        " return util.matches('(((a+)+)+)+', s);",
    ],
    ids=["a long text", "many objects", "a pattern that backtracks"],
)
def test_a_handler_that_takes_too_much_is_stopped(body: str) -> None:
    started = time.monotonic()
    code = Code(f"{UTILS}\nexport function request(ctx) {{ {body} }}\nexport const response = () => 1;")

    evaluation = code.evaluate("request", {"arguments": {"l": [1] * 900}})

    assert evaluation.error is not None
    assert evaluation.error.type == "Code"
    assert time.monotonic() - started < 30
    assert code.evaluate("response", {}).result == 1


@pytest.mark.parametrize(
    "expression",
    [
        "[]['constr' + 'uctor']",
        "({})['__pro' + 'to__']",
        "'a'['constr' + 'uctor']",
        "(() => 1)['constr' + 'uctor']",
        "(() => 1)['ca' + 'll']",
        "[]['inclu' + 'des']",
        "'a'['padSt' + 'art']",
        "Object['fre' + 'eze']",
        "Array['fr' + 'om']",
        "Math['po' + 'w']",
    ],
)
def test_what_was_taken_away_is_not_reached_by_a_computed_name(expression: str) -> None:
    assert run(f"return typeof {expression};").result == "undefined"


@pytest.mark.parametrize(
    "body",
    [
        "util['seen'] = 1;",
        "util.time['seen'] = 1;",
        "Math['seen'] = 1;",
        "const { map } = []; map.seen = 1;",
        "const { dynamodb } = util; dynamodb.toMapValues.seen = 1;",
    ],
)
def test_what_evaluations_share_can_not_be_changed(body: str) -> None:
    error = run(body).error

    assert error is not None
    assert "TypeError" in error.message


@pytest.mark.parametrize(
    "body",
    [
        "const c = ctx; c.stash = {};",
        "const c = ctx; delete c.stash;",
        "Object.assign(ctx, { stash: {} });",
        "const set = (c) => { c.seen = 1; }; set(ctx);",
    ],
)
def test_the_context_can_not_be_changed_under_another_name(body: str) -> None:
    evaluation = run(body, {"stash": {"a": 1}})

    assert evaluation.error is not None
    assert "TypeError" in evaluation.error.message
    assert evaluation.stash == {"a": 1}


def test_nothing_a_module_keeps_outlives_an_evaluation() -> None:
    code = Code("let seen = 0; const list = []; export const request = () => { seen += 1; list.push(1); return [seen, list.length]; };")  # fmt: skip  # noqa: E501

    assert [code.evaluate("request", {}).result for _ in range(3)] == [[1, 1]] * 3


def test_a_code_is_evaluated_by_many_threads_at_once() -> None:
    code = Code(f"{UTILS}\nexport const request = (ctx) => ({{ n: ctx.args.n, id: util.autoId() }});")
    start = threading.Barrier(8)

    def evaluate(thread: int) -> list[dict[str, Any]]:
        start.wait()
        return [code.evaluate("request", {"arguments": {"n": thread}}).result for _ in range(200)]

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(evaluate, range(8)))

    assert [{answer["n"] for answer in of_thread} for of_thread in answers] == [{n} for n in range(8)]
    assert len({answer["id"] for of_thread in answers for answer in of_thread}) == 1600


def test_many_files_can_be_evaluated_by_one_thread() -> None:
    codes = [Code(f"export const request = () => {number};") for number in range(600)]

    assert [code.evaluate("request", {}).result for code in codes] == list(range(600))
