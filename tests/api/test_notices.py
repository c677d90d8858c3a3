"""Notices over HTTP: a merchant reads its own, a supervisor sees the outbox of the district."""

from datetime import timedelta

import pytest

from chalicelib import runtime
from chalicelib.accounts.model import Actor, Role
from tests.edge import Answer, call
from tests.office import DISTRICT, MERCHANT, SCALE, SUPERVISOR, actor, made
from tests.unit.registry.test_due import TODAY, followed, verified
from tests.unit.registry.test_reminders import City

OWNER = Actor(made("acc", 60), frozenset({Role.MERCHANT}), merchants=frozenset({MERCHANT}))
OTHER = Actor(made("acc", 61), frozenset({Role.MERCHANT}), merchants=frozenset({made("mer", 2)}))


@pytest.fixture(autouse=True)
def city(monkeypatch: pytest.MonkeyPatch) -> City:
    city = City()
    verified(city.office, SCALE, TODAY + timedelta(days=40))
    followed(city.office)
    monkeypatch.setattr(runtime, "notices", lambda: city.reminders.notices)
    return city


def inbox(by: Actor = OWNER, merchant: str = MERCHANT, **query: str) -> Answer:
    return call("GET", "/v1/notices", actor=by, query={"merchant": merchant, **query})


def outbox(by: Actor = SUPERVISOR, district: str = DISTRICT) -> Answer:
    return call("GET", "/v1/outbox", actor=by, query={"district": district})


def test_the_clock_moved_forward_brings_a_notice_that_is_read_once(city: City) -> None:
    city.run()
    assert inbox().json["items"] == []
    city.pass_days(26)
    city.run()
    (notice,) = inbox().json["items"]
    assert (notice["kind"], notice["state"], notice.get("read_at")) == (
        "registry.due_apply",
        "queued",
        None,
    )
    first = call("POST", "/v1/notices/{notice}/reading", actor=OWNER, notice=notice["id"])
    again = call("POST", "/v1/notices/{notice}/reading", actor=OWNER, notice=notice["id"])
    assert first.json["read_by"] == OWNER.id
    assert (again.status, again.json) == (200, first.json)
    assert outbox().json["items"] == [first.json]


def test_nobody_reads_anothers_notices(city: City) -> None:
    city.pass_days(26)
    city.run()
    (notice,) = inbox().json["items"]
    assert inbox(OTHER).problem() == (404, "request.not_found")
    refused = call("POST", "/v1/notices/{notice}/reading", actor=OTHER, notice=notice["id"])
    assert refused.problem() == (404, "request.not_found")
    assert outbox(actor(62, Role.SUPERVISOR, district="350206")).problem() == (404, "request.not_found")
    assert inbox(SUPERVISOR).problem() == (403, "access.role_missing")
    assert outbox(OWNER).problem() == (403, "access.role_missing")


def test_a_cursor_belongs_to_its_merchant(monkeypatch: pytest.MonkeyPatch, city: City) -> None:
    monkeypatch.setattr("chalicelib.notices.routes.PAGE", 1)
    for days in (26, 20):
        city.pass_days(days)
        city.run()
    first = inbox().json
    second = inbox(cursor=first["cursor"]).json
    kinds = [one["kind"] for one in first["items"] + second["items"]]
    assert kinds == ["registry.overdue", "registry.due_apply"]
    both = Actor(OWNER.id, OWNER.roles, merchants=frozenset({MERCHANT, made("mer", 2)}))
    assert inbox(both, made("mer", 2), cursor=first["cursor"]).problem()[0] == 400
