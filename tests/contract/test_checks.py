"""Checks under crowding and disorder, on the fake table and on the embedded DynamoDB alike."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from threading import Barrier

import pytest

from chalicelib import events
from chalicelib.inspection.checks import KINDS, Attempt, Check
from chalicelib.registry.model import number
from chalicelib.store import Table
from chalicelib.store_dynamo import attributes
from tests import office as demo
from tests.checking import SENT, new
from tests.office import ANNA, BAO, CHECK, LEADER, SCALE, SUPERVISOR, VISIT, Office, made

CROWD = 32


@pytest.fixture
def office(table: Table) -> Office:
    return Office(table).furnished().identified()


def together[T](*calls: Callable[[], T]) -> list[T]:
    """What these calls answer when they start at the same moment."""
    start = Barrier(len(calls))

    def run(call: Callable[[], T]) -> T:
        start.wait(timeout=30)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def put(office: Office, place: int = 1, minutes_ago: int = 2) -> Callable[[], tuple[Check | Attempt, bool]]:
    device_at = demo.NOON - timedelta(minutes=minutes_ago)
    new = demo.check(device_at=device_at)
    return lambda: office.inspection.put_check(ANNA, VISIT, made("chk", place), new)


def checks(office: Office) -> tuple[Check, ...]:
    return office.inspection.file(LEADER, VISIT, "")[1].checks


def follow(office: Office, kept: Iterable[Check]) -> None:
    """The stream brings these checks, one by one, each again until it is followed."""
    for check in kept:
        item = office.table.get(f"V#{VISIT}", f"C#{check.id}")
        assert item is not None
        assert item.event == events.CHECK_RECORDED.mark
        record = {"dynamodb": {"SequenceNumber": item.sk, "NewImage": attributes(item)}}
        for _ in range(20):
            if not office.follower.consume([record])["batchItemFailures"]:
                break
        else:
            raise AssertionError(f"{check.id} is not followed")


def test_32_parallel_puts_of_one_check_make_one(office: Office) -> None:
    answers = together(*[put(office)] * CROWD)
    assert [is_new for _, is_new in answers].count(True) == 1
    assert {str(check) for check, _ in answers} == {str(checks(office)[0])}
    assert len(checks(office)) == 1


def test_32_parallel_checks_on_one_instrument_are_all_kept(office: Office) -> None:
    answers = together(*(put(office, place) for place in range(1, CROWD + 1)))
    assert all(is_new for _, is_new in answers)
    assert {check.id for check in checks(office)} == {made("chk", place) for place in range(1, CROWD + 1)}


def test_32_parallel_repeats_of_one_refusal_keep_one_attempt(table: Table) -> None:
    office = Office(table).furnished()
    office.inspection.put_visit(SUPERVISOR, VISIT, demo.plan(), None)
    answers = together(*[put(office)] * CROWD)
    kept = office.inspection.file(LEADER, VISIT, "")[1].attempts
    assert {str(attempt) for attempt, _ in answers} == {str(kept[0])}
    assert len(kept) == 1


def test_parallel_approvals_make_one(table: Table) -> None:
    office = Office(table).furnished()
    office.inspection.put_visit(SUPERVISOR, VISIT, demo.plan(), None)
    answers = together(*[lambda: office.inspection.approve(LEADER, VISIT, None)] * 8)
    assert {(stored.version, str(stored.value)) for stored in answers} == {(2, str(answers[0].value))}


@pytest.mark.parametrize("seed", range(3))
def test_the_head_ends_right_with_a_suspension_between_and_checks_late_and_out_of_order(
    office: Office, seed: int
) -> None:
    """Yesterday's checks arrive on both sides of a suspension; four consumers bring them twice, in any order."""
    office.clock.at += timedelta(days=1)
    for place in range(1, 9):
        put(office, place, minutes_ago=place)()
    early = checks(office)
    together(
        lambda: follow(office, early[:4]),
        lambda: follow(office, early[4:]),
        lambda: office.suspend(ANNA, SCALE, "示值超差"),
    )
    together(*(put(office, place, minutes_ago=100 - place) for place in range(9, 17)))
    kept = sorted(checks(office), key=lambda check: (check.received_at, check.id))
    assert len(kept) == 16
    brought = [*kept, *kept]
    Random(seed).shuffle(brought)  # noqa: S311 - an order to try, not a secret
    together(*(lambda part=part: follow(office, brought[part::4]) for part in range(4)))
    head = office.head()
    assert (head.state, head.suspension is not None) == ("suspended", True)
    assert [check.id for check in head.checks] == [check.id for check in reversed(kept[-5:])]
    pointers = office.table.query(f"I#{number(SCALE)}", begins="C#").items
    assert len(pointers) == 16


def test_a_check_from_before_the_suspension_is_taken_and_one_after_it_kept_as_an_attempt(
    office: Office,
) -> None:
    office.suspend(ANNA, SCALE, "示值超差")
    before, _ = put(office)()
    assert isinstance(before, Check)
    answer, _ = put(office, 2, minutes_ago=-1)()
    assert isinstance(answer, Attempt)
    assert office.inspection.file(BAO, VISIT, "")[1].attempts == (answer,)


def test_the_head_shows_checks_of_every_kind_of_its_instrument_and_none_of_goods(office: Office) -> None:
    for place, kind in enumerate(KINDS, 1):
        assert office.inspection.put_check(ANNA, VISIT, made("chk", place), new(kind))[1]
    follow(office, checks(office))
    shown = {kind for kind in KINDS if SENT[kind].get("instrument_id") == SCALE}
    assert (
        {check.kind for check in office.head().checks}
        == shown
        == {"weighing_instrument", "retail", "identity"}
    )
    assert [check.kind for check in office.head(demo.PUMP).checks] == ["fuel"]
    assert {check.kind for check in checks(office)} == set(KINDS)


def test_officers_lists_follow_the_visit(office: Office) -> None:
    assert [row["state"] for row in office.inspection.own_visits(BAO, "").rows] == ["coded_in"]
    assert [row["id"] for row in office.inspection.visits_of(LEADER, demo.DISTRICT, "coded_in", "").rows] == [
        VISIT
    ]
    assert office.inspection.visits_of(LEADER, demo.DISTRICT, "planned", "").rows == ()


def test_a_visit_with_its_checks_is_one_query_and_leads_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.inspection.store.PAGE", 5)
    for place in range(1, 12):
        put(office, place)()
    seen: list[str] = []
    after = ""
    while True:
        _, page = office.inspection.file(ANNA, VISIT, after)
        seen += [check.id for check in page.checks]
        if not (after := page.after):
            break
    assert seen == [made("chk", place) for place in range(11, 0, -1)]
    assert office.inspection.check(ANNA, VISIT, CHECK).id == CHECK
