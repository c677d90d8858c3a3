"""The keys labels are signed with: which is in use, which phones and this server trust."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from chalicelib.clock import Clock, local_day
from chalicelib.labels.codec import KEY_IDS
from chalicelib.labels.model import KeySet, PublicKey, SignerUnavailable
from chalicelib.labels.verification import Key

_FRESH = timedelta(minutes=5)
_RETRY = timedelta(seconds=10)
"""An unknown key id makes us look again, but forged labels must not make us look at every scan."""
_ATTEMPTS = 5


@dataclass(frozen=True)
class Signature:
    """What the signer answered: 64 bytes r ‖ s, and the key it signed with (SPKI, base64)."""

    signature: bytes
    spki: str


class Signer(Protocol):
    """The function that may sign."""

    def public_key(self) -> str:
        """The key it signs with: SPKI, base64. Raises SignerUnavailable."""

    def sign(self, number: str, packed: bytes) -> Signature:
        """Sign a label's number and six bytes of fields. Raises SignerUnavailable."""


class KeyBook(Protocol):
    """Where the key set is kept."""

    def keys(self) -> KeySet:
        """The key set; empty with version 0 before the first key."""

    def put_keys(self, keys: KeySet) -> bool:
        """Replace the set if `keys.version` still stands; False when it does not."""


class KeyRing:
    """The key set, kept in the container for a few minutes; a new signing key enters it when first seen."""

    def __init__(self, book: KeyBook, signer: Signer, clock: Clock) -> None:
        self._book = book
        self._signer = signer
        self._clock = clock
        self._keys: tuple[Key, ...] = ()
        self._read_at = datetime.min.replace(tzinfo=UTC)
        self._in_use = ""

    def stale(self) -> bool:
        """Whether the container's copy should be read again with the next look into the table."""
        return self._age() > _FRESH

    def worth_another_look(self) -> bool:
        """Whether an unknown key id may be news to this container."""
        return self._age() > _RETRY

    def _age(self) -> timedelta:
        return abs(self._clock() - self._read_at)

    def keep(self, keys: KeySet) -> None:
        """Take a set that was just read."""
        self._keys = tuple(key.key() for key in keys.keys)
        self._read_at = self._clock()

    def known(self) -> tuple[Key, ...]:
        """The container's copy."""
        return self._keys

    def reread(self) -> tuple[Key, ...]:
        """The set as it stands in the table."""
        self.keep(self._book.keys())
        return self._keys

    def public(self) -> tuple[Key, ...]:
        """The set for phones; before the first label it begins with the key that will sign it."""
        if self.stale() or not self._keys:
            self.reread()
        if not self._keys:
            self.signing()
        return self._keys

    def signing(self, spki: str = "") -> Key:
        """The key that signs, entered into the set when it is not there; `spki` tells that it has changed.

        A key that ended stays ended: signing with it again is refused, unless the signer has another by now.
        """
        self._in_use = spki or self._in_use or self._signer.public_key()
        for _ in range(_ATTEMPTS):
            standing = self._book.keys()
            self.keep(standing)
            today = local_day(self._clock())
            for key in self._keys:
                if key.spki == self._in_use and (key.valid_until is None or today <= key.valid_until):
                    return key
            if any(key.spki == self._in_use for key in self._keys):
                self._follow_change()
                continue
            fresh = PublicKey(kid=_next_id(self._keys), spki=self._in_use, valid_from=today)
            self._book.put_keys(KeySet((*standing.keys, fresh), standing.version))
        raise SignerUnavailable

    def _follow_change(self) -> None:
        """Learn which key the signer has now. Raises SignerUnavailable when it is still the ended one."""
        now = self._signer.public_key()
        if now == self._in_use:
            raise SignerUnavailable
        self._in_use = now


def fingerprint(spki: str) -> str:
    """Sixteen hex digits that tell a key from every other, also from those that share its id."""
    return hashlib.sha256(base64.b64decode(spki)).hexdigest()[:16]


def end_key(book: KeyBook, wanted: str, last_day: date) -> PublicKey:
    """End the key of a fingerprint: `last_day` is the last on which its labels count.

    An end only moves forward: what people were told is over does not count again. Repeating it changes nothing.
    Raises LookupError for an unknown fingerprint, ValueError for a day after the present end.
    """
    for _ in range(_ATTEMPTS):
        standing = book.keys()
        key = next((one for one in standing.keys if fingerprint(one.spki) == wanted), None)
        if key is None:
            raise LookupError(f"no key {wanted}")
        if key.valid_until is not None and last_day > key.valid_until:
            raise ValueError(f"the key has ended on {key.valid_until}")
        ended = key.model_copy(update={"valid_until": last_day})
        changed = tuple(ended if one is key else one for one in standing.keys)
        if key.valid_until == last_day or book.put_keys(KeySet(changed, standing.version)):
            return ended
    raise SignerUnavailable


def _next_id(keys: tuple[Key, ...]) -> int:
    """The id after the newest; after the 32nd key they come round and are shared, which labels allow for."""
    return (keys[-1].id + 1) % KEY_IDS if keys else 1
