"""The custom resource that fills a new table, and what it tells CloudFormation."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from local.account.on_moto import moto_account
from resolvers.regatta.refusals import Busy
from resolvers.table import keys
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


def event(answers: Answers, request_type: str) -> dict[str, Any]:
    """What CloudFormation sends."""
    return answers.event(request_type, "FirstEdition", TableName="registration")


def current_edition() -> keys.CurrentEdition | None:
    return connect().get(keys.CURRENT_EDITION)


def test_only_a_new_table_is_filled_and_each_request_answered(answers: Answers) -> None:
    first_load.handler(event(answers, "Update"), None)
    first_load.handler(event(answers, "Delete"), None)
    assert current_edition() is None

    first_load.handler(event(answers, "Create"), None)
    made = current_edition()
    assert made is not None
    assert connect().get(keys.edition(made.year)) is not None
    assert [body for _, body in answers.received] == 3 * [
        {
            "Status": "SUCCESS",
            "Reason": "",
            "PhysicalResourceId": "registration",
            "StackId": "arn:aws:cloudformation:eu-west-3:1:stack/ImpressionnistesDatabase-dev/1",
            "RequestId": "request",
            "LogicalResourceId": "FirstEdition",
        }
    ]
    assert {content_type for content_type, _ in answers.received} == {""}


def test_a_failure_is_told_before_it_goes_on(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(table: Table, year: int) -> None:
        raise Busy("Try again in a moment.")

    monkeypatch.setattr(first_load, "load_default", busy)
    with pytest.raises(Busy):
        first_load.handler(event(answers, "Create"), None)

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
