"""What the rest of the local run knows of its AWS account, whichever emulator stands behind it."""

import secrets
import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from os import environ
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_sesv2 import SESV2Client

REGION = "eu-west-3"
TABLE_NAME = "impressionnistes-registration-local"
MAIL_FROM = "inscriptions@impressionnistes.example"
ORGANISERS_EMAIL = "organisation@impressionnistes.example"

_KEY_ALPHABET = string.ascii_lowercase + string.digits


@dataclass(frozen=True, slots=True)
class SentMail:
    """A message that a Lambda sent through SES."""

    sender: str
    to: tuple[str, ...]
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Account:
    """A ready account: its table and its user pool exist.

    Attributes:
        endpoint: address of the emulator; None when it runs inside this process.
        issuer: the `iss` of the user pool's tokens.
        jwks: the public keys that verify them, as the pool publishes them: `{"keys": [...]}`.
        page_token_key: 32 bytes that make the tokens of pages unforgeable, across restarts.
        is_new: the table was made just now, and is empty.
        sent_mail: reads back what was sent through the emulator's SES, oldest first.
    """

    endpoint: str | None
    region: str
    table_name: str
    user_pool_id: str
    client_id: str
    api_key: str
    issuer: str
    jwks: Mapping[str, Any]
    page_token_key: bytes
    is_new: bool
    dynamodb: "DynamoDBClient"
    cognito: "CognitoIdentityProviderClient"
    mail: "SESV2Client"
    sent_mail: Callable[[], Sequence[SentMail]]

    def create_user(
        self, email: str, password: str, groups: Sequence[str], attributes: Mapping[str, str]
    ) -> str:
        """Make a confirmed user with a verified email; his `sub`.

        Args:
            attributes: more user attributes by Cognito's names: given_name, custom:club, ...

        Raises:
            UsernameExistsException: the address has an account.
        """
        known = {"email": email, "email_verified": "true", **attributes}
        created = self.cognito.admin_create_user(
            UserPoolId=self.user_pool_id,
            Username=email,
            MessageAction="SUPPRESS",
            UserAttributes=[{"Name": name, "Value": value} for name, value in known.items()],
        )
        self.cognito.admin_set_user_password(
            UserPoolId=self.user_pool_id, Username=email, Password=password, Permanent=True
        )
        for group in groups:
            self.cognito.admin_add_user_to_group(
                UserPoolId=self.user_pool_id, Username=email, GroupName=group
            )
        user_attributes = created["User"]["Attributes"]
        return next(item["Value"] for item in user_attributes if item["Name"] == "sub")

    def access_token(self, email: str, password: str) -> str:
        """Sign a user in by password; his access token.

        Raises:
            NotAuthorizedException: the password is not his.
        """
        answer = self.cognito.initiate_auth(
            ClientId=self.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": email, "PASSWORD": password},
        )
        return answer["AuthenticationResult"]["AccessToken"]


def new_api_key() -> str:
    """A key in the form AppSync gives them."""
    return "da2-" + "".join(secrets.choice(_KEY_ALPHABET) for _ in range(26))


def lambda_environment(endpoint: str | None, site_url: str, user_pool_id: str) -> dict[str, str | None]:
    """The variables the Lambda functions read; None stands for one that must be absent."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ENDPOINT_URL_SESV2": None,
        "AWS_PROFILE": None,
        "TABLE_NAME": TABLE_NAME,
        "USER_POOL_ID": user_pool_id,
        "MAIL_FROM": MAIL_FROM,
        "ORGANISERS_EMAIL": ORGANISERS_EMAIL,
        "BACKUPS_BUCKET": None,
        "SITE_URL": site_url,
        "POWERTOOLS_SERVICE_NAME": "registration",
        "POWERTOOLS_METRICS_NAMESPACE": "Impressionnistes",
        "POWERTOOLS_METRICS_DISABLED": "true",
        "POWERTOOLS_TRACE_DISABLED": "true",
        "POWERTOOLS_LOG_LEVEL": "WARNING",
        **CREDENTIALS,
    }


CREDENTIALS: Mapping[str, str] = {
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_SESSION_TOKEN": "local",
}
"""What makes every AWS client of this process speak to an emulator and never to a real account."""


@contextmanager
def environment(variables: Mapping[str, str | None]) -> Iterator[None]:
    """Set environment variables (None removes one) and put back what was there."""
    before = {name: environ.get(name) for name in variables}
    _set_environment(variables)
    try:
        yield
    finally:
        _set_environment(before)


def _set_environment(variables: Mapping[str, str | None]) -> None:
    for name, value in variables.items():
        if value is None:
            environ.pop(name, None)
        else:
            environ[name] = value
