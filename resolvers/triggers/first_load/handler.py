"""A custom resource of CloudFormation: a table that was just made gets the edition of the next regatta."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from aws_lambda_powertools import Logger

from resolvers.custom_resource import report
from resolvers.regatta.paris import day_of
from resolvers.regatta.settings import default_edition
from resolvers.table.loader import load_default
from resolvers.table.table import connect

logger = Logger()


def handler(event: Mapping[str, Any], context: object) -> None:
    """Loads the table on Create; an update or the end of the resource leaves it as it is.

    Raises:
        ClientError, Busy: a service failed, and CloudFormation was told so.
    """
    with report(event, event["ResourceProperties"]["TableName"]):
        if event["RequestType"] == "Create":
            year = next_regatta(day_of(datetime.now(UTC)))
            load_default(connect(), year)
            logger.info("loaded", year=year)


def next_regatta(today: date) -> int:
    """The year of the first regatta that is not over."""
    return today.year if today <= default_edition(today.year).calendar.competition_day else today.year + 1
