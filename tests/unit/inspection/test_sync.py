"""A phone's queue at the server: carried out once, in order, answered for all; gaps, forks, refusals, cut-off calls."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.inspection.sync import START, Batch, Chain, Kept, Tip, missing
from chalicelib.store import canonical, digest
from tests import exhibits, visiting
from tests import office as demo
from tests.office import ANNA, BAO, CHECK, LEADER, NOON, STRANGER, VISIT, made
from tests.phones import DEVICE, Desk, Phone, told


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    for place in (1, 2, 3):
        desk.phone.check(place)
    return desk


def test_entries_are_carried_out_in_order_and_once(desk: Desk) -> None:
    first, again = desk.take(), desk.take()
    assert (told(first), told(again)) == (["accepted"] * 3, ["already"] * 3)
    assert first.confirmed == again.confirmed == Tip(3, digest(desk.phone.entries[2]))
    assert desk.checks() == [made("chk", place) for place in (1, 2, 3)]
    assert [one.kept.shown for one in again.told if one.kept] == [
        {"verdict": "fail", "authority": "settled"}
    ] * 3


def test_an_empty_queue_is_asked_about(desk: Desk) -> None:
    desk.take()
    asked = desk.sync.take(ANNA, Batch(device=DEVICE))
    assert (asked.told, asked.confirmed.n, asked.missing) == ((), 3, ())


def test_a_queue_is_of_one_account_and_one_device(desk: Desk) -> None:
    desk.take()
    other = desk.sync.take(BAO, desk.phone.batch())
    assert told(other) == ["already"] * 3, "the other officer's own queue; the checks stand"
    assert desk.take(phone=Phone(made("dev", 2)).copy()).confirmed == Tip()


def test_entries_sent_backwards_and_twice_are_answered_in_the_order_sent(desk: Desk) -> None:
    taken = desk.take(3, 1, 2, 2)
    assert [(one.sent.n, one.outcome) for one in taken.told] == [
        (3, "accepted"),
        (1, "accepted"),
        (2, "accepted"),
        (2, "already"),
    ]


def test_an_entry_behind_a_gap_waits_kept_and_the_gap_is_named(desk: Desk) -> None:
    desk.phone.check(4)
    desk.phone.check(5)
    gap = desk.take(1, 3, 5)
    assert told(gap) == ["accepted", "waiting", "waiting"]
    assert (gap.confirmed.n, gap.missing) == (1, ((2, 2), (4, 4)))
    assert desk.checks() == [made("chk", 1)]
    filled = desk.take(2)
    assert (told(filled), filled.confirmed.n, filled.missing) == (["accepted"], 3, ((4, 4),))
    assert desk.checks() == [made("chk", place) for place in (1, 2, 3)], "what waited was carried out"
    assert told(desk.take(3, 5)) == ["already", "waiting"]


def test_order_matters_so_a_check_behind_a_gap_does_not_pass_the_end_before_it(desk: Desk) -> None:
    desk.phone.closed()
    desk.phone.check(9)
    assert told(desk.take(1, 2, 3, 5))[-1] == "waiting"
    taken = desk.take(4, 5)
    assert told(taken) == ["accepted", "refused"]
    assert taken.told[1].kept
    assert taken.told[1].kept.refusal
    assert taken.told[1].kept.refusal.code == "visit.ended"


def test_a_refused_entry_stands_with_its_sentence_stops_nothing_and_is_corrected_by_a_new_one(
    desk: Desk,
) -> None:
    wrong = desk.phone.add("check", {**demo.sent(), "readings": []}, id=made("chk", 7))
    desk.phone.add("check", demo.sent(), id=made("chk", 8), corrects=wrong["n"])
    taken = desk.take()
    assert told(taken) == ["accepted"] * 3 + ["refused", "accepted"]
    kept = taken.told[3].kept
    assert kept
    assert kept.refusal
    assert kept.entry == wrong, "nothing else keeps it"
    assert (kept.refusal.code, [one.pointer for one in kept.refusal.faults]) == (
        "sync.malformed",
        ["/readings"],
    )
    assert told(desk.take(4)) == ["refused"]


def test_a_refusal_by_rule_names_its_attempt_which_keeps_what_was_sent(desk: Desk) -> None:
    taken = desk.sync.take(STRANGER, desk.phone.batch(1))
    (one,) = taken.told
    assert one.kept
    assert one.kept.refusal
    assert one.kept.refusal.code == "visit.not_yours"
    attempts = desk.office.inspection.file(LEADER, VISIT, "")[1].attempts
    assert [attempt.id for attempt in attempts] == [one.kept.refusal.attempt]
    assert one.kept.entry is None


@pytest.mark.parametrize(
    ("kind", "named", "code"),
    [
        ("rumour", {"id": CHECK}, "sync.unknown_kind"),
        ("check", {}, "sync.malformed"),
        ("check", {"id": made("vis", 1)}, "sync.malformed"),
        ("check", {"id": CHECK, "visit": "vis-1"}, "sync.malformed"),
        ("check", {"id": CHECK, "corrects": 1}, "sync.malformed"),
        ("check", {"id": CHECK, "mood": "bad"}, "sync.malformed"),
        ("check", {"id": CHECK, "visit": made("vis", 9)}, "request.not_found"),
        ("Check!", {"id": CHECK}, "sync.malformed"),
    ],
)
def test_what_cannot_be_carried_out_is_refused_by_name_and_kept(
    kind: str, named: dict[str, Any], code: str
) -> None:
    desk = Desk()
    entry = desk.phone.add(kind, demo.sent(), **named)
    (one,) = desk.take().told
    assert one.outcome == "refused"
    assert one.kept
    assert one.kept.refusal
    assert (one.kept.refusal.code, one.kept.entry) == (code, entry)
    assert one.kept.refusal.sentences.zh
    assert one.kept.refusal.sentences.en


def test_an_entry_that_names_evidence_nobody_announced_is_refused_kept_and_corrected(desk: Desk) -> None:
    office = desk.office
    office.moves = replace(office.moves, exhibits=lambda: desk.exhibits)
    signed = exhibits.told(exhibits.signature(), kind="signature")
    record = visiting.closing(checks=[], note="无(演示)").model_dump(mode="json")
    desk.phone.add("closing", record)
    desk.phone.add("evidence", signed, id=made("evi", 1))
    desk.phone.add("closing", record, corrects=4)
    taken = desk.take()
    assert told(taken)[-3:] == ["refused", "accepted", "accepted"]
    refused = taken.told[3].kept
    assert refused
    assert refused.refusal
    assert (refused.refusal.code, refused.entry is not None) == ("visit.evidence_missing", True)
    assert [one.pointer for one in refused.refusal.faults] == ["/evidence/0"]


def test_evidence_is_announced_and_its_bytes_are_posted_later(desk: Desk) -> None:
    photo = exhibits.told(exhibits.photo())
    desk.phone.add("evidence", photo, id=made("evi", 1))
    desk.phone.add("evidence", {**photo, "size_bytes": 10**9}, id=made("evi", 2))
    taken = desk.take()
    assert told(taken)[3:] == ["accepted", "refused"]
    kept, _ = desk.exhibits.listed(ANNA, VISIT, "")
    assert [(one.id, one.state) for one, _ in kept] == [(made("evi", 1), "announced")]


def test_an_id_that_was_used_for_another_check_is_a_refusal(desk: Desk) -> None:
    desk.take()
    desk.phone.check(1, note="改")
    assert told(desk.take(4)) == ["refused"]


def test_two_phones_with_a_copied_queue_fork_and_both_are_kept(desk: Desk) -> None:
    other = desk.phone.copy()
    desk.phone.check(4)
    other.check(5)
    other.check(6)
    other.check(7)
    assert told(desk.take()) == ["accepted"] * 4
    forked = desk.take(phone=other)
    assert told(forked) == ["already"] * 3 + ["conflict", "conflict", "waiting"]
    assert forked.told[3].kept
    assert forked.told[3].kept.id == made("chk", 4), "the one that stands there is told"
    desk.phone.check(8)
    assert told(desk.take(5)) == ["accepted"]
    assert told(desk.take(5, 6, phone=other)) == ["conflict", "conflict"]
    kept = [Kept.model_validate(item.document) for item in desk.rows() if item.state == "received"]
    assert sorted(one.id for one in kept) == [made("chk", place) for place in (5, 6, 7)]
    assert all(one.entry for one in kept)


def test_a_fork_that_waited_is_not_carried_out_behind_another_past(desk: Desk) -> None:
    other = desk.phone.copy()
    other.check(4)
    other.check(5)
    desk.take()
    assert told(desk.take(5, phone=other)) == ["waiting"]
    desk.phone.check(6)
    assert desk.take(4).confirmed.n == 4
    assert made("chk", 5) not in desk.checks()
    assert told(desk.take(5, phone=other)) == ["conflict"]


def test_a_number_whose_entry_is_lost_is_named_and_the_rest_goes_on(desk: Desk) -> None:
    desk.phone.check(4)
    assert desk.take(1, 4).missing == ((2, 3),)
    taken = desk.take(lost=(2, 3))
    assert (taken.told, taken.confirmed.n, taken.missing) == ((), 4, ())
    assert desk.checks() == [made("chk", 1), made("chk", 4)]
    lost = [item.sk for item in desk.rows() if item.state == "lost"]
    assert lost == ["E#00000002", "E#00000003"]
    assert told(desk.take(2)) == ["conflict"], "found again it is kept, beside"


def test_only_what_is_missing_can_be_lost(desk: Desk) -> None:
    desk.take(1, 3)
    taken = desk.take(2, lost=(1, 2, 3, 5))
    assert (told(taken), taken.confirmed.n) == (["accepted"], 3)
    assert [item for item in desk.rows() if item.state == "lost"] == []


def test_an_accepted_entry_costs_one_write_unit(desk: Desk) -> None:
    desk.take()
    sizes = [len(canonical(item.document)) + len(item.pk) + len(item.sk) + 160 for item in desk.rows()]
    assert max(sizes) < 1024


def test_the_clock_of_a_phone_two_hours_off_is_kept_and_not_trusted(desk: Desk) -> None:
    desk.phone.add(
        "check",
        demo.sent(device_at="2026-11-24T06:00:00Z"),
        id=made("chk", 4),
        made_at="2026-11-24T06:00:00Z",
    )
    taken = desk.take()
    assert told(taken)[-1] == "refused"
    kept = taken.told[-1].kept
    assert kept
    assert kept.refusal
    assert kept.refusal.code == "check.reading_in_future"
    assert kept.received_at < NOON + timedelta(minutes=1)


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"n": 1},
        {"n": 0, "before": START},
        {"n": 1.0, "before": START},
        {"n": "1", "before": START},
        {"n": 1, "before": "0"},
        {"n": 1, "before": START, "body": {"load_g": 1.5}},
        {"n": 1, "before": START, "body": {"load_g": [2**53]}},
        {"n": 1, "before": START, "body": {"note": "重" * 30_000}},
    ],
)
def test_what_no_phone_keeps_as_an_entry_refuses_the_request(entry: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Batch.model_validate({"device": DEVICE, "entries": [entry]})


def test_a_text_that_is_no_number_for_others_is_refused() -> None:
    for wrong in ("NaN", "Infinity", "1e999"):
        text = f'{{"device":"{DEVICE}","entries":[{{"n":1,"before":"{START}","body":{{"load":{wrong}}}}}]}}'
        with pytest.raises(ValidationError):
            Batch.model_validate_json(text)


def test_missing_ranges_have_both_ends() -> None:
    assert missing(Tip(), []) == ()
    assert missing(Tip(), [1, 2]) == ()
    assert missing(Tip(2), [1, 5, 5, 9]) == ((3, 4), (6, 8))


def test_a_chain_knows_more_than_the_note_of_its_end() -> None:
    at = datetime.fromisoformat("2026-11-24T04:00:00Z")
    chain = Chain(
        Tip(1, "a"),
        [Kept(n=n, hash=name, state="accepted", received_at=at) for n, name in ((3, "c"), (2, "b"))],
    )
    assert chain.tip == Tip(3, "c")
