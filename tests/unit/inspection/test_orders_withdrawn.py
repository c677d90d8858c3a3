"""Orders of a void visit are withdrawn, what they stopped is given back; the stream finishes what broke off."""

from contextlib import suppress
from dataclasses import replace

import pytest

from chalicelib.accounts.model import Actor, Role
from chalicelib.inspection.endings import NewResult
from chalicelib.inspection.model import Visit
from chalicelib.inspection.orders import MOVES, OrderSettled
from chalicelib.inspection.service_book import Stored
from chalicelib.inspection.store import InspectionStore
from tests import office as demo
from tests import reviewing, visiting
from tests.fakes import FakeTable
from tests.office import ANNA, BAO, LEADER, MERCHANT, OTHER_SCALE, SCALE, VISIT, Office, made
from tests.reviewing import ESCALATES, KEEPER, NOTHING, ORDER, Desk
from tests.unit.inspection.test_orders import broken_off, raises

ENDED = (f"V#{VISIT}", "E")
LAB = made("lab", 1)
TESTER = Actor(made("acc", 60), frozenset({Role.LAB}), labs=frozenset({LAB}))


@pytest.fixture
def desk() -> Desk:
    return Desk(Office(FakeTable()).furnished()).checked().found()


def voided(desk: Desk) -> Desk:
    desk.office.moves.void(LEADER, VISIT, visiting.VOIDED)
    return desk


def told(desk: Desk) -> list[str]:
    """The subjects of what the merchant was told."""
    rows, _ = desk.notices.of_merchant(MERCHANT, "", 10)
    return [row["subject"] for row in rows]


@pytest.mark.parametrize("state", ["ordered", "in_progress", "submitted", "failed"])
def test_a_void_visit_takes_its_orders_along_and_the_merchant_is_told_once(desk: Desk, state: str) -> None:
    desk.ordered()
    if state == "in_progress":
        desk.orders.start(KEEPER, ORDER)
    if state in {"submitted", "failed"}:
        desk.orders.submit(KEEPER, ORDER, reviewing.submission())
    if state == "failed":
        desk.recheck(NewResult(codes=("7",)))
    assert desk.kept().state == state
    order = voided(desk).kept()
    assert order.withdrawal
    assert (order.state, order.withdrawal.reason, order.withdrawal.by) == (
        "withdrawn",
        visiting.VOIDED.reason,
        LEADER.id,
    )
    assert (desk.listed(state), desk.listed("withdrawn")) == ([], [ORDER])
    for _ in range(2):
        desk.follow()
        desk.follow(*ENDED)
    assert told(desk) == [f"/orders/{ORDER}"]
    raises(OrderSettled, lambda: desk.orders.start(KEEPER, ORDER))
    raises(OrderSettled, lambda: desk.orders.escalate(LEADER, ORDER, ESCALATES))
    assert voided(desk).kept() == order


def test_what_is_over_stays_as_it_ended(desk: Desk) -> None:
    desk.ordered()
    desk.recheck(NOTHING)
    voided(desk).follow(*ENDED)
    assert (desk.kept().state, told(desk)) == ("passed", [])
    assert {one for one, to in MOVES if to == "withdrawn"} == {
        "ordered",
        "in_progress",
        "submitted",
        "failed",
    }


def test_an_instrument_comes_back_with_a_record_of_it(desk: Desk) -> None:
    desk.ordered(stop_use=[SCALE])
    assert desk.office.head().state == "suspended"
    voided(desk)
    desk.follow()
    desk.follow(*ENDED)
    assert (desk.office.head().state, desk.office.head().suspension) == ("in_use", None)
    acts = desk.office.life.book.acts(desk.office.head().number)
    assert [(one.sent.root.kind, one.by) for one in acts] == [("suspend", ANNA.id), ("release", LEADER.id)]
    assert acts[1].sent.root.reason == "思明市监责改〔2026〕第1号 责令改正已撤回：" + visiting.VOIDED.reason
    desk.office.suspend(reason="另案停用")
    desk.follow()
    assert desk.office.head().state == "suspended", "the order gave it back once"


def test_what_stands_still_for_another_reason_or_order_is_not_given_back(desk: Desk) -> None:
    desk.office.suspend(reason="另案停用")
    desk.ordered(stop_use=[SCALE, OTHER_SCALE])
    other = made("vis", 2)
    desk.office.inspection.put_visit(demo.SUPERVISOR, other, demo.plan(), None)
    desk.office.inspection.approve(LEADER, other, None)
    desk.office.code_in(other)
    basis = {"evidence": [made("evi", 1)]}
    desk.findings.put(ANNA, other, made("fin", 5), reviewing.finding(basis=basis, instrument_id=OTHER_SCALE))
    desk.findings.decide(ANNA, other, made("fin", 5), reviewing.confirms())
    second = reviewing.order(visit_id=other, findings=[made("fin", 5)], stop_use=[OTHER_SCALE])
    desk.orders.issue(ANNA, made("rec", 2), second)
    voided(desk).follow()
    assert desk.office.head(SCALE).state == desk.office.head(OTHER_SCALE).state == "suspended"


def test_a_sealed_instrument_stays_sealed_and_the_attempt_is_kept(desk: Desk) -> None:
    desk.ordered(stop_use=[SCALE])
    desk.office.act(LEADER, "freeze", reason="计量纠纷(演示)")
    voided(desk).follow()
    assert desk.office.head().state == "disputed_frozen"
    assert desk.office.head().suspension is not None


def test_the_stream_finishes_an_order_to_stop_that_broke_off(desk: Desk) -> None:
    with suppress(OSError):
        broken_off(desk).issue(ANNA, ORDER, reviewing.order(stop_use=[SCALE]))
    assert (desk.office.head().suspension, desk.kept().stopped_at) == (None, None)
    desk.follow()
    assert desk.office.head().suspension is not None
    stopped = desk.kept()
    assert stopped.stopped_at is not None
    assert desk.orders.issue(BAO, ORDER, reviewing.order(stop_use=[SCALE])) == (stopped, False)


def test_what_a_lab_gave_back_is_not_stopped_again_by_a_late_record(desk: Desk) -> None:
    desk.ordered(stop_use=[SCALE])
    desk.office.verify(TESTER, LAB)
    assert desk.office.head().state == "in_use"
    desk.orders.start(KEEPER, ORDER)
    desk.follow()
    assert desk.office.head().state == "in_use"


class AsBefore(InspectionStore):
    """The visit as it was when this was made: what a slow request has read."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.office.table)
        self._before = super().visit(VISIT)

    def visit(self, visit_id: str) -> Stored[Visit] | None:
        return self._before if visit_id == VISIT else super().visit(visit_id)


def test_an_order_that_was_under_way_while_its_visit_became_void_is_withdrawn_by_the_stream(
    desk: Desk,
) -> None:
    late = replace(desk.orders, records=AsBefore(desk))
    voided(desk)
    assert late.issue(ANNA, ORDER, reviewing.order(stop_use=[SCALE]))[0].state == "ordered"
    desk.follow()
    assert (desk.kept().state, told(desk)) == ("withdrawn", [f"/orders/{ORDER}"])
    desk.follow()
    assert desk.office.head().state == "in_use"
