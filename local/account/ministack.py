"""The process that is ministack: its state in a folder, its end tied to the end of who started it.

Run as `python -m local.account.ministack FOLDER`. It prints the port it listens on, and stops in good
order, its state written, on SIGTERM or as soon as its standard input is closed: the system closes that
however the parent ends.
"""

import asyncio
import gc
import json
import os
import signal
import socket
import sys
import threading
from pathlib import Path

from hypercorn.asyncio import serve
from hypercorn.config import Config

from local.account.lock import InUse, locked
from local.account.saving import Saved

SECONDS_FOR_PREDECESSOR = 15.0


class Damaged(Exception):
    """A file of the saved state can't be read; the message says what to do."""


def _check(folder: Path) -> None:
    # ministack would begin without what it can't read, and write its state over it at its end
    for file in folder.glob("*.json"):
        try:
            json.loads(file.read_bytes())
        except ValueError as problem:
            message = f"{file} is damaged. Put back a copy of it, or start anew in another folder."
            raise Damaged(message) from problem


def _listen() -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))
    return listener


def _stop_with_parent() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


async def _run(listener: socket.socket) -> None:
    # ministack reads its settings from the environment when it is imported, and imports botocore at the
    # first request: better while whoever started it is still importing, too
    import botocore.session  # noqa: F401
    from ministack import app as ministack  # type: ignore[import-untyped]
    from ministack.core.persistence import save_all  # type: ignore[import-untyped]

    saved = Saved(ministack.app, lambda: save_all(ministack._build_persistence_save_dict()))
    gc.freeze()
    gc.enable()
    configuration = Config()
    configuration.bind = [f"fd://{listener.detach()}"]
    configuration.keep_alive_timeout = 75
    configuration.graceful_timeout = 1
    configuration.loglevel = "WARNING"
    threading.Thread(target=_stop_with_parent, daemon=True).start()
    saving = asyncio.create_task(saved.keep_saving())
    await serve(saved, configuration)
    saving.cancel()


def main() -> int:
    """Serve until told to stop; 0 after an orderly end, 1 when the folder is in use or its state damaged."""
    folder = Path(sys.argv[1])
    # what is imported stays: there is no garbage to look for
    gc.disable()
    try:
        # who was killed leaves an emulator behind that is still writing its state: let it finish
        with locked(folder, patience=SECONDS_FOR_PREDECESSOR):
            _check(folder)
            listener = _listen()
            os.environ["GATEWAY_PORT"] = str(listener.getsockname()[1])
            print(os.environ["GATEWAY_PORT"], flush=True)  # noqa: T201
            asyncio.run(_run(listener))
    except (InUse, Damaged) as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
