"""RFC 6962 Merkle trees over a stream: the root without the tree, proofs from a few nodes."""

import hashlib
from collections.abc import Iterable, Sequence

EMPTY = hashlib.sha256(b"").digest()


def leaf(data: bytes) -> bytes:
    """Hash of a leaf."""
    return hashlib.sha256(b"\0" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Hash of a node."""
    return hashlib.sha256(b"\1" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """Root of the subtree over these hashes of one level, in order."""
    level = list(hashes)
    if not level:
        return EMPTY
    while len(level) > 1:
        pairs = [node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def root(hashes: Iterable[bytes]) -> bytes:
    """Root over leaf hashes that stream by: memory grows with the height of the tree only."""
    waiting: list[bytes | None] = []
    for one in hashes:
        carried, height = one, 0
        while height < len(waiting) and (left := waiting[height]) is not None:
            carried = node(left, carried)
            waiting[height] = None
            height += 1
        if height == len(waiting):
            waiting.append(None)
        waiting[height] = carried
    found: bytes | None = None
    for left in waiting:
        if left is not None:
            found = left if found is None else node(left, found)
    return EMPTY if found is None else found


def path(index: int, hashes: Sequence[bytes]) -> list[bytes]:
    """Inclusion proof of the leaf at `index` among these hashes, lowest sibling first (RFC 6962 section 2.1.1)."""
    found: list[bytes] = []
    begin, end = 0, len(hashes)
    while end - begin > 1:
        middle = begin + (1 << (end - begin - 1).bit_length() - 1)
        if index < middle:
            found.append(root(hashes[middle:end]))
            end = middle
        else:
            found.append(root(hashes[begin:middle]))
            begin = middle
    return found[::-1]


def is_included(data: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> bool:
    """Whether a proof leads from this leaf's data at `index` of `size` to the root (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf(data)
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node(sibling, found)
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            found = node(found, sibling)
        place >>= 1
        last >>= 1
    return last == 0 and found == expected
