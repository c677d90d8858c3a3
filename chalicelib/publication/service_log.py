"""What comes into the log: every public event, once, in one order; the sealer's and the readers' ports."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from chalicelib.events import EVENTS
from chalicelib.merkle import EMPTY
from chalicelib.publication.log_leaf import SALT_BYTES, Content, Leaf
from chalicelib.publication.log_notes import Key, Note, Signature
from chalicelib.store import Item


@dataclass(frozen=True)
class Entry:
    """One entry as it waits and as it is kept: its place, its leaf, and the content until that is erased."""

    index: int
    leaf: Leaf
    content: Content | None


@dataclass(frozen=True)
class Step:
    """Where a step of a thing is in the log, and its state: log_leaf.StepState."""

    index: int
    leaf_id: str
    version: int
    state: str


@dataclass(frozen=True)
class Head:
    """How far the log is sealed.

    note   the checkpoint as it was signed, without cosignatures     keys   those that ever signed for this log
    """

    size: int = 0
    root: bytes = EMPTY
    note: str = ""
    sealed_at: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sealed:
    """A checkpoint of the past or the present, and who cosigned it: key id of the witness -> its line."""

    note: str
    cosignatures: dict[str, str]

    def cosigned(self) -> Note:
        """The note with them."""
        lines = sorted(self.cosignatures.items())
        return Note.of(self.note).with_(Signature.of(line) for _, line in lines)


class Ledger(Protocol):
    """The order of the log, decided by conditional writes."""

    def append(self, leaf: Leaf, content: Content) -> int:
        """Give the leaf the next place, unless this version of this step has one; answers its place."""

    def entries(self, begin: int, limit: int) -> list[Entry]:
        """At most so many entries from `begin` on, without a gap."""

    def entry(self, index: int) -> Entry | None:
        """The entry at this place."""

    def steps(self, thing: str) -> list[Step]:
        """The steps of a thing, in their order."""

    def erase(self, step: Step) -> None:
        """Forget content and salt of a step, and note that they are gone."""

    def head(self) -> tuple[Head, int]:
        """The newest head and its version, 0 before the first."""

    def seal(self, head: Head, seen: int) -> None:
        """Put the head in the place of version `seen`. Raises Overtaken."""

    def sealed(self, size: int) -> tuple[Sealed, int] | None:
        """The checkpoint of this size, and its version; None when none was sealed there."""

    def cosign(self, size: int, sealed: Sealed, seen: int) -> None:
        """Keep another cosignature. Raises Overtaken."""


class Shelf(Protocol):
    """The log's files, each written once but for the checkpoint and the keys."""

    def read(self, name: str) -> bytes | None:
        """The file, None when it is not there."""

    def keep(self, name: str, raw: bytes) -> None:
        """Write a file once. Raises LogChanged when another one stands there."""

    def replace(self, name: str, raw: bytes) -> None:
        """Write the checkpoint or the keys anew."""


class Contents(Protocol):
    """Published contents, which can be erased."""

    def read(self, index: int) -> bytes | None:
        """The content file of an entry."""

    def put(self, index: int, raw: bytes) -> None:
        """Publish it."""

    def erase(self, index: int) -> None:
        """Erase it in every version."""


class LogSigner(Protocol):
    """The log's key."""

    def sign(self, text: str) -> tuple[Key, Signature]:
        """Sign a checkpoint's text; answers with which key."""


class Overtaken(Exception):
    """Somebody else was faster; what stands now is as good."""


class LogChanged(RuntimeError):
    """The log's files are not what was sealed. Nothing is signed on top of them: the sealer fails, and is alarmed."""


class Public(Protocol):
    """Where public items stand."""

    def get(self, pk: str, sk: str) -> Item | None:
        """The item, or None."""


@dataclass(frozen=True)
class LogEffect:
    """See follow.Effect: every item whose event is public gets its place in the log."""

    items: Public
    ledger: Ledger
    entropy: Callable[[int], bytes]
    name: str = "public log"

    def touched(self, item: Item) -> Iterable[str]:
        """See follow.Effect."""
        event = EVENTS.get(item.event)
        return (f"{item.pk}/{item.sk}",) if event and event.public else ()

    def refresh(self, key: str) -> None:
        """Public items are written once; of one that was erased since, what it says now is logged."""
        item = self.items.get(*key.split("/", 1))
        event = EVENTS.get(item.event) if item else None
        if item and event and event.public:
            content = Content.made(item.document, self.entropy(SALT_BYTES))
            self.ledger.append(Leaf(event.mark, key, item.v, content.commitment()), content)
