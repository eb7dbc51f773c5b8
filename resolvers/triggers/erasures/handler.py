"""Erasures played again: each night, and as a custom resource of CloudFormation on a table from elsewhere."""

import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from aws_lambda_powertools import Logger
from botocore.exceptions import ClientError

from resolvers.afresh import afresh
from resolvers.custom_resource import report
from resolvers.erasing import erase
from resolvers.erasures import Noted, noted
from resolvers.lambda_function import Context
from resolvers.regatta.erasure import Erasure
from resolvers.regatta.refusals import Busy
from resolvers.table import editions, keys
from resolvers.table.table import connect

_TWO_DAYS = timedelta(days=2)

logger = Logger()


def handler(event: Mapping[str, Any], context: Context) -> None:
    """Plays erasures again; what is erased already is not written again.

    By night those of two days: a request that was under way when its manager was erased may have written
    since, and a night may fail. One that was noted first and refused after all is not made then. For
    CloudFormation all that were ever noted, as a table that was restored or taken over may know of none; it
    sends an update when the table or its origin is another one.

    Args:
        event: of CloudFormation, or `time`, for when the night was scheduled.

    Raises:
        ClientError, Busy: an erasure could not be played, and CloudFormation was told so.
    """
    if "time" in event:
        _play(context, datetime.fromisoformat(event["time"]) - _TWO_DAYS)
        return
    with report(event, event["ResourceProperties"]["TableName"]):
        if event["RequestType"] != "Delete":
            _play(context)


def _play(context: Context, since: datetime | None = None) -> None:
    """Plays one erasure after the other; one that fails keeps no other waiting, and its error comes last."""
    table = connect()
    years = editions.every(table).years

    def seconds_left() -> float:
        return context.get_remaining_time_in_millis() / 1000

    def played(erasure: Noted) -> Erasure | None:
        profile = table.get(keys.manager(erasure.manager_id))
        if since is not None and profile is not None and profile.erased_at is None:
            return None  # noted, then refused
        return erase(table, erasure.manager_id, profile, years, erasure.at, seconds_left)

    failure: Exception | None = None
    for erasure in noted(os.environ["BACKUPS_BUCKET"], since):
        try:
            done = afresh(partial(played, erasure))
        except (Busy, ClientError) as error:
            logger.exception("not erased again", manager_id=erasure.manager_id)
            failure = error
        else:
            if done is not None:
                logger.info("erased again", manager_id=done.id, members=done.members, crews=done.crews)
    if failure is not None:
        raise failure
