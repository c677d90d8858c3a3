"""The public log at 1,000,000 entries: `python -m bench.log`.

What a minute costs once the log is that large, beside making the whole tree again as a log without tiles would have to;
the bytes of proofs and receipts; and what it takes anybody to check all of it.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bench.conditions import machine
from chalicelib import merkle
from chalicelib.publication.log_audit import audit
from chalicelib.publication.log_leaf import Content, Leaf
from chalicelib.publication.log_notes import Checkpoint, Note
from chalicelib.publication.log_tiles import (
    WIDTH,
    bundle_name,
    bundled,
    edge_root,
    grown,
    hashes,
    tile_name,
    tiles,
)
from chalicelib.publication.service_log import Entry, Head, Sealed, Step
from chalicelib.publication.service_log_read import Log
from chalicelib.publication.service_log_seal import BATCH, Sealer
from tests.office import NOON
from tests.sealing import ORIGIN, FakeContents, FakeFiles, FakeSigner

ENTRIES = 1_000_000
MINUTES = (1, 16, BATCH)
"""How many entries came in the minute."""
DEPTH = 20
"""Hashes of an inclusion proof in a tree of 2^20 leaves at most."""
RUNS = 5


def entry(index: int) -> Entry:
    """One entry like the demo's."""
    content = Content.made({"plan": f"pln-{index:026d}", "step": "frozen"}, index.to_bytes(32))
    leaf = Leaf("draw.frozen/1", f"D#pln-{index:026d}/H#frozen", 1, content.commitment())
    return Entry(index, leaf, content)


@dataclass
class Ledger:
    """See service_log.Ledger: entries follow from their numbers, `size` of them."""

    size: int
    standing: Head = field(default_factory=Head)
    seen: int = 0

    def entries(self, begin: int, limit: int) -> list[Entry]:
        """See Ledger."""
        return [entry(index) for index in range(begin, min(self.size, begin + limit))]

    def entry(self, index: int) -> Entry | None:
        """See Ledger."""
        return entry(index)

    def steps(self, thing: str) -> list[Step]:
        """See Ledger."""
        return [Step(0, f"{thing}/H#frozen", 1, "shown")]

    def head(self) -> tuple[Head, int]:
        """See Ledger."""
        return self.standing, self.seen

    def seal(self, head: Head, seen: int) -> None:
        """See Ledger."""
        self.standing, self.seen = head, seen + 1

    def sealed(self, size: int) -> tuple[Sealed, int] | None:
        """See Ledger."""
        return (Sealed(self.standing.note, {}), 1) if size == self.standing.size else None


@dataclass
class Counted:
    """Counts calls."""

    inner: Any
    calls: Counter[str]

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.inner, name)

        def called(*given: Any) -> Any:
            self.calls[f"{type(self.inner).__name__}.{name}"] += 1
            return found(*given)

        return called if callable(found) else found


def timed[T](work: Callable[[], T]) -> tuple[float, T]:
    """CPU seconds of a work, and what it answers."""
    began = time.process_time()
    found = work()
    return time.process_time() - began, found


def filled() -> tuple[Ledger, FakeFiles, float]:
    """The log with all its entries, sealed; and what making its files took."""
    files, edge = FakeFiles(), list[list[bytes]]()
    leaves = [entry(index).leaf.kept() for index in range(ENTRIES)]

    def make() -> None:
        for number, width in tiles(ENTRIES):
            files.keep(bundle_name(number, width), bundled(leaves[number * WIDTH : number * WIDTH + width]))
        for name, raw in grown(0, edge, map(merkle.leaf, leaves)):
            files.keep(name, raw)

    took, _ = timed(make)
    head = Checkpoint(ORIGIN, ENTRIES, edge_root(edge))
    note = Note(head.text(), (FakeSigner().sign(head.text())[1],)).kept()
    files.replace("checkpoint", note.encode())
    return Ledger(ENTRIES, Head(ENTRIES, head.root, note)), files, took


def main() -> int:
    """Print the figures; 1 when a proof is longer than the tree is deep, or the log does not hold."""
    print(machine())
    ledger, files, took = filled()
    stored = sum(map(len, files.files.values()))
    print(
        f"{ENTRIES:,} entries: {len(files.files):,} files, {stored / 1e6:.0f} MB, made in {took:.1f} s of CPU"
    )
    again, _ = timed(lambda: merkle.root(entry_hashes(files)))
    print(f"making the tree of {ENTRIES:,} again, as every minute without tiles: {again:.2f} s of CPU")
    for count in MINUTES:
        calls: Counter[str] = Counter()
        times = []
        for _ in range(RUNS):
            calls.clear()
            times.append(minute(ledger, files, count, calls))
        told = ", ".join(f"{name} {number}" for name, number in sorted(calls.items()))
        print(f"sealing {count} more: {min(times) * 1000:.1f} ms of CPU ({told})")
    log = Log(ledger, files, FakeContents(), ())  # type: ignore[arg-type]
    size = ledger.standing.size
    longest = max(len(log.inclusion(index, size)) for index in range(0, size, 9973))
    between = max(len(log.consistency(first, size)) for first in range(1, size, 99_991))
    asked, receipt = timed(lambda: log.receipt(765_432))
    print(
        f"proofs: of an entry at most {longest} hashes, {longest * 32} bytes; "
        f"of two sizes at most {between}, {between * 32} bytes; "
        f"a receipt without content {len(receipt.kept())} bytes in {asked * 1000:.1f} ms of CPU"
    )
    checked, found = timed(lambda: audit(files.read, (FakeSigner().key(),)))
    print(f"checking all of it: {checked:.1f} s of CPU, {len(found.faults)} faults")
    return 0 if longest <= DEPTH and not found.faults else 1


def entry_hashes(files: FakeFiles) -> list[bytes]:
    """The hashes of all entries, read from the tiles."""
    return [
        one
        for number, width in tiles(ENTRIES)
        for one in hashes(files.files[tile_name(0, number, width)], width)
    ]


def minute(ledger: Ledger, files: FakeFiles, count: int, calls: Counter[str]) -> float:
    """CPU seconds of sealing so many more entries."""
    ledger.size += count
    rows: Any = Counted(ledger, calls)
    shelf: Any = Counted(files, calls)
    contents: Any = Counted(FakeContents(), calls)
    signer: Any = Counted(FakeSigner(), calls)
    sealer = Sealer(rows, shelf, contents, signer, ORIGIN, (), lambda: NOON)
    took, sealed = timed(sealer.seal)
    assert sealed == count
    return took


if __name__ == "__main__":
    sys.exit(main())
