"""Measures every operation of the story at a given number of members."""

import gc
import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from time import thread_time
from typing import Any

import boto3

from bench.data import Team, fill, fill_last_year
from bench.recorder import Recording, aside, recording, replaying
from bench.story import come_back, leave, make_edition, round_of
from local.account.account import Account
from local.account.people import PASSWORD
from local.appsync.callers import Caller, cognito_caller
from local.site import account_api
from resolvers import accounts, mail
from resolvers.discovery import LAMBDA_FOLDERS
from resolvers.table.table import connect

SIZES = (100, 1_000, 10_000)
COUNTED_ROUNDS = 5
TIMED_ROUNDS = 15
ROUNDS = COUNTED_ROUNDS + TIMED_ROUNDS
REPLAYS = 5


@dataclass(slots=True)
class Cost:
    """What an operation cost.

    Attributes:
        calls, read, write: to DynamoDB and in units, one entry a counted round.
        own: the Lambda function's own processor seconds, one entry a timed round.
        again: the same, several a timed round, of the function run again on the answers that it was given. It
            waits for nothing then; what `own` is more, a processor needs to wake after each wait.
    """

    calls: list[int] = field(default_factory=list)
    read: list[float] = field(default_factory=list)
    write: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)


def measured(account: Account, members: int) -> dict[str, Cost]:
    """The cost of every operation, by name, in a table of that many members."""
    teams = fill(connect(), members)
    year, earlier = fill_last_year(connect(), 2 * ROUNDS)
    bench = _Bench(account)
    for number in range(ROUNDS):
        bench.come_and_leave(earlier[2 * number], earlier[2 * number + 1], year, number)
        bench.go_round(teams[number % len(teams)], teams[(number + 1) % len(teams)], number)
    for number in range(ROUNDS):
        bench.make_edition(number)  # at last: an erasure looks into every edition
    return bench.costs


class _Bench:
    def __init__(self, account: Account) -> None:
        self.costs: dict[str, Cost] = {}
        self._account = account
        self._bystander = boto3.client("dynamodb", endpoint_url=account.endpoint)
        self._own: list[float] = []
        self._again: list[float] = []
        self._running = Recording()
        self._counting = True
        self._manager = self._caller("", "managers")
        self._admin = self._caller("organiser", "admins")
        for folder in LAMBDA_FOLDERS:
            self._time(folder)
        self._api = account_api(account)

        # A function's process holds nothing of the server's, so the collector must not walk that in its time.
        gc.collect()
        gc.freeze()

    def come_and_leave(self, comes: Team, leaves: Team, year: int, number: int) -> None:
        """Measures what is seldom done, with two teams that were in the edition of that year."""
        self._begin(number)
        self._manager = self._caller(comes.manager.id, "managers")
        come_back(self._measure, year)
        email = f"leaver{number}@example.org"
        self._account.create_user(email, PASSWORD, ["managers"], {})
        self._manager = self._caller(leaves.manager.id, "managers", email)
        leave(self._measure, email)

    def go_round(self, team: Team, other: Team, number: int) -> None:
        """Measures what is done all the year, with two teams of this one."""
        self._begin(number)
        self._manager = self._caller(team.manager.id, "managers")
        round_of(self._measure, team, other, number)

    def make_edition(self, number: int) -> None:
        """Measures how an edition is made, of another year each time."""
        self._begin(number)
        make_edition(self._measure, number)

    def _begin(self, number: int) -> None:
        # To count means to look at items between the calls, which takes the processor's caches away.
        self._counting = number < COUNTED_ROUNDS

    def _measure(self, name: str, document: str, *, admin: bool = False, **variables: Any) -> Any:
        caller = self._admin if admin else self._manager
        self._own.clear()
        self._again.clear()
        table = connect()
        bystander = self._bystander if self._counting else None
        with (
            recording((table.client, table.unrepeating), table.name, bystander) as lambdas,
            recording((self._account.dynamodb,), table.name, bystander) as directs,
            aside(mail.connect(), lambdas),
            aside(accounts.connect(), lambdas),
        ):
            self._running = lambdas
            response = self._api.execute(document, variables, None, caller)
        if response.errors or response.data is None:
            raise AssertionError(f"{name}: {response.errors}")
        cost = self.costs.setdefault(name, Cost())
        if self._counting:
            cost.calls.append(len(lambdas.calls) + len(directs.calls))
            cost.read.append(lambdas.units.read + directs.units.read)
            cost.write.append(lambdas.units.write + directs.units.write)
        else:
            cost.own += self._own
            cost.again += self._again
        (value,) = response.data.values()
        return value

    def _time(self, folder: str) -> None:
        """Puts a stop-watch around the handler of a folder, before the API is composed of it."""
        module = importlib.import_module(f"resolvers.{folder}.handler")
        handler = getattr(module.handler, "timed", module.handler)

        def watched(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
            started = thread_time()
            answer: dict[str, Any] = handler(event, context)
            self._own.append(thread_time() - started - self._running.elsewhere)
            table = connect()
            clients = (table.client, table.unrepeating, mail.connect(), accounts.connect())
            for _ in range(0 if self._counting else REPLAYS):
                with replaying(clients, self._running.answers):
                    started = thread_time()
                    handler(event, context)
                    self._again.append(thread_time() - started)
            return answer

        watched.timed = handler  # type: ignore[attr-defined]
        vars(module)["handler"] = watched

    def _caller(self, sub: str, group: str, username: str = "") -> Caller:
        claims = {
            "sub": sub,
            "iss": self._account.issuer,
            "username": username or sub,
            "exp": 2**31,
            "cognito:groups": [group],
        }
        return cognito_caller(claims, "127.0.0.1")


def print_table(results: Mapping[int, Mapping[str, Cost]]) -> None:
    """Prints one line an operation, its figures at each size side by side."""
    sizes = list(results)
    print(
        f"Most of each operation over {COUNTED_ROUNDS} rounds; own ms: the function's own processor time, "
        f"median of {TIMED_ROUNDS} more; again: run again on the answers that it was given, without a wait",
    )
    print(f"{'':34}" + "".join(f"{size:>10,} members{'':20}" for size in sizes))
    print(
        f"{'operation':34}" + f"{'calls':>7}{'read':>7}{'write':>8}{'own ms':>8}{'again':>7}  " * len(sizes)
    )
    for name in results[sizes[0]]:
        print(f"{name:34}" + "".join(_cells(results[size][name]) for size in sizes))


def _cells(cost: Cost) -> str:
    own, again = _milliseconds(cost.own), _milliseconds(cost.again)
    return f"{max(cost.calls):>7}{max(cost.read):>7.1f}{max(cost.write):>8.0f}{own:>8}{again:>7}  "


def _milliseconds(seconds: Sequence[float]) -> str:
    """The median; none of a direct field."""
    return f"{1000 * median(seconds):.2f}" if seconds else "-"
