"""Records what is asked of DynamoDB through a client: how many calls, which units, how long they took."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import thread_time
from typing import TYPE_CHECKING, Any

from bench.capacity import Item, Units, call_units, key_of, writes_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(slots=True)
class Recording:
    """What was asked while it ran.

    Attributes:
        calls: names of the operations, in order.
        elsewhere: processor seconds that are not the operation's own: the client's calls, and this recorder.
    """

    calls: list[str] = field(default_factory=list)
    units: Units = field(default_factory=Units)
    elsewhere: float = 0


@contextmanager
def recording(client: "DynamoDBClient", bystander: "DynamoDBClient", table: str) -> Iterator[Recording]:
    """Records the calls of `client`, one at a time.

    Args:
        bystander: another client on the same table, which looks at items before and after they are written.
    """
    recorder = _Recorder(bystander, table)
    hooks: dict[str, Any] = {
        "provide-client-params.dynamodb": recorder.starts,
        "after-call.dynamodb": recorder.ends,
    }
    for name, hook in hooks.items():
        client.meta.events.register(name, hook)
    try:
        yield recorder.recording
    finally:
        for name, hook in hooks.items():
            client.meta.events.unregister(name, hook)


@contextmanager
def aside(client: Any, running: Recording) -> Iterator[None]:
    """Counts the calls of a client of another service as time elsewhere."""
    started = 0.0

    def starts(**_: Any) -> None:
        nonlocal started
        started = thread_time()

    def ends(**_: Any) -> None:
        running.elsewhere += thread_time() - started

    client.meta.events.register("provide-client-params", starts)
    client.meta.events.register("after-call", ends)
    try:
        yield
    finally:
        client.meta.events.unregister("provide-client-params", starts)
        client.meta.events.unregister("after-call", ends)


class _Recorder:
    def __init__(self, bystander: "DynamoDBClient", table: str) -> None:
        self.recording = Recording()
        self._bystander = bystander
        self._table = table
        self._request: Mapping[str, Any] = {}
        self._before: dict[str, Item | None] = {}
        self._started = 0.0

    def starts(self, params: Mapping[str, Any], model: Any, **_: Any) -> None:
        self._started = thread_time()
        self._request = params
        written = [key_of(action) for action in writes_of(model.name, params)]
        self._before = {str(key): self._look(key) for key in written}

    def ends(self, parsed: Mapping[str, Any], model: Any, **_: Any) -> None:
        self.recording.calls.append(model.name)
        self.recording.units += call_units(
            model.name, self._request, parsed, lambda key: self._before[str(key)], self._look
        )
        self.recording.elsewhere += thread_time() - self._started

    def _look(self, key: Mapping[str, Any]) -> Item | None:
        found = self._bystander.get_item(TableName=self._table, Key=dict(key), ConsistentRead=True)
        return found.get("Item")
