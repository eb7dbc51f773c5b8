"""A custom resource of CloudFormation: an empty table gets the edition of the next regatta."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from aws_lambda_powertools import Logger

from resolvers.custom_resource import report
from resolvers.regatta.paris import day_of
from resolvers.regatta.settings import default_edition
from resolvers.table import keys
from resolvers.table.loader import load_default
from resolvers.table.table import connect

logger = Logger()


def handler(event: Mapping[str, Any], context: object) -> None:
    """Loads a table that has no current edition, which is what the loader writes last.

    CloudFormation sends an update when the table has another name, so is another table; and once more, of the
    table before, when that is rolled back.

    Raises:
        ClientError, Busy: a service failed, and CloudFormation was told so.
    """
    with report(event, event["ResourceProperties"]["TableName"]):
        table = connect()
        if event["RequestType"] != "Delete" and table.get(keys.CURRENT_EDITION) is None:
            year = next_regatta(day_of(datetime.now(UTC)))
            load_default(table, year)
            logger.info("loaded", year=year)


def next_regatta(today: date) -> int:
    """The year of the first regatta that is not over."""
    return today.year if today <= default_edition(today.year).calendar.competition_day else today.year + 1
