"""What the identity stack promises, by environment."""

from typing import Any

import pytest

from local.account.user_pool import GROUPS, SIGN_UP_ATTRIBUTES
from tests.infrastructure.conftest import Stacks
from tests.infrastructure.synthesis import Template

POOL = "AWS::Cognito::UserPool"
CLIENT = "AWS::Cognito::UserPoolClient"
FUNCTION = "AWS::Lambda::Function"


@pytest.fixture
def identity(stacks: Stacks) -> Template:
    return stacks["Identity"]


def test_people_sign_in_with_their_address_in_any_case(identity: Template) -> None:
    pool = identity.only(POOL)
    assert pool["UsernameAttributes"] == ["email"]
    assert pool["UsernameConfiguration"] == {"CaseSensitive": False}
    assert pool["AutoVerifiedAttributes"] == ["email"]
    assert pool["UserAttributeUpdateSettings"] == {"AttributesRequireVerificationBeforeUpdate": ["email"]}
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": False}
    assert pool["AccountRecoverySetting"] == {
        "RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]
    }


def test_passwords_have_twelve_characters_of_all_classes(identity: Template) -> None:
    assert identity.only(POOL)["Policies"]["PasswordPolicy"] == {
        "MinimumLength": 12,
        "RequireLowercase": True,
        "RequireUppercase": True,
        "RequireNumbers": True,
        "RequireSymbols": True,
    }


def test_a_second_factor_is_an_application_and_never_a_text_message(identity: Template) -> None:
    pool = identity.only(POOL)
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("OPTIONAL", ["SOFTWARE_TOKEN_MFA"])
    assert "SmsConfiguration" not in pool


def test_attributes_are_those_of_the_sign_up(identity: Template) -> None:
    pool, client = identity.only(POOL), identity.only(CLIENT)
    schema = {item["Name"]: item for item in pool["Schema"]}
    assert {f"custom:{name}" if name == "club" else name for name in schema} == set(SIGN_UP_ATTRIBUTES)
    assert all(item["Mutable"] for item in schema.values())
    assert set(client["WriteAttributes"]) == set(SIGN_UP_ATTRIBUTES)
    assert set(client["ReadAttributes"]) == {*SIGN_UP_ATTRIBUTES, "email_verified"}


def test_mail_goes_through_ses(prod: Stacks) -> None:
    email = prod["Identity"].only(POOL)["EmailConfiguration"]
    assert email["EmailSendingAccount"] == "DEVELOPER"
    assert email["From"] == "Course des Impressionnistes <inscriptions@impressionnistes.example>"


def test_groups_are_those_of_the_local_run(identity: Template) -> None:
    groups = identity.of_type("AWS::Cognito::UserPoolGroup").values()
    assert {group["Properties"]["GroupName"] for group in groups} == set(GROUPS)


def test_the_site_signs_in_without_a_secret_and_tells_nobody_who_has_an_account(identity: Template) -> None:
    client = identity.only(CLIENT)
    assert client["GenerateSecret"] is False
    assert client["ExplicitAuthFlows"] == ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    assert client["PreventUserExistenceErrors"] == "ENABLED"
    assert client.get("AllowedOAuthFlows") is None


def test_tokens_last_an_hour_and_a_session_five(identity: Template) -> None:
    client = identity.only(CLIENT)
    lives = ("AccessTokenValidity", "IdTokenValidity", "RefreshTokenValidity")
    assert [client[life] for life in lives] == [60, 60, 300]
    assert set(client["TokenValidityUnits"].values()) == {"minutes"}
    assert client["EnableTokenRevocation"] is True


def test_in_prod_accounts_are_kept_and_watched(prod: Stacks) -> None:
    (pool,) = prod["Identity"].of_type(POOL).values()
    assert pool["Properties"]["DeletionProtection"] == "ACTIVE"
    assert pool["DeletionPolicy"] == "Retain"
    assert pool["Properties"]["UserPoolTier"] == "PLUS"
    assert pool["Properties"]["UserPoolAddOns"] == {"AdvancedSecurityMode": "ENFORCED"}


def test_in_dev_accounts_go_with_their_stack(dev: Stacks) -> None:
    (pool,) = dev["Identity"].of_type(POOL).values()
    assert pool["Properties"]["DeletionProtection"] == "INACTIVE"
    assert pool["DeletionPolicy"] == "Delete"
    assert pool["Properties"]["UserPoolTier"] == "ESSENTIALS"
    assert "UserPoolAddOns" not in pool["Properties"]


def invoked(identity: Template, reference: dict[str, Any]) -> str:
    """The name of the function that a trigger calls, by itself or by its alias."""
    logical_id = reference.get("Ref") or reference["Fn::GetAtt"][0]
    resource = identity.content["Resources"][logical_id]
    if resource["Type"] == "AWS::Lambda::Alias":
        return invoked(identity, resource["Properties"]["FunctionName"])
    name: str = resource["Properties"]["FunctionName"]
    return name.rpartition("-")[0]


def test_each_trigger_calls_its_function(identity: Template) -> None:
    triggers = identity.only(POOL)["LambdaConfig"]
    tokens = triggers.pop("PreTokenGenerationConfig")
    assert tokens["LambdaVersion"] == "V2_0"  # the first that reaches access tokens
    assert invoked(identity, tokens["LambdaArn"]) == "impressionnistes-tokens"
    assert {trigger: invoked(identity, arn) for trigger, arn in triggers.items()} == {
        "PostConfirmation": "impressionnistes-sign-up",
        "CustomMessage": "impressionnistes-messages",
    }


def test_triggers_answer_before_cognito_stops_waiting(identity: Template) -> None:
    timeouts = [function["Properties"]["Timeout"] for function in identity.of_type(FUNCTION).values()]
    assert timeouts == [5, 5, 5]


def test_what_a_client_must_know_is_put_out_by_name(identity: Template) -> None:
    assert {"UserPoolId", "UserPoolClientId"} <= set(identity.outputs)
