"""Instruments over HTTP: registering, verifying, reading."""

from typing import Any

import pytest

from chalicelib import runtime
from chalicelib.accounts.model import Actor, Role
from chalicelib.registry.model import number
from tests.edge import Answer, call
from tests.fakes import FakeTable
from tests.office import (
    ELSEWHERE,
    MERCHANT,
    OTHER_SCALE,
    OTHER_SITE,
    PUMP,
    SCALE,
    SITE,
    SUPERVISOR,
    UNKNOWN,
    Office,
    actor,
    made,
    scale,
)

INSTRUMENTS, ONE = "/v1/instruments", "/v1/instruments/{instrument}"
VERIFICATIONS = ONE + "/verifications"
VERIFICATION = VERIFICATIONS + "/{verification}"

LAB = made("lab", 1)
TESTER = Actor(made("acc", 50), frozenset({Role.LAB}), labs=frozenset({LAB}))
OWNER = Actor(made("acc", 60), frozenset({Role.MERCHANT}), merchants=frozenset({MERCHANT}))
OTHER_OWNER = Actor(made("acc", 61), frozenset({Role.MERCHANT}), merchants=frozenset({made("mer", 9)}))
ORGANISER = Actor(made("acc", 62), frozenset({Role.ORGANISER}), sites=frozenset({SITE}))
NOBODY = Actor(made("acc", 63), frozenset())
PARTIES = {Role.MERCHANT, Role.ORGANISER, Role.ADMINISTRATOR}
"""Who sees their own only; an administrator has no business data."""
NEW = made("ins", 70)
PASSED = {
    "lab_id": LAB,
    "lab_name": "演示检定所",
    "certificate_no": "JL-1",
    "conclusion": "pass",
    "verified_on": "2026-11-24",
    "valid_until": "2027-11-23",
}


@pytest.fixture(autouse=True)
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(FakeTable()).furnished()
    monkeypatch.setattr(runtime, "registry", lambda: office.registry)
    monkeypatch.setattr(runtime, "heads", lambda: office.heads)
    return office


def put(seen: str = "", instrument: str = NEW, by: Actor = SUPERVISOR, **changed: Any) -> Answer:
    sent = scale("SN-70", SITE).model_dump(mode="json", exclude_none=True) | changed
    headers = {"if-match": seen} if seen else {}
    return call("PUT", ONE, sent, actor=by, headers=headers, instrument=instrument)


def get(by: Actor = SUPERVISOR, instrument: str = SCALE) -> Answer:
    return call("GET", ONE, actor=by, instrument=instrument)


def verify(by: Actor = TESTER, place: int = 1, instrument: str = SCALE, **changed: Any) -> Answer:
    verification = made("ver", place)
    return call(
        "PUT", VERIFICATION, PASSED | changed, actor=by, instrument=instrument, verification=verification
    )


def test_an_instrument_is_registered_read_and_changed_by_version() -> None:
    first, again = put(), put()
    assert (first.status, again.status, again.json, again.headers["ETag"]) == (201, 200, first.json, '"1"')
    changed = put(seen='"1"', stall="A-7")
    assert (changed.status, changed.headers["ETag"]) == (200, '"2"')
    unchanged = put(seen='"2"', stall="A-7")
    assert (unchanged.status, unchanged.headers["ETag"]) == (200, '"2"')
    again = put(seen='"1"', stall="A-7")
    assert (again.status, again.json, again.headers["ETag"]) == (200, changed.json, '"2"')
    read = get(instrument=NEW)
    assert (read.headers["ETag"], read.json["version"], read.json["standing"]) == ('"2"', 2, "unverified")
    assert (read.json["instrument"]["stall"], read.json["instrument"]["number"]) == ("A-7", number(NEW))


def test_an_edit_names_the_version_it_saw_and_never_maker_or_serial_number() -> None:
    assert put(seen='"1"').problem() == (404, "registry.no_instrument")
    put()
    assert put(stall="A-7").problem() == (409, "request.id_taken")
    for stale in ('"2"', '"0"', "*", 'W/"1"'):
        assert put(seen=stale, stall="A-7").problem() == (412, "request.version_stale")
    assert put(seen='"1"', serial_no="SN-71").problem() == (409, "request.id_taken")
    assert put(seen='"1"', maker="别的厂").problem() == (409, "request.id_taken")


def test_a_serial_number_belongs_to_one_instrument_and_parties_must_be_registered() -> None:
    put()
    assert put(instrument=made("ins", 71)).problem() == (409, "registry.code_taken")
    strangers: tuple[dict[str, Any], ...] = ({"merchant_id": made("mer", 99)}, {"site_id": made("sit", 99)})
    for unknown in strangers:
        refused = put(instrument=made("ins", 71), serial_no="SN-71", **unknown)
        assert refused.problem() == (400, "registry.unknown_party")
        assert put(seen='"1"', **unknown).problem() == (400, "registry.unknown_party")
    moved = put(seen='"1"', site_id=OTHER_SITE)
    assert moved.problem() == (409, "registry.needs_act")


def test_a_sharp_in_a_makers_name_is_no_part_of_the_serial_number() -> None:
    assert put(maker="A#B", serial_no="C").status == 201
    assert put(maker="A", serial_no="B#C", instrument=made("ins", 71)).status == 201
    again = put(maker="A#B", serial_no="C", instrument=made("ins", 72))
    assert again.problem() == (409, "registry.code_taken")


def test_an_instrument_that_is_none_is_named_field_by_field() -> None:
    refused = put(category="sundial", e_g=5, state="scrapped")
    assert refused.problem() == (400, "request.invalid")
    assert sorted(refused.pointers()) == ["/category", "/e_g", "/state"]
    bare = scale("SN-70", SITE).model_dump(mode="json", exclude={"e_g"}, exclude_none=True)
    without = call("PUT", ONE, bare, actor=SUPERVISOR, instrument=NEW)
    assert (without.problem(), without.pointers()) == ((400, "request.invalid"), [""])


@pytest.mark.parametrize("wrong", ["1", SCALE.upper(), made("mer", 1), ".."])
def test_an_id_that_is_none_is_named_and_one_that_is_not_registered_is_missing(wrong: str) -> None:
    for do in (get, verify):
        assert do(instrument=wrong).problem() == (400, "request.bad_id")
        assert do(instrument=UNKNOWN).problem() == (404, "registry.no_instrument")
    listed = call("GET", VERIFICATIONS, actor=SUPERVISOR, instrument=UNKNOWN)
    assert listed.problem() == (404, "registry.no_instrument")


@pytest.mark.parametrize("role", Role)
def test_who_registers_and_who_verifies(role: Role) -> None:
    by = Actor(made("acc", 20), frozenset({role}), labs=frozenset({LAB}))
    for do, roles in ((put, {Role.SUPERVISOR, Role.LAB}), (verify, {Role.LAB})):
        answer = do(by=by)
        if role in roles:
            assert answer.status == 201
        else:
            assert answer.problem() == (403, "access.role_missing")


@pytest.mark.parametrize("role", Role)
def test_officers_and_labs_read_all_and_parties_their_own(role: Role) -> None:
    lists = ({"site": SITE}, {"merchant": MERCHANT})
    answers = [
        get(actor(20, role)),
        call("GET", VERIFICATIONS, actor=actor(20, role), instrument=SCALE),
        *(call("GET", INSTRUMENTS, actor=actor(20, role), query=query) for query in lists),
    ]
    codes = ["registry.no_instrument"] * 2 + ["request.not_found"] * 2
    if role in PARTIES:
        assert [answer.problem() for answer in answers] == [(404, code) for code in codes]
    else:
        assert [answer.status for answer in answers] == [200] * 4


def test_owners_and_organisers_read_what_is_theirs_and_nobody_else_does() -> None:
    for instrument, by, status in (
        (SCALE, OWNER, 200),
        (ELSEWHERE, OWNER, 200),
        (SCALE, OTHER_OWNER, 404),
        (SCALE, ORGANISER, 200),
        (ELSEWHERE, ORGANISER, 404),
        (SCALE, NOBODY, 403),
    ):
        assert get(by, instrument).status == status
        assert call("GET", VERIFICATIONS, actor=by, instrument=instrument).status == status
    for query, by, status in (
        ({"merchant": MERCHANT}, OWNER, 200),
        ({"site": SITE}, OWNER, 404),
        ({"merchant": MERCHANT}, OTHER_OWNER, 404),
        ({"site": SITE}, ORGANISER, 200),
        ({"site": OTHER_SITE}, ORGANISER, 404),
        ({"site": SITE}, NOBODY, 403),
    ):
        assert call("GET", INSTRUMENTS, actor=by, query=query).status == status


def test_lists_are_read_page_by_page_with_cursors_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.registry.routes.PAGE", 1)
    for query, expected in (
        ({"site": SITE}, {SCALE, OTHER_SCALE, PUMP}),
        ({"merchant": MERCHANT}, {SCALE, OTHER_SCALE, PUMP, ELSEWHERE}),
    ):
        seen: list[str] = []
        cursor = ""
        while True:
            asked = query | ({"cursor": cursor} if cursor else {})
            page = call("GET", INSTRUMENTS, actor=SUPERVISOR, query=asked).json
            seen += [row["id"] for row in page["items"]]
            if not page["cursor"]:
                break
            cursor = page["cursor"]
        assert (len(seen), set(seen)) == (len(expected), expected)
        foreign = {"site": OTHER_SITE, "cursor": cursor}
        assert call("GET", INSTRUMENTS, actor=SUPERVISOR, query=foreign).problem() == (
            400,
            "request.bad_cursor",
        )


@pytest.mark.parametrize(
    "query", [{}, {"site": SITE, "merchant": MERCHANT}, {"site": "sit-1"}, {"site": SITE, "page": "2"}]
)
def test_a_list_names_one_site_or_one_merchant(query: dict[str, str]) -> None:
    assert call("GET", INSTRUMENTS, actor=SUPERVISOR, query=query).problem() == (400, "request.invalid")


def test_nothing_is_registered_or_verified_any_more_of_a_scrapped_instrument(office: Office) -> None:
    office.act(SUPERVISOR, "scrap")
    for answer in (verify(), put(seen='"2"', instrument=SCALE)):
        assert answer.problem() == (409, "registry.scrapped")


def test_supervisors_correct_in_their_districts_and_leave_to_acts_what_happened() -> None:
    far = actor(21, Role.SUPERVISOR, district="350206")
    assert put(by=far).problem() == (403, "registry.not_your_district")
    assert put(seal_nos=["S1"]).status == 201
    assert put(seen='"1"', seal_nos=["S1"], software_id="V1").status == 200  # completes what was not known
    wrong: tuple[dict[str, Any], ...] = (
        {"seal_nos": ["S2"]},
        {"seal_nos": []},
        {"seal_nos": ["S1"], "software_id": "V2"},
    )
    for changed in wrong:
        refused = put(seen='"2"', **{"seal_nos": ["S1"], "software_id": "V1"} | changed)
        assert refused.problem() == (409, "registry.needs_act")
