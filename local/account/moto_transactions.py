"""Makes moto's transactions keep only what they touch, in case they fail.

moto copies the whole table before each of a transaction's actions: in a table of a few
thousand items every transaction would take seconds.
"""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from moto.dynamodb import models
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table


@contextmanager
def light_transactions() -> Iterator[None]:
    """Transactions of moto cost what they touch, and not what the table holds, meanwhile."""
    whole = models.DynamoDBBackend.transact_write_items

    def transact_write_items(backend: Any, transact_items: list[dict[str, Any]]) -> None:
        kept = [_Kept(backend, action) for entry in transact_items for action in entry.values()]
        try:
            with mock.patch.object(models, "copy", _Copy):
                whole(backend, transact_items)
        except Exception:
            for one in kept:
                one.put_back()
            raise

    with mock.patch.object(models.DynamoDBBackend, "transact_write_items", transact_write_items):
        yield


class _Copy:
    """What `models` finds in the place of `copy`: the backup of a table is the table."""

    @staticmethod
    def deepcopy(value: Any) -> Any:
        return value if isinstance(value, Table) else copy.deepcopy(value)


class _Kept:
    """An item as it was before a transaction."""

    def __init__(self, backend: Any, action: dict[str, Any]) -> None:
        self.table = backend.tables[action["TableName"]]
        key = action.get("Key") or action["Item"]
        self.key = tuple(
            DynamoType(key[name]) for name in (self.table.hash_key_attr, self.table.range_key_attr)
        )
        self.item = copy.deepcopy(self.table.items[self.key[0]].get(self.key[1]))

    def put_back(self) -> None:
        items = self.table.items[self.key[0]]
        if self.item is None:
            items.pop(self.key[1], None)
        else:
            items[self.key[1]] = self.item
