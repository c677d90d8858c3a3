"""What published entries and days bring to commitments, and what the merchant is told of it."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.credit.commitments import Commitment
from chalicelib.credit.problems import Contested
from chalicelib.credit.self_checks import Duty
from chalicelib.credit.service_book import Changed
from tests.office import LEADER, MERCHANT, NOON, SUPERVISOR, made
from tests.pledging import COMMITMENT, ENTRY, KEEPER, PledgeDesk

OTHER = made("ent", 2)


def test_a_published_problem_asks_and_breaks_nothing() -> None:
    desk = PledgeDesk().published()
    desk.heard(desk.entered()).follow()
    assert desk.kept().state == "questioned"
    assert desk.pledges.public(COMMITMENT).step == "published"
    assert desk.told() == ["commitment_question"]


@pytest.mark.parametrize(
    "told",
    [
        {"problem": False, "day": "2026-11-01"},
        {"day": "2026-11-23"},
        {"day": "2027-11-25"},
        {"state": "hidden"},
        {"kind": "breach"},
        {"merchant_id": made("mer", 2)},
    ],
    ids=["clean", "before it was signed", "after its end", "hidden", "of a breach itself", "of another"],
)
def test_what_does_not_touch_it_asks_nothing(told: dict[str, Any]) -> None:
    desk = PledgeDesk().published()
    desk.heard(desk.entered(**told))
    assert desk.kept().state == "published"


def test_what_nobody_published_is_not_asked_about() -> None:
    desk = PledgeDesk().signed()
    desk.heard(desk.entered())
    assert desk.kept().state == "signed"


def test_a_clean_check_verifies_it() -> None:
    desk = PledgeDesk().published()
    desk.heard(desk.entered(problem=False))
    assert desk.kept().state == "verified"
    assert desk.pledges.public(COMMITMENT).n == 1


def test_a_visit_that_checked_nothing_verifies_nothing() -> None:
    desk = PledgeDesk().published()
    desk.heard(desk.entered(problem=False, codes=[{"code": "7"}]))
    assert desk.kept().state == "published"


def test_nobody_confirms_what_the_merchant_objects_to_elsewhere() -> None:
    desk = PledgeDesk().published()
    desk.heard(desk.entered())
    desk.step(KEEPER, "explain")
    desk.heard(desk.entered(step="contested", contested=True))
    with pytest.raises(Contested):
        desk.step(LEADER, "breach")
    desk.heard(desk.entered(step="decided"))
    assert desk.step(LEADER, "breach").state == "breached"


def test_steps_that_come_late_or_in_another_order_change_nothing() -> None:
    desk = PledgeDesk().published()
    first = desk.entered()
    second = desk.entered(step="corrected", problem=False)
    desk.heard(second, first)
    assert desk.kept().state == "verified"


def test_a_question_ends_when_its_result_is_withdrawn() -> None:
    desk = PledgeDesk().published()
    desk.heard(desk.entered())
    desk.heard(desk.entered(step="withdrawn", state="hidden")).follow()
    assert desk.kept().state == "published"
    assert desk.told() == ["commitment_question", "commitment_clear"]


def test_a_breach_is_cleared_when_its_ground_is_gone_and_not_before() -> None:
    desk = PledgeDesk().published()
    desk.heard(desk.entered(), desk.entered(OTHER))
    desk.step(KEEPER, "explain")
    desk.step(LEADER, "breach")
    desk.heard(desk.entered(step="withdrawn", state="hidden"))
    assert desk.kept().state == "breached"
    assert desk.pledges.public(COMMITMENT).step == "breached"
    desk.heard(desk.entered(OTHER, step="corrected", problem=False))
    assert desk.kept().state == "restored"
    assert desk.pledges.public(COMMITMENT).step == "restored"


@pytest.mark.parametrize("step", ["expired", "repaired"])
def test_what_is_only_not_shown_any_more_was_a_problem_all_the_same(step: str) -> None:
    desk = PledgeDesk().published()
    desk.heard(desk.entered())
    desk.heard(desk.entered(step=step, state="hidden"))
    assert desk.kept().state == "questioned"


def test_what_was_decided_is_not_asked_again() -> None:
    desk = PledgeDesk().published()
    desk.heard(desk.entered())
    desk.step(SUPERVISOR, "dismiss")
    desk.heard(desk.entered(step="replied"))
    assert desk.kept().state == "published"


def test_every_decision_is_told_once() -> None:
    desk = PledgeDesk().published()
    desk.heard(desk.entered())
    desk.step(KEEPER, "explain")
    desk.step(LEADER, "breach")
    desk.step(KEEPER, "object")
    desk.step(LEADER.__class__(made("acc", 77), LEADER.roles, LEADER.districts), "reject")
    desk.step(KEEPER, "rectify")
    desk.step(SUPERVISOR, "restore")
    desk.follow().follow()
    assert sorted(desk.told()) == [
        "commitment_breach",
        "commitment_question",
        "commitment_reject",
        "commitment_restore",
    ]


def test_it_is_reminded_of_once_and_ends_on_its_day() -> None:
    desk = PledgeDesk().published().days(334)
    assert desk.kept().last("remind") is None
    desk.days(1).follow()
    desk.days(1).follow()
    assert [one.kind for one in desk.kept().steps] == ["consent", "remind"]
    desk.days(29)
    assert desk.kept().state == "published"
    desk.days(1).follow()
    assert (desk.kept().state, desk.pledges.public(COMMITMENT).state) == ("expired", "hidden")
    assert [one for one in desk.told() if one != "self_check_due"] == [
        "commitment_remind",
        "commitment_expire",
    ]


def test_days_nobody_ran_are_caught_up_with() -> None:
    desk = PledgeDesk().published().days(800)
    assert [one.kind for one in desk.kept().steps] == ["consent", "expire"]


def test_a_question_outlives_the_term_until_somebody_decides() -> None:
    desk = PledgeDesk().published()
    desk.heard(desk.entered()).days(400)
    assert desk.kept().state == "questioned"
    desk.step(SUPERVISOR, "dismiss")
    desk.days(0)
    assert desk.kept().state == "expired"


def test_one_that_fails_does_not_stop_the_others() -> None:
    desk = PledgeDesk().published()
    desk.published(made("com", 2))
    write = desk.store.write

    def torn(commitment: Commitment, content: str, seen: int, shown: object) -> None:
        if commitment.id == COMMITMENT:
            raise RuntimeError("演示")
        write(commitment, content, seen, shown)  # type: ignore[arg-type]  # handed on as it came

    desk.store.write = torn  # type: ignore[method-assign]  # the store that fails for one
    desk.days(800)
    assert (desk.kept().state, desk.kept(made("com", 2)).state) == ("published", "expired")


def test_another_run_that_was_faster_is_no_failure() -> None:
    desk = PledgeDesk().published().follow()

    def late(duty: Duty, seen: int) -> None:
        raise Changed(duty.list, seen)

    desk.duties.book.keep_duty = late  # type: ignore[method-assign]  # somebody else always writes first
    desk.at(NOON + timedelta(days=8))
    assert desk.keeper.run(lambda: True) == 0


def test_an_effect_of_what_is_not_there_does_nothing() -> None:
    desk = PledgeDesk()
    for effect in desk.follower.effects:
        effect.refresh(ENTRY)
    assert desk.duties.book.duties(MERCHANT) == ()
