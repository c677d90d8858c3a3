"""A refusal names the field it is about in words: whatever can be sent to the API has some in the web app."""

import re
from pathlib import Path
from typing import Any

import app
from chalicelib.openapi import document

FIELDS = Path(__file__).parents[2] / "web" / "src" / "words" / "fields.ts"
_NAMED = re.compile(r'^  (\w+): \["[^"]+", "[^"]+"\],$', re.MULTILINE)
_WAYS = ("anyOf", "oneOf", "allOf")


def members(schema: dict[str, Any], schemas: dict[str, dict[str, Any]], seen: set[str]) -> set[str]:
    """Every member of what has this schema, however deep."""
    reference = schema.get("$ref", "").rpartition("/")[2]
    if reference in seen:
        return set()
    seen |= {reference} - {""}
    inner = [schemas[reference]] if reference else []
    inner += schema.get("properties", {}).values()
    inner += [way for name in _WAYS for way in schema.get(name, ())]
    inner += [
        schema[name] for name in ("items", "additionalProperties") if isinstance(schema.get(name), dict)
    ]
    return set(schema.get("properties", ())).union(*(members(one, schemas, seen) for one in inner))


def test_whatever_can_be_sent_has_words() -> None:
    told = document(app.routes.apis())
    bodies = [
        operation["requestBody"]["content"]["application/json"]["schema"]
        for path in told["paths"].values()
        for operation in path.values()
        if "requestBody" in operation
    ]
    schemas = told["components"]["schemas"]
    sent = set[str]().union(*(members(body, schemas, set()) for body in bodies))
    named = set(_NAMED.findall(FIELDS.read_text()))
    assert len(sent) > 300
    assert sent - named == set(), "give them words in web/src/words/fields.ts"
    assert named - sent == set(), "nothing sends these any more"
