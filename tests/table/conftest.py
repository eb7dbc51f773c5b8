"""An empty table for each test."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import boto3
import pytest
from moto import mock_aws

from local.account.account import CREDENTIALS, REGION, environment
from local.account.moto_transactions import light_transactions
from local.account.table import create_table
from resolvers.table.table import Table


@pytest.fixture(scope="module")
def dynamodb() -> Iterator[Any]:
    """A client of moto."""
    with mock_aws(), light_transactions(), environment(CREDENTIALS):
        yield boto3.client("dynamodb", region_name=REGION)


@pytest.fixture
def table(dynamodb: Any) -> Table:
    """A table of a name of its own."""
    name = f"table-{uuid4()}"
    create_table(dynamodb, name)
    return Table(dynamodb, name)
