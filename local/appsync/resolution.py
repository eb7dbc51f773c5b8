"""Owns resolvers: how the handlers of a field's files and its data source work together.

A unit resolver is one step. A pipeline is a frame around steps: the frame's request handler, each step in
turn, the frame's response handler.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLResolveInfo

from local.appsync.engine import Code, Evaluation, Handler, HandlerError
from local.appsync.errors import FieldError
from local.appsync.execution import Operation
from local.appsync.selection import selected
from local.appsync.sources import DataSource

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """A request handler, a data source, a response handler: a unit resolver, or a pipeline's function."""

    code: Code
    source: DataSource


@dataclass(frozen=True, slots=True)
class FieldResolver:
    """What resolves one field.

    Attributes:
        steps: one for a unit resolver, at most ten for a pipeline.
        frame: what stands around the steps of a pipeline; None for a unit resolver.
    """

    type_name: str
    field_name: str
    steps: Sequence[Step]
    frame: Code | None = None

    def resolve(self, source: Any, info: GraphQLResolveInfo, arguments: dict[str, Any]) -> Any:
        """The value of the field.

        Raises:
            FieldError: a handler refused, or the call it asked for can't be made.
        """
        operation: Operation = info.context
        operation.count_resolver()
        run = _Run(operation, info, _context(operation, info, source, arguments))
        if self.frame is None:
            return run.step(self.steps[0]).value
        return run.pipeline(self.frame, self.steps)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a step gave; `ends` when it also ends its pipeline."""

    value: Any
    ends: bool = False


class _Run:
    """One resolution of one field: the context that its handlers share."""

    def __init__(self, operation: Operation, info: GraphQLResolveInfo, context: dict[str, Any]) -> None:
        self._operation = operation
        self._info = info
        self._context = context

    def step(self, step: Step) -> _Outcome:
        """Runs a step; the response handler always runs, unless the request handler returned early."""
        asked = self._evaluate(step.code, "request")
        if asked.early_return:
            return _Outcome(asked.result, asked.skip_to == "END")
        answer = step.source.invoke(asked.result)
        failure = answer.error and {"message": answer.error.message, "type": answer.error.type}
        seen = {"result": answer.result, **({"error": failure} if failure else {})}
        return _Outcome(self._evaluate(step.code, "response", seen).result)

    def pipeline(self, frame: Code, steps: Sequence[Step]) -> Any:
        """Runs the steps inside their frame."""
        asked = self._evaluate(frame, "request")
        outcome = _Outcome(asked.result, asked.early_return)
        for step in steps:
            if outcome.ends:
                break
            self._context["prev"] = {"result": outcome.value}
            outcome = self.step(step)
        self._context["prev"] = {"result": outcome.value}
        return self._evaluate(frame, "response", {"result": outcome.value}).result

    def _evaluate(self, code: Code, handler: Handler, seen: dict[str, Any] | None = None) -> Evaluation:
        try:
            evaluation = code.evaluate(handler, self._context | (seen or {}))
        except RecursionError:
            raise FieldError("The request is nested too deeply.", "ValidationError") from None
        for line in evaluation.logs:
            logger.info("%s.%s: %s", self._info.parent_type.name, self._info.field_name, line)
        self._context["stash"] = evaluation.stash
        for appended in evaluation.out_errors:
            self._operation.append(self._field_error(appended), self._info)
        if evaluation.error is not None:
            if evaluation.error.code_errors:
                logger.error("%s", evaluation.error.message)
            raise self._field_error(evaluation.error)
        if evaluation.extensions is not None and evaluation.extensions.subscription_filter is not None:
            self._operation.subscription_filter = evaluation.extensions.subscription_filter
        return evaluation

    def _field_error(self, error: HandlerError) -> FieldError:
        return FieldError(error.message, error.type, selected(error.data, self._info), error.error_info)


def _context(
    operation: Operation, info: GraphQLResolveInfo, source: Any, arguments: dict[str, Any]
) -> dict[str, Any]:
    selection = operation.selection(info)
    return {
        "arguments": arguments,
        "identity": operation.caller.identity,
        "source": source,
        "request": {"headers": dict(operation.headers), "domainName": None},
        "prev": None,
        "info": {
            "fieldName": info.field_name,
            "parentTypeName": info.parent_type.name,
            "variables": operation.variables,
            "selectionSetList": selection.names,
            "selectionSetGraphQL": selection.text,
        },
        "stash": {},
    }
