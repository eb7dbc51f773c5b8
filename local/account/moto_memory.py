"""Makes moto forget what nobody reads: every copy of an item it ever made, and the table's stream.

moto copies the items of each read, and keeps all copies for a dashboard: a suite of tests would fill the
memory, and spend its time on collecting garbage that is none.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import StreamShard


@contextmanager
def forgetful() -> Iterator[None]:
    """moto keeps the items of its tables alone, meanwhile."""
    with (
        mock.patch.object(Item, "instances_tracked", deque[Item](maxlen=0)),
        mock.patch.object(StreamShard, "add", _keep_nothing),
    ):
        yield


def _keep_nothing(shard: StreamShard, old: Item | None, new: Item | None) -> None:
    """A change of the table that the stream does not tell."""
