"""Read and write units of calls to DynamoDB, computed from the sizes of the items.

The figures of emulators are not faithful, so they are computed as DynamoDB's documentation has them: a read
unit is 4 KB, strongly consistent, or 8 KB otherwise; a write unit is 1 KB, twice as much in a transaction;
an index is written once more for each item in it, twice when the item moves within the index.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

READ_BYTES = 4096
WRITE_BYTES = 1024

Item = Mapping[str, Any]
Lookup = Callable[[Mapping[str, Any]], Item | None]
"""From a primary key to the item, none when there is none."""


@dataclass(frozen=True, slots=True)
class Units:
    """Capacity that a call takes."""

    read: float = 0
    write: float = 0

    def __add__(self, other: "Units") -> "Units":
        return Units(self.read + other.read, self.write + other.write)


def item_size(item: Item) -> int:
    """Bytes of an item of attribute values: names and values, as DynamoDB counts them."""
    return sum(len(name.encode()) + value_size(value) for name, value in item.items())


def value_size(value: Mapping[str, Any]) -> int:
    """Bytes of one attribute value."""
    ((tag, inner),) = value.items()
    match tag:
        case "S":
            return len(str(inner).encode())
        case "N":
            digits = str(inner).lstrip("-").replace(".", "").strip("0")
            return ceil(len(digits) / 2) + 1 + str(inner).startswith("-")
        case "M":
            return 3 + sum(1 + len(name.encode()) + value_size(part) for name, part in inner.items())
        case "L":
            return 3 + sum(1 + value_size(part) for part in inner)
        case _:
            return 1


def read_units(size: int, *, consistent: bool) -> float:
    """Units to read `size` bytes at once; an absent item costs as much as the smallest."""
    return max(1, ceil(size / READ_BYTES)) * (1 if consistent else 0.5)


def write_units(before: Item | None, after: Item | None, *, transactional: bool) -> float:
    """Units to write an item over another, its index included."""
    largest = max(item_size(item) for item in (before or {}, after or {}))
    table = max(1, ceil(largest / WRITE_BYTES)) * (2 if transactional else 1)
    return table + _index_units(before, after)


def call_units(
    operation: str, request: Mapping[str, Any], answer: Mapping[str, Any], before: Lookup, after: Lookup
) -> Units:
    """Units of one call.

    Args:
        operation: its name, as `TransactWriteItems`.
        before: what an item was before the call; `after`: what it is since.
    """
    consistent = bool(request.get("ConsistentRead"))
    match operation:
        case "GetItem":
            return Units(read=read_units(item_size(answer.get("Item", {})), consistent=consistent))
        case "Query":
            size = sum(item_size(item) for item in answer["Items"])
            return Units(read=read_units(size, consistent=consistent))
        case "BatchGetItem":
            return _batch_units(request, answer)
        case _:
            transactional = operation == "TransactWriteItems"
            actions = writes_of(operation, request)
            return Units(write=sum(_write(action, before, after, transactional) for action in actions))


def writes_of(operation: str, request: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The writes of single items that a call asks for; none for a read.

    Raises:
        ValueError: the operation is not known.
    """
    match operation:
        case "GetItem" | "Query" | "BatchGetItem":
            return []
        case "PutItem" | "UpdateItem" | "DeleteItem":
            return [request]
        case "TransactWriteItems":
            return [action for entry in request["TransactItems"] for action in entry.values()]
        case _:
            raise ValueError(f"units of {operation} are not known")


def key_of(action: Mapping[str, Any]) -> Mapping[str, Any]:
    """The primary key of the item that a write names."""
    item = action.get("Item")
    return action["Key"] if item is None else {name: item[name] for name in ("PK", "SK")}


def _batch_units(request: Mapping[str, Any], answer: Mapping[str, Any]) -> Units:
    read: float = 0
    for table, wanted in request["RequestItems"].items():
        found: Sequence[Item] = answer["Responses"].get(table, [])
        consistent = bool(wanted.get("ConsistentRead"))
        absent = len(wanted["Keys"]) - len(found)
        sizes = [item_size(item) for item in found] + [0] * absent
        read += sum(read_units(size, consistent=consistent) for size in sizes)
    return Units(read=read)


def _write(action: Mapping[str, Any], before: Lookup, after: Lookup, transactional: bool) -> float:
    key = key_of(action)
    return write_units(before(key), after(key), transactional=transactional)


def _index_units(before: Item | None, after: Item | None) -> float:
    was, is_ = _in_index(before), _in_index(after)
    units = 0
    if was is not None and was != is_:
        units += ceil(item_size(before or {}) / WRITE_BYTES)
    if is_ is not None and before != after:
        units += ceil(item_size(after or {}) / WRITE_BYTES)
    return units


def _in_index(item: Item | None) -> tuple[Any, Any] | None:
    return (item["GSI1PK"], item["GSI1SK"]) if item and "GSI1PK" in item else None
