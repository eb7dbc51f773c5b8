"""What a direct field costs over HTTP on the local server, as a ratio to the bare call behind it."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from socket import socket
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import boto3

from local.account.account import CREDENTIALS, TABLE_NAME

ROUNDS = 500
YEAR = 2027
SECONDS_TO_START = 60


@dataclass(frozen=True, slots=True)
class Medians:
    """Seconds of the bare call to DynamoDB, and of the field that makes the same call, over HTTP."""

    bare: float
    field: float


def print_direct_ratio() -> None:
    """Prints the medians of both, measured in turn, and their ratio."""
    with TemporaryDirectory() as folder, _served(Path(folder)) as port:
        found = _medians(Path(folder), port)
    print(
        f"direct field over HTTP: {1000 * found.field:.2f} ms, {found.field / found.bare:.2f} times the bare "
        f"GetItem behind it, {1000 * found.bare:.2f} ms (medians of {ROUNDS})"
    )


def _medians(folder: Path, port: int) -> Medians:
    connection = HTTPConnection("127.0.0.1", port)
    configuration = _json(connection, "GET", "/config.json")
    headers = {"x-api-key": configuration["apiKey"], "Content-Type": "application/json"}
    body = json.dumps({"query": "query ($y: Int) { edition(year: $y) { year } }", "variables": {"y": YEAR}})
    client = boto3.client(
        "dynamodb",
        endpoint_url=(folder / "ministack" / "endpoint").read_text(),
        region_name=CREDENTIALS["AWS_REGION"],
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    )
    key = {"PK": {"S": "EDITIONS"}, "SK": {"S": f"{YEAR}"}}
    bare, field = [], []
    for _ in range(ROUNDS):  # in turn, so that a busy machine is unfair to neither
        bare.append(_seconds(lambda: client.get_item(TableName=TABLE_NAME, Key=key)))
        field.append(_seconds(lambda: _json(connection, "POST", "/graphql", body, headers)))
    return Medians(median(bare), median(field))


@contextmanager
def _served(folder: Path) -> Iterator[int]:
    """The local server without demonstration, on a free port."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "local",
        "serve",
        "--port",
        f"{port}",
        "--data",
        str(folder),
        "--no-demo",
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait(port: int) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise TimeoutError("the local server did not get ready")


def _json(
    connection: HTTPConnection, method: str, path: str, body: str | None = None, headers: Any = None
) -> Any:
    connection.request(method, path, body, headers or {})
    return json.loads(connection.getresponse().read())


def _seconds(call: Callable[[], object]) -> float:
    started = perf_counter()
    call()
    return perf_counter() - started
