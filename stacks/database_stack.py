"""The table, and how it is filled, exported and restored."""

from typing import Any

from aws_cdk import CfnOutput, RemovalPolicy, Stack
from aws_cdk import aws_dynamodb as dynamodb
from constructs import Construct

from stacks.environment import Environment


class DatabaseStack(Stack):
    """The registration table of one environment."""

    def __init__(self, scope: Construct, environment: Environment, **options: Any) -> None:
        super().__init__(scope, environment.stack_name("Database"), **options)
        self._environment = environment
        self.table = self._table()
        CfnOutput(self, "TableName", value=environment.table)

    def _table(self) -> dynamodb.ITable:
        environment = self._environment
        if environment.existing_table is not None:
            return dynamodb.Table.from_table_name(self, "Table", environment.existing_table)
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
        )
        table.add_global_secondary_index(
            index_name="GSI1",
            partition_key=_text("GSI1PK"),
            sort_key=_text("GSI1SK"),
            projection_type=dynamodb.ProjectionType.ALL,
        )
        return table


def _text(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)
