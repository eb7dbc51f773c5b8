"""The site as one application: the API, the door, the mail box, the explorer and the pages."""

import re
from collections.abc import Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from local import pages
from local.account.account import Account
from local.appsync.api import Api
from local.appsync.callers import Credentials
from local.appsync.dynamodb import DynamoDB
from local.appsync.tokens import TokenVerifier
from local.cognito import TARGET_PREFIX, Door
from local.composition import regatta_api
from local.mail import BadRequest, MailBox, send_email
from stacks.delivery import cache_control, file_of

EXPLORER = Path(__file__).parent / "explorer" / "dist"
FRONTEND = Path(__file__).parents[1] / "frontend" / "dist"

_AMAZON_JSON = "application/x-amz-json-1.1"
_LARGEST_SIGN_IN = 64 * 1024
_LARGEST_MAIL = 10 * 1024 * 1024
# SQLite's integers have 64 bits
_MAIL_NUMBER = re.compile(r"[0-9]{1,18}")


def account_api(account: Account, *, introspection: bool = True) -> Api:
    """The regatta's API on an account: its table, its user pool's tokens, its API key."""
    verifier = TokenVerifier(account.issuer, account.client_id, lambda: account.jwks)
    credentials = Credentials(verifier.verify, frozenset({account.api_key}))
    table = DynamoDB(account.dynamodb, account.table_name, account.page_token_key)
    return regatta_api(table, credentials, introspection=introspection)


def site(account: Account, door: Door, mail_box: MailBox, api_routes: Sequence[BaseRoute]) -> Starlette:
    """The whole site.

    Args:
        api_routes: `/graphql` and what is under it.
    """
    return Starlette(
        routes=[
            *api_routes,
            _configuration(account),
            Route("/cognito/", _DoorEndpoint(door).answer, methods=["POST"]),
            *_mail_routes(mail_box),
            Mount("/pages", StaticFiles(directory=pages.ASSETS)),
            _bundle("/explorer", EXPLORER, "explorer"),
            _bundle("/", FRONTEND, "site") if FRONTEND.exists() else Route("/", _start_page),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"]),
            # as CloudFront and AppSync do
            Middleware(GZipMiddleware, minimum_size=1000),
        ],
        exception_handlers={404: _not_found},
    )


def _configuration(account: Account) -> Route:
    """What the single-page application reads first."""

    async def answer(request: Request) -> Response:
        # by the name the visitor uses: 127.0.0.1 and localhost are two origins to a browser
        host = request.url.netloc
        document = {
            "region": account.region,
            "graphqlEndpoint": f"http://{host}/graphql",
            "realtimeEndpoint": f"ws://{host}/graphql/realtime",
            "apiKey": account.api_key,
            "userPoolId": account.user_pool_id,
            "userPoolClientId": account.client_id,
            "cognitoEndpoint": f"http://{host}/cognito/",
            "authFlow": "USER_SRP_AUTH",
        }
        return JSONResponse(document, headers={"Cache-Control": cache_control("config.json")})

    return Route("/config.json", answer)


class _DoorEndpoint:
    """Cognito's JSON protocol over HTTP."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def answer(self, request: Request) -> Response:
        target = request.headers.get("x-amz-target", "")
        if not target.startswith(TARGET_PREFIX):
            raise HTTPException(404)
        body = await _body(request, _LARGEST_SIGN_IN)
        answer = await run_in_threadpool(self._door.answer, target.removeprefix(TARGET_PREFIX), body)
        headers = {"Cache-Control": "no-store"}
        if "__type" in answer.document:
            headers["X-Amzn-ErrorType"] = answer.document["__type"]
        return JSONResponse(answer.document, answer.status, headers, media_type=_AMAZON_JSON)


def _mail_routes(mail_box: MailBox) -> list[BaseRoute]:
    async def send(request: Request) -> Response:
        # a page of another site can make a browser post here, but not sign what it posts
        if not request.headers.get("authorization", "").startswith("AWS4-HMAC-SHA256"):
            return JSONResponse({"message": "Missing Authentication Token"}, 403)
        body = await _body(request, _LARGEST_MAIL)
        try:
            return JSONResponse(await run_in_threadpool(send_email, mail_box, body))
        except BadRequest as problem:
            refused = {"X-Amzn-ErrorType": "BadRequestException"}
            return JSONResponse({"message": str(problem)}, 400, refused)

    async def messages(request: Request) -> Response:
        to = request.query_params.get("to") or None
        return pages.mail_page(await run_in_threadpool(mail_box.messages, to), to)

    async def messages_as_json(request: Request) -> Response:
        found = await run_in_threadpool(mail_box.messages, request.query_params.get("to") or None)
        return JSONResponse([message.as_json() for message in found])

    async def message(request: Request) -> Response:
        number: str = request.path_params["number"]
        if not _MAIL_NUMBER.fullmatch(number):
            raise HTTPException(404)
        found = await run_in_threadpool(mail_box.message, int(number))
        if found is None:
            raise HTTPException(404)
        return pages.message_page(found)

    return [
        Route("/ses/v2/email/outbound-emails", send, methods=["POST"]),
        Route("/mail/", messages),
        Route("/mail/messages.json", messages_as_json),
        Route("/mail/{number}", message),
    ]


class _Bundle(StaticFiles):
    """A single-page application, delivered as CloudFront does."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        file = file_of("" if path == "." else path)
        response = await super().get_response(file, scope)
        response.headers["Cache-Control"] = cache_control(file)
        return response


def _bundle(path: str, folder: Path, name: str) -> BaseRoute:
    if folder.exists():
        return Mount(path, _Bundle(directory=folder))

    async def not_built(_: Request) -> Response:
        return pages.notice_page(
            404,
            f"Il reste à le construire : make {name}, puis relancez le serveur.",
            f"It is not built yet: run make {name}, then start the server again.",
        )

    return Route(f"{path}/", not_built)


async def _start_page(_: Request) -> Response:
    return pages.start_page()


async def _not_found(_: Request, __: Exception) -> Response:
    return pages.notice_page(404, "Cette page n’existe pas.", "There is no such page.")


async def _body(request: Request, largest: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            raise HTTPException(413)
    return bytes(body)
