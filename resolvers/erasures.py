"""What was erased, noted outside the table: an export of the table that is restored knows nothing of it."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

import boto3

from resolvers.table.plain import to_plain

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_FOLDER = "erasures/"


@dataclass(frozen=True, slots=True)
class Noted:
    """Whose erasure was asked for, and when."""

    manager_id: str
    at: datetime


def note(bucket: str, erasure: Noted) -> None:
    """Keeps an erasure for as long as the bucket is there; one call.

    Raises:
        ClientError: it is not kept.
    """
    body = json.dumps(to_plain(erasure)).encode()
    key = f"{_FOLDER}{erasure.manager_id}.json"
    _client().put_object(Bucket=bucket, Key=key, Body=body, ContentType="application/json")


def noted(bucket: str, since: datetime | None = None) -> Iterator[Noted]:
    """Every erasure that was kept, or was since then; one call each, and one for each thousand of all."""
    pages = _client().get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=_FOLDER)
    for found in (found for page in pages for found in page.get("Contents", ())):
        if since is not None and found["LastModified"] < since:
            continue
        body = _client().get_object(Bucket=bucket, Key=found["Key"])["Body"].read()
        kept = json.loads(body)
        yield Noted(kept["managerId"], datetime.fromisoformat(kept["at"]))


def _client() -> "S3Client":
    return _client_at(os.environ.get("AWS_ENDPOINT_URL"))


@cache
def _client_at(endpoint: str | None) -> "S3Client":
    return boto3.client("s3", endpoint_url=endpoint)
