"""What officers find, order and decide comes through the queue as by its own route."""

from tests import reviewing, visiting
from tests.golden.sync.make import dumped
from tests.office import SCALE, VISIT, made
from tests.phones import Desk, told
from tests.reviewing import FINDING, ORDER


def found(desk: Desk) -> None:
    """A failing check, what was found by it, and that it is so."""
    desk.phone.check(1)
    desk.phone.add("finding", dumped(reviewing.finding()), id=FINDING)
    desk.phone.add("decision", dumped(reviewing.confirms()), id=FINDING)


def test_findings_orders_and_the_result_come_through_the_queue_as_by_their_routes() -> None:
    desk = Desk()
    found(desk)
    desk.phone.add("order", dumped(reviewing.order(stop_use=[SCALE])), id=ORDER)
    desk.phone.add("closing", dumped(visiting.closing()))
    desk.phone.add("result", dumped(reviewing.ORDERED))
    taken = desk.take()
    assert told(taken) == ["accepted"] * 6
    assert taken.told[3].kept
    assert taken.told[3].kept.shown == {"state": "ordered", "due_on": "2026-12-09"}
    stored = desk.office.store.visit(VISIT)
    assert stored is not None
    assert ([one.state for one in stored.value.findings], stored.value.state) == (["confirmed"], "entered")
    assert reviewing.Desk(desk.office).kept().stop_use == (SCALE,)
    assert desk.office.head().state == "suspended"
    assert told(desk.take()) == ["already"] * 6


def test_an_order_behind_a_refused_finding_is_refused_too_and_both_are_corrected() -> None:
    desk = Desk()
    desk.phone.add("finding", dumped(reviewing.finding()), id=FINDING)
    desk.phone.add("order", dumped(reviewing.order()), id=ORDER)
    found(desk)
    desk.phone.add("order", dumped(reviewing.order()), id=made("rec", 2), corrects=2)
    taken = desk.take()
    assert told(taken) == ["refused", "refused", *["accepted"] * 4]
    codes = [one.kept.refusal.code for one in taken.told[:2] if one.kept and one.kept.refusal]
    assert codes == ["visit.unknown_basis", "visit.not_confirmed"]


def test_an_order_names_the_visit_of_its_entry() -> None:
    desk = Desk()
    found(desk)
    desk.phone.add("order", dumped(reviewing.order(visit_id=made("vis", 9))), id=ORDER)
    one = desk.take().told[-1]
    assert one.kept
    assert one.kept.refusal
    assert [fault.pointer for fault in one.kept.refusal.faults] == ["/body/visit_id"]
