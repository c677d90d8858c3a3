"""RFC 6962 section 2.1 as it is written there, and nothing of ours: heads, proofs, and their checks by definition."""

import hashlib
from collections.abc import Sequence
from functools import cache


def sha256(raw: bytes) -> bytes:
    return hashlib.sha256(raw).digest()


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while 2 * k < n:
        k *= 2
    return k


@cache
def mth(d: tuple[bytes, ...]) -> bytes:
    """MTH(D[n]), section 2.1."""
    n = len(d)
    if n == 0:
        return sha256(b"")
    if n == 1:
        return sha256(b"\x00" + d[0])
    k = split(n)
    return sha256(b"\x01" + mth(d[:k]) + mth(d[k:]))


def path(m: int, d: tuple[bytes, ...]) -> list[bytes]:
    """PATH(m, D[n]), section 2.1.1."""
    n = len(d)
    if n == 1:
        return []
    k = split(n)
    if m < k:
        return [*path(m, d[:k]), mth(d[k:])]
    return [*path(m - k, d[k:]), mth(d[:k])]


def proof(m: int, d: tuple[bytes, ...]) -> list[bytes]:
    """PROOF(m, D[n]), section 2.1.2."""
    return subproof(m, d, b=True)


def subproof(m: int, d: tuple[bytes, ...], *, b: bool) -> list[bytes]:
    n = len(d)
    if m == n:
        return [] if b else [mth(d)]
    k = split(n)
    if m <= k:
        return [*subproof(m, d[:k], b=b), mth(d[k:])]
    return [*subproof(m - k, d[k:], b=False), mth(d[:k])]


def root_of_path(m: int, n: int, hashed: bytes, steps: Sequence[bytes]) -> bytes:
    """The head that PATH(m, D[n]) leads to, by turning its definition round."""
    if n == 1:
        assert not steps
        return hashed
    k = split(n)
    if m < k:
        return sha256(b"\x01" + root_of_path(m, k, hashed, steps[:-1]) + steps[-1])
    return sha256(b"\x01" + steps[-1] + root_of_path(m - k, n - k, hashed, steps[:-1]))


def roots_of_proof(
    m: int, n: int, old: bytes, steps: Sequence[bytes], *, b: bool = True
) -> tuple[bytes, bytes]:
    """Both heads that SUBPROOF(m, D[n], b) leads to; `old` stands where b is true and m == n."""
    if m == n:
        if b:
            assert not steps
            return old, old
        (one,) = steps
        return one, one
    k = split(n)
    if m <= k:
        first, second = roots_of_proof(m, k, old, steps[:-1], b=b)
        return first, sha256(b"\x01" + second + steps[-1])
    first, second = roots_of_proof(m - k, n - k, old, steps[:-1], b=False)
    return sha256(b"\x01" + steps[-1] + first), sha256(b"\x01" + steps[-1] + second)
