"""A custom resource of CloudFormation: a table that was restored or taken over forgets whoever was erased."""

import os
from collections.abc import Mapping
from functools import partial
from typing import Any

from aws_lambda_powertools import Logger

from resolvers.afresh import afresh
from resolvers.custom_resource import report
from resolvers.erasing import erase
from resolvers.erasures import Noted, noted
from resolvers.lambda_function import Context
from resolvers.regatta.erasure import Erasure
from resolvers.table import editions, keys
from resolvers.table.table import connect

logger = Logger()


def handler(event: Mapping[str, Any], context: Context) -> None:
    """Plays every erasure again that was ever noted; those that are in the table already change nothing.

    CloudFormation sends an update when the table, or what it was restored from, is another one.

    Raises:
        ClientError, Busy: an erasure could not be played, and CloudFormation was told so.
    """
    with report(event, event["ResourceProperties"]["TableName"]):
        if event["RequestType"] != "Delete":
            _play(context)


def _play(context: Context) -> None:
    table = connect()
    years = editions.every(table).years

    def seconds_left() -> float:
        return context.get_remaining_time_in_millis() / 1000

    def played(erasure: Noted) -> Erasure:
        profile = table.get(keys.manager(erasure.manager_id))
        return erase(table, erasure.manager_id, profile, years, erasure.at, seconds_left)

    for erasure in noted(os.environ["BACKUPS_BUCKET"]):
        done = afresh(partial(played, erasure))
        logger.info("erased again", manager_id=done.id, members=done.members, crews=done.crews)
