"""Handlers called as the Lambda service calls them."""

from decimal import Decimal
from typing import Any

import pytest

from local.appsync.errors import FieldError
from local.appsync.lambdas import LambdaContext, LambdaFunction
from local.appsync.sources import Answer


def invoke(handler: Any, payload: Any = None, operation: str = "Invoke") -> Answer:
    return LambdaFunction("registration", handler, timeout=28).invoke(
        {"operation": operation, "payload": payload}
    )


def test_the_handler_gets_an_event_of_its_own() -> None:
    payload = {"arguments": {"n": 1}}
    seen: list[Any] = []

    def handler(event: Any, context: LambdaContext) -> Any:
        seen.append((event, context))
        event["arguments"]["n"] = 2
        return event

    assert invoke(handler, payload) == Answer({"arguments": {"n": 2}})
    assert payload == {"arguments": {"n": 1}}
    ((_, context),) = seen
    assert context.function_name == "registration"
    assert 27_000 < context.get_remaining_time_in_millis() <= 28_000
    assert context.invoked_function_arn.endswith(":function:registration")
    assert context.aws_request_id != LambdaContext("registration", 28).aws_request_id


def test_an_exception_is_an_error_of_the_call(caplog: pytest.LogCaptureFixture) -> None:
    def handler(event: Any, context: LambdaContext) -> Any:
        raise ValueError("The reason.")

    answer = invoke(handler)
    assert answer.error
    assert (answer.error.type, answer.error.message) == ("Lambda:Unhandled", "The reason.")
    assert "ValueError" in caplog.text


@pytest.mark.parametrize("value", [Decimal(1), {1, 2}, b"a", float("nan"), {("a", "b"): 1}], ids=repr)
def test_an_answer_that_is_no_json_is_an_error_of_the_call(value: Any) -> None:
    answer = invoke(lambda event, context: {"value": value})
    assert answer.error
    assert answer.error.type == "Lambda:Unhandled"


def test_an_answer_after_the_timeout_is_an_error_of_the_call() -> None:
    answer = LambdaFunction("registration", lambda event, context: event, timeout=0).invoke(
        {"operation": "Invoke", "payload": {}}
    )
    assert answer.error
    assert answer.error.type == "ExecutionTimeout"


def test_an_answer_has_a_limited_size() -> None:
    assert invoke(lambda event, context: "a" * 5_000_000).error is None
    assert invoke(lambda event, context: "a" * 6_000_000).error


def test_a_batch_is_a_list_of_events_and_of_answers() -> None:
    assert invoke(lambda events, context: [events[0] + 1], 4, "BatchInvoke") == Answer(5)
    answers: list[Any] = [[], [1, 2], {}, None]
    while answers:
        assert invoke(lambda events, context: answers.pop(), 4, "BatchInvoke").error
    failed = invoke(lambda events, context: [{"errorMessage": "No.", "errorType": "T"}], 4, "BatchInvoke")
    assert failed.error
    assert (failed.error.type, failed.error.message) == ("T", "No.")


@pytest.mark.parametrize("document", [None, {}, {"operation": "GetItem"}, {"operation": "invoke"}])
def test_a_document_of_another_source_is_refused(document: Any) -> None:
    with pytest.raises(FieldError):
        LambdaFunction("registration", lambda event, context: None, 28).invoke(document)
