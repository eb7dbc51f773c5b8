"""Owns the scalars that AppSync adds to GraphQL: which text is a date, a mail address or a phone number."""

import ipaddress
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from local.appsync.strict_json import strict_json

_OFFSET = r"(?:Z|[+-](?:0\d|1[0-8]):[0-5]\d(?::[0-5]\d)?)"
_DAY = r"(?P<day>\d{4}-\d{2}-\d{2})"
_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?"
_DATE = re.compile(rf"{_DAY}{_OFFSET}?", re.ASCII)
_TIME_OF_DAY = re.compile(rf"{_TIME}{_OFFSET}?", re.ASCII)
_INSTANT = re.compile(rf"{_DAY}T{_TIME}{_OFFSET}", re.ASCII)
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)
_PHONE = re.compile(r"\+?[0-9](?:[ .-]?\(?[0-9]+\)?)*", re.ASCII)
# What a number without its country's prefix is taken for, less its punctuation.
_NORTH_AMERICAN = re.compile(r"1?[2-9][0-9]{2}[2-9][0-9]{6}")
_LONGEST_EMAIL = 254
_SHORTEST_PHONE, _LONGEST_PHONE = 5, 15


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar type of AppSync.

    Attributes:
        noun: what AppSync's messages call a value of it.
        check: the value a resolver sees for one a client sent; raises ValueError for any other.
        show: the value a client sees for one a resolver gave; raises ValueError for any other.
    """

    name: str
    noun: str
    description: str
    check: Callable[[Any], Any]
    show: Callable[[Any], Any]

    def parse(self, value: Any) -> Any:
        """The value a resolver sees for one that a client sent.

        Raises:
            ValueError: it is none of this type; the message is the one AppSync gives.
        """
        return self._converted(self.check, value, "parse")

    def serialize(self, value: Any) -> Any:
        """The value a client sees for one that a resolver gave.

        Raises:
            ValueError: it is none of this type; the message is the one AppSync gives.
        """
        return self._converted(self.show, value, "serialize")

    def _converted(self, convert: Callable[[Any], Any], value: Any, verb: str) -> Any:
        try:
            return convert(value)
        except (ValueError, TypeError, OverflowError, RecursionError):
            raise ValueError(f"Unable to {verb} `{value}` as {self.noun}.") from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _matching(pattern: re.Pattern[str]) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        match = pattern.fullmatch(_text(value))
        if match is None:
            raise ValueError
        if "day" in pattern.groupindex:
            date.fromisoformat(match["day"])
        return match[0]

    return check


def _timestamp(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise TypeError
    return int(value)


def _email(value: Any) -> str:
    text = _text(value)
    if len(text) > _LONGEST_EMAIL or _EMAIL.fullmatch(text) is None:
        raise ValueError
    return text


def _phone(value: Any) -> str:
    """AppSync also knows which numbers each country gives out; here any with a prefix will do."""
    text = _text(value)
    digits = "".join(character for character in text if character.isdigit())
    if not _SHORTEST_PHONE <= len(digits) <= _LONGEST_PHONE or _PHONE.fullmatch(text) is None:
        raise ValueError
    if not text.startswith("+") and _NORTH_AMERICAN.fullmatch(digits) is None:
        raise ValueError
    return text


def _url(value: Any) -> str:
    text = _text(value)
    parts = urlsplit(text)
    if not parts.scheme or not (parts.netloc or parts.path) or "//" in parts.path or re.search(r"\s", text):
        raise ValueError
    return text


def _ip_address(value: Any) -> str:
    ipaddress.ip_interface(_text(value))
    return _text(value)


def _from_json(value: Any) -> Any:
    return strict_json(_text(value))


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _same_both_ways(name: str, noun: str, description: str, check: Callable[[Any], Any]) -> Scalar:
    return Scalar(name, noun, description, check, check)


SCALARS: dict[str, Scalar] = {
    scalar.name: scalar
    for scalar in (
        _same_both_ways(
            "AWSDate", "a valid date", "A date, YYYY-MM-DD, with an offset or without.", _matching(_DATE)
        ),
        _same_both_ways(
            "AWSTime",
            "a valid time",
            "A time of day, hh:mm:ss.sss, with an offset or without.",
            _matching(_TIME_OF_DAY),
        ),
        _same_both_ways(
            "AWSDateTime",
            "a valid DateTime Object",
            "An instant, YYYY-MM-DDThh:mm:ss.sss and an offset.",
            _matching(_INSTANT),
        ),
        _same_both_ways(
            "AWSTimestamp",
            "a valid timestamp",
            "Seconds since 1970-01-01T00:00Z, may be negative.",
            _timestamp,
        ),
        _same_both_ways("AWSEmail", "a valid email address", "A mail address.", _email),
        Scalar("AWSJSON", "valid JSON", "A JSON text in a string.", _from_json, _to_json),
        _same_both_ways(
            "AWSPhone",
            "a valid phone number",
            "A telephone number with its country's prefix; a North American one may go without.",
            _phone,
        ),
        _same_both_ways("AWSURL", "a valid URL", "A URL with its scheme.", _url),
        _same_both_ways(
            "AWSIPAddress",
            "a valid IP address",
            "An IPv4 or IPv6 address, may carry a prefix length.",
            _ip_address,
        ),
    )
}
