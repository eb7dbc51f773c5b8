"""Accounts of the user pool: what only the sign-in knows of a person, and groups."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient


def email_of(user_pool_id: str, username: str) -> str | None:
    """The address that signs in, none when there is no such account; one call."""
    attributes = attributes_of(user_pool_id, username)
    return None if attributes is None else attributes["email"]


def attributes_of(user_pool_id: str, username: str) -> dict[str, str] | None:
    """What the user pool holds of a person, by Cognito's names; none without an account; one call."""
    with _unless_gone():
        user = connect().admin_get_user(UserPoolId=user_pool_id, Username=username)
        return {item["Name"]: item["Value"] for item in user["UserAttributes"]}
    return None


def has_group(user_pool_id: str, username: str) -> bool:
    """Whether the account is in any group; one call."""
    answer = connect().admin_list_groups_for_user(UserPoolId=user_pool_id, Username=username, Limit=1)
    return bool(answer["Groups"])


def has_second_factor(user_pool_id: str, username: str) -> bool:
    """Whether a second factor is asked of the account whenever it signs in; one call.

    Raises:
        ClientError: there is no such account.
    """
    user = connect().admin_get_user(UserPoolId=user_pool_id, Username=username)
    return bool(user.get("UserMFASettingList"))


def join(user_pool_id: str, username: str, group: str) -> None:
    """Puts the account into a group, if it is not there yet; one call."""
    connect().admin_add_user_to_group(UserPoolId=user_pool_id, Username=username, GroupName=group)


def delete(user_pool_id: str, username: str) -> None:
    """Deletes the account, if it is there still; one call. Tokens that it gave out last until they end."""
    with _unless_gone():
        connect().admin_delete_user(UserPoolId=user_pool_id, Username=username)


@contextmanager
def _unless_gone() -> Iterator[None]:
    """Ends the block when there is no such account."""
    # By its code: boto3 makes the classes when first needed, and two threads at once make two of each.
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] != "UserNotFoundException":
            raise


def connect() -> "CognitoIdentityProviderClient":
    """The client of Cognito, made when first needed: hardly any request asks the user pool."""
    return _client_at(os.environ.get("AWS_ENDPOINT_URL"))


@cache
def _client_at(endpoint: str | None) -> "CognitoIdentityProviderClient":
    return boto3.client("cognito-idp", endpoint_url=endpoint)
