"""Serves an API over HTTP on 127.0.0.1 while a test runs."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette

from local.appsync.api import Api
from local.appsync.endpoints import routes

_TIME_TO_START = 10.0


@contextmanager
def served(api: Api, keep_alive: float = 60.0) -> Iterator[str]:
    """The address, as `127.0.0.1:<port>`, of an API that is being served."""
    with ThreadPoolExecutor(16) as workers:
        application = Starlette(routes=routes(api, workers, keep_alive))
        server = uvicorn.Server(
            uvicorn.Config(application, host="127.0.0.1", port=0, log_level="warning", ws="websockets-sansio")
        )
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            yield f"127.0.0.1:{_port(server)}"
        finally:
            server.should_exit = True
            thread.join()


def _port(server: uvicorn.Server) -> int:
    give_up = time.monotonic() + _TIME_TO_START
    while not server.started:
        assert time.monotonic() < give_up, "the server does not start"
        time.sleep(0.01)
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port
