"""Stalls over HTTP: who holds which since when, who may tell, and that history stays."""

from typing import Any

import pytest

from chalicelib import runtime
from chalicelib.accounts.model import Actor, Role
from tests.edge import Answer, call
from tests.fakes import FakeTable
from tests.office import CLERK, MERCHANT, OTHER_SITE, SITE, SUPERVISOR, Office, actor, business, made

STALL, STALLS = "/v1/sites/{site}/stalls/{stall}", "/v1/sites/{site}/stalls"
ORGANISER = Actor(made("acc", 62), frozenset({Role.ORGANISER}), sites=frozenset({SITE}))
A12, OTHER_MERCHANT = made("stl", 1), made("mer", 7)


@pytest.fixture(autouse=True)
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(FakeTable()).furnished()
    office.registry.put_merchant(CLERK, OTHER_MERCHANT, business(), None)
    monkeypatch.setattr(runtime, "stalls", lambda: office.stalls)
    return office


def put(seen: str = "", by: Actor = ORGANISER, site: str = SITE, stall: str = A12, **changed: Any) -> Answer:
    told = {"name": "A12", "merchant_id": MERCHANT, "since": "2026-01-01"} | changed
    return call(
        "PUT", STALL, told, actor=by, headers={"if-match": seen} if seen else {}, site=site, stall=stall
    )


def stalls(by: Actor = ORGANISER, site: str = SITE) -> Answer:
    return call("GET", STALLS, actor=by, site=site)


def test_a_new_holder_ends_the_tenancy_before_and_history_stays() -> None:
    first, again = put(), put()
    assert (first.status, again.status, again.json) == (201, 200, first.json)
    handed_on = put('"1"', merchant_id=OTHER_MERCHANT, since="2026-07-01")
    assert (handed_on.status, handed_on.headers["ETag"]) == (200, '"2"')
    again = put('"1"', merchant_id=OTHER_MERCHANT, since="2026-07-01")
    assert (again.status, again.json, again.headers["ETag"]) == (200, handed_on.json, '"2"')
    assert put('"2"', merchant_id=None, since="2026-11-01").status == 200
    assert put('"3"', since="2026-11-24").status == 200
    (shown,) = stalls().json["items"]
    assert (shown["name"], shown["version"]) == ("A12", 4)
    told = [(one["merchant_name"], one["since"], one.get("until")) for one in shown["tenancies"]]
    assert told == [
        ("演示水产", "2026-01-01", "2026-06-30"),
        ("演示超市有限公司", "2026-07-01", "2026-10-31"),
        ("演示水产", "2026-11-24", None),
    ]


def test_the_first_day_is_corrected_but_the_past_is_not_rewritten() -> None:
    put()
    assert put('"1"', since="2026-02-01").json["tenancies"][0]["since"] == "2026-02-01"
    for since in ("2026-02-01", "2025-01-01"):
        overlapping = put('"2"', merchant_id=OTHER_MERCHANT, since=since)
        assert overlapping.problem() == (409, "registry.tenancy_overlaps")
    put('"2"', merchant_id=OTHER_MERCHANT, since="2026-07-01")
    assert put('"3"', merchant_id=OTHER_MERCHANT, since="2026-06-30").problem() == (
        409,
        "registry.tenancy_overlaps",
    )


def test_a_stall_keeps_its_name_and_a_name_is_one_stall_of_a_site() -> None:
    put()
    assert put('"1"', name="A13").problem() == (409, "request.id_taken")
    assert put(since="2026-03-01").problem() == (409, "request.id_taken")
    assert put('"9"', since="2026-03-01").problem() == (412, "request.version_stale")
    assert put('"1"', stall=made("stl", 2)).problem() == (404, "request.not_found")
    assert put(stall=made("stl", 2)).problem() == (409, "registry.code_taken")
    assert put(stall=made("stl", 2), site=OTHER_SITE, by=SUPERVISOR).status == 201
    assert put(stall=made("stl", 3), name="A13", merchant_id=made("mer", 99)).problem() == (
        400,
        "registry.unknown_party",
    )
    assert put(site=made("sit", 99), by=CLERK).problem() == (404, "request.not_found")


def test_stalls_are_listed_by_name() -> None:
    for place, name in enumerate(("B1", "A2", "A10")):
        assert put(stall=made("stl", place + 1), name=name).status == 201
    assert [one["name"] for one in stalls().json["items"]] == ["A10", "A2", "B1"]


def test_anybody_picks_a_stall_and_learns_nothing_of_its_holder() -> None:
    for place, name in enumerate(("B1", "A2")):
        put(stall=made("stl", place + 1), name=name)
    shown = call("GET", "/v1/public/sites/{site}/stalls", site=SITE)
    assert (shown.status, shown.headers["Cache-Control"]) == (200, "public, max-age=300")
    assert shown.json == {
        "items": [{"id": made("stl", 2), "name": "A2"}, {"id": made("stl", 1), "name": "B1"}]
    }
    assert call("GET", "/v1/public/sites/{site}/stalls", site=OTHER_SITE).json == {"items": []}


@pytest.mark.parametrize("role", Role)
def test_supervisors_and_the_sites_organiser_write_and_officers_read(role: Role) -> None:
    writing, reading = put(by=actor(20, role)), stalls(actor(20, role))
    if role == Role.SUPERVISOR:
        assert writing.status == 201
    else:
        expected = "registry.not_your_market" if role == Role.ORGANISER else "access.role_missing"
        assert writing.problem() == (403, expected)
    if role == Role.ORGANISER:  # of no site
        assert reading.problem() == (404, "request.not_found")
    elif role in {Role.MERCHANT, Role.ADMINISTRATOR}:
        assert reading.problem() == (403, "access.role_missing")
    else:
        assert reading.status == 200


def test_supervisors_write_in_their_districts_and_organisers_at_their_sites() -> None:
    far = actor(21, Role.SUPERVISOR, district="350206")
    assert put(by=far).problem() == (403, "registry.not_your_district")
    assert put(site=OTHER_SITE).problem() == (403, "registry.not_your_market")
    assert stalls(site=OTHER_SITE).problem() == (404, "request.not_found")


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"name": " "}, "/name"),
        ({"name": "长" * 21}, "/name"),
        ({"since": "1.1.2026"}, "/since"),
        ({"merchant_id": "mer-1"}, "/merchant_id"),
        ({"until": "2026-12-31"}, "/until"),
    ],
)
def test_a_stall_that_is_none_is_named_field_by_field(changed: dict[str, Any], pointer: str) -> None:
    refused = put(**changed)
    assert (refused.problem(), refused.pointers()) == ((400, "request.invalid"), [pointer])
