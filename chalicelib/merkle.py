"""RFC 6962 Merkle trees: the root of leaves that stream by, proofs from whatever keeps the nodes, and their checks."""

import hashlib
from collections.abc import Callable, Iterable, Sequence

EMPTY = hashlib.sha256(b"").digest()
type Nodes = Callable[[int, int], bytes]
"""The hash of a complete subtree: of height h, the i-th of its height, over leaves i * 2^h to (i + 1) * 2^h - 1."""


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
    return inclusion(index, len(hashes), lambda height, at: fold(hashes[at << height : (at + 1) << height]))


def inclusion(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """Inclusion proof of the leaf at `index` in a tree of `size`, lowest sibling first (RFC 6962 section 2.1.1)."""
    found: list[bytes] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            found.append(_over(middle, end, nodes))
            end = middle
        else:
            found.append(_over(begin, middle, nodes))
            begin = middle
    return found[::-1]


def consistency(first: int, second: int, nodes: Nodes) -> list[bytes]:
    """Proof that the tree of `second` leaves begins with the one of `first` (RFC 6962 section 2.1.2).

    0 < first <= second; of nothing there is no proof.
    """
    if not 0 < first <= second:
        raise ValueError("a consistency proof begins with at least one leaf")
    found: list[bytes] = []
    begin, end, is_whole = 0, second, True
    while first != end:
        middle = begin + _split(end - begin)
        if first <= middle:
            found.append(_over(middle, end, nodes))
            end = middle
        else:
            found.append(_over(begin, middle, nodes))
            begin, is_whole = middle, False
    if not is_whole:
        found.append(_over(begin, end, nodes))
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


def is_consistent(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether a proof shows that the second tree begins with the first (RFC 9162 section 2.1.4.2).

    Of a first tree without leaves nothing is shown: False.
    """
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    given = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not given:
        return False
    place, last = first - 1, second - 1
    while place & 1:
        place >>= 1
        last >>= 1
    old = new = given[0]
    for one in given[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node(one, old), node(one, new)
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            new = node(new, one)
        place >>= 1
        last >>= 1
    return last == 0 and old == first_root and new == second_root


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _over(begin: int, end: int, nodes: Nodes) -> bytes:
    """The hash over leaves `begin` to `end` (exclusive), a subtree of the tree."""
    size = end - begin
    if size & (size - 1) == 0:
        height = size.bit_length() - 1
        return nodes(height, begin >> height)
    middle = begin + _split(size)
    return node(_over(begin, middle, nodes), _over(middle, end, nodes))
