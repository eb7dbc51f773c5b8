"""Bringing the site into its bucket: in order, with the right headers, and never taking what is in use."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import boto3
import pytest
from moto import mock_aws
from mypy_boto3_s3 import S3Client

from resolvers.triggers.site_files import handler as site_files
from resolvers.triggers.site_files.handler import Wanted, content_type, deliver, handler

SITE = "site"
NOW = datetime.now(UTC)
NOTHING_BUILT: Wanted = {
    "Bucket": SITE,
    "Configuration": '{"region":"eu-west-3"}',
    "AssetsFolder": "assets/",
    "AssetsCacheControl": "immutable",
    "PagesCacheControl": "no-cache",
    "KeepFiles": "false",
}
BUILT: Wanted = {**NOTHING_BUILT, "ArchiveBucket": "builds", "Archive": "1.zip"}


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Client]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        client = boto3.client("s3")
        for bucket in (SITE, "builds"):
            client.create_bucket(Bucket=bucket)
        build(client, {"index.html": "<title>", "assets/app-1a.js": "let a", "robots.txt": ""})
        yield client


def build(s3: S3Client, files: dict[str, str]) -> None:
    archive = BytesIO()
    with ZipFile(archive, "w") as written:
        written.mkdir("assets")
        for path, text in files.items():
            written.writestr(path, text)
    s3.put_object(Bucket="builds", Key="1.zip", Body=archive.getvalue())


def keys(s3: S3Client) -> list[str]:
    return [item["Key"] for item in s3.list_objects_v2(Bucket=SITE).get("Contents", [])]


def test_a_build_is_delivered_with_its_configuration(s3: S3Client) -> None:
    deliver(s3, BUILT, NOW)

    assert keys(s3) == ["assets/app-1a.js", "config.json", "index.html", "robots.txt"]
    configuration = s3.get_object(Bucket=SITE, Key="config.json")
    assert json.loads(configuration["Body"].read()) == {"region": "eu-west-3"}
    assert (configuration["ContentType"], configuration["CacheControl"]) == ("application/json", "no-cache")
    asset = s3.head_object(Bucket=SITE, Key="assets/app-1a.js")
    assert (asset["ContentType"], asset["CacheControl"]) == ("text/javascript; charset=utf-8", "immutable")
    assert s3.head_object(Bucket=SITE, Key="index.html")["CacheControl"] == "no-cache"


def test_what_pages_load_is_there_before_them(s3: S3Client) -> None:
    written = []
    s3.meta.events.register(
        "provide-client-params.s3.PutObject", lambda params, **_: written.append(params["Key"])
    )
    deliver(s3, BUILT, NOW)

    assert written == ["assets/app-1a.js", "config.json", "index.html", "robots.txt"]


@pytest.mark.parametrize(
    ("later", "left"),
    [
        (timedelta(days=1), ["assets/app-1a.js", "assets/app-2b.js", "config.json", "index.html"]),
        (timedelta(days=31), ["assets/app-2b.js", "config.json", "index.html"]),
    ],
)
def test_what_an_open_page_may_load_stays_a_month(s3: S3Client, later: timedelta, left: list[str]) -> None:
    deliver(s3, BUILT, NOW)
    build(s3, {"index.html": "<title>", "assets/app-2b.js": "let b"})
    deliver(s3, BUILT, NOW + later)

    assert keys(s3) == left


def test_without_a_build_what_was_delivered_stays(s3: S3Client) -> None:
    deliver(s3, BUILT, NOW)
    deliver(s3, {**NOTHING_BUILT, "Configuration": "{}"}, NOW + timedelta(days=365))

    assert keys(s3) == ["assets/app-1a.js", "config.json", "index.html", "robots.txt"]
    assert s3.get_object(Bucket=SITE, Key="config.json")["Body"].read() == b"{}"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("assets/site-1a.css", "text/css; charset=utf-8"),
        ("assets/text-1a.woff2", "font/woff2"),
        ("assets/river-1a.svg", "image/svg+xml"),
        ("assets/river-1a.webp", "image/webp"),
        ("app.webmanifest", "application/manifest+json"),
        ("favicon.ico", "image/vnd.microsoft.icon"),
        ("unheard.of", "application/octet-stream"),
    ],
)
def test_the_type_of_a_file(path: str, expected: str) -> None:
    assert content_type(path) == expected


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What CloudFormation was told."""
    told: list[str] = []

    class Answer:
        def __enter__(self) -> None:
            return None

        def __exit__(self, *_: object) -> None:
            return None

    def put(request: Any, timeout: float) -> Answer:
        told.append(json.loads(request.data)["Status"])
        return Answer()

    monkeypatch.setattr("resolvers.custom_resource.urlopen", put)
    return told


def event(kind: str, wanted: Wanted) -> dict[str, Any]:
    ids = {"StackId": "1", "RequestId": "2", "LogicalResourceId": "3", "ResponseURL": "https://127.0.0.1/"}
    return {"RequestType": kind, "ResourceProperties": wanted, **ids}


@pytest.mark.parametrize(("keep", "left"), [("true", 4), ("false", 0)])
def test_the_end_of_the_resource_empties_the_bucket_that_is_not_to_be_kept(
    s3: S3Client, answers: list[str], keep: str, left: int
) -> None:
    wanted: Wanted = {**BUILT, "KeepFiles": keep}
    handler(event("Create", wanted), None)
    handler(event("Delete", wanted), None)

    assert len(keys(s3)) == left
    assert answers == ["SUCCESS", "SUCCESS"]


def test_a_build_that_is_not_there_is_told_to_cloudformation(s3: S3Client, answers: list[str]) -> None:
    with pytest.raises(s3.exceptions.NoSuchKey):
        handler(event("Update", {**BUILT, "Archive": "gone.zip"}), None)
    assert answers == ["FAILED"]
    assert site_files.CONFIGURATION not in keys(s3)
