"""Officers' pairs against a brute-force reading of the rule."""

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.sampling.forms import Officer
from chalicelib.sampling.pairs import officer_ticket, pairs

PLACES = st.integers(0, 5)


@given(
    st.lists(st.tuples(st.integers(0, 2), PLACES), max_size=12, unique_by=lambda one: one[1]),
    st.lists(st.sets(st.integers(0, 2), max_size=2), max_size=6),
    st.dictionaries(st.integers(0, 5), st.frozensets(PLACES, max_size=4), max_size=6),
    st.integers(1, 4),
    st.binary(min_size=32, max_size=32),
)
def test_the_first_two_who_may_go(
    drawn: list[tuple[int, int]],
    strata: list[set[int]],
    against: dict[int, frozenset[int]],
    load_cap: int,
    seed: bytes,
) -> None:
    people = [Officer(f"O{n}".encode(), tuple(sorted(one)), bytes(32)) for n, one in enumerate(strata)]
    entries = [(stratum, f"E{place}".encode()) for stratum, place in drawn]
    conflicts = {
        f"O{n}".encode(): frozenset(f"E{one}".encode() for one in told) for n, told in against.items()
    }
    found = pairs(seed, entries, people, conflicts, load_cap)
    assert [one.entry for one in found] == [entry for _, entry in entries]
    load = {one.id: 0 for one in people}
    for (stratum, entry), pair in zip(entries, found, strict=True):
        may = [
            one.id
            for one in people
            if (not one.strata or stratum in one.strata)
            and load[one.id] < load_cap
            and entry not in conflicts.get(one.id, frozenset())
        ]
        if len(may) < 2:
            assert pair.officers == ()
            continue
        marks = {one: officer_ticket(seed, entry, one) for one in may}
        first = min(may, key=lambda one: marks[one])
        second = min((one for one in may if one != first), key=lambda one: marks[one])
        assert pair.officers == (first, second)
        load[first] += 1
        load[second] += 1
