"""The log's files: names as C2SP has them, trees that grow, and proofs of every leaf and pair of sizes up to 200."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import merkle
from chalicelib.publication.log_tiles import (
    WIDTH,
    BadTile,
    Tree,
    bundle_name,
    bundled,
    edge_root,
    grown,
    hashes,
    levels,
    tile_name,
    tiles,
    unbundled,
)
from tests.unit.publication import rfc6962

LARGEST = 200
ENTRIES = tuple(number.to_bytes(2) for number in range(LARGEST))
HASHES = [merkle.leaf(entry) for entry in ENTRIES]


def files(*sizes: int, leaves: list[bytes] = HASHES) -> dict[str, bytes]:
    """The tiles of a tree that grew by these steps."""
    edge: list[list[bytes]] = []
    found: dict[str, bytes] = {}
    before = 0
    for size in sizes:
        found |= dict(grown(before, edge, leaves[before:size]))
        before = size
    return found


@pytest.mark.parametrize(
    ("number", "name"),
    [(0, "000"), (67, "067"), (999, "999"), (1000, "x001/000"), (1234067, "x001/x234/067")],
)
def test_names_are_those_of_the_specification(number: int, name: str) -> None:
    assert tile_name(3, number) == f"tile/3/{name}"
    assert tile_name(0, number, 112) == f"tile/0/{name}.p/112"
    assert bundle_name(number, 1) == f"tile/entries/{name}.p/1"


def test_a_tree_of_70000_has_the_tiles_of_the_specification() -> None:
    found = {level: list(tiles(count)) for level, count in levels(70_000)}
    assert len(found[0]) == 274
    assert found[0][-1] == (273, 112)
    assert found[1] == [(0, WIDTH), (1, 17)]
    assert found[2] == [(0, 1)]
    assert found.keys() == {0, 1, 2}


def test_every_proof_up_to_200_is_the_one_of_the_rfc_and_holds() -> None:
    """For every leaf of every size, by a verifier written from the RFC and by ours."""
    for size in range(1, LARGEST + 1):
        tree = Tree(size, files(size).__getitem__)
        data = ENTRIES[:size]
        top = rfc6962.mth(data)
        assert edge_root(tree.edge()) == merkle.root(HASHES[:size]) == top
        for index in range(size):
            proof = merkle.inclusion(index, size, tree.nodes)
            assert rfc6962.root_of_path(index, size, HASHES[index], proof) == top
            assert merkle.is_included(ENTRIES[index], index, size, proof, top)
            if size % 16 == 7:
                assert proof == rfc6962.path(index, data)


def test_every_pair_of_sizes_up_to_200_is_consistent() -> None:
    tops = [rfc6962.mth(ENTRIES[:size]) for size in range(LARGEST + 1)]
    for second in range(1, LARGEST + 1):
        tree = Tree(second, files(second).__getitem__)
        for first in range(1, second + 1):
            proof = merkle.consistency(first, second, tree.nodes)
            assert rfc6962.roots_of_proof(first, second, tops[first], proof) == (tops[first], tops[second])
            assert merkle.is_consistent(first, second, tops[first], tops[second], proof)
            if second % 16 == 7:
                assert proof == rfc6962.proof(first, ENTRIES[:second])


@given(st.data())
def test_no_other_proof_holds(data: st.DataObject) -> None:
    second = data.draw(st.integers(2, LARGEST))
    first = data.draw(st.integers(1, second - 1))
    tree = Tree(second, files(second).__getitem__)
    old, new = merkle.root(HASHES[:first]), merkle.root(HASHES[:second])
    proof = merkle.consistency(first, second, tree.nodes)
    place = data.draw(st.integers(0, len(proof) - 1))
    changed = [*proof[:place], merkle.leaf(b"other"), *proof[place + 1 :]]
    for wrong in (changed, proof[:-1], [*proof, old], proof[:place] + proof[place + 1 :]):
        assert not merkle.is_consistent(first, second, old, new, wrong)
    assert not merkle.is_consistent(first, second, new, new, proof)
    assert not merkle.is_consistent(first, second, old, old, proof)


@given(st.lists(st.integers(0, 700), min_size=1, max_size=6))
def test_growing_step_by_step_makes_the_same_tiles(sizes: list[int]) -> None:
    leaves = [merkle.leaf(number.to_bytes(2)) for number in range(max(sizes))]
    ordered = sorted(sizes)
    stepwise = files(*ordered, leaves=leaves)
    at_once = files(ordered[-1], leaves=leaves)
    assert at_once.items() <= stepwise.items()
    tree = Tree(ordered[-1], stepwise.__getitem__)
    assert edge_root(tree.edge()) == merkle.root(leaves)
    expected = {tile_name(level, *tile) for level, count in levels(ordered[-1]) for tile in tiles(count)}
    assert at_once.keys() == expected


def test_a_tree_of_three_levels_is_read_from_its_tiles() -> None:
    size = WIDTH * WIDTH + 300
    leaves = [merkle.leaf(number.to_bytes(3)) for number in range(size)]
    tree = Tree(size, files(size, leaves=leaves).__getitem__)
    assert edge_root(tree.edge()) == merkle.root(leaves)
    proof = merkle.inclusion(70, size, tree.nodes)
    assert merkle.is_included((70).to_bytes(3), 70, size, proof, merkle.root(leaves))
    assert len(proof) == 17


def test_bundles_are_what_went_into_them() -> None:
    entries = [b"", b"a" * 65_535, b"\0\1"]
    assert unbundled(bundled(entries)) == entries
    with pytest.raises(BadTile):
        unbundled(bundled(entries)[:-1])
    with pytest.raises(BadTile):
        hashes(bytes(33), 1)
