"""Refusals of DynamoDB that no emulator gives by itself."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from tests.api.regatta import Regatta


@contextmanager
def conflicts(
    regatta: Regatta,
    operation: str,
    times: int = 10**6,
    *,
    mention: str = "",
    error: str | None = None,
) -> Iterator[list[str]]:
    """Has DynamoDB refuse calls because of a transaction on the same item, as no emulator does.

    Args:
        operation: the calls meant.
        times: how many it refuses before it lets them pass.
        mention: what those that it refuses are about; the others pass.
        error: what it answers instead.
    """
    refused: list[str] = []

    def refuse(model: Any, params: Any, **_: Any) -> Any:
        if len(refused) >= times or mention not in params["body"].decode():
            return None
        refused.append(model.name)
        actions = json.loads(params["body"]).get("TransactItems", [])
        code = error or ("TransactionCanceledException" if actions else "TransactionConflictException")
        reasons = [{"Code": "TransactionConflict"} for _ in actions]
        return SimpleNamespace(status_code=400), {"Error": {"Code": code}, "CancellationReasons": reasons}

    events, event = regatta.table.client.meta.events, f"before-call.dynamodb.{operation}"
    events.register(event, refuse)
    try:
        yield refused
    finally:
        events.unregister(event, refuse)
