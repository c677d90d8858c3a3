"""Sealing the log: what waits becomes tiles, a signed checkpoint, and published contents; what is hidden is erased.

All files follow from the ledger, whose order is decided before; the head moves by one conditional write. So a run may
die anywhere and come twice: the next one makes the same log.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalicelib import merkle
from chalicelib.clock import Clock, stamp
from chalicelib.publication.log_leaf import TAKES_BACK
from chalicelib.publication.log_notes import Checkpoint, Key, Note
from chalicelib.publication.log_tiles import (
    CHECKPOINT,
    WIDTH,
    Tree,
    bundle_name,
    bundled,
    edge_root,
    grown,
    tiles,
    unbundled,
)
from chalicelib.publication.service_log import (
    Contents,
    Entry,
    Head,
    Ledger,
    LogChanged,
    LogSigner,
    Overtaken,
    Shelf,
)

BATCH = 256
"""Entries of one checkpoint at most: their contents are written one by one, in a few seconds."""
KEYS = "keys"
"""The file with the keys of log and witnesses, one a line."""


@dataclass(frozen=True)
class Sealer:
    """What runs every minute.

    origin      the log's name in its checkpoints, for ever       witnesses  keys of those who may cosign
    """

    ledger: Ledger
    shelf: Shelf
    contents: Contents
    signer: LogSigner
    origin: str
    witnesses: tuple[Key, ...]
    clock: Clock

    def run(self, may_go_on: Callable[[], bool]) -> int:
        """Seal what waits, batch by batch; answers how many entries."""
        sealed = 0
        while may_go_on() and (count := self.seal()):
            sealed += count
        return sealed

    def seal(self) -> int:
        """Seal one batch; answers how many entries. Raises LogChanged."""
        head, seen = self.ledger.head()
        self._publish(head)
        batch = self.ledger.entries(head.size, BATCH)
        if not batch:
            return 0
        for thing in sorted({entry.leaf.thing for entry in batch}):
            self._erase_hidden(thing, head.size + len(batch))
        root = self._grow(head, batch)
        following = self._signed(head, Checkpoint(self.origin, head.size + len(batch), root))
        self._tell(head.size, len(batch))
        try:
            self.ledger.seal(following, seen)
        except Overtaken:
            return 0
        self._publish(following)
        return len(batch)

    def _erase_hidden(self, thing: str, end: int) -> None:
        """Whatever was told of a thing before one of the first `end` entries hid it, or took its place."""
        steps = self.ledger.steps(thing)
        hiding = (place for place, one in enumerate(steps) if one.index < end and one.state in TAKES_BACK)
        last = max(hiding, default=0)
        for step in steps[:last]:
            if step.state != "erased":
                self.contents.erase(step.index)
                self.ledger.erase(step)

    def _tell(self, begin: int, count: int) -> None:
        """Publish contents that are not erased, before anybody can ask for a proof of them."""
        told = [entry for entry in self.ledger.entries(begin, count) if entry.content]
        for entry in told:
            if entry.content:
                self.contents.put(entry.index, entry.content.kept())
        # Whoever sealed beside us may have erased some meanwhile.
        standing = {entry.index for entry in self.ledger.entries(begin, count) if entry.content}
        for entry in told:
            if entry.index not in standing:
                self.contents.erase(entry.index)

    def _grow(self, head: Head, batch: Sequence[Entry]) -> bytes:
        """Write the files that come with a batch; answers the new root."""
        edge = Tree(head.size, self._there).edge()
        if edge_root(edge) != head.root:
            raise LogChanged("the tiles do not have the root that was sealed")
        begin = head.size // WIDTH * WIDTH
        entries = self._last_bundle(head.size, edge) + [entry.leaf.kept() for entry in batch]
        for number, width in tiles(len(entries)):
            bundle = entries[number * WIDTH : number * WIDTH + width]
            self.shelf.keep(bundle_name(begin // WIDTH + number, width), bundled(bundle))
        for name, raw in grown(head.size, edge, (merkle.leaf(entry.leaf.kept()) for entry in batch)):
            self.shelf.keep(name, raw)
        return edge_root(edge)

    def _last_bundle(self, size: int, edge: list[list[bytes]]) -> list[bytes]:
        if size % WIDTH == 0:
            return []
        entries = unbundled(self._there(bundle_name(size // WIDTH, size % WIDTH)))
        if [merkle.leaf(entry) for entry in entries] != edge[0]:
            raise LogChanged("the last entries are not the ones that were sealed")
        return entries

    def _there(self, name: str) -> bytes:
        raw = self.shelf.read(name)
        if raw is None:
            raise LogChanged(f"{name} is gone")
        return raw

    def _signed(self, head: Head, checkpoint: Checkpoint) -> Head:
        key, signature = self.signer.sign(checkpoint.text())
        note = Note(checkpoint.text(), (signature,)).kept()
        keys = tuple(dict.fromkeys((*head.keys, key.told())))
        return Head(checkpoint.size, checkpoint.root, note, stamp(self.clock()), keys)

    def _publish(self, head: Head) -> None:
        """Let everybody see the head, with what witnesses have signed since.

        Raises LogChanged when a larger one is public: the ledger was put back, and would fork.
        """
        if head.size == 0:
            return
        public = (self.shelf.read(CHECKPOINT) or b"").decode()
        size = Checkpoint.of(Note.of(public).text).size if public else 0
        if size > head.size:
            if size > self.ledger.head()[0].size:
                raise LogChanged("a larger checkpoint is public than the ledger knows")
            return  # somebody has sealed and published more since `head` was read
        sealed = self.ledger.sealed(head.size)
        note = (sealed[0].cosigned() if sealed else Note.of(head.note)).kept()
        if note != public:
            keys = "".join(f"{key}\n" for key in (*head.keys, *(one.told() for one in self.witnesses)))
            self.shelf.replace(KEYS, keys.encode())
            self.shelf.replace(CHECKPOINT, note.encode())
