"""The GraphQL API itself: its schema, who may call it, its limits, logs and alarms."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from aws_cdk import ArnFormat, Duration, Stack
from aws_cdk import aws_appsync as appsync
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_iam as iam
from constructs import Construct

from stacks import query_limits
from stacks.alarms import alarm
from stacks.environment import Environment
from stacks.findings import accept
from stacks.log_groups import log_group
from stacks.schema import deployed_schema

_SLOW = 3_000
_MANY_REFUSED = 200

_Api = appsync.CfnGraphQLApi


class GraphqlApi(Construct):
    """The API of one environment, without its resolvers.

    Attributes:
        api: for its identifier and its addresses.
        schema: which must be there before a resolver.
        key: of the slot that ends last; the one that the site uses.
    """

    def __init__(
        self,
        scope: Construct,
        environment: Environment,
        user_pool: cognito.IUserPool,
        client: cognito.IUserPoolClient,
    ) -> None:
        super().__init__(scope, "GraphQL")
        self._environment = environment
        self.api = self._make_api(user_pool, client)
        self.schema = appsync.CfnGraphQLSchema(
            self,
            "Schema",
            api_id=self.api.attr_api_id,
            definition=deployed_schema(environment.described_schema),
        )
        *_, (_, self.key) = sorted(self._make_keys(), key=lambda slot: slot[0])
        self._make_alarms()

    def _make_api(
        self, user_pool: cognito.IUserPool, client: cognito.IUserPoolClient
    ) -> appsync.CfnGraphQLApi:
        environment = self._environment
        logging = iam.Role(
            self,
            "LogsRole",
            description="With which AppSync writes the log of the API",
            assumed_by=iam.ServicePrincipal("appsync.amazonaws.com"),
        )
        api = appsync.CfnGraphQLApi(
            self,
            "Api",
            name=environment.resource_name("api"),
            authentication_type="AMAZON_COGNITO_USER_POOLS",
            user_pool_config=_Api.UserPoolConfigProperty(
                user_pool_id=user_pool.user_pool_id,
                aws_region=environment.region,
                app_id_client_regex=client.user_pool_client_id,
                default_action="ALLOW",
            ),
            additional_authentication_providers=[
                _Api.AdditionalAuthenticationProviderProperty(authentication_type=mode)
                for mode in ("API_KEY", "AWS_IAM")
            ],
            introspection_config="ENABLED" if environment.introspection else "DISABLED",
            query_depth_limit=query_limits.DEPTH,
            resolver_count_limit=query_limits.RESOLVERS,
            xray_enabled=True,
            # Without what was asked and answered, which is personal.
            log_config=_Api.LogConfigProperty(
                cloud_watch_logs_role_arn=logging.role_arn,
                field_log_level="ERROR",
                exclude_verbose_content=True,
            ),
        )
        name = f"/aws/appsync/apis/{api.attr_api_id}"
        log_group(self, "Logs", environment, name)
        group = Stack.of(self).format_arn(
            service="logs",
            resource="log-group",
            resource_name=name,
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        logging.add_to_policy(
            iam.PolicyStatement(
                actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[f"{group}:*"]
            )
        )
        accept(logging, "The streams of the log of the API.", f"AwsSolutions-IAM5[Resource::{group}:*]")
        accept(api, "Its log leaves out what was asked and answered, which is personal.", "AwsSolutions-ASC3")
        return api

    def _make_keys(self) -> Iterator[tuple[date, appsync.CfnApiKey]]:
        keys = self._environment.api_keys
        for slot, last in {"Slot1": keys.slot1, "Slot2": keys.slot2}.items():
            if last is not None:
                yield (
                    last,
                    appsync.CfnApiKey(
                        self,
                        f"{slot}Key",
                        api_id=self.api.attr_api_id,
                        description=f"{slot}, to {last}: the public fields, for the site",
                        expires=int(datetime.combine(last, time(23), UTC).timestamp()),
                    ),
                )

    def _make_alarms(self) -> None:
        alarm(
            self,
            "api-errors",
            self._environment,
            self._metric("5XXError", "Sum"),
            threshold=1,
            advice="AppSync failed to answer: see the log of the API for the request, and AWS's health "
            "dashboard for AppSync, DynamoDB and Lambda.",
        )
        alarm(
            self,
            "api-refused",
            self._environment,
            self._metric("4XXError", "Sum"),
            threshold=_MANY_REFUSED,
            advice="The API refuses many requests: an expired API key (rotate it, see the README), a site "
            "that asks what the schema has not, or somebody who tries tokens.",
        )
        alarm(
            self,
            "api-latency",
            self._environment,
            self._metric("Latency", "p99"),
            threshold=_SLOW,
            periods=3,
            advice="One request in a hundred takes over 3 s: find the slow field in the traces of the API, "
            "then its function or query.",
        )

    def _metric(self, name: str, statistic: str) -> cloudwatch.Metric:
        return cloudwatch.Metric(
            namespace="AWS/AppSync",
            metric_name=name,
            dimensions_map={"GraphQLAPIId": self.api.attr_api_id},
            statistic=statistic,
            period=Duration.minutes(5),
        )
