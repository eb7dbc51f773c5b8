"""Which tokens of Cognito are believed."""

import json
from collections.abc import Mapping
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from local.appsync.errors import Unauthorized
from local.appsync.tokens import TokenVerifier

NOW = 1_800_000_000.0
ISSUER = "https://cognito-idp.eu-west-3.amazonaws.com/eu-west-3_pool"
KEY, OTHER_KEY = (generate_private_key(65537, 2048) for _ in range(2))
ACCESS = {"sub": "s1", "iss": ISSUER, "client_id": "spa", "token_use": "access", "exp": NOW + 3600}
ID = {"sub": "s1", "iss": ISSUER, "aud": "spa", "token_use": "id", "exp": NOW + 3600}


def signed(claims: Mapping[str, Any], key: Any = KEY, key_id: str = "k1", algorithm: str = "RS256") -> str:
    return jwt.encode(dict(claims), key, algorithm, {"kid": key_id})


def public(key: RSAPrivateKey, key_id: str) -> dict[str, Any]:
    made: dict[str, Any] = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return made | {"kid": key_id, "alg": "RS256"}


class Pool:
    """A user pool's key set, a clock, and a verifier between them."""

    def __init__(self) -> None:
        self.keys = [public(KEY, "k1")]
        self.fetched = 0
        self.now = NOW
        self.verifier = TokenVerifier(ISSUER, "spa", self.fetch, lambda: self.now)

    def fetch(self) -> Mapping[str, Any]:
        self.fetched += 1
        return {"keys": self.keys}


@pytest.mark.parametrize("claims", [ACCESS, ID])
def test_a_token_of_the_pool_is_believed(claims: dict[str, Any]) -> None:
    assert Pool().verifier.verify(signed(claims))["sub"] == "s1"


PUBLIC_PEM = KEY.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)


def with_public_key_as_secret() -> str:
    """A token signed with the key that everybody can read, as if it were a shared secret."""
    hmac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    head, body, _ = signed(ACCESS).split(".")
    head = jwt.utils.base64url_encode(json.dumps({"alg": "HS256", "kid": "k1"}).encode()).decode()
    signature = hmac.sign(f"{head}.{body}".encode(), PUBLIC_PEM)
    return f"{head}.{body}.{jwt.utils.base64url_encode(signature).decode()}"


def unsigned() -> str:
    head = jwt.utils.base64url_encode(json.dumps({"alg": "none", "kid": "k1"}).encode()).decode()
    return f"{head}.{signed(ACCESS).split('.')[1]}."


REFUSED = {
    "nothing": "",
    "no token": "a.b.c",
    "letters beyond ASCII": "é.é.é",
    "another key": signed(ACCESS, OTHER_KEY),
    "an unknown key": signed(ACCESS, OTHER_KEY, "k2"),
    "no signature": unsigned(),
    "the public key as a secret": with_public_key_as_secret(),
    "another hash": signed(ACCESS, algorithm="RS512"),
    "another pool": signed(ACCESS | {"iss": ISSUER + "2"}),
    "another client": signed(ACCESS | {"client_id": "other"}),
    "an id token of another client": signed(ID | {"aud": "other"}),
    "an access token with an audience alone": signed(ID | {"token_use": "access"}),
    "a refresh token": signed(ACCESS | {"token_use": "refresh"}),
    "expired": signed(ACCESS | {"exp": NOW}),
    "without expiry": signed({k: v for k, v in ACCESS.items() if k != "exp"}),
    "without subject": signed({k: v for k, v in ACCESS.items() if k != "sub"}),
    "without use": signed({k: v for k, v in ACCESS.items() if k != "token_use"}),
    "an expiry of no number": signed(ACCESS | {"exp": "tomorrow"}),
    "changed": signed(ACCESS).replace(".", ".e", 1),
}


@pytest.mark.parametrize("token", REFUSED.values(), ids=REFUSED.keys())
def test_any_other_token_is_refused(token: str) -> None:
    with pytest.raises(Unauthorized):
        Pool().verifier.verify(token)


def test_a_token_is_refused_once_it_expires() -> None:
    pool = Pool()
    token = signed(ACCESS)
    pool.verifier.verify(token)
    pool.now = NOW + 3600
    with pytest.raises(Unauthorized, match="expired"):
        pool.verifier.verify(token)


def test_keys_are_fetched_again_when_they_are_changed_but_not_for_each_stranger() -> None:
    pool = Pool()
    pool.verifier.verify(signed(ACCESS))
    pool.keys = [public(OTHER_KEY, "k2")]
    for _ in range(10):
        with pytest.raises(Unauthorized):
            pool.verifier.verify(signed(ACCESS, OTHER_KEY, "k2"))
    assert pool.fetched == 1
    pool.now += 5
    assert pool.verifier.verify(signed(ACCESS, OTHER_KEY, "k2"))["sub"] == "s1"
    assert pool.fetched == 2
