"""The salts of a draw's officers; sealing its private files is chalicelib.sealing."""

import hashlib
import hmac


def salt(key: bytes, officer: bytes) -> bytes:
    """An officer's salt, 32 bytes: unpredictable without the key, and of no use for another officer's."""
    return hmac.digest(key, b"steelyard/salt-1" + officer, hashlib.sha256)
