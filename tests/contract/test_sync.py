"""Phones' queues under crowding, on the fake table and on the embedded DynamoDB alike."""

import pytest

from chalicelib.accounts.model import Actor
from chalicelib.inspection.service_sync_pull import Pull
from chalicelib.inspection.store_sync import PullShelf
from chalicelib.inspection.sync import Tip
from chalicelib.store import Table, digest
from tests.contract.test_checks import together
from tests.office import ANNA, LEADER, VISIT, made
from tests.phones import Desk, told

CROWD = 8


@pytest.fixture
def desk(table: Table) -> Desk:
    desk = Desk(table)
    for place in range(1, 13):
        desk.phone.check(place)
    return desk


def test_a_queue_sent_by_eight_tabs_at_once_is_carried_out_once(desk: Desk) -> None:
    taken = together(*[desk.take] * CROWD)
    assert {one.confirmed for one in taken} == {Tip(12, digest(desk.phone.entries[-1]))}
    assert {outcome for one in taken for outcome in told(one)} <= {"accepted", "already"}
    assert desk.checks() == [made("chk", place) for place in range(1, 13)]
    assert set(told(desk.take())) == {"already"}


def test_parts_that_arrive_at_once_and_out_of_order_end_as_one_chain(desk: Desk) -> None:
    parts = [(9, 10, 11, 12), (5, 6, 7, 8), (1, 2, 3, 4), (12, 1)]
    together(*(lambda part=part: desk.take(*part) for part in parts))
    assert desk.take(12).confirmed.n == 12, "what waited is carried out with the next call"
    assert desk.checks() == [made("chk", place) for place in range(1, 13)]


def test_two_phones_with_one_queue_that_send_at_once_leave_one_chain_and_the_fork_beside_it(
    desk: Desk,
) -> None:
    other = desk.phone.copy()
    desk.phone.check(20)
    other.check(21)
    one, two = together(desk.take, lambda: desk.take(phone=other))
    assert sorted((told(one)[-1], told(two)[-1])) == ["accepted", "conflict"]
    kept = desk.sync.ledger.beyond(ANNA.id, other.device, 12)
    assert sorted((entry.state, entry.entry is not None) for entry in kept) == [
        ("accepted", False),
        ("received", True),
    ]


def test_a_gap_is_named_until_it_is_filled_or_lost(desk: Desk) -> None:
    gap = desk.take(1, 2, 5, 6, 9)
    assert (gap.confirmed.n, gap.missing) == (2, ((3, 4), (7, 8)))
    assert desk.take(3, 4).confirmed.n == 6
    assert desk.take(lost=(7, 8)).confirmed.n == 9


def test_a_phone_fetches_what_changed(desk: Desk) -> None:
    pull = Pull(PullShelf(desk.table), tuple)

    def changed(actor: Actor, cursor: str) -> tuple[list[str], str]:
        pulled = pull.changes(actor, cursor)
        return [one.visit.id for one in pulled.changed], pulled.cursor

    visits, cursor = changed(ANNA, "")
    assert visits == [VISIT]
    assert changed(ANNA, cursor) == ([], cursor)
    desk.office.suspend()
    assert changed(ANNA, cursor)[0] == [VISIT]
    assert changed(LEADER, "")[0] == []
