"""Owns GraphQL over HTTP: which requests are GraphQL, and the status and media type of each answer."""

import asyncio
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response as HttpResponse

from local.appsync.api import Api, Response
from local.appsync.errors import RequestRefused, internal_failure
from local.appsync.strict_json import strict_json

_RESPONSE_TYPE = "application/graphql-response+json"
_JSON = "application/json"
_LARGEST_BODY = 1024 * 1024
_NO_QUERY = "Unable to parse GraphQL query."


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request for GraphQL as it came, its parts of the right types."""

    query: str
    variables: Mapping[str, Any] | None
    operation_name: str | None


class GraphQLOverHttp:
    """The endpoint of an API.

    Args:
        workers: threads that execute requests; each keeps its engines.
    """

    def __init__(self, api: Api, workers: ThreadPoolExecutor) -> None:
        self._api = api
        self._workers = workers

    async def answer(self, request: Request) -> HttpResponse:
        """Answers a GET or POST request; whatever goes wrong, in the shape of the wire."""
        media_type = _media_type(request)
        try:
            body = await _body(request)
            loop = asyncio.get_running_loop()
            status, text = await loop.run_in_executor(
                self._workers, self._answer, request, body, media_type == _RESPONSE_TYPE
            )
        except RequestRefused as refusal:
            status, text = refusal.status, json.dumps(refusal.on_the_wire())
        except Exception as error:
            failure = internal_failure(error)
            hidden = RequestRefused(failure.message, "InternalFailure", 500)
            status, text = 500, json.dumps(hidden.on_the_wire())
        return HttpResponse(text, status, media_type=f"{media_type}; charset=utf-8")

    def _answer(self, request: Request, body: bytes, strict: bool) -> tuple[int, str]:
        """Runs in a worker: from the bytes of a request to the status and text of its answer."""
        headers = dict(request.headers)
        client = request.client.host if request.client else "127.0.0.1"
        caller = self._api.credentials.caller(headers, client)
        get = request.method == "GET"
        asked = _asked(_in_url(request.query_params) if get else _posted(headers, body))
        response = self._api.execute(
            asked.query, asked.variables, asked.operation_name, caller, headers, read_only=get
        )
        return _status(response, strict, get), _text(response, strict)


def _media_type(request: Request) -> str:
    return _RESPONSE_TYPE if _RESPONSE_TYPE in request.headers.get("accept", "") else _JSON


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_BODY:
            raise RequestRefused("The request is too large.", "BadRequestException", 413)
    return bytes(body)


def _posted(headers: Mapping[str, str], body: bytes) -> Any:
    if headers.get("content-type", "").partition(";")[0].strip().lower() != _JSON:
        message = f"The content type of a POST request is {_JSON}."
        raise RequestRefused(message, "UnsupportedMediaTypeException", 415)
    if not body:
        raise _malformed("Request body is empty.")
    try:
        return strict_json(body.decode())
    except (ValueError, RecursionError):
        raise _malformed(_NO_QUERY) from None


def _in_url(parameters: Mapping[str, str]) -> dict[str, Any]:
    try:
        return {
            name: strict_json(value) if name in {"variables", "extensions"} else value
            for name, value in parameters.items()
        }
    except (ValueError, RecursionError):
        raise _malformed("variables and extensions must be JSON objects.") from None


def _asked(parameters: Any) -> _Asked:
    if not isinstance(parameters, dict) or not isinstance(parameters.get("query"), str):
        raise _malformed(_NO_QUERY)
    operation_name = parameters.get("operationName") or None
    if not isinstance(parameters.get("operationName"), str | None):
        raise _malformed("operationName must be a string.")
    variables = _map(parameters, "variables")
    _map(parameters, "extensions")
    return _Asked(parameters["query"], variables, operation_name)


def _map(parameters: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    value = parameters.get(name)
    if value is not None and not isinstance(value, dict):
        raise _malformed(f"{name} must be a JSON object.")
    return value


def _malformed(message: str) -> RequestRefused:
    return RequestRefused(message, "MalformedHttpRequestException")


def _status(response: Response, strict: bool, get: bool) -> int:
    if response.executed:
        return 200
    if get and response.errors[0].get("errorType") == "OperationNotSupported":
        return 405
    return 400 if strict else 200


def _text(response: Response, strict: bool) -> str:
    body = response.body()
    if strict and not response.executed:
        del body["data"]
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
