"""Self-checks, the risk register and their reminders: the merchant's own, and nobody else's."""

from datetime import timedelta

import pydantic
import pytest

from chalicelib.credit.risks import RiskClosed
from chalicelib.credit.self_checks import NewSelfCheck, NoSuchList, OtherPoints, versions
from chalicelib.credit.templates import templates
from chalicelib.errors import IdTaken, NotFound, VersionStale
from tests.office import LEADER, MERCHANT, NOON, SUPERVISOR, made
from tests.pledging import KEEPER, RIVAL, PledgeDesk, risk, self_check

CHECK, RISK = made("sck", 1), made("rsk", 1)


def held() -> PledgeDesk:
    return PledgeDesk().published().follow()


def due(desk: PledgeDesk) -> list[tuple[str, str]]:
    return [(asked.id, duty.due_on.isoformat()) for asked, duty in desk.duties.lists(KEEPER, MERCHANT)]


def test_the_lists_of_a_kind_of_site_are_due_once_a_commitment_is_signed() -> None:
    assert due(PledgeDesk()) == []
    assert due(held()) == [("market_weekly", "2026-12-01")]


def test_a_self_check_moves_the_next_day() -> None:
    desk = held().at(NOON + timedelta(days=3))
    made_, is_new = desk.duties.check(KEEPER, CHECK, self_check(problem="铅封有磨损(演示)"))
    again, is_new_again = desk.duties.check(KEEPER, CHECK, self_check(problem="铅封有磨损(演示)"))
    assert (made_, is_new, is_new_again) == (again, True, False)
    assert due(desk) == [("market_weekly", "2026-12-04")]
    assert desk.duties.done(KEEPER, MERCHANT) == (made_,)
    with pytest.raises(IdTaken):
        desk.duties.check(KEEPER, CHECK, self_check())


def test_every_point_is_answered_once_and_a_problem_says_what() -> None:
    desk = held()
    whole = self_check().model_dump(mode="json")
    for answers in (whole["answers"][1:], [*whole["answers"], whole["answers"][0]]):
        with pytest.raises(OtherPoints):
            desk.duties.check(KEEPER, CHECK, NewSelfCheck.model_validate({**whole, "answers": answers}))
    with pytest.raises(NoSuchList):
        desk.duties.check(KEEPER, CHECK, NewSelfCheck.model_validate({**whole, "list": "market_hourly"}))
    with pytest.raises(pydantic.ValidationError):
        self_check().model_validate({**whole, "answers": [{"point": "zero", "outcome": "problem"}]})


def test_nobody_else_reads_them() -> None:
    desk = held()
    desk.duties.check(KEEPER, CHECK, self_check())
    for who in (RIVAL, SUPERVISOR, LEADER):
        for ask in (desk.duties.done, desk.duties.lists, desk.duties.risks):
            with pytest.raises(NotFound):
                ask(who, MERCHANT)
        with pytest.raises(NotFound):
            desk.duties.check(who, made("sck", 2), self_check())
        with pytest.raises(NotFound):
            desk.duties.put_risk(who, RISK, risk(), None)


def test_it_is_reminded_of_on_its_day_and_once_when_it_is_late() -> None:
    desk = held().days(6)
    assert desk.told() == []
    for _ in range(8):
        desk.days(1)
    assert desk.told() == ["self_check_due", "self_check_due"]


def test_who_was_reminded_late_is_reminded_once() -> None:
    desk = held().days(30)
    desk.days(1)
    assert desk.told() == ["self_check_due"]


def test_nothing_is_due_once_the_commitment_is_over_and_again_with_the_next() -> None:
    desk = held()
    desk.step(KEEPER, "withdraw")
    desk.follow()
    assert due(desk) == []
    assert desk.days(60).told() == []
    desk.signed(made("com", 2)).follow(made("com", 2))
    assert due(desk) == [("market_weekly", "2027-01-30")]


def test_another_commitment_of_the_kind_keeps_it_due() -> None:
    desk = held().signed(made("com", 2))
    desk.step(KEEPER, "withdraw")
    assert due(desk.follow()) == [("market_weekly", "2026-12-01")]


def test_a_risk_is_entered_changed_and_closed() -> None:
    desk = PledgeDesk()
    kept, is_new = desk.duties.put_risk(KEEPER, RISK, risk(), None)
    assert (kept.version, is_new) == (1, True)
    assert desk.duties.put_risk(KEEPER, RISK, risk(), None)[1] is False
    with pytest.raises(IdTaken):
        desk.duties.put_risk(KEEPER, RISK, risk(level="high"), None)
    with pytest.raises(VersionStale):
        desk.duties.put_risk(KEEPER, RISK, risk(level="high"), 7)
    with pytest.raises(NotFound):
        desk.duties.put_risk(KEEPER, made("rsk", 2), risk(), 1)
    later, _ = desk.duties.put_risk(KEEPER, RISK, risk(due_on="2026-12-08"), 1)
    assert (later.version, later.value.due_on.isoformat()) == (2, "2026-12-08")
    closed, _ = desk.duties.put_risk(KEEPER, RISK, risk(closing="换了新秤盘(演示)"), 2)
    assert closed.value.closed_at is not None
    with pytest.raises(RiskClosed):
        desk.duties.put_risk(KEEPER, RISK, risk(level="high"), 3)


def test_a_risk_is_reminded_of_until_it_is_closed() -> None:
    desk = PledgeDesk()
    desk.duties.put_risk(KEEPER, RISK, risk(), None)
    assert desk.days(6).told() == []
    assert desk.days(1).told() == ["risk_due"]
    assert desk.days(1).told() == ["risk_due"]
    desk.duties.put_risk(KEEPER, RISK, risk(closing="换了新秤盘(演示)"), 2)
    assert desk.days(30).told() == ["risk_due"]


def test_open_risks_stand_first() -> None:
    desk = PledgeDesk()
    desk.duties.put_risk(KEEPER, made("rsk", 2), risk(due_on="2026-12-09"), None)
    desk.duties.put_risk(KEEPER, made("rsk", 3), risk(closing="已更换(演示)"), None)
    desk.duties.put_risk(KEEPER, RISK, risk(), None)
    assert [one.value.id[-1] for one in desk.duties.risks(KEEPER, MERCHANT)] == ["1", "2", "3"]


def test_every_list_is_for_a_kind_of_site_that_has_a_text() -> None:
    for version in versions():
        assert {one.venue for one in version.lists} == templates().keys()
        for one in version.lists:
            assert len({point.id for point in one.points}) == len(one.points)
