"""A published form never changes: records name the version they were filled in by."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from chalicelib.inspection.checks import sent_model
from chalicelib.inspection.forms import DATA, Form, Step

PUBLISHED = Path(__file__).parents[1] / "golden" / "forms.sha256"
FILES = sorted(DATA.glob("*.json"))


def listed() -> dict[str, str]:
    """File -> SHA-256, one a line as sha256sum writes it; a new version adds a line, none is ever changed."""
    return {name: sha256 for sha256, name in (line.split() for line in PUBLISHED.read_text().splitlines())}


def test_published_forms_are_what_they_were_and_every_form_is_listed() -> None:
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FILES} == listed()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_form_is_of_its_file_and_asks_for_fields_of_its_kind(path: Path) -> None:
    form = Form.model_validate_json(path.read_text())
    assert path.name == f"forms-{form.id}-{form.version}.json"
    schema = sent_model(form.kind).model_json_schema(by_alias=True)
    for field in form.fixed:
        assert field in schema["properties"]
    for step in form.steps:
        _fits(step, schema, schema)


def _fits(step: Step, schema: dict[str, Any], root: dict[str, Any]) -> None:
    assert step.zh
    assert step.en
    found = _at(step.field, schema, root)
    assert (step.asks == "group") == bool(step.steps), step.field
    assert (step.asks == "choice") == bool(step.choices), step.field
    if step.asks == "choice":
        assert {one.value for one in step.choices} <= set(_values(found)), step.field
    if step.asks == "number":
        assert step.decimals is not None, step.field
        assert step.least is not None and step.most is not None and step.least < step.most, step.field  # noqa: PT018
    if step.repeats is not None:
        assert 0 < step.repeats.least <= step.repeats.usual <= step.repeats.most == found["maxItems"], (
            step.field
        )
        found = _resolved(found["items"], root)
    for inner in step.steps:
        _fits(inner, found, root)


def _at(field: str, schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    for name in field.split("."):
        named = schema.get("properties") or dict.fromkeys([name], *schema["patternProperties"].values())
        schema = _resolved(named[name], root)
    return schema


def _resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    for one in schema.get("anyOf", ()):
        if one.get("type") != "null":
            schema = one
            break
    return root["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def _values(schema: dict[str, Any]) -> list[str]:
    if "enum" in schema:
        return list(schema["enum"])
    assert schema["type"] == "string", schema  # a name that the officer picks, such as a flow point
    return ["Q1", "Q2"]
