"""Sealing a draw's private files: AES-256-GCM under the draw's key; the file's name is part of what is sealed."""

import hashlib
import hmac

NONCE_BYTES = 12


class Broken(ValueError):
    """Bytes that were not sealed with this key under this name."""


def seal(key: bytes, nonce: bytes, name: str, raw: bytes) -> bytes:
    """The sealed bytes; `nonce` has 12 random bytes and is used once."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return nonce + AESGCM(key).encrypt(nonce, raw, name.encode())


def unseal(key: bytes, name: str, sealed: bytes) -> bytes:
    """What was sealed. Raises Broken."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], name.encode())
    except (InvalidTag, ValueError) as failure:
        raise Broken(name) from failure


def salt(key: bytes, officer: bytes) -> bytes:
    """An officer's salt, 32 bytes: unpredictable without the key, and of no use for another officer's."""
    return hmac.digest(key, b"steelyard/salt-1" + officer, hashlib.sha256)
