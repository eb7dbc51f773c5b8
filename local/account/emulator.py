"""Starts and stops ministack, the process that emulates AWS on 127.0.0.1."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import environ
from pathlib import Path
from typing import IO, cast
from urllib.error import URLError
from urllib.request import urlopen

from local.account.account import REGION
from local.account.saving import SAVE

SERVICES = "dynamodb,cognito-idp,ses,dynamodbstreams"
"""What the account needs to be served from."""

_SECONDS_TO_START = 30.0
_SECONDS_TO_STOP = 20.0
_ROOT = Path(__file__).parents[2]


class EmulatorFailed(Exception):
    """ministack did not start; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Emulator:
    """A ministack that was started."""

    process: subprocess.Popen[str]
    log: Path

    def wait_until_ready(self) -> str:
        """Its address, once it answers.

        Raises:
            EmulatorFailed: it ended, or was not ready in time.
        """
        port = cast("IO[str]", self.process.stdout).readline().strip()
        endpoint = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + _SECONDS_TO_START
        while port and self.process.poll() is None and time.monotonic() < deadline:
            try:
                with urlopen(f"{endpoint}/_ministack/ready", timeout=2):  # noqa: S310
                    # for whoever wants to look into it from outside: the AWS command line, the benchmark
                    self._address.write_text(endpoint)
                    return endpoint
            except (URLError, ConnectionError, TimeoutError):
                time.sleep(0.02)
        lines = self.log.read_text(errors="replace").strip().splitlines()
        raise EmulatorFailed(lines[-1] if lines else "The emulator of AWS did not get ready in time.")

    def save(self) -> None:
        """Have all that it holds written to the disk now, not in a second."""
        with urlopen(self._address.read_text() + SAVE):  # noqa: S310
            pass

    def end_without_saving(self) -> None:
        """End it at once; what it has on the disk stays as it is."""
        self.process.kill()
        self.process.wait()

    @property
    def _address(self) -> Path:
        return self.log.with_name("endpoint")


@contextmanager
def running_emulator(folder: Path, services: str = SERVICES) -> Iterator[Emulator]:
    """Start ministack with its state in a folder, and stop it in good order.

    It is not ready yet: there is something better to do than to wait.

    Args:
        services: separated by commas; empty for all that it has.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "ministack.log"
    with path.open("w") as log:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "local.account.ministack", str(folder)],
            cwd=_ROOT,
            env=_environment(folder, services),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            # a Ctrl-C at the terminal is for the parent, which then ends its emulator last
            start_new_session=True,
        )
    try:
        yield Emulator(process, path)
    finally:
        _stop(process)


def _environment(folder: Path, services: str) -> dict[str, str]:
    inherited = {name: value for name, value in environ.items() if not name.startswith("AWS_")}
    return inherited | {
        "BIND_HOST": "127.0.0.1",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "SERVICES": services,
        "MINISTACK_REGION": REGION,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(folder),
        # the door makes the codes and mails them
        "COGNITO_EMAIL_ENABLED": "0",
        "LOG_LEVEL": "WARNING",
    }


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.communicate(timeout=_SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
