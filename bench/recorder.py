"""Records what is asked of DynamoDB through a client, and in which units; plays the answers again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
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
        elsewhere: processor seconds that are not the operation's own: the clients' calls, and this recorder.
        answers: to these, and to those of clients beside, in order; an exception where one was raised.
    """

    calls: list[str] = field(default_factory=list)
    units: Units = field(default_factory=Units)
    elsewhere: float = 0
    answers: list[Any] = field(default_factory=list)


@contextmanager
def recording(
    clients: Sequence["DynamoDBClient"], table: str, bystander: "DynamoDBClient | None"
) -> Iterator[Recording]:
    """Records the calls of these clients, one at a time; a call that is refused costs nothing here.

    Args:
        bystander: another client on the same table, which looks at items before and after they are written;
            without it no units are counted.
    """
    running = Recording()

    def look(bystander: "DynamoDBClient", key: Mapping[str, Any]) -> Item | None:
        found = bystander.get_item(TableName=table, Key=dict(key), ConsistentRead=True)
        return found.get("Item")

    def recorded(call: Callable[[], Any], operation: str, request: Mapping[str, Any]) -> Any:
        running.calls.append(operation)
        if bystander is None:
            return call()
        looked = partial(look, bystander)
        before = {str(key_of(action)): looked(key_of(action)) for action in writes_of(operation, request)}
        answer = call()
        running.units += call_units(operation, request, answer, lambda key: before[str(key)], looked)
        return answer

    with ExitStack() as stack:
        for client in clients:
            stack.enter_context(_around(client, running, recorded))
        yield running


@contextmanager
def aside(client: Any, running: Recording) -> Iterator[None]:
    """Counts the calls of a client of another service as time elsewhere, and keeps the answers."""
    with _around(client, running, lambda call, *_: call()):
        yield


@contextmanager
def _around(client: Any, running: Recording, recorded: Callable[..., Any]) -> Iterator[None]:
    # Every call of a client goes through this one method, from its arguments to its answer.
    inner = client._make_api_call

    def outer(operation: str, request: Mapping[str, Any]) -> Any:
        started = thread_time()
        try:
            answer = recorded(lambda: inner(operation, request), operation, request)
        except Exception as error:
            running.answers.append(error)
            raise
        finally:
            running.elsewhere += thread_time() - started
        running.answers.append(answer)
        return answer

    with _instead(client, outer):
        yield


@contextmanager
def replaying(clients: Sequence[Any], answers: Sequence[Any]) -> Iterator[None]:
    """Answers these clients as they were answered before, in the same order, and asks nobody."""
    left = iter(answers)

    def answered(operation: str, request: Mapping[str, Any]) -> Any:
        answer = next(left)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with ExitStack() as stack:
        for client in clients:
            stack.enter_context(_instead(client, answered))
        yield


@contextmanager
def _instead(client: Any, call: Callable[..., Any]) -> Iterator[None]:
    """Has a client call something else meanwhile."""
    before = client._make_api_call
    client._make_api_call = call
    try:
        yield
    finally:
        client._make_api_call = before
