"""What a Lambda function's cold start imports, as a ratio to what no function on DynamoDB can do without."""

import os
import subprocess
import sys
from statistics import median

from local.account.account import CREDENTIALS
from resolvers.discovery import LAMBDA_FOLDERS

ROUNDS = 25
BARE = 'import boto3; boto3.client("dynamodb")'
_TIMED = "from time import perf_counter; s = perf_counter(); {0}; print(perf_counter() - s)"


def import_ratios() -> dict[str, float]:
    """Of each handler: the median seconds of its import in a fresh Python over those of the bare client's."""
    statements = {folder: f"import resolvers.{folder}.handler" for folder in LAMBDA_FOLDERS}
    taken: dict[str, list[float]] = {name: [] for name in ("", *statements)}
    for _ in range(ROUNDS):  # in turn, so that a busy machine is unfair to none of them
        for name, statement in (("", BARE), *statements.items()):
            taken[name].append(_seconds(statement))
    return {folder: median(taken[folder]) / median(taken[""]) for folder in statements}


def print_import_ratio() -> None:
    """Prints the ratio of each handler."""
    for folder, ratio in import_ratios().items():
        print(f"import of resolvers.{folder}.handler: {ratio:.2f} times that of `{BARE}`")


def _seconds(statement: str) -> float:
    done = subprocess.run(
        [sys.executable, "-c", _TIMED.format(statement)],
        env={**os.environ, **CREDENTIALS},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)
