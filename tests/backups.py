"""An account whose table can be exported, for the tests of backups."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import boto3

from local.account.account import REGION, Account, environment
from local.account.on_moto import moto_account
from resolvers.table.loader import load_default
from resolvers.table.table import connect
from resolvers.triggers.backup import handler as backup

BUCKET = "backups"


@contextmanager
def account_with_backups() -> Iterator[Account]:
    """A bucket, a table that holds an edition and keeps its past, and what the backup function needs."""
    with moto_account() as account:
        s3 = boto3.client("s3", region_name=REGION)
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
        account.dynamodb.update_continuous_backups(
            TableName=account.table_name,
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
        )
        table = account.dynamodb.describe_table(TableName=account.table_name)["Table"]
        load_default(connect(), 2027)
        with (
            environment({"TABLE_ARN": table["TableArn"], "BACKUPS_BUCKET": BUCKET}),
            mock.patch.object(backup, "_s3", return_value=s3),
            mock.patch.object(backup, "_dynamodb", return_value=account.dynamodb),
        ):
            yield account
