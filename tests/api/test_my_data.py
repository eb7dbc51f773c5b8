"""What managers get when they ask for everything that is held on them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from resolvers.privacy import my_data
from tests.api.client import Client, Refusal
from tests.api.leaving import Leaving, leaving_from
from tests.api.regatta import Regatta

MY_DATA = "query($after: String) { myData(after: $after) }"


def test_everything_of_all_editions_is_in_it(leaving: Leaving) -> None:
    sub, email, word = leaving.client.sub, leaving.leaver.email, leaving.leaver.word

    data = part(leaving.client)

    assert (data["account"]["email"], data["profile"]["id"]) == (email, sub)
    current, past = f"{leaving.regatta.year}", f"{leaving.past}"
    assert {
        year: {kind: len(items) for kind, items in team.items()} for year, team in data["teams"].items()
    } == {past: {"members": 2, "crews": 1}, current: {"members": 1, "crews": 1, "grants": 1}}
    assert [notification["managerId"] for notification in data["notifications"]] == [sub]
    assert {change["action"] for change in data["history"]} >= {"handOver", "deleteMember"}
    assert not {"PK", "SK", "GSI1PK", "GSI1SK"} & data["teams"][past]["members"][0].keys()
    # What bears the word is given: each item that an erasure would find, but licences, which are of members.
    markers = [item for item in leaving.found() if '"LICENCE"' in item]
    of_other_times = 1  # a change made when the member was in the team of another manager
    assert occurrences(data, word) == len(leaving.found()) - len(markers) - of_other_times


def test_nothing_of_anybody_else_is_in_it(leaving: Leaving) -> None:
    other = leaving_from(leaving.regatta, leaving.past)

    assert other.leaver.word not in json.dumps(part(leaving.client))
    assert leaving.leaver.word not in json.dumps(part(other.client))
    assert part(leaving.client)["history"] != []


def test_what_is_more_than_an_answer_comes_in_parts(
    leaving: Leaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = part(leaving.client)
    monkeypatch.setattr(my_data, "MOST_BYTES", 500)

    received = list(parts(leaving.client))

    assert len(received) > 5
    assert merged(received) == whole


@pytest.mark.parametrize(
    "after", ["", "x", "history", "history#", "1900#MEMBER#1", "manager#é", "manager#" + 2000 * "x"]
)
def test_a_place_that_is_none_is_refused(leaving: Leaving, after: str) -> None:
    answer = leaving.client.execute(MY_DATA, after=after)

    assert answer.refusal == Refusal("Invalid", {"field": "after", "code": "UNKNOWN_TOKEN"})


def test_an_organiser_without_a_profile_has_an_account_at_least(regatta: Regatta) -> None:
    client, email = regatta.with_account("admins")

    data = part(client)

    assert data.keys() == {"account"}
    assert data["account"]["email"] == email


def test_nothing_personal_is_left_after_an_erasure(leaving: Leaving) -> None:
    leaving.asks()

    data = part(leaving.client)

    assert "account" not in data
    assert data["profile"]["lastName"] == "Anonyme"
    assert leaving.leaver.word not in json.dumps(data)


def part(client: Client, after: str | None = None) -> Any:
    """One part, the first unless the test says else."""
    return json.loads(client.execute(MY_DATA, after=after).value)


def parts(client: Client) -> Iterator[Any]:
    """All parts, one after the other, without their `next`."""
    after = None
    while True:
        received = part(client, after)
        after = received.pop("next", None)
        yield received
        if after is None:
            return


def merged(received: list[Any]) -> Any:
    """Parts as one: what has a name in two of them is joined."""
    whole: dict[str, Any] = {}
    for one in received:
        for name, value in one.items():
            if isinstance(value, list):
                whole[name] = whole.get(name, []) + value
            elif isinstance(value, dict) and name in whole:
                whole[name] = merged([whole[name], value])
            else:
                whole[name] = value
    return whole


def occurrences(data: Any, word: str) -> int:
    """On how many items the word stands."""
    holders = [data, *data["teams"].values()]
    items = [
        item for holder in holders for items in holder.values() if isinstance(items, list) for item in items
    ]
    return sum(word.lower() in json.dumps(item).lower() for item in [data["profile"], *items])
