"""The command that serves everything on one port of 127.0.0.1, until it is told to stop."""

import argparse
import gc
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from local.account.emulator import Emulator, EmulatorFailed, running_emulator
from local.account.lock import InUse, Unusable, locked
from local.data_folder import DataFolder


class PortInUse(Exception):
    """The port can't be listened on; the message says what to do."""


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
        0 after an orderly end, 1 when the server can't run, 2 when the folder is none; why is on standard
        error.
    """
    _on_signal(lambda: sys.exit(0))
    # what is imported and composed stays: to look for garbage in it is a sixth of the work of a start
    gc.disable()
    data = DataFolder(arguments.data.resolve())
    try:
        with closing(_listen(arguments.port)) as listener, locked(data.path):
            is_first = data.begin()
            with running_emulator(data.emulator) as emulator:
                return _serve(arguments, data, is_first, emulator, listener)
    except InUse:
        return _refused(f"{data.path} is served already. Stop that server, or give another with --data.")
    except Unusable as problem:
        return _refused(f"{problem} Give another with --data.", 2)
    except (PortInUse, EmulatorFailed) as problem:
        return _refused(str(problem))


def _serve(
    arguments: argparse.Namespace,
    data: DataFolder,
    is_first: bool,
    emulator: Emulator,
    listener: socket.socket,
) -> int:
    # imported while the emulator starts: either takes a second
    import uvicorn

    from local.account.on_ministack import StateLost
    from local.front import Front
    from local.house import EmulatorDied, House, Settings

    def stop() -> None:
        server.should_exit = True

    address = f"http://127.0.0.1:{arguments.port}"
    settings = Settings(data, is_first, address, not arguments.no_demo, not arguments.no_introspection)
    house = House(settings, emulator, when_over=stop)
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
    _on_signal(stop)
    house.open()
    server.run(sockets=[listener])
    try:
        house.close()
    except (EmulatorDied, StateLost) as problem:
        return _refused(str(problem))
    return 0


def _on_signal(act: Callable[[], object]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: act())


def _refused(sentence: str, status: int = 1) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201
    return status


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        problem = error.strerror if isinstance(error, OSError) else error
        raise PortInUse(
            f"Port {port} can't be used: {problem}. Stop what listens there, or give another with --port."
        ) from error
    return listener
