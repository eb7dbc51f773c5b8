"""Owns who is calling: which credentials a request carries, and the identity a resolver sees for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from local.appsync.errors import Unauthorized


class Mode(StrEnum):
    """The ways of authorization that AppSync knows, under the names of its API."""

    API_KEY = "API_KEY"
    COGNITO = "AMAZON_COGNITO_USER_POOLS"
    IAM = "AWS_IAM"
    OIDC = "OPENID_CONNECT"
    LAMBDA = "AWS_LAMBDA"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sends a request.

    Attributes:
        identity: `ctx.identity` of every resolver; None with an API key.
        groups: of Cognito.
        expires: when these credentials end, in seconds since 1970; None when they don't.
    """

    mode: Mode
    identity: Mapping[str, Any] | None = None
    groups: frozenset[str] = frozenset()
    expires: float | None = None


API_KEY_CALLER = Caller(Mode.API_KEY)


def cognito_caller(claims: Mapping[str, Any], source_ip: str) -> Caller:
    """The caller that the claims of a verified token of Cognito name."""
    groups = claims.get("cognito:groups")
    identity = {
        "sub": claims["sub"],
        "issuer": claims["iss"],
        "username": claims.get("username", claims.get("cognito:username")),
        "claims": dict(claims),
        "sourceIp": [source_ip],
        "defaultAuthStrategy": "ALLOW",
        "groups": groups,
    }
    return Caller(Mode.COGNITO, identity, frozenset(groups or ()), claims["exp"])


def iam_caller(user_arn: str, source_ip: str) -> Caller:
    """A caller that signs his requests: the system itself."""
    account, _, name = user_arn.split(":", 4)[4].partition(":")
    identity = {
        "accountId": account,
        "cognitoIdentityPoolId": None,
        "cognitoIdentityId": None,
        "sourceIp": [source_ip],
        "username": name.rpartition("/")[2],
        "userArn": user_arn,
        "cognitoIdentityAuthType": None,
        "cognitoIdentityAuthProvider": None,
    }
    return Caller(Mode.IAM, identity)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a request may be called with.

    Attributes:
        verify_token: the claims of a token; raises Unauthorized for a bad one
            (`tokens.TokenVerifier.verify`).
        api_keys: the keys in force.
    """

    verify_token: Callable[[str], Mapping[str, Any]]
    api_keys: frozenset[str]

    def caller(self, headers: Mapping[str, str], source_ip: str) -> Caller:
        """Who sends a request with these headers (names in lower case).

        Raises:
            Unauthorized: it carries no credentials, or bad ones.
        """
        token = headers.get("authorization")
        if token:
            scheme, _, rest = token.partition(" ")
            bare = rest.strip() if scheme.lower() == "bearer" else token
            return cognito_caller(self.verify_token(bare), source_ip)
        if "x-api-key" not in headers:
            raise Unauthorized("Valid authorization header not provided.")
        if headers["x-api-key"] not in self.api_keys:
            raise Unauthorized
        return API_KEY_CALLER
