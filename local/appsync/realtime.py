"""Owns AppSync's WebSocket protocol: handshake, keep-alive, and the subscriptions of one connection.

A client connects with the sub-protocols `graphql-ws` and `header-<base64url of its authorization>` (or the
older `?header=<base64>&payload=<base64>`), sends `connection_init` and then starts and stops subscriptions.
"""

import asyncio
import base64
import json
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from local.appsync.api import Api
from local.appsync.callers import Caller
from local.appsync.documents import InvalidDocument
from local.appsync.errors import RequestRefused, Unauthorized, internal_failure
from local.appsync.strict_json import strict_json
from local.appsync.subscriptions import Event, Subscription

_PROTOCOL = "graphql-ws"
_HEADER = "header-"
_TIMEOUT_MS = 300_000
_LARGEST_MESSAGE = 240 * 1024
_MOST_SUBSCRIPTIONS = 100
_TIME_TO_INITIALISE = 15.0
_CLOSED_UNAUTHORIZED = 4401
_CLOSED_BAD_REQUEST = 4400

Message = dict[str, Any]


class Realtime:
    """The WebSocket endpoint of an API.

    Args:
        workers: threads that verify and execute.
        keep_alive: seconds between two `ka`.
    """

    def __init__(self, api: Api, workers: ThreadPoolExecutor, keep_alive: float = 60.0) -> None:
        self._api = api
        self._workers = workers
        self._keep_alive = keep_alive

    async def connect(self, socket: WebSocket) -> None:
        """Serves one connection to its end."""
        offered = socket.scope["subprotocols"]
        await socket.accept(subprotocol=_PROTOCOL if _PROTOCOL in offered else None)
        connection = _Connection(self._api, self._workers, socket)
        try:
            await connection.serve(_handshake_headers(socket), self._keep_alive)
        except WebSocketDisconnect:
            pass
        finally:
            connection.end()


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a client subscribes to, and the headers that say who it is."""

    query: str
    variables: Mapping[str, Any]
    operation_name: str | None
    headers: Mapping[str, str]


class _Connection:
    """One client: what it subscribed to, and what waits to be sent to it."""

    def __init__(self, api: Api, workers: ThreadPoolExecutor, socket: WebSocket) -> None:
        self._api = api
        self._workers = workers
        self._socket = socket
        self._loop = asyncio.get_running_loop()
        self._outbox: asyncio.Queue[Message] = asyncio.Queue()
        self._subscriptions: dict[str, tuple[Subscription, Caller]] = {}

    async def serve(self, headers: Mapping[str, str] | None, keep_alive: float) -> None:
        """Shakes hands, then serves until either side closes or the caller's token expires."""
        try:
            first = await asyncio.wait_for(self._receive(), _TIME_TO_INITIALISE)
            if first.get("type") != "connection_init":
                raise RequestRefused("The first message is connection_init.", "BadRequestException")
            caller = await self._in_worker(self._caller, headers)
        except TimeoutError:
            await self._socket.close(_CLOSED_BAD_REQUEST)
            return
        except RequestRefused as refusal:
            await self._refuse(refusal)
            return
        await self._send({"type": "connection_ack", "payload": {"connectionTimeoutMs": _TIMEOUT_MS}})
        await self._until_one_ends(self._read(), self._write(), self._beat(keep_alive), self._watch(caller))

    def end(self) -> None:
        """Forgets what the client subscribed to."""
        for subscription, _ in self._subscriptions.values():
            self._api.subscriptions.remove(subscription)
        self._subscriptions.clear()

    async def _until_one_ends(self, *parts: Any) -> None:
        tasks = [asyncio.ensure_future(part) for part in parts]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _read(self) -> None:
        while True:
            try:
                message = await self._receive()
                kind = message.get("type")
                if kind == "start":
                    await self._start(_key(message), message.get("payload"))
                elif kind == "stop":
                    self._stop(_key(message))
                else:
                    name = kind if isinstance(kind, str) else "unknown"
                    problem = f"{name} not supported through the realtime channel"
                    raise RequestRefused(problem, "UnsupportedOperation")
            except RequestRefused as refusal:
                self._post({"type": "error", "payload": refusal.on_the_wire()})

    async def _write(self) -> None:
        while True:
            await self._send(await self._outbox.get())

    async def _beat(self, keep_alive: float) -> None:
        while True:
            self._post({"type": "ka"})
            await asyncio.sleep(keep_alive)

    async def _watch(self, caller: Caller) -> None:
        """Ends each subscription when its token expires, and the connection when its own does."""
        while True:
            now = time.time()
            for key, (_, subscriber) in list(self._subscriptions.items()):
                if subscriber.expires is not None and subscriber.expires <= now:
                    self._forget(key)
                    self._post(_error(key, Unauthorized("Token has expired.")))
            if caller.expires is not None and caller.expires <= now:
                await self._refuse(Unauthorized("Token has expired."))
                return
            await asyncio.sleep(1.0)

    async def _start(self, key: str, payload: Any) -> None:
        try:
            if key in self._subscriptions:
                raise RequestRefused(f"A subscription {key} runs already.", "DuplicatedOperationError")
            if len(self._subscriptions) >= _MOST_SUBSCRIPTIONS:
                problem = f"Max number of {_MOST_SUBSCRIPTIONS} subscriptions reached"
                raise RequestRefused(problem, "MaxSubscriptionsReachedError")
            subscription, caller = await self._in_worker(self._subscribe, key, payload)
        except RequestRefused as refusal:
            self._post(_error(key, refusal))
        except InvalidDocument as refused:
            errors = [{name: error[name] for name in ("errorType", "message")} for error in refused.errors]
            self._post({"id": key, "type": "error", "payload": {"errors": errors}})
        except Exception as error:
            failure = internal_failure(error)
            self._post(_error(key, RequestRefused(failure.message, "InternalFailure")))
        else:
            self._subscriptions[key] = subscription, caller
            self._post({"id": key, "type": "start_ack"})
            self._api.subscriptions.add(subscription)

    def _subscribe(self, key: str, payload: Any) -> tuple[Subscription, Caller]:
        """Runs in a worker: verifies the caller, validates and authorizes what he subscribes to."""
        asked = _asked(payload)
        caller = self._caller(asked.headers)
        plan = self._api.subscribe(asked.query, asked.variables, asked.operation_name, caller, asked.headers)

        def deliver(event: Event) -> None:
            message = {"id": key, "type": "data", "payload": plan.answer(event)}
            self._loop.call_soon_threadsafe(self._deliver, key, message)

        return Subscription(plan.field_name, plan.arguments, plan.filter, deliver), caller

    def _deliver(self, key: str, message: Message) -> None:
        if key not in self._subscriptions:
            return
        if len(json.dumps(message, ensure_ascii=False).encode()) > _LARGEST_MESSAGE:
            message = _error(key, RequestRefused("The event exceeds 240 KB.", "MaxPayloadSizeExceeded"))
        self._post(message)

    def _stop(self, key: str) -> None:
        if key not in self._subscriptions:
            self._post(_error(key, RequestRefused(f"No subscription {key} runs.", "UnknownOperationError")))
            return
        self._forget(key)
        self._post({"id": key, "type": "complete"})

    def _forget(self, key: str) -> None:
        subscription, _ = self._subscriptions.pop(key)
        self._api.subscriptions.remove(subscription)

    def _caller(self, headers: Mapping[str, str] | None) -> Caller:
        if headers is None:
            raise Unauthorized("Valid authorization header not provided.")
        address = self._socket.client.host if self._socket.client else "127.0.0.1"
        return self._api.credentials.caller(headers, address)

    async def _in_worker(self, call: Any, *arguments: Any) -> Any:
        return await self._loop.run_in_executor(self._workers, call, *arguments)

    async def _receive(self) -> Message:
        try:
            text = await self._socket.receive_text()
            if len(text.encode()) > _LARGEST_MESSAGE:
                raise RequestRefused("A message has at most 240 KB.", "MaxPayloadSizeExceeded")
            message = strict_json(text)
        except (KeyError, ValueError, RecursionError):  # KeyError: a binary message
            message = None
        if not isinstance(message, dict):
            raise RequestRefused("A message is a JSON object.", "BadRequestException")
        return message

    async def _refuse(self, refusal: RequestRefused) -> None:
        await self._send({"type": "connection_error", "payload": refusal.on_the_wire()})
        unauthorized = isinstance(refusal, Unauthorized)
        await self._socket.close(_CLOSED_UNAUTHORIZED if unauthorized else _CLOSED_BAD_REQUEST)

    async def _send(self, message: Message) -> None:
        if self._socket.application_state is not WebSocketState.CONNECTED:
            raise WebSocketDisconnect
        await self._socket.send_text(json.dumps(message, ensure_ascii=False))

    def _post(self, message: Message) -> None:
        self._outbox.put_nowait(message)


def _error(key: str, refusal: RequestRefused) -> Message:
    return {"id": key, "type": "error", "payload": refusal.on_the_wire()}


def _key(message: Message) -> str:
    key = message.get("id")
    if not isinstance(key, str) or not key:
        raise RequestRefused(f"A message {message['type']} has an id.", "BadRequestException")
    return key


def _asked(payload: Any) -> _Asked:
    try:
        data = strict_json(payload["data"])
        asked = _Asked(
            data["query"],
            data.get("variables") or {},
            data.get("operationName"),
            _lower(payload["extensions"]["authorization"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise _unreadable() from None
    if not (
        isinstance(asked.query, str)
        and isinstance(asked.variables, dict)
        and isinstance(asked.operation_name, str | None)
    ):
        raise _unreadable()
    return asked


def _unreadable() -> RequestRefused:
    return RequestRefused("Unable to parse the subscription.", "BadRequestException")


def _handshake_headers(socket: WebSocket) -> Mapping[str, str] | None:
    """The authorization that a client offers as a sub-protocol or in the URL; None when it can't be read."""
    encoded = next(
        (one.removeprefix(_HEADER) for one in socket.scope["subprotocols"] if one.startswith(_HEADER)),
        socket.query_params.get("header", ""),
    )
    try:
        padded = encoded.translate(str.maketrans("+/", "-_")) + "=" * (-len(encoded) % 4)
        return _lower(json.loads(base64.urlsafe_b64decode(padded)))
    except (ValueError, AttributeError, RecursionError):
        return None


def _lower(headers: Mapping[str, Any]) -> dict[str, str]:
    return {name.lower(): str(value) for name, value in headers.items()}
