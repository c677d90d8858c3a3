"""What runs inside the function `identities`, the only one with the key: sealing, and opening on the record."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from chalicelib import logs, sealing
from chalicelib.clock import Clock
from chalicelib.complaints import masking
from chalicelib.complaints.identities import (
    IDENTITY,
    Masked,
    Opening,
    Sealed,
    ToKeeper,
    ToMask,
    ToOpen,
    ToSeal,
    sealed,
    told,
    unsealed,
)
from chalicelib.complaints.problems_intake import NoIdentity
from chalicelib.errors import IdTaken


class Vault(Protocol):
    """The key of identities; what it wraps is bound to one file."""

    def fresh(self, complaint: str) -> tuple[bytes, bytes]:
        """A new data key of 32 bytes: plain, and wrapped."""

    def unwrapped(self, complaint: str, wrapped: bytes) -> bytes:
        """The plain data key."""


class Ledger(Protocol):
    """Where sealed texts lie and openings are written."""

    def sealed(self, complaint: str) -> Mapping[str, Sealed]:
        """All sealed texts of a file by place; none where there are none, or they were erased."""

    def opened(self, opening: Opening) -> Opening | None:
        """Write an opening once, and answer the one that stands; None when other content stands under its id."""


@dataclass(frozen=True)
class Keeper:
    """Seals and masks for anybody who asks, opens for nobody without a record."""

    vault: Vault
    ledger: Ledger
    clock: Clock
    entropy: Callable[[int], bytes]

    def answer(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """`{"do": "seal", …}` -> a seal and the texts masked; `mask` -> them masked; `open` -> the opening, the texts.

        Instead of an opening, the code of what is `refused`.
        """
        match ToKeeper.model_validate(dict(event)).root:
            case ToSeal() as asked:
                return self._seal(asked)
            case ToMask() as asked:
                known = self._known(asked.complaint)
                return {name: masking.text(text, told=known) for name, text in asked.texts.items()}
            case ToOpen() as asked:
                return self._open(asked)

    def _seal(self, asked: ToSeal) -> dict[str, Any]:
        key, nonce = self.vault.fresh(asked.complaint), self.entropy(sealing.NONCE_BYTES)
        made = sealed(asked.complaint, asked.place, asked.texts, key, nonce)
        known = told(asked.texts) or self._known(asked.complaint)
        masked = {name: masking.text(text, told=known) for name, text in asked.texts.items()}
        return Masked(seal=made, texts=masked).model_dump(mode="json")

    def _known(self, complaint: str) -> tuple[str, ...]:
        """What the reporter of a file said of themselves; it leaves this function as what is hidden only."""
        seal = self.ledger.sealed(complaint).get(IDENTITY)
        return told(self._unsealed(complaint, IDENTITY, seal)) if seal else ()

    def _open(self, asked: ToOpen) -> dict[str, Any]:
        found = self.ledger.sealed(asked.complaint)
        if not found:
            return {"refused": NoIdentity.code}
        now = self.clock()
        opening = self.ledger.opened(
            Opening(id=asked.opening, complaint=asked.complaint, by=asked.by, why=asked.why, at=now)
        )
        if opening is None:
            return {"refused": IdTaken.code}
        logs.count("IdentityOpened", int(now.timestamp() * 1000))
        texts = {place: self._unsealed(asked.complaint, place, seal) for place, seal in found.items()}
        return {"opening": opening.model_dump(mode="json"), "texts": texts}

    def _unsealed(self, complaint: str, place: str, seal: Sealed) -> dict[str, str]:
        plain = self.vault.unwrapped(complaint, base64.b64decode(seal.key))
        return unsealed(complaint, place, seal, plain)
