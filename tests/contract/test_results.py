"""Review and orders under crowding, on the fake table and on the embedded DynamoDB alike."""

from contextlib import suppress

import pytest

from chalicelib.errors import Problem
from chalicelib.inspection.review import NewReturn
from chalicelib.store import Table
from tests import office as demo
from tests import reviewing
from tests.contract.test_checks import together
from tests.office import ANNA, BAO, LEADER, MERCHANT, REVIEWER, SCALE, VISIT, Office, made
from tests.reviewing import KEEPER, NOTHING, ORDER, Desk

CROWD = 6


@pytest.fixture
def desk(table: Table) -> Desk:
    return Desk(Office(table).furnished()).checked().found()


def test_findings_told_at_once_are_all_kept(desk: Desk) -> None:
    finding = reviewing.finding(kind="data")
    together(
        *(lambda n=n: desk.findings.put(ANNA, VISIT, made("fin", 10 + n), finding) for n in range(CROWD))
    )
    assert len(desk.visit().findings) == 1 + CROWD


def test_one_order_told_at_once_is_one_and_suspends_once(desk: Desk) -> None:
    together(*[lambda: desk.orders.issue(ANNA, ORDER, reviewing.order(stop_use=[SCALE]))] * CROWD)
    assert [one.id for one in desk.orders.of_visit(LEADER, VISIT)] == [ORDER]
    assert desk.office.head().suspension is not None
    assert len(desk.office.life.book.acts(desk.office.head().number)) == 1


def test_orders_issued_at_once_get_every_number_once(desk: Desk) -> None:
    together(
        *(lambda n=n: desk.orders.issue(ANNA, made("rec", 10 + n), reviewing.order()) for n in range(CROWD))
    )
    numbers = sorted(one.no for one in desk.orders.of_visit(LEADER, VISIT))
    assert numbers == [f"思明市监责改〔2026〕第{n + 1}号" for n in range(CROWD)]
    assert desk.office.store.numbers("order", demo.DISTRICT, 2026).value.last == CROWD


def test_a_record_reviewed_and_given_back_at_once_is_one_of_both(desk: Desk) -> None:
    desk.ordered()
    desk.office.moves.enter(ANNA, VISIT, reviewing.ORDERED)

    def accept() -> None:
        with suppress(Problem):
            desk.office.moves.review(REVIEWER, VISIT, None)

    def give_back() -> None:
        with suppress(Problem):
            desk.review.give_back(
                demo.actor(22, *REVIEWER.roles), VISIT, NewReturn(reason="证据不清(演示)"), None
            )

    together(*[accept] * 3, *[give_back] * 3)
    visit = desk.visit()
    assert (visit.state == "reviewed") == (visit.review is not None) == (not visit.returns)
    assert (desk.office.table.get(f"V#{VISIT}", "W") is not None) == (visit.state == "reviewed")


def test_an_order_s_steps_move_it_between_the_lists(desk: Desk) -> None:
    desk.ordered()
    desk.reviewed()

    def listed(state: str) -> list[str]:
        return [row["id"] for row in desk.orders.of_district(LEADER, demo.DISTRICT, state, "").rows]

    together(*[lambda: desk.orders.submit(KEEPER, ORDER, reviewing.submission())] * CROWD)
    assert (listed("ordered"), listed("submitted"), listed("late")) == ([], [ORDER], [])
    desk.recheck(NOTHING)
    assert (listed("submitted"), listed("passed")) == ([], [ORDER])
    assert [row["corrected_on"] for row in desk.orders.of_merchant(KEEPER, MERCHANT, "").rows] == [
        "2026-11-24"
    ]
    assert desk.orders.read(BAO, ORDER).state == "passed"
