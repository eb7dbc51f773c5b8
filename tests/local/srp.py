"""The client's side of Cognito's USER_SRP_AUTH, as a browser computes it."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

# the 3072-bit group of RFC 5054
_PRIME = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)
_GENERATOR = 2


class SrpClient:
    """One sign-in."""

    def __init__(self, pool_id: str, password: str) -> None:
        self._pool = pool_id.partition("_")[2]
        self._password = password
        self._secret = secrets.randbits(1024)
        self._public = pow(_GENERATOR, self._secret, _PRIME)

    @property
    def public(self) -> str:
        """SRP_A."""
        return f"{self._public:x}"

    def responses(self, parameters: Mapping[str, str]) -> dict[str, str]:
        """The ChallengeResponses to a PASSWORD_VERIFIER with these ChallengeParameters."""
        user, block = parameters["USER_ID_FOR_SRP"], parameters["SECRET_BLOCK"]
        now = datetime.now(UTC)
        timestamp = f"{now:%a %b} {now.day} {now:%H:%M:%S} UTC {now.year}"
        key = self._key(user, int(parameters["SRP_B"], 16), int(parameters["SALT"], 16))
        message = self._pool.encode() + user.encode() + base64.b64decode(block) + timestamp.encode()
        signature = hmac.digest(key, message, "sha256")
        return {
            "USERNAME": user,
            "TIMESTAMP": timestamp,
            "PASSWORD_CLAIM_SECRET_BLOCK": block,
            "PASSWORD_CLAIM_SIGNATURE": base64.b64encode(signature).decode(),
        }

    def _key(self, user: str, server_public: int, salt: int) -> bytes:
        mixed = _hashed(_padded(self._public), _padded(server_public))
        identity = hashlib.sha256(f"{self._pool}{user}:{self._password}".encode()).digest()
        private = _hashed(_padded(salt), identity)
        multiplier = _hashed(_padded(_PRIME), _padded(_GENERATOR))
        base = (server_public - multiplier * pow(_GENERATOR, private, _PRIME)) % _PRIME
        shared = pow(base, self._secret + mixed * private, _PRIME)
        extracted = hmac.digest(_padded(mixed), _padded(shared), "sha256")
        return hmac.digest(extracted, b"Caldera Derived Key\x01", "sha256")[:16]


def _padded(number: int) -> bytes:
    """The number in as few bytes as hold it with its sign."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def _hashed(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha256(b"".join(parts)).digest(), "big")
