"""What stands before the site: it answers while the site is not ready, and puts security headers on all."""

from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from stacks.delivery import security_headers

_SECURITY_HEADERS = security_headers()


class Front:
    """The application that the HTTP server runs, from its first moment on.

    Args:
        current_site: the site, or None while it is not ready.
    """

    def __init__(self, current_site: Callable[[], ASGIApp | None]) -> None:
        self._current_site = current_site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_SECURITY_HEADERS)
            await send(message)

        site = self._current_site()
        if scope["type"] == "http" and (site is None or scope["path"] == "/healthz"):
            await _health(site is not None)(scope, receive, send_with_headers)
        elif site is not None:
            await site(scope, receive, send_with_headers)
        else:
            await send({"type": "websocket.close", "code": 1013})


def _health(ready: bool) -> JSONResponse:
    if ready:
        return JSONResponse({"status": "ready"}, headers={"Cache-Control": "no-store"})
    return JSONResponse({"status": "starting"}, 503, {"Cache-Control": "no-store", "Retry-After": "1"})
