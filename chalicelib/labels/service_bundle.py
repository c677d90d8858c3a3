"""Keeping the offline bundle up to date, and noting that it no longer is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from chalicelib import logs
from chalicelib.clock import Clock, local_day
from chalicelib.errors import Unavailable
from chalicelib.labels.bundle import Bundle, Revoked
from chalicelib.labels.model import KeySet
from chalicelib.labels.service_keys import Signature
from chalicelib.store import Item

GOOD_FOR = timedelta(days=7)
"""How long a phone may rely on a bundle: an officer's week without network, and no longer."""
MADE_ANEW = timedelta(days=1)
"""An unchanged bundle is signed again daily, which also drops what has run out by itself."""
KEYS_PK = "K#LABELS"
REVOKED_PK = "K#REVOKED"

type Done = Literal["fresh", "no_keys", "made"]


class BundleNotMade(Unavailable):
    """The stage is so new that no bundle was made yet."""

    code = "label.bundle_not_made"
    zh = "离线核验名单尚未生成，请一分钟后再试。"
    en = "The list for checking labels offline is not made yet. Try again in a minute."


@dataclass(frozen=True)
class Standing:
    """The bundle that phones get now: the changes it has seen, and when it was made."""

    sequence: int
    made_at: datetime


@dataclass(frozen=True)
class Served:
    """A bundle as it is served; `raw` is None when the caller has this one already."""

    etag: str
    raw: bytes | None


class Ledger(Protocol):
    """Where keys and revocations are kept."""

    def keys(self) -> KeySet:
        """The key set."""

    def revoked(self, today: date) -> Iterable[Revoked]:
        """Revoked labels that are not past their last day."""


class Marks(Protocol):
    """A count of changes, so that a bundle is made only when something changed."""

    def changes(self) -> int:
        """How often something changed, 0 at first."""

    def note_change(self) -> None:
        """Count one more; changes noted at the same moment may count as one."""


class Shelf(Protocol):
    """Where the bundle lies for phones."""

    def standing(self) -> Standing | None:
        """What lies there, None before the first."""

    def put(self, raw: bytes, standing: Standing) -> None:
        """Put a bundle in its place, whole or not at all."""

    def read(self, etag: str) -> Served:
        """The bundle, unless the caller has it under this ETag (empty: none). Raises BundleNotMade."""


class BundleSigner(Protocol):
    """The function that may sign."""

    def sign_bundle(self, packed: bytes) -> Signature:
        """Sign a bundle's bytes. Raises SignerUnavailable."""


@dataclass(frozen=True)
class BundleMaker:
    """Makes the bundle when keys or revocations changed since it was made, and once a day."""

    ledger: Ledger
    marks: Marks
    shelf: Shelf
    signer: BundleSigner
    clock: Clock

    def bring_up_to_date(self) -> Done:
        """The count is read first: what changes meanwhile makes the next run make another."""
        sequence = self.marks.changes()
        standing = self.shelf.standing()
        now = self.clock().replace(microsecond=0)
        if standing and standing.sequence == sequence and now - standing.made_at < MADE_ANEW:
            return "fresh"
        keys = self.ledger.keys().keys
        revoked = frozenset(self.ledger.revoked(local_day(now)))
        packed = Bundle(sequence, now, now + GOOD_FOR, tuple(key.key() for key in keys), revoked).packed()
        signed = self.signer.sign_bundle(packed) if keys else None
        if signed is None or signed.spki not in {key.spki for key in keys}:
            logs.logger().warning("no bundle: the signing key is not in the key set yet")
            return "no_keys"
        self.shelf.put(packed + signed.signature, Standing(sequence, now))
        return "made"


@dataclass(frozen=True)
class BundleEffect:
    """Notes that a bundle is due when the key set or the list of revocations changed; there is one key."""

    marks: Marks
    name: str = "offline bundle"

    def touched(self, item: Item) -> Iterable[str]:
        """See follow.Effect."""
        return ("bundle",) if item.pk in {KEYS_PK, REVOKED_PK} else ()

    def refresh(self, key: str) -> None:  # noqa: ARG002 - there is one bundle
        """See follow.Effect."""
        self.marks.note_change()
