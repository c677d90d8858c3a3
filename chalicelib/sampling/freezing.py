"""Freezing pools of a whole province in one stream: sorted, rooted, with the nodes that proofs need; no tree in memory.

Ids of public numbers are spread evenly, so buckets by the first byte are small and each is sorted by itself.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import batched

from chalicelib import merkle
from chalicelib.sampling import forms

GROUP = 256
"""Leaves under one published node: a proof needs one group's records and the nodes (section 9 of the protocol)."""


def sorted_records(chunks: Iterable[bytes], width: int) -> Iterator[bytes]:
    """The records of these chunks in order; each chunk holds whole records in any order.

    Memory: the records once as they are, and one bucket as a list.
    """
    buckets: dict[int, bytearray] = defaultdict(bytearray)
    for chunk in chunks:
        for place in range(0, len(chunk), width):
            buckets[chunk[place]] += chunk[place : place + width]
    for first in sorted(buckets):
        bucket = bytes(buckets.pop(first))
        yield from sorted(bucket[place : place + width] for place in range(0, len(bucket), width))


@dataclass
class Frozen:
    """What one pass over sorted records gives.

    nodes   roots of the complete groups of 256 leaves, joined: `nodes-8.bin`
    sizes   number of the stratum, two bytes -> number of records
    """

    size: int = 0
    root: bytes = merkle.EMPTY
    nodes: bytes = b""
    sizes: Counter[bytes] = field(default_factory=Counter)


def frozen(records: Iterable[bytes], keep: Callable[[bytes], object]) -> Frozen:
    """Root, nodes and sizes of records in order; `keep` takes the pool's bytes, group by group.

    Raises Malformed for an id out of order, or one that stands twice.
    """
    found, nodes, tops = Frozen(), bytearray(), list[bytes]()
    before = b""
    for group in batched(records, GROUP, strict=False):
        for record in group:
            entry_id = record[: -forms.TAIL_BYTES]
            if entry_id <= before:
                raise forms.Malformed("ids must ascend")
            before = entry_id
        top = _group_root(group)
        tops.append(top)
        if len(group) == GROUP:
            nodes += top
        found.size += len(group)
        found.sizes.update(record[-3:-1] for record in group)
        keep(b"".join(group))
    found.root, found.nodes = merkle.fold(tops), bytes(nodes)
    return found


def _group_root(group: Sequence[bytes]) -> bytes:
    return merkle.fold([sha256(b"\0" + record).digest() for record in group])


def proof(index: int, size: int, group: Sequence[bytes], nodes: bytes, last: Sequence[bytes]) -> list[bytes]:
    """Inclusion proof of the record at `index`.

    group   the records of its group, from index // 256 * 256 on
    nodes   all of `nodes-8.bin`
    last    the records after the last complete group
    """
    inside = merkle.path(index % GROUP, [merkle.leaf(record) for record in group])
    tops = [nodes[place : place + 32] for place in range(0, len(nodes), 32)]
    if size % GROUP:
        tops.append(_group_root(last))
    return inside + merkle.path(index // GROUP, tops)
