"""Visits and checks over HTTP: statuses, codes, both languages, and every bad input of a check."""

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import runtime, runtime_evidence
from chalicelib.accounts.model import Actor
from tests import office as demo
from tests.edge import Answer, call
from tests.fakes import FakeTable
from tests.office import ANNA, BAO, CHECK, LEADER, REVIEWER, SCALE, STRANGER, SUPERVISOR, VISIT, Office, made

VISITS = "/v1/visits"
ONE = "/v1/visits/{visit}"
APPROVAL = "/v1/visits/{visit}/approval"
ITS_CHECK = "/v1/visits/{visit}/checks/{check}"


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(FakeTable()).furnished()
    monkeypatch.setattr(runtime, "inspection", lambda: office.inspection)
    monkeypatch.setattr(runtime, "clock", lambda: office.clock)
    monkeypatch.setattr(runtime_evidence, "exhibits", lambda: office.exhibits)
    return office


def plan(actor: Actor = SUPERVISOR, seen: str = "", **changed: Any) -> Answer:
    sent = demo.plan(**changed).model_dump(mode="json", exclude_none=True)
    return call("PUT", ONE, sent, actor=actor, headers={"if-match": seen} if seen else {}, visit=VISIT)


def approve(actor: Actor = LEADER, seen: str = "") -> Answer:
    return call("POST", APPROVAL, actor=actor, headers={"if-match": seen} if seen else {}, visit=VISIT)


def check(
    body: object = None, actor: Actor = ANNA, check: str = CHECK, headers: dict[str, str] | None = None
) -> Answer:
    sent = demo.sent() if body is None else body
    return call("PUT", ITS_CHECK, sent, actor=actor, headers=headers or {}, visit=VISIT, check=check)


def attempts(office: Office) -> list[str]:
    return [one.reason for one in office.inspection.file(LEADER, VISIT, "")[1].attempts]


def test_a_visit_is_planned_changed_approved_and_settled(office: Office) -> None:  # noqa: ARG001
    assert (plan().status, plan().status) == (201, 200)
    changed = plan(seen='"1"', notice_id="厦市监检通〔2026〕1号")
    assert (changed.status, changed.headers["ETag"]) == (200, '"2"')
    assert approve(seen='"1"').problem() == (412, "request.version_stale")
    first, again = approve(seen='"2"'), approve(seen='"2"')
    assert (first.status, again.status, first.json) == (200, 200, again.json)
    assert (first.json["visit"]["state"], first.json["visit"]["approved_by"]) == ("approved", LEADER.id)
    assert plan(seen='"3"').problem() == (409, "visit.settled")
    assert plan(notice_id="other").problem() == (409, "request.id_taken")


def test_a_visit_names_real_officers_and_places(office: Office) -> None:  # noqa: ARG001
    unknown = plan(officers=[ANNA.id, made("acc", 99)])
    assert unknown.problem() == (400, "visit.not_an_officer")
    assert unknown.pointers() == ["/officers/1"]
    assert plan(site_id=made("sit", 9)).problem() == (404, "request.not_found")
    one_officer = demo.plan().model_dump(mode="json", exclude_none=True) | {"officers": [ANNA.id]}
    refused = call("PUT", ONE, one_officer, actor=SUPERVISOR, visit=VISIT)
    assert (refused.problem(), refused.pointers()) == ((400, "request.invalid"), ["/officers"])


def test_an_officer_of_the_visit_does_not_approve_it(office: Office) -> None:  # noqa: ARG001
    plan(officers=[ANNA.id, demo.LEADING_OFFICER.id])
    assert approve(demo.LEADING_OFFICER).problem() == (403, "visit.own_visit")
    assert approve(demo.FAR_LEADER).problem() == (403, "visit.not_your_district")


def test_officers_list_their_visits_and_leaders_those_that_wait(office: Office) -> None:  # noqa: ARG001
    plan()
    mine = call("GET", VISITS, actor=BAO, query={"mine": "true"}).json
    assert [(row["id"], row["state"], row["place_name"]) for row in mine["items"]] == [
        (VISIT, "planned", "演示市场")
    ]
    assert call("GET", VISITS, actor=BAO).json == mine
    assert call("GET", VISITS, actor=STRANGER).json == {"items": [], "cursor": ""}
    waiting = {"district": demo.DISTRICT, "state": "planned"}
    assert len(call("GET", VISITS, actor=LEADER, query=waiting).json["items"]) == 1
    assert call("GET", VISITS, actor=ANNA, query=waiting).problem() == (403, "visit.not_your_district")
    assert call("GET", VISITS, actor=LEADER, query={"mine": "false"}).pointers() == ["/district"]
    assert call("GET", VISITS, actor=LEADER, query={"cursor": "x"}).problem() == (400, "request.bad_cursor")


def test_a_list_goes_on_where_its_cursor_says(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.inspection.store.PAGE", 3)
    for place in range(1, 8):
        office.inspection.put_visit(SUPERVISOR, made("vis", place), demo.plan(), None)
    seen: list[str] = []
    query: dict[str, str] = {}
    while True:
        page = call("GET", VISITS, actor=ANNA, query=query).json
        seen += [row["id"] for row in page["items"]]
        if not page["cursor"]:
            break
        query = {"cursor": page["cursor"]}
        assert call("GET", VISITS, actor=BAO, query=query).problem() == (400, "request.bad_cursor")
    assert seen == [made("vis", place) for place in range(7, 0, -1)]


def test_a_check_is_recorded_once_and_answered_with_its_law(office: Office) -> None:
    office.identified()
    first, again = check(), check()
    assert (first.status, again.status, first.json) == (201, 200, again.json)
    answer = first.json
    assert (answer["outcome"], answer["id"], answer["verdict"]) == ("recorded", CHECK, "fail")
    assert answer["readings"][0]["load_g"] == "1000"
    assert answer["readings"][0]["verdict"]["rule"]["id"] == "demo.e"
    assert answer["weights"]["class"] == "M1"
    assert answer["received_at"] > answer["device_at"] == "2026-11-24T03:58:00.000Z"
    assert answer["explanation"].keys() == {"zh", "en"}
    assert call("GET", ITS_CHECK, actor=BAO, visit=VISIT, check=CHECK).json == answer
    assert check(demo.sent(note="改")).problem() == (409, "request.id_taken")


def test_a_visit_shows_its_checks_and_refused_attempts(office: Office) -> None:
    office.identified()
    check()
    check(actor=STRANGER, check=made("chk", 2))
    shown = call("GET", ONE, actor=REVIEWER, visit=VISIT)
    assert shown.headers["ETag"] == '"4"'
    assert [one["id"] for one in shown.json["checks"]] == [CHECK]
    assert [(one["reason"], one["check"]) for one in shown.json["refused"]] == [
        ("visit.not_yours", made("chk", 2))
    ]
    assert call("GET", ONE, actor=STRANGER, visit=VISIT).problem() == (404, "request.not_found")


def test_a_visit_with_many_checks_is_read_page_by_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.inspection.store.PAGE", 4)
    office.identified()
    for place in range(1, 8):
        check(check=made("chk", place))
    seen: list[str] = []
    query: dict[str, str] = {}
    while True:
        page = call("GET", ONE, actor=ANNA, visit=VISIT, query=query).json
        assert page["visit"]["id"] == VISIT
        seen += [one["id"] for one in page["checks"]]
        if not page["cursor"]:
            break
        query = {"cursor": page["cursor"]}
    assert seen == [made("chk", place) for place in range(7, 0, -1)]


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ("{", "json_invalid", ""),
        ("\ud83d".encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "json_invalid", ""),
        ('{"note": "\\ud800"}', "json_invalid", ""),
        ("[]", "model_type", ""),
        ('"text"', "model_type", ""),
        ("null", "model_type", ""),
        ({"readings": [{"load_g": 1000, "indication_g": "1"}]}, "exact_number", "/readings/0/load_g"),
        ({"readings": [{"load_g": "1", "indication_g": 1.02}]}, "exact_number", "/readings/0/indication_g"),
        ({"readings": [{"load_g": "1", "indication_g": "1e3"}]}, "exact_number", "/readings/0/indication_g"),
        ({"readings": [{"load_g": "1", "indication_g": "NaN"}]}, "exact_number", "/readings/0/indication_g"),
        ({"readings": [{"load_g": "1"}]}, "missing", "/readings/0/indication_g"),
        ({"readings": [{"load_g": "-1", "indication_g": "1"}]}, "greater_than_equal", "/readings/0/load_g"),
        (
            {"readings": [{"load_g": "0.000001", "indication_g": "1"}]},
            "decimal_max_places",
            "/readings/0/load_g",
        ),
        ({"readings": []}, "too_short", "/readings"),
        ({"readings": [{"load_g": "1", "indication_g": "1"}] * 51}, "too_long", "/readings"),
        ({"verdict": "pass"}, "extra_forbidden", "/verdict"),
        ({"e_g": "50"}, "extra_forbidden", "/e_g"),
        ({"kind": "water"}, "literal_error", "/kind"),
        ({"kind": "fuel"}, "missing", "/runs"),
        ({"stage": "verification"}, "literal_error", "/stage"),
        ({"device_at": "2026-11-24T12:00:00"}, "timezone_aware", "/device_at"),
        ({"device_at": 1795520000}, "instant", "/device_at"),
        ({"device_at": "9999-12-31T23:59:59Z"}, "instant", "/device_at"),
        ({"device": ""}, "string_too_short", "/device"),
        ({"note": "长" * 501}, "string_too_long", "/note"),
        ({"note": 5}, "string_type", "/note"),
        ({"instrument_id": "ins-1"}, "string_pattern_mismatch", "/instrument_id"),
        ({"weights": {"class": "M9"}}, "literal_error", "/weights/class"),
        ({"weights": {"class": "M1", "valid_until": "soon"}}, "day", "/weights/valid_until"),
        ({"place": {"lat": 24.5, "lon": "118.1"}}, "exact_number", "/place/lat"),
        ({"place": {"lat": "24.5", "lon": "181"}}, "less_than_equal", "/place/lon"),
    ],
)
def test_bad_input_is_named_field_by_field_and_nothing_is_written(
    office: Office, body: object, code: str, pointer: str
) -> None:
    office.identified()
    refused = check(demo.sent(**body) if isinstance(body, dict) else body)
    assert refused.problem() == (400, "request.invalid")
    assert (pointer, code) in [(fault["pointer"], fault["code"]) for fault in refused.json["faults"]]
    assert office.inspection.file(LEADER, VISIT, "")[1].checks == ()
    assert check().status == 201


def test_a_body_over_64_kb_and_one_that_is_not_json_are_refused(office: Office) -> None:
    office.identified()
    padding = json.dumps(demo.sent()) + " " * 64 * 1024
    assert check(padding).problem() == (413, "request.too_large")
    assert check(headers={"content-type": "text/plain"}).problem() == (415, "request.not_json")


@pytest.mark.parametrize("wrong", ["chk-1", CHECK.upper(), made("vis", 1), "chk-../../x"])
def test_an_id_that_is_none_is_refused(office: Office, wrong: str) -> None:
    office.identified()
    assert check(check=wrong).problem() == (400, "request.bad_id")


@pytest.mark.parametrize("actor", [SUPERVISOR, LEADER, REVIEWER, demo.AUDITOR, demo.actor(30)])
def test_only_inspectors_record_checks(office: Office, actor: Actor) -> None:
    office.identified()
    assert check(actor=actor).problem() == (403, "access.role_missing")


def refused(answer: Answer) -> str:
    assert answer.status == 200
    told = answer.json
    assert told["outcome"] == "refused"
    assert told["sentences"]["zh"]
    assert told["sentences"]["en"]
    assert told["attempt"].startswith("att-")
    return str(told["reason"])


def test_refusals_by_rule_are_results_and_kept(office: Office) -> None:
    plan()
    assert refused(check()) == "visit.not_approved"
    approve()
    assert refused(check()) == "visit.not_identified"
    office.code_in(VISIT)
    assert refused(check(actor=STRANGER)) == "visit.not_yours"
    assert refused(check(demo.sent(instrument_id=demo.ELSEWHERE))) == "visit.other_instrument"
    assert refused(check(demo.sent(instrument_id=demo.PUMP))) == "check.other_kind"
    future = (demo.NOON + timedelta(minutes=11)).isoformat()
    assert refused(check(demo.sent(device_at=future))) == "check.reading_in_future"
    office.suspend(ANNA, SCALE, "示值超差")
    later = (demo.NOON + timedelta(minutes=1)).isoformat()
    assert refused(check(demo.sent(device_at=later))) == "instrument.suspended"
    office.act(SUPERVISOR, "scrap", SCALE)
    assert refused(check()) == "instrument.scrapped"
    assert sorted(attempts(office)) == [
        "check.other_kind",
        "check.reading_in_future",
        "instrument.scrapped",
        "instrument.suspended",
        "visit.not_approved",
        "visit.not_identified",
        "visit.not_yours",
        "visit.other_instrument",
    ]


def test_a_refused_attempt_sent_again_is_the_same_attempt(office: Office) -> None:
    plan()
    assert check().json == check().json
    assert attempts(office) == ["visit.not_approved"]


def test_unknown_visits_and_instruments_are_missing_in_the_language_asked(office: Office) -> None:
    english = {"accept-language": "en-GB"}
    assert check(headers=english).problem("en") == (404, "request.not_found")
    office.identified()
    unknown = check(demo.sent(instrument_id=demo.UNKNOWN))
    assert unknown.problem() == (404, "registry.no_instrument")
    missing = call("GET", ITS_CHECK, actor=ANNA, visit=VISIT, check=CHECK)
    assert missing.problem() == (404, "request.not_found")
