"""Freezing in a stream gives what sorting and hashing everything gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib import merkle
from chalicelib.sampling import freezing
from chalicelib.sampling.forms import Entry, Malformed

IDS = st.sets(st.text("0189AZ", min_size=1, max_size=6), max_size=900)


def records(ids: set[str]) -> list[bytes]:
    return [Entry(one.encode(), len(one) % 3).record(10) for one in ids]


@settings(max_examples=40)
@given(IDS, st.integers(1, 50))
def test_a_stream_in_any_order_is_frozen_as_the_sorted_whole(ids: set[str], chunk: int) -> None:
    made = records(ids)
    chunks = [b"".join(made[place : place + chunk]) for place in range(0, len(made), chunk)]
    pieces: list[bytes] = []
    found = freezing.frozen(freezing.sorted_records(chunks, 13), pieces.append)
    ordered = sorted(made)
    assert b"".join(pieces) == b"".join(ordered)
    assert found.root == merkle.root(map(merkle.leaf, ordered))
    assert found.size == len(ordered) == sum(found.sizes.values())
    assert found.sizes == {
        stratum.to_bytes(2): sum(one[-3:-1] == stratum.to_bytes(2) for one in made)
        for stratum in range(3)
        if any(one[-3:-1] == stratum.to_bytes(2) for one in made)
    }


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 513, 700])
def test_proofs_from_groups_and_nodes_lead_to_the_root(size: int) -> None:
    ordered = sorted(Entry(f"{n:05d}".encode(), 0).record(10) for n in range(size))
    found = freezing.frozen(ordered, lambda _: None)
    last = ordered[size // 256 * 256 :]
    for index in {0, 1, size // 2, 254, 255, 256, 257, size - 2, size - 1} & set(range(size)):
        group = ordered[index // 256 * 256 :][:256]
        proof = freezing.proof(index, size, group, found.nodes, last)
        assert merkle.is_included(ordered[index], index, size, proof, found.root)
        assert proof == merkle.path(index, [merkle.leaf(one) for one in ordered])


def test_an_id_that_stands_twice_is_refused() -> None:
    twice = [Entry(b"A", 0).record(10), Entry(b"A", 1).record(10)]
    with pytest.raises(Malformed):
        freezing.frozen(freezing.sorted_records(twice, 13), lambda _: None)
