"""The command that serves everything on one port of 127.0.0.1, until it is told to stop."""

import argparse
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from local.account.emulator import Emulator, EmulatorFailed, running_emulator
from local.account.lock import InUse, locked

_SECONDS_FOR_PREDECESSOR = 15.0


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
        0 after an orderly end, 1 when the server can't run; why is on standard error.
    """
    _on_signal(lambda: sys.exit(0))
    data = arguments.data.resolve()
    unfinished = data / "first-start-unfinished"
    try:
        with closing(_listen(arguments.port)) as listener, locked(data):
            if unfinished.exists():
                _forget(data / "ministack")
            with running_emulator(data / "ministack") as emulator:
                return _serve(arguments, data, emulator, unfinished, listener)
    except InUse:
        return _refused(f"{data} is served already. Stop that server, or give another with --data.")
    except (PortInUse, EmulatorFailed) as problem:
        return _refused(str(problem))


def _serve(
    arguments: argparse.Namespace, data: Path, emulator: Emulator, unfinished: Path, listener: socket.socket
) -> int:
    # imported while the emulator starts: either takes a second
    import uvicorn

    from local.front import Front
    from local.house import EmulatorDied, House, Settings

    def stop() -> None:
        server.should_exit = True

    address = f"http://127.0.0.1:{arguments.port}"
    settings = Settings(data, address, not arguments.no_demo, not arguments.no_introspection)
    house = House(settings, emulator, unfinished, when_over=stop)
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
    except EmulatorDied as problem:
        return _refused(str(problem))
    return 0


def _on_signal(act: Callable[[], object]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: act())


def _refused(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201
    return 1


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


def _forget(folder: Path) -> None:
    """Drop the state of a first start that did not get to its end: nobody has used it."""
    with locked(folder, patience=_SECONDS_FOR_PREDECESSOR):
        for state in folder.glob("*.json"):
            state.unlink()
