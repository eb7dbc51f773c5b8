"""The daily export: where it lies, and what is said when yesterday's is missing."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from local.account.account import REGION, Account
from resolvers.triggers.backup.handler import ExportMissing, handler
from tests.backups import BUCKET, account_with_backups


@pytest.fixture
def account() -> Iterator[Account]:
    with account_with_backups() as opened:
        yield opened


def put(key: str) -> None:
    boto3.client("s3", region_name=REGION).put_object(Bucket=BUCKET, Key=key, Body=b"")


def exports(account: Account) -> list[dict[str, Any]]:
    """The exports that were started."""
    table = account.dynamodb.describe_table(TableName=account.table_name)["Table"]
    found = account.dynamodb.list_exports(TableArn=table["TableArn"])["ExportSummaries"]
    return [
        dict(account.dynamodb.describe_export(ExportArn=item["ExportArn"])["ExportDescription"])
        for item in found
    ]


def test_an_export_lies_under_its_year_then_its_date_and_time(account: Account) -> None:
    answer = handler({"time": "2027-04-02T01:15:00Z"}, None)

    assert answer["prefix"] == "2027/2027-04-02T01-15-00Z"
    (export,) = exports(account)
    assert (export["S3Bucket"], export["S3Prefix"]) == (BUCKET, answer["prefix"])
    assert (export["ExportArn"], export["ExportFormat"]) == (answer["exportArn"], "DYNAMODB_JSON")


@pytest.mark.parametrize(
    "there",
    [
        pytest.param([], id="the first of all"),
        pytest.param(
            ["2027/2027-04-01T01-15-00Z/AWSDynamoDB/1/manifest-summary.json"], id="yesterday's is there"
        ),
        pytest.param(["erasures/1.json"], id="nothing but what is no export"),
    ],
)
def test_nothing_is_missing(account: Account, there: list[str]) -> None:
    for key in there:
        put(key)
    handler({"time": "2027-04-02T01:15:00Z"}, None)
    assert len(exports(account)) == 1


@pytest.mark.parametrize(
    "there",
    [
        pytest.param(
            "2027/2027-03-31T01-15-00Z/AWSDynamoDB/1/manifest-summary.json", id="only that of two days ago"
        ),
        pytest.param("2027/2027-04-01T01-15-00Z/AWSDynamoDB/1/data/1.json.gz", id="begun, not ended"),
        pytest.param(
            "2026/2026-04-01T01-15-00Z/AWSDynamoDB/1/manifest-summary.json", id="that of a year ago"
        ),
    ],
)
def test_a_missing_export_is_told_and_the_next_one_started_nevertheless(account: Account, there: str) -> None:
    put(there)
    with pytest.raises(ExportMissing, match="No export of 2027-04-01 has arrived in backups"):
        handler({"time": "2027-04-02T01:15:00Z"}, None)
    assert len(exports(account)) == 1


def test_yesterday_of_new_years_day_is_in_the_year_before(account: Account) -> None:
    put("2026/2026-12-31T02-15-00Z/AWSDynamoDB/1/manifest-summary.json")
    answer = handler({"time": "2027-01-01T02:15:00Z"}, None)
    assert answer["prefix"] == "2027/2027-01-01T02-15-00Z"


def test_a_table_that_keeps_no_past_cannot_be_exported(account: Account) -> None:
    account.dynamodb.update_continuous_backups(
        TableName=account.table_name,
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": False},
    )
    with pytest.raises(ClientError, match="PointInTimeRecoveryUnavailable"):
        handler({"time": "2027-04-02T01:15:00Z"}, None)
