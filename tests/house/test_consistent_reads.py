"""Whoever writes reads it at once: no emulator is ever late, so what is asked of DynamoDB is looked at."""

import json
from pathlib import Path
from typing import Any

import pytest

from local.appsync.evaluate import evaluate_code
from resolvers.regatta.vocabulary import Event
from resolvers.table import keys
from resolvers.table.table import Table

DIRECT = Path(__file__).parents[2] / "resolvers" / "direct"

CONTEXT = {
    "arguments": {"id": "sub", "entityId": "sub"},
    "source": {"managerId": "sub", "year": 2027},
    "identity": {"sub": "sub", "groups": ["managers"]},
    "stash": {"limit": 100},
}


@pytest.mark.parametrize(
    "field",
    [
        "Query.history",
        "Query.manager",
        "Query.me",
        "Team.balance",
        "Team.club",
        "Team.crews",
        "Team.grants",
        "Team.members",
        "Team.notifications",
    ],
)
def test_what_a_manager_has_is_read_as_it_is_now(field: str) -> None:
    answer = evaluate_code((DIRECT / f"{field}.js").read_text("utf-8"), CONTEXT, "request")

    assert json.loads(answer["evaluationResult"])["consistentRead"] is True


class Recorder:
    """A client of DynamoDB that finds nothing, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[bool] = []

    def get_item(self, **request: Any) -> Any:
        """Nothing is there."""
        self.asked.append(request["ConsistentRead"])
        return {}

    def batch_get_item(self, RequestItems: Any) -> Any:  # noqa: N803
        """None of them is there."""
        self.asked += [request["ConsistentRead"] for request in RequestItems.values()]
        return {"Responses": {}}

    def query(self, **request: Any) -> Any:
        """There are none."""
        self.asked.append(request["ConsistentRead"])
        return {"Items": []}


def test_every_read_of_the_table_but_those_of_the_index_is_of_what_is_now() -> None:
    client = Recorder()
    table = Table(client, "registration")  # type: ignore[arg-type]
    key = keys.places(2027, Event.MARATHON)

    table.get(key)
    table.get_many([key])
    list(table.query("CLUBS"))
    list(table.query("MANAGERS", index=True))

    assert client.asked == [True, True, True, False]
