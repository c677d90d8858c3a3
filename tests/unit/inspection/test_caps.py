"""The annual cap: what counts, for whom, in which year, and what a visit comes from."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.errors import Problem
from chalicelib.inspection.caps import AboveCap
from chalicelib.inspection.model import Visit
from chalicelib.inspection.problems import ItemNotListed, LeftAlone, NotAsDrawn
from chalicelib.inspection.sources import CLASSES
from chalicelib.sampling import exclusions
from tests import office as demo
from tests.fakes import FakeTable
from tests.office import LEADER, MERCHANT, SUPERVISOR, VISIT, Office, made


@pytest.fixture
def office() -> Office:
    return Office(FakeTable()).furnished()


def planned(office: Office, visit: str = VISIT, **changed: Any) -> Visit:
    return office.inspection.put_visit(SUPERVISOR, visit, demo.plan(**changed), None)[0].value


def raises(problem: type[Problem], step: Callable[[], object]) -> None:
    with pytest.raises(problem):
        step()


def test_above_the_cap_an_ordinary_visit_is_refused_twice_and_an_exempt_one_is_not(office: Office) -> None:
    office.caps.most = 2
    for place in (2, 3):
        planned(office, made("vis", place))
        office.inspection.approve(LEADER, made("vis", place), None)
    planned(office)
    for place in (2, 3):
        office.code_in(made("vis", place))
    with pytest.raises(AboveCap) as refused:
        office.inspection.approve(LEADER, VISIT, None)
    assert refused.value.facts == {"counted": "2", "cap": "2"}
    raises(AboveCap, lambda: planned(office, made("vis", 4)))
    complaint = {"kind": "complaint", "id": "12315-1"}
    assert planned(office, made("vis", 4), source=complaint).state == "planned"
    assert planned(office, made("vis", 5), planned_on=date(2027, 1, 4)).state == "planned"
    assert planned(office, made("vis", 6), site_id=demo.OTHER_SITE).state == "planned"


def test_what_is_exempt_is_counted_apart(office: Office) -> None:
    planned(office, source={"kind": "complaint", "id": "12315-1"})
    office.inspection.approve(LEADER, VISIT, None)
    office.code_in(VISIT)
    count = office.store.count(demo.SITE, 2026).value
    assert (count.counted, count.exempt) == (0, {"complaint": 1})


def test_a_site_s_organiser_is_whom_the_cap_counts(office: Office) -> None:
    site = office.registry.site(demo.SITE)
    run = site.value.model_copy(update={"organiser_id": demo.MERCHANT})
    office.registry.put_site(demo.CLERK, demo.SITE, run, site.version)
    office.identified()
    assert office.store.count(demo.MERCHANT, 2026).value.counted == 1
    raises_at_merchant = office.inspection.ceiling(planned(office, made("vis", 2)))
    assert (raises_at_merchant.counted, raises_at_merchant.cap, raises_at_merchant.is_reached) == (
        1,
        4,
        False,
    )


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (None, "ordinary"),
        ({"kind": "campaign", "plan": "海鲜大排档专项"}, "campaign"),
        ({"kind": "recheck", "order": "ZG-1"}, "recheck"),
        ({"kind": "recheck", "visit": VISIT}, "recheck"),
        ({"kind": "handover", "from": "市信访局", "number": "7"}, "assigned"),
        ({"kind": "request", "merchant": demo.MERCHANT}, "requested"),
        ({"kind": "monitoring", "clue": made("alm", 1)}, "data_clue"),
        ({"kind": "licence", "number": "XK-1"}, "licence"),
    ],
)
def test_the_reason_class_follows_from_the_source(source: dict[str, str] | None, reason: str) -> None:
    plan = demo.plan(source=source)
    assert plan.reason == reason
    assert demo.plan(**plan.model_dump(mode="json", exclude_none=True)) == plan


@pytest.mark.parametrize(
    "source",
    [
        {"kind": "recheck"},
        {"kind": "recheck", "order": "1", "visit": VISIT},
        {"kind": "draw", "plan": made("pln", 1), "order": 1},
        {"kind": "whim"},
    ],
)
def test_a_source_says_what_it_is(source: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        demo.plan(source=source)


def test_a_drawn_visit_is_of_its_draw() -> None:
    where = {"plan": made("pln", 1), "order": 1}
    assert demo.plan(assignment=where).reason == "draw"
    assert demo.plan(assignment=where, source={"kind": "draw", **where}).reason == "draw"
    with pytest.raises(ValidationError):
        demo.plan(assignment=where, source={"kind": "complaint", "id": "1"})


def test_a_draw_of_an_exempt_plan_is_neither_refused_nor_counted(office: Office) -> None:
    office.caps.most = 0
    drawn = office.drawn()
    where = {"plan": drawn.plan, "order": drawn.order}
    raises(AboveCap, lambda: planned(office, drawn.visit, assignment=where))
    office.lists.exempt = "complaint"
    assert planned(office, drawn.visit, assignment=where).reason == "complaint"
    office.inspection.approve(LEADER, drawn.visit, None)
    visit = office.code_in(drawn.visit)
    assert (visit.source, visit.assignment and visit.assignment.order) == (None, 0)
    count = office.store.count(demo.SITE, 2026).value
    assert (count.counted, count.exempt) == (0, {"complaint": 1})


def test_every_reason_a_plan_may_be_exempt_for_is_a_reason_of_visits() -> None:
    rows = {row.code for one in exclusions._versions(exclusions.ExemptReasons) for row in one.rows}
    assert rows <= CLASSES.keys()


def test_what_is_not_published_on_the_planned_day_is_neither_planned_nor_approved(office: Office) -> None:
    planned(office)
    raises(ItemNotListed, lambda: planned(office, made("vis", 2), planned_on=date(2000, 12, 31)))
    office.lists.unpublished.add("JL-01")
    with pytest.raises(ItemNotListed) as refused:
        office.inspection.approve(LEADER, VISIT, None)
    assert refused.value.facts == {"item": "JL-01"}
    raises(ItemNotListed, lambda: planned(office, made("vis", 2), emergency={"reason": "群众反映(演示)"}))


def test_an_item_is_named_as_the_published_list_names_it(office: Office) -> None:
    visit = planned(office, item={"code": "JL-01", "name": "别的名称"})
    assert visit.item.name == "集贸市场在用衡器监督检查"
    assert planned(office, item={"code": "JL-01", "name": "别的名称"}) == visit


def test_a_drawn_visit_is_for_an_item_of_its_plan(office: Office) -> None:
    drawn = office.drawn()
    where, item = {"plan": drawn.plan, "order": drawn.order}, {"code": "JL-02", "name": "演示"}
    raises(NotAsDrawn, lambda: planned(office, drawn.visit, assignment=where, item=item))


@pytest.mark.parametrize("spared", [demo.SITE, demo.SCALE, MERCHANT])
def test_who_is_on_the_white_list_is_visited_for_cause_or_when_drawn(office: Office, spared: str) -> None:
    site = office.registry.site(demo.SITE)
    run = site.value.model_copy(update={"organiser_id": MERCHANT})
    office.registry.put_site(demo.CLERK, demo.SITE, run, site.version)
    one: dict[str, Any] = {"instruments": [demo.SCALE]}
    planned(office, **one)
    office.lists.spared.add(spared)
    raises(LeftAlone, lambda: office.inspection.approve(LEADER, VISIT, None))
    campaign = {"kind": "campaign", "plan": "2026-3"}
    raises(LeftAlone, lambda: planned(office, made("vis", 2), source=campaign, **one))
    assert planned(office, made("vis", 2), source={"kind": "complaint", "id": "12315-1"}, **one)
    drawn = office.drawn()
    where = {"plan": drawn.plan, "order": drawn.order}
    assert planned(office, drawn.visit, assignment=where).reason == "draw"


def test_the_approval_of_an_emergency_is_made_up_whatever_the_lists_say_by_then(office: Office) -> None:
    planned(office, emergency={"reason": "群众反映计量失准(演示)"})
    office.code_in(VISIT)
    office.lists.unpublished.add("JL-01")
    assert office.inspection.approve(LEADER, VISIT, None).value.approved_by == LEADER.id
