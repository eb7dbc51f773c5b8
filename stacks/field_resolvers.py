"""Data sources, and the resolver of each field: found in the folders, by name."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from aws_cdk import Stack
from aws_cdk import aws_appsync as appsync
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from resolvers.discovery import INVOKE, PIPELINE, DirectResolver, LambdaResolver, Resolver
from stacks.environment import Environment
from stacks.table_access import TableAccess

DIRECT = TableAccess(
    get=("EDITIONS", "MANAGER#*"),
    query=("CLUBS", "EDITION#*", "EDITIONS", "HISTORY#*", "MANAGER#*", "TEAM#*"),
    query_index=("CREWS#*", "MANAGERS", "MEMBERS#*"),
)
"""What the resolvers in front of the table do with it."""

_RUNTIME = {"name": "APPSYNC_JS", "runtime_version": "1.0.0"}
_RESOLVER_RUNTIME = appsync.CfnResolver.AppSyncRuntimeProperty(**_RUNTIME)
_FUNCTION_RUNTIME = appsync.CfnFunctionConfiguration.AppSyncRuntimeProperty(**_RUNTIME)


class FieldResolvers(Construct):
    """Everything between the schema and what stands behind it.

    Args:
        api_id: of an API.
        schema: of the API, which must be there before the resolvers.
        functions: what is invoked for each Lambda folder.
    """

    def __init__(
        self,
        scope: Construct,
        environment: Environment,
        api_id: str,
        schema: appsync.CfnGraphQLSchema,
        resolvers: Iterable[Resolver],
        functions: Mapping[str, lambda_.IFunction],
    ) -> None:
        super().__init__(scope, "Fields")
        self._environment = environment
        self._api_id = api_id
        self._schema = schema
        self._shared: dict[Path, appsync.CfnFunctionConfiguration] = {}
        sources = {folder: self._lambda_source(folder, invoked) for folder, invoked in functions.items()}
        for resolver in resolvers:
            if isinstance(resolver, LambdaResolver):
                self._make_unit(resolver, INVOKE, sources[resolver.folder])
            elif resolver.functions:
                self._make_pipeline(resolver)
            else:
                self._make_unit(resolver, resolver.code, self._table_source)

    def _make_unit(self, resolver: Resolver, code: Path, source: appsync.CfnDataSource) -> None:
        made = appsync.CfnResolver(
            self,
            f"{resolver.type_name}.{resolver.field_name}",
            api_id=self._api_id,
            type_name=resolver.type_name,
            field_name=resolver.field_name,
            kind="UNIT",
            data_source_name=source.attr_name,
            code=_read(code),
            runtime=_RESOLVER_RUNTIME,
        )
        made.add_resource_dependency(self._schema)

    def _make_pipeline(self, resolver: DirectResolver) -> None:
        own = self._function(f"{resolver.type_name}_{resolver.field_name}", resolver.code)
        functions = [*(self._shared_function(path) for path in resolver.functions), own]
        made = appsync.CfnResolver(
            self,
            f"{resolver.type_name}.{resolver.field_name}",
            api_id=self._api_id,
            type_name=resolver.type_name,
            field_name=resolver.field_name,
            kind="PIPELINE",
            pipeline_config=appsync.CfnResolver.PipelineConfigProperty(
                functions=[function.attr_function_id for function in functions]
            ),
            code=_read(PIPELINE),
            runtime=_RESOLVER_RUNTIME,
        )
        made.add_resource_dependency(self._schema)

    def _shared_function(self, path: Path) -> appsync.CfnFunctionConfiguration:
        if path not in self._shared:
            self._shared[path] = self._function(path.stem, path)
        return self._shared[path]

    def _function(self, name: str, code: Path) -> appsync.CfnFunctionConfiguration:
        return appsync.CfnFunctionConfiguration(
            self,
            f"Function {name}",
            api_id=self._api_id,
            name=name,
            data_source_name=self._table_source.attr_name,
            code=_read(code),
            runtime=_FUNCTION_RUNTIME,
        )

    @cached_property
    def _table_source(self) -> appsync.CfnDataSource:
        stack = Stack.of(self)
        return appsync.CfnDataSource(
            self,
            "Table",
            api_id=self._api_id,
            name="table",
            type="AMAZON_DYNAMODB",
            dynamo_db_config=appsync.CfnDataSource.DynamoDBConfigProperty(
                aws_region=stack.region, table_name=self._environment.table
            ),
            service_role_arn=self._role("Table", DIRECT.statements(stack, self._environment)).role_arn,
        )

    def _lambda_source(self, folder: str, invoked: lambda_.IFunction) -> appsync.CfnDataSource:
        may_invoke = iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[invoked.function_arn])
        return appsync.CfnDataSource(
            self,
            folder.capitalize(),
            api_id=self._api_id,
            name=folder,
            type="AWS_LAMBDA",
            lambda_config=appsync.CfnDataSource.LambdaConfigProperty(
                lambda_function_arn=invoked.function_arn
            ),
            service_role_arn=self._role(folder.capitalize(), [may_invoke]).role_arn,
        )

    def _role(self, name: str, statements: Iterable[iam.PolicyStatement]) -> iam.Role:
        return iam.Role(
            self,
            f"{name}Role",
            description=f"Of AppSync's data source {name.lower()}",
            assumed_by=iam.ServicePrincipal("appsync.amazonaws.com"),
            inline_policies={"data": iam.PolicyDocument(statements=list(statements))},
        )


def _read(code: Path) -> str:
    # Inline rather than an asset: then a template says all of what is deployed.
    return code.read_text(encoding="utf-8")
