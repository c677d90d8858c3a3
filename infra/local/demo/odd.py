"""A check whose readings fit a known way of cheating: the follower raises its red flag as for anybody's."""

from collections.abc import Mapping
from datetime import date

from chalicelib import runtime, runtime_inspection
from chalicelib.accounts.model import Actor, Role
from chalicelib.inspection.identification import NewConfirmation
from chalicelib.inspection.plan import Plan
from infra.local.demo import checks, items
from infra.local.demo.ids import demo_id

VISIT, CHECK, SCALE = demo_id("visit", "odd"), demo_id("check", "odd"), demo_id("instrument", "supermarket-7")
_READINGS = (("1000", "1030"), ("2000", "2060"), ("5000", "5150"))
"""Grams: three loads, each shown 3 % too heavy."""


def check(office: Mapping[str, Actor], people: Mapping[str, str], today: date) -> None:
    """A visit after a clue, with one check; told again it is the same."""
    lead = Actor(people["inspector3"], frozenset({Role.INSPECTOR}))
    plan = Plan.model_validate(
        {
            "item": items.named("supermarket"),
            "site_id": demo_id("site", "supermarket"),
            "instruments": [SCALE],
            "officers": [people["inspector3"], people["inspector4"]],
            "planned_on": today.isoformat(),
            "source": {"kind": "monitoring", "clue": "消费者多次反映同一台秤(演示)"},
        }
    )
    runtime.inspection().put_visit(office["supervisor1"], VISIT, plan, seen=None)
    runtime.inspection().approve(office["leader1"], VISIT, seen=None)
    visit = runtime_inspection.moves().accept(lead, VISIT).value
    if not visit.identifications:
        compared = NewConfirmation(code=visit.code or "", device_at=runtime.clock()())
        visit = runtime_inspection.identifications().confirm(VISIT, compared).value
    readings = ({"load_g": load, "indication_g": shown} for load, shown in _READINGS)
    checks.weighed(lead, visit, CHECK, SCALE, readings)
