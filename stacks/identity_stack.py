"""Who signs in: the user pool, its groups, its client and its triggers."""

from typing import Any

from aws_cdk import CfnOutput, Duration, RemovalPolicy, Stack
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_iam as iam
from constructs import Construct

from stacks import time_limits
from stacks.environment import Environment
from stacks.findings import accept
from stacks.functions import FunctionSettings, PythonFunction
from stacks.table_access import TableAccess

GROUPS = {
    "admins": "Organisers of the regatta",
    "managers": "Representatives of a club",
    "devops": "Operators: settings and figures, nothing personal",
}


class IdentityStack(Stack):
    """The user pool of one environment, with the site's own pages as its only client.

    Attributes:
        user_pool: of everybody.
        client: of the site.
    """

    def __init__(self, scope: Construct, environment: Environment, **options: Any) -> None:
        super().__init__(scope, environment.stack_name("Identity"), **options)
        self._environment = environment
        self.user_pool = self._make_user_pool()
        self.client = self._make_client()
        for name, description in GROUPS.items():
            cognito.CfnUserPoolGroup(
                self,
                f"{name.capitalize()}Group",
                user_pool_id=self.user_pool.user_pool_id,
                group_name=name,
                description=description,
            )
        self._on_sign_up()
        self._on_tokens()
        self._on_messages()
        CfnOutput(self, "UserPoolId", value=self.user_pool.user_pool_id)
        CfnOutput(self, "UserPoolClientId", value=self.client.user_pool_client_id)

    def _make_user_pool(self) -> cognito.UserPool:
        environment = self._environment
        threat_protection = environment.threat_protection
        pool = cognito.UserPool(
            self,
            "UserPool",
            user_pool_name=environment.resource_name("registration"),
            self_sign_up_enabled=True,
            sign_in_aliases=cognito.SignInAliases(email=True),
            sign_in_case_sensitive=False,
            auto_verify=cognito.AutoVerifiedAttrs(email=True),
            keep_original=cognito.KeepOriginalAttrs(email=True),
            standard_attributes=_standard_attributes(),
            custom_attributes={"club": cognito.StringAttribute(mutable=True, max_len=100)},
            password_policy=cognito.PasswordPolicy(
                min_length=12,
                require_lowercase=True,
                require_uppercase=True,
                require_digits=True,
                require_symbols=True,
            ),
            mfa=cognito.Mfa.OPTIONAL,
            mfa_second_factor=cognito.MfaSecondFactor(otp=True, sms=False),
            account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
            email=cognito.UserPoolEmail.with_ses(
                from_email=environment.mail_from,
                from_name="Course des Impressionnistes",
                ses_region=environment.region,
                ses_verified_domain=environment.mail_from.partition("@")[2],
            ),
            # The first plan whose tokens the trigger can change; the other one has threat protection.
            feature_plan=(cognito.FeaturePlan.PLUS if threat_protection else cognito.FeaturePlan.ESSENTIALS),
            standard_threat_protection_mode=(
                cognito.StandardThreatProtectionMode.FULL_FUNCTION if threat_protection else None
            ),
            deletion_protection=environment.retain_data,
            removal_policy=RemovalPolicy.RETAIN if environment.retain_data else RemovalPolicy.DESTROY,
        )
        accept(
            pool,
            "A second factor is for whoever wants one; without one an admin has a manager's rights.",
            "AwsSolutions-COG2",
        )
        if not threat_protection:
            accept(
                pool,
                "Threat protection is paid for each person who signs in; here things are tried.",
                "AwsSolutions-COG3",
                "AwsSolutions-COG8",
            )
        return pool

    def _make_client(self) -> cognito.UserPoolClient:
        own = cognito.ClientAttributes().with_standard_attributes(**_OWN).with_custom_attributes("club")
        verified = {**_OWN, "email_verified": True}
        readable = (
            cognito.ClientAttributes().with_standard_attributes(**verified).with_custom_attributes("club")
        )
        return self.user_pool.add_client(
            "Site",
            user_pool_client_name="site",
            auth_flows=cognito.AuthFlow(user_srp=True),
            generate_secret=False,
            disable_o_auth=True,
            prevent_user_existence_errors=True,
            enable_token_revocation=True,
            access_token_validity=Duration.hours(1),
            id_token_validity=Duration.hours(1),
            refresh_token_validity=Duration.hours(5),
            read_attributes=readable,
            write_attributes=own,
        )

    def _on_sign_up(self) -> None:
        environment = self._environment
        function = self._trigger(
            cognito.UserPoolOperation.POST_CONFIRMATION,
            "sign_up",
            "Makes the profile and the consents of whoever has confirmed the address",
            "Somebody signed up and has no profile: mend what the function's log says, then have that person "
            "reset the password, which fires it again.",
            TABLE_NAME=environment.table,
        )
        for statement in TableAccess(put=("HISTORY#*", "MANAGER#*")).statements(self, environment):
            function.role.add_to_policy(statement)
        actions = ["cognito-idp:AdminAddUserToGroup", "cognito-idp:AdminListGroupsForUser"]
        self._allow_on_pool(function, actions)

    def _on_tokens(self) -> None:
        function = self._trigger(
            cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG,
            "tokens",
            "Gives an admin without a second factor a manager's rights",
            "Nobody can sign in while this lasts: look at the function's log; if its code is to blame, "
            "deploy the version before.",
            cognito.LambdaVersion.V2_0,  # the first that reaches access tokens
        )
        self._allow_on_pool(function, ["cognito-idp:AdminGetUser"])

    def _on_messages(self) -> None:
        self._trigger(
            cognito.UserPoolOperation.CUSTOM_MESSAGE,
            "messages",
            "Words the mails with codes in French or English",
            "Codes to sign up or to choose a new password are not sent: look at the function's log.",
        )

    def _trigger(
        self,
        operation: cognito.UserPoolOperation,
        folder: str,
        description: str,
        on_errors: str,
        version: cognito.LambdaVersion | None = None,
        **variables: str,
    ) -> PythonFunction:
        function = PythonFunction(
            self,
            self._environment,
            FunctionSettings(
                folder=f"triggers/{folder}",
                description=description,
                memory=512,
                timeout=time_limits.TRIGGER,
                variables=variables,
                on_errors=on_errors,
            ),
        )
        self.user_pool.add_trigger(operation, function.invoked, version)
        return function

    def _allow_on_pool(self, function: PythonFunction, actions: list[str]) -> None:
        # A policy of its own: the pool needs the function, which needs its role with the policies in it.
        iam.Policy(
            function,
            "UserPoolPolicy",
            statements=[iam.PolicyStatement(actions=actions, resources=[self.user_pool.user_pool_arn])],
            roles=[function.role],
        )


_OWN = {"given_name": True, "family_name": True, "email": True, "phone_number": True, "locale": True}
"""What a person says at sign-up, beside the club."""


def _standard_attributes() -> cognito.StandardAttributes:
    optional = cognito.StandardAttribute(required=False, mutable=True)
    return cognito.StandardAttributes(
        email=cognito.StandardAttribute(required=True, mutable=True),
        given_name=optional,
        family_name=optional,
        phone_number=optional,
        locale=optional,
    )
