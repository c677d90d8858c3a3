"""An issuer for tests: real keys, tokens as asked, and its key set as published."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

ISSUER, AUDIENCE = "https://issuer.example/oidc", "steelyard-api"
NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
NOW_S = int(NOW.timestamp())

type Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@cache
def rsa_key(place: int = 0) -> rsa.RSAPrivateKey:  # noqa: ARG001 - one key for each place
    """Made once a session: 2048 bits take a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def pem() -> bytes:
    """The RSA key's public half as an attacker finds it."""
    public = rsa_key().public_key()
    return public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def published(kid: str, key: Private, **members: str) -> dict[str, Any]:
    """One entry of a key set."""
    if isinstance(key, rsa.RSAPrivateKey):
        entry = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    else:
        entry = jwt.algorithms.ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**entry, "kid": kid, "use": "sig", **members}


def document(*entries: Mapping[str, Any]) -> bytes:
    return json.dumps({"keys": entries}).encode()


def claims(**changed: Any) -> dict[str, Any]:
    """Claims of a good token; None takes a claim away."""
    good = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "anna",
        "iat": NOW_S - 60,
        "nbf": NOW_S - 60,
        "exp": NOW_S + 1800,
    }
    return {name: value for name, value in {**good, **changed}.items() if value is not None}


def token(
    body: Mapping[str, Any] | None = None,
    *,
    key: Any = None,
    algorithm: str = "RS256",
    kid: object = "rsa",
    **header: Any,
) -> str:
    named = {} if kid is None else {"kid": kid}
    return jwt.encode(
        dict(claims() if body is None else body),
        rsa_key() if key is None else key,
        algorithm,
        headers={"typ": "at+jwt", **named, **header},
    )
