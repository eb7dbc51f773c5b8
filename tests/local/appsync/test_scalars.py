"""Which text AppSync takes for each of its scalars."""

from typing import Any

import pytest

from local.appsync.scalars import SCALARS

TAKEN: dict[str, list[Any]] = {
    "AWSDate": ["1970-01-01", "1970-01-01Z", "1970-01-01-07:00", "1970-01-01+05:30", "2028-02-29+05:30:15"],
    "AWSTime": ["12:30", "12:30:24", "12:30:24.500", "12:30Z", "12:30:24.500+05:30", "00:00:00.123456789Z"],
    "AWSDateTime": ["1970-01-01T12:30Z", "1970-01-01T12:30:00.000Z", "1970-01-01T12:30:00+05:30"],
    "AWSTimestamp": [0, -5, 1714521600, 7.0],
    "AWSEmail": ["username@example.com", "first.last+tag@sub.example.co", "o'neil@example.org"],
    "AWSPhone": ["+33 1 39 58 00 00", "+33612345678", "201-555-0123", "1 201 555 0123", "+1 (201) 555-0123"],
    "AWSURL": ["https://example.com/a?b=c#d", "http://127.0.0.1:8080", "mailto:a@example.com"],
    "AWSIPAddress": ["123.12.34.56", "1a2b:3c4b::1234:4567", "123.45.67.89/16", "1a2b:3c4b::/32"],
}
REFUSED: dict[str, list[Any]] = {
    "AWSDate": [
        "", "1 May 2027", "2027-5-1", "2027-02-29", "2027-13-01", "2027-05-01T00:00", "٢٠٢٧-٠٥-٠١",
        20270501, None, "2027-05-01\n", "2027-05-01+25:00", "2027-05-01 ",
    ],
    "AWSTime": ["24:00", "12", "12:60", "noon", 12],
    "AWSDateTime": ["2027-05-01", "2027-05-01T12:30", "2027-02-30T12:30Z", "2027-05-01T6:4:37Z"],
    "AWSTimestamp": ["0", True, 1.5, None, float("inf"), float("nan")],
    "AWSEmail": ["", "a", "a@b", "@b.fr", "a b@example.com", "a@example.com\n", "a" * 250 + "@b.fr", 5],
    "AWSPhone": ["", "123", "phone", "+", "1" * 16, "++33612345678", "+33612345678x", 612345678,
                 "06 12 34 56 78", "0033612345678", "111-000-4444", "575-111-1111"],
    "AWSURL": ["", "example.com", "/a", "http://a b", "http://example.com//a", "https://[", 1],
    "AWSIPAddress": ["", "256.1.1.1", "1.2.3", "localhost", 1, True],
    "AWSJSON": ["", "{", "{'a': 1}", "NaN", "1e999", '"\\ud800"', {"a": 1}, 5, None, "[" * 100_000],
}  # fmt: skip


def cases(table: dict[str, list[Any]]) -> list[Any]:
    return [pytest.param(n, v, id=f"{n} {str(v)[:40]!r}") for n, values in table.items() for v in values]


@pytest.mark.parametrize(("name", "value"), cases(TAKEN))
def test_it_is_taken_as_it_is(name: str, value: Any) -> None:
    assert SCALARS[name].parse(value) == value
    assert SCALARS[name].serialize(value) == value


@pytest.mark.parametrize(("name", "value"), cases(REFUSED))
def test_it_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=r"^Unable to parse `"):
        SCALARS[name].parse(value)


def test_json_is_parsed_for_the_resolver_and_written_for_the_client() -> None:
    assert SCALARS["AWSJSON"].parse('{"a": [1, "é"]}') == {"a": [1, "é"]}
    assert SCALARS["AWSJSON"].serialize({"a": [1, "é"]}) == '{"a":[1,"é"]}'


def test_the_message_is_the_one_of_appsync() -> None:
    with pytest.raises(ValueError, match=r"^Unable to serialize `soon` as a valid DateTime Object\.$"):
        SCALARS["AWSDateTime"].serialize("soon")
