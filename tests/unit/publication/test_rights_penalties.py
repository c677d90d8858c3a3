"""Penalty decisions: entered by one, confirmed by another, shown for the shorter period, or never."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.errors import IdTaken, Problem
from chalicelib.publication import problems
from tests.publishing import KEEPER, LEADER, OTHER_PUBLISHER, PUBLISHER, Press, penalty


def test_a_penalty_is_confirmed_by_another_and_shown_for_the_shorter_of_both_periods() -> None:
    press = Press()
    entry, _, is_new = press.rights.enter(PUBLISHER, penalty())
    assert is_new
    assert press.rights.enter(PUBLISHER, penalty())[2] is False
    with pytest.raises(IdTaken):
        press.rights.enter(OTHER_PUBLISHER, penalty(summary="另一段说明(演示)"))
    with pytest.raises(problems.OwnConfirmation):
        press.take(PUBLISHER, "confirm", entry.id)
    press.take(OTHER_PUBLISHER, "confirm", entry.id)
    press.tended()
    press.take(PUBLISHER, "publish", entry.id)
    (shown,) = press.shown(entry.id)
    assert shown["until"] == "2027-11-23", "one year by Order 36, before three by Order 45"
    assert [one["longest"] for one in shown["periods"]] == ["2027-11-23", "2029-11-23"]
    assert shown["repair_from"] == "2027-02-23"
    assert shown["class"] == "general"


@pytest.mark.parametrize(
    ("changed", "until"),
    [
        ({"measures": ["criticism"]}, "2027-02-23"),
        ({"measures": ["fine"], "lower_fine": True}, "2027-02-23"),
        ({"class": "serious"}, "2029-11-23"),
        ({"decided_on": "2026-03-31"}, "2029-11-23"),
    ],
)
def test_the_shorter_longest_period_is_shown(changed: dict[str, Any], until: str) -> None:
    press = Press()
    entry = press.rights.enter(PUBLISHER, penalty(**changed))[0]
    press.take(OTHER_PUBLISHER, "confirm", entry.id)
    press.tended()
    press.take(PUBLISHER, "publish", entry.id, explanation="补录(演示)")
    assert press.shown(entry.id)[0]["until"] == until


def test_minor_decisions_are_kept_and_never_shown() -> None:
    press = Press()
    entry = press.rights.enter(PUBLISHER, penalty(**{"class": "minor", "measures": ["warning"]}))[0]
    press.take(LEADER, "confirm", entry.id)
    press.tended()
    assert press.kept(entry.id).state == "kept"
    with pytest.raises(Problem):
        press.take(PUBLISHER, "publish", entry.id)
    assert press.shown(entry.id) == []
    assert press.told() == []


def test_a_warning_alone_is_minor() -> None:
    with pytest.raises(ValidationError):
        penalty(measures=["warning"])


def test_a_stop_of_business_is_not_repaired_early() -> None:
    press = Press()
    entry = press.rights.enter(PUBLISHER, penalty(measures=["business_stopped"]))[0]
    press.take(OTHER_PUBLISHER, "confirm", entry.id)
    press.tended()
    press.take(PUBLISHER, "publish", entry.id)
    with pytest.raises(problems.NeverRepaired):
        press.on(date(2027, 5, 1)).take(KEEPER, "apply", entry.id, done="已履行全部义务(演示)", pledged=True)
