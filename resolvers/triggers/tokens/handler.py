"""Pre-token generation of the user pool: an admin without a second factor gets a manager's rights.

It works on the event of version 2, the first one whose groups reach access tokens. Cognito does not say in it
how the person signed in, so the account is asked.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from aws_lambda_powertools import Logger
from botocore.exceptions import BotoCoreError, ClientError

from resolvers import accounts

ADMINS = "admins"
MANAGERS = "managers"

logger = Logger()


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """The event, with the groups that the tokens are to name where these are not the account's own."""
    configuration = event["request"]["groupConfiguration"]
    groups = configuration.get("groupsToOverride") or []
    if ADMINS in groups and not _has_second_factor(event["userPoolId"], event["userName"]):
        event["response"] = {
            "claimsAndScopeOverrideDetails": {"groupOverrideDetails": _without(configuration)}
        }
    return event


def _has_second_factor(pool: str, username: str) -> bool:
    try:
        return accounts.has_second_factor(pool, username)
    except (BotoCoreError, ClientError):
        # Nobody is to become an admin because Cognito could not be asked; the next token asks again.
        logger.exception("second factor unknown", username=username)
        return False


def _without(configuration: Mapping[str, Any]) -> dict[str, Any]:
    groups: Sequence[str] = configuration["groupsToOverride"]
    since = dict.fromkeys(MANAGERS if group == ADMINS else group for group in groups)
    return {
        "groupsToOverride": list(since),
        "iamRolesToOverride": configuration.get("iamRolesToOverride") or [],
        "preferredRole": configuration.get("preferredRole") or "",
    }
