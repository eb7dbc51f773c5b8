"""A table on moto, and small APIs made for one test."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from local.appsync.api import Api
from local.appsync.callers import Caller, Credentials, cognito_caller
from local.appsync.dynamodb import DynamoDB
from local.appsync.engine import Code
from local.appsync.errors import Unauthorized
from local.appsync.limits import Limits
from local.appsync.resolution import FieldResolver, Step
from local.appsync.sources import DataSource

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

TABLE = "boats"
TOKEN_KEY = bytes(32)
CLAIMS = {"sub": "s1", "iss": "pool", "exp": 4e9, "username": "u1", "token_use": "access"}

MakeApi = Callable[..., Api]


@pytest.fixture
def client() -> "Iterator[DynamoDBClient]":
    """A client of a DynamoDB that holds one empty table with an index."""
    with mock_aws():
        made = boto3.client(
            "dynamodb", region_name="eu-west-3", aws_access_key_id="local", aws_secret_access_key="local"
        )
        made.create_table(
            TableName=TABLE,
            KeySchema=[
                {"AttributeName": "PK", "KeyType": "HASH"},
                {"AttributeName": "SK", "KeyType": "RANGE"},
            ],
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("PK", "SK", "GSI1PK")],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "GSI1",
                    "KeySchema": [
                        {"AttributeName": "GSI1PK", "KeyType": "HASH"},
                        {"AttributeName": "SK", "KeyType": "RANGE"},
                    ],
                    "Projection": {"ProjectionType": "ALL"},
                }
            ],
            BillingMode="PAY_PER_REQUEST",
        )
        yield made


@pytest.fixture
def table(client: "DynamoDBClient") -> DynamoDB:
    """The table as a data source."""
    return DynamoDB(client, TABLE, TOKEN_KEY)


@pytest.fixture
def make_api() -> MakeApi:
    """Makes an API of a schema and its fields' code: `make_api(schema, {"Query.f": (text, source)})`."""

    def make(
        schema: str,
        fields: Mapping[str, tuple[str, DataSource]] | None = None,
        pipelines: Mapping[str, FieldResolver] | None = None,
        limits: Limits | None = None,
    ) -> Api:
        resolvers = []
        for name, (code, source) in (fields or {}).items():
            type_name, field_name = name.split(".")
            resolvers.append(FieldResolver(type_name, field_name, (Step(Code(code, name), source),)))
        return Api(schema, [*resolvers, *(pipelines or {}).values()], credentials(), limits)

    return make


def credentials() -> Credentials:
    """Accepts the token `good`, a manager's, and the API key `key`."""

    def verify(token: str) -> Mapping[str, Any]:
        if token != "good":
            raise Unauthorized
        return CLAIMS

    return Credentials(verify, frozenset({"key"}))


@pytest.fixture
def manager() -> Caller:
    """A signed-in caller without a group."""
    return cognito_caller(CLAIMS, "127.0.0.1")
