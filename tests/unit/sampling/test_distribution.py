"""Every entry and every pair has its chance, under fixed seeds; and draws known to be bad fail the same tests."""

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from chalicelib.sampling import pairs as officers
from chalicelib.sampling import tickets
from chalicelib.sampling.forms import Entry, Officer

POOL, DRAWN, ROUNDS = 24, 6, 6000
TOO_FAR = 5.0
"""Standard deviations of the statistic: about one honest program in three million would fail."""

type Draw = Callable[[bytes], Sequence[int]]
IDS = [f"{n:02d}".encode() for n in range(POOL)]
RECORDS = [Entry(entry_id, 0).record(2) for entry_id in IDS]


def ours(seed: bytes) -> Sequence[int]:
    (found,) = tickets.draw(seed, RECORDS, [DRAWN])
    return [int(one.id) for one in found]


def modulus_by_draws_left(seed: bytes) -> Sequence[int]:
    """drandomiser: the modulus is what is left to draw, not what is left in the pool."""
    names, found = list(range(POOL)), []
    for left in range(DRAWN, 0, -1):
        number = int.from_bytes(hashlib.sha256(seed + bytes([left])).digest())
        found.append(names.pop(number % left))
    return found


def fixed_stride(seed: bytes) -> Sequence[int]:
    """One random start, then every fourth."""
    start = int.from_bytes(seed[:8]) % POOL
    return [(start + place * POOL // DRAWN) % POOL for place in range(DRAWN)]


def far_from_even(counts: Iterable[int], cells: int, total: int) -> float:
    """How many standard deviations the chi-square of these counts lies above that of equal chances."""
    expected = total / cells
    seen = list(counts)
    statistic = sum((count - expected) ** 2 / expected for count in seen)
    statistic += (cells - len(seen)) * expected
    freedom = cells - 1
    return (statistic - freedom) / math.sqrt(2 * freedom)


def seeds() -> Iterable[bytes]:
    return (hashlib.sha256(f"distribution {n}".encode()).digest() for n in range(ROUNDS))


def single(draw: Draw) -> float:
    counts = Counter(one for seed in seeds() for one in draw(seed))
    return far_from_even(counts.values(), POOL, ROUNDS * DRAWN)


def double(draw: Draw) -> float:
    counts = Counter(pair for seed in seeds() for pair in combinations(sorted(draw(seed)), 2))
    return far_from_even(counts.values(), POOL * (POOL - 1) // 2, ROUNDS * DRAWN * (DRAWN - 1) // 2)


def test_every_entry_and_every_pair_of_entries_has_the_same_chance() -> None:
    assert single(ours) < TOO_FAR
    assert double(ours) < TOO_FAR


def test_the_modulus_by_draws_left_fails() -> None:
    assert single(modulus_by_draws_left) > 100 * TOO_FAR


def test_a_fixed_stride_fails_by_its_pairs_alone() -> None:
    assert single(fixed_stride) < TOO_FAR
    assert double(fixed_stride) > 100 * TOO_FAR


PEOPLE = [Officer(f"O{n}".encode(), (), bytes(32)) for n in range(7)]
CONFLICTS = {b"O2": frozenset({b"entry"}), b"O5": frozenset({b"entry"})}
PERMITTED = [one.id for one in PEOPLE if one.id not in CONFLICTS]


def by_protocol(seed: bytes) -> tuple[bytes, ...]:
    (pair,) = officers.pairs(seed, [(0, b"entry")], PEOPLE, CONFLICTS, 1)
    return pair.officers


def with_the_neighbour(seed: bytes) -> tuple[bytes, ...]:
    """One officer by lot, and whoever stands next in the list."""
    first = int.from_bytes(seed[:8]) % len(PERMITTED)
    return PERMITTED[first], PERMITTED[(first + 1) % len(PERMITTED)]


def pairing(draw: Callable[[bytes], tuple[bytes, ...]]) -> float:
    counts = Counter(frozenset(draw(seed)) for seed in seeds())
    assert all(pair <= set(PERMITTED) for pair in counts)
    return far_from_even(counts.values(), len(PERMITTED) * (len(PERMITTED) - 1) // 2, ROUNDS)


def test_every_permitted_pair_of_officers_has_the_same_chance() -> None:
    assert pairing(by_protocol) < TOO_FAR


def test_pairing_neighbours_fails() -> None:
    assert pairing(with_the_neighbour) > 100 * TOO_FAR


def test_weights_count_as_chances() -> None:
    """The first of a draw is an entry of weight w with chance w / sum of weights (Efraimidis and Spirakis 2006)."""
    pool = [Entry(f"{n}".encode(), 0, weight) for n, weight in enumerate((1, 2, 4, 8))]
    records = [one.record(1) for one in pool]
    firsts = Counter(tickets.draw(seed, records, [1])[0][0].id for seed in seeds())
    statistic = sum(
        (firsts[one.id] - ROUNDS * one.weight / 15) ** 2 / (ROUNDS * one.weight / 15) for one in pool
    )
    assert (statistic - 3) / math.sqrt(6) < TOO_FAR
