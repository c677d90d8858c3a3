"""Labels revoked for a cause, once; the list of them; the end of an instrument ends its label."""

from dataclasses import replace
from datetime import date
from threading import Thread
from typing import Any

import pytest

from chalicelib.accounts.model import Actor, Role
from chalicelib.follow import Follower
from chalicelib.labels import revocation
from chalicelib.labels.model import NoLabel
from chalicelib.labels.revocation import AlreadyRevoked
from chalicelib.labels.service_revocation import EndedInstrumentEffect, Revocations
from chalicelib.registry.model import number
from chalicelib.registry.problems import NoInstrument, NotYourDistrict
from chalicelib.store_dynamo import attributes
from tests.unit.labels.desk import LAB, OTHER, SCALE, SCRAPPED, UNKNOWN, Desk, KnownInstruments

TODAY = date(2026, 11, 24)
FAR = Actor("acc-01jd0000000000000000000003", frozenset({Role.SUPERVISOR}), frozenset({"350206"}))


@pytest.fixture
def office(desk: Desk) -> Revocations:
    return Revocations(desk.book, desk.clock)


def test_a_revoked_label_says_who_when_and_why(desk: Desk, office: Revocations) -> None:
    content = desk.issue()
    row, is_new = office.revoke(LAB, SCALE, 1, "copied", "两个摊位同号")
    told = row.label()
    assert (is_new, told.state, told.revoked_because, told.revoked_note) == (
        True,
        "revoked",
        "copied",
        "两个摊位同号",
    )
    assert (told.revoked_by, told.revoked_at) == (LAB.id, "2026-11-24T03:00:00.000Z")
    answer = desk.container().resolve(content)
    assert (answer.reason, answer.revoked_because) == ("revoked", "copied")
    assert desk.labels.label(SCALE, 1).label() == told


def test_repeating_a_revocation_is_the_same_one(desk: Desk, office: Revocations) -> None:
    desk.issue()
    first, _ = office.revoke(LAB, SCALE, 1, "lost", "")
    desk.later(days=1)
    again, is_new = office.revoke(LAB, SCALE, 1, "lost", "")
    assert (again, is_new) == (first, False)
    for cause, note in (("damaged", ""), ("lost", "another note")):
        told: Any = cause
        with pytest.raises(AlreadyRevoked):
            office.revoke(LAB, SCALE, 1, told, note)


def test_what_cannot_be_revoked_is_named(desk: Desk, office: Revocations) -> None:
    desk.issue()
    with pytest.raises(NoLabel):
        office.revoke(LAB, SCALE, 2, "lost", "")
    with pytest.raises(NoInstrument):
        office.revoke(LAB, UNKNOWN, 1, "lost", "")
    with pytest.raises(NotYourDistrict):
        office.revoke(FAR, SCALE, 1, "lost", "")
    assert desk.labels.label(SCALE, 1).current


def test_after_a_revocation_the_next_label_is_issued(desk: Desk, office: Revocations) -> None:
    desk.issue()
    office.revoke(LAB, SCALE, 1, "lost", "")
    assert desk.container().resolve(desk.issue(counter=2)).outcome == "genuine"
    assert desk.labels.label(SCALE, 1).label().revoked_because == "lost"


def test_parallel_revocations_make_one(desk: Desk, office: Revocations) -> None:
    desk.issue()
    made: list[bool] = []
    threads = [
        Thread(target=lambda: made.append(office.revoke(LAB, SCALE, 1, "lost", "")[1])) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [False] * 7 + [True]


def test_the_list_holds_what_could_still_be_accepted(desk: Desk, office: Revocations) -> None:
    until = {1: TODAY, 2: date(2027, 1, 1), 3: date(2060, 1, 1), 4: None}
    for counter, day in until.items():
        desk.labels.issue(LAB, SCALE, counter, day)
    office.revoke(LAB, SCALE, 4, "damaged", "")
    assert set(desk.book.revoked(TODAY)) == {(number(SCALE), counter) for counter in until}
    assert set(desk.book.revoked(date(2026, 11, 25))) == {(number(SCALE), counter) for counter in (2, 3, 4)}
    assert set(desk.book.revoked(date(2060, 1, 2))) == {(number(SCALE), 4)}


def test_a_replaced_label_was_reissued(desk: Desk) -> None:
    first = desk.issue()
    desk.issue(counter=2)
    told = desk.labels.label(SCALE, 1).label()
    assert (told.revoked_because, told.revoked_by) == ("reissued", LAB.id)
    assert desk.labels.resolve(first).revoked_because == "reissued"


class Ending(KnownInstruments):
    """The registry, in which instruments end."""

    def __init__(self) -> None:
        self.states: dict[str, str] = {}

    def instrument(self, instrument_id: str) -> Any:
        kept = super().instrument(instrument_id)
        return kept.model_copy(update={"state": self.states.get(instrument_id, kept.state)})


def consumed(desk: Desk, registry: Ending) -> None:
    effect = EndedInstrumentEffect(Revocations(desk.book, desk.clock), registry.instrument)
    images = [attributes(item) for item in list(desk.table.items.values())]
    records = [
        {"dynamodb": {"SequenceNumber": str(place), "NewImage": image}} for place, image in enumerate(images)
    ]
    assert Follower((effect,)).consume(records) == {"batchItemFailures": []}


@pytest.mark.parametrize(
    ("state", "cause"), [("scrapped", "instrument_scrapped"), ("replaced", "instrument_replaced")]
)
def test_the_end_of_an_instrument_ends_its_label_once(desk: Desk, state: str, cause: str) -> None:
    content, other = desk.issue(), desk.issue(OTHER)
    registry = Ending()
    consumed(desk, registry)
    assert desk.container().resolve(content).outcome == "genuine"
    registry.states[SCALE] = state
    for _ in range(2):
        consumed(desk, registry)
    told = desk.labels.label(SCALE, 1)
    assert (told.label().revoked_because, told.label().revoked_by, told.version) == (cause, "steelyard", 2)
    assert [desk.container().resolve(one).outcome for one in (content, other)] == ["revoked", "genuine"]


def test_an_instrument_without_a_label_ends_quietly(desk: Desk) -> None:
    Revocations(desk.book, desk.clock).end(number(SCRAPPED), "instrument_scrapped")
    assert list(desk.book.revoked(TODAY)) == []


def test_a_label_issued_while_its_instrument_is_scrapped_is_revoked_too(desk: Desk) -> None:
    effect = EndedInstrumentEffect(Revocations(desk.book, desk.clock), Ending().instrument)
    desk.issue()
    (label,) = [item for item in desk.table.items.values() if item.sk == "L#001"]
    assert list(effect.touched(label)) == [SCALE]
    assert list(effect.touched(replace(label, document={**label.document, "state": "revoked"}))) == []
    assert list(effect.touched(replace(label, event="scan.recorded/1"))) == []


def test_every_cause_has_words_in_both_languages() -> None:
    assert set(revocation.GIVEN) == revocation.CAUSES.keys() - {"reissued"}
    assert len({words.zh for words in revocation.CAUSES.values()}) == len(revocation.CAUSES)
