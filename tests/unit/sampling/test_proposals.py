"""Proposed weights: heard of by an event, taken into a draft by a supervisor, published with the plan."""

from datetime import date, timedelta

import pytest

from chalicelib.accounts.model import Role
from chalicelib.errors import NotFound
from chalicelib.sampling.plans import WeightRule
from chalicelib.sampling.problems import ForLaterPlans, NotYourDistrict, PlanSettled
from chalicelib.sampling.proposals import Proposal
from chalicelib.sampling.service_plans import public_form
from chalicelib.store import digest
from tests.counting import Q2, Q3, Hall
from tests.unit.sampling import desk as desks
from tests.unit.sampling.desk import LEADER, PLAN, PUBLISHER, SUPERVISOR, actor

MARKETS = WeightRule(districts=("350203",), venues=("market",), weight=2)
OWN = WeightRule(districts=("350206",), weight=4)


@pytest.fixture
def hall() -> Hall:
    hall = Hall().heard(Q3)
    hall.draft(weights=[OWN.model_dump()])
    return hall


def test_a_proposal_stands_with_its_rule_and_names_areas_alone(hall: Hall) -> None:
    (one,) = hall.shelf.proposals()
    assert (one.quarter, one.last, one.weights) == (Q3, date(2026, 9, 30), (MARKETS,))
    assert (one.rule, one.rule_from) == (((5, 2), (20, 3)), date(2020, 1, 1))
    assert set(WeightRule.model_fields) == {"districts", "venues", "weight"}


def test_a_count_that_proposes_nothing_is_no_proposal() -> None:
    assert Hall().heard(Q3, stalls=4).shelf.proposals() == ()


def test_nothing_weighs_before_a_supervisor_takes_it_in(hall: Hall) -> None:
    assert hall.weights() == (OWN,)
    taken = hall.proposals.accept(SUPERVISOR, PLAN, Q3)
    assert (taken.weights, taken.weights_from) == ((MARKETS, OWN), Q3)
    assert taken.weight_of("350203", "market") == 2
    assert taken.weight_of("350203", "hospital") == 1
    assert hall.proposals.accept(SUPERVISOR, PLAN, Q3) == taken


def test_another_quarter_replaces_what_the_first_gave(hall: Hall) -> None:
    hall.heard(Q2, stalls=20)
    hall.proposals.accept(SUPERVISOR, PLAN, Q2)
    assert hall.weights()[0].weight == 3
    assert hall.proposals.accept(SUPERVISOR, PLAN, Q3).weights == (MARKETS, OWN)


def test_a_draft_that_was_edited_since_takes_it_in_once_more_and_not_twice(hall: Hall) -> None:
    taken = hall.proposals.accept(SUPERVISOR, PLAN, Q3)
    edited = desks.plan(weights=[one.model_dump() for one in taken.weights], name="改过的计划(演示)")
    hall.desk.plans.put_plan(SUPERVISOR, PLAN, edited, hall.desk.plans.plan(PLAN).version)
    assert hall.desk.plans.plan(PLAN).value.weights_from is None
    again = hall.proposals.accept(SUPERVISOR, PLAN, Q3)
    assert (again.weights, again.weights_from) == ((MARKETS, OWN), Q3)


def test_what_was_taken_in_is_published_and_changes_no_plan_that_took_nothing(hall: Hall) -> None:
    before = hall.desk.plans.plan(PLAN).value
    assert "weights_from" not in public_form(before)
    hall.proposals.accept(SUPERVISOR, PLAN, Q3)
    hall.desk.plans.approve(LEADER, PLAN)
    plan = hall.desk.plans.publish(PUBLISHER, PLAN)
    assert public_form(plan)["weights_from"] == Q3
    assert plan.digest == digest(public_form(plan))
    with pytest.raises(PlanSettled):
        hall.proposals.accept(SUPERVISOR, PLAN, Q3)


def test_it_is_for_the_next_plan_and_for_whoever_works_there(hall: Hall) -> None:
    late = Proposal.model_validate(
        {**hall.shelf.proposals()[0].model_dump(), "quarter": "2027-Q4", "last": date(2027, 12, 31)}
    )
    hall.shelf.keep(late)
    with pytest.raises(ForLaterPlans):
        hall.proposals.accept(SUPERVISOR, PLAN, "2027-Q4")
    with pytest.raises(NotYourDistrict):
        hall.proposals.accept(actor(70, Role.SUPERVISOR, district="350205"), PLAN, Q3)
    with pytest.raises(NotFound):
        hall.proposals.accept(SUPERVISOR, PLAN, "2026-Q1")


def test_only_what_fits_the_plans_scope_is_taken_in() -> None:
    hall = Hall().heard(Q3)
    hall.draft(scope={"objects": "site", "districts": ["350206"]}, strata=[{"name": "全部", "count": 1}])
    assert hall.proposals.accept(SUPERVISOR, PLAN, Q3).weights == ()


def test_a_plan_that_begins_on_the_day_after_the_quarter_is_the_next(hall: Hall) -> None:
    plan = hall.desk.plans.plan(PLAN).value
    edge = Proposal.model_validate(
        {
            **hall.shelf.proposals()[0].model_dump(),
            "quarter": "2026-Q1",
            "last": plan.from_ - timedelta(days=1),
        }
    )
    hall.shelf.keep(edge)
    assert hall.proposals.accept(SUPERVISOR, PLAN, "2026-Q1").weights_from == "2026-Q1"
