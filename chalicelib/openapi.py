"""OpenAPI 3.1 of all routes, generated from the operations and their models (chalice-pitfalls.md B17)."""

import re
from typing import Any

import pydantic
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue, models_json_schema

from chalicelib import ids
from chalicelib.http import ANYONE, Api, Operation, Reply, Request
from chalicelib.http_problems import status_of

api = Api(__name__)
VERSION = "0.1.0"


@api.route("GET", "/v1/public/openapi.json", zh="本接口的 OpenAPI 3.1 说明。", en="This API as OpenAPI 3.1.")
def get_openapi(request: Request) -> Reply:  # noqa: ARG001 - every view takes the request
    """The document for tools; people read /docs/api."""
    import app

    return Reply(_text(app.routes.apis()), headers={"Cache-Control": "public, max-age=300"})


_PROBLEM = {
    "type": "object",
    "required": ["type", "status", "code", "detail", "sentences", "request"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "sentences": {
            "type": "object",
            "required": ["zh", "en"],
            "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
        },
        "request": {"type": "string"},
        "facts": {"type": "object", "additionalProperties": {"type": "string"}},
        "faults": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "zh", "en"],
                "properties": {name: {"type": "string"} for name in ("pointer", "code", "zh", "en")},
            },
        },
    },
}
_REF = "#/components/schemas/{model}"


class _Schemas(GenerateJsonSchema):
    """A tuple of one type is told as an array of fixed length: many tools of OpenAPI cannot read `prefixItems`."""

    def tuple_schema(self, schema: Any) -> JsonSchemaValue:
        """What pydantic tells, in the simpler words where they say the same."""
        told = super().tuple_schema(schema)
        first, *others = told.get("prefixItems", [None])
        if first is None or any(other != first for other in others):
            return told
        del told["prefixItems"]
        return told | {"items": first}


def _text(apis: tuple[Api, ...]) -> str:
    from chalicelib.store import canonical

    return canonical(document(apis))


def document(apis: tuple[Api, ...]) -> dict[str, Any]:
    """The OpenAPI document of these APIs."""
    operations = [operation for api in apis for operation in api.operations]
    refs, schemas = models_json_schema(_models(operations), ref_template=_REF, schema_generator=_Schemas)
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, refs)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Steelyard 权衡",
            "version": VERSION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api"}],
        "paths": paths,
        "components": {
            "schemas": {**schemas.get("$defs", {}), "Problem": _PROBLEM},
            "securitySchemes": {"oidc": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _models(operations: list[Operation]) -> list[tuple[type[pydantic.BaseModel], JsonSchemaMode]]:
    models: dict[tuple[type[pydantic.BaseModel], JsonSchemaMode], None] = {}
    for operation in operations:
        if operation.body:
            models[operation.body, "validation"] = None
        if operation.answer:
            models[operation.answer, "serialization"] = None
    return list(models)


def _operation(operation: Operation, refs: Any) -> dict[str, Any]:
    responses: dict[str, Any] = {}
    for status in {200, operation.status}:
        responses[str(status)] = _answer(operation, refs)
    kinds = sorted({status_of(kind) for kind in operation.problems} | _always(operation))
    responses |= {str(status): _problem(operation, status) for status in kinds}
    described: dict[str, Any] = {
        "operationId": operation.view.__name__,
        "summary": operation.summary.zh,
        "description": operation.summary.en,
        "parameters": [*_path_parameters(operation), *_query_parameters(operation)],
        "responses": responses,
        "security": [] if operation.roles == ANYONE else [{"oidc": []}],
        "x-roles": sorted(operation.roles),
    }
    if operation.body:
        schema = refs[operation.body, "validation"]
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return described


def _answer(operation: Operation, refs: Any) -> dict[str, Any]:
    schema = refs[operation.answer, "serialization"] if operation.answer else {}
    return {"description": operation.summary.en, "content": {operation.content_type: {"schema": schema}}}


def _problem(operation: Operation, status: int) -> dict[str, Any]:
    codes = sorted(kind.code for kind in operation.problems if status_of(kind) == status)
    return {
        "description": ", ".join(codes) or "see docs/api.md",
        "content": {"application/problem+json": {"schema": {"$ref": _REF.format(model="Problem")}}},
    }


def _always(operation: Operation) -> set[int]:
    statuses = {429, 500}
    if operation.roles:
        statuses |= {401, 403}
    if operation.body:
        statuses |= {400, 413, 415}
    if operation.query or "{" in operation.path:
        statuses |= {400}
    return statuses


def _path_parameters(operation: Operation) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": _path_schema(name)}
        for name in re.findall(r"{(\w+)}", operation.path)
    ]


def _path_schema(name: str) -> dict[str, Any]:
    return {"type": "string", "pattern": ids.pattern(name)} if name in ids.PREFIXES else {"type": "string"}


def _query_parameters(operation: Operation) -> list[dict[str, Any]]:
    if operation.query is None:
        return []
    schema = operation.query.model_json_schema()
    return [
        {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": part}
        for name, part in schema["properties"].items()
    ]
