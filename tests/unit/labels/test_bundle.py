"""B1: what is packed is unpacked, every golden bundle keeps its outcome, and nothing else is a bundle."""

import base64
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.labels import bundle, codec, verification
from chalicelib.labels.bundle import Bundle, Unreadable
from chalicelib.labels.model import PublicKey
from chalicelib.labels.verification import Key
from tests.golden.labels import make, make_bundle
from tests.unit.labels.test_codec import NUMBERS

GOLDEN: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parents[2] / "golden" / "labels" / "b1.json").read_text()
)
SECONDS = st.integers(0, 2**32 - 2)
KEYS = st.builds(
    Key,
    id=st.integers(0, 31),
    spki=st.sampled_from([make.spki(name) for name in ("one", "two", "three")]),
    valid_from=st.dates(codec.EPOCH + timedelta(days=1), codec.LAST_DAY),
    valid_until=st.none() | st.dates(codec.EPOCH + timedelta(days=1), codec.LAST_DAY),
)


@st.composite
def any_bundle(draw: st.DrawFn) -> Bundle:
    made_s = draw(SECONDS)
    return Bundle(
        draw(st.integers(0, 2**32 - 1)),
        bundle.EPOCH + timedelta(seconds=made_s),
        bundle.EPOCH + timedelta(seconds=draw(st.integers(made_s + 1, 2**32 - 1))),
        tuple(draw(st.lists(KEYS, max_size=5))),
        draw(st.frozensets(st.tuples(NUMBERS, st.integers(1, 255)), max_size=20)),
    )


def keys(told: list[dict[str, Any]]) -> list[Key]:
    return [PublicKey.model_validate_json(json.dumps(one)).key() for one in told]


@pytest.mark.parametrize("case", GOLDEN["bundles"], ids=lambda case: case["name"])
def test_golden_bundles_keep_their_outcome(case: dict[str, Any]) -> None:
    raw = base64.b64decode(case["bundle"])
    assert bundle.judge(raw, keys(case["trusted"]), date.fromisoformat(case["today"])) == case["outcome"]
    if "sequence" in case:
        read = Bundle.unpacked(raw[:-64])
        assert read.sequence == case["sequence"]
        assert (read.made_at, read.use_until) == tuple(
            datetime.fromisoformat(case[name]) for name in ("made_at", "use_until")
        )
        assert list(read.keys) == keys(case["listed_keys"])
        assert read.revoked == {(number, counter) for number, counter in case["revoked"]}


@pytest.mark.parametrize("case", GOLDEN["labels"], ids=lambda case: case["name"])
def test_golden_labels_are_judged_offline(case: dict[str, Any]) -> None:
    listed = Bundle.unpacked(base64.b64decode(case["bundle"])[:-64])
    label = codec.parse(case["content"], {case["host"].lower()})
    assert isinstance(label, codec.Signed)
    reason = verification.verify(label, listed.keys, date.fromisoformat(case["today"]))
    is_revoked = (label.number, label.fields.counter) in listed.revoked
    assert ("revoked" if reason == "genuine" and is_revoked else reason) == case["reason"]


def test_the_golden_file_is_what_its_maker_writes() -> None:
    assert {"bundles": make_bundle.bundles(), "labels": make_bundle.labels()} == GOLDEN


def test_the_golden_bundles_cover_every_outcome() -> None:
    outcomes = {"good", "tampered", "malformed", "unknown_version"}
    assert {case["outcome"] for case in GOLDEN["bundles"]} == outcomes


@given(any_bundle())
def test_what_is_packed_is_unpacked(made: Bundle) -> None:
    assert Bundle.unpacked(made.packed()) == made


@given(any_bundle(), st.data())
def test_no_part_of_a_bundle_is_one(made: Bundle, data: st.DataObject) -> None:
    packed = made.packed()
    with pytest.raises(Unreadable):
        Bundle.unpacked(packed[: data.draw(st.integers(0, len(packed) - 1))])


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda raw: b"\1" + raw))
def test_any_bytes_are_judged_without_failing(raw: bytes) -> None:
    assert bundle.judge(raw, [make_bundle.ONE], make.TODAY) != "good"


def test_fifty_thousand_revocations_are_350_kb() -> None:
    revoked = frozenset((make.NUMBER[:4] + f"{place:05d}", 1) for place in range(50_000))
    made = Bundle(
        1, make_bundle.MADE_AT, make_bundle.MADE_AT + timedelta(days=1), (make_bundle.ONE,), revoked
    )
    assert len(made.packed()) == 18 + 69 + 50_000 * 7


@pytest.mark.parametrize(
    "wrong",
    [
        {"use_until": make_bundle.MADE_AT},
        {"keys": (make_bundle.ONE,) * 256},
        {"keys": (Key(1, base64.b64encode(bytes(91)).decode(), date(2026, 1, 1)),)},
    ],
)
def test_what_the_format_cannot_say_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"bundle ends|P-256"):
        Bundle(**{**vars(make_bundle.PLAIN), **wrong}).packed()


def test_times_are_utc() -> None:
    assert Bundle.unpacked(make_bundle.PLAIN.packed()).made_at == datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
