"""An account on ministack, its state kept in a folder."""

import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import boto3
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
from local.account.emulator import Emulator, running_emulator
from local.account.table import create_table
from local.account.user_pool import has_user_pool, open_user_pool

_CLIENT = Config(
    region_name=REGION,
    # the concurrent tests hold fifty calls open at once
    max_pool_connections=64,
    connect_timeout=5,
    read_timeout=30,
)


class StateLost(Exception):
    """The emulator has nothing of what was kept; the message says what to do."""


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
    emulator: Emulator, data_dir: Path, site_url: str, mail_endpoint: str | None, *, is_kept: bool = False
) -> Iterator[Account]:
    """The account on a running emulator; what is missing in it is made.

    Args:
        is_kept: it was made before, so that what is missing is lost.

    Raises:
        EmulatorFailed: the emulator did not get ready.
        StateLost: the table or the user pool is missing in an account that is kept. The emulator has
            ended, and written nothing.
    """
    endpoint = emulator.wait_until_ready()
    session = boto3.Session(
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    )
    dynamodb = session.client("dynamodb", endpoint_url=endpoint, config=_CLIENT)
    cognito = session.client("cognito-idp", endpoint_url=endpoint, config=_CLIENT)
    mail = session.client("sesv2", endpoint_url=endpoint, config=_CLIENT)
    is_new = TABLE_NAME not in dynamodb.list_tables()["TableNames"]
    if is_kept and (is_new or not has_user_pool(cognito)):
        emulator.end_without_saving()
        kept = data_dir / "ministack"
        raise StateLost(
            f"The table or the accounts that were kept in {kept} are not there any longer. Put back a copy of"
            " dynamodb.json and cognito.json, or start anew in another folder."
        )
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
            api_key=_kept(data_dir / "api-key", new_api_key),
            issuer=f"https://cognito-idp.{REGION}.amazonaws.com/{pool_id}",
            jwks=_fetch(f"{endpoint}/{pool_id}/.well-known/jwks.json"),
            page_token_key=bytes.fromhex(_kept(data_dir / "page-token-key", lambda: secrets.token_hex(32))),
            is_new=is_new,
            dynamodb=dynamodb,
            cognito=cognito,
            mail=mail,
            sent_mail=lambda: _sent_mail(endpoint),
        )


def _kept(path: Path, new: Callable[[], str]) -> str:
    """A secret that is made once and kept in a file of its own."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(new())
    return path.read_text()


def _fetch(url: str) -> Any:
    with urlopen(url) as answer:  # noqa: S310
        return json.loads(answer.read())


def _sent_mail(endpoint: str) -> Sequence[SentMail]:
    accounts = _fetch(f"{endpoint}/_ministack/ses/messages")["messages"]
    return tuple(
        SentMail(item["Source"], tuple(item["To"]), item["Subject"], item["BodyText"] or item["BodyHtml"])
        for messages in accounts.values()
        for item in messages
    )
