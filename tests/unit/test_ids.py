from hypothesis import given
from hypothesis import strategies as st

from chalicelib import ids

MILLISECONDS = st.integers(0, 2**48 - 1)


@given(st.sampled_from(sorted(ids.PREFIXES)), MILLISECONDS, st.binary(min_size=10, max_size=10))
def test_a_new_id_is_of_its_kind_and_of_no_other(thing: str, at_ms: int, entropy: bytes) -> None:
    made = ids.new(thing, at_ms, entropy)
    assert [other for other in ids.PREFIXES if ids.matches(other, made)] == [thing]


@given(MILLISECONDS, MILLISECONDS, st.binary(min_size=10, max_size=10))
def test_ids_sort_by_the_time_they_were_made(one_ms: int, other_ms: int, entropy: bytes) -> None:
    one, other = ids.new("check", one_ms, entropy), ids.new("check", other_ms, entropy)
    assert (one < other) == (one_ms < other_ms)


def test_what_is_not_an_id_is_refused() -> None:
    good = ids.new("visit", 1_700_000_000_000, bytes(10))
    for bad in (
        good.upper(),
        good[:-1],
        good + "0",
        good.replace("vis-", "chk-"),
        "vis-" + "i" * 26,
        good + "\n",
        "",
    ):
        assert not ids.matches("visit", bad)


def test_a_derived_id_is_well_formed_and_follows_from_its_text() -> None:
    made = ids.derived("alarm", "label_in_two_places\n7K3M9Q2RTB/1")
    assert ids.matches("alarm", made)
    assert made == ids.derived("alarm", "label_in_two_places\n7K3M9Q2RTB/1")
    assert made != ids.derived("alarm", "label_in_two_places\n7K3M9Q2RTB/2")
