"""An export read back by the restore path: the new table has the same items.

Simulated, for no emulator deploys a table with an import source: the export is made by moto on the call of
the backup function, or written here in the format that AWS documents. It is read back as CloudFormation would
have DynamoDB do it, from nothing but the properties of the synthesized table. moto has an ImportTable, but
its reader of JSON cuts texts at apostrophes.
"""

import gzip
import json
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest

from local.account.account import REGION, Account, environment
from local.appsync.lambdas import LambdaContext
from resolvers.erasing import erase
from resolvers.erasures import Noted, note
from resolvers.regatta.settings import default_edition
from resolvers.table import keys
from resolvers.table.table import connect
from resolvers.triggers.backup import handler as backup
from resolvers.triggers.erasures import handler as replay
from tests.backups import BUCKET, account_with_backups
from tests.cloudformation import listening
from tests.infrastructure.synthesis import Template, synthesize
from tests.leaver import Leaver, found_of

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


def export(account: Account) -> str:
    """Exports the table as every night; what the keys of its data start with, once it is there."""
    backup.handler({"time": "2027-04-02T01:15:00Z"}, None)
    table = account.dynamodb.describe_table(TableName=account.table_name)["Table"]
    deadline = time.monotonic() + 30
    while True:
        (found,) = account.dynamodb.list_exports(TableArn=table["TableArn"])["ExportSummaries"]
        if found["ExportStatus"] == "COMPLETED" or time.monotonic() > deadline:
            break
        time.sleep(0.02)
    ((key, _),) = [item["Key"].rsplit("/", 1) for item in _objects(BUCKET, "2")]
    return f"{key}/"


def restore(account: Account, prefix: str, folder: Path) -> Template:
    """Makes the table that the database stack describes when it is told to restore that export.

    Returns:
        The stack.
    """
    export = f"s3://{BUCKET}/{prefix}"
    stacks = synthesize("prod", folder, tableName=NEW_TABLE, restoreFrom=export)
    database = stacks["Database"]
    table = database.only("AWS::DynamoDB::Table")
    names = ("TableName", "AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes")
    made = {name: table[name] for name in names}
    # CloudFormation's word for it leaves out that there is one.
    made["StreamSpecification"] = {"StreamEnabled": True, **table["StreamSpecification"]}
    account.dynamodb.create_table(**made)
    for item in imported(table["ImportSourceSpecification"]):
        account.dynamodb.put_item(TableName=NEW_TABLE, Item=item)
    return database


def imported(specification: Mapping[str, Any]) -> Iterator[Item]:
    """The items that DynamoDB finds: every object under the prefix is a file of them, as it is told."""
    assert (specification["InputFormat"], specification["InputCompressionType"]) == ("DYNAMODB_JSON", "GZIP")
    source = specification["S3BucketSource"]
    s3 = boto3.client("s3", region_name=REGION)
    for found in _objects(source["S3Bucket"], source["S3KeyPrefix"]):
        data = s3.get_object(Bucket=source["S3Bucket"], Key=found["Key"])["Body"].read()
        for line in gzip.decompress(data).decode().splitlines():
            yield json.loads(line)["Item"]


def _objects(bucket: str, prefix: str) -> list[Any]:
    s3 = boto3.client("s3", region_name=REGION)
    return list(s3.list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"])


def test_the_daily_export_gives_the_same_items(account: Account, tmp_path: Path) -> None:
    prefix = export(account)
    assert prefix.startswith("2027/2027-04-02T01-15-00Z/AWSDynamoDB/")

    restore(account, prefix, tmp_path)

    exported = everything(account, account.table_name)
    assert len(exported) > 100
    assert everything(account, NEW_TABLE) == exported


def test_whoever_was_erased_since_the_export_is_erased_again(account: Account, tmp_path: Path) -> None:
    leaver = Leaver(
        "leaver", "berthe@example.org", "mathurin", "+33787654321", (11, 23), "another-manager", 2027, 2026
    )
    for row in (keys.edition_row(default_edition(2026)), *leaver.rows()):
        account.dynamodb.put_item(TableName=account.table_name, Item=row.item())
    prefix = export(account)
    at = datetime(2027, 4, 3, 12, tzinfo=UTC)
    note(BUCKET, Noted(leaver.sub, at))
    profile = connect().get(keys.manager(leaver.sub))
    erase(connect(), leaver.sub, profile, (2026, 2027), at, lambda: 28)

    def others(table: str) -> list[Item]:
        return [item for item in everything(account, table) if leaver.sub not in json.dumps(item)]

    database = restore(account, prefix, tmp_path)
    with environment({"TABLE_NAME": NEW_TABLE}), listening() as answers:
        restored = connect()
        assert len(found_of(leaver, restored)) > 10
        function = database.named("AWS::Lambda::Function", "FunctionName", "impressionnistes-erasures-prod")
        assert set(function["Environment"]["Variables"]) >= {"TABLE_NAME", "BACKUPS_BUCKET"}
        playing = {"TableName": NEW_TABLE, "Source": database.only("Custom::Erasures")["Source"]}
        context = LambdaContext("erasures", function["Timeout"])
        replay.handler(answers.event("Create", "Playing", **playing), context)

        assert [body["Status"] for _, body in answers.received] == ["SUCCESS"]
        assert found_of(leaver, restored) == []
        assert others(NEW_TABLE) == others(account.table_name)


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
