"""Labels over HTTP: status, codes, both languages, and what must not be said."""

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib import runtime_labels
from chalicelib.labels import codec
from chalicelib.registry.model import number
from tests.api.asking import LABEL, call, issue
from tests.edge import Answer
from tests.golden.labels import make
from tests.unit.labels.desk import HOST, SCALE, SCRAPPED, UNKNOWN, Desk, retouched

RESOLVE = "/v1/public/labels/resolve"


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk()
    monkeypatch.setattr(runtime_labels, "labels", lambda: desk.labels)
    return desk


def resolve(content: str) -> Any:
    answer = call("POST", RESOLVE, {"content": content})
    assert answer.status == 200
    assert answer.json["sentences"]["zh"]
    assert answer.json["sentences"]["en"]
    return answer.json


@pytest.mark.usefixtures("desk")
def test_a_lab_issues_a_label_and_a_citizen_resolves_it() -> None:
    made = issue(body={"valid_until": "2027-11-23"})
    assert made.status == 201
    assert made.json["content"].startswith(f"HTTPS://{HOST}/I/{number(SCALE)}.")
    assert issue(body={"valid_until": "2027-11-23"}).status == 200
    told = resolve(made.json["content"].lower())
    assert (told["outcome"], told["number"], told["counter"]) == ("genuine", number(SCALE), 1)
    assert told["instrument"]["standing"] == "unverified"
    read = call("GET", LABEL, role="inspector", instrument=SCALE, counter="1")
    assert (read.status, read.json["state"], read.json["valid_until"]) == (200, "current", "2027-11-23")


@pytest.mark.parametrize("counter", ["0", "256", "x", "-1", "1.0", "١", "0001", "%20"])
def test_a_counter_is_1_to_255(desk: Desk, counter: str) -> None:
    assert issue(counter).problem() == (400, "label.bad_counter")
    assert desk.table.trips == []


@pytest.mark.usefixtures("desk")
def test_what_issuing_refuses() -> None:
    assert issue("2").problem() == (409, "label.counter_not_next")
    assert issue(instrument=SCRAPPED).problem() == (409, "label.instrument_scrapped")
    assert issue(body={"valid_until": "2026-11-01"}).problem() == (400, "label.bad_valid_until")
    assert issue(body={"valid_until": 20270101}).problem() == (400, "request.invalid")
    assert issue(body={"until": "2027-01-01"}).problem() == (400, "request.invalid")
    assert issue().status == 201
    assert issue(body={"valid_until": "2027-01-01"}).problem() == (409, "request.id_taken")
    assert issue(instrument="ins-1").problem() == (400, "request.bad_id")
    assert call("GET", LABEL, role="lab", instrument=SCALE, counter="9").problem() == (404, "label.none")


@pytest.mark.parametrize("role", ["inspector", "merchant", "auditor", "supervisor", "administrator"])
def test_only_labs_issue(desk: Desk, role: str) -> None:
    refused = call("PUT", LABEL, {}, role=role, instrument=SCALE, counter="1").problem()
    assert refused == (403, "access.role_missing")
    assert desk.table.trips == []


@pytest.mark.usefixtures("desk")
def test_every_kind_of_bad_label_has_its_own_answer() -> None:
    first, second = issue().json["content"], issue("2").json["content"]
    forged = retouched(second, lambda label: replace(label, fields=replace(label.fields, counter=3)))
    by_three = make.content("three", codec.Fields(number(SCALE), 9, None, 1, b"ab"))
    wrong = number(SCALE)[:-1] + ("0" if number(SCALE)[-1] != "0" else "1")
    told = {
        "genuine": second,
        "revoked": first,
        "tampered": forged,
        "unknown_key": by_three,
        "unknown_version": second.replace(f"{number(SCALE)}.E", f"{number(SCALE)}.I"),
        "malformed": second[:-20],
        "foreign_payment": "wxp://f2f0demo",
        "foreign": "https://example.com/i/123",
        "bad_number": wrong,
        "unknown_instrument": number(UNKNOWN),
        "unsigned": number(SCALE),
    }
    answers = {reason: resolve(content) for reason, content in told.items()}
    assert {reason: answer["reason"] for reason, answer in answers.items()} == {
        reason: reason for reason in told
    }
    assert len({answer["sentences"]["zh"] for answer in answers.values()}) == len(told)
    shown = {reason for reason, answer in answers.items() if "instrument" in answer}
    assert shown == {"genuine", "revoked", "unsigned"}


@pytest.mark.usefixtures("desk")
def test_resolving_never_tells_what_only_officers_may_see() -> None:
    told = json.dumps(resolve(number(SCALE)), ensure_ascii=False)
    assert "20240017" not in told
    assert "mer-" not in told


@pytest.mark.parametrize(
    "body", ["{", "[]", '{"content": 7}', '{"content": ""}', '{"content": "x", "more": 1}']
)
def test_a_body_that_is_no_content_is_named(desk: Desk, body: str) -> None:
    assert call("POST", RESOLVE, body).problem() == (400, "request.invalid")
    assert desk.table.trips == []


def test_phones_get_the_public_keys(desk: Desk) -> None:
    answer = call("GET", "/v1/public/keys")
    assert answer.json == {
        "keys": [{"kid": 1, "algorithm": "ES256", "spki": make.spki("one"), "valid_from": "2026-11-24"}]
    }
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert desk.labels.ring.known()


def picture(accept: str = "image/png", **query: str) -> Answer:
    return call(
        "GET",
        f"{LABEL}/picture",
        role="lab",
        accept=accept,
        query=query or None,
        instrument=SCALE,
        counter="1",
    )


@pytest.mark.usefixtures("desk")
def test_a_label_is_drawn_as_svg_and_png() -> None:
    issue()
    drawn = picture("application/json")
    assert (drawn.status, drawn.headers["Content-Type"]) == (200, "image/svg+xml")
    assert drawn.text.startswith("<svg")
    bits = picture(format="png", size_mm="40")
    assert (bits.status, bits.headers["Content-Type"], bits.is_base64) == (200, "image/png", True)
    assert picture(format="pdf").problem() == (400, "request.invalid")
    assert picture(size_mm="30").problem() == (400, "request.invalid")


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("accept", ["", "*/*", "application/json", "text/html,image/png", "image/*"])
def test_a_png_is_for_those_who_say_they_take_one(accept: str) -> None:
    issue()
    assert picture(accept, format="png").problem() == (415, "label.accept_png")


def test_a_host_too_long_for_its_label_is_said_so(desk: Desk) -> None:
    desk.labels = replace(desk.labels, host="A-HOST-FAR-TOO-LONG-FOR-A-LABEL.EXAMPLE")
    issue()
    assert picture("image/png", format="png").problem() == (422, "label.host_too_long")
