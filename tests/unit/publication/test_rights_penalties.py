"""Penalty decisions: entered by one, confirmed by another, shown for the shorter period, or never."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.errors import IdTaken, Problem
from chalicelib.publication import problems
from chalicelib.publication.clocks import Clock, clocks
from chalicelib.publication.penalties import NewPenalty
from chalicelib.store import digest
from chalicelib.texts import SENT
from tests.office import made
from tests.publishing import KEEPER, LEADER, MONDAY, OTHER_PUBLISHER, PUBLISHER, VISIT, Press, penalty


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


def test_a_penalty_names_a_visit_that_concerned_its_party() -> None:
    press = Press().reviewed()
    with pytest.raises(problems.OtherVisit):
        press.rights.enter(PUBLISHER, penalty(visit_id=made("vis", 9)))
    with pytest.raises(problems.OtherVisit):
        press.rights.enter(PUBLISHER, penalty(visit_id=VISIT, merchant_id=made("mer", 9)))
    entry = press.rights.enter(PUBLISHER, penalty(visit_id=VISIT))[0]
    press.take(OTHER_PUBLISHER, "confirm", entry.id)
    press.tended()
    press.take(PUBLISHER, "publish", entry.id)
    assert press.shown(entry.id)[0]["visit_id"] == VISIT


def test_one_entered_before_amounts_were_asked_is_the_same_when_it_is_sent_again() -> None:
    """What was stored had none of the newer fields, and so had what was sent then."""
    old = penalty(violation=None, basis=None, measures=["confiscation"])
    kept = NewPenalty.model_fields.keys() - {
        "visit_id",
        "violation",
        "basis",
        "fine_cny",
        "confiscated_cny",
        "class_",
    }
    press = Press()
    entry = press.rights.enter(PUBLISHER, old)[0]
    whole = old.model_dump(mode="json", by_alias=True)
    sent = {name: whole[name] for name in {*kept, "class"}}
    assert entry.steps[0].content == digest(sent)
    assert NewPenalty.model_validate(sent) == old


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"violation": None}, "kind of violation"),
        ({"basis": None}, "by which law"),
        ({"fine_cny": None}, "how much the fine is"),
        ({"fine_cny": "0"}, "greater than 0"),
        ({"fine_cny": "10.001"}, "2 decimal places"),
        ({"fine_cny": 1380}, "as text"),
        ({"measures": ["confiscation"]}, "goes with its measure"),
        ({"measures": ["fine"], "confiscated_cny": "5"}, "goes with its measure"),
    ],
)
def test_what_the_national_list_asks_for_is_asked_of_what_is_sent(changed: dict[str, Any], why: str) -> None:
    sent = {**penalty().model_dump(mode="json", by_alias=True), **changed}
    assert NewPenalty.model_validate(penalty().model_dump(mode="json", by_alias=True), context=SENT)
    with pytest.raises(ValidationError, match=why):
        NewPenalty.model_validate(sent, context=SENT)


def test_its_hand_over_is_noted_by_a_person_and_its_clock_told() -> None:
    press = Press()
    entry = press.rights.enter(PUBLISHER, penalty())[0]
    assert "hand_over" not in press.rights.may(PUBLISHER, press.kept(entry.id)), "not before it was compared"
    press.take(OTHER_PUBLISHER, "confirm", entry.id)
    press.tended()
    press.later(3).take(PUBLISHER, "publish", entry.id)
    assert exchange(press, entry.id).met_on is None, "to publish is not to hand over"
    for day in ("2026-11-22", "2026-11-27"):
        with pytest.raises(problems.NotThatDay):
            press.take(PUBLISHER, "hand_over", entry.id, on=day)
    press.take(PUBLISHER, "hand_over", entry.id, on="2026-11-25")
    told = exchange(press, entry.id)
    assert (str(told.met_on), str(told.due_on), told.late) == ("2026-11-25", "2026-12-02", False)
    press.later(7).take(PUBLISHER, "hand_over", entry.id, on="2026-12-03")
    assert exchange(press, entry.id).late, "the newest note counts"
    assert [one["step"] for one in press.shown(entry.id)] == ["published"], "the public is not told"
    assert press.tended().kept(entry.id).state == "published"


def test_a_result_and_a_minor_decision_are_never_handed_over() -> None:
    press = Press().reviewed().tended()
    with pytest.raises(problems.NoSuchStep):
        press.take(PUBLISHER, "hand_over", on=str(MONDAY))
    minor = press.rights.enter(PUBLISHER, penalty(**{"class": "minor", "measures": ["warning"]}))[0]
    press.take(LEADER, "confirm", minor.id)
    with pytest.raises(problems.NoSuchStep):
        press.take(PUBLISHER, "hand_over", minor.id, on=str(MONDAY))


def exchange(press: Press, entry: str) -> Clock:
    kept = press.kept(entry)
    return next(
        one for one in clocks(kept, press.rights.terms(kept), press.rights.today()) if one.name == "exchange"
    )


@pytest.mark.parametrize(("decided", "from_"), [("2026-03-31", "2027-05-23"), ("2026-04-01", "2026-07-01")])
def test_before_order_36_repair_was_asked_for_after_six_months_of_publication(
    decided: str, from_: str
) -> None:
    press = Press()
    entry = press.rights.enter(PUBLISHER, penalty(decided_on=decided))[0]
    press.take(OTHER_PUBLISHER, "confirm", entry.id)
    press.tended()
    press.take(PUBLISHER, "publish", entry.id, explanation="补录(演示)")
    assert press.shown(entry.id)[0]["repair_from"] == from_
