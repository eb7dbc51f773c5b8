"""An export read back by the restore path: the new table has the same items.

Simulated, for no emulator deploys a table with an import source: the export is made by moto on the call of
the backup function, or written here in the format that AWS documents. It is read back as CloudFormation would
have DynamoDB do it, from nothing but the properties of the synthesized table. moto has an ImportTable, but
its reader of JSON cuts texts at apostrophes.
"""

import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3
import pytest

from local.account.account import REGION, Account
from resolvers.triggers.backup import handler as backup
from tests.backups import BUCKET, account_with_backups
from tests.infrastructure.synthesis import synthesize

NEW_TABLE = "impressionnistes-registration-prod-2"

Item = dict[str, Any]


@pytest.fixture
def account() -> Iterator[Account]:
    with account_with_backups() as opened:
        yield opened


def everything(account: Account, table: str) -> list[Item]:
    """All items, in the order of their keys."""
    pages = account.dynamodb.get_paginator("scan").paginate(TableName=table)
    found: list[Item] = [dict(item) for page in pages for item in page["Items"]]
    return sorted(found, key=lambda item: (item["PK"]["S"], item["SK"]["S"]))


def restore(account: Account, prefix: str, folder: Path) -> None:
    """Makes the table that the database stack describes when it is told to restore that export."""
    export = f"s3://{BUCKET}/{prefix}"
    stacks = synthesize("prod", folder, tableName=NEW_TABLE, restoreFrom=export)
    table = stacks["Database"].only("AWS::DynamoDB::Table")
    names = ("TableName", "AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes")
    account.dynamodb.create_table(**{name: table[name] for name in names})
    for item in imported(table["ImportSourceSpecification"]):
        account.dynamodb.put_item(TableName=NEW_TABLE, Item=item)


def imported(specification: Mapping[str, Any]) -> Iterator[Item]:
    """The items that DynamoDB finds: every object under the prefix is a file of them, as it is told."""
    assert (specification["InputFormat"], specification["InputCompressionType"]) == ("DYNAMODB_JSON", "GZIP")
    source = specification["S3BucketSource"]
    s3 = boto3.client("s3", region_name=REGION)
    for found in s3.list_objects_v2(Bucket=source["S3Bucket"], Prefix=source["S3KeyPrefix"])["Contents"]:
        data = s3.get_object(Bucket=source["S3Bucket"], Key=found["Key"])["Body"].read()
        for line in gzip.decompress(data).decode().splitlines():
            yield json.loads(line)["Item"]


def test_the_daily_export_gives_the_same_items(account: Account, tmp_path: Path) -> None:
    backup.handler({"time": "2027-04-02T01:15:00Z"}, None)
    objects = boto3.client("s3", region_name=REGION).list_objects_v2(Bucket=BUCKET)["Contents"]
    ((data, _),) = [item["Key"].rsplit("/", 1) for item in objects]
    assert data.startswith("2027/2027-04-02T01-15-00Z/AWSDynamoDB/")

    restore(account, f"{data}/", tmp_path)

    exported = everything(account, account.table_name)
    assert len(exported) > 100
    assert everything(account, NEW_TABLE) == exported


def test_every_type_of_attribute_comes_back_from_the_documented_format(
    account: Account, tmp_path: Path
) -> None:
    items: list[Item] = [
        {
            "PK": {"S": f"TEAM#2027#{number}"},
            "SK": {"S": "MEMBER#1"},
            "lastName": {"S": "Béhal « dit » Gœury"},
            "version": {"N": "12345678901234567890"},
            "skiffRentalFactor": {"N": "2.5"},
            "certificate": {"BOOL": False},
            "crewId": {"NULL": True},
            "seats": {"L": [{"M": {"position": {"N": "1"}, "name": {"S": ""}}}, {"L": []}]},
            "none": {"M": {}},
        }
        for number in range(5)
    ]
    prefix = "2027/2027-04-02T01-15-00Z/AWSDynamoDB/01234567890123-a1b2c3d4"
    s3 = boto3.client("s3", region_name=REGION)
    for name, part in {"aaaa": items[:3], "bbbb": items[3:]}.items():
        lines = "".join(json.dumps({"Item": item}, ensure_ascii=False) + "\n" for item in part)
        s3.put_object(Bucket=BUCKET, Key=f"{prefix}/data/{name}.json.gz", Body=gzip.compress(lines.encode()))
    for manifest in ("manifest-files.json", "manifest-summary.json"):
        s3.put_object(Bucket=BUCKET, Key=f"{prefix}/{manifest}", Body=b'{"version":"2020-06-30"}')

    restore(account, f"{prefix}/data/", tmp_path)

    assert everything(account, NEW_TABLE) == items
