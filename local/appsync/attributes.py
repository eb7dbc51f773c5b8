"""Owns the way between AppSync's typed attribute values, those of boto3, and plain JSON."""

import base64
from collections.abc import Mapping
from typing import Any

from local.appsync.sources import malformed


def to_boto(value: Any) -> dict[str, Any]:
    """A typed value of a request document as boto3 wants it: `{"N": 5}` is `{"N": "5"}`.

    Raises:
        FieldError: it is no typed value.
    """
    if not isinstance(value, dict) or len(value) != 1:
        raise malformed(f"Expected a typed attribute value, found {value!r}.")
    ((kind, held),) = value.items()
    try:
        return {kind: _BOTO[kind](held)}
    except (KeyError, TypeError, ValueError, AttributeError):
        raise malformed(f"Unsupported attribute value of type {kind}.") from None


def to_boto_map(values: Mapping[str, Any] | None) -> dict[str, Any]:
    """A map of typed values, such as a key or an item, as boto3 wants it."""
    return {name: to_boto(value) for name, value in (values or {}).items()}


def to_json(value: Mapping[str, Any]) -> Any:
    """A typed value of DynamoDB as the plain JSON that `ctx.result` shows; whole numbers are integers."""
    ((kind, held),) = value.items()
    return _JSON[kind](held)


def item_to_json(item: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """An item of DynamoDB as plain JSON."""
    return None if item is None else {name: to_json(value) for name, value in item.items()}


def _number(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        number = float(text)
        return int(number) if number.is_integer() else number


def _number_text(number: Any) -> str:
    if isinstance(number, bool) or not isinstance(number, int | float | str):
        raise TypeError
    return number if isinstance(number, str) else repr(number)


def _bytes_text(held: bytes) -> str:
    return base64.b64encode(held).decode()


_BOTO: dict[str, Any] = {
    "S": str,
    "N": _number_text,
    "B": base64.b64decode,
    "BOOL": bool,
    "NULL": lambda _: True,
    "M": to_boto_map,
    "L": lambda held: [to_boto(item) for item in held],
    "SS": list,
    "NS": lambda held: [_number_text(item) for item in held],
    "BS": lambda held: [base64.b64decode(item) for item in held],
}
_JSON: dict[str, Any] = {
    "S": lambda held: held,
    "N": _number,
    "B": _bytes_text,
    "BOOL": lambda held: held,
    "NULL": lambda _: None,
    "M": item_to_json,
    "L": lambda held: [to_json(item) for item in held],
    "SS": list,
    "NS": lambda held: [_number(item) for item in held],
    "BS": lambda held: [_bytes_text(item) for item in held],
}
