"""What can be asked of the law and what answers note, as sections of docs/law.md, from the models themselves."""

from typing import Any, get_args

from pydantic import BaseModel

from chalicelib.law.instruments import instrument_names
from chalicelib.law.items import Item
from chalicelib.law.model import Frozen
from chalicelib.law.notes import NOTES

_ANSWER = """A verdict is `pass`, `fail`, `out_of_table` (the law has no number), `exempt` (the law does not apply),
`not_tested` or `cannot_tell` (something is missing, or a person must decide). It carries `authority`, `limit` (the
last value that passes), `found`, `excess` (on a failure), the `rule` with its version and source, `notes`, an
`explanation` in Chinese and English and `details`. A day before the first version of a rule is the problem
`law.no_version`. Numbers are text. `?` marks what may be left out."""


def kinds() -> list[str]:
    """One section for each kind of item: its fields and what they are."""
    lines = ["\n## What can be asked\n", _ANSWER]
    for model in get_args(get_args(Item)[0]):
        schema = model.model_json_schema(mode="validation")
        told = (model.__doc__ or "").strip().splitlines()
        lines += [
            f"\n### `{schema['properties']['kind']['const']}`\n",
            *(line.strip() for line in told[:1]),
            "",
        ]
        lines += [
            f"- {_field(name, part, schema)}" for name, part in schema["properties"].items() if name != "kind"
        ]
        lines += _meanings(model)
    names = ", ".join(f"`{name}`" for name in instrument_names())
    return [*lines, f"\nInstruments with a table for `instrument_error`: {names}."]


def notes() -> list[str]:
    """Every code a verdict may note."""
    lines = ["\n## Notes of verdicts\n", "| code | says |", "|---|---|"]
    return lines + [f"| `{code}` | {told.zh} {told.en} |" for code, told in NOTES.items()]


def _meanings(model: type[BaseModel]) -> list[str]:
    texts = [base.__doc__ or "" for base in model.__mro__ if issubclass(base, Frozen)]
    meant = [line.strip() for text in texts for line in text.splitlines()[1:] if line.strip()]
    return ["\n```", *meant, "```"] if meant else []


def _field(name: str, part: dict[str, Any], schema: dict[str, Any]) -> str:
    mark = "" if name in schema.get("required", ()) else "?"
    return f"`{name}{mark}` {_type(part, schema)}"


def _type(part: dict[str, Any], schema: dict[str, Any]) -> str:
    if "$ref" in part:
        named = schema["$defs"][part["$ref"].rsplit("/", 1)[-1]]
        held = named | {"$defs": schema["$defs"]}
        return "{ " + ", ".join(_field(name, one, held) for name, one in named["properties"].items()) + " }"
    if "anyOf" in part:
        return " or ".join(_type(one, schema) for one in part["anyOf"] if one.get("type") != "null")
    if "enum" in part:
        return " | ".join(part["enum"])
    if part.get("type") == "array":
        return f"list of {_type(part['items'], schema)}, at most {part['maxItems']}"
    if "examples" in part:
        return "number"
    return str(part.get("format") or {"string": "text"}.get(part["type"], part["type"]))
