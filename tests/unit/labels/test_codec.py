"""L1: what is encoded is parsed, whatever readers and people do to it; every golden label keeps its outcome."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.ids import check_character
from chalicelib.labels import codec, verification
from chalicelib.labels.codec import Bare, Fields, Refused, Signed
from chalicelib.labels.model import PublicKey
from chalicelib.labels.verification import SENTENCES
from tests.golden.labels import make

GOLDEN: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "golden" / "labels" / "l1.json").read_text()
)
HOST = "label.example"
BODIES = st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=9, max_size=9)
NUMBERS = BODIES.map(lambda body: body + check_character(body))
FIELDS = st.builds(
    Fields,
    number=NUMBERS,
    key_id=st.integers(0, 31),
    valid_until=st.none() | st.dates(codec.EPOCH + timedelta(days=1), codec.LAST_DAY),
    counter=st.integers(1, 255),
    serial_digest=st.binary(min_size=2, max_size=2),
)
LABELS = st.builds(Signed, FIELDS, st.binary(min_size=64, max_size=64))


def judged(case: dict[str, Any]) -> tuple[verification.Reason, codec.Parsed]:
    parsed = codec.parse(case["content"], {case["host"].lower()})
    if isinstance(parsed, Refused):
        return parsed.reason, parsed
    if isinstance(parsed, Bare):
        return "unsigned", parsed
    keys = [PublicKey.model_validate_json(json.dumps(key)).key() for key in case["keys"]]
    return verification.verify(parsed, keys, date.fromisoformat(case["today"])), parsed


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["name"])
def test_golden_labels_keep_their_outcome(case: dict[str, Any]) -> None:
    reason, parsed = judged(case)
    assert (reason, verification.outcome(reason)) == (case["reason"], case["outcome"])
    if isinstance(parsed, Signed):
        fields = parsed.fields
        assert fields.number == case["number"]
        assert fields.counter == case["counter"]
        assert fields.key_id == case["kid"]
        assert fields.serial_digest.hex() == case["serial_digest_hex"]
        assert (fields.valid_until and fields.valid_until.isoformat()) == case.get("valid_until")
    elif isinstance(parsed, Bare):
        assert parsed.number == case["number"]


def test_the_golden_file_is_what_its_maker_writes() -> None:
    assert make.cases() == GOLDEN


def test_the_golden_labels_cover_every_reason_the_text_alone_can_give() -> None:
    by_registry = {"revoked", "not_on_record", "unknown_instrument"}
    assert {case["reason"] for case in GOLDEN} == SENTENCES.keys() - by_registry


@given(LABELS, st.sampled_from(["LABEL.EXAMPLE", "Q.CN:8443", "127.0.0.1:8000"]))
def test_what_is_encoded_is_parsed(label: Signed, host: str) -> None:
    assert codec.parse(codec.encode(host, label), {host.lower()}) == label


@given(LABELS)
def test_a_reader_may_change_case_and_scheme(label: Signed) -> None:
    text = codec.encode(HOST, label)
    for changed in (text.lower(), text.swapcase(), text.replace("HTTPS", "http"), f" {text}/ "):
        assert codec.parse(changed, {HOST}) == label


@given(LABELS, st.integers(8, 17))
def test_a_label_has_142_to_151_characters_of_the_qr_alphanumeric_set(label: Signed, length: int) -> None:
    text = codec.encode("h" * length, label)
    assert len(text) == 134 + length
    assert set(text) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@given(LABELS, st.data())
def test_no_part_of_a_label_is_a_label(label: Signed, data: st.DataObject) -> None:
    text = codec.encode(HOST, label)
    cut = text[: data.draw(st.integers(0, len(text) - 1))]
    assert not isinstance(codec.parse(cut, {HOST}), Signed)


@given(NUMBERS, st.data())
def test_people_type_numbers_in_their_own_way(number: str, data: st.DataObject) -> None:
    looks = {"0": "0Oo", "1": "1IilL"}
    typed = "".join(
        data.draw(st.sampled_from(looks.get(one, one + one.lower())))
        + data.draw(st.sampled_from(["", " ", "-"]))
        for one in number
    )
    assert codec.parse(typed, {HOST}) == Bare(number)


@given(NUMBERS, st.integers(0, 9), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_character_is_always_noticed(number: str, place: int, wrong: str) -> None:
    typed = number[:place] + wrong + number[place + 1 :]
    expected: codec.Parsed = Bare(number) if wrong == number[place] else Refused("bad_number")
    assert codec.parse(typed, {HOST}) == expected


@given(st.text() | st.text().map(lambda text: f"https://{HOST}/i/{text}"))
def test_any_text_is_parsed_without_failing(text: str) -> None:
    parsed = codec.parse(text, {HOST})
    assert not isinstance(parsed, Signed)


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ſıİß١", min_size=1, max_size=130), NUMBERS)
def test_letters_that_upper_case_into_ours_are_not_ours(payload: str, number: str) -> None:
    parsed = codec.parse(f"https://{HOST}/i/{number}.{payload}", {HOST})
    assert isinstance(parsed, Signed) <= payload.isascii()


@pytest.mark.parametrize(
    "wrong",
    [
        {"key_id": 32},
        {"counter": 0},
        {"counter": 256},
        {"valid_until": codec.EPOCH},
        {"valid_until": date(2199, 6, 8)},
    ],
)
def test_fields_the_format_cannot_say_are_refused(wrong: dict[str, Any]) -> None:
    known: dict[str, Any] = {"key_id": 1, "valid_until": None, "counter": 1}
    with pytest.raises(ValueError, match="out of range"):
        Fields("7K3M9Q2RTB", serial_digest=b"ab", **(known | wrong)).packed()


def test_the_last_day_is_as_far_as_two_bytes_reach() -> None:
    assert date(2199, 6, 6) == codec.LAST_DAY


def test_serial_numbers_are_compared_without_case_and_space() -> None:
    assert codec.serial_digest(" sn 2024-00017A ") == codec.serial_digest("SN2024-00017a")
    assert codec.serial_digest("SN2024-00017A") != codec.serial_digest("SN2024-00018A")


def test_every_reason_has_its_own_sentence() -> None:
    assert len({words.zh for words in SENTENCES.values()}) == len(SENTENCES)
    assert len({words.en for words in SENTENCES.values()}) == len(SENTENCES)


def test_a_key_of_another_kind_is_refused() -> None:
    ed25519 = "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="
    with pytest.raises(ValueError, match="elliptic"):
        verification.Key(1, ed25519, date(2026, 1, 1)).public_key()
