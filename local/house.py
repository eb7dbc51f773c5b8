"""What the server serves, opened and closed: the account, its first filling, and the site on it."""

import gc
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass

from starlette.applications import Starlette

from local.account.account import Account, environment
from local.account.emulator import Emulator
from local.account.on_ministack import open_account
from local.account.people import create_people
from local.appsync.endpoints import routes
from local.codes import Codes
from local.cognito import Door
from local.data_folder import DataFolder
from local.mail import MailBox
from local.site import EXPLORER, account_api, site

_WORKERS = 16
_SECONDS_BETWEEN_LOOKS = 0.5


class EmulatorDied(Exception):
    """The emulator ended while the site was served; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to open it.

    Attributes:
        data: the folder of all state.
        is_first: nothing was filled in there before.
        address: of the site, without a slash at the end.
        demonstration: whether to load it into a new account.
        introspection: whether clients are told the schema.
    """

    data: DataFolder
    is_first: bool
    address: str
    demonstration: bool
    introspection: bool


class House:
    """The account and the site, held by a thread of their own while the main thread speaks HTTP.

    Args:
        when_over: called when it is closed, or could not be opened.
    """

    def __init__(self, settings: Settings, emulator: Emulator, when_over: Callable[[], None]) -> None:
        self.site: Starlette | None = None
        self._settings = settings
        self._emulator = emulator
        self._when_over = when_over
        self._stop = threading.Event()
        self._problem: Exception | None = None
        self._thread = threading.Thread(target=self._live, name="house")

    def open(self) -> None:
        """Begin to open it; `site` is there once all is ready."""
        self._thread.start()

    def close(self) -> None:
        """Close it.

        Raises:
            Exception: what ended it before, or kept it from opening.
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
        with open_account(
            self._emulator,
            settings.data.path,
            settings.address,
            f"{settings.address}/ses",
            is_kept=not settings.is_first,
        ) as account:
            if settings.is_first:
                self._fill(account)
            settings.data.mark_filled()
            with _site(settings, account) as self.site:
                gc.freeze()
                gc.enable()
                print(f"Ready on {settings.address}", flush=True)  # noqa: T201
                if not EXPLORER.exists():
                    print("The explorer is not built yet: run make explorer.", flush=True)  # noqa: T201
                self._wait()

    def _fill(self, account: Account) -> None:
        gc.enable()
        create_people(account)
        if self._settings.demonstration:
            # imported only now: what handlers read from the environment at import is set
            from local.demonstration import load

            # The mail box opens with the site: what is mailed before, the emulator takes and nobody reads.
            with environment({"AWS_ENDPOINT_URL_SESV2": None}):
                load(account)
        self._emulator.save()

    def _wait(self) -> None:
        while not self._stop.wait(_SECONDS_BETWEEN_LOOKS):
            if self._emulator.process.poll() is not None:
                raise EmulatorDied(
                    f"The emulator of AWS ended by itself, see {self._emulator.log}. Start the server again."
                )


@contextmanager
def _site(settings: Settings, account: Account) -> Iterator[Starlette]:
    # imported only now: what handlers read from the environment at import is set
    from resolvers.triggers.sign_up.handler import handler as after_confirmation

    mail_box = MailBox(settings.data.path / "mail.sqlite")
    codes = Codes(settings.data.path / "codes.sqlite")
    with (
        closing(Door(account, codes, mail_box, after_confirmation)) as door,
        ThreadPoolExecutor(_WORKERS, "graphql") as workers,
    ):
        api = account_api(account, introspection=settings.introspection)
        yield site(account, door, mail_box, routes(api, workers))
