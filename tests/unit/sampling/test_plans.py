"""Items, plans and officers: what a plan may say, and that three people make it public."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.accounts.model import Role
from chalicelib.errors import IdTaken, NotFound, Problem, VersionStale
from chalicelib.sampling import problems
from chalicelib.sampling.items import Ratio
from chalicelib.sampling.officers import Conflict, PoolOfficer
from chalicelib.sampling.plans import StratumRule
from chalicelib.sampling.service_plans import public_form
from chalicelib.store import digest
from tests.fakes import FakeTable
from tests.golden.draws.make import QUICKNET
from tests.unit.sampling import desk as desks
from tests.unit.sampling.desk import (
    AUDITOR,
    EVERYTHING,
    INSPECTORS,
    ITEM,
    LEADER,
    LOCAL,
    PLAN,
    PUBLISHER,
    SUPERVISOR,
    Desk,
    actor,
    made,
)

TODAY = desks.NOON.date()


@pytest.fixture
def desk() -> Desk:
    return Desk(FakeTable()).furnished()


@given(st.integers(0, 400), st.integers(1, 400), st.integers(0, 10_000))
def test_a_ratio_is_exact_and_rounds_up_what_is_drawn(numerator: int, denominator: int, count: int) -> None:
    if numerator > denominator:
        with pytest.raises(ValidationError):
            Ratio(numerator=numerator, denominator=denominator)
        return
    ratio = Ratio(numerator=numerator, denominator=denominator)
    drawn = ratio.of(count)
    assert (
        (drawn - 1) * denominator < numerator * count <= drawn * denominator
        or drawn == count == 0
        or not numerator
    )
    assert ratio.at_most(count) * denominator <= numerator * count
    assert not ratio.exceeds(ratio)


@pytest.mark.parametrize(("size", "drawn"), [(0, 0), (1, 1), (20, 1), (21, 2), (100, 5)])
def test_a_stratum_draws_its_part_rounded_up(size: int, drawn: int) -> None:
    assert (
        StratumRule.model_validate({"name": "x", "ratio": {"numerator": 5, "denominator": 100}}).quota(size)
        == drawn
    )


def test_a_stratum_draws_no_more_than_there_are() -> None:
    assert StratumRule.model_validate({"name": "x", "count": 7}).quota(3) == 3


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"until": "2026-11-24"}, "until"),
        ({"strata": []}, "strata"),
        ({"strata": [{"name": "a"}]}, "count"),
        ({"strata": [{"name": "a", "count": 1}, {"name": "a", "count": 2}]}, "names"),
        ({"items": []}, "items"),
        ({"open_by": "2026-11-25T00:00:00Z"}, "open_by"),
        ({"scope": {"objects": "site", "districts": ["350202"]}}, "districts"),
    ],
)
def test_a_plan_holds_together(changed: dict[str, Any], pointer: str) -> None:
    with pytest.raises(ValidationError, match=pointer):
        desks.plan(**changed)


def test_the_fallback_is_another_source_and_later() -> None:
    source = desks.plan().source
    with pytest.raises(ValidationError, match="another source"):
        desks.plan(fallback=source)
    with pytest.raises(ValidationError, match="comes after"):
        desks.plan(
            fallback={"kind": "lottery", "name": "x", "issue": "1", "drawn_at": "2026-11-24T05:00:00Z"}
        )


def test_an_object_belongs_to_the_first_stratum_that_fits() -> None:
    plan = desks.plan(
        weights=[{"districts": ["350206"], "weight": 4}],
    )
    assert plan.stratum_of("350203", "market") == 0
    assert plan.stratum_of("350206", "market") == 1
    assert (plan.weight_of("350206", "market"), plan.weight_of("350203", "market")) == (4, 1)
    narrow = desks.plan(strata=[{"name": "思明", "districts": ["350203"], "count": 1}])
    assert narrow.stratum_of("350206", "market") is None
    assert plan.scope.fits("350203", "market")
    assert not plan.scope.fits("350203", "hospital")
    assert not plan.scope.fits("350211", "market")


def test_only_a_reason_of_the_list_exempts_a_plan_from_the_ceiling(desk: Desk) -> None:
    with pytest.raises(problems.NotExempt):
        desk.plans.put_plan(SUPERVISOR, PLAN, desks.plan(exempt="because"), None)
    desk.plans.put_plan(SUPERVISOR, PLAN, desks.plan(exempt="recheck"), None)
    assert public_form(desk.plans.plan(PLAN).value)["exempt"] == "recheck"
    assert "exempt" not in desks.plan().model_dump(exclude_none=True), "older plans keep their digest"


def test_three_people_make_a_plan_public(desk: Desk) -> None:
    assert desk.plans.put_plan(SUPERVISOR, PLAN, desks.plan(), None) == (1, True)
    assert desk.plans.put_plan(SUPERVISOR, PLAN, desks.plan(), None) == (1, False)
    with pytest.raises(problems.WrongState):
        desk.plans.publish(PUBLISHER, PLAN)
    approved = desk.plans.approve(LEADER, PLAN)
    assert desk.plans.approve(LEADER, PLAN) == approved
    published = desk.plans.publish(PUBLISHER, PLAN)
    assert desk.plans.publish(PUBLISHER, PLAN) == published
    assert published.state == "published"
    assert published.digest == digest(public_form(published))
    assert not {"drafted_by", "approved_by"} & public_form(published).keys()


def test_nobody_does_two_of_the_three(desk: Desk) -> None:
    desk.plans.put_plan(EVERYTHING, PLAN, desks.plan(), None)
    with pytest.raises(problems.SamePerson):
        desk.plans.approve(EVERYTHING, PLAN)
    desk.plans.approve(LEADER, PLAN)
    with pytest.raises(problems.SamePerson):
        desk.plans.publish(EVERYTHING, PLAN)
    with pytest.raises(problems.SamePerson):
        desk.plans.publish(actor(2, Role.PUBLISHER), PLAN)


def test_an_approved_plan_is_not_edited(desk: Desk) -> None:
    desk.plans.put_plan(SUPERVISOR, PLAN, desks.plan(), None)
    assert desk.plans.put_plan(SUPERVISOR, PLAN, desks.plan(name="改名"), 1) == (2, False)
    with pytest.raises(VersionStale):
        desk.plans.put_plan(SUPERVISOR, PLAN, desks.plan(), 1)
    with pytest.raises(IdTaken):
        desk.plans.put_plan(SUPERVISOR, PLAN, desks.plan(), None)
    desk.plans.approve(LEADER, PLAN)
    with pytest.raises(problems.PlanSettled):
        desk.plans.put_plan(SUPERVISOR, PLAN, desks.plan(), 3)
    with pytest.raises(NotFound):
        desk.plans.put_plan(SUPERVISOR, made("pln", 9), desks.plan(), 1)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"items": [made("itm", 9)]}, problems.ItemNotPublished),
        ({"from": "2025-12-01"}, problems.ItemNotPublished),
        ({"scope": {"objects": "merchant"}}, problems.OtherObjects),
        (
            {"strata": [{"name": "a", "ratio": {"numerator": 11, "denominator": 100}}]},
            problems.AboveCeiling,
        ),
        ({"source": {**QUICKNET, "round": 42}}, problems.RandomnessPast),
    ],
)
def test_a_plan_names_only_what_the_list_allows(
    desk: Desk, change: dict[str, Any], problem: type[Problem]
) -> None:
    with pytest.raises(problem):
        desk.plans.put_plan(SUPERVISOR, PLAN, desks.plan(**change), None)
    assert desk.plans.shelf.plan(PLAN) is None


def test_a_draft_whose_randomness_has_come_is_not_approved(desk: Desk) -> None:
    desk.plans.put_plan(SUPERVISOR, PLAN, desks.plan(), None)
    desk.later(timedelta(hours=3))
    with pytest.raises(problems.RandomnessPast):
        desk.plans.approve(LEADER, PLAN)


def test_a_plan_stays_within_the_districts_of_its_people(desk: Desk) -> None:
    with pytest.raises(problems.NotYourDistrict):
        desk.plans.put_plan(LOCAL, PLAN, desks.plan(), None)
    own = {"objects": "site", "districts": ["350203"]}
    assert desk.plans.put_plan(LOCAL, PLAN, desks.plan(scope=own), None)[1]
    everywhere = {"objects": "site"}
    with pytest.raises(problems.NotYourDistrict):
        desk.plans.put_plan(LOCAL, made("pln", 2), desks.plan(scope=everywhere), None)


@pytest.mark.parametrize(
    "changed", [{"ratio_ceiling": None}, {"weight_class": "key"}, {"until": "2025-01-01"}]
)
def test_an_item_holds_together(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        desks.item(**changed)


def test_an_item_is_inspected_from_its_first_day_to_before_its_last() -> None:
    item = desks.item(until="2027-01-01")
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [item.may_be_inspected(day) for day in days] == [False, True, True, False]


def test_a_published_item_is_not_edited(desk: Desk) -> None:
    assert desk.plans.publish_item(PUBLISHER, ITEM).state == "published"
    with pytest.raises(problems.ItemSettled):
        desk.plans.put_item(SUPERVISOR, ITEM, desks.item(name="另名"), 2)


def test_nobody_publishes_the_item_they_wrote(desk: Desk) -> None:
    both = actor(30, Role.SUPERVISOR, Role.PUBLISHER)
    desk.plans.put_item(both, made("itm", 2), desks.item(code="JL-02"), None)
    with pytest.raises(problems.SamePerson):
        desk.plans.publish_item(both, made("itm", 2))
    assert desk.plans.publish_item(PUBLISHER, made("itm", 2)).published_by == PUBLISHER.id


def test_a_published_item_ends_on_a_day_ahead_that_may_be_moved_until_it_comes(desk: Desk) -> None:
    with pytest.raises(problems.EndsTooSoon):
        desk.plans.end_item(ITEM, TODAY)
    first = desk.plans.end_item(ITEM, TODAY + timedelta(days=9))
    assert desk.plans.end_item(ITEM, TODAY + timedelta(days=9)) == first
    moved = desk.plans.end_item(ITEM, TODAY + timedelta(days=1))
    assert [moved.may_be_inspected(TODAY + timedelta(days=n)) for n in (0, 1)] == [True, False]
    with pytest.raises(problems.ItemNotPublished):
        desk.plans.put_plan(SUPERVISOR, PLAN, desks.plan(), None)
    desk.later(timedelta(days=1))
    with pytest.raises(problems.ItemSettled):
        desk.plans.end_item(ITEM, TODAY + timedelta(days=9))


def test_a_draft_is_not_ended_but_changed(desk: Desk) -> None:
    desk.plans.put_item(SUPERVISOR, made("itm", 2), desks.item(code="JL-02"), None)
    with pytest.raises(NotFound):
        desk.plans.end_item(made("itm", 2), TODAY + timedelta(days=9))


def officer(place: int = 0, **changed: Any) -> PoolOfficer:
    told = {"account": INSPECTORS[place].id, "certificate_no": "闽执法-001", **changed}
    return PoolOfficer.model_validate(told)


def test_officers_are_entered_declare_conflicts_and_are_struck_off(desk: Desk) -> None:
    first = desk.officers.enter(SUPERVISOR, officer(qualifications=["计量"]))
    assert desk.officers.enter(SUPERVISOR, officer(qualifications=["计量"])) == first
    conflict = Conflict(object="7K3M9Q2RTB", reason="近亲属经营")
    desk.officers.declare(INSPECTORS[0], INSPECTORS[0].id, (conflict,))
    kept = desk.officers.enter(SUPERVISOR, officer(qualifications=["计量", "加油机"]))
    assert kept.conflicts == (conflict,)
    assert [one.account for one in desk.officers.active()] == [INSPECTORS[0].id]
    desk.officers.strike_off(INSPECTORS[0].id)
    assert list(desk.officers.active()) == []


def test_who_reads_and_declares_conflicts(desk: Desk) -> None:
    desk.officers.enter(SUPERVISOR, officer())
    for reader in (SUPERVISOR, AUDITOR, INSPECTORS[0]):
        assert desk.officers.officer(reader, INSPECTORS[0].id).number
    for stranger in (INSPECTORS[1], LEADER):
        with pytest.raises(NotFound):
            desk.officers.officer(stranger, INSPECTORS[0].id)
        with pytest.raises(NotFound):
            desk.officers.declare(stranger, INSPECTORS[0].id, ())


def test_only_inspectors_within_reach_are_entered(desk: Desk) -> None:
    with pytest.raises(problems.UnknownOfficer):
        desk.officers.enter(SUPERVISOR, officer().model_copy(update={"account": made("acc", 99)}))
    with pytest.raises(problems.NotYourDistrict):
        desk.officers.enter(LOCAL, officer())
    with pytest.raises(problems.NotYourDistrict):
        desk.officers.enter(LOCAL, officer(districts=["350206"]))
    assert desk.officers.enter(LOCAL, officer(districts=["350203"])).active
    with pytest.raises(NotFound):
        desk.officers.strike_off(INSPECTORS[3].id)
    with pytest.raises(NotFound):
        desk.officers.declare(SUPERVISOR, INSPECTORS[3].id, ())


def test_leave_keeps_an_officer_out_only_when_it_covers_the_visits() -> None:
    away = officer(leave=[{"first": "2026-11-20", "last": "2026-12-31"}], qualifications=["计量"])
    assert not away.may_go("", date(2026, 11, 25), date(2026, 12, 15))
    assert away.may_go("计量", date(2026, 11, 10), date(2026, 12, 15))
    assert not away.may_go("眼镜", date(2026, 11, 10), date(2026, 12, 15))
