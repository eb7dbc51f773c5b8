"""Holds a folder for one process at a time; the system lets go of it however that process ends."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


class InUse(Exception):
    """Another process holds the folder."""


@contextmanager
def locked(folder: Path, patience: float = 0.0) -> Iterator[None]:
    """Hold a folder, which is made when it is not there.

    SQLite is the one lock of the standard library that works alike on every system.

    Args:
        patience: seconds to wait for who holds it now.

    Raises:
        InUse: it is still held after that.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / "lock", timeout=patience, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as problem:
            message = f"{folder} is in use by another process; stop that one first, or give another folder."
            raise InUse(message) from problem
        yield
