"""Owns the verification of Cognito's tokens: signature, issuer, client, expiry and use."""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

import jwt

from local.appsync.errors import Unauthorized

_SHORTEST_PAUSE_BETWEEN_FETCHES = 5.0
_TOKENS_REMEMBERED = 2_000


class TokenVerifier:
    """Verifies access and id tokens of one client of one user pool. Safe to share between threads.

    Args:
        issuer: what `iss` must be.
        client_id: what `client_id` of an access token, or `aud` of an id token, must be.
        fetch_keys: the pool's key set, as `/.well-known/jwks.json` gives it; called when a token names
            a key not seen before, at most once in five seconds.
        clock: seconds since 1970.
    """

    def __init__(
        self,
        issuer: str,
        client_id: str,
        fetch_keys: Callable[[], Mapping[str, Any]],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._fetch_keys = fetch_keys
        self._clock = clock
        self._lock = Lock()
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched = float("-inf")
        self._verified: OrderedDict[str, Mapping[str, Any]] = OrderedDict()

    def verify(self, token: str) -> Mapping[str, Any]:
        """The claims of a token.

        Raises:
            Unauthorized: it is malformed, forged, expired, of another pool or client, or a refresh token.
        """
        claims = self._verified.get(token)
        if claims is None:
            claims = self._checked(token)
            self._remember(token, claims)
        if claims["exp"] <= self._clock():
            raise Unauthorized("Token has expired.")
        return claims

    def _checked(self, token: str) -> Mapping[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
            claims: Mapping[str, Any] = jwt.decode(
                token,
                self._key(str(header.get("kid"))),
                algorithms=["RS256"],
                issuer=self._issuer,
                options={
                    "require": ["exp", "iss", "sub", "token_use"],
                    "verify_aud": False,
                    "verify_exp": False,
                    "verify_iat": False,
                },
            )
        except jwt.DecodeError:
            raise Unauthorized("Unable to parse JWT token.") from None
        except jwt.InvalidTokenError:
            raise Unauthorized from None
        holder = {"access": "client_id", "id": "aud"}.get(claims["token_use"])
        if holder is None or claims.get(holder) != self._client_id:
            raise Unauthorized
        if isinstance(claims["exp"], bool) or not isinstance(claims["exp"], int | float):
            raise Unauthorized
        return claims

    def _key(self, key_id: str) -> jwt.PyJWK:
        with self._lock:
            due = self._clock() - self._fetched >= _SHORTEST_PAUSE_BETWEEN_FETCHES
            if key_id not in self._keys and due:
                self._fetched = self._clock()
                self._keys = {key["kid"]: jwt.PyJWK(key) for key in self._fetch_keys()["keys"]}
            if key_id not in self._keys:
                raise Unauthorized
            return self._keys[key_id]

    def _remember(self, token: str, claims: Mapping[str, Any]) -> None:
        with self._lock:
            self._verified[token] = claims
            if len(self._verified) > _TOKENS_REMEMBERED:
                self._verified.popitem(last=False)
