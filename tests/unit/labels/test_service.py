"""Issuing, replacing, resolving; keys that change."""

from dataclasses import replace
from datetime import date
from threading import Thread

import pytest

from chalicelib.errors import IdTaken
from chalicelib.labels import codec, model
from chalicelib.labels.model import KeySet
from chalicelib.registry.model import number
from tests.golden.labels import make
from tests.unit.labels.desk import (
    HOST,
    LAB,
    OTHER,
    SCALE,
    SCRAPPED,
    UNKNOWN,
    Desk,
    KnownInstruments,
    retouched,
)

TODAY = date(2026, 11, 24)


def outcomes(desk: Desk, *contents: str) -> list[str]:
    return [one.outcome for one in desk.labels.resolve_all(contents)]


def test_an_issued_label_is_genuine_and_names_its_instrument(desk: Desk) -> None:
    content = desk.issue()
    told = desk.container().resolve(content)
    assert (told.outcome, told.reason, told.number, told.counter) == ("genuine", "genuine", number(SCALE), 1)
    assert told.serial_digest == codec.serial_digest("SN20240017").hex()
    assert told.instrument is not None
    assert told.instrument.serial_tail == "0017"


def test_a_label_is_told_with_one_look_into_the_table(desk: Desk) -> None:
    content = desk.issue()
    container = desk.container()
    desk.table.trips.clear()
    for _ in range(3):
        container.resolve_all([content, content.lower(), number(OTHER)])
    assert desk.table.trips == ["get_many"] * 3


def test_a_typed_number_is_unsigned(desk: Desk) -> None:
    told = desk.labels.resolve(f"{number(SCALE)[:5]} {number(SCALE)[5:]}".lower())
    assert (told.outcome, told.number, told.counter) == ("unsigned", number(SCALE), None)
    assert told.instrument is not None


def test_what_names_no_instrument_is_said_so(desk: Desk) -> None:
    told = desk.labels.resolve(number(UNKNOWN))
    assert (told.outcome, told.instrument) == ("unknown_instrument", None)
    wrong = number(SCALE)[:-1] + ("0" if number(SCALE)[-1] != "0" else "1")
    assert outcomes(desk, wrong, "wxp://f2f0", "https://other.example/i/1") == [
        "bad_number",
        "foreign",
        "foreign",
    ]


def test_a_genuine_label_of_an_unregistered_instrument(desk: Desk) -> None:
    content = desk.issue()
    del desk.table.items[f"I#{number(SCALE)}", "~"]
    assert outcomes(desk, content) == ["unknown_instrument"]


def test_a_signature_without_an_issue_on_record_counts_as_revoked(desk: Desk) -> None:
    desk.issue()
    fields = codec.Fields(number(SCALE), 1, None, 9, b"ab")
    told = desk.labels.resolve(make.content("one", fields))
    assert (told.outcome, told.reason, told.instrument) == ("revoked", "not_on_record", None)


def test_a_forged_label_does_not_borrow_the_instruments_credit(desk: Desk) -> None:
    forged = retouched(desk.issue(), lambda label: replace(label, fields=replace(label.fields, counter=2)))
    told = desk.labels.resolve(forged)
    assert (told.outcome, told.number, told.instrument, told.serial_digest) == (
        "tampered",
        number(SCALE),
        None,
        None,
    )


def test_the_next_label_revokes_the_one_before(desk: Desk) -> None:
    first = desk.issue()
    second = desk.issue(counter=2)
    assert outcomes(desk, first, second) == ["revoked", "genuine"]
    assert desk.labels.label(SCALE, 1).label().revoked_at == "2026-11-24T03:00:00.000Z"
    assert [item.event for item in desk.table.items.values() if item.sk.startswith("L#")] == [
        "label.changed/1"
    ] * 2


def test_repeating_an_issue_answers_the_same_label(desk: Desk) -> None:
    first, is_new = desk.labels.issue(LAB, SCALE, 1, TODAY)
    again, is_again_new = desk.labels.issue(LAB, SCALE, 1, TODAY)
    assert (is_new, is_again_new) == (True, False)
    assert again.document == first.document


def test_the_same_counter_with_another_day_is_taken(desk: Desk) -> None:
    desk.labels.issue(LAB, SCALE, 1, TODAY)
    with pytest.raises(IdTaken):
        desk.labels.issue(LAB, SCALE, 1, None)


def test_a_repeat_is_answered_after_the_label_was_replaced(desk: Desk) -> None:
    desk.issue()
    desk.issue(counter=2)
    row, is_new = desk.labels.issue(LAB, SCALE, 1, None)
    assert (row.document["state"], is_new) == ("revoked", False)


def test_labels_are_counted_without_gaps(desk: Desk) -> None:
    with pytest.raises(model.CounterNotNext) as failure:
        desk.labels.issue(LAB, SCALE, 2, None)
    assert failure.value.facts == {"next": "1"}


def test_after_255_labels_there_is_no_more(desk: Desk) -> None:
    desk.issue()
    row = desk.labels.label(SCALE, 1)
    last = model.LabelRow({**row.document, "counter": 255}, 1, row.digest)
    desk.book.issue(last, None)
    with pytest.raises(model.CountersUsedUp):
        desk.labels.issue(LAB, SCALE, 256, None)


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2199, 6, 7), date(2019, 12, 31)])
def test_a_label_that_is_over_or_too_long_is_not_issued(desk: Desk, day: date) -> None:
    with pytest.raises(model.LabelAlreadyOver):
        desk.labels.issue(LAB, SCALE, 1, day)


def test_the_day_is_the_citys_day(desk: Desk) -> None:
    desk.later(hours=13, minutes=30)
    with pytest.raises(model.LabelAlreadyOver):
        desk.labels.issue(LAB, SCALE, 1, TODAY)


def test_a_label_counts_on_its_last_day_and_not_after(desk: Desk) -> None:
    row, _ = desk.labels.issue(LAB, SCALE, 1, TODAY)
    content = row.document["content"]
    desk.later(hours=12, minutes=59)
    assert outcomes(desk, content) == ["genuine"]
    desk.later(minutes=1)
    assert outcomes(desk, content) == ["expired"]


def test_no_label_for_a_scrapped_instrument(desk: Desk) -> None:
    with pytest.raises(model.InstrumentScrapped):
        desk.labels.issue(LAB, SCRAPPED, 1, None)


def test_no_label_for_a_replaced_instrument(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = desk.labels.registry.instrument(SCALE).model_copy(update={"state": "replaced"})
    monkeypatch.setattr(KnownInstruments, "instrument", lambda *_: kept)
    with pytest.raises(model.InstrumentScrapped):
        desk.labels.issue(LAB, SCALE, 1, None)


def test_a_label_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(model.NoLabel):
        desk.labels.label(SCALE, 1)


def test_parallel_issues_of_one_label_make_one(desk: Desk) -> None:
    told: list[str] = []
    threads = [Thread(target=lambda: told.append(desk.issue())) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 16
    assert len(set(told)) == 1


def test_losing_a_race_for_another_day_is_taken(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sign = desk.signer.sign

    def slow(named: str, packed: bytes) -> object:
        monkeypatch.setattr(desk.signer, "sign", sign)
        desk.container().issue(LAB, SCALE, 1, TODAY)
        return sign(named, packed)

    monkeypatch.setattr(desk.signer, "sign", slow)
    with pytest.raises(IdTaken):
        desk.labels.issue(LAB, SCALE, 1, None)


def test_a_new_key_gets_the_next_id_and_old_labels_stay_genuine(desk: Desk) -> None:
    old = desk.issue()
    desk.signer.rotate("two")
    new = desk.issue(OTHER)
    assert [key.id for key in desk.labels.ring.known()] == [1, 2]
    assert [key.id for key in desk.container().ring.public()] == [1, 2]
    assert outcomes(desk, old, new) == ["genuine", "genuine"]


def test_other_containers_learn_of_a_new_key_when_they_meet_it(desk: Desk) -> None:
    other = desk.container()
    assert other.resolve(desk.issue()).outcome == "genuine"
    desk.signer.rotate("two")
    new = desk.issue(OTHER)
    assert other.resolve(new).outcome == "unknown_key"
    desk.later(seconds=11)
    assert other.resolve(new).outcome == "genuine"


def test_forged_key_ids_do_not_make_every_scan_look_twice(desk: Desk) -> None:
    forged = make.content("three", codec.Fields(number(SCALE), 7, None, 1, b"ab"))
    desk.labels.resolve(forged)
    desk.table.trips.clear()
    for _ in range(5):
        assert desk.labels.resolve(forged).outcome == "unknown_key"
    assert desk.table.trips == ["get_many"] * 5


def test_the_public_key_set_begins_with_the_key_that_will_sign(desk: Desk) -> None:
    (key,) = desk.labels.ring.public()
    assert (key.id, key.spki, key.valid_from) == (1, make.spki("one"), TODAY)


def test_an_ended_key_signs_no_more(desk: Desk) -> None:
    content = desk.issue()
    standing = desk.book.keys()
    ended = standing.keys[0].model_copy(update={"valid_until": date(2026, 11, 23)})
    assert desk.book.put_keys(KeySet((ended,), standing.version))
    fresh = desk.container()
    assert fresh.resolve(content).reason == "expired_key"
    with pytest.raises(model.SignerUnavailable):
        fresh.issue(LAB, OTHER, 1, None)


def test_a_signature_that_does_not_verify_is_never_printed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign = desk.signer.sign
    monkeypatch.setattr(
        desk.signer, "sign", lambda named, packed: replace(sign(named, packed), signature=bytes(64))
    )
    with pytest.raises(model.SignerUnavailable):
        desk.issue()
    assert [key for key in desk.table.items if key[1].startswith("L#")] == []


def test_hosts_are_ours_in_any_case(desk: Desk) -> None:
    content = desk.issue()
    assert outcomes(desk, content.replace(HOST, HOST.lower()), content.replace(HOST, "X.CN")) == [
        "genuine",
        "foreign",
    ]
