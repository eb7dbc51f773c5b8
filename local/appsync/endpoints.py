"""Owns where an API is found: `/graphql` for requests, `/graphql/realtime` for subscriptions."""

from concurrent.futures import ThreadPoolExecutor

from starlette.routing import BaseRoute, Route, WebSocketRoute

from local.appsync.api import Api
from local.appsync.http import GraphQLOverHttp
from local.appsync.realtime import Realtime


def routes(api: Api, workers: ThreadPoolExecutor, keep_alive: float = 60.0) -> list[BaseRoute]:
    """What a Starlette application mounts for an API.

    Args:
        workers: threads that execute requests, 16 or more; each keeps engines of its own.
        keep_alive: seconds between two keep-alive messages on a WebSocket.
    """
    return [
        Route("/graphql", GraphQLOverHttp(api, workers).answer, methods=["GET", "POST"]),
        WebSocketRoute("/graphql/realtime", Realtime(api, workers, keep_alive).connect),
    ]
