"""GraphQL over HTTP: media types, statuses, credentials, many requests at once."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from local.appsync.sources import NoneSource
from tests.local.appsync.conftest import MakeApi
from tests.local.appsync.serving import served
from tests.local.appsync.test_resolution import code, shows

AUDIT = Path(__file__).parents[1] / "graphql_http_audit"
SCHEMA = """
type Query @aws_api_key {
  f(n: Int, text: String): AWSJSON
  slow(n: Int): Int
  mine: String @aws_cognito_user_pools
}
type Mutation @aws_api_key { change: Int }
"""
SUM = "let sum = 0; for (const n of [1, 2, 3]) { sum += n * ctx.args.n; } return { payload: sum };"


@pytest.fixture
def address(make_api: MakeApi) -> Iterator[str]:
    api = make_api(
        SCHEMA,
        {
            "Query.f": (shows("ctx.args"), NoneSource()),
            "Query.slow": (code(SUM), NoneSource()),
            "Query.mine": (shows("ctx.identity.sub"), NoneSource()),
        },
    )
    with served(api) as address:
        yield f"http://{address}/graphql"


def post(address: str, query: Any, **headers: str) -> httpx.Response:
    return httpx.post(address, json={"query": query}, headers={"x-api-key": "key"} | headers)


def test_the_specification_is_met_without_a_warning(address: str) -> None:
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("node is not installed")
    if not (AUDIT / "node_modules").exists():
        subprocess.run([npm, "ci", "--silent"], cwd=AUDIT, check=True)
    audit = subprocess.run([node, "audit.mjs", address, "key"], cwd=AUDIT, check=True, capture_output=True)
    outcomes = json.loads(audit.stdout)
    assert [outcome for outcome in outcomes if outcome["status"] != "ok"] == []
    assert len(outcomes) == 61


def test_a_result_comes_in_the_shape_of_appsync(address: str) -> None:
    response = post(address, "{ f(n: 1) }")
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    assert response.json() == {"data": {"f": '{"n":1}'}}


def test_a_character_of_two_halves_comes_back_whole(address: str) -> None:
    body = b'{"query": "{ f(text: \\"\\ud83d\\udea3 \xc3\xa9\\") }"}'
    headers = {"x-api-key": "key", "content-type": "application/json"}
    assert httpx.post(address, content=body, headers=headers).json() == {"data": {"f": '{"text":"🚣 é"}'}}


def test_a_token_names_the_caller(address: str) -> None:
    assert post(address, "{ mine }", authorization="good").json() == {"data": {"mine": "s1"}}
    refused = post(address, "{ mine }")
    assert refused.status_code == 200
    assert refused.json()["errors"][0]["errorType"] == "Unauthorized"


@pytest.mark.parametrize("headers", [{"x-api-key": ""}, {"x-api-key": "other"}, {"authorization": "forged"}])
def test_bad_credentials_refuse_the_whole_request(address: str, headers: dict[str, str]) -> None:
    response = post(address, "{ f }", **headers)
    assert response.status_code == 401
    (error,) = response.json()["errors"]
    assert error["errorType"] == "UnauthorizedException"
    assert error["message"]


def test_a_document_that_is_refused_has_no_data(address: str) -> None:
    plain = post(address, "{ g }")
    assert (plain.status_code, plain.json()["data"]) == (200, None)
    strict = post(address, "{ g }", accept="application/graphql-response+json")
    assert strict.status_code == 400
    assert "data" not in strict.json()


def test_get_carries_queries_alone(address: str) -> None:
    with httpx.Client(headers={"x-api-key": "key"}) as client:
        query = {"query": "query($n: Int) { f(n: $n) }", "variables": '{"n": 2}'}
        assert client.get(address, params=query).json() == {"data": {"f": '{"n":2}'}}
        assert client.get(address, params={"query": "mutation { change }"}).status_code == 405
        assert client.get(address, params=query | {"variables": "{"}).status_code == 400


BODIES = {
    "a list": b"[]",
    "nothing": b"",
    "no JSON": b"{",
    "no text": b'{"query": "\xff"}',
    "deep": b"[" * 200_000,
    "half a character": b'{"query": "{ f }", "variables": {"a": "\\ud800"}}',
    "no number": b'{"query": "{ f }", "variables": {"a": NaN}}',
    "a number without end": b'{"query": "{ f }", "variables": {"a": 1e999}}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_body_of_another_shape_is_refused(address: str, body: bytes) -> None:
    headers = {"x-api-key": "key", "content-type": "application/json"}
    response = httpx.post(address, content=body, headers=headers)
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert error["errorType"] == "MalformedHttpRequestException"
    assert error["message"] == ("Unable to parse GraphQL query." if body else "Request body is empty.")


def test_a_body_has_a_limited_size(address: str) -> None:
    assert post(address, "#" * 2_000_000).status_code == 413


def test_another_content_type_is_refused(address: str) -> None:
    response = httpx.post(
        address, content="{ f }", headers={"x-api-key": "key", "content-type": "text/plain"}
    )
    assert response.status_code == 415


def test_a_hundred_requests_at_once_are_each_answered(address: str) -> None:
    with httpx.Client() as client, ThreadPoolExecutor(100) as crowd:

        def ask(number: int) -> Any:
            body = {"query": "query($n: Int) { slow(n: $n) }", "variables": {"n": number}}
            return client.post(address, json=body, headers={"x-api-key": "key"}, timeout=30).json()

        answers = list(crowd.map(ask, range(300)))
    assert answers == [{"data": {"slow": 6 * number}} for number in range(300)]
