"""Due lists over HTTP: what is asked, what a row tells, and who may see which list."""

from datetime import date

import pytest

from chalicelib import runtime
from chalicelib.accounts.model import Actor, Role
from tests.edge import Answer, call
from tests.fakes import FakeTable
from tests.office import DISTRICT, MERCHANT, OTHER_SITE, SCALE, SITE, SUPERVISOR, Office, actor, made
from tests.unit.registry.test_due import followed, verified

OWNER = Actor(made("acc", 60), frozenset({Role.MERCHANT}), merchants=frozenset({MERCHANT}))
ORGANISER = Actor(made("acc", 61), frozenset({Role.ORGANISER}), sites=frozenset({SITE}))


@pytest.fixture(autouse=True)
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(FakeTable()).furnished()
    verified(office, SCALE, date(2026, 12, 4))
    followed(office)
    monkeypatch.setattr(runtime, "registry", lambda: office.registry)
    monkeypatch.setattr(runtime, "due_lists", lambda: office.due_lists)
    return office


def asked(by: Actor = SUPERVISOR, **query: str) -> Answer:
    return asked_with(query, by)


def asked_with(query: dict[str, str], by: Actor = SUPERVISOR) -> Answer:
    return call("GET", "/v1/due", actor=by, query=query)


def test_a_row_tells_days_left_and_the_term_to_apply_with_its_confidence() -> None:
    told = asked(district=DISTRICT, state="due").json
    (row,) = told["items"]
    shown = {name: row[name] for name in ("id", "wait", "on", "days_left", "apply_by", "merchant", "site")}
    assert shown == {
        "id": SCALE,
        "wait": "due",
        "on": "2026-12-04",
        "days_left": 10,
        "apply_by": "2026-11-19",
        "merchant": "演示水产",
        "site": "演示市场",
    }
    assert told["day"] == "2026-11-24"
    assert (told["term"]["days"], told["term"]["authority"]) == (15, "indicative")
    assert told["term"]["rule"]["confidence"] == "C"


def test_what_was_never_verified_has_no_days() -> None:
    rows = asked(district=DISTRICT, state="unverified").json["items"]
    assert len(rows) == 3
    assert all("days_left" not in row and "on" not in row for row in rows)


def test_a_lab_sees_what_is_applied_for_and_when_it_is_to_come(office: Office) -> None:
    office.act(SUPERVISOR, "apply", SCALE)
    followed(office)
    (row,) = asked(actor(63, Role.LAB), applied=DISTRICT).json["items"]
    assert (row["id"], row["applied_on"], row["wait"]) == (SCALE, "2026-11-24", "due")
    assert asked(ORGANISER, applied=DISTRICT).problem() == (404, "request.not_found")


def test_the_day_follows_the_clock(office: Office) -> None:
    office.clock.at = office.clock.at.replace(month=12, day=5)
    assert [row["days_left"] for row in asked(site=SITE, state="overdue").json["items"]] == [-1]
    assert asked(site=SITE, state="due").json["items"] == []


def test_owners_and_organisers_see_their_own_list_and_no_other() -> None:
    assert len(asked(OWNER, merchant=MERCHANT).json["items"]) == 4
    assert len(asked(ORGANISER, site=SITE).json["items"]) == 3
    for by, query in (
        (OWNER, {"site": SITE}),
        (OWNER, {"merchant": made("mer", 2)}),
        (OWNER, {"district": DISTRICT}),
        (ORGANISER, {"site": OTHER_SITE}),
        (ORGANISER, {"district": DISTRICT}),
        (actor(62, Role.ADMINISTRATOR), {"district": DISTRICT}),
    ):
        assert asked(by, **query).problem() == (404, "request.not_found")


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({}, "/district"),
        ({"district": DISTRICT, "site": SITE}, "/district"),
        ({"district": DISTRICT, "applied": DISTRICT}, "/district"),
        ({"applied": "350204"}, "/applied"),
        ({"district": "350204"}, "/district"),
        ({"district": DISTRICT, "state": "late"}, "/state"),
        ({"district": DISTRICT, "within_days": "367"}, "/within_days"),
        ({"district": DISTRICT, "within_days": "-1"}, "/within_days"),
    ],
)
def test_a_question_that_is_none_is_named(query: dict[str, str], pointer: str) -> None:
    refused = asked_with(query)
    assert (refused.problem(), refused.pointers()) == ((400, "request.invalid"), [pointer])


def test_pages_join_and_a_cursor_belongs_to_its_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.registry.routes_due.PAGE", 3)
    first = asked(district=DISTRICT).json
    rest = asked(district=DISTRICT, cursor=first["cursor"]).json
    assert len({row["id"] for row in first["items"] + rest["items"]}) == 4
    assert asked(district=DISTRICT, state="due", cursor=first["cursor"]).problem()[0] == 400
