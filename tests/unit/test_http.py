import json
from typing import Any

import pytest
from chalice.app import AuthResponse, Chalice
from chalice.test import Client
from pydantic import BaseModel, ConfigDict

from chalicelib import http
from chalicelib.errors import IdTaken, VersionMissing, VersionStale
from chalicelib.http import Api, Reply, Request
from chalicelib.quantities import Exact


class Weighing(BaseModel):
    model_config = ConfigDict(extra="forbid")
    mass_g: Exact
    note: str = ""


def request(**given: Any) -> Request:
    return Request(**{"context": {}, "headers": {}, "parameters": {}, "raw_body": b"", "id": "r1", **given})


@pytest.fixture
def served() -> Client:
    api = Api("tests")

    @api.route("PUT", "/v1/public/weighings/{check}", zh="称", en="Weigh", body=Weighing, answer=Weighing)
    def put(request: Request, check: str) -> Reply:  # noqa: ARG001
        return Reply(request.body(Weighing), status=201, version=7)

    @api.route("GET", "/v1/public/taken", zh="占", en="Taken")
    def taken(request: Request) -> Reply:  # noqa: ARG001
        raise IdTaken(id="chk-1")

    @api.route("GET", "/v1/public/broken", zh="坏", en="Broken")
    def broken(request: Request) -> Reply:  # noqa: ARG001
        raise KeyError("secret of a person")

    @api.route("GET", "/v1/desk", zh="台", en="Desk", roles={"leader"})
    def desk(request: Request) -> Reply:
        return Reply(json.dumps(dict(request.context)))

    app = Chalice("tests", configure_logs=False)

    @app.authorizer()
    def authorize(asked: Any) -> AuthResponse:
        return AuthResponse(routes=["*"], principal_id="x", context={"roles": asked.token})

    app.register_blueprint(http.blueprint(api, authorize))
    return Client(app)


ID = "chk-" + "0" * 26


def put(served: Client, body: bytes, kind: str = "application/json", check: str = ID, **headers: str) -> Any:
    path = f"/v1/public/weighings/{check}"
    return served.http.put(path, body=body, headers={"Content-Type": kind, **headers})


def test_a_good_body_is_answered_with_exact_text_and_its_version(served: Client) -> None:
    answer = put(served, b'{"mass_g": "1000.10"}')
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"7"')
    assert answer.json_body == {"mass_g": "1000.10", "note": ""}


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        (b"{", "", "json_invalid"),
        (b"\xff", "", "json_invalid"),
        (b"[]", "", "model_type"),
        (b"{}", "/mass_g", "missing"),
        (b"", "/mass_g", "missing"),
        (b'{"mass_g": 1.1}', "/mass_g", "exact_number"),
        (b'{"mass_g": "heavy"}', "/mass_g", "exact_number"),
        (b'{"mass_g": "1", "massg": "1"}', "/massg", "extra_forbidden"),
        (b'{"mass_g": "1", "note": 5}', "/note", "string_type"),
    ],
)
def test_each_bad_field_is_named_with_a_remedy(served: Client, body: bytes, pointer: str, code: str) -> None:
    answer = put(served, body)
    assert (answer.status_code, answer.json_body["code"]) == (400, "request.invalid")
    assert answer.headers["Content-Type"] == "application/problem+json"
    (fault,) = answer.json_body["faults"]
    assert (fault["pointer"], fault["code"]) == (pointer, code)
    assert fault["zh"]
    assert fault["en"]
    assert "{" not in fault["zh"] + fault["en"]


def test_input_is_never_echoed(served: Client) -> None:
    assert "13800138000" not in json.dumps(put(served, b'{"mass_g": "13800138000x"}').json_body)


def test_the_sentence_follows_the_language_asked_for(served: Client) -> None:
    zh = put(served, b"{}").json_body
    en = put(served, b"{}", **{"Accept-Language": "en-GB,zh;q=0.5"}).json_body
    assert zh["detail"] == zh["sentences"]["zh"] == en["sentences"]["zh"]
    assert en["detail"] == en["sentences"]["en"]


def test_sizes_kinds_and_ids_are_refused_by_name(served: Client) -> None:
    assert put(served, b" " * 65_537).json_body["code"] == "request.too_large"
    assert (
        put(served, b"mass_g=1", "application/x-www-form-urlencoded").json_body["code"] == "request.not_json"
    )
    assert put(served, b"{}", check="vis-1").json_body["code"] == "request.bad_id"


def test_failures_with_a_name_are_problems_and_others_tell_nothing(served: Client) -> None:
    taken = served.http.get("/v1/public/taken")
    assert (taken.status_code, taken.json_body["facts"]) == (409, {"id": "chk-1"})
    broken = served.http.get("/v1/public/broken")
    assert (broken.status_code, broken.json_body["code"]) == (500, "server.unexpected")
    assert "secret" not in json.dumps(broken.json_body)


def test_a_route_is_for_its_roles(served: Client) -> None:
    assert served.http.get("/v1/desk", headers={"Authorization": "auditor,leader"}).status_code == 200
    refused = served.http.get("/v1/desk", headers={"Authorization": "auditor"})
    assert (refused.status_code, refused.json_body["code"]) == (403, "access.role_missing")
    assert served.http.get("/v1/desk", headers={"Authorization": "none"}).status_code == 403


def test_only_public_paths_are_for_anyone() -> None:
    api = Api("tests")
    with pytest.raises(ValueError, match="public"):
        api.route("GET", "/v1/desk", zh="台", en="Desk")
    with pytest.raises(ValueError, match="public"):
        api.route("GET", "/v1/public/desk", zh="台", en="Desk", roles={"leader"})


def test_if_match_carries_the_version() -> None:
    assert request(headers={"if-match": '"12"'}).seen() == 12
    with pytest.raises(VersionMissing):
        request().seen()
    for strange in ("*", '"x"', "", '"1234567890"', 'W/"1"'):
        with pytest.raises(VersionStale):
            request(headers={"if-match": strange}).seen()
