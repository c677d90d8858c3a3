"""Entries step by step: a result with a problem, a clean one, a penalty; who may, when, and what the public is told."""

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib import events
from chalicelib.accounts.model import Role
from chalicelib.errors import IdTaken, NotFound
from chalicelib.publication import problems
from chalicelib.publication.steps import NewStep
from chalicelib.texts import SENT
from tests import publishing
from tests.office import actor, made
from tests.publishing import (
    CLEAN,
    DECIDER,
    ENTRY,
    KEEPER,
    LEADER,
    MONDAY,
    OTHER_KEEPER,
    PUBLISHER,
    Press,
)

DUE = date(2026, 11, 30)
"""The fifth working day after MONDAY."""


@pytest.fixture
def press() -> Press:
    return Press().reviewed().tended()


@pytest.fixture
def published(press: Press) -> Press:
    press.on(DUE + timedelta(days=1)).take(PUBLISHER, "publish")
    return press


def test_a_problem_is_told_waits_for_the_reply_and_is_published_by_a_person(press: Press) -> None:
    assert press.kept().state == "notified"
    (told,) = press.told()
    assert "2026-11-30" in told
    assert "发现问题已责令改正" in told
    with pytest.raises(problems.TooEarly) as refused:
        press.on(DUE).take(PUBLISHER, "publish")
    assert refused.value.facts["until"] == "2026-11-30"
    assert press.tended().kept().state == "notified"
    assert press.shown() == []
    press.on(DUE + timedelta(days=1)).tended()
    assert press.kept().state == "due", "a person publishes"
    press.take(PUBLISHER, "publish")
    (shown,) = press.shown()
    assert shown["step"] == "published"
    assert shown["state"] == "shown"
    assert shown["problem"] is True
    assert shown["published_on"] == "2026-12-01"
    assert shown["until"] == "2027-11-23"
    assert shown["repair_from"] == "2027-02-23"


def test_nothing_found_is_published_with_its_notice_by_the_keeper() -> None:
    press = Press().reviewed(CLEAN).tended()
    assert press.kept().state == "published"
    assert len(press.told()) == 1
    assert [one["problem"] for one in press.shown()] == [False]


def test_a_clean_result_that_is_late_waits_for_a_person_who_says_why() -> None:
    press = Press(day=date(2026, 12, 22)).reviewed(CLEAN).tended()
    assert press.kept().state == "due"
    with pytest.raises(problems.ExplanationNeeded):
        press.take(PUBLISHER, "publish")
    press.take(PUBLISHER, "publish", explanation="系统维护(演示)")
    assert press.shown()[-1]["explanation"] == "系统维护(演示)"


def test_the_explanation_of_a_publication_in_time_is_not_kept(press: Press) -> None:
    press.on(DUE + timedelta(days=1)).take(PUBLISHER, "publish", explanation="不需要(演示)")
    assert "explanation" not in press.shown()[-1]


def test_the_reply_stands_beside_what_is_published(press: Press) -> None:
    press.take(KEEPER, "reply", text="已更换(演示)")
    press.take(KEEPER, "reply", text="已更换并送检(演示)")
    press.on(DUE + timedelta(days=1)).take(PUBLISHER, "publish")
    assert press.shown()[0]["reply"]["text"] == "已更换并送检(演示)"


def test_a_reply_after_the_publication_is_shown_when_a_publisher_has_read_it(published: Press) -> None:
    published.take(KEEPER, "reply", text="已整改(演示)")
    assert len(published.shown()) == 1
    published.take(PUBLISHER, "show_reply")
    assert [one["step"] for one in published.shown()] == ["published", "replied"]
    assert published.shown()[-1]["reply"]["text"] == "已整改(演示)"
    with pytest.raises(problems.NothingOpen):
        published.take(PUBLISHER, "show_reply")


@pytest.mark.parametrize(
    "words", ["打我电话13800138000", "138 0013 8000", "一三八零零一三八零零零", "a@b.cn", "3502031990"]
)
def test_a_reply_that_would_publish_a_number_of_a_person_is_refused(words: str) -> None:
    with pytest.raises(ValidationError):
        NewStep.model_validate({"kind": "reply", "text": words}, context=SENT)


def test_a_reply_may_name_days_and_weights() -> None:
    text = "2026-11-25已送检，500 g砝码误差3 g"
    assert NewStep.model_validate({"kind": "reply", "text": text}, context=SENT).root.kind == "reply"


def test_an_objection_delays_the_publication_until_it_is_decided(press: Press) -> None:
    press.take(KEEPER, "object", text="秤是别人的(演示)")
    press.on(DUE + timedelta(days=1))
    with pytest.raises(problems.Held):
        press.take(PUBLISHER, "publish")
    press.take(DECIDER, "decide", outcome="rejected", reason="现场核对无误(演示)")
    press.take(PUBLISHER, "publish")
    assert press.kept().state == "published"


def test_an_objection_may_delay_and_not_hide(press: Press) -> None:
    press.take(KEEPER, "object", text="秤是别人的(演示)")
    press.on(date(2026, 12, 22))
    press.take(PUBLISHER, "publish", explanation="异议尚在处理(演示)")
    assert press.shown()[0]["state"] == "shown"


def test_an_objection_that_holds_withdraws_the_entry_from_the_public(published: Press) -> None:
    published.take(KEEPER, "object", text="检测时秤未调零(演示)")
    assert published.shown()[-1]["step"] == "contested"
    assert published.shown()[-1]["contested"] is True
    published.take(DECIDER, "decide", outcome="withdrawn", reason="异议成立(演示)")
    last = published.shown()[-1]
    assert last["step"] == "withdrawn"
    assert set(last) == {"id", "n", "at", "step", "state", "kind", "merchant_id", "day"}


def test_an_objection_is_met_by_a_correction_only_when_there_was_one(published: Press) -> None:
    published.take(KEEPER, "object", text="不是责令改正(演示)")
    with pytest.raises(problems.NothingOpen):
        published.take(DECIDER, "decide", outcome="corrected", reason="已更正(演示)")
    published.bring(events.VISIT_CORRECTED, publishing.told(CLEAN))
    published.take(DECIDER, "decide", outcome="corrected", reason="已更正(演示)")
    assert [one["step"] for one in published.shown()[1:]] == ["contested", "corrected", "decided"]
    assert published.shown()[-1]["problem"] is False


@pytest.mark.parametrize("place", [1, 5, 6])
def test_who_had_a_hand_in_the_visit_does_not_decide(press: Press, place: int) -> None:
    press.take(KEEPER, "object", text="秤是别人的(演示)")
    with pytest.raises(problems.Involved):
        press.take(actor(place, Role.LEADER), "decide", outcome="rejected", reason="无误(演示)")


def test_who_published_does_not_decide(press: Press) -> None:
    both = actor(60, Role.PUBLISHER, Role.LEADER)
    press.on(DUE + timedelta(days=1)).take(both, "publish")
    press.take(KEEPER, "object", text="秤是别人的(演示)")
    with pytest.raises(problems.Involved):
        press.take(both, "decide", outcome="rejected", reason="无误(演示)")


def test_it_is_shown_until_its_last_day_and_then_no_longer(published: Press) -> None:
    published.on(date(2027, 11, 23)).tended()
    assert published.kept().state == "published"
    published.later(1).tended()
    assert published.shown()[-1]["step"] == "expired"


def test_repair_needs_its_shortest_period_and_somebody_apart(published: Press) -> None:
    asks: dict[str, Any] = {"done": "已更换全部衡器(演示)", "pledged": True}
    with pytest.raises(problems.NotRepairable):
        published.on(date(2027, 2, 23)).take(KEEPER, "apply", **asks)
    published.later(1).take(KEEPER, "apply", **asks)
    with pytest.raises(problems.AlreadyOpen):
        published.take(KEEPER, "apply", **asks)
    with pytest.raises(problems.Involved):
        published.take(actor(6, Role.REVIEWER), "repair", duties_done=True, reason="已核实(演示)")
    published.take(DECIDER, "repair", duties_done=True, reason="已核实(演示)")
    assert published.shown()[-1]["step"] == "repaired"
    assert published.shown()[-1]["state"] == "hidden"


def test_a_refused_repair_may_be_asked_for_again(published: Press) -> None:
    asks: dict[str, Any] = {"done": "已更换全部衡器(演示)", "pledged": True}
    published.on(date(2027, 3, 1)).take(KEEPER, "apply", **asks)
    published.take(DECIDER, "refuse", reason="罚款未缴清(演示)")
    assert published.take(KEEPER, "apply", **asks).application is not None


def test_withdrawing_takes_a_publisher_and_a_leader(published: Press) -> None:
    with pytest.raises(problems.NothingOpen):
        published.take(LEADER, "withdraw")
    published.take(PUBLISHER, "annul", gone_on="2026-12-01", reason="依据被撤销(演示)")
    both = actor(60, Role.PUBLISHER, Role.LEADER)
    with pytest.raises(problems.OwnConfirmation):
        published.take(both, "withdraw")
    published.take(LEADER, "withdraw")
    assert published.shown()[-1]["step"] == "withdrawn"


def test_the_same_step_again_is_the_same_and_other_words_are_not(press: Press) -> None:
    step = NewStep.model_validate({"kind": "reply", "text": "已整改(演示)"})
    once = press.rights.take(KEEPER, ENTRY, made("stp", 9), step)
    again = press.rights.take(KEEPER, ENTRY, made("stp", 9), step)
    assert (once[0], once[1]) == (again[0], again[1])
    assert (once[2], again[2]) == (True, False)
    other = NewStep.model_validate({"kind": "reply", "text": "另一段话(演示)"})
    with pytest.raises(IdTaken):
        press.rights.take(KEEPER, ENTRY, made("stp", 9), other)


@pytest.mark.parametrize(
    ("who", "kind", "sent"),
    [
        (OTHER_KEEPER, "reply", {"text": "不相干(演示)"}),
        (PUBLISHER, "reply", {"text": "不相干(演示)"}),
        (KEEPER, "publish", {}),
        (LEADER, "publish", {}),
        (PUBLISHER, "decide", {"outcome": "rejected", "reason": "不予采纳(演示)"}),
        (actor(64, Role.PUBLISHER, district="350206"), "publish", {}),
    ],
)
def test_a_step_is_only_for_its_hand(press: Press, who: Any, kind: str, sent: dict[str, Any]) -> None:
    with pytest.raises(NotFound):
        press.on(DUE + timedelta(days=1)).take(who, kind, **sent)


def test_no_officer_reaches_the_public(published: Press) -> None:
    published.take(KEEPER, "object", text="检测时秤未调零(演示)")
    for one in published.shown():
        told = str(one)
        assert "acc-" not in told
        assert "未调零" not in told
    assert MONDAY.isoformat() in str(published.shown())
