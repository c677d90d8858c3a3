"""Merchants over HTTP: what they read of files about them, and what they answer."""

from typing import Any

import pytest

from chalicelib import runtime_complaints_desk
from chalicelib.accounts.model import Actor, Role
from tests import office as demo
from tests.complaining import COMPLAINT, KEEPER, Unit
from tests.edge import Answer, call
from tests.fakes import FakeTable
from tests.office import ANNA, AUDITOR, LEADER, MERCHANT, SUPERVISOR, made

ALL = "/v1/respondents/{merchant}/complaints"
ONE, STEP = f"{ALL}/{{complaint}}", f"{ALL}/{{complaint}}/steps/{{step}}"


@pytest.fixture
def unit(monkeypatch: pytest.MonkeyPatch) -> Unit[FakeTable]:
    one = Unit(FakeTable()).employ(ANNA)
    one.receive()
    monkeypatch.setattr(runtime_complaints_desk, "respondents", lambda: one.respondents)
    return one.accepted()


def answer(who: Actor, at: int = 80, /, **said: Any) -> Answer:
    return call("PUT", STEP, said, actor=who, merchant=MERCHANT, complaint=COMPLAINT, step=made("stp", at))


@pytest.mark.usefixtures("unit")
def test_a_merchant_reads_and_answers_its_own() -> None:
    listed = call("GET", ALL, actor=KEEPER, merchant=MERCHANT).json["items"]
    assert [row["id"] for row in listed] == [COMPLAINT]
    said = {"kind": "offer", "text": "退差价(演示)", "amount_yuan": "20.00"}
    assert answer(KEEPER, **said).status == 201
    assert answer(KEEPER, **said).status == 200
    shown = call("GET", ONE, actor=KEEPER, merchant=MERCHANT, complaint=COMPLAINT).json
    assert [one["kind"] for one in shown["steps"]] == ["offer"]
    assert answer(KEEPER, 81, kind="agree", text="演示").problem() == (409, "complaint.not_now")
    assert answer(KEEPER, 81, kind="assign", handler=ANNA.id).problem() == (400, "request.invalid")


@pytest.mark.usefixtures("unit")
def test_nobody_else_does() -> None:
    other = Actor(made("acc", 63), frozenset({Role.MERCHANT}), merchants=frozenset({made("mer", 99)}))
    for who in (ANNA, SUPERVISOR, LEADER, AUDITOR, demo.actor(45, Role.ORGANISER)):
        assert call("GET", ALL, actor=who, merchant=MERCHANT).problem() == (403, "access.role_missing")
        assert answer(who, kind="offer", text="演示").problem() == (403, "access.role_missing")
    assert call("GET", ALL, actor=other, merchant=MERCHANT).problem() == (404, "request.not_found")
    assert answer(other, kind="offer", text="演示").problem() == (404, "request.not_found")
