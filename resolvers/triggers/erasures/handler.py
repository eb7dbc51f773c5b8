"""A custom resource of CloudFormation: a table that was restored or taken over forgets whoever was erased."""

import os
from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools import Logger

from resolvers.custom_resource import report
from resolvers.erasing import erase
from resolvers.erasures import noted
from resolvers.lambda_function import Context
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
    def seconds_left() -> float:
        return context.get_remaining_time_in_millis() / 1000

    for erasure in noted(os.environ["BACKUPS_BUCKET"]):
        done = erase(connect(), erasure.manager_id, erasure.at, seconds_left)
        logger.info("erased again", manager_id=done.id, members=done.members, crews=done.crews)
