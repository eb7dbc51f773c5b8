"""Owns page tokens: opaque, unforgeable, and good for the one query that gave them."""

import base64
import binascii
import hashlib
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12


class InvalidToken(Exception):
    """A token that is damaged, forged, or was given by another query."""


class PageTokens:
    """Seals where a page of a query ended, and opens it for the same query only.

    Args:
        key: 32 secret bytes; tokens outlive a restart when the key does.
    """

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, position: dict[str, Any], query: dict[str, Any]) -> str:
        """A token for the position (a DynamoDB key) that a page of the query ended at."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, _canonical(position), _fingerprint(query))
        return base64.urlsafe_b64encode(nonce + sealed).decode()

    def open(self, token: str, query: dict[str, Any]) -> dict[str, Any]:
        """The position in a token that the same query gave.

        Raises:
            InvalidToken
        """
        try:
            raw = base64.b64decode(token.encode(), altchars=b"-_", validate=True)
            position = self._cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _fingerprint(query))
        except (AttributeError, UnicodeEncodeError, binascii.Error, ValueError, InvalidTag):
            raise InvalidToken from None
        opened: dict[str, Any] = json.loads(position)
        return opened


def _fingerprint(query: dict[str, Any]) -> bytes:
    return hashlib.sha256(_canonical(query)).digest()


def _canonical(value: dict[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
