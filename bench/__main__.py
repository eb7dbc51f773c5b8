"""`make bench`: prints what each operation costs at 100, 1,000 and 10,000 members."""

import logging
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.direct import print_direct_ratio
from bench.imports import print_import_ratio
from bench.operations import SIZES, measured, print_table
from bench.processors import on_processor
from local.account.on_ministack import ministack_account


def main() -> None:
    """Measures on ministack; its times are not DynamoDB's, so only counts and own times are kept."""
    logging.disable(logging.WARNING)
    results = {}
    for members in SIZES:
        with ExitStack() as stack:
            folder = stack.enter_context(TemporaryDirectory())
            with on_processor(0):
                account = stack.enter_context(ministack_account(Path(folder)))
            with on_processor(-1):
                results[members] = measured(account, members)
    print_table(results)
    print_import_ratio()
    print_direct_ratio()


main()
