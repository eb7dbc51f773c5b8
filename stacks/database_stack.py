"""The table: made empty, restored from an export or taken over; its alarms, and what fills it at first."""

from typing import Any

from aws_cdk import CfnOutput, CustomResource, Duration, RemovalPolicy, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_s3 as s3
from constructs import Construct

from stacks.alarms import alarm
from stacks.backups import Backups
from stacks.environment import Environment
from stacks.erasures import ErasuresPlayedAgain
from stacks.findings import accept
from stacks.functions import ONCE, FunctionSettings, PythonFunction
from stacks.table_access import TableAccess

_LOADING = TableAccess(get=("EDITIONS",), get_many=("CLUBS",), put=("CLUBS", "EDITION#*", "EDITIONS"))
"""What the first edition is loaded by."""

_OPERATIONS = ("BatchGetItem", "GetItem", "PutItem", "Query", "TransactWriteItems", "UpdateItem")
"""What resolvers and functions call; DynamoDB counts its errors by operation."""


class DatabaseStack(Stack):
    """The registration table of one environment, and its backups."""

    def __init__(self, scope: Construct, environment: Environment, **options: Any) -> None:
        super().__init__(scope, environment.stack_name("Database"), **options)
        self._environment = environment
        self.table = self._take_over() or self._make_table()
        self._make_alarms()
        if environment.origin is None:
            self._load_first_edition()
        if environment.daily_export:
            backups = Backups(self, environment, self.table)
            ErasuresPlayedAgain(self, environment, self.table, backups.bucket, environment.origin)
        CfnOutput(self, "TableName", value=self.table.table_name)
        CfnOutput(self, "TableArn", value=self.table.table_arn)

    def _take_over(self) -> dynamodb.ITable | None:
        name = self._environment.existing_table
        return None if name is None else dynamodb.Table.from_table_name(self, "Table", name)

    def _make_table(self) -> dynamodb.ITable:
        environment = self._environment
        table = dynamodb.Table(
            self,
            "Table",
            table_name=environment.table_name,
            partition_key=_text("PK"),
            sort_key=_text("SK"),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            encryption=dynamodb.TableEncryption.AWS_MANAGED,
            stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
            time_to_live_attribute="expiresAt",
            point_in_time_recovery_specification=(
                dynamodb.PointInTimeRecoverySpecification(
                    point_in_time_recovery_enabled=True, recovery_period_in_days=35
                )
                if environment.point_in_time_recovery
                else None
            ),
            deletion_protection=environment.retain_data,
            removal_policy=RemovalPolicy.RETAIN if environment.retain_data else RemovalPolicy.DESTROY,
            import_source=self._import_source(),
        )
        table.add_global_secondary_index(
            index_name="GSI1",
            partition_key=_text("GSI1PK"),
            sort_key=_text("GSI1SK"),
            projection_type=dynamodb.ProjectionType.ALL,
        )
        accept(
            table,
            "The key of DynamoDB encrypts it: one of ours costs a dollar each month and changes nothing for "
            "whoever may read the table.",
            "CKV_AWS_119",
        )
        if not environment.point_in_time_recovery:
            accept(
                table,
                "What this environment holds was made for trying things.",
                "AwsSolutions-DDB3",
                "CKV_AWS_28",
            )
        return table

    def _import_source(self) -> dynamodb.ImportSourceSpecification | None:
        source = self._environment.restore_source
        if source is None:
            return None
        return dynamodb.ImportSourceSpecification(
            bucket=s3.Bucket.from_bucket_name(self, "Export", source.bucket),
            key_prefix=source.prefix,
            input_format=dynamodb.InputFormat.dynamo_db_json(),
            compression_type=dynamodb.InputCompressionType.GZIP,
        )

    def _load_first_edition(self) -> None:
        function = PythonFunction(
            self,
            self._environment,
            FunctionSettings(
                folder="triggers/first_load",
                description="Puts an edition with its programme and fleet, and the clubs, into a new table",
                memory=512,
                timeout=60,
                variables={"TABLE_NAME": self.table.table_name},
                on_errors="The first edition could not be loaded, so the stack was not made: read why in the "
                "function's log, then deploy again.",
                attempts=ONCE,
            ),
        )
        for statement in _LOADING.statements(self, self._environment):
            function.role.add_to_policy(statement)
        loading = CustomResource(
            self,
            "FirstEdition",
            resource_type="Custom::FirstEdition",
            service_token=function.function.function_arn,
            service_timeout=Duration.minutes(5),
            properties={"TableName": self.table.table_name},
        )
        function.serve(loading)

    def _make_alarms(self) -> None:
        dimensions = {"TableName": self.table.table_name}
        for direction in ("read", "write"):
            alarm(
                self,
                f"table-{direction}-throttles",
                self._environment,
                _metric(f"{direction.capitalize()}ThrottleEvents", dimensions),
                threshold=10,
                advice=f"DynamoDB refuses {direction}s of the table: see in its metrics whether one key "
                "takes them all, and whether the account's limit of throughput is reached.",
            )
        for operation in _OPERATIONS:
            alarm(
                self,
                f"table-errors-{operation.lower()}",
                self._environment,
                _metric("SystemErrors", {**dimensions, "Operation": operation}),
                threshold=5,
                advice=f"DynamoDB fails at {operation} for reasons of its own: look at the AWS Health "
                "Dashboard; requests are tried again by themselves, and there is nothing to mend here.",
            )


def _metric(name: str, dimensions: dict[str, str]) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace="AWS/DynamoDB",
        metric_name=name,
        dimensions_map=dimensions,
        statistic=cloudwatch.Stats.SUM,
        period=Duration.minutes(5),
    )


def _text(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)
