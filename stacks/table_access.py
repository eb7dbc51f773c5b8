"""What a role may do with the table: single actions, each on the partitions that it needs."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from aws_cdk import Stack
from aws_cdk import aws_iam as iam

from stacks.environment import Environment

INDEX = "GSI1"

_ACTIONS = {
    "get": "GetItem",
    "get_many": "BatchGetItem",
    "query": "Query",
    "query_index": "Query",
    "put": "PutItem",
    "update": "UpdateItem",
    "delete": "DeleteItem",
}


@dataclass(frozen=True, slots=True)
class TableAccess:
    """Partitions by what their keys may be, as `CLUBS` or `TEAM#*`, of each action.

    DynamoDB asks for the actions of a transaction one by one, so `put`, `update` and `delete` cover
    transactions too. `query_index` is on the partitions of the index.
    """

    get: tuple[str, ...] = ()
    get_many: tuple[str, ...] = ()
    query: tuple[str, ...] = ()
    query_index: tuple[str, ...] = ()
    put: tuple[str, ...] = ()
    update: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()

    def statements(self, stack: Stack, environment: Environment) -> Iterator[iam.PolicyStatement]:
        """A statement for each action, which goes by the table's name: its stack exports nothing."""
        table = stack.format_arn(service="dynamodb", resource="table", resource_name=environment.table)
        for field in fields(self):
            partitions: tuple[str, ...] = getattr(self, field.name)
            if not partitions:
                continue
            yield iam.PolicyStatement(
                actions=[f"dynamodb:{_ACTIONS[field.name]}"],
                resources=[f"{table}/index/{INDEX}" if field.name == "query_index" else table],
                conditions={"ForAllValues:StringLike": {"dynamodb:LeadingKeys": list(partitions)}},
            )


ERASING = TableAccess(
    get=("MANAGER#*",),
    query=("EDITIONS", "HISTORY#*", "MANAGER#*", "TEAM#*"),
    query_index=("HISTORY#*",),
    put=("HISTORY#*", "MANAGER#*", "TEAM#*"),
    update=("HISTORY#*",),
    delete=("LICENCE#*", "MANAGER#*", "TEAM#*"),
)
"""What `resolvers/erasing.py` does, whichever function calls it."""
