"""The emulator's state is written soon after what may have changed it, and only then."""

import asyncio
from typing import Any

import pytest

from local.account import saving
from local.account.saving import SAVE, Saved


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Answers nothing."""


async def unused() -> Any:
    raise AssertionError


def request(method: str = "POST", target: str = "", path: str = "/") -> Any:
    return {"type": "http", "method": method, "path": path, "headers": [(b"x-amz-target", target.encode())]}


def saves_after(*requests: Any) -> int:
    """How often the state is saved when these come one upon the other."""
    saved: list[None] = []

    async def run() -> None:
        async def send(message: Any) -> None:
            pass

        subject = Saved(application, lambda: saved.append(None))
        saving_task = asyncio.create_task(subject.keep_saving())
        for one in requests:
            await subject(one, unused, send)
        await asyncio.sleep(0.05)
        saving_task.cancel()

    asyncio.run(run())
    return len(saved)


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "_SECONDS_TO_GATHER", 0.01)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (request(target="DynamoDB_20120810.PutItem"), 1),
        (request(target="DynamoDB_20120810.TransactWriteItems"), 1),
        (request(target="AWSCognitoIdentityProviderService.SignUp"), 1),
        (request(path="/v2/email/identities"), 1),
        (request(target="DynamoDB_20120810.Query"), 0),
        (request(target="DynamoDB_20120810.BatchGetItem"), 0),
        (request("GET", path="/pool/.well-known/jwks.json"), 0),
        ({"type": "lifespan"}, 0),
    ],
    ids=["put", "transaction", "sign-up", "REST", "query", "batch read", "GET", "start"],
)
def test_only_what_may_change_the_state_has_it_saved(one: Any, expected: int) -> None:
    assert saves_after(one) == expected


def test_many_changes_are_saved_together() -> None:
    assert saves_after(*[request(target="DynamoDB_20120810.PutItem")] * 20) == 1


def test_a_save_can_be_asked_for() -> None:
    assert saves_after(request(path=SAVE)) == 1
