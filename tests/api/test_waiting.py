"""What waits for a person over HTTP: as much as the lists of their roles, districts and merchants show, and no more."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

import app
from chalicelib import (
    runtime,
    runtime_complaints_desk,
    runtime_inspection,
    runtime_publication,
    runtime_standing,
)
from chalicelib.accounts.model import Actor, Role
from chalicelib.inspection.endings import NewResult
from chalicelib.registry.districts import DISTRICTS
from chalicelib.waiting.model import Name
from tests import office as demo
from tests import visiting
from tests.complaining import CITY
from tests.edge import call
from tests.office import (
    ANNA,
    DISTRICT,
    LEADER,
    LEADING_OFFICER,
    MERCHANT,
    PUMP,
    REVIEWER,
    SCALE,
    SITE,
    SUPERVISOR,
    VISIT,
    actor,
    made,
)
from tests.publishing import PUBLISHER
from tests.unit.registry.test_due import followed, verified
from tests.waiting import FAR, FAR_SUPERVISOR, JACK, KEEPER, SHOPS, TODAY, City, day


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch) -> City:
    one = City()
    monkeypatch.setattr(runtime, "clock", lambda: one.office.clock)
    monkeypatch.setattr(runtime, "inspection", lambda: one.office.inspection)
    monkeypatch.setattr(runtime, "due_lists", lambda: one.office.due_lists)
    monkeypatch.setattr(runtime, "alarms", lambda: one.office.alarms)
    monkeypatch.setattr(runtime, "notices", lambda: one.notices)
    monkeypatch.setattr(runtime_inspection, "orders", lambda: one.orders)
    monkeypatch.setattr(runtime_complaints_desk, "desk", lambda: one.unit.desk)
    monkeypatch.setattr(runtime_complaints_desk, "respondents", lambda: one.unit.respondents)
    monkeypatch.setattr(runtime_publication, "rights", lambda: one.rights)
    monkeypatch.setattr(runtime_standing, "standings", lambda: one.standings)
    return one


def waiting(who: Actor) -> dict[str, dict[str, Any]]:
    answer = call("GET", "/v1/waiting", actor=who)
    assert answer.status == 200
    return dict(answer.json["counts"])


def listed(who: Actor, path: str, *, merchant: str = "", **asked: str) -> list[dict[str, Any]]:
    """All rows that a list shows to its reader."""
    rows, cursor = list[dict[str, Any]](), ""
    while True:
        query = {**asked, **({"cursor": cursor} if cursor else {})}
        if "{merchant}" in path:
            page = call("GET", path, actor=who, query=query, merchant=merchant).json
        else:
            page = call(
                "GET", path, actor=who, query=query | ({"merchant": merchant} if merchant else {})
            ).json
        rows += page["items"]
        cursor = page.get("cursor", "")
        if not cursor:
            return rows


def as_shown(who: Actor) -> Iterator[tuple[str, list[dict[str, Any]], list[dict[str, Any]]]]:
    """For each list of somebody's roles: its name, the rows of it that wait, and those that are late."""
    near = sorted(who.districts) or DISTRICTS

    def around(path: str, **asked: str) -> list[dict[str, Any]]:
        return [row for one in near for row in listed(who, path, district=one, **asked)]

    if who.is_any(Role.INSPECTOR):
        own = [
            row for row in listed(who, "/v1/visits", mine="true") if row["state"] in {"planned", "accepted"}
        ]
        now = [row for row in own if row["is_late"] or row["planned_on"] <= day(0)]
        yield "visits", now, [row for row in now if row["is_late"]]
        files = listed(who, "/v1/complaints", mine="true")
        due = [one for one in files if one["late"] or one["warned"] or one["next"]["due_on"] <= day(3)]
        yield "files", due, [one for one in due if one["late"]]
    if who.is_any(Role.LEADER):
        planned = around("/v1/visits", state="planned")
        yield "approvals", planned, [row for row in planned if row["is_late"]]
    if who.is_any(Role.REVIEWER):
        entered = around("/v1/visits", state="entered")
        yield "reviews", entered, [row for row in entered if row["is_late"]]
    if who.is_any(Role.INSPECTOR, Role.LEADER, Role.SUPERVISOR):
        yield "rechecks", around("/v1/rectifications", state="submitted"), []
        yield "alarms", around("/v1/alarms", state="open"), []
    if who.is_any(Role.LEADER, Role.SUPERVISOR):
        late = listed(who, "/v1/complaints/late")
        yield "late_files", late, late
    if who.is_any(Role.REVIEWER, Role.PUBLISHER):
        entries = around("/v1/entries", state="due")
        yield "entries", entries, [row for row in entries if row["due"] < day(0)]
    if who.is_any(Role.SUPERVISOR):
        yield "proposals", around("/v1/standing-proposals"), []
    if who.is_any(Role.MERCHANT):
        yield from of_merchants(who)


def of_merchants(who: Actor) -> Iterator[tuple[str, list[dict[str, Any]], list[dict[str, Any]]]]:
    def own(path: str, **asked: str) -> list[dict[str, Any]]:
        return [row for one in sorted(who.merchants) for row in listed(who, path, merchant=one, **asked)]

    asked = [row for row in own("/v1/respondents/{merchant}/complaints") if "answer_due" in row]
    yield "answers", asked, [row for row in asked if row["answer_due"] < day(0)]
    told = own("/v1/entries")
    yield "results", [row for row in told if row["state"] == "notified" and not row["objection"]], []
    orders = [
        row for row in own("/v1/rectifications") if row["state"] in {"ordered", "in_progress", "failed"}
    ]
    yield "orders", orders, [row for row in orders if row["overdue"]]
    yield "notices", [row for row in own("/v1/notices") if "read_at" not in row], []


@pytest.mark.parametrize(
    "who",
    [ANNA, LEADER, REVIEWER, SUPERVISOR, FAR_SUPERVISOR, CITY, PUBLISHER, LEADING_OFFICER, KEEPER, JACK],
    ids=lambda who: "+".join(sorted(who.roles)),
)
def test_as_much_waits_as_the_lists_show(city: City, who: Actor) -> None:
    city.filled()
    shown = {name: {"n": len(rows), "late": len(late), "more": False} for name, rows, late in as_shown(who)}
    assert waiting(who) == shown
    assert all(one["n"] for one in shown.values())


def test_other_districts_and_merchants_count_for_nobody_else(city: City) -> None:
    for _ in range(2):
        city.visit(-5, FAR, "planned")
        city.visit(-5, FAR, "entered")
        city.order(-5, FAR, SHOPS[2], "submitted")
        city.order(-5, FAR, SHOPS[2], "ordered")
        city.entry(-5, FAR, SHOPS[2], "due", objects=False)
        city.entry(-5, FAR, SHOPS[2], "notified", objects=False)
        city.file(-9, FAR, SHOPS[2], FAR_SUPERVISOR)
        city.alarm(-5, FAR)
        city.proposal(-5, FAR, SHOPS[2])
    city.notice(1, FAR, SHOPS[2])
    for who in (LEADER, REVIEWER, SUPERVISOR, PUBLISHER, KEEPER, actor(59, Role.INSPECTOR)):
        assert {name: one["n"] for name, one in waiting(who).items() if one["n"]} == {}
    assert waiting(FAR_SUPERVISOR)["proposals"] == {"n": 2, "late": 0, "more": False}
    assert waiting(JACK)["orders"] == {"n": 2, "late": 2, "more": False}


def test_a_list_that_goes_on_is_counted_to_its_first_page_and_says_so(city: City) -> None:
    for _ in range(101):
        city.visit(-5, DISTRICT, "planned")
        city.alarm(0, DISTRICT)
    city.visit(0, FAR, "planned")
    assert waiting(JACK)["approvals"] == {"n": 101, "late": 100, "more": True}
    assert waiting(LEADER)["alarms"] == {"n": 50, "late": 0, "more": True}


def test_what_does_not_wait_behind_what_does_is_not_said_to_go_on(city: City) -> None:
    for _ in range(60):
        city.visit(9, DISTRICT, "accepted")
    for _ in range(60):
        city.visit(0, DISTRICT, "accepted")
    assert waiting(ANNA)["visits"] == {"n": 60, "late": 0, "more": False}
    for _ in range(60):
        city.visit(-5, DISTRICT, "accepted")
    assert waiting(ANNA)["visits"] == {"n": 100, "late": 60, "more": True}


def test_a_merchant_s_lists_are_read_on_behind_what_is_done(city: City) -> None:
    for _ in range(120):
        city.order(3, DISTRICT, SHOPS[0], "passed")
    city.order(-3, DISTRICT, SHOPS[0], "ordered")
    assert waiting(KEEPER)["orders"] == {"n": 1, "late": 1, "more": False}
    for _ in range(400):
        city.order(3, DISTRICT, SHOPS[0], "passed")
    assert waiting(KEEPER)["orders"] == {"n": 0, "late": 0, "more": True}


def test_a_visit_waits_for_its_officers_from_its_day_until_its_result_is_entered(city: City) -> None:
    office = city.office.furnished()
    assert waiting(ANNA)["visits"]["n"] == 0
    office.approved(planned_on=date(2026, 11, 26))
    assert waiting(ANNA)["visits"]["n"] == 0
    office.clock.at += timedelta(days=2)
    assert waiting(ANNA)["visits"] == {"n": 1, "late": 0, "more": False}
    office.code_in(VISIT)
    office.inspection.put_check(ANNA, VISIT, demo.CHECK, visiting.passing())
    office.moves.close(ANNA, VISIT, visiting.closing())
    assert waiting(ANNA)["visits"]["n"] == 1
    office.clock.at += timedelta(days=30)
    assert waiting(ANNA)["visits"] == {"n": 1, "late": 1, "more": False}
    office.moves.enter(ANNA, VISIT, NewResult(codes=("1",)))
    assert waiting(ANNA)["visits"]["n"] == 0
    assert waiting(REVIEWER)["reviews"]["n"] == 1


def test_an_application_waits_for_a_lab_until_it_has_a_day_and_from_that_day_on(city: City) -> None:
    office, lab = city.office.furnished(), made("lab", 1)
    tester = Actor(made("acc", 71), frozenset({Role.LAB}), labs=frozenset({lab}))
    for instrument in (SCALE, PUMP):
        office.act(SUPERVISOR, "apply", instrument)
    followed(office)
    assert waiting(tester)["applications"] == {"n": 2, "late": 0, "more": False}
    office.act(tester, "schedule", PUMP, lab_id=lab, day=day(2))
    followed(office)
    assert waiting(tester)["applications"] == {"n": 1, "late": 0, "more": False}
    office.clock.at += timedelta(days=2)
    assert waiting(tester)["applications"] == {"n": 2, "late": 0, "more": False}
    office.clock.at += timedelta(days=1)
    assert waiting(tester)["applications"] == {"n": 2, "late": 1, "more": False}


def test_what_is_due_waits_for_the_organiser_of_its_market_until_it_is_applied_for(city: City) -> None:
    office = city.office.furnished()
    organiser = Actor(made("acc", 72), frozenset({Role.ORGANISER}), sites=frozenset({SITE}))
    verified(office, SCALE, TODAY - timedelta(days=1))
    followed(office)
    assert waiting(organiser)["due"] == {"n": 3, "late": 1, "more": False}
    office.act(SUPERVISOR, "apply", SCALE)
    followed(office)
    assert waiting(organiser)["due"] == {"n": 2, "late": 0, "more": False}


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("role", sorted(Role))
def test_only_roles_with_lists_of_work_ask(role: Role) -> None:
    who = Actor(made("acc", 70), frozenset({role}), frozenset({DISTRICT}), frozenset({MERCHANT}))
    answer = call("GET", "/v1/waiting", actor=who)
    if role in {Role.AUDITOR, Role.ADMINISTRATOR}:
        assert answer.problem() == (403, "access.role_missing")
    else:
        assert {one["n"] for one in answer.json["counts"].values()} == {0}


def test_the_app_has_a_page_for_every_list() -> None:
    table = (Path(app.__file__).parent / "web/src/todo.ts").read_text().partition("const PAGES")[2]
    assert set(re.findall(r"(\w+): \"/", table.partition("};")[0])) == set(get_args(Name))


def test_nobody_without_a_token_asks() -> None:
    assert call("GET", "/v1/waiting").problem() == (403, "access.role_missing")
