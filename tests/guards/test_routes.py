"""The whole route table: described, authorised or public, started in `app`."""

from collections import Counter

from openapi_spec_validator import validate

import app
from chalicelib import openapi
from chalicelib.http import ANYONE
from chalicelib.store import canonical

OPERATIONS = [operation for api in app.routes.apis() for operation in api.operations]
GATEWAY_RESOURCES = 280


def test_chalice_serves_exactly_the_described_operations() -> None:
    served = {(method, path) for path, methods in app.app.routes.items() for method in methods}
    assert served == {(operation.method, operation.path) for operation in OPERATIONS}


def test_every_route_is_authorised_or_public() -> None:
    open_routes = {
        (method, path)
        for path, methods in app.app.routes.items()
        for method, entry in methods.items()
        if entry.authorizer is None
    }
    assert open_routes == {(one.method, one.path) for one in OPERATIONS if one.roles == ANYONE}
    assert all(path.startswith("/v1/public/") for _, path in open_routes)


def test_openapi_is_valid_and_names_every_operation_once() -> None:
    document = openapi.document(app.routes.apis())
    validate(document)
    assert "prefixItems" not in canonical(document), "Schemathesis and others cannot read it"
    described = [
        operation["operationId"] for path in document["paths"].values() for operation in path.values()
    ]
    assert len(described) == len(OPERATIONS)
    assert [name for name, count in Counter(described).items() if count > 1] == []


def test_every_operation_says_what_it_does_and_answers() -> None:
    assert [one.path for one in OPERATIONS if not (one.summary.zh and one.summary.en)] == []
    json_without_model = [
        one.path for one in OPERATIONS if one.content_type == "application/json" and one.answer is None
    ]
    assert json_without_model == ["/v1/public/openapi.json"]


def test_writes_with_a_body_have_a_model() -> None:
    assert [one.path for one in OPERATIONS if one.method == "PUT" and one.body is None] == []


def test_event_handlers_start_in_app_so_registration_runs() -> None:
    sources = app.app.event_sources + app.app.pure_lambda_functions + app.app.builtin_auth_handlers
    assert sources
    assert {source.handler_string.rpartition(".")[0] for source in sources} <= {"app"}


def test_the_gateway_has_room() -> None:
    resources = {
        "/".join(path.strip("/").split("/")[:depth])
        for path in app.app.routes
        for depth in range(1, path.count("/") + 1)
    }
    assert len(resources) < GATEWAY_RESOURCES
