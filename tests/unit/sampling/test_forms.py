"""The bytes of the protocol: prefixes, records, leaves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.sampling import forms
from chalicelib.sampling.forms import Entry, Malformed, Officer

IDS = st.binary(min_size=1, max_size=64).filter(lambda raw: b"\0" not in raw)


@given(st.lists(st.binary(max_size=30)))
def test_prefixed_fields_come_back(fields: list[bytes]) -> None:
    assert list(forms.unprefixed(forms.prefixed(*fields))) == fields


@given(st.lists(st.binary(max_size=9), min_size=1), st.integers(1, 20))
def test_bytes_that_end_too_early_are_malformed(fields: list[bytes], cut: int) -> None:
    raw = forms.prefixed(*fields)
    with pytest.raises(Malformed):
        list(forms.unprefixed(raw[: -min(cut, 3 + len(fields[-1]))]))


@given(IDS, st.integers(0, 65535), st.integers(1, 255))
def test_a_record_gives_back_its_entry(entry_id: bytes, stratum: int, weight: int) -> None:
    entry = Entry(entry_id, stratum, weight)
    assert Entry.of(entry.record(64)) == entry
    assert len(entry.record(64)) == 67


@pytest.mark.parametrize(
    "entry",
    [Entry(b"toolong", 0), Entry(b"a", 65536), Entry(b"a", -1), Entry(b"a", 0, 0), Entry(b"a", 0, 256)],
)
def test_what_a_record_cannot_say_is_refused(entry: Entry) -> None:
    with pytest.raises(Malformed):
        entry.record(6)


@given(IDS, IDS)
def test_padded_ids_stand_in_the_order_of_their_bytes(one: bytes, other: bytes) -> None:
    padded = [raw.ljust(64, b"\0") for raw in (one, other)]
    assert (padded[0] < padded[1]) == (one < other)


@given(IDS, st.sets(st.integers(0, 65535), max_size=9), st.binary(min_size=32, max_size=32))
def test_a_leaf_gives_back_its_officer(officer_id: bytes, strata: set[int], commitment: bytes) -> None:
    officer = Officer(officer_id, tuple(sorted(strata)), commitment)
    assert Officer.of(officer.leaf()) == officer


@pytest.mark.parametrize(
    "fields", [(b"a", b""), (b"a", b"\0", bytes(32)), (b"a", b"", bytes(31)), (b"a", b"", bytes(32), b"")]
)
def test_other_leaves_are_malformed(fields: tuple[bytes, ...]) -> None:
    with pytest.raises(Malformed):
        Officer.of(forms.prefixed(*fields))


def test_ids_are_composed_and_bounded() -> None:
    assert forms.id_of("e\u0301") == "é".encode()
    for bad in ("", "a\0b", "中" * 22):
        with pytest.raises(Malformed):
            forms.id_of(bad)


def test_conflicts_are_committed_in_one_order_and_bound_to_plan_and_officer() -> None:
    salt = bytes(32)
    one = forms.conflicts_commitment("pln-1", b"o", salt, [b"b", b"a"])
    assert one == forms.conflicts_commitment("pln-1", b"o", salt, [b"a", b"b"])
    others = {
        forms.conflicts_commitment("pln-2", b"o", salt, [b"a", b"b"]),
        forms.conflicts_commitment("pln-1", b"p", salt, [b"a", b"b"]),
        forms.conflicts_commitment("pln-1", b"o", b"\1" * 32, [b"a", b"b"]),
        forms.conflicts_commitment("pln-1", b"o", salt, [b"ab"]),
        forms.conflicts_commitment("pln-1", b"o", salt, []),
    }
    assert one not in others
    assert len(others) == 5
