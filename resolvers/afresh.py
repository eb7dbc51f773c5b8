"""Does anew what lost a race: reads, judges and writes again."""

from collections.abc import Callable
from typing import TypeVar

from aws_lambda_powertools import Logger
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from resolvers.regatta.refusals import Busy
from resolvers.table.table import Changed

T = TypeVar("T")

logger = Logger(child=True)


def afresh(task: Callable[[], T]) -> T:
    """What a task gives that reads, then writes; done again while what it read is changed before it writes.

    So a check before a write only has to say what is wrong: the condition of the write is the guarantee, and
    whoever loses a race meets the check with the winner's item in the table.

    Raises:
        Busy: it lost ten times.
    """
    attempts = Retrying(
        stop=stop_after_attempt(10),
        wait=wait_random_exponential(multiplier=0.02, max=0.5),
        retry=retry_if_exception_type(Changed),
        reraise=True,
    )
    try:
        return attempts(task)
    except Changed as changed:
        logger.warning("busy", keys=str(changed))
        raise Busy("Too many changes of the same thing at once: try again in a moment.") from changed
