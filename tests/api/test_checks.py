"""Checks of every kind and their guided forms over HTTP."""

import json
from typing import Any

import pytest

import app
from chalicelib import openapi, runtime
from chalicelib.inspection.checks import KINDS, Kind
from tests.checking import body
from tests.edge import Answer, call
from tests.fakes import FakeTable
from tests.office import ANNA, CHECK, LEADER, REVIEWER, VISIT, Office, made

ITS_CHECK = "/v1/visits/{visit}/checks/{check}"
FORMS = "/v1/forms"


@pytest.fixture(autouse=True)
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(FakeTable()).furnished().identified()
    monkeypatch.setattr(runtime, "inspection", lambda: office.inspection)
    return office


def put(kind: Kind, check: str = CHECK, **changed: Any) -> Answer:
    return call("PUT", ITS_CHECK, body(kind, **changed), actor=ANNA, visit=VISIT, check=check)


@pytest.mark.parametrize("kind", KINDS)
def test_a_check_of_every_kind_is_recorded_and_answered_with_all_that_was_sent(kind: Kind) -> None:
    first, again = put(kind), put(kind)
    assert (first.status, again.status, first.json) == (201, 200, again.json)
    sent = body(kind)
    assert first.json["outcome"] == "recorded"
    kept = {name: first.json[name] for name in sent.keys() - {"device_at", "readings"}}
    assert _within(kept, {name: sent[name] for name in kept})
    assert call("GET", ITS_CHECK, actor=REVIEWER, visit=VISIT, check=CHECK).json == first.json
    assert put(kind, note="改").problem() == (409, "request.id_taken")


def _within(kept: Any, sent: Any) -> bool:
    """Whether everything sent is kept; defaults may have been added."""
    if isinstance(sent, dict):
        return all(name in kept and _within(kept[name], value) for name, value in sent.items())
    if isinstance(sent, list):
        return len(kept) == len(sent) and all(map(_within, kept, sent))
    return bool(kept == sent)


def test_a_visit_shows_checks_of_every_kind_and_refused_ones() -> None:
    for place, kind in enumerate(KINDS, 1):
        put(kind, made("chk", place))
    refused = put("fuel", made("chk", 9), form={"id": "fuel", "version": 7})
    assert (refused.status, refused.json["reason"]) == (200, "check.unknown_form")
    shown = call("GET", "/v1/visits/{visit}", actor=LEADER, visit=VISIT).json
    assert [one["kind"] for one in shown["checks"]] == list(reversed(KINDS))
    assert [one["check"] for one in shown["refused"]] == [made("chk", 9)]


@pytest.mark.parametrize(
    ("kind", "changed", "code", "pointer"),
    [
        ("retail", {"sale": {"settled_kg": 1}}, "exact_number", "/sale/settled_kg"),
        ("prepackage_lot", {"packages": [{"gross": "5"}, {}]}, "missing", "/packages/1/gross"),
        ("checklist", {"answers": {"system": {}}}, "missing", "/answers/system/answer"),
        ("spectacles", {"right": {"ordered": {}}}, "missing", "/right/measured"),
        ("identity", {"surprise": 1}, "extra_forbidden", "/surprise"),
        ("fuel", {"runs": [{"indicated_l": "1", "standard_l": "0"}]}, "greater_than", "/runs/0/standard_l"),
    ],
)
def test_bad_input_of_every_kind_is_named_field_by_field(
    kind: Kind, changed: dict[str, Any], code: str, pointer: str
) -> None:
    refused = put(kind, **changed)
    assert refused.problem() == (400, "request.invalid")
    assert (pointer, code) in [(fault["pointer"], fault["code"]) for fault in refused.json["faults"]]


def test_the_description_of_the_api_has_every_kind() -> None:
    document = openapi.document(app.routes.apis())
    sent = document["paths"][ITS_CHECK]["put"]["requestBody"]["content"]["application/json"]["schema"]
    schemas = document["components"]["schemas"]
    for name in ("SentCheck", "KeptCheck"):
        assert set(schemas[name]["discriminator"]["mapping"]) == set(KINDS)
    assert schemas[sent["$ref"].rpartition("/")[2]]["$ref"].endswith("/SentCheck")
    assert schemas["VisitPage"]["properties"]["checks"]["items"]["$ref"].endswith("/KeptCheck")


def test_forms_are_fetched_once() -> None:
    answer = call("GET", FORMS, actor=ANNA)
    assert answer.status == 200
    assert {form["kind"] for form in json.loads(answer.text)["items"]} == set(KINDS)
    for tag in (answer.headers["ETag"], "W/" + answer.headers["ETag"]):
        again = call("GET", FORMS, actor=ANNA, headers={"if-none-match": tag})
        assert (again.status, again.text, again.headers["ETag"]) == (304, "", answer.headers["ETag"])
    assert call("GET", FORMS, actor=ANNA, headers={"if-none-match": '"x"'}).status == 200
