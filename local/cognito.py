"""The door in front of the emulator's user pool: what a browser may ask of Cognito, with real codes.

The emulator mails no code, accepts any, and answers some challenges that nobody put; everything else of
sign-up and sign-in is its own. AWS needs no such door: Cognito does this by itself.
"""

import json
import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import urllib3

from local.account.account import MAIL_FROM, Account
from local.account.user_pool import SIGN_UP_ATTRIBUTES
from local.appsync.lambdas import LambdaContext, LambdaHandler
from local.codes import CodeRefused, Codes, NoCode, Purpose, TooManyAttempts, WrongCode
from local.mail import Draft, MailBox
from resolvers.triggers.messages.code_mails import confirmation_mail, new_password_mail
from stacks import time_limits

_LOGGER = logging.getLogger(__name__)
TARGET_PREFIX = "AWSCognitoIdentityProviderService."
_FORWARDED = frozenset(
    {
        "AssociateSoftwareToken",
        "ChangePassword",
        "GetTokensFromRefreshToken",
        "GetUser",
        "GlobalSignOut",
        "RevokeToken",
        "SetUserMFAPreference",
        "VerifySoftwareToken",
    }
)
_E_164 = re.compile(r"\+[0-9]{1,15}")
_OK = 200
_SERVER_ERROR = 500
_SECONDS_FOR_SECOND_FACTOR = 180.0
_REFUSALS: Mapping[type[CodeRefused], tuple[str, str]] = {
    WrongCode: ("CodeMismatchException", "Invalid verification code provided, please try again."),
    NoCode: ("ExpiredCodeException", "Invalid code provided, please request a code again."),
    TooManyAttempts: ("LimitExceededException", "Attempt limit exceeded, please try after some time."),
}

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What Cognito says: an HTTP status and a JSON document."""

    status: int
    document: Json


class CognitoError(Exception):
    """A refusal, by Cognito's own name and message."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


@dataclass(frozen=True, slots=True)
class User:
    """A user as the pool knows him; `name` is the pool's own, not the address he signs in with."""

    name: str
    status: str
    attributes: Mapping[str, str]


class Door:
    """Answers the user pool's public operations. Safe to share between threads.

    Args:
        account: an account on ministack.
        after_confirmation: the PostConfirmation trigger.
    """

    def __init__(
        self, account: Account, codes: Codes, mail_box: MailBox, after_confirmation: LambdaHandler
    ) -> None:
        self._account = account
        self._codes = codes
        self._mail_box = mail_box
        self._after_confirmation = after_confirmation
        self._http = urllib3.PoolManager(maxsize=16, timeout=30, retries=False)
        self._second_factors: dict[str, tuple[str, float]] = {}
        self._own: Mapping[str, Callable[[Json], Answer]] = {
            "SignUp": self._sign_up,
            "ConfirmSignUp": self._confirm_sign_up,
            "ResendConfirmationCode": self._resend_confirmation_code,
            "ForgotPassword": self._forgot_password,
            "ConfirmForgotPassword": self._confirm_forgot_password,
            "InitiateAuth": self._initiate_auth,
            "RespondToAuthChallenge": self._respond_to_auth_challenge,
        }

    def close(self) -> None:
        """Let go of the connections to the emulator."""
        self._http.clear()

    def answer(self, operation: str, body: bytes) -> Answer:
        """Answer one request of the user pool's JSON protocol.

        Args:
            operation: what follows the service in `X-Amz-Target`: `SignUp`.
            body: its JSON.
        """
        try:
            request = _document(body)
            if operation in _FORWARDED:
                return self._forward(operation, request)
            if operation not in self._own:
                raise CognitoError("UnknownOperationException", "This operation is not offered here.")
            if _text(request, "ClientId") != self._account.client_id:
                raise CognitoError("ResourceNotFoundException", "User pool client does not exist.")
            return self._own[operation](request)
        except CognitoError as refusal:
            return Answer(400, {"__type": refusal.kind, "message": refusal.message})

    def _sign_up(self, request: Json) -> Answer:
        address = _address(request)
        attributes = {**_attributes(request), "email": address}
        if not attributes.keys() <= frozenset(SIGN_UP_ATTRIBUTES):
            raise CognitoError("NotAuthorizedException", "A client attempted to write unauthorized attribute")
        phone = attributes.get("phone_number")
        if phone and not _E_164.fullmatch(phone):
            raise CognitoError("InvalidParameterException", "Invalid phone number format.")
        listed = [{"Name": name, "Value": value} for name, value in attributes.items()]
        answer = self._forward("SignUp", {**request, "Username": address, "UserAttributes": listed})
        if answer.status != _OK:
            return answer
        self._mail_code(Purpose.SIGN_UP, address, attributes.get("locale", ""))
        return Answer(_OK, {**answer.document, **_delivery(address)})

    def _resend_confirmation_code(self, request: Json) -> Answer:
        address = _address(request)
        user = self._user(address)
        if user and user.status != "UNCONFIRMED":
            raise CognitoError("InvalidParameterException", "User is already confirmed.")
        if user:
            self._mail_code(Purpose.SIGN_UP, address, user.attributes.get("locale", ""))
        return Answer(_OK, _delivery(address))

    def _confirm_sign_up(self, request: Json) -> Answer:
        address = _address(request)
        user = self._user(address)
        if user and user.status != "UNCONFIRMED":
            raise CognitoError(
                "NotAuthorizedException", f"User cannot be confirmed. Current status is {user.status}"
            )
        self._check_code(Purpose.SIGN_UP, address, request)
        answer = self._forward("ConfirmSignUp", {**request, "Username": address})
        if answer.status == _OK:
            self._codes.forget(Purpose.SIGN_UP, address)
            self._account.cognito.admin_update_user_attributes(
                UserPoolId=self._account.user_pool_id,
                Username=address,
                UserAttributes=[{"Name": "email_verified", "Value": "true"}],
            )
            self._fire("PostConfirmation_ConfirmSignUp", address, request)
        return answer

    def _forgot_password(self, request: Json) -> Answer:
        address = _address(request)
        user = self._user(address)
        if user and user.status == "CONFIRMED":
            self._mail_code(Purpose.PASSWORD, address, user.attributes.get("locale", ""))
        else:
            # made but not mailed: whoever tries codes can't tell an unknown address from a known one
            self._codes.make(Purpose.PASSWORD, address)
        return Answer(_OK, _delivery(address))

    def _confirm_forgot_password(self, request: Json) -> Answer:
        address = _address(request)
        self._check_code(Purpose.PASSWORD, address, request)
        answer = self._forward("ConfirmForgotPassword", {**request, "Username": address})
        if answer.status == _OK:
            self._codes.forget(Purpose.PASSWORD, address)
            self._fire("PostConfirmation_ConfirmForgotPassword", address, request)
        return answer

    def _initiate_auth(self, request: Json) -> Answer:
        parameters = _object(request, "AuthParameters")
        if isinstance(parameters.get("USERNAME"), str):
            parameters = {**parameters, "USERNAME": parameters["USERNAME"].lower()}
        return self._signed_in_or_challenged(
            self._forward("InitiateAuth", {**request, "AuthParameters": parameters})
        )

    def _respond_to_auth_challenge(self, request: Json) -> Answer:
        challenge = request.get("ChallengeName")
        if challenge == "SOFTWARE_TOKEN_MFA":
            # the emulator takes this answer from anybody: only whoever was asked may give it, as himself
            responses = {
                **_object(request, "ChallengeResponses"),
                "USERNAME": self._asked_for_factor(request),
            }
            request = {**request, "ChallengeResponses": responses}
        elif challenge != "PASSWORD_VERIFIER":
            # the emulator would hand out tokens for these without a password
            raise _invalid_session()
        answer = self._forward("RespondToAuthChallenge", request)
        if answer.status == _OK:
            self._second_factors.pop(str(request.get("Session")), None)
        return self._signed_in_or_challenged(answer)

    def _signed_in_or_challenged(self, answer: Answer) -> Answer:
        """Remember whom a second factor is asked of."""
        document = answer.document
        if document.get("ChallengeName") == "SOFTWARE_TOKEN_MFA":
            now = time.monotonic()
            alive = {key: item for key, item in list(self._second_factors.items()) if item[1] > now}
            username = document["ChallengeParameters"]["USER_ID_FOR_SRP"]
            self._second_factors = {
                **alive,
                document["Session"]: (username, now + _SECONDS_FOR_SECOND_FACTOR),
            }
        return answer

    def _asked_for_factor(self, request: Json) -> str:
        username, until = self._second_factors.get(_text(request, "Session"), ("", 0.0))
        if until < time.monotonic():
            raise _invalid_session()
        return username

    def _check_code(self, purpose: Purpose, address: str, request: Json) -> None:
        try:
            self._codes.check(purpose, address, _text(request, "ConfirmationCode"))
        except CodeRefused as refusal:
            raise CognitoError(*_REFUSALS[type(refusal)]) from None

    def _mail_code(self, purpose: Purpose, address: str, locale: str) -> None:
        mail = confirmation_mail(locale) if purpose is Purpose.SIGN_UP else new_password_mail(locale)
        code = self._codes.make(purpose, address)
        self._mail_box.deliver(Draft(MAIL_FROM, (address,), mail.subject, mail.with_code(code)))

    def _fire(self, source: str, address: str, request: Json) -> None:
        user = self._user(address)
        if user is None:
            raise LookupError(f"{address} was confirmed but is not in the user pool")
        account = self._account
        event: Json = {
            "version": "1",
            "region": account.region,
            "userPoolId": account.user_pool_id,
            "userName": user.name,
            "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": account.client_id},
            "triggerSource": source,
            "request": {"userAttributes": {**user.attributes, "cognito:user_status": user.status}},
            "response": {},
        }
        if request.get("ClientMetadata"):
            event["request"]["clientMetadata"] = _object(request, "ClientMetadata")
        try:
            self._after_confirmation(event, LambdaContext("sign_up", time_limits.TRIGGER))
        except Exception as problem:
            _LOGGER.exception("The trigger %s failed", source)
            raise CognitoError(
                "UserLambdaValidationException", f"PostConfirmation failed with error {problem}."
            ) from None

    def _user(self, address: str) -> User | None:
        cognito = self._account.cognito
        try:
            found = cognito.admin_get_user(UserPoolId=self._account.user_pool_id, Username=address)
        except cognito.exceptions.UserNotFoundException:
            return None
        attributes = {item["Name"]: item["Value"] for item in found["UserAttributes"]}
        return User(found["Username"], found["UserStatus"], attributes)

    def _forward(self, operation: str, request: Json) -> Answer:
        answer = self._http.request(
            "POST",
            f"{self._account.endpoint}/",
            body=json.dumps(request),
            headers={
                "X-Amz-Target": TARGET_PREFIX + operation,
                "Content-Type": "application/x-amz-json-1.1",
            },
        )
        if answer.status >= _SERVER_ERROR:
            _LOGGER.error("The emulator failed at %s: %s", operation, answer.data)
            return Answer(500, {"__type": "InternalErrorException", "message": "Internal error."})
        return Answer(answer.status, json.loads(answer.data or "{}"))


def _invalid_session() -> CognitoError:
    return CognitoError("NotAuthorizedException", "Invalid session for the user.")


def _document(body: bytes) -> Json:
    try:
        request = json.loads(body)
    except (ValueError, RecursionError):
        request = None
    if not isinstance(request, dict):
        raise CognitoError("SerializationException", "The request is not a JSON object.")
    return request


def _text(request: Json, name: str) -> str:
    value = request.get(name)
    if not isinstance(value, str) or not value:
        raise CognitoError("InvalidParameterException", f"Missing required parameter {name}")
    return value


def _attributes(request: Json) -> dict[str, str]:
    listed = request.get("UserAttributes", [])
    try:
        return {str(item["Name"]): str(item["Value"]) for item in listed}
    except (TypeError, KeyError):
        raise CognitoError("SerializationException", "UserAttributes is not a list of attributes.") from None


def _object(request: Json, name: str) -> Json:
    value = request.get(name, {})
    if not isinstance(value, dict):
        raise CognitoError("SerializationException", f"{name} is not an object.")
    return value


def _address(request: Json) -> str:
    # the pool is case-insensitive; the emulator compares as it is
    return _text(request, "Username").lower()


def _delivery(address: str) -> Json:
    name, _, domain = address.partition("@")
    masked = f"{name[:1]}***@{domain[:1]}***"
    return {
        "CodeDeliveryDetails": {
            "Destination": masked,
            "DeliveryMedium": "EMAIL",
            "AttributeName": "email",
        }
    }
