"""The command `python -m local evaluate` prints what `aws appsync evaluate-code` prints."""

# ruff: noqa: E501 - a line of code in a table is not broken

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from local.appsync.evaluate import evaluate_code

ROOT = Path(__file__).parents[3]

GET = "import { get } from '@aws-appsync/utils/dynamodb';\nexport const request = (ctx) => get({ key: { id: ctx.args.id } });\n"
DOG = """import { util } from '@aws-appsync/utils';

export function request(ctx) {
  return {
    operation: 'PutItem',
    key: util.dynamodb.toMapValues({ id: util.autoId() }),
    attributeValues: util.dynamodb.toMapValues(ctx.args),
  };
}

export function response(ctx) {
  if (ctx.identity.username === 'Nadia') {
    console.log("This request is allowed")
    return ctx.result;
  }
  util.unauthorized();
}
"""
DOG_CONTEXT = {
    "arguments": {"firstname": "Shaggy", "age": 4},
    "source": {},
    "result": {"breed": "Miniature Schnauzer", "color": "black_grey"},
    "identity": {"sub": "uuid", "username": "Nadia", "claims": {}, "sourceIp": ["x.x.x.x"]},
}

ANSWERS: dict[str, tuple[str, dict[str, Any], str, dict[str, Any]]] = {
    "a request": (
        GET,
        {"arguments": {"id": "é"}},
        "request",
        {
            "evaluationResult": '{"operation":"GetItem","key":{"id":{"S":"é"}}}',
            "logs": [],
            "stash": "{}",
            "outErrors": "[]",
        },
    ),
    "the example of the documentation": (
        DOG,
        DOG_CONTEXT,
        "response",
        {
            "evaluationResult": '{"breed":"Miniature Schnauzer","color":"black_grey"}',
            "logs": ['INFO - code.js:13:5: "This request is allowed"'],
            "stash": "{}",
            "outErrors": "[]",
        },
    ),
    "an error of the handler": (
        "export const response = (ctx) => { ctx.stash.a = 1; util.error('No', 'Refused'); };",
        {},
        "response",
        {"error": {"message": "No"}, "logs": [], "stash": '{"a":1}', "outErrors": "[]"},
    ),
    "an appended error": (
        "export const response = (ctx) => { util.appendError('No', 'Refused', { a: 1 }, { b: 2 }); };",
        {},
        "response",
        {
            "evaluationResult": "null",
            "logs": [],
            "stash": "{}",
            "outErrors": '[{"message":"No","errorType":"Refused","data":{"a":1},"errorInfo":{"b":2}}]',
        },
    ),
    "an early return": (
        "export const request = (ctx) => { runtime.earlyReturn([1]); };",
        {},
        "request",
        {"evaluationResult": "[1]", "logs": [], "stash": "{}", "outErrors": "[]"},
    ),
    "refused code": (
        "export const request = () => /a/;",
        {},
        "request",
        {
            "error": {
                "message": "Error: code.js(1,30): error @aws-appsync/no-regex: Regex literals are not supported.",
                "codeErrors": [
                    {
                        "errorType": "LINT_ERROR",
                        "value": "code.js(1,30): error @aws-appsync/no-regex: Regex literals are not supported.\n",
                        "location": {"line": 1, "column": 30, "span": 3},
                    }
                ],
            }
        },
    ),
    "a handler that is not there": (
        GET,
        {},
        "response",
        {
            "error": {
                "message": "Error: Unable to find valid export for response",
                "codeErrors": [
                    {
                        "errorType": "MISSING_MAPPING_EXPORT",
                        "value": "Unable to find valid export for response",
                        "location": {"line": 0, "column": 0, "span": 0},
                    }
                ],
            },
            "logs": [],
            "stash": "{}",
            "outErrors": "[]",
        },
    ),
    "a failure of the code": (
        "export const request = (ctx) => ctx.args.a.b;",
        {},
        "request",
        {
            "error": {
                "message": "code.js:1:33: TypeError: cannot read property 'b' of undefined",
                "codeErrors": [
                    {
                        "errorType": "RUNTIME_ERROR",
                        "value": "TypeError: cannot read property 'b' of undefined",
                        "location": {"line": 1, "column": 33, "span": -1},
                    }
                ],
            },
            "logs": [],
            "stash": "{}",
            "outErrors": "[]",
        },
    ),
}


@pytest.mark.parametrize(("source", "context", "function", "answer"), ANSWERS.values(), ids=ANSWERS.keys())
def test_answers(source: str, context: dict[str, Any], function: Any, answer: dict[str, Any]) -> None:
    assert evaluate_code(source, context, function) == answer


def command(code: Path, context: Path, function: str) -> subprocess.CompletedProcess[str]:
    """The command, run in a process of its own."""
    arguments = ["--code", str(code), "--context", str(context), "--function", function]
    return subprocess.run(
        [sys.executable, "-m", "local", "evaluate", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("case", ["the example of the documentation", "refused code"])
def test_the_command_prints_the_answer(tmp_path: Path, case: str) -> None:
    source, context, function, answer = ANSWERS[case]
    (tmp_path / "Query.dog.js").write_text(source, "utf-8")
    (tmp_path / "context.json").write_text(json.dumps(context), "utf-8")

    done = command(tmp_path / "Query.dog.js", tmp_path / "context.json", function)

    assert json.loads(done.stdout) == answer
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("context", "complaint"),
    [
        (None, "No such file"),
        ("{bad", "Expecting"),
        ("[]", "must be a JSON object"),
        ('{"arguments": {"size": NaN}}', "NaN is no number of JSON"),
        ('{"arguments": {"size": 1e999}}', "1e999 is no number of JSON"),
        ('{"arguments": {"name": "\\ud800"}}', "surrogates not allowed"),
        ("[" * 100_000, "recursion"),
    ],
    ids=["no file", "no JSON", "a list", "NaN", "an infinite number", "half a character", "a deep nest"],
)
def test_a_context_that_can_not_be_read_is_a_fault_of_the_call(
    tmp_path: Path, context: str | None, complaint: str
) -> None:
    (tmp_path / "code.js").write_text(GET, "utf-8")
    if context is not None:
        (tmp_path / "context.json").write_text(context, "utf-8")

    done = command(tmp_path / "code.js", tmp_path / "context.json", "request")

    assert done.returncode == 2
    assert complaint in done.stderr
    assert len(done.stderr.splitlines()) == 1
