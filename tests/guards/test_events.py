"""Every event that is written is listed, by the package that may emit it, with the fields it promises."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib import events
from chalicelib.events import EVENTS, Event

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "chalicelib"
SAMPLES = [json.loads(path.read_text()) for path in sorted((ROOT / "tests/golden/items").glob("*.json"))]
CONSTANTS = {name: value for name, value in vars(events).items() if isinstance(value, Event)}


def written(path: Path) -> Iterator[str]:
    """The source of every `event=` an item is made with."""
    for node in ast.walk(ast.parse(path.read_text())):
        is_item = isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Item")
        if is_item and isinstance(node, ast.Call):
            yield from (ast.unparse(word.value) for word in node.keywords if word.arg == "event")


WRITTEN = [(path, mark) for path in sorted(PACKAGE.glob("*/**/*.py")) for mark in written(path)]


def constant(mark: str) -> Event:
    """The event in `events.NAME.mark` or `NAME.mark`; no other form may be written."""
    assert mark.endswith(".mark"), f"write {mark} as NAME.mark of events.py"
    return CONSTANTS[mark.removesuffix(".mark").removeprefix("events.")]


@pytest.mark.parametrize(("path", "mark"), WRITTEN, ids=lambda value: getattr(value, "stem", value))
def test_a_written_mark_is_a_listed_event_of_its_own_package(path: Path, mark: str) -> None:
    event = constant(mark)
    assert EVENTS[event.mark] is event
    assert path.relative_to(PACKAGE).parts[0] == event.emitter


def test_every_listed_event_is_written_somewhere() -> None:
    assert {constant(mark).mark for _, mark in WRITTEN} == EVENTS.keys()
    assert {event.mark for event in CONSTANTS.values()} == EVENTS.keys()


@pytest.mark.parametrize("mark", sorted(EVENTS))
def test_the_stored_sample_of_an_event_has_the_fields_it_promises(mark: str) -> None:
    documents = [json.loads(image["d"]["S"]) for image in SAMPLES if image.get("e", {}).get("S") == mark]
    assert documents, f"tests/golden/items has no sample with {mark}"
    optional = {"valid_until"}  # a verification that failed has none
    missing = [set(EVENTS[mark].fields) - document.keys() - optional for document in documents]
    assert [fields for fields in missing if fields] == []
