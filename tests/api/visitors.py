"""Everybody who knocks at the API over HTTP: with real tokens of the user pool, with bad ones, with none."""

import asyncio
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from secrets import token_bytes
from time import time
from typing import Any
from uuid import uuid4

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.applications import Starlette

from local.account.account import Account
from local.appsync.callers import Credentials
from local.appsync.dynamodb import DynamoDB
from local.appsync.endpoints import routes
from local.appsync.tokens import TokenVerifier
from local.composition import regatta_api

PASSWORD = "Petit-Bras-de-Seine-1874!"
TWO_HOURS = 2 * 3600.0


@dataclass(slots=True)
class Clock:
    """The time of the API, which a test may move ahead."""

    ahead: float = 0.0

    def __call__(self) -> float:
        return time() + self.ahead


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sends a request, and what the API should make of the credentials.

    Attributes:
        welcome: whether the request is looked at at all.
        groups: of Cognito; None for the API key.
        email: the address that signs in; empty for whoever has no account.
        late: how many seconds after the credentials were given the request is sent.
    """

    name: str
    headers: Mapping[str, str]
    welcome: bool = True
    groups: frozenset[str] | None = None
    sub: str = ""
    email: str = ""
    late: float = 0.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The API over HTTP, inside this process."""

    http: httpx.AsyncClient
    loop: asyncio.AbstractEventLoop
    clock: Clock

    def post(self, visitor: Visitor, body: Mapping[str, Any]) -> tuple[int, Any]:
        """Status and body of the answer to a request."""
        self.clock.ahead = visitor.late
        sent = self.http.post("/graphql", json=body, headers=dict(visitor.headers))
        answer = self.loop.run_until_complete(sent)
        return answer.status_code, answer.json()


@contextmanager
def open_endpoint(account: Account) -> Iterator[Endpoint]:
    """The API on an account, as `serve` mounts it."""
    clock = Clock()
    verifier = TokenVerifier(account.issuer, account.client_id, lambda: account.jwks, clock)
    credentials = Credentials(verifier.verify, frozenset({account.api_key}))
    table = DynamoDB(account.dynamodb, account.table_name, token_bytes(32))
    with ThreadPoolExecutor(1) as workers, closing(asyncio.new_event_loop()) as loop:
        site = Starlette(routes=routes(regatta_api(table, credentials), workers))
        transport = httpx.ASGITransport(site)
        http = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")
        yield Endpoint(http, loop, clock)
        loop.run_until_complete(http.aclose())


def visitors(account: Account) -> dict[str, Visitor]:
    """One of each kind, by name."""
    manager, other, admin, devops = (
        signed_in(account, name, group)
        for name, group in (
            ("manager", "managers"),
            ("another manager", "managers"),
            ("admin", "admins"),
            ("devops", "devops"),
        )
    )
    token = admin.headers["Authorization"]
    everybody = (
        Visitor("nobody", {}, welcome=False),
        Visitor("API key", {"x-api-key": account.api_key}),
        manager,
        other,
        admin,
        devops,
        Visitor("unknown API key", {"x-api-key": "da2-unknown"}, welcome=False),
        Visitor("forged token", {"Authorization": _forged(token)}, welcome=False),
        Visitor("unsigned token", {"Authorization": _unsigned(token)}, welcome=False),
        Visitor("expired token", {"Authorization": token}, welcome=False, late=TWO_HOURS),
        Visitor("foreign token", {"Authorization": _of_another_pool(account)}, welcome=False),
        Visitor("token of another client", {"Authorization": _of_another_client(account)}, welcome=False),
    )
    return {visitor.name: visitor for visitor in everybody}


def signed_in(account: Account, name: str, group: str) -> Visitor:
    """Somebody new of a group, known to the tests by a name."""
    email = f"{uuid4()}@example.org"
    sub = account.create_user(email, PASSWORD, [group], {"given_name": "Claude", "family_name": "Monet"})
    headers = {"Authorization": account.access_token(email, PASSWORD)}
    return Visitor(name, headers, groups=frozenset({group}), sub=sub, email=email)


def _forged(token: str) -> str:
    """The claims of a good token, signed by somebody else under the name of the pool's key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    key_id = jwt.get_unverified_header(token)["kid"]
    return jwt.encode(_claims(token), key, algorithm="RS256", headers={"kid": key_id})


def _unsigned(token: str) -> str:
    key_id = jwt.get_unverified_header(token)["kid"]
    return jwt.encode(_claims(token), "", algorithm="none", headers={"kid": key_id})


def _claims(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def _of_another_pool(account: Account) -> str:
    pool_id = account.cognito.create_user_pool(PoolName="another")["UserPool"]["Id"]
    return _token_of(account, pool_id)


def _of_another_client(account: Account) -> str:
    return _token_of(account, account.user_pool_id)


def _token_of(account: Account, pool_id: str) -> str:
    """A token for a new user of a pool and a new client of it."""
    client = account.cognito.create_user_pool_client(
        UserPoolId=pool_id,
        ClientName=f"another-{uuid4()}",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )["UserPoolClient"]["ClientId"]
    email = f"{uuid4()}@example.org"
    account.cognito.admin_create_user(UserPoolId=pool_id, Username=email, MessageAction="SUPPRESS")
    account.cognito.admin_set_user_password(
        UserPoolId=pool_id, Username=email, Password=PASSWORD, Permanent=True
    )
    answer = account.cognito.initiate_auth(
        ClientId=client,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": PASSWORD},
    )
    return answer["AuthenticationResult"]["AccessToken"]
