"""The six-digit codes that confirm an address or a new password: made, kept as hashes, and checked."""

import hashlib
import hmac
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from enum import Enum
from pathlib import Path

_ATTEMPTS = 5
_SCHEMA = """
CREATE TABLE IF NOT EXISTS code (
    purpose TEXT NOT NULL, username TEXT NOT NULL, salt BLOB NOT NULL, hash BLOB NOT NULL,
    expires REAL NOT NULL, attempts INTEGER NOT NULL, PRIMARY KEY (purpose, username)
)
"""


class Purpose(Enum):
    """What a code is for; its value is how many seconds it lasts, as with Cognito."""

    SIGN_UP = 24 * 3600
    PASSWORD = 3600


class CodeRefused(Exception):
    """A code that does not count."""


class WrongCode(CodeRefused):
    """Not the code that was made."""


class NoCode(CodeRefused):
    """None was made, or it expired, or it was used."""


class TooManyAttempts(CodeRefused):
    """It was guessed at too often; only a new code helps."""


class Codes:
    """At most one code a purpose and username, in a file. Safe to share between threads.

    Args:
        clock: seconds since 1970.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._clock = clock
        with self._database() as database:
            database.execute(_SCHEMA)

    def make(self, purpose: Purpose, username: str) -> str:
        """A new code, which replaces the one before."""
        code = f"{secrets.randbelow(1_000_000):06}"
        salt = secrets.token_bytes(16)
        now = self._clock()
        with self._database() as database:
            database.execute("DELETE FROM code WHERE expires <= ?", (now,))
            database.execute(
                "INSERT OR REPLACE INTO code VALUES (?, ?, ?, ?, ?, 0)",
                (purpose.name, username, salt, _hash(code, salt), now + purpose.value),
            )
        return code

    def check(self, purpose: Purpose, username: str, code: str) -> None:
        """Let the right code pass; it stays valid until it is forgotten.

        Raises:
            WrongCode: it is another one.
            NoCode: there is none, or it expired.
            TooManyAttempts: five codes were tried already.
        """
        with self._database() as database:
            # counted before it is compared, so that no number of guesses at once gets past the limit
            row = database.execute(
                "UPDATE code SET attempts = attempts + 1 WHERE purpose = ? AND username = ? AND expires > ?"
                " RETURNING salt, hash, attempts",
                (purpose.name, username, self._clock()),
            ).fetchone()
        if row is None:
            raise NoCode
        salt, expected, attempts = row
        if attempts > _ATTEMPTS:
            raise TooManyAttempts
        if not hmac.compare_digest(_hash(code, salt), expected):
            raise WrongCode

    def forget(self, purpose: Purpose, username: str) -> None:
        """Take back a code, once it has served."""
        with self._database() as database:
            database.execute("DELETE FROM code WHERE purpose = ? AND username = ?", (purpose.name, username))

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=10)) as database, database:
            yield database


def _hash(code: str, salt: bytes) -> bytes:
    # slow on purpose: there are only a million codes
    return hashlib.scrypt(code.encode(), salt=salt, n=2**12, r=8, p=1)
