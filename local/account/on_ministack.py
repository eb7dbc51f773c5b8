"""An account on ministack: a process of its own on 127.0.0.1, its state kept in a folder."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from os import environ
from pathlib import Path
from typing import IO, Any, cast

import boto3
import httpx
from botocore.config import Config

from local.account.account import (
    CREDENTIALS,
    MAIL_FROM,
    REGION,
    TABLE_NAME,
    Account,
    SentMail,
    environment,
    lambda_environment,
    new_api_key,
)
from local.account.table import create_table
from local.account.user_pool import open_user_pool

_SECONDS_TO_START = 30.0
_SECONDS_TO_STOP = 20.0
_CLIENT = Config(
    region_name=REGION,
    # the concurrent tests hold fifty calls open at once
    max_pool_connections=64,
    connect_timeout=5,
    read_timeout=30,
)


class EmulatorFailed(Exception):
    """ministack did not start; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Emulator:
    """A running ministack."""

    process: subprocess.Popen[str]
    endpoint: str


@contextmanager
def running_emulator(folder: Path) -> Iterator[Emulator]:
    """Start ministack with its state in a folder, and stop it in good order.

    Raises:
        EmulatorFailed: it ended, or was not ready in time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "ministack.log").open("w") as log:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "local.account.emulator", str(folder)],
            cwd=Path(__file__).parents[2],
            env=_emulator_environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            # a Ctrl-C at the terminal is for the parent, which then ends its emulator last
            start_new_session=True,
        )
    try:
        yield Emulator(process, _ready_endpoint(process, folder / "ministack.log"))
    finally:
        _stop(process)


@contextmanager
def ministack_account(
    data_dir: Path, site_url: str = "http://127.0.0.1:8080", mail_endpoint: str | None = None
) -> Iterator[Account]:
    """An account whose state outlives the process; its variables are set in the environment meanwhile.

    Args:
        data_dir: where the state is kept.
        site_url: address of the site, for the links in mails.
        mail_endpoint: where SES is spoken instead of the emulator.

    Raises:
        EmulatorFailed: ministack did not start.
    """
    with (
        running_emulator(data_dir / "ministack") as emulator,
        open_account(emulator, data_dir, site_url, mail_endpoint) as account,
    ):
        yield account


@contextmanager
def open_account(
    emulator: Emulator, data_dir: Path, site_url: str, mail_endpoint: str | None
) -> Iterator[Account]:
    """The account on a running emulator; what is missing in it is made."""
    endpoint = emulator.endpoint
    session = boto3.Session(
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    )
    dynamodb = session.client("dynamodb", endpoint_url=endpoint, config=_CLIENT)
    cognito = session.client("cognito-idp", endpoint_url=endpoint, config=_CLIENT)
    mail = session.client("sesv2", endpoint_url=endpoint, config=_CLIENT)
    is_new = TABLE_NAME not in dynamodb.list_tables()["TableNames"]
    if is_new:
        create_table(dynamodb, TABLE_NAME)
    pool_id, client_id = open_user_pool(cognito)
    if is_new:
        mail.create_email_identity(EmailIdentity=MAIL_FROM)
    variables = lambda_environment(endpoint, site_url, pool_id) | {"AWS_ENDPOINT_URL_SESV2": mail_endpoint}
    with environment(variables):
        yield Account(
            endpoint=endpoint,
            region=REGION,
            table_name=TABLE_NAME,
            user_pool_id=pool_id,
            client_id=client_id,
            api_key=_kept_api_key(data_dir / "api-key"),
            issuer=f"https://cognito-idp.{REGION}.amazonaws.com/{pool_id}",
            jwks=_fetch(f"{endpoint}/{pool_id}/.well-known/jwks.json"),
            is_new=is_new,
            dynamodb=dynamodb,
            cognito=cognito,
            mail=mail,
            sent_mail=lambda: _sent_mail(endpoint),
        )


def _emulator_environment(folder: Path) -> dict[str, str]:
    inherited = {name: value for name, value in environ.items() if not name.startswith("AWS_")}
    return inherited | {
        "BIND_HOST": "127.0.0.1",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "SERVICES": "dynamodb,cognito-idp,ses,dynamodbstreams",
        "MINISTACK_REGION": REGION,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(folder),
        # the door makes the codes and mails them
        "COGNITO_EMAIL_ENABLED": "0",
        "LOG_LEVEL": "WARNING",
        "PYTHONUNBUFFERED": "1",
    }


def _ready_endpoint(process: subprocess.Popen[str], log: Path) -> str:
    port = cast("IO[str]", process.stdout).readline().strip()
    endpoint = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + _SECONDS_TO_START
    while port and process.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(f"{endpoint}/_ministack/ready", timeout=2).status_code == httpx.codes.OK:
                return endpoint
        except httpx.TransportError:
            time.sleep(0.02)
    lines = log.read_text(errors="replace").strip().splitlines()
    raise EmulatorFailed(lines[-1] if lines else "The emulator of AWS did not get ready in time.")


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.communicate(timeout=_SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def _kept_api_key(path: Path) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(new_api_key())
    return path.read_text()


def _fetch(url: str) -> Any:
    return json.loads(httpx.get(url).raise_for_status().content)


def _sent_mail(endpoint: str) -> Sequence[SentMail]:
    accounts = _fetch(f"{endpoint}/_ministack/ses/messages")["messages"]
    return tuple(
        SentMail(item["Source"], tuple(item["To"]), item["Subject"], item["BodyText"] or item["BodyHtml"])
        for messages in accounts.values()
        for item in messages
    )
