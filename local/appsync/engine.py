"""Runs APPSYNC_JS handlers within their limits, and gives what a handler returns and leaves behind."""

import itertools
import json
import os
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

import quickjs

from local.appsync.checking import check
from local.appsync.language import CodeError, CodeRefused, Location
from local.appsync.rewriting import FIRST_LINE, Script, rewrite
from local.appsync.zones import transitions

__all__ = ["Code", "CodeError", "CodeRefused", "Evaluation", "Extensions", "HandlerError", "Location"]

Handler = Literal["request", "response"]

# Processor seconds of the whole process, which is what QuickJS counts: enough for many threads at work.
_TIME_LIMIT: Final = 2.0
_MEMORY_LIMIT: Final = 32 * 1024 * 1024
_STACK_LIMIT: Final = 512 * 1024
# A context is replaced after this many different files, so that files that are gone do not fill it.
_FILES_IN_A_CONTEXT: Final = 500

_RUNTIME_PARTS: Final = (
    "native",
    "patterns",
    "text",
    "transform",
    "dynamodb",
    "time",
    "rds",
    "xml",
    "util",
    "closing",
    "running",
)
_FRAME: Final = re.compile(r"\(<input>:(\d+):(\d+)\)")


@dataclass(frozen=True, slots=True)
class HandlerError:
    """Why a handler gave no result, or what it added with util.appendError.

    `type` is the errorType of the GraphQL error: what util.error was given, Unauthorized for
    util.unauthorized, Code when the code itself failed; only then are there `code_errors`.
    """

    message: str
    type: str | None
    data: Any = None
    error_info: Any = None
    code_errors: tuple[CodeError, ...] = ()


@dataclass(frozen=True, slots=True)
class Extensions:
    """What a handler asked of AppSync through `extensions` and util.http, as it gave it."""

    subscription_filter: dict[str, Any] | None = None
    subscription_invalidation_filter: dict[str, Any] | None = None
    invalidations: tuple[dict[str, Any], ...] = ()
    cache_evictions: tuple[dict[str, Any], ...] = ()
    response_headers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One run of a handler.

    `result` is plain JSON, None when there is an error; `stash` is the stash as the handler left it;
    `out_errors` are those of util.appendError; `skip_to` is NEXT, END or None; `extensions` is None when
    nothing was asked.
    """

    result: Any
    error: HandlerError | None = None
    logs: tuple[str, ...] = ()
    stash: dict[str, Any] = field(default_factory=dict)
    out_errors: tuple[HandlerError, ...] = ()
    early_return: bool = False
    skip_to: str | None = None
    extensions: Extensions | None = None


def _runtime_script() -> str:
    folder = Path(__file__).parent / "runtime"
    parts = "\n".join((folder / f"{part}.js").read_text("utf-8") for part in _RUNTIME_PARTS)
    return f'(() => {{ "use strict";\n{parts}\n}})()'


_RUNTIME: Final = _runtime_script()


class _Context:
    """A QuickJS context with the runtime in it; it must stay in the thread that made it."""

    def __init__(self) -> None:
        self._context = quickjs.Context()
        self._context.set_memory_limit(_MEMORY_LIMIT)
        self._context.set_max_stack_size(_STACK_LIMIT)
        self._host = self._context.eval(_RUNTIME)
        self._context.set_time_limit(_TIME_LIMIT)
        seed = [int.from_bytes(os.urandom(4), "big") for _ in range(3)]
        self._host("seed", json.dumps(seed), None)
        self._loaded: set[int] = set()

    @property
    def full(self) -> bool:
        """Whether it has seen so many files that a fresh one should take its place."""
        return len(self._loaded) >= _FILES_IN_A_CONTEXT

    def load(self, key: int, file_name: str, script: Script) -> None:
        """Compiles a file, once.

        Raises:
            quickjs.JSException: the engine finds a syntax error in it.
        """
        if key not in self._loaded:
            self._host("load", json.dumps([key, file_name]), self._context.eval(script.text))
            self._loaded.add(key)

    def run(self, key: int, handler: Handler, context: str) -> str:
        """Runs a handler; see told() of runtime/running.js for the two lines it gives."""
        answer: str = self._host("run", f"{key} {handler}", context)
        return answer

    def learn_zone(self, name: str) -> None:
        """Teaches the runtime a time zone."""
        self._host("zone", name, json.dumps(transitions(name)))


class _Contexts(threading.local):
    """The context of each thread: a context that two threads use crashes the process."""

    def __init__(self) -> None:
        self.current: _Context | None = None

    def get(self) -> _Context:
        if self.current is None or self.current.full:
            self.current = _Context()
        return self.current


_contexts = _Contexts()
_keys = itertools.count()


class Code:
    """One APPSYNC_JS file, checked. Evaluating it is thread safe."""

    def __init__(self, source: str, name: str = "code.js") -> None:
        """Checks the code.

        Args:
            source: the text of the file.
            name: what errors and logs call it.

        Raises:
            CodeRefused: it is not APPSYNC_JS.
        """
        self._name = name
        self._key = next(_keys)
        self._script = rewrite(check(source, name))
        try:
            _contexts.get().load(self._key, name, self._script)
        except quickjs.JSException as exception:
            raise CodeRefused((self._code_error("PARSE_ERROR", str(exception)),)) from None

    def evaluate(self, function: Handler, context: Mapping[str, Any]) -> Evaluation:
        """Runs one handler of the file, from a fresh start: nothing of an evaluation reaches the next.

        Args:
            function: the exported handler to run.
            context: the JSON of AppSync's `ctx`; arguments, stash and info left out are {}, identity is null.
        """
        text = json.dumps(context, allow_nan=False)
        while True:
            try:
                machine = _contexts.get()
                machine.load(self._key, self._name, self._script)
                answer = machine.run(self._key, function, text)
            except quickjs.JSException as exception:
                # Interrupted, or out of memory or stack: the context may be in any state.
                _contexts.current = None
                return Evaluation(None, self._failure("LIMIT_EXCEEDED", _limit_message(str(exception))))
            try:
                result, details = _told(answer)
            except RecursionError:
                return Evaluation(None, self._failure("LIMIT_EXCEEDED", "The result is nested too deeply"))
            if details is None:
                return Evaluation(result)
            failed = details["failed"]
            if failed is None or failed["stopped"] != "zone":
                return self._evaluation(result, details)
            machine.learn_zone(failed["zone"])

    def _evaluation(self, result: Any, details: dict[str, Any]) -> Evaluation:
        return Evaluation(
            result=result,
            error=self._error(details["failed"]),
            logs=tuple(details["logs"]),
            stash=details["stash"],
            out_errors=tuple(_handler_error(error) for error in details["errors"]),
            early_return=details["early"],
            skip_to=details["skipTo"],
            extensions=_extensions(details),
        )

    def _error(self, failed: dict[str, Any] | None) -> HandlerError | None:
        if failed is None:
            return None
        if failed["stopped"] == "error":
            return _handler_error(failed)
        return self._failure(failed["errorType"], failed["message"], failed["stack"])

    def _failure(self, error_type: str, message: str, stack: str = "") -> HandlerError:
        """A failure of the code itself, told as AppSync tells it: `code.js:12:3: TypeError: …`."""
        error = self._code_error(error_type, f"{message}\n{stack}")
        line, column = error.location.line, error.location.column
        placed = f"{self._name}:{line}:{column}: {message}" if line else message
        return HandlerError(placed, "Code", code_errors=(error,))

    def _code_error(self, error_type: str, text: str) -> CodeError:
        """An error with the innermost place in the resolver's own code that a QuickJS stack names."""
        message = text.partition("\n")[0]
        places = [(int(line), int(column)) for line, column in _FRAME.findall(text)]
        places += [(int(line), int(column)) for line, column in re.findall(r"at <input>:(\d+):(\d+)", text)]
        own = next((place for place in places if place[0] > FIRST_LINE), None)
        if own is None:
            return CodeError(error_type, message, Location())
        line, column = self._script.position(*own)
        return CodeError(error_type, message, Location(line, column, -1))


def _told(answer: str) -> tuple[Any, dict[str, Any] | None]:
    """The result and, when there is more, the details of what told() of runtime/running.js gives."""
    result, _, rest = answer.partition("\n")
    return json.loads(result), json.loads(rest) if rest else None


def _handler_error(details: dict[str, Any]) -> HandlerError:
    return HandlerError(details["message"], details["errorType"], details["data"], details["errorInfo"])


def _extensions(details: dict[str, Any]) -> Extensions | None:
    asked = Extensions(
        subscription_filter=details["subscriptionFilter"],
        subscription_invalidation_filter=details["subscriptionInvalidationFilter"],
        invalidations=tuple(details["invalidations"]),
        cache_evictions=tuple(details["cacheEvictions"]),
        response_headers=details["responseHeaders"],
    )
    return None if asked == Extensions() else asked


def _limit_message(exception: str) -> str:
    message = exception.partition("\n")[0]
    if "interrupted" in message:
        return f"The evaluation took more than {_TIME_LIMIT:g} seconds"
    return f"The evaluation exceeded a limit of the runtime: {message}"
