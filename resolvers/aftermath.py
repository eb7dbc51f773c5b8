"""What follows a change that is already written: it may fail, and the change still stands."""

from collections.abc import Iterator
from contextlib import contextmanager

from aws_lambda_powertools import Logger
from botocore.exceptions import BotoCoreError, ClientError

from resolvers.regatta.refusals import Busy
from resolvers.table.table import Changed

logger = Logger(child=True)


@contextmanager
def aftermath(task: str) -> Iterator[None]:
    """Logs a failure of a service instead of raising it, for the caller must learn what was written.

    Args:
        task: what is being done, for the log.
    """
    try:
        yield
    except (Busy, Changed, BotoCoreError, ClientError):
        logger.exception("left undone", task=task)
