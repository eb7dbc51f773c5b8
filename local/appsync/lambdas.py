"""Owns the Lambda data source: calls a Python handler as the Lambda service would."""

import json
import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from local.appsync.sources import Answer, SourceError, malformed, wanted

logger = logging.getLogger(__name__)

_LARGEST_ANSWER = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class LambdaContext:
    """The context object a handler gets, as the Lambda runtime makes it when it calls the handler.

    Attributes:
        timeout: of the function, in seconds.
    """

    function_name: str
    timeout: float
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    function_version: str = "$LATEST"
    memory_limit_in_mb: int = 1024
    called_at: float = field(default_factory=time.monotonic)

    @property
    def invoked_function_arn(self) -> str:
        """The function's ARN, in an account of this machine."""
        return f"arn:aws:lambda:eu-west-3:000000000000:function:{self.function_name}"

    @property
    def log_group_name(self) -> str:
        """Where the runtime would log."""
        return f"/aws/lambda/{self.function_name}"

    @property
    def log_stream_name(self) -> str:
        """The stream in the log group, one a process."""
        return self.function_version

    def get_remaining_time_in_millis(self) -> int:
        """What is left of the timeout, in milliseconds, never below zero."""
        return max(0, int((self.called_at + self.timeout - time.monotonic()) * 1000))


LambdaHandler = Callable[[Any, LambdaContext], Any]


class LambdaFunction:
    """One Lambda function as a data source of AppSync.

    Requests call the handler from many threads at once: it keeps nothing between two calls that is not
    safe for that.

    Args:
        timeout: in seconds; what is answered later is an error.
    """

    def __init__(self, name: str, handler: LambdaHandler, timeout: float) -> None:
        self._name = name
        self._handler = handler
        self._timeout = timeout

    def invoke(self, document: Any) -> Answer:
        """Carries out `Invoke`, or `BatchInvoke` as a batch of one.

        Raises:
            FieldError: the document is none of Lambda's.
        """
        operation = wanted(document, "operation")
        payload = document.get("payload")
        if operation == "Invoke":
            return self._call(payload)
        if operation == "BatchInvoke":
            return self._only_one(self._call([payload]))
        raise malformed(f"Unsupported operation '{operation}'.")

    def _call(self, payload: Any) -> Answer:
        context = LambdaContext(self._name, self._timeout)
        event = json.loads(json.dumps(payload))
        try:
            answer = json.dumps(self._handler(event, context), allow_nan=False)
        except Exception as error:
            logger.exception("%s failed, request %s", self._name, context.aws_request_id)
            return Answer(None, SourceError(str(error), "Lambda:Unhandled"))
        if context.get_remaining_time_in_millis() == 0:
            return Answer(None, SourceError("Execution timed out.", "ExecutionTimeout"))
        if len(answer) > _LARGEST_ANSWER:
            return Answer(
                None, SourceError("The answer of the function exceeds 5 MB.", "Lambda:ResponseTooLarge")
            )
        return Answer(json.loads(answer))

    def _only_one(self, answer: Answer) -> Answer:
        if answer.error is not None:
            return answer
        if not isinstance(answer.result, list) or len(answer.result) != 1:
            message = "The answer of a batch must be a list with one element for each of its events."
            return Answer(None, SourceError(message, "Lambda:IllegalArgument"))
        only = answer.result[0]
        if isinstance(only, dict) and only.get("errorMessage") is not None:
            return Answer(
                only.get("data"), SourceError(only["errorMessage"], only.get("errorType") or "Lambda")
            )
        return Answer(only)
