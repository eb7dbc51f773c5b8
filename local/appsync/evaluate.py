"""The command that runs one APPSYNC_JS handler and prints what `aws appsync evaluate-code` prints."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from local.appsync.engine import Code, CodeError, CodeRefused, Evaluation, Handler, HandlerError
from local.appsync.strict_json import strict_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    parser.add_argument("--code", type=Path, required=True, help="the APPSYNC_JS file")
    parser.add_argument("--context", type=Path, required=True, help="a JSON file with AppSync's ctx")
    parser.add_argument(
        "--function", choices=("request", "response"), default="request", help="the handler to run"
    )


def run(arguments: argparse.Namespace) -> int:
    """Evaluates and prints.

    Returns:
        0 when there is an answer, also when the answer is an error of the code; 2 when a file can't be used.
    """
    try:
        source = arguments.code.read_text("utf-8")
    except (OSError, ValueError) as error:
        return _refused(f"{arguments.code} can't be read: {error}")
    try:
        context = strict_json(arguments.context.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        return _refused(f"{arguments.context} can't be read as JSON: {error}")
    if not isinstance(context, dict):
        return _refused(f"{arguments.context}: the context must be a JSON object")
    answer = evaluate_code(source, context, arguments.function)
    sys.stdout.write(json.dumps(answer, indent=4) + "\n")
    return 0


def _refused(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 2


def evaluate_code(source: str, context: dict[str, Any], function: Handler) -> dict[str, Any]:
    """The answer of EvaluateCode for a file.

    Returns:
        {evaluationResult, logs, stash, outErrors}: the result, the stash and the list of errors as JSON
        text. When it fails, error {message, codeErrors} in place of the result; alone when the code is
        refused.

    Source: AWS API reference, EvaluateCode, and answers of AWS that were recorded.
    """
    try:
        code = Code(source)
    except CodeRefused as refused:
        return {
            "error": {"message": str(refused), "codeErrors": [_code_error(error) for error in refused.errors]}
        }
    return _answer(code.evaluate(function, context))


def _answer(evaluation: Evaluation) -> dict[str, Any]:
    rest = {
        "logs": list(evaluation.logs),
        "stash": _json(evaluation.stash),
        "outErrors": _json([_out_error(error) for error in evaluation.out_errors]),
    }
    error = evaluation.error
    if error is None:
        return {"evaluationResult": _json(evaluation.result), **rest}
    if not error.code_errors:
        return {"error": {"message": error.message}, **rest}
    # Recorded: the message of an error of the code itself starts with "Error: ".
    message = error.message if error.code_errors[0].location.line else f"Error: {error.message}"
    return {
        "error": {"message": message, "codeErrors": [_code_error(one) for one in error.code_errors]},
        **rest,
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _out_error(error: HandlerError) -> dict[str, Any]:
    return {
        "message": error.message,
        "errorType": error.type,
        "data": error.data,
        "errorInfo": error.error_info,
    }


def _code_error(error: CodeError) -> dict[str, Any]:
    place = error.location
    return {
        "errorType": error.error_type,
        "value": error.value,
        "location": {"line": place.line, "column": place.column, "span": place.span},
    }
