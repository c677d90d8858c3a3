"""Tickets: exact selection from a stream, weights, and that no entry's ticket depends on another."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.sampling import tickets
from chalicelib.sampling.forms import Entry
from chalicelib.sampling.tickets import Ranked, Smallest

SEED = hashlib.sha256(b"a seed").digest()
IDS = st.text("0123456789ABCDEF", min_size=1, max_size=10).map(str.encode)
ENTRIES = st.dictionaries(IDS, st.tuples(st.integers(0, 2), st.integers(1, 12)), max_size=80)


def entries(told: dict[bytes, tuple[int, int]]) -> list[Entry]:
    return [Entry(entry_id, stratum, weight) for entry_id, (stratum, weight) in sorted(told.items())]


def drawn(pool: list[Entry], takes: list[int], seed: bytes = SEED) -> list[list[Ranked]]:
    return tickets.draw(seed, (one.record(10) for one in pool), takes)


@given(ENTRIES, st.lists(st.integers(0, 90), min_size=3, max_size=3))
def test_the_draw_is_what_sorting_everything_gives(
    told: dict[bytes, tuple[int, int]], takes: list[int]
) -> None:
    pool = entries(told)
    for stratum, found in enumerate(drawn(pool, takes)):
        ranked = sorted(Ranked.of(SEED, one) for one in pool if one.stratum == stratum)
        assert found == ranked[: takes[stratum]]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), IDS), max_size=200), st.integers(0, 20))
def test_ties_are_decided_by_ticket_then_id(told: list[tuple[int, int, bytes]], take: int) -> None:
    """With hashes injected: values and tickets collide all the time."""
    offered = [(value.to_bytes(8), ticket.to_bytes(32), entry) for value, ticket, entry in told]
    smallest = Smallest(take)
    for value, ticket, entry in offered:
        if value <= smallest.bar and take:
            smallest.add(value, ticket, entry)
    assert smallest.ranked() == [Ranked(*one) for one in sorted(offered)[:take]]


def test_a_long_stream_keeps_little_and_loses_nothing() -> None:
    smallest = Smallest(10)
    values = [int.from_bytes(hashlib.sha256(bytes([n & 255, n >> 8])).digest()[:8]) for n in range(20_000)]
    for n, found in enumerate(values):
        if found.to_bytes(8) <= smallest.bar:
            smallest.add(found.to_bytes(8), bytes(32), n.to_bytes(3))
            assert len(smallest._kept) <= 2 * 10 + 1024
    assert [one.value for one in smallest.ranked()] == [one.to_bytes(8) for one in sorted(values)[:10]]


@given(ENTRIES.filter(lambda told: len(told) > 1), st.data())
def test_removing_an_undrawn_entry_changes_nothing_else(
    told: dict[bytes, tuple[int, int]], data: st.DataObject
) -> None:
    pool, takes = entries(told), [3, 3, 3]
    before = drawn(pool, takes)
    going = {one.id for found in before for one in found}
    undrawn = [one for one in pool if one.id not in going]
    if undrawn:
        left_out = data.draw(st.sampled_from(undrawn))
        assert drawn([one for one in pool if one != left_out], takes) == before
    for one in pool:
        assert Ranked.of(SEED, one) == Ranked.of(SEED, Entry(one.id, one.stratum, one.weight))


@given(st.integers(1, 254))
def test_more_weight_never_comes_later(weight: int) -> None:
    light, heavy = (Ranked.of(SEED, Entry(b"7K3M9Q2RTB", 0, one)) for one in (weight, weight + 1))
    assert heavy <= light


def test_the_hash_stream_is_the_ticket_and_then_its_blocks() -> None:
    mark = tickets.ticket(SEED, Entry(b"7K3M9Q2RTB", 7))
    assert mark == hashlib.sha256(SEED + b"\0\7" + b"7K3M9Q2RTB").digest()
    stream = mark + hashlib.sha256(mark + b"\1").digest() + hashlib.sha256(mark + b"\2").digest()
    for weight in (1, 4, 5, 8, 9, 12):
        words = [stream[place : place + 8] for place in range(0, 8 * weight, 8)]
        assert tickets.value(mark, weight) == min(words)


def test_the_seed_binds_every_part() -> None:
    parts = (bytes(32), "pln-1", b"\1" * 32, b"\2" * 32)
    one = tickets.seed(*parts)
    others = [
        tickets.seed(b"\1" * 32, *parts[1:]),
        tickets.seed(parts[0], "pln-2", *parts[2:]),
        tickets.seed(*parts[:2], b"\3" * 32, parts[3]),
        tickets.seed(*parts[:3], b"\3" * 32),
    ]
    assert len({one, *others}) == 5
