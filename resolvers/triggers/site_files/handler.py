"""A custom resource of CloudFormation: the site's bucket holds the files of one build and its `config.json`.

What pages load is there before them, and stays a month after: somebody may have an older page open.
"""

import mimetypes
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypedDict
from zipfile import ZipFile

import boto3
from aws_lambda_powertools import Logger

from resolvers.custom_resource import report

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CONFIGURATION = "config.json"

_ASSETS_STAY = timedelta(days=30)
_TYPES = {".woff2": "font/woff2", ".webmanifest": "application/manifest+json"}

logger = Logger()


class Wanted(TypedDict, total=False):
    """The properties of the resource.

    `Archive` and `ArchiveBucket` say where the zipped build lies, and are absent while there is none: then
    what was delivered before stays.
    """

    Bucket: str
    ArchiveBucket: str
    Archive: str
    Configuration: str
    AssetsFolder: str
    AssetsCacheControl: str
    PagesCacheControl: str
    KeepFiles: str


def handler(event: Mapping[str, Any], context: object) -> None:
    """Brings the files, and takes them away when the resource ends, unless they are to be kept.

    Raises:
        ClientError, BadZipFile: the files could not be brought, and CloudFormation was told so.
    """
    wanted: Wanted = event["ResourceProperties"]
    with report(event, wanted["Bucket"]):
        s3 = boto3.client("s3")
        if event["RequestType"] != "Delete":
            deliver(s3, wanted, datetime.now(UTC))
        elif wanted["KeepFiles"] == "false":
            for key, _ in _objects(s3, wanted["Bucket"]):
                s3.delete_object(Bucket=wanted["Bucket"], Key=key)


def deliver(s3: "S3Client", wanted: Wanted, now: datetime) -> None:
    """Brings the files of the build, assets first, and deletes what no page needs any more.

    Raises:
        ClientError, BadZipFile: the build is not there or can't be read, or a file can't be written.
    """
    bucket, assets = wanted["Bucket"], wanted["AssetsFolder"]
    files = {**_build(s3, wanted), CONFIGURATION: wanted["Configuration"].encode()}
    for path in sorted(files, key=lambda path: (not path.startswith(assets), path)):
        s3.put_object(
            Bucket=bucket,
            Key=path,
            Body=files[path],
            ContentType=content_type(path),
            CacheControl=wanted["AssetsCacheControl" if path.startswith(assets) else "PagesCacheControl"],
        )
    if "Archive" in wanted:
        for key, changed in _objects(s3, bucket):
            still_loaded = key.startswith(assets) and now - changed < _ASSETS_STAY
            if key not in files and not still_loaded:
                s3.delete_object(Bucket=bucket, Key=key)
    logger.info("delivered", files=len(files))


def content_type(path: str) -> str:
    """The `Content-Type` of a file, by its name; browsers are told to believe it."""
    known = _TYPES.get(PurePosixPath(path).suffix) or mimetypes.guess_type(path)[0]
    if known is None:
        return "application/octet-stream"
    return f"{known}; charset=utf-8" if known.startswith("text/") else known


def _build(s3: "S3Client", wanted: Wanted) -> dict[str, bytes]:
    if "Archive" not in wanted:
        return {}
    answer = s3.get_object(Bucket=wanted["ArchiveBucket"], Key=wanted["Archive"])
    with ZipFile(BytesIO(answer["Body"].read())) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}


def _objects(s3: "S3Client", bucket: str) -> Iterator[tuple[str, datetime]]:
    """Keys of a bucket, and when each was last written."""
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for item in page.get("Contents", []):
            yield item["Key"], item["LastModified"]
