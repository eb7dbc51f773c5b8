"""Has ministack write its state soon after each change, which by itself it does at an orderly end only."""

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hypercorn.typing import ASGIFramework, ASGIReceiveCallable, ASGISendCallable, Scope

SAVE = "/_local/save"
"""A request for this path is answered when all is on the disk."""

_SECONDS_TO_GATHER = 1.0
# a save holds up every request meanwhile: it takes at most a tenth of the time
_REST = 10.0
_READS = ("BatchGet", "Describe", "Get", "List", "Query", "Scan", "TransactGet")


class Saved:
    """An ASGI application whose state is saved.

    Args:
        save: writes the whole state; called while no request is at work on it.
    """

    def __init__(self, application: "ASGIFramework", save: Callable[[], None]) -> None:
        self._application = application
        self._save = save
        self._changed = asyncio.Event()

    async def __call__(
        self, scope: "Scope", receive: "ASGIReceiveCallable", send: "ASGISendCallable"
    ) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope["path"] == SAVE:
            self._save()
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        await self._application(scope, receive, send)
        if _may_change(scope):
            self._changed.set()

    async def keep_saving(self) -> None:
        """Save a second after a change, and what changed since then a while later, without an end."""
        while True:
            await self._changed.wait()
            await asyncio.sleep(_SECONDS_TO_GATHER)
            self._changed.clear()
            began = time.perf_counter()
            self._save()
            await asyncio.sleep(_REST * (time.perf_counter() - began))


def _may_change(scope: "Scope") -> bool:
    if scope["type"] != "http" or scope["method"] == "GET":
        return False
    target = dict(scope["headers"]).get(b"x-amz-target", b"").decode("latin-1")
    return not target.rpartition(".")[2].startswith(_READS)
