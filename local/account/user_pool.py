"""The shape of the user pool, its client and its groups, as the identity stack makes them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

GROUPS = ("admins", "managers", "devops")
SIGN_UP_ATTRIBUTES = ("given_name", "family_name", "email", "phone_number", "locale", "custom:club")
_POOL_NAME = "impressionnistes-registration-local"
_CLIENT_NAME = "site"


def has_user_pool(client: "CognitoIdentityProviderClient") -> bool:
    """Whether the user pool is there."""
    return _pool_id(client) is not None


def open_user_pool(client: "CognitoIdentityProviderClient") -> tuple[str, str]:
    """The user pool and its client, made when they are not there.

    Returns:
        The identifiers of the pool and of the client.
    """
    pool_id = _pool_id(client) or _create_pool(client)
    clients = client.list_user_pool_clients(UserPoolId=pool_id, MaxResults=60)["UserPoolClients"]
    client_id = next((item["ClientId"] for item in clients if item["ClientName"] == _CLIENT_NAME), None)
    return pool_id, client_id or _create_client(client, pool_id)


def _pool_id(client: "CognitoIdentityProviderClient") -> str | None:
    pools = client.list_user_pools(MaxResults=60)["UserPools"]
    return next((pool["Id"] for pool in pools if pool["Name"] == _POOL_NAME), None)


def _create_pool(client: "CognitoIdentityProviderClient") -> str:
    created = client.create_user_pool(
        PoolName=_POOL_NAME,
        UsernameAttributes=["email"],
        UsernameConfiguration={"CaseSensitive": False},
        AutoVerifiedAttributes=["email"],
        Policies={
            "PasswordPolicy": {
                "MinimumLength": 12,
                "RequireLowercase": True,
                "RequireUppercase": True,
                "RequireNumbers": True,
                "RequireSymbols": True,
            }
        },
        Schema=[
            {"Name": "club", "AttributeDataType": "String", "Mutable": True},
        ],
        AccountRecoverySetting={"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
    )
    pool_id = created["UserPool"]["Id"]
    client.set_user_pool_mfa_config(
        UserPoolId=pool_id,
        MfaConfiguration="OPTIONAL",
        SoftwareTokenMfaConfiguration={"Enabled": True},
    )
    for group in GROUPS:
        client.create_group(UserPoolId=pool_id, GroupName=group)
    return pool_id


def _create_client(client: "CognitoIdentityProviderClient", pool_id: str) -> str:
    created = client.create_user_pool_client(
        UserPoolId=pool_id,
        ClientName=_CLIENT_NAME,
        GenerateSecret=False,
        ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        PreventUserExistenceErrors="ENABLED",
        WriteAttributes=list(SIGN_UP_ATTRIBUTES),
        EnableTokenRevocation=True,
        AccessTokenValidity=60,
        IdTokenValidity=60,
        RefreshTokenValidity=300,
        TokenValidityUnits={"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "minutes"},
    )
    return created["UserPoolClient"]["ClientId"]
