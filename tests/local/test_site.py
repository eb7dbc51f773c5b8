"""The site's own pages and endpoints, and the headers of every answer."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from local import site as site_module
from local.account.account import Account
from local.codes import Codes
from local.cognito import Door
from local.front import Front
from local.mail import Draft, MailBox
from local.site import site

ADDRESS = "http://127.0.0.1:8080"
SIGNED = {"Authorization": "AWS4-HMAC-SHA256 Credential=local/20270501/eu-west-3/ses/aws4_request"}


class Visitor:
    """Asks an application in this process, request by request."""

    def __init__(self, application: Starlette | None) -> None:
        self._front = Front(lambda: application)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return asyncio.run(self._ask("GET", path, options))

    def post(self, path: str, **options: Any) -> httpx.Response:
        return asyncio.run(self._ask("POST", path, options))

    async def _ask(self, method: str, path: str, options: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self._front, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
            return await client.request(method, path, **options)


@pytest.fixture
def mail_box(tmp_path: Path) -> MailBox:
    return MailBox(tmp_path / "mail.sqlite")


@pytest.fixture
def bundles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folders of the explorer and of the single-page application; neither is built yet."""
    monkeypatch.setattr(site_module, "EXPLORER", tmp_path / "explorer")
    monkeypatch.setattr(site_module, "FRONTEND", tmp_path / "frontend")
    return tmp_path


@pytest.fixture
def door(ministack: Account, mail_box: MailBox, tmp_path: Path) -> Iterator[Door]:
    opened = Door(ministack, Codes(tmp_path / "codes.sqlite"), mail_box, lambda event, _: event)
    yield opened
    opened.close()


@pytest.fixture
def visit(ministack: Account, door: Door, mail_box: MailBox, bundles: Path) -> Visitor:
    return Visitor(site(ministack, door, mail_box, []))


def build(folder: Path) -> None:
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<title>built</title>")
    (folder / "assets" / "index-1a2b.js").write_text("1")


def test_until_ready_it_says_so(visit: Visitor) -> None:
    early = Visitor(None)

    for path in ("/healthz", "/", "/graphql"):
        answer = early.get(path)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert visit.get("/healthz").status_code == 200


def test_the_configuration_names_what_the_site_needs(visit: Visitor, ministack: Account) -> None:
    assert visit.get("/config.json").json() == {
        "region": "eu-west-3",
        "graphqlEndpoint": f"{ADDRESS}/graphql",
        "realtimeEndpoint": "ws://127.0.0.1:8080/graphql/realtime",
        "apiKey": ministack.api_key,
        "userPoolId": ministack.user_pool_id,
        "userPoolClientId": ministack.client_id,
        "cognitoEndpoint": f"{ADDRESS}/cognito/",
        "authFlow": "USER_SRP_AUTH",
    }


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/config.json", "/mail/", "/explorer/", "/nowhere", "/pages/page.css"]
)
def test_every_answer_carries_security_headers(visit: Visitor, path: str) -> None:
    headers = visit.get(path).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"]
    assert headers["Permissions-Policy"]


def test_the_configuration_speaks_of_the_host_that_was_asked(visit: Visitor) -> None:
    configuration = visit.get("/config.json", headers={"Host": "localhost:8081"}).json()

    assert configuration["graphqlEndpoint"] == "http://localhost:8081/graphql"
    assert configuration["realtimeEndpoint"] == "ws://localhost:8081/graphql/realtime"


def test_another_host_name_is_refused(visit: Visitor) -> None:
    assert visit.get("/config.json", headers={"Host": "attacker.example"}).status_code == 400


def test_the_start_page_leads_on(visit: Visitor) -> None:
    page = visit.get("/").text

    for part in ("Course des Impressionnistes", "/explorer/", "/mail/", "devops@example.org"):
        assert part in page


def test_a_page_that_is_not_there(visit: Visitor) -> None:
    numbers = ("999999", "9" * 18, "9" * 23, "9" * 5000, "-1", "one")
    for path in ("/nowhere", *(f"/mail/{number}" for number in numbers)):
        answer = visit.get(path)
        assert answer.status_code == 404
        assert "There is no such page." in answer.text


def test_mail_is_shown_as_text_and_its_links_lead_on(visit: Visitor, mail_box: MailBox) -> None:
    text = "See https://example.org/x?a=1&b=2. <script>alert(1)</script>"
    number = mail_box.deliver(Draft("f@example.org", ("t@example.org",), "<b>Hello</b>", text))

    page = visit.get(f"/mail/{number}").text

    assert '<a href="https://example.org/x?a=1&amp;b=2" rel="noreferrer">' in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "<b>" not in page + visit.get("/mail/").text


def test_mail_is_listed_by_recipient(visit: Visitor, mail_box: MailBox) -> None:
    mail_box.deliver(Draft("f@example.org", ("one@example.org",), "One", "1"))
    mail_box.deliver(Draft("f@example.org", ("two@example.org",), "Two", "2"))

    [message] = visit.get("/mail/messages.json", params={"to": "One@example.org"}).json()
    assert (message["subject"], message["text"], message["to"]) == ("One", "1", ["one@example.org"])
    assert "Two" not in visit.get("/mail/", params={"to": "one@example.org"}).text
    assert len(visit.get("/mail/messages.json").json()) == 2


def test_ses_takes_signed_requests_only(visit: Visitor) -> None:
    message = {
        "FromEmailAddress": "f@example.org",
        "Destination": {"ToAddresses": ["t@example.org"]},
        "Content": {"Simple": {"Subject": {"Data": "S"}, "Body": {"Text": {"Data": "T"}}}},
    }
    path = "/ses/v2/email/outbound-emails"

    assert visit.post(path, json=message).status_code == 403
    assert visit.post(path, json={}, headers=SIGNED).status_code == 400
    assert visit.get("/mail/messages.json").json() == []
    assert visit.post(path, json=message, headers=SIGNED).json()["MessageId"]
    assert len(visit.get("/mail/messages.json").json()) == 1


def test_the_door_speaks_cognitos_protocol(visit: Visitor, ministack: Account) -> None:
    body = {
        "ClientId": ministack.client_id,
        "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": "nobody@example.org", "PASSWORD": "x"},
    }
    headers = {
        "X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth",
        "Content-Type": "application/x-amz-json-1.1",
    }

    answer = visit.post("/cognito/", content=json.dumps(body), headers=headers)

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/x-amz-json-1.1"
    assert answer.headers["X-Amzn-ErrorType"] == answer.json()["__type"] == "NotAuthorizedException"
    assert visit.post("/cognito/", json=body).status_code == 404
    assert visit.post("/cognito/", content=b" " * 100_000, headers=headers).status_code == 413


def test_what_is_not_built_says_how_to_build_it(visit: Visitor) -> None:
    answer = visit.get("/explorer/")

    assert answer.status_code == 404
    assert "make explorer" in answer.text


@pytest.mark.parametrize(("bundle", "path"), [("explorer", "/explorer"), ("frontend", "")])
def test_a_bundle_is_served_with_deep_links_and_lasting_assets(
    ministack: Account, door: Door, mail_box: MailBox, bundles: Path, bundle: str, path: str
) -> None:
    build(bundles / bundle)
    visit = Visitor(site(ministack, door, mail_box, []))

    for deep in ("/", "/teams/7"):
        answer = visit.get(path + deep)
        assert (answer.status_code, answer.text) == (200, "<title>built</title>")
        assert answer.headers["Cache-Control"] == "no-cache"
    assert "immutable" in visit.get(f"{path}/assets/index-1a2b.js").headers["Cache-Control"]
    assert visit.get(f"{path}/assets/gone.js").status_code == 404
