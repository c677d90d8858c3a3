"""Orders to rectify: who issues and answers them, their terms, and that passing needs a reviewed recheck."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.errors import IdTaken, NotFound, Problem
from chalicelib.inspection.endings import NewResult
from chalicelib.inspection.findings import NotConfirmed
from chalicelib.inspection.orders import (
    NotLate,
    OnlyPhotos,
    OrderSettled,
    OtherInstrument,
    OtherTerm,
    TooManyPhotos,
    setting,
)
from chalicelib.inspection.problems import EvidenceMissing, NotYourDistrict, Settled, TooEarly
from chalicelib.inspection.service_orders import MOST_PHOTOS, Orders
from tests import exhibits, reviewing, visiting
from tests import office as demo
from tests.fakes import FakeTable
from tests.office import (
    ANNA,
    BAO,
    DISTRICT,
    ELSEWHERE,
    FAR_LEADER,
    LEADER,
    MERCHANT,
    REVIEWER,
    SCALE,
    STRANGER,
    SUPERVISOR,
    VISIT,
    Office,
    made,
)
from tests.reviewing import ESCALATES, KEEPER, NOTHING, ORDER, OTHER_KEEPER, RECHECK, Desk

PHOTO = exhibits.photo()


@pytest.fixture
def desk() -> Desk:
    return Desk(Office(FakeTable()).furnished()).checked().found()


def raises(problem: type[Problem], step: Callable[[], object]) -> None:
    with pytest.raises(problem):
        step()


def test_an_order_rests_on_confirmed_findings_and_names_its_last_day(desk: Desk) -> None:
    order = desk.ordered()
    assert (order.state, order.due_on, order.told[0].source) == (
        "ordered",
        date(2026, 12, 9),
        "计量法 第十六条(演示)",
    )
    assert desk.orders.issue(BAO, ORDER, reviewing.order()) == (order, False)
    raises(IdTaken, lambda: desk.orders.issue(ANNA, ORDER, reviewing.order(term_days=7)))
    raises(NotFound, lambda: desk.orders.issue(STRANGER, made("rec", 2), reviewing.order()))
    raises(OtherTerm, lambda: desk.orders.issue(ANNA, made("rec", 2), reviewing.order(term_days=8)))
    assert desk.orders.of_visit(REVIEWER, VISIT) == (order,)
    assert setting(date(1999, 1, 1)).term_days == (7, 15, 30)


def test_orders_are_numbered_by_office_and_local_year_without_gaps(desk: Desk) -> None:
    def no(place: int, **changed: Any) -> str:
        return desk.orders.issue(ANNA, made("rec", place), reviewing.order(**changed))[0].no

    assert [no(1), no(2), no(1)] == [f"思明市监责改〔2026〕第{n}号" for n in (1, 2, 1)]
    raises(OtherTerm, lambda: no(3, term_days=8))
    desk.office.clock.at = demo.NOON.replace(month=12, day=31, hour=16)  # 00:00 on 1 January in the city
    assert [no(4), no(5)] == ["思明市监责改〔2027〕第1号", "思明市监责改〔2027〕第2号"]
    rows = desk.orders.of_merchant(KEEPER, MERCHANT, "").rows
    assert {row["no"] for row in rows} == {no(place) for place in (1, 2, 4, 5)}


@pytest.mark.parametrize(
    "changed",
    [{"findings": [made("fin", 2)]}, {"findings": [made("fin", 9)]}, {"merchant_id": made("mer", 9)}],
)
def test_nothing_else_is_ordered(desk: Desk, changed: dict[str, Any]) -> None:
    desk.findings.put(ANNA, VISIT, made("fin", 2), reviewing.finding(merchant_id=MERCHANT))
    desk.findings.decide(ANNA, VISIT, made("fin", 2), reviewing.DROPS)
    raises(NotConfirmed, lambda: desk.orders.issue(ANNA, ORDER, reviewing.order(**changed)))


def test_an_order_comes_after_the_identification_and_not_for_a_visit_that_is_over(desk: Desk) -> None:
    other = made("vis", 2)
    desk.office.inspection.put_visit(SUPERVISOR, other, demo.plan(), None)
    raises(TooEarly, lambda: desk.orders.issue(ANNA, ORDER, reviewing.order(visit_id=other)))
    desk.office.moves.void(LEADER, VISIT, visiting.VOIDED)
    raises(Settled, desk.ordered)


class Broken:
    """The registry, out of reach."""

    def put_act(self, *_: Any) -> Any:
        raise OSError

    act = put_act


def broken_off(desk: Desk) -> Orders:
    """Issuing dies once the order is written."""
    return replace(desk.orders, stops=replace(desk.stops, acts=Broken))


def test_an_order_to_stop_suspends_at_once_also_when_the_first_try_broke_off(desk: Desk) -> None:
    with pytest.raises(OSError):  # noqa: PT011 - it has no words
        broken_off(desk).issue(ANNA, ORDER, reviewing.order(stop_use=[SCALE]))
    assert (desk.listed(), desk.office.head().suspension) == ([ORDER], None)
    desk.ordered(stop_use=[SCALE])
    first = desk.office.head().suspension
    assert first is not None
    assert first.reason.startswith("思明市监责改〔2026〕第1号 责令改正：")
    desk.ordered(stop_use=[SCALE])
    assert desk.office.head().suspension == first


def test_only_instruments_of_the_visit_are_stopped(desk: Desk) -> None:
    raises(OtherInstrument, lambda: desk.ordered(stop_use=[ELSEWHERE]))
    assert desk.listed() == []


def test_its_merchant_answers_and_nobody_else(desk: Desk) -> None:
    desk.ordered()
    for who in (OTHER_KEEPER, ANNA, LEADER):
        raises(NotFound, partial(desk.orders.start, who, ORDER))
        raises(NotFound, partial(desk.orders.submit, who, ORDER, reviewing.submission()))
    raises(NotFound, lambda: desk.orders.read(OTHER_KEEPER, ORDER))
    assert desk.orders.start(KEEPER, ORDER) == desk.orders.start(KEEPER, ORDER)
    told = desk.orders.submit(KEEPER, ORDER, reviewing.submission())
    assert desk.orders.submit(KEEPER, ORDER, reviewing.submission()) == told
    raises(OrderSettled, lambda: desk.orders.submit(KEEPER, ORDER, reviewing.submission(text="又改了一次")))
    raises(OrderSettled, lambda: desk.orders.start(KEEPER, ORDER))
    assert (desk.listed(), desk.listed("submitted")) == ([], [ORDER])
    assert [row["state"] for row in desk.orders.of_merchant(KEEPER, MERCHANT, "").rows] == ["submitted"]
    raises(NotFound, lambda: desk.orders.of_merchant(OTHER_KEEPER, MERCHANT, ""))


def test_late_orders_are_listed_from_the_day_after_the_last(desk: Desk) -> None:
    desk.ordered()
    desk.orders.issue(ANNA, made("rec", 2), reviewing.order(term_days=7))
    desk.orders.start(KEEPER, made("rec", 2))
    desk.office.clock.at = demo.NOON + timedelta(days=15)
    assert desk.listed("late") == [made("rec", 2)]
    desk.office.clock.at = demo.NOON + timedelta(days=16)
    assert desk.listed("late") == [made("rec", 2), ORDER]
    raises(NotYourDistrict, lambda: desk.orders.of_district(FAR_LEADER, DISTRICT, "late", ""))
    raises(NotYourDistrict, lambda: desk.orders.of_district(KEEPER, DISTRICT, "late", ""))


def test_a_reviewed_recheck_passes_the_order_and_the_first_result_stays(desk: Desk) -> None:
    desk.ordered()
    desk.reviewed()
    desk.orders.submit(KEEPER, ORDER, reviewing.submission())
    assert desk.recheck(NOTHING).reason == "recheck"
    order = desk.kept()
    assert (order.state, order.corrected_on) == ("passed", date(2026, 11, 24))
    assert order.recheck is not None
    assert (order.recheck.visit_id, order.recheck.reviewed_by) == (RECHECK, REVIEWER.id)
    first = desk.visit().result
    assert first is not None
    assert first.codes == ("5",)


def test_a_recheck_that_found_it_undone_fails_it_and_a_leader_escalates(desk: Desk) -> None:
    desk.ordered()
    raises(NotLate, lambda: desk.orders.escalate(LEADER, ORDER, ESCALATES))
    desk.orders.submit(KEEPER, ORDER, reviewing.submission())
    desk.recheck(NewResult(codes=("7",)))
    assert (desk.kept().state, desk.kept().corrected_on) == ("failed", None)
    raises(NotFound, lambda: desk.orders.escalate(FAR_LEADER, ORDER, ESCALATES))
    escalated = desk.orders.escalate(LEADER, ORDER, ESCALATES)
    assert (escalated.state, desk.orders.escalate(LEADER, ORDER, ESCALATES)) == ("escalated", escalated)


def test_before_the_term_is_over_a_recheck_may_pass_an_unanswered_order_but_not_fail_it(desk: Desk) -> None:
    desk.ordered()
    desk.recheck(NewResult(codes=("7",)))
    assert desk.kept().state == "ordered"
    desk.recheck(NOTHING, made("vis", 6))
    assert desk.kept().state == "passed"


def test_a_recheck_elsewhere_settles_nothing(desk: Desk) -> None:
    desk.ordered()
    office, source = desk.office, {"kind": "recheck", "order": ORDER}
    elsewhere = demo.plan(source=source, site_id=demo.OTHER_SITE)
    office.inspection.put_visit(SUPERVISOR, RECHECK, elsewhere, None)
    office.inspection.approve(LEADER, RECHECK, None)
    office.code_in(RECHECK)
    office.moves.close(ANNA, RECHECK, visiting.closing(checks=[], note="现场查看(演示)"))
    office.moves.enter(ANNA, RECHECK, NOTHING)
    office.moves.review(REVIEWER, RECHECK, None)
    assert desk.kept().state == "ordered"


def test_photos_of_a_merchant_are_evidence_of_the_visit_that_officers_open(desk: Desk) -> None:
    desk.ordered()
    new = exhibits.new(PHOTO)
    one, slot, is_new = desk.orders.photo(KEEPER, ORDER, made("evi", 5), new)
    assert (one.about, one.by, is_new, slot is not None) == ("rectified", KEEPER.id, True, True)
    assert desk.orders.photo(KEEPER, ORDER, made("evi", 5), new)[2] is False
    assert desk.exhibits.open(ANNA, VISIT, made("evi", 5)).evidence == one
    raises(NotFound, lambda: desk.exhibits.open(KEEPER, VISIT, made("evi", 5)))
    raises(NotFound, lambda: desk.orders.photo(OTHER_KEEPER, ORDER, made("evi", 6), new))
    raises(NotFound, lambda: desk.orders.photo(ANNA, ORDER, made("evi", 6), new))
    note = exhibits.new(PHOTO, kind="file", media_type="application/pdf")
    raises(OnlyPhotos, lambda: desk.orders.photo(KEEPER, ORDER, made("evi", 6), note))
    desk.exhibits.announce(ANNA, VISIT, made("evi", 7), new)
    raises(NotFound, lambda: desk.orders.photo(KEEPER, ORDER, made("evi", 7), new))
    unknown = reviewing.submission(evidence=[made("evi", 5), made("evi", 8)])
    raises(EvidenceMissing, lambda: desk.orders.submit(KEEPER, ORDER, unknown))
    told = reviewing.submission(evidence=[made("evi", 5)])
    assert desk.orders.submit(KEEPER, ORDER, told).state == "submitted"


def test_one_merchant_sends_so_many_photos_and_only_while_the_order_is_open(desk: Desk) -> None:
    desk.ordered()
    for place in range(MOST_PHOTOS):
        desk.orders.photo(KEEPER, ORDER, made("evi", 100 + place), exhibits.new(PHOTO))
    raises(TooManyPhotos, lambda: desk.orders.photo(KEEPER, ORDER, made("evi", 99), exhibits.new(PHOTO)))
    desk.recheck(NOTHING)
    raises(OrderSettled, lambda: desk.orders.photo(KEEPER, ORDER, made("evi", 100), exhibits.new(PHOTO)))


def test_an_owner_is_told_of_visits_from_their_identification_on() -> None:
    desk = Desk(Office(FakeTable()).furnished())
    desk.office.approved(site_id=None, merchant_id=MERCHANT)
    assert desk.orders.visited(KEEPER, MERCHANT, "").rows == ()
    raises(NotFound, lambda: desk.orders.visited_by(KEEPER, MERCHANT, VISIT))
    desk.office.code_in(VISIT)
    assert [row["id"] for row in desk.orders.visited(KEEPER, MERCHANT, "").rows] == [VISIT]
    assert desk.orders.visited_by(KEEPER, MERCHANT, VISIT).id == VISIT
    raises(NotFound, lambda: desk.orders.visited(OTHER_KEEPER, MERCHANT, ""))
    raises(NotFound, lambda: desk.orders.visited_by(OTHER_KEEPER, made("mer", 9), VISIT))
