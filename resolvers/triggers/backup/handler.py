"""The daily export of the table to S3, which also looks whether yesterday's has arrived."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

import boto3
from aws_lambda_powertools import Logger

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

EXPORTS = "2"
"""What the keys of all exports start with: their year."""

_SUMMARY = "/manifest-summary.json"  # which DynamoDB writes last

logger = Logger()


class ExportMissing(Exception):
    """Yesterday's export has not arrived; today's was started all the same."""


def handler(event: Mapping[str, str], context: object) -> dict[str, str]:
    """Starts today's export.

    Args:
        event: `time`, for when it was scheduled; the same at every attempt, and so DynamoDB exports once.

    Returns:
        `exportArn`, and `prefix` in the bucket: `2027/2027-04-02T01-15-00Z`.

    Raises:
        ExportMissing: there are exports, but none of yesterday.
        ClientError: DynamoDB refuses it, as when point-in-time recovery is off.
    """
    time = datetime.fromisoformat(event["time"]).astimezone(UTC)
    bucket = os.environ["BACKUPS_BUCKET"]
    missing = _any(bucket, EXPORTS) and not _any(bucket, _day(time - timedelta(days=1)), _SUMMARY)
    prefix = f"{_day(time)}T{time:%H-%M-%SZ}"
    answer = _dynamodb().export_table_to_point_in_time(
        TableArn=os.environ["TABLE_ARN"],
        S3Bucket=bucket,
        S3Prefix=prefix,
        ExportFormat="DYNAMODB_JSON",
        ClientToken=prefix.replace("/", "-"),
    )
    export = answer["ExportDescription"]["ExportArn"]
    logger.info("export started", export=export, prefix=prefix)
    if missing:
        raise ExportMissing(f"No export of {time - timedelta(days=1):%Y-%m-%d} has arrived in {bucket}.")
    return {"exportArn": export, "prefix": prefix}


def _day(time: datetime) -> str:
    """What the keys of a day's exports start with."""
    return f"{time:%Y}/{time:%Y-%m-%d}"


def _any(bucket: str, prefix: str, part: str = "") -> bool:
    """Whether an object's key starts so and has that part."""
    pages = _s3().get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    return any(part in item["Key"] for page in pages for item in page.get("Contents", ()))


@cache
def _dynamodb() -> "DynamoDBClient":
    return boto3.client("dynamodb")


@cache
def _s3() -> "S3Client":
    return boto3.client("s3")
