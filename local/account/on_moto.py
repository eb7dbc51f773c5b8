"""An account on moto: inside this process, in no time, and forgotten at the end. For the tests."""

import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import boto3
from moto import mock_aws
from moto.cognitoidp.responses import CognitoIdpJsonWebKeyResponse
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from local.account.account import (
    MAIL_FROM,
    REGION,
    TABLE_NAME,
    Account,
    SentMail,
    environment,
    lambda_environment,
    new_api_key,
)
from local.account.moto_answers import items_as_they_are
from local.account.moto_memory import forgetful
from local.account.moto_transactions import light_transactions
from local.account.table import create_table
from local.account.user_pool import open_user_pool


@contextmanager
def moto_account(site_url: str = "http://127.0.0.1:8080") -> Iterator[Account]:
    """An empty account; its variables are set in the environment meanwhile.

    moto's transactions are not atomic between threads: send it one request at a time.
    """
    with (
        mock_aws(),
        forgetful(),
        items_as_they_are(),
        light_transactions(),
        environment(lambda_environment(None, site_url, "")),
    ):
        cognito = boto3.client("cognito-idp", region_name=REGION)
        dynamodb = boto3.client("dynamodb", region_name=REGION)
        mail = boto3.client("sesv2", region_name=REGION)
        create_table(dynamodb, TABLE_NAME)
        pool_id, client_id = open_user_pool(cognito)
        mail.create_email_identity(EmailIdentity=MAIL_FROM)
        with environment({"USER_POOL_ID": pool_id}):
            yield Account(
                endpoint=None,
                region=REGION,
                table_name=TABLE_NAME,
                user_pool_id=pool_id,
                client_id=client_id,
                api_key=new_api_key(),
                issuer=f"https://cognito-idp.{REGION}.amazonaws.com/{pool_id}",
                page_token_key=secrets.token_bytes(32),
                jwks=json.loads(CognitoIdpJsonWebKeyResponse.json_web_key),
                is_new=True,
                dynamodb=dynamodb,
                cognito=cognito,
                mail=mail,
                sent_mail=_sent_mail,
            )


def _sent_mail() -> Sequence[SentMail]:
    messages = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
    return tuple(
        SentMail(item.source, tuple(item.destinations["ToAddresses"]), item.subject, item.body)
        for item in messages
    )
