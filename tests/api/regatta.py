"""The world of the API tests: the API of the regatta on an account, with an edition open for registration."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from local.account.account import Account
from local.appsync.api import Api
from local.appsync.callers import API_KEY_CALLER, cognito_caller
from local.site import account_api
from resolvers.regatta.edition import Calendar, Edition
from resolvers.regatta.phases import instants
from resolvers.regatta.settings import default_edition
from resolvers.table import keys
from resolvers.table.keys import Row
from resolvers.table.loader import load
from resolvers.table.table import Table, connect
from resolvers.table.transaction import key_attributes
from tests.api import given
from tests.api.client import Client
from tests.storing import store


@dataclass(frozen=True, slots=True)
class Call:
    """A call to DynamoDB: its name and its parameters as boto3 was given them."""

    name: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True, repr=False)
class Regatta:
    """The API, and the table behind it.

    Attributes:
        year: of the current edition, whose registration is open.
    """

    account: Account
    api: Api
    table: Table
    year: int
    _years: Iterator[int] = field(default_factory=lambda: itertools.count(3000))

    def as_manager(self, club: str = "Aviron de Meulan", **profile: Any) -> Client:
        """A new manager with a profile."""
        client = self.signed_in("managers")
        self.has(keys.manager_row(given.manager(client.sub, club=club, **profile)))
        return client

    def as_admin(self) -> Client:
        """A new organiser; one made by hand, so without a profile."""
        return self.signed_in("admins")

    def signed_in(self, *groups: str) -> Client:
        """Somebody new with a token of these groups."""
        sub = str(uuid4())
        return self._client(sub, sub, groups)

    def with_account(self, *groups: str) -> tuple[Client, str]:
        """Somebody new who is in the user pool too, and the address that signs in; there is no profile."""
        email = f"{uuid4().hex}@example.org"
        sub = self.account.create_user(email, "Petit-Bras-de-Seine-1874!", groups, {})
        user = self.account.cognito.admin_get_user(UserPoolId=self.account.user_pool_id, Username=email)
        return self._client(sub, user["Username"], groups), email

    def _client(self, sub: str, username: str, groups: Sequence[str]) -> Client:
        claims: dict[str, Any] = {
            "sub": sub,
            "iss": self.account.issuer,
            "username": username,
            "client_id": self.account.client_id,
            "token_use": "access",
            "exp": 2**31,
            **({"cognito:groups": list(groups)} if groups else {}),
        }
        return Client(self.api, cognito_caller(claims, "127.0.0.1"), sub)

    def anonymous(self) -> Client:
        """A visitor of the site, with its API key."""
        return Client(self.api, API_KEY_CALLER, "")

    def has(self, *rows: Row[Any]) -> None:
        """Puts items into the table as they are, past all rules."""
        store(self.table, *rows)

    def another_edition(self, **changes: Any) -> Edition:
        """An edition of its own for one test: not the current one, without races."""
        edition = replace(default_edition(2027), year=next(self._years), **changes)
        self.has(keys.edition_row(edition))
        return edition

    @contextmanager
    def no_current_edition(self) -> Iterator[None]:
        """The regatta before its first edition, as far as anybody can tell."""
        key = keys.CURRENT_EDITION
        self.table.client.delete_item(TableName=self.table.name, Key=key_attributes(key))
        yield
        self.has(keys.current_edition_row(self.year))

    @contextmanager
    def calls(self) -> Iterator[list[Call]]:
        """The calls to DynamoDB that are made meanwhile."""
        made: list[Call] = []

        def note(params: dict[str, Any], model: Any, **_: Any) -> None:
            made.append(Call(model.name, dict(params)))

        clients = {id(client): client for client in (self.account.dynamodb, self.table.client)}
        for client in clients.values():
            client.meta.events.register("before-parameter-build.dynamodb", note)
        yield made
        for client in clients.values():
            client.meta.events.unregister("before-parameter-build.dynamodb", note)


def open_regatta(account: Account) -> Regatta:
    """Loads what a fresh deployment has into an empty account, and composes the API on it."""
    table = connect()
    edition = open_edition(date.today())
    load(table, edition)
    return Regatta(account, account_api(account), table, edition.year)


def open_edition(today: date) -> Edition:
    """The default edition, its calendar laid around a day so that registration is open."""
    closes = today + timedelta(days=20)
    calendar = Calendar(
        registration_opens=today - timedelta(days=10),
        registration_closes=closes,
        payment_deadline=closes + timedelta(days=6),
        competition_day=closes + timedelta(days=12),
        host_priority_ends=closes - timedelta(days=15),
    )
    edition = default_edition(calendar.competition_day.year)
    return replace(edition, calendar=calendar, instants=instants(calendar))
