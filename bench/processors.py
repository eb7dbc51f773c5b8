"""Runs things apart: what is measured keeps its processor's caches when the emulator has another one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def on_processor(index: int) -> Iterator[None]:
    """Lets this thread, and what it starts meanwhile, run on one of its processors, if the system can."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {sorted(before)[index]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
