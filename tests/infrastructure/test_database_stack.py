"""What the database stack promises, by environment."""

import json
from pathlib import Path
from typing import Any

import pytest

from local.account.table import create_table
from tests.infrastructure.conftest import Stacks
from tests.infrastructure.synthesis import RESTORED, synthesize

TABLE = "AWS::DynamoDB::Table"


def table_of(stacks: Stacks) -> dict[str, Any]:
    (table,) = stacks["Database"].of_type(TABLE).values()
    return table


def test_the_table_is_as_the_resolvers_need_it(stacks: Stacks) -> None:
    table = table_of(stacks)["Properties"]
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["SSESpecification"] == {"SSEEnabled": True}
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expiresAt", "Enabled": True}


def test_the_table_is_that_of_the_local_run(stacks: Stacks) -> None:
    class Recorder:
        """Takes the call that would make the local table."""

        made: dict[str, Any]

        def create_table(self, **parameters: Any) -> None:
            self.made = parameters

        def get_waiter(self, name: str) -> "Recorder":
            return self

        def wait(self, **parameters: Any) -> None:
            """Is ready at once."""

        def update_time_to_live(self, **parameters: Any) -> None:
            """Is compared by `test_the_table_is_as_the_resolvers_need_it`."""

    recorder = Recorder()
    create_table(recorder, "any")  # type: ignore[arg-type]
    table = table_of(stacks)["Properties"]
    for name in ("KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "BillingMode"):
        assert table[name] == recorder.made[name]


def test_in_prod_the_table_can_be_lost_neither_by_mistake_nor_for_35_days(prod: Stacks) -> None:
    table = table_of(prod)
    assert table["Properties"]["TableName"] == "impressionnistes-registration-prod"
    assert table["Properties"]["DeletionProtectionEnabled"] is True
    assert table["Properties"]["PointInTimeRecoverySpecification"] == {
        "PointInTimeRecoveryEnabled": True,
        "RecoveryPeriodInDays": 35,
    }
    assert (table["DeletionPolicy"], table["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_in_dev_the_table_goes_with_its_stack(dev: Stacks) -> None:
    table = table_of(dev)
    assert table["Properties"]["TableName"] == "impressionnistes-registration-dev"
    assert table["Properties"]["DeletionProtectionEnabled"] is False
    assert "PointInTimeRecoverySpecification" not in table["Properties"]
    assert (table["DeletionPolicy"], table["UpdateReplacePolicy"]) == ("Delete", "Delete")


def test_a_fresh_table_gets_its_edition(stacks: Stacks) -> None:
    resource = stacks["Database"].only("Custom::FirstEdition")
    (table_id,) = stacks["Database"].of_type(TABLE)
    assert resource["TableName"] == {"Ref": table_id}


def test_a_restored_table_is_filled_from_the_export_and_by_nothing_else(restored: Stacks) -> None:
    table = restored["Database"].only(TABLE)
    assert table["TableName"] == "impressionnistes-registration-prod-2"
    assert table["ImportSourceSpecification"] == {
        "S3BucketSource": {
            "S3Bucket": "backups",
            "S3KeyPrefix": "2027/2027-04-02T01-15-00Z/AWSDynamoDB/0169-2d87/data/",
        },
        "InputFormat": "DYNAMODB_JSON",
        "InputCompressionType": "GZIP",
    }
    assert restored["Database"].of_type("Custom::FirstEdition") == {}


def test_a_restored_table_is_protected_as_the_one_before(restored: Stacks, prod: Stacks) -> None:
    before, since = table_of(prod), table_of(restored)
    of_the_restore = {"TableName", "ImportSourceSpecification"}
    assert {k: v for k, v in since["Properties"].items() if k not in of_the_restore} == {
        k: v for k, v in before["Properties"].items() if k not in of_the_restore
    }
    assert since["DeletionPolicy"] == before["DeletionPolicy"]


def test_a_table_taken_over_is_not_made_but_backed_up(tmp_path: Path) -> None:
    stacks = synthesize("prod", tmp_path, existingTable="registration-of-old")
    database = stacks["Database"]
    assert database.of_type(TABLE) == {}
    assert database.of_type("Custom::FirstEdition") == {}
    assert database.outputs["TableName"] == "registration-of-old"
    backup = database.named("AWS::Lambda::Function", "FunctionName", "impressionnistes-backup-prod")
    assert "table/registration-of-old" in json.dumps(backup["Environment"]["Variables"]["TABLE_ARN"])
    sign_up = stacks["Identity"].named(
        "AWS::Lambda::Function", "FunctionName", "impressionnistes-sign-up-prod"
    )
    assert sign_up["Environment"]["Variables"]["TABLE_NAME"] == "registration-of-old"


def test_on_a_restored_table_erasures_are_played_again(restored: Stacks) -> None:
    database = restored["Database"]
    (table_id,) = database.of_type(TABLE)
    (bucket_id,) = database.of_type("AWS::S3::Bucket")
    playing = database.only("Custom::Erasures")
    assert (playing["TableName"], playing["Source"]) == ({"Ref": table_id}, RESTORED["restoreFrom"])
    function = database.named("AWS::Lambda::Function", "FunctionName", "impressionnistes-erasures-prod")
    assert function["Environment"]["Variables"]["BACKUPS_BUCKET"] == {"Ref": bucket_id}
    assert int(playing["ServiceTimeout"]) > function["Timeout"], "so that it tells of a failure itself"


@pytest.mark.parametrize(
    ("changes", "played"),
    [
        pytest.param({"existingTable": "registration-of-old"}, ["registration-of-old"], id="taken over"),
        pytest.param({**RESTORED, "dailyExport": False}, [], id="restored where nothing is noted"),
        pytest.param({}, [], id="made empty"),
    ],
)
def test_erasures_are_played_again_on_a_table_that_comes_from_elsewhere(
    changes: dict[str, Any], played: list[str], tmp_path: Path
) -> None:
    database = synthesize("prod", tmp_path, **changes)["Database"]
    found = database.of_type("Custom::Erasures").values()
    assert [one["Properties"]["Source"] for one in found] == played
    assert [one["Properties"]["TableName"] for one in found] == played


def test_the_notes_of_erasures_never_end(prod: Stacks) -> None:
    (bucket,) = prod["Database"].of_type("AWS::S3::Bucket").values()
    ending = [
        rule
        for rule in bucket["Properties"]["LifecycleConfiguration"]["Rules"]
        if "ExpirationInDays" in rule or "ExpirationDate" in rule
    ]
    assert ending
    assert not [rule for rule in ending if "erasures/".startswith(rule.get("Prefix", ""))]


def test_there_is_an_export_each_night_in_prod(prod: Stacks) -> None:
    schedule = prod["Database"].named("AWS::Scheduler::Schedule", "Name", "impressionnistes-backup-prod")
    assert schedule["ScheduleExpression"] == "cron(15 3 * * ? *)"
    assert schedule["ScheduleExpressionTimezone"] == "Europe/Paris"
    assert json.loads(schedule["Target"]["Input"]) == {"time": "<aws.scheduler.scheduled-time>"}
    assert "DeadLetterConfig" in schedule["Target"]
    assert "BackupsBucketName" in prod["Database"].outputs


def test_erasures_are_played_again_each_night_in_prod(prod: Stacks) -> None:
    schedule = prod["Database"].named("AWS::Scheduler::Schedule", "Name", "impressionnistes-erasures-prod")
    assert schedule["ScheduleExpression"] == "cron(45 3 * * ? *)"
    assert json.loads(schedule["Target"]["Input"]) == {"time": "<aws.scheduler.scheduled-time>"}
    assert "DeadLetterConfig" in schedule["Target"]


def test_exports_outlive_their_stack_and_end_after_a_year(prod: Stacks) -> None:
    (bucket,) = prod["Database"].of_type("AWS::S3::Bucket").values()
    assert bucket["DeletionPolicy"] == "Retain"
    assert set(bucket["Properties"]["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["Properties"]["VersioningConfiguration"] == {"Status": "Enabled"}
    exports, leavings = bucket["Properties"]["LifecycleConfiguration"]["Rules"]
    assert (exports["Prefix"], exports["ExpirationInDays"]) == ("2", 400)
    assert leavings["NoncurrentVersionExpiration"] == {"NoncurrentDays": 30}


def test_nothing_is_exported_in_dev(dev: Stacks) -> None:
    for kind in ("AWS::Scheduler::Schedule", "AWS::S3::Bucket"):
        assert dev["Database"].of_type(kind) == {}


def test_a_night_without_an_export_alarms(prod: Stacks) -> None:
    alarm = prod["Database"].named(
        "AWS::CloudWatch::Alarm", "AlarmName", "impressionnistes-backup-missing-prod"
    )
    assert (alarm["MetricName"], alarm["ComparisonOperator"]) == ("Invocations", "LessThanThreshold")
    assert alarm["TreatMissingData"] == "breaching"


@pytest.mark.parametrize(
    ("thing", "metric"),
    [
        ("table-read-throttles", "ReadThrottleEvents"),
        ("table-write-throttles", "WriteThrottleEvents"),
        ("table-errors-transactwriteitems", "SystemErrors"),
        ("first-load-errors", "Errors"),
        ("first-load-dead-letters", "ApproximateNumberOfMessagesVisible"),
    ],
)
def test_what_goes_wrong_is_told_with_what_to_do(dev: Stacks, thing: str, metric: str) -> None:
    name = f"impressionnistes-{thing}-dev"
    alarm = dev["Database"].named("AWS::CloudWatch::Alarm", "AlarmName", name)
    assert alarm["MetricName"] == metric
    assert alarm["AlarmDescription"].count(" ") > 8
    assert "impressionnistes-operators-dev" in json.dumps(alarm["AlarmActions"])
