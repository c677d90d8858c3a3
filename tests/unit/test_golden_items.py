"""What was once stored is read by today's stores, and every kind that is stored has a kept sample."""

import json
import re
from pathlib import Path

import pytest

from chalicelib.store_dynamo import item_of
from tests.fakes import FakeTable
from tests.golden.items.kinds import KINDS, kind
from tests.golden.items.make import FOLDER, items
from tests.golden.items.readers import READERS

DOCS = Path(__file__).parents[2] / "docs" / "data.md"
SAMPLES = {path.stem: item_of(json.loads(path.read_text())) for path in sorted(FOLDER.glob("*.json"))}


@pytest.fixture
def table() -> FakeTable:
    table = FakeTable()
    table.items = {(item.pk, item.sk): item for item in SAMPLES.values()}
    return table


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_stored_item_is_still_read(name: str, table: FakeTable) -> None:
    item = SAMPLES[name]
    assert name == f"{kind(item)}-{item.schema}"
    assert READERS[name](table, item)


def test_every_kind_and_schema_written_today_has_a_sample() -> None:
    written = {f"{kind(item)}-{item.schema}" for item in items()}
    assert written <= SAMPLES.keys()
    assert {name.rpartition("-")[0] for name in written} == set(KINDS.values())


def test_no_field_of_a_sample_is_gone_or_renamed_without_a_new_schema_number() -> None:
    """New optional fields are fine; a field that is not written any more means another form."""
    written: dict[str, set[str]] = {}
    for item in items():
        written.setdefault(f"{kind(item)}-{item.schema}", set()).update(_fields(item.document))
    gone = {name: _fields(SAMPLES[name].document) - fields for name, fields in written.items()}
    assert {name: fields for name, fields in gone.items() if fields} == {}


def _fields(document: object, place: str = "") -> set[str]:
    if isinstance(document, dict):
        return {place}.union(*(_fields(value, f"{place}/{name}") for name, value in document.items()))
    return {place}


def test_the_data_page_describes_every_kind_once() -> None:
    table = DOCS.read_text().partition("\n## Kinds in `main`\n")[2].partition("\n### ")[0]
    assert sorted(re.findall(r"^\| `(.+?)` \|", table, re.MULTILINE)) == sorted(set(KINDS.values()))
