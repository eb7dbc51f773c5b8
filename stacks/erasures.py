"""Erasures of personal data: noted beside the backups, and played again by night and on restored tables."""

from aws_cdk import CustomResource, Duration
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from stacks.environment import Environment
from stacks.findings import accept
from stacks.functions import ONCE, FunctionSettings, PythonFunction
from stacks.schedules import run_each_night
from stacks.table_access import ERASING

_FOLDER = "erasures/"
_TIMEOUT = 900


def let_note_erasures(function: PythonFunction, bucket: s3.IBucket) -> None:
    """Lets a function note erasures, and do nothing else with the bucket."""
    _allow_on_notes(function, bucket, "s3:PutObject")


class ErasuresPlayedAgain(Construct):
    """Plays the newest erasures again each night, and all on a table that was restored or taken over.

    By night, because what a request wrote that was under way meanwhile is erased too. As it is deployed,
    because a restored table knows nothing of what was erased since; when one can't be played the deployment
    fails, so that nobody meets it.

    Args:
        bucket: that erasures are noted in.
        source: what the table was restored from, or the table that was taken over; none for one that was
            made empty. Another one has all erasures played again.
    """

    def __init__(
        self,
        scope: Construct,
        environment: Environment,
        table: dynamodb.ITable,
        bucket: s3.IBucket,
        source: str | None,
    ) -> None:
        super().__init__(scope, "ErasuresPlayedAgain")
        function = PythonFunction(
            self,
            environment,
            FunctionSettings(
                folder="triggers/erasures",
                description="Plays erasures of personal data again, each night and on a restored table",
                memory=1024,
                timeout=_TIMEOUT,
                variables={"TABLE_NAME": table.table_name, "BACKUPS_BUCKET": bucket.bucket_name},
                on_errors="Erasures could not be played again: read why in the function's log. The next "
                "night tries again; when it failed too, play them by hand (README, Backups). A restored "
                "table was not put to use, so deploy again.",
                attempts=ONCE,
            ),
        )
        for statement in ERASING.statements(function.function.stack, environment):
            function.role.add_to_policy(statement)
        function.role.add_to_policy(
            iam.PolicyStatement(
                actions=["s3:ListBucket"],
                resources=[bucket.bucket_arn],
                conditions={"StringEquals": {"s3:prefix": _FOLDER}},
            )
        )
        _allow_on_notes(function, bucket, "s3:GetObject")
        run_each_night(
            self,
            environment,
            function,
            at="3:45",
            description="The erasures of two days, played again at night",
        )
        if source is not None:
            self._play_all(function, table, source)

    def _play_all(self, function: PythonFunction, table: dynamodb.ITable, source: str) -> None:
        playing = CustomResource(
            self,
            "Playing",
            resource_type="Custom::Erasures",
            service_token=function.function.function_arn,
            service_timeout=Duration.seconds(_TIMEOUT + 60),
            properties={"TableName": table.table_name, "Source": source},
        )
        function.serve(playing)


def _allow_on_notes(function: PythonFunction, bucket: s3.IBucket, action: str) -> None:
    notes = bucket.arn_for_objects(f"{_FOLDER}*")
    function.role.add_to_policy(iam.PolicyStatement(actions=[action], resources=[notes]))
    accept(
        function.role,
        "The notes of erasures, which go by the ids of managers.",
        f"AwsSolutions-IAM5[Resource::{notes}]",
    )
