"""Draws over HTTP: what each step answers, and to whom."""

from datetime import timedelta

import pytest

from chalicelib import merkle, runtime_sampling
from chalicelib.accounts.model import Role
from tests.edge import call
from tests.unit.sampling.desk import AUDITOR, LEADER, PLAN, SUPERVISOR
from tests.unit.sampling.hall import LOTTERY, OPEN_DAY, SITE_0, Hall

A_PLAN = "/v1/plans/{plan}"
ENTRY = "/v1/public/draws/{plan}/entries/{number}"


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Hall:
    hall = Hall()
    monkeypatch.setattr(runtime_sampling, "ceremony", lambda: hall.ceremony)
    monkeypatch.setattr(runtime_sampling, "entries", lambda: hall.entries)
    monkeypatch.setattr(runtime_sampling, "auditor_files", lambda: hall.auditors)
    return hall


def test_a_draw_from_the_freeze_to_the_auditors_file(hall: Hall) -> None:
    assert call("GET", A_PLAN + "/draw", actor=LEADER, plan=PLAN).problem() == (404, "request.not_found")
    assert call("GET", ENTRY, plan=PLAN, number=SITE_0).problem() == (404, "sampling.not_frozen")
    asked = call("POST", A_PLAN + "/freeze", actor=SUPERVISOR, plan=PLAN)
    assert (asked.status, asked.json["state"], hall.sent) == (202, "freezing", [PLAN])
    hall.turn()
    told = call("GET", A_PLAN + "/draw", actor=LEADER, plan=PLAN).json
    assert (told["state"], told["frozen_at"], told["left_out"]["white_list"]) == (
        "frozen",
        "2026-11-24T04:00:00.000Z",
        0,
    )
    assert (told["begins_at"], told["opens_from"]) == ("2026-11-24T06:00:00.000Z", "2026-12-15T16:00:00.000Z")
    entry = call("GET", ENTRY, plan=PLAN, number=SITE_0.lower())
    proof = [bytes.fromhex(one) for one in entry.json["proof"]]
    record, root = bytes.fromhex(entry.json["record"]), bytes.fromhex(entry.json["root"])
    assert merkle.is_included(record, entry.json["index"], entry.json["size"], proof, root)
    assert entry.headers["Cache-Control"].startswith("public")
    assert call("GET", ENTRY, plan=PLAN, number="0000000000").problem() == (404, "sampling.not_in_pool")
    assert call("GET", ENTRY, plan=PLAN, number="nothing").problem() == (404, "request.not_found")
    hall.desk.later(timedelta(hours=3))
    hall.turn()
    early = call("POST", A_PLAN + "/opening", actor=SUPERVISOR, plan=PLAN)
    assert early.problem() == (409, "sampling.visits_open")
    assert call("GET", A_PLAN + "/pairs", actor=AUDITOR, plan=PLAN).problem() == (409, "sampling.wrong_state")
    hall.desk.now = OPEN_DAY
    assert call("POST", A_PLAN + "/opening", actor=SUPERVISOR, plan=PLAN).status == 202
    hall.turn()
    link = call("GET", A_PLAN + "/pairs", actor=AUDITOR, plan=PLAN).json["link"]
    assert link.startswith("https://files.example/")


def test_no_answer_before_the_opening_tells_who_was_drawn(hall: Hall) -> None:
    """Neither the draw's own page nor the public ones; the board of assignments is the office's."""
    hall.drawn()
    rows = hall.given.board(PLAN, None, "", 100).rows
    told = call("GET", A_PLAN + "/draw", actor=LEADER, plan=PLAN).json
    entry = call("GET", ENTRY, plan=PLAN, number=SITE_0).json
    assert not [row for row in rows if row["number"] in str(told)]
    assert set(entry) == {"index", "stratum", "weight", "record", "proof", "size", "root"}


def test_numbers_count_once_two_people_entered_them(hall: Hall) -> None:
    hall.frozen().is_silent = True
    numbers = {
        "used": "fallback",
        "reason": "drand 停止服务",
        "outcome": {"kind": "lottery", "numbers": ["03", "07"]},
    }
    path = A_PLAN + "/randomness"
    early = call("PUT", path, numbers, actor=SUPERVISOR, plan=PLAN)
    assert early.problem() == (400, "sampling.numbers_unfit")
    hall.desk.later(timedelta(days=3))
    assert LOTTERY["drawn_at"] < hall.clock().isoformat()
    entered = call("PUT", path, numbers, actor=SUPERVISOR, plan=PLAN)
    assert entered.json["entered_by"] == SUPERVISOR.id
    other = {**numbers, "outcome": {"kind": "lottery", "numbers": ["3", "07"]}}
    assert call("PUT", path, other, actor=AUDITOR, plan=PLAN).problem() == (409, "sampling.numbers_differ")
    assert call("PUT", path, numbers, actor=AUDITOR, plan=PLAN).json["confirmed_by"] == AUDITOR.id
    told = call("GET", A_PLAN + "/draw", actor=LEADER, plan=PLAN).json
    assert told["numbers"]["confirmed_by"] == AUDITOR.id


@pytest.mark.usefixtures("hall")
def test_a_leader_keeps_the_white_list() -> None:
    path, entry = "/v1/white-list/{number}", {"reason": "停业整顿(演示)", "until": "2027-01-31"}
    kept = call("PUT", path, entry, actor=LEADER, number=SITE_0.lower())
    assert (kept.json["number"], kept.json["by"]) == (SITE_0, LEADER.id)
    assert call("PUT", path, entry, actor=LEADER, number=SITE_0).json == kept.json
    too_long = call("PUT", path, {**entry, "until": "2029-01-01"}, actor=LEADER, number=SITE_0)
    assert too_long.problem() == (400, "sampling.white_list_too_long")
    assert call("GET", "/v1/white-list", actor=AUDITOR).json["items"] == [kept.json]
    assert Role.SUPERVISOR in SUPERVISOR.roles
    assert call("PUT", path, entry, actor=SUPERVISOR, number=SITE_0).status == 403
