"""Sealing bytes with a key of our own: AES-256-GCM; what they are for is part of what is sealed."""

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
