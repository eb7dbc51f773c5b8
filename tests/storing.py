"""Puts items into a table as they are, past all rules and conditions."""

from typing import Any

from resolvers.table.keys import Row
from resolvers.table.table import Table

_BATCH = 25
"""Most items of one BatchWriteItem."""


def store(table: Table, *rows: Row[Any]) -> None:
    """Puts each item over whatever is there."""
    puts = [{"PutRequest": {"Item": row.item()}} for row in rows]
    for start in range(0, len(puts), _BATCH):
        answer = table.client.batch_write_item(
            RequestItems={table.name: puts[start : start + _BATCH]}  # type: ignore[dict-item]
        )
        assert not answer["UnprocessedItems"]
