"""Holds a folder for one process at a time; the system lets go of it however that process ends."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


class InUse(Exception):
    """Another process holds the folder."""


class Unusable(Exception):
    """The folder can't be made, or not be written to; the message says why."""


@contextmanager
def locked(folder: Path, patience: float = 0.0) -> Iterator[None]:
    """Hold a folder, which is made when it is not there.

    SQLite is the one lock of the standard library that works alike on every system.

    Args:
        patience: seconds to wait for who holds it now.

    Raises:
        InUse: it is still held after that.
        Unusable: there is no such folder to hold.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(folder / "lock", timeout=patience, isolation_level=None)
    except (OSError, sqlite3.Error) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else problem
        raise Unusable(f"{folder} can't be used as a folder of state: {reason}.") from problem
    with closing(lock):
        _take(lock, folder)
        yield


def _take(lock: sqlite3.Connection, folder: Path) -> None:
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.DatabaseError as problem:
        if problem.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            message = f"{folder} is in use by another process; stop that one first, or give another folder."
            raise InUse(message) from problem
        raise Unusable(f"{folder} can't be locked: {problem}.") from problem
