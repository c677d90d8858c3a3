"""OIDC access tokens: what makes one acceptable (RFC 9068, RFC 8725). Pure but for the key set's reader.

A token is refused for: an algorithm outside the list (`none` and HS256 among them), a key id we do not know, a bad
signature, another issuer or audience, a lifetime that has ended or not begun, a missing claim, too many bytes.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib import logs
from chalicelib.clock import Clock

ALGORITHMS = ("RS256", "PS256", "ES256")
LIMIT_BYTES = 8 * 1024
SKEW = timedelta(seconds=30)
"""How far another clock may differ from ours."""
KEYS_FRESH = timedelta(hours=1)
REFETCH_AFTER = timedelta(seconds=60)
"""An unknown key id makes us read the key set again, at most this often."""

_UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError)
"""What a key set fails with: the network and the answer (see jwks.read), its JSON, what is in it."""


class Refused(Exception):
    """The token is not acceptable; `reason` is a closed word for the metric, never for the caller."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class KeySet:
    """The issuer's key set, read when needed and kept for an hour.

    read   answers the JWKS document's bytes; what it raises passes through only while no key is known:
           an issuer that is down for a moment locks nobody out
    """

    read: Callable[[], bytes]
    clock: Clock
    _keys: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    _read_at: datetime | None = None

    def key(self, kid: str) -> Mapping[str, Any]:
        """The key under this id. Raises Refused for an id that the issuer does not publish."""
        now = self.clock()
        age = now - self._read_at if self._read_at else None
        if age is None or age > KEYS_FRESH or (kid not in self._keys and age > REFETCH_AFTER):
            self._refresh()
            self._read_at = now
        if kid not in self._keys:
            raise Refused("unknown_key")
        return self._keys[kid]

    def _refresh(self) -> None:
        try:
            document = json.loads(self.read())
            self._keys = {
                key["kid"]: key for key in document["keys"] if key.get("use", "sig") == "sig" and "kid" in key
            }
        except _UNREADABLE:
            if not self._keys:
                raise
            logs.logger().exception("key set not read")


def verify(token: str, keys: KeySet, issuer: str, audience: str, now: datetime) -> Mapping[str, Any]:
    """The claims of an acceptable access token. Raises Refused."""
    import jwt

    algorithm, key = _key(token, keys)
    try:
        claims = jwt.decode(
            token,
            jwt.PyJWK(dict(key), algorithm=algorithm),
            algorithms=[algorithm],
            issuer=issuer,
            audience=audience,
            # The times are judged below, by the clock that is passed in.
            options={
                "require": ["exp", "iat", "iss", "aud", "sub"],
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
            },
        )
    except jwt.InvalidIssuerError:
        raise Refused("issuer") from None
    except jwt.InvalidAudienceError:
        raise Refused("audience") from None
    except jwt.MissingRequiredClaimError:
        raise Refused("claim_missing") from None
    except jwt.PyJWTError:  # a key of another kind than the algorithm's is no InvalidTokenError
        raise Refused("signature") from None
    _check_lifetime(claims, now)
    return claims


def _key(token: str, keys: KeySet) -> tuple[str, Mapping[str, Any]]:
    """The algorithm a token names and the key it was signed with, if both are acceptable."""
    import jwt

    if len(token) > LIMIT_BYTES:
        raise Refused("too_long")
    if not token.isascii():
        raise Refused("malformed")
    try:
        header = jwt.get_unverified_header(token)
    except jwt.InvalidTokenError:
        raise Refused("malformed") from None
    algorithm = header.get("alg")
    if algorithm not in ALGORITHMS:
        raise Refused("algorithm")
    if (
        str(header.get("typ", "JWT")).lower().removeprefix("application/") not in {"jwt", "at+jwt"}
        or "crit" in header
    ):
        raise Refused("kind")
    if not isinstance(header.get("kid"), str):
        raise Refused("unknown_key")
    key = keys.key(header["kid"])
    if key.get("alg", algorithm) != algorithm:
        raise Refused("algorithm")
    return algorithm, key


def _check_lifetime(claims: Mapping[str, Any], now: datetime) -> None:
    try:
        ends = datetime.fromtimestamp(claims["exp"], UTC)
        begins = datetime.fromtimestamp(max(claims["iat"], claims.get("nbf", claims["iat"])), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        raise Refused("malformed") from None
    if now >= ends + SKEW:
        raise Refused("expired")
    if now < begins - SKEW:
        raise Refused("not_yet")
