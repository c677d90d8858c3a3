"""The key of draws in KMS: what it wraps is bound to its plan, and only the functions of draws may use it."""

from collections.abc import Callable
from typing import Any


class KmsVault:
    """See service_draws.Vault."""

    def __init__(self, client: Callable[[], Any], key: str) -> None:
        self._client = client
        self._key = key

    def wrap(self, plan: str, raw: bytes) -> bytes:
        """See Vault."""
        answer = self._client().encrypt(KeyId=self._key, Plaintext=raw, EncryptionContext={"plan": plan})
        return bytes(answer["CiphertextBlob"])

    def unwrap(self, plan: str, wrapped: bytes) -> bytes:
        """See Vault."""
        answer = self._client().decrypt(
            KeyId=self._key, CiphertextBlob=wrapped, EncryptionContext={"plan": plan}
        )
        return bytes(answer["Plaintext"])
