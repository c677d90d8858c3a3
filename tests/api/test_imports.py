"""Imports and exports over HTTP: announced, checked, applied, followed; and who may."""

from typing import Any

import pytest

from chalicelib import runtime
from chalicelib.accounts.model import Actor, Role
from chalicelib.registry.imports_files import LIMIT_BYTES
from tests import sheets
from tests.edge import Answer, call
from tests.fakes import FakeTable
from tests.importing import CITY, IMPORTER, LAB, Desk, announced
from tests.office import made

AN_IMPORT, AN_EXPORT = "/v1/imports/{import}", "/v1/exports/{export}"
IMPORT, EXPORT = made("imp", 1), made("exp", 1)
ROWS = sheets.rows(60, 3)
RAW = sheets.as_csv(ROWS)
IMPORTERS = {Role.SUPERVISOR, Role.LAB}


@pytest.fixture(autouse=True)
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk(FakeTable())
    monkeypatch.setattr(runtime, "imports", lambda: desk.imports)
    return desk


def at(method: str, path: str, body: object, by: Actor, **named: str) -> Answer:
    """`import` is a word of Python and cannot be named in a call."""
    return call(method, path, body, actor=by, headers=None, query=None, **named)


def put(by: Actor = CITY, import_id: str = IMPORT, **changed: Any) -> Answer:
    body = announced(RAW).model_dump(mode="json", exclude_none=True) | changed
    return at("PUT", AN_IMPORT, body, by, **{"import": import_id})


def ask(method: str, tail: str = "", by: Actor = CITY, import_id: str = IMPORT) -> Answer:
    return at(method, AN_IMPORT + tail, None, by, **{"import": import_id})


def test_an_import_is_announced_uploaded_checked_and_applied(desk: Desk) -> None:
    first, again = put(), put()
    assert (first.status, again.status) == (201, 200)
    assert first.json["state"] == "announced"
    assert first.json["upload"]["fields"]["sha256"] == announced(RAW).sha256
    desk.files.uploads[IMPORT] = RAW
    assert ask("POST", "/check").json["state"] == "checking"
    desk.drain()
    checked = ask("GET").json
    wanted = sheets.expected(ROWS)
    assert (checked["state"], checked["rows"], checked["done"]) == ("checked", 60, 60)
    assert checked["counts"] == {"new": wanted["good"], "bad": wanted["bad"]}
    assert checked["bad_rows"][0]["reasons"][0].keys() == {"zh", "en"}
    assert f"{IMPORT}-checked.xlsx" in checked["report_url"]
    assert ask("POST", "/apply").json["state"] == "applying"
    desk.drain()
    applied = ask("GET").json
    assert (applied["state"], applied["applied"]) == ("applied", checked["counts"])
    assert f"{IMPORT}-applied.xlsx" in applied["report_url"]
    (listed,) = call("GET", "/v1/imports", actor=CITY).json["items"]
    assert (listed["id"], listed["state"]) == (IMPORT, "applied")


def test_an_export_is_queued_and_downloaded(desk: Desk) -> None:
    first = call("PUT", AN_EXPORT, {"district": "350203"}, actor=CITY, export=EXPORT)
    assert (first.status, first.json["state"]) == (201, "queued")
    desk.drain()
    done = call("GET", AN_EXPORT, actor=CITY, export=EXPORT).json
    assert (done["state"], done["rows"]) == ("done", 0)
    assert f"{EXPORT}.xlsx" in done["url"]
    assert call("PUT", AN_EXPORT, {"district": "350203"}, actor=CITY, export=EXPORT).status == 200
    assert call("PUT", AN_EXPORT, {"district": "350206"}, actor=CITY, export=EXPORT).problem() == (
        409,
        "request.id_taken",
    )
    assert call("PUT", AN_EXPORT, {}, actor=CITY, export=made("exp", 2)).problem() == (400, "export.one_of")
    (listed,) = call("GET", "/v1/exports", actor=CITY).json["items"]
    assert listed["state"] == "done"


def test_what_cannot_be_is_refused_by_name() -> None:
    assert put(size_bytes=LIMIT_BYTES + 1).problem() == (413, "import.too_large")
    assert put(sha256="x").pointers() == ["/sha256"]
    assert put(lab=LAB.model_dump()).problem() == (403, "registry.not_your_lab")
    assert put(by=IMPORTER, lab=LAB.model_dump()).status == 201
    assert put(name="other").problem() == (409, "request.id_taken")
    assert ask("POST", "/apply", by=IMPORTER).problem() == (409, "import.not_checked")
    assert ask("GET", import_id=made("imp", 9)).problem() == (404, "request.not_found")
    assert ask("GET", import_id="imp-1").problem() == (400, "request.bad_id")


def test_what_was_applied_is_not_checked_again(desk: Desk) -> None:
    put()
    desk.files.uploads[IMPORT] = RAW
    ask("POST", "/check")
    desk.drain()
    ask("POST", "/apply")
    assert ask("POST", "/check").problem() == (409, "import.already_applied")


def test_another_persons_import_does_not_exist() -> None:
    put()
    for method, tail in (("GET", ""), ("POST", "/check"), ("POST", "/apply")):
        assert ask(method, tail, by=IMPORTER).problem() == (404, "request.not_found")
    assert call("GET", "/v1/imports", actor=IMPORTER).json["items"] == []


@pytest.mark.parametrize("role", sorted(set(Role) - IMPORTERS))
def test_others_may_neither_import_nor_export(role: Role) -> None:
    someone = Actor(made("acc", 70), frozenset({role}))
    for method, path in (
        ("PUT", AN_IMPORT),
        ("GET", AN_IMPORT),
        ("POST", AN_IMPORT + "/check"),
        ("POST", AN_IMPORT + "/apply"),
        ("GET", "/v1/imports"),
        ("PUT", AN_EXPORT),
        ("GET", AN_EXPORT),
        ("GET", "/v1/exports"),
    ):
        answer = at(method, path, {}, someone, **{"import": IMPORT, "export": EXPORT})
        assert answer.problem() == (403, "access.role_missing")
