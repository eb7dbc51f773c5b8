"""Erasures of personal data outlive the table: each is noted beside its backups, and played again on them."""

from aws_cdk import CustomResource, Duration
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from stacks.environment import Environment
from stacks.findings import accept
from stacks.functions import ONCE, FunctionSettings, PythonFunction
from stacks.table_access import ERASING

_FOLDER = "erasures/"
_TIMEOUT = 900


def let_note_erasures(function: PythonFunction, bucket: s3.IBucket) -> None:
    """Lets a function note erasures, and do nothing else with the bucket."""
    _allow_on_notes(function, bucket, "s3:PutObject")


class ErasuresPlayedAgain(Construct):
    """Plays erasures again on a table that was restored or taken over, as it is deployed.

    When one can't be played the deployment fails, so that nobody meets what was erased.

    Args:
        bucket: that erasures are noted in.
        source: what the table was restored from, or the table that was taken over. Another one has all
            erasures played again.
    """

    def __init__(
        self,
        scope: Construct,
        environment: Environment,
        table: dynamodb.ITable,
        bucket: s3.IBucket,
        source: str,
    ) -> None:
        super().__init__(scope, "ErasuresPlayedAgain")
        function = PythonFunction(
            self,
            environment,
            FunctionSettings(
                folder="triggers/erasures",
                description="Plays erasures of personal data again on a restored table",
                memory=1024,
                timeout=_TIMEOUT,
                variables={"TABLE_NAME": table.table_name, "BACKUPS_BUCKET": bucket.bucket_name},
                on_errors="Erasures could not be played again on the restored table, so it was not put to "
                "use: read why in the function's log, then deploy again.",
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
