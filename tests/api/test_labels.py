"""Labels, photos and scans over HTTP: status, codes, both languages, and what must not be said."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app import app
from chalicelib import runtime
from chalicelib.clock import system_clock
from chalicelib.labels import codec
from chalicelib.labels.service_photos import Photos
from chalicelib.labels.store_functions import PhotoReader, QuarantinedPhotos
from chalicelib.registry.model import number
from tests.golden.labels import make
from tests.unit.labels import pictures
from tests.unit.labels.desk import HOST, OTHER, SCALE, SCAN, SCRAPPED, UNKNOWN, Desk, retouched
from tests.unit.labels.test_functions import FakeLambda, FakeS3

PHOTO = "pho-01jd0000000000000000000000"
LABEL = "/v1/instruments/{instrument}/labels/{counter}"
RESOLVE = "/v1/public/labels/resolve"
READINGS = "/v1/labels/readings"
SCANS = "/v1/scans/{scan}"


class Answer:
    """What came back."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.status: int = raw["statusCode"]
        self.headers: dict[str, str] = raw["headers"]
        self.raw: str = raw["body"]
        self.is_base64 = raw.get("isBase64Encoded", False)

    @property
    def json(self) -> Any:
        return json.loads(self.raw)

    def refused(self) -> tuple[int, str]:
        """Status and code of a problem document that speaks both languages."""
        assert self.headers["Content-Type"] == "application/problem+json"
        assert self.json["sentences"]["zh"] != self.json["sentences"]["en"]
        return self.status, self.json["code"]


def call(
    method: str,
    resource: str,
    body: object = None,
    *,
    role: str = "",
    accept: str = "application/json",
    query: dict[str, str] | None = None,
    **path: str,
) -> Answer:
    """One call as API Gateway hands it over; `role` is what the authorizer found."""
    context = {"account": "acc-01jd0000000000000000000000", "roles": role, "scopes": "{}"}
    headers = {"content-type": "application/json", "accept": accept}
    event = {
        "resource": resource,
        "path": resource.format(**path),
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": query,
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()}
        if query
        else None,
        "pathParameters": path or None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "requestId": "r-1",
            "identity": {},
            **({"authorizer": context} if role else {}),
        },
        "body": body if isinstance(body, str) or body is None else json.dumps(body),
        "isBase64Encoded": False,
    }
    return Answer(app(event, None))


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk()
    monkeypatch.setattr(runtime, "labels", lambda: desk.labels)
    return desk


@pytest.fixture
def upload(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], str]:
    """Puts a photo where the reading function looks."""
    s3 = FakeS3()
    functions = FakeLambda({"read-photo": PhotoReader(s3, "quarantine", system_clock)})
    photos = Photos(
        QuarantinedPhotos(s3, functions, "quarantine", "read-photo"), desk.labels, desk.clock, bytes
    )
    monkeypatch.setattr(runtime, "photos", lambda: photos)
    return s3.hold


def issue(counter: str = "1", body: object = None, instrument: str = SCALE) -> Answer:
    return call("PUT", LABEL, body or {}, role="lab", instrument=instrument, counter=counter)


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
    assert issue(counter).refused() == (400, "label.bad_counter")
    assert desk.table.trips == []


@pytest.mark.usefixtures("desk")
def test_what_issuing_refuses() -> None:
    assert issue("2").refused() == (409, "label.counter_not_next")
    assert issue(instrument=SCRAPPED).refused() == (409, "label.instrument_scrapped")
    assert issue(body={"valid_until": "2026-11-01"}).refused() == (400, "label.bad_valid_until")
    assert issue(body={"valid_until": 20270101}).refused() == (400, "request.invalid")
    assert issue(body={"until": "2027-01-01"}).refused() == (400, "request.invalid")
    assert issue().status == 201
    assert issue(body={"valid_until": "2027-01-01"}).refused() == (409, "request.id_taken")
    assert issue(instrument="ins-1").refused() == (400, "request.bad_id")
    assert call("GET", LABEL, role="lab", instrument=SCALE, counter="9").refused() == (404, "label.none")


@pytest.mark.parametrize("role", ["inspector", "merchant", "auditor", "supervisor"])
def test_only_labs_and_administrators_issue(desk: Desk, role: str) -> None:
    refused = call("PUT", LABEL, {}, role=role, instrument=SCALE, counter="1").refused()
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
    assert call("POST", RESOLVE, body).refused() == (400, "request.invalid")
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
    assert drawn.raw.startswith("<svg")
    bits = picture(format="png", size_mm="40")
    assert (bits.status, bits.headers["Content-Type"], bits.is_base64) == (200, "image/png", True)
    assert picture(format="pdf").refused() == (400, "request.invalid")
    assert picture(size_mm="30").refused() == (400, "request.invalid")


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("accept", ["", "*/*", "application/json", "text/html,image/png", "image/*"])
def test_a_png_is_for_those_who_say_they_take_one(accept: str) -> None:
    issue()
    assert picture(accept, format="png").refused() == (415, "label.accept_png")


def test_a_host_too_long_for_its_label_is_said_so(desk: Desk) -> None:
    desk.labels = replace(desk.labels, host="A-HOST-FAR-TOO-LONG-FOR-A-LABEL.EXAMPLE")
    issue()
    assert picture("image/png", format="png").refused() == (422, "label.host_too_long")


def announce(**changes: object) -> Answer:
    body = {"size_bytes": 1000, "content_type": "image/jpeg", "sha256": "a" * 64, **changes}
    return call("POST", "/v1/photos", body, role="inspector")


@pytest.mark.usefixtures("upload")
def test_photos_that_could_not_be_read_are_refused_before_upload() -> None:
    assert announce(content_type="image/heic").refused() == (415, "photo.heic")
    assert announce(content_type="image/gif").refused() == (415, "photo.not_an_image")
    assert announce(size_bytes=12 * 1024 * 1024 + 1).refused() == (413, "photo.too_large")
    assert announce(size_bytes=0).refused() == (400, "request.invalid")
    assert announce(size_bytes="1000").refused() == (400, "request.invalid")
    assert announce(sha256="A" * 64).refused() == (400, "photo.bad_digest")


def read(photo: str = PHOTO) -> Answer:
    return call("POST", READINGS, {"photo": photo}, role="inspector")


@pytest.mark.usefixtures("desk")
def test_a_photo_of_a_label_is_read_and_resolved(upload: Callable[[bytes], str]) -> None:
    content = issue().json["content"]
    upload(pictures.file(pictures.photo(pictures.label(content))))
    answer = read().json
    assert answer["outcome"] == "one"
    (code,) = answer["codes"]
    assert (code["text"], code["resolution"]["outcome"]) == (content, "genuine")
    assert len(code["position"]) == 4


@pytest.mark.usefixtures("desk")
def test_two_codes_are_told_with_their_places(upload: Callable[[bytes], str]) -> None:
    content = issue().json["content"]
    upload(pictures.file(pictures.photo(pictures.label(content), pictures.plain_qr(pictures.PAYMENT))))
    answer = read().json
    assert answer["outcome"] == "several"
    assert {code["resolution"]["reason"] for code in answer["codes"]} == {"genuine", "foreign_payment"}
    assert len({json.dumps(code["position"]) for code in answer["codes"]}) == 2


@pytest.mark.parametrize(
    ("raw", "refused"),
    [
        (b"these are no image bytes", (415, "photo.not_an_image")),
        (pictures.HEIC, (415, "photo.heic")),
        (pictures.png_claiming(8000, 5000), (413, "photo.too_many_pixels")),
        (pictures.png_claiming(60_000, 60_000), (413, "photo.too_many_pixels")),
        (pictures.file(pictures.photo())[:400], (422, "photo.truncated")),
    ],
)
def test_bad_photos_are_refused_by_name(
    upload: Callable[[bytes], str], raw: bytes, refused: tuple[int, str]
) -> None:
    upload(raw)
    assert read().refused() == refused


def test_a_photo_without_a_code_and_one_that_was_never_sent(upload: Callable[[bytes], str]) -> None:
    assert read().refused() == (404, "photo.missing")
    upload(pictures.file(pictures.photo()))
    assert read().json["outcome"] == "none"
    assert read("pho-1").refused() == (400, "request.invalid")


SENT = {
    "device_at": "2026-11-24T10:59:58+08:00",
    "device": "phone-1",
    "place": {"lat": "24.479834", "lon": "118.08942", "accuracy_m": "12"},
}


def scan(content: str, scan_id: str = SCAN, *, role: str = "inspector", **changes: object) -> Answer:
    return call("PUT", SCANS, {"content": content, **SENT, **changes}, role=role, scan=scan_id)


def test_an_officers_scan_is_kept_and_told_with_the_whole_head(desk: Desk) -> None:
    content = issue().json["content"]
    answer = scan(content).json
    assert answer["resolution"]["outcome"] == "genuine"
    assert answer["instrument"]["serial_no"] == "SN 20240017"
    (kept,) = [item for item in desk.table.items.values() if item.sk == f"N#{SCAN}"]
    assert kept.pk == "U#acc-01jd0000000000000000000000#2024-11"
    assert kept.document["device_at"] == "2026-11-24T02:59:58.000Z"
    assert kept.document["place"] == {"lat": "24.480", "lon": "118.089", "accuracy_m": "12"}
    assert scan(content).json == answer
    assert scan(number(OTHER)).refused() == (409, "request.id_taken")


def test_a_refused_scan_is_kept(desk: Desk) -> None:
    assert scan("00000 00001").json["resolution"]["outcome"] == "bad_number"
    assert [item.state for item in desk.table.items.values() if item.sk.startswith("N#")] == ["bad_number"]


@pytest.mark.parametrize(
    "changes",
    [
        {"device_at": 1763971200},
        {"device_at": "2026-11-24T10:59:58"},
        {"place": {"lat": 24.48, "lon": "118.1", "accuracy_m": "5"}},
        {"place": {"lat": "91", "lon": "118.1", "accuracy_m": "5"}},
        {"place": {"lat": "24", "lon": "118.1"}},
        {"device": "x" * 65},
        {"officer": "somebody"},
    ],
)
def test_a_scan_with_a_bad_field_is_named(desk: Desk, changes: dict[str, Any]) -> None:
    answer = scan(number(SCALE), **changes)
    assert answer.refused() == (400, "request.invalid")
    assert answer.json["faults"]
    assert desk.table.trips == []


def test_merchants_and_labs_do_not_scan(desk: Desk) -> None:
    for role in ("merchant", "lab", "organiser", "auditor", "administrator"):
        assert scan(number(SCALE), role=role).refused() == (403, "access.role_missing")
    assert desk.table.trips == []


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("scan_id", ["7zzzzzzzzzzzzzzzzzzzzzzzzz", "00000000000000000000000000"])
def test_a_phone_with_an_absurd_clock_is_kept_too(scan_id: str) -> None:
    assert scan(number(SCALE), f"scn-{scan_id}").status == 200
