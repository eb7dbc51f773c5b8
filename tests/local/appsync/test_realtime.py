"""AppSync's WebSocket protocol: handshake, keep-alive, subscriptions and how they end."""

import base64
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from local.appsync.api import Api
from local.appsync.callers import Credentials
from local.appsync.engine import Code
from local.appsync.errors import Unauthorized
from local.appsync.resolution import FieldResolver, Step
from local.appsync.sources import NoneSource
from tests.local.appsync.conftest import CLAIMS
from tests.local.appsync.serving import served
from tests.local.appsync.test_resolution import code, shows

SCHEMA = """
type Query { f: Int }
type Mutation @aws_api_key { tell(team: ID!, text: String, size: Int): Told }
type Told @aws_api_key @aws_cognito_user_pools { team: ID!  text: String  size: Int  secret: Int @aws_iam }
type Subscription {
  onTold(team: ID, size: Int): Told @aws_subscribe(mutations: ["tell"])
  onMine(team: ID!): Told @aws_subscribe(mutations: ["tell"])
  onLarge: Told @aws_subscribe(mutations: ["tell"])
  onSecret: Told @aws_subscribe(mutations: ["tell"]) @aws_iam
}
"""
ONLY_MINE = code("if (ctx.args.team !== ctx.identity.sub) { util.unauthorized(); } return { payload: null };")
LARGE = (
    "import { util, extensions } from '@aws-appsync/utils';\n"
    "export function request(ctx) { return { payload: null }; }\n"
    "export function response(ctx) {\n"
    "  extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter({ size: { ge: 10 } }));\n"
    "  return null;\n}\n"
)
GOOD = {"host": "localhost", "Authorization": "good"}


def verify(token: str) -> Mapping[str, Any]:
    """`good` lasts, `short` ends in a second."""
    if token not in {"good", "short"}:
        raise Unauthorized
    return CLAIMS | {"exp": time.time() + (1 if token == "short" else 3600)}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    resolvers = [
        FieldResolver(*names, (Step(Code(text, names[1]), NoneSource()),))
        for names, text in (
            (("Mutation", "tell"), shows("ctx.args")),
            (("Subscription", "onMine"), ONLY_MINE),
            (("Subscription", "onLarge"), LARGE),
        )
    ]
    with served(Api(SCHEMA, resolvers, Credentials(verify, frozenset({"key"}))), keep_alive=0.2) as where:
        yield where


def encoded(header: Mapping[str, str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")


def receive(socket: ClientConnection, *ignored: str) -> dict[str, Any]:
    """The next message, keep-alives left out."""
    while True:
        message: dict[str, Any] = json.loads(socket.recv(timeout=5))
        if message["type"] not in {"ka", *ignored}:
            return message


@contextmanager
def connected(address: str, header: Mapping[str, str] = GOOD) -> Iterator[ClientConnection]:
    """A connection before its `connection_init`."""
    protocols: Any = ["graphql-ws", f"header-{encoded(header)}"]
    with connect(f"ws://{address}/graphql/realtime", subprotocols=protocols) as socket:
        yield socket


@contextmanager
def acknowledged(address: str, header: Mapping[str, str] = GOOD) -> Iterator[ClientConnection]:
    """A connection after its handshake."""
    with connected(address, header) as socket:
        send(socket, type="connection_init")
        assert receive(socket)["type"] == "connection_ack"
        yield socket


def send(socket: ClientConnection, **message: Any) -> None:
    socket.send(json.dumps(message))


def start(
    socket: ClientConnection,
    query: str,
    key: str = "1",
    variables: Any = None,
    header: Mapping[str, str] = GOOD,
) -> dict[str, Any]:
    """Subscribes; gives the first answer."""
    data = json.dumps({"query": query, "variables": variables or {}})
    send(socket, id=key, type="start", payload={"data": data, "extensions": {"authorization": header}})
    return receive(socket)


def tell(address: str, selected: str = "team text size", **arguments: Any) -> None:
    """Sends the mutation that fires the subscriptions."""
    given = "team: $team, text: $text, size: $size"
    query = f"mutation($team: ID!, $text: String, $size: Int) {{ t: tell({given}) {{ {selected} }} }}"
    body = {"query": query, "variables": arguments}
    response = httpx.post(f"http://{address}/graphql", json=body, headers={"x-api-key": "key"})
    assert "errors" not in response.json()


def error_types(message: dict[str, Any]) -> list[str]:
    return [error["errorType"] for error in message["payload"]["errors"]]


def test_a_handshake_is_acknowledged_and_kept_alive(address: str) -> None:
    with connected(address) as socket:
        assert socket.subprotocol == "graphql-ws"
        send(socket, type="connection_init")
        ack = json.loads(socket.recv(timeout=5))
        assert ack == {"type": "connection_ack", "payload": {"connectionTimeoutMs": 300000}}
        assert [json.loads(socket.recv(timeout=5)) for _ in range(3)] == [{"type": "ka"}] * 3


def test_the_older_form_in_the_url_is_understood(address: str) -> None:
    header = base64.b64encode(json.dumps(GOOD).encode()).decode()
    url = f"ws://{address}/graphql/realtime?header={httpx.QueryParams({'h': header})['h']}&payload=e30="
    protocols: Any = ["graphql-ws"]
    with connect(url, subprotocols=protocols) as socket:
        send(socket, type="connection_init")
        assert receive(socket)["type"] == "connection_ack"


@pytest.mark.parametrize("header", [{}, {"Authorization": "forged"}, {"x-api-key": "other"}])
def test_bad_credentials_end_the_connection(address: str, header: dict[str, str]) -> None:
    with connected(address, header) as socket:
        send(socket, type="connection_init")
        message = receive(socket)
        assert message["type"] == "connection_error"
        assert error_types(message) == ["UnauthorizedException"]
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=5)


@pytest.mark.parametrize("header", ["e", "W10", base64.b64encode(b"[" * 4500).decode()], ids=len)
def test_an_unreadable_header_ends_the_connection(address: str, header: str) -> None:
    protocols: Any = ["graphql-ws", f"header-{header}"]
    with connect(f"ws://{address}/graphql/realtime", subprotocols=protocols) as socket:
        send(socket, type="connection_init")
        assert receive(socket)["type"] == "connection_error"


def test_nothing_comes_before_connection_init(address: str) -> None:
    with connected(address) as socket:
        send(socket, type="start", id="1")
        assert error_types(receive(socket)) == ["BadRequestException"]


def test_a_subscriber_gets_the_events_whose_fields_equal_his_arguments(address: str) -> None:
    with acknowledged(address) as socket:
        query = "subscription($team: ID) { told: onTold(team: $team) { team text size __typename } }"
        assert start(socket, query, variables={"team": "a"}) == {"id": "1", "type": "start_ack"}
        tell(address, team="b", text="not this one")
        tell(address, "team words: text", team="a", text="this one", size=4)
        told = {"team": "a", "text": "this one", "size": None, "__typename": "Told"}
        assert receive(socket) == {"id": "1", "type": "data", "payload": {"data": {"told": told}}}


def test_an_event_without_a_field_that_is_compared_does_not_match(address: str) -> None:
    with acknowledged(address) as socket:
        start(socket, "subscription { onTold(size: 4) { team } }")
        tell(address, "team", team="a", size=4)
        tell(address, "team size", team="b", size=4)
        assert receive(socket)["payload"]["data"]["onTold"] == {"team": "b"}


def test_fields_of_an_event_are_authorized_for_the_subscriber(address: str) -> None:
    with acknowledged(address) as socket:
        start(socket, "subscription { onTold { team secret } }")
        tell(address, team="a")
        payload = receive(socket)["payload"]
        assert payload["data"] == {"onTold": {"team": "a", "secret": None}}
        assert payload["errors"][0]["message"] == "Not Authorized to access secret on type Told"


def test_a_filter_set_when_subscribing_replaces_the_comparison(address: str) -> None:
    with acknowledged(address) as socket:
        start(socket, "subscription { onLarge { size } }")
        tell(address, team="a", size=9)
        tell(address, team="a", size=10)
        assert receive(socket)["payload"]["data"]["onLarge"] == {"size": 10}


def test_stopping_completes_a_subscription(address: str) -> None:
    with acknowledged(address) as socket:
        start(socket, "subscription { onTold { team } }")
        send(socket, id="1", type="stop")
        assert receive(socket) == {"id": "1", "type": "complete"}
        tell(address, team="a")
        start(socket, "subscription { onTold { team } }", "2")
        tell(address, team="b")
        assert receive(socket)["payload"]["data"]["onTold"] == {"team": "b"}


REFUSED = {
    "a forged token": (
        "subscription { onTold { team } }",
        {"Authorization": "forged"},
        "UnauthorizedException",
    ),
    "no credentials": ("subscription { onTold { team } }", {}, "UnauthorizedException"),
    "a directive": ("subscription { onSecret { team } }", GOOD, "Unauthorized"),
    "the default mode": ("subscription { onTold { team } }", {"x-api-key": "key"}, "Unauthorized"),
    "the resolver": ('subscription { onMine(team: "x") { team } }', GOOD, "Unauthorized"),
    "a field of none": ("subscription { onTold { name } }", GOOD, "ValidationError"),
    "a query": ("{ f }", GOOD, "UnsupportedOperation"),
    "two fields": ("subscription { onTold { team } onLarge { team } }", GOOD, "ValidationError"),
    "no text": ("{", GOOD, "InvalidSyntax"),
}


@pytest.mark.parametrize(("query", "header", "expected"), REFUSED.values(), ids=REFUSED.keys())
def test_a_subscription_may_be_refused(
    address: str, query: str, header: dict[str, str], expected: str
) -> None:
    with acknowledged(address) as socket:
        message = start(socket, query, header=header)
        assert (message["id"], message["type"]) == ("1", "error")
        assert error_types(message)[0] == expected
        assert all(error.keys() == {"errorType", "message"} for error in message["payload"]["errors"])


def test_the_resolver_admits_whom_it_should(address: str) -> None:
    with acknowledged(address) as socket:
        assert start(socket, 'subscription { onMine(team: "s1") { team } }')["type"] == "start_ack"


def test_a_connection_lives_on_after_what_it_does_not_understand(address: str) -> None:
    with acknowledged(address) as socket:
        messages: list[tuple[str | bytes, str]] = [
            ("[]", "BadRequestException"),
            ("{", "BadRequestException"),
            (b"{}", "BadRequestException"),
            ('{"type": "dance"}', "UnsupportedOperation"),
            ('{"type": "start", "id": "1"}', "BadRequestException"),
            ('{"type": "stop", "id": "9"}', "UnknownOperationError"),
            (json.dumps({"type": "start", "id": "1", "payload": "x" * 250_000}), "MaxPayloadSizeExceeded"),
        ]
        for text, expected in messages:
            socket.send(text)
            assert error_types(receive(socket)) == [expected]
        assert start(socket, "subscription { onTold { team } }")["type"] == "start_ack"


def starts(**data: Any) -> dict[str, Any]:
    payload = {"data": json.dumps(data), "extensions": {"authorization": GOOD}}
    return {"type": "start", "id": "1", "payload": payload}


QUERY = "subscription { onTold { team } }"
WITHOUT_KEY: dict[str, tuple[dict[str, Any], str]] = {
    "a start without id": ({**starts(query=QUERY), "id": None}, "BadRequestException"),
    "a start with a number for id": ({**starts(query=QUERY), "id": 1}, "BadRequestException"),
    "a start with a list for id": ({**starts(query=QUERY), "id": ["1"]}, "BadRequestException"),
    "a start with an empty id": ({**starts(query=QUERY), "id": ""}, "BadRequestException"),
    "a stop without id": ({"type": "stop"}, "BadRequestException"),
    "no type": ({"id": "1"}, "UnsupportedOperation"),
    "a type that is no text": ({"id": "1", "type": {"a": 1}}, "UnsupportedOperation"),
    "a second connection_init": ({"type": "connection_init"}, "UnsupportedOperation"),
}
WITH_KEY: dict[str, dict[str, Any]] = {
    "no payload": {"type": "start", "id": "1", "payload": None},
    "data that is no text": {**starts(query=QUERY), "payload": {"data": {"query": QUERY}}},
    "data that is no object": {"type": "start", "id": "1", "payload": {"data": "[]"}},
    "no authorization": {"type": "start", "id": "1", "payload": {"data": json.dumps({"query": QUERY})}},
    "no query": starts(),
    "a query that is no text": starts(query=[QUERY]),
    "variables that are no map": starts(query=QUERY, variables=[1]),
    "an operation that is no text": starts(query=QUERY, operationName={"a": 1}),
}


@pytest.mark.parametrize(("message", "expected"), WITHOUT_KEY.values(), ids=WITHOUT_KEY.keys())
def test_a_message_of_no_subscription_is_answered_without_id(
    address: str, message: dict[str, Any], expected: str
) -> None:
    with acknowledged(address) as socket:
        send(socket, **{name: value for name, value in message.items() if value is not None})
        answer = receive(socket)
        assert sorted(answer) == ["payload", "type"]
        assert answer["type"] == "error"
        assert error_types(answer) == [expected]
        assert "None" not in str(answer)
        assert start(socket, QUERY)["type"] == "start_ack"


@pytest.mark.parametrize("message", WITH_KEY.values(), ids=WITH_KEY.keys())
def test_a_malformed_start_is_refused_by_its_id(address: str, message: dict[str, Any]) -> None:
    with acknowledged(address) as socket:
        send(socket, **message)
        answer = receive(socket)
        assert (answer["id"], answer["type"]) == ("1", "error")
        assert error_types(answer) == ["BadRequestException"]
        assert start(socket, QUERY)["type"] == "start_ack"


def test_a_connection_has_a_hundred_subscriptions(address: str) -> None:
    with acknowledged(address) as socket:
        for number in range(100):
            assert start(socket, "subscription { onTold { team } }", str(number))["type"] == "start_ack"
        message = start(socket, "subscription { onTold { team } }", "101")
        assert error_types(message) == ["MaxSubscriptionsReachedError"]
        assert error_types(start(socket, "subscription { onTold { team } }", "5")) == [
            "DuplicatedOperationError"
        ]


def test_a_subscription_ends_with_its_token(address: str) -> None:
    with acknowledged(address) as socket:
        short = {"Authorization": "short"}
        assert start(socket, "subscription { onTold { team } }", header=short)["type"] == "start_ack"
        message = receive(socket)
        assert (message["id"], error_types(message)) == ("1", ["UnauthorizedException"])


def test_a_connection_ends_with_its_token(address: str) -> None:
    with acknowledged(address, {"Authorization": "short"}) as socket:
        assert receive(socket)["type"] == "connection_error"
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=5)
