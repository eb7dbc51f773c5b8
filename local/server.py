"""The life of the local server: it opens the account, serves the site, and closes both in good order."""

import argparse
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from local.account.account import Account
from local.account.lock import InUse, locked
from local.account.on_ministack import Emulator, EmulatorFailed, open_account, running_emulator
from local.account.people import create_people
from local.appsync.endpoints import routes
from local.appsync.limits import Limits
from local.codes import Codes
from local.cognito import Door
from local.front import Front
from local.mail import MailBox
from local.site import EXPLORER, account_api, site

_WORKERS = 16
_SECONDS_FOR_PREDECESSOR = 15.0
_SECONDS_BETWEEN_LOOKS = 0.5


class CannotServe(Exception):
    """The server can't run; the message says what to do about it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `serve` was asked for.

    Attributes:
        data: the folder of all state.
        demonstration: load it into a new account.
    """

    port: int
    data: Path
    demonstration: bool
    limits: Limits

    @property
    def address(self) -> str:
        """Of the site, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command line of `serve`."""
    parser.add_argument("--port", type=int, default=8080, help="port on 127.0.0.1 (default: 8080)")
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(".local"),
        metavar="DIR",
        help="folder of its state (default: .local)",
    )
    parser.add_argument("--no-demo", action="store_true", help="start with an empty table")
    parser.add_argument("--no-introspection", action="store_true", help="don't tell clients the schema")


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop.

    Returns:
        0 after an orderly end, 1 when the server can't run; why is on standard error.
    """
    settings = Settings(
        arguments.port,
        arguments.data.resolve(),
        not arguments.no_demo,
        Limits(introspection=not arguments.no_introspection),
    )
    try:
        with closing(_listen(settings.port)) as listener, locked(settings.data):
            _serve(settings, listener)
    except InUse:
        return _refused(f"{settings.data} is served already. Stop that server, or give another with --data.")
    except (CannotServe, EmulatorFailed) as problem:
        return _refused(str(problem))
    return 0


def _refused(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201
    return 1


class House:
    """The account and the site on it, held by a thread of their own while the main thread serves HTTP.

    Args:
        when_over: called when it is closed, or could not be opened.
    """

    def __init__(self, settings: Settings, when_over: Callable[[], None]) -> None:
        self.site: Starlette | None = None
        self._settings = settings
        self._when_over = when_over
        self._stop = threading.Event()
        self._problem: Exception | None = None
        self._thread = threading.Thread(target=self._live, name="house")

    def open(self) -> None:
        """Begin to open it; `site` is there once all is ready."""
        self._thread.start()

    def close(self) -> None:
        """Close it, its state written.

        Raises:
            Exception: what ended it before.
        """
        self._stop.set()
        self._thread.join()
        if self._problem:
            raise self._problem

    def _live(self) -> None:
        try:
            self._hold()
        except Exception as problem:
            self._problem = problem
        finally:
            self.site = None
            self._when_over()

    def _hold(self) -> None:
        settings = self._settings
        beginning = settings.data / "first-start-unfinished"
        folder = settings.data / "ministack"
        if beginning.exists():
            _forget(folder)
        with (
            running_emulator(folder) as emulator,
            open_account(emulator, settings.data, settings.address, f"{settings.address}/ses") as account,
        ):
            if account.is_new:
                beginning.touch()
                create_people(account)
                if settings.demonstration:
                    _load_demonstration(account)
                beginning.unlink()
            with _site(settings, account) as self.site:
                self._say_ready()
                self._wait(emulator)

    def _say_ready(self) -> None:
        print(f"Ready on {self._settings.address}", flush=True)  # noqa: T201
        if not EXPLORER.exists():
            print("The explorer is not built yet: run make explorer.", flush=True)  # noqa: T201

    def _wait(self, emulator: Emulator) -> None:
        while not self._stop.wait(_SECONDS_BETWEEN_LOOKS):
            if emulator.process.poll() is not None:
                log = self._settings.data / "ministack" / "ministack.log"
                raise CannotServe(f"The emulator of AWS ended by itself, see {log}. Start the server again.")


def _load_demonstration(account: Account) -> None:
    # imported once the account's variables are set: handlers read them when they are imported
    from local.demonstration import load

    load(account)


@contextmanager
def _site(settings: Settings, account: Account) -> Iterator[Starlette]:
    from resolvers.triggers.sign_up.handler import handler as after_confirmation

    mail_box = MailBox(settings.data / "mail.sqlite")
    codes = Codes(settings.data / "codes.sqlite")
    with (
        closing(Door(account, codes, mail_box, after_confirmation)) as door,
        ThreadPoolExecutor(_WORKERS, "graphql") as workers,
    ):
        api_routes = routes(account_api(account, settings.limits), workers)
        yield site(account, door, mail_box, api_routes, settings.address)


def _serve(settings: Settings, listener: socket.socket) -> None:
    def stop() -> None:
        server.should_exit = True

    house = House(settings, when_over=stop)
    configuration = uvicorn.Config(
        Front(lambda: house.site),
        lifespan="off",
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(configuration)
    # uvicorn raises the signal that stopped it once more when it is done: the house is still to be closed
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop())
    house.open()
    server.run(sockets=[listener])
    house.close()


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        problem = error.strerror if isinstance(error, OSError) else error
        raise CannotServe(
            f"Port {port} can't be used: {problem}. Stop what listens there, or give another with --port."
        ) from error
    return listener


def _forget(folder: Path) -> None:
    """Drop the state of a first start that did not get to its end: nobody has used it."""
    with locked(folder, patience=_SECONDS_FOR_PREDECESSOR):
        for state in folder.glob("*.json"):
            state.unlink()
