"""RFC 6962 trees: the published roots, and proofs of every leaf of every small tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import merkle

LEAVES = [
    bytes.fromhex(one)
    for one in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_published(size: int) -> None:
    hashes = [merkle.leaf(one) for one in LEAVES[:size]]
    assert merkle.root(iter(hashes)).hex() == ROOTS[size]


@pytest.mark.parametrize("size", range(1, 70))
def test_every_leaf_is_proved_and_no_other_is(size: int) -> None:
    data = [bytes([n]) for n in range(size)]
    hashes = [merkle.leaf(one) for one in data]
    top = merkle.root(hashes)
    for index in range(size):
        proof = merkle.path(index, hashes)
        assert merkle.is_included(data[index], index, size, proof, top)
        assert not merkle.is_included(b"other", index, size, proof, top)
        assert not merkle.is_included(data[index], index, size, [*proof, top], top)
        assert not any(
            merkle.is_included(data[index], place, size, proof, top)
            for place in range(size)
            if place != index
        )
        if proof:
            assert not merkle.is_included(data[index], index, size, proof[:-1], top)


@given(st.lists(st.binary(max_size=4), max_size=80))
def test_the_streamed_root_is_the_recursive_one(data: list[bytes]) -> None:
    def recursive(hashes: list[bytes]) -> bytes:
        if len(hashes) < 2:
            return hashes[0] if hashes else merkle.EMPTY
        middle = 1 << (len(hashes) - 1).bit_length() - 1
        return merkle.node(recursive(hashes[:middle]), recursive(hashes[middle:]))

    hashes = [merkle.leaf(one) for one in data]
    assert merkle.root(iter(hashes)) == recursive(hashes)


def test_an_index_outside_is_not_included() -> None:
    assert not merkle.is_included(b"", 1, 1, [], merkle.leaf(b""))
    assert not merkle.is_included(b"", -1, 1, [], merkle.leaf(b""))


PROOFS = {
    (1, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
"""Consistency proofs of the published trees (Certificate Transparency's own test data)."""


@pytest.mark.parametrize(("first", "second"), PROOFS)
def test_proofs_of_consistency_are_those_published(first: int, second: int) -> None:
    hashes = [merkle.leaf(one) for one in LEAVES]

    def nodes(height: int, at: int) -> bytes:
        return merkle.fold(hashes[at << height : (at + 1) << height])

    proof = merkle.consistency(first, second, nodes)
    assert tuple(one.hex() for one in proof) == PROOFS[first, second]
    old, new = bytes.fromhex(ROOTS[first]), bytes.fromhex(ROOTS[second])
    assert merkle.is_consistent(first, second, old, new, proof)


def test_nothing_is_consistent_with_no_tree() -> None:
    with pytest.raises(ValueError, match="at least one leaf"):
        merkle.consistency(0, 1, lambda *_: b"")
    assert not merkle.is_consistent(0, 1, merkle.EMPTY, merkle.leaf(b""), [])
    assert not merkle.is_consistent(2, 1, merkle.leaf(b""), merkle.leaf(b""), [])
    assert not merkle.is_consistent(3, 5, merkle.leaf(b""), merkle.leaf(b""), [])
    assert not merkle.is_consistent(1, 1, merkle.leaf(b"a"), merkle.leaf(b"b"), [])
