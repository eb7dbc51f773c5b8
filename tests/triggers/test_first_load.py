"""The custom resource that fills an empty table, and what it tells CloudFormation."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import boto3
import pytest

from local.account.account import REGION, environment
from local.account.on_moto import moto_account
from local.account.table import create_table
from resolvers.regatta.refusals import Busy
from resolvers.table import keys, loader
from resolvers.table.table import Table, connect
from resolvers.triggers.first_load import handler as first_load
from tests.cloudformation import Answers, listening


@pytest.fixture
def answers() -> Iterator[Answers]:
    with listening() as server:
        yield server


@pytest.fixture(scope="module", autouse=True)
def account() -> Iterator[None]:
    with moto_account():
        yield


@pytest.fixture
def table_name() -> Iterator[str]:
    """The name of an empty table, which the function is told of."""
    name, client = "registration-2", boto3.client("dynamodb", region_name=REGION)
    create_table(client, name)
    with environment({"TABLE_NAME": name}):
        yield name
    client.delete_table(TableName=name)


def event(answers: Answers, request_type: str, table_name: str) -> dict[str, Any]:
    """What CloudFormation sends."""
    return answers.event(request_type, "FirstEdition", TableName=table_name)


def current_edition() -> keys.CurrentEdition | None:
    return connect().get(keys.CURRENT_EDITION)


def everything(table_name: str) -> list[dict[str, Any]]:
    return boto3.client("dynamodb", region_name=REGION).scan(TableName=table_name)["Items"]


@pytest.mark.parametrize("request_type", ["Create", "Update"])
def test_an_empty_table_is_filled_when_it_is_made_and_when_it_is_another(
    request_type: str, table_name: str, answers: Answers
) -> None:
    first_load.handler(event(answers, request_type, table_name), None)

    made = current_edition()
    assert made is not None
    assert connect().get(keys.edition(made.year)) is not None
    assert [body["Status"] for _, body in answers.received] == ["SUCCESS"]


def test_a_table_that_was_filled_stays_as_it_is_in_later_years_too(
    table_name: str, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_load.handler(event(answers, "Create", table_name), None)
    before = everything(table_name)

    monkeypatch.setattr(first_load, "next_regatta", lambda today: 2099)
    for request_type in ("Create", "Update"):
        first_load.handler(event(answers, request_type, table_name), None)
    assert everything(table_name) == before
    assert [body["Status"] for _, body in answers.received] == 3 * ["SUCCESS"]


def test_what_was_interrupted_is_loaded_to_its_end(
    table_name: str, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(loader, "_make_current", busy)
        with pytest.raises(Busy):
            first_load.handler(event(answers, "Create", table_name), None)
    assert everything(table_name)

    first_load.handler(event(answers, "Create", table_name), None)
    assert current_edition() is not None


def test_the_end_of_the_resource_loads_nothing_and_is_answered(table_name: str, answers: Answers) -> None:
    first_load.handler(event(answers, "Delete", table_name), None)

    assert everything(table_name) == []
    assert [body for _, body in answers.received] == [
        {
            "Status": "SUCCESS",
            "Reason": "",
            "PhysicalResourceId": table_name,
            "StackId": "arn:aws:cloudformation:eu-west-3:1:stack/ImpressionnistesDatabase-dev/1",
            "RequestId": "request",
            "LogicalResourceId": "FirstEdition",
        }
    ]
    assert {content_type for content_type, _ in answers.received} == {""}


def busy(table: Table, year: int) -> None:
    raise Busy("Try again in a moment.")


def test_a_failure_is_told_before_it_goes_on(
    table_name: str, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_load, "load_default", busy)
    with pytest.raises(Busy):
        first_load.handler(event(answers, "Create", table_name), None)

    ((_, body),) = answers.received
    assert (body["Status"], body["Reason"]) == ("FAILED", "Busy: Try again in a moment.")


@pytest.mark.parametrize(
    ("today", "year"),
    [
        pytest.param(date(2026, 11, 22), 2027, id="in autumn"),
        pytest.param(date(2027, 1, 1), 2027, id="on new year's day"),
        pytest.param(date(2027, 5, 1), 2027, id="on the day of the regatta"),
        pytest.param(date(2027, 5, 2), 2028, id="the day after"),
    ],
)
def test_the_next_regatta_is_the_first_that_is_not_over(today: date, year: int) -> None:
    assert first_load.next_regatta(today) == year
