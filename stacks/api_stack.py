"""The GraphQL API: AppSync in front of the table and the functions of the fields."""

from collections.abc import Iterator
from typing import Any

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_iam as iam
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from resolvers.discovery import discover
from stacks.alarms import alarm
from stacks.backups import backups_bucket
from stacks.environment import Environment
from stacks.erasures import let_note_erasures
from stacks.field_functions import FIELD_FUNCTIONS, FieldFunction
from stacks.field_resolvers import FieldResolvers
from stacks.firewall import Firewall
from stacks.functions import PythonFunction
from stacks.graphql_api import GraphqlApi
from stacks.metrics import DEFECTS, counted
from stacks.schema import schema_fields


class ApiStack(Stack):
    """The API of one environment.

    Attributes:
        graphql_url, realtime_url: where it answers; they stay as long as the API does.
    """

    def __init__(
        self,
        scope: Construct,
        environment: Environment,
        user_pool: cognito.IUserPool,
        client: cognito.IUserPoolClient,
        **options: Any,
    ) -> None:
        super().__init__(scope, environment.stack_name("Api"), **options)
        self._environment = environment
        self._user_pool = user_pool
        self._backups = backups_bucket(self, environment)
        graphql = GraphqlApi(self, environment, user_pool, client)
        self.graphql_url = graphql.api.attr_graph_ql_url
        self.realtime_url = graphql.api.attr_realtime_url
        FieldResolvers(
            self,
            environment,
            graphql.api.attr_api_id,
            graphql.schema,
            discover(schema_fields()),
            {folder: self._make_function(one).invoked for folder, one in FIELD_FUNCTIONS.items()},
        )
        Firewall(self, environment, graphql.api.attr_arn)
        ssm.StringParameter(
            self,
            "Key",
            parameter_name=api_key_parameter(environment),
            description="The API key of the site: it opens the public fields only",
            string_value=graphql.key.attr_api_key,
        )
        CfnOutput(self, "GraphqlUrl", value=self.graphql_url)
        CfnOutput(self, "RealtimeUrl", value=self.realtime_url)
        CfnOutput(self, "ApiId", value=graphql.api.attr_api_id)

    def _make_function(self, field_function: FieldFunction) -> PythonFunction:
        environment = self._environment
        backups = self._backups
        bucket_name = None if backups is None else backups.bucket_name
        settings = field_function.settings(environment, self._user_pool.user_pool_id, bucket_name)
        function = PythonFunction(self, environment, settings)
        for statement in self._statements(field_function):
            function.role.add_to_policy(statement)
        if field_function.erases and backups is not None:
            let_note_erasures(function, backups)
        alarm(
            self,
            f"{settings.name}-defects",
            environment,
            counted(environment, settings.name, DEFECTS, every=Duration.minutes(5)),
            threshold=1,
            advice=f"The function {settings.name} failed on a request; its caller was told the request's id: "
            "look for it in the function's log, and mend the defect.",
        )
        return function

    def _statements(self, field_function: FieldFunction) -> Iterator[iam.PolicyStatement]:
        """What the function may do."""
        yield from field_function.table.statements(self, self._environment)
        if field_function.reads_accounts:
            yield iam.PolicyStatement(
                actions=["cognito-idp:AdminGetUser"], resources=[self._user_pool.user_pool_arn]
            )
        if field_function.erases:
            yield iam.PolicyStatement(
                actions=["cognito-idp:AdminDeleteUser"], resources=[self._user_pool.user_pool_arn]
            )
        if field_function.mails:
            mail_from = self._environment.mail_from
            domain = mail_from.partition("@")[2]
            yield iam.PolicyStatement(
                actions=["ses:SendEmail"],
                resources=[self.format_arn(service="ses", resource="identity", resource_name=domain)],
                conditions={"StringEquals": {"ses:FromAddress": mail_from}},
            )


def api_key_parameter(environment: Environment) -> str:
    """The name of the parameter that holds the key: as an exported value it could never be rotated."""
    return f"/impressionnistes/{environment.name}/api-key"
