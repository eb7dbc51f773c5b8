"""The daily export of the table: bucket, schedule, and the alarms that tell of a day without."""

from aws_cdk import CfnOutput, Duration, RemovalPolicy, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from stacks.alarms import alarm_on_silence
from stacks.environment import Environment
from stacks.findings import accept
from stacks.functions import FunctionSettings, PythonFunction
from stacks.schedules import run_each_night

_KEPT_DAYS = 400


def backups_bucket(scope: Construct, environment: Environment) -> s3.IBucket | None:
    """The bucket of the backups for another stack, none where there are no backups.

    By a parameter: an exported name could go no more, as when exports are switched off.
    """
    if not environment.daily_export:
        return None
    name = ssm.StringParameter.value_for_string_parameter(scope, _bucket_parameter(environment))
    return s3.Bucket.from_bucket_name(scope, "Backups", name)


def _bucket_parameter(environment: Environment) -> str:
    return f"/impressionnistes/{environment.name}/backups-bucket"


class Backups(Construct):
    """One export each night, kept for a year and a month.

    Attributes:
        bucket: stays when the stack goes, whatever the environment: it is there for what goes wrong.
    """

    def __init__(self, scope: Construct, environment: Environment, table: dynamodb.ITable) -> None:
        super().__init__(scope, "Backups")
        self._environment = environment
        self.bucket = self._make_bucket()
        function = self._make_function(table)
        run_each_night(
            self, environment, function, at="3:15", description="The daily export of the table, at night"
        )
        alarm_on_silence(
            self,
            "backup-missing",
            environment,
            function.function.metric_invocations(period=Duration.days(1), statistic=cloudwatch.Stats.SUM),
            advice="No export of the table was started for a day: look at the schedule of the function "
            "backup and at its dead letters, and start one by hand meanwhile.",
        )
        ssm.StringParameter(
            self,
            "BucketName",
            parameter_name=_bucket_parameter(environment),
            description="The bucket of the backups of the table, and of the erasures that are played again",
            string_value=self.bucket.bucket_name,
        )
        CfnOutput(Stack.of(self), "BackupsBucketName", value=self.bucket.bucket_name)

    def _make_bucket(self) -> s3.Bucket:
        bucket = s3.Bucket(
            self,
            "Bucket",
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            versioned=True,
            removal_policy=RemovalPolicy.RETAIN,
            lifecycle_rules=[
                s3.LifecycleRule(
                    id="exports-end",
                    prefix="2",  # keys of exports start with their year, and nothing else does
                    expiration=Duration.days(_KEPT_DAYS),
                ),
                s3.LifecycleRule(
                    id="what-was-deleted-ends",
                    noncurrent_version_expiration=Duration.days(30),
                    abort_incomplete_multipart_upload_after=Duration.days(7),
                ),
            ],
        )
        accept(
            bucket,
            "Only DynamoDB and our own functions write here, and only operators read exports: access logs "
            "would tell no more than the trail of the account.",
            "AwsSolutions-S1",
            "CKV_AWS_18",
        )
        return bucket

    def _make_function(self, table: dynamodb.ITable) -> PythonFunction:
        function = PythonFunction(
            self,
            self._environment,
            FunctionSettings(
                folder="triggers/backup",
                description="Starts the daily export of the table, and looks whether yesterday's has arrived",
                memory=256,
                timeout=60,
                variables={"TABLE_ARN": table.table_arn, "BACKUPS_BUCKET": self.bucket.bucket_name},
                on_errors="An export of the table failed or did not arrive: the function's log says which; "
                "mend it, and start one by hand so that the day is not lost (README, Backups).",
                attempts=3,
            ),
        )
        bucket_arn, objects_arn = self.bucket.bucket_arn, self.bucket.arn_for_objects("2*")
        for actions, resource in (
            (["dynamodb:ExportTableToPointInTime"], table.table_arn),
            (["s3:ListBucket"], bucket_arn),
            # DynamoDB writes the export in the name of whoever asks for it.
            (["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectAcl"], objects_arn),
        ):
            function.role.add_to_policy(iam.PolicyStatement(actions=actions, resources=[resource]))
        accept(
            function.role,
            "DynamoDB names the objects of an export, below the year that it is told.",
            f"AwsSolutions-IAM5[Resource::{objects_arn}]",
        )
        return function
