"""What the other packages really emit, from the kept samples, goes through register and open data to the end."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib import events
from chalicelib.publication.opendata_sets import DATASETS
from chalicelib.store import Item
from chalicelib.store_dynamo import item_of
from tests.registering import Register

SAMPLES = Path(__file__).parents[2] / "golden" / "items"
FOLLOWED = {
    events.MERCHANT_CHANGED,
    events.SITE_CHANGED,
    events.INSTRUMENT_SHOWN,
    events.ENTRY_SHOWN,
    events.COMMITMENT_SHOWN,
    events.STANDING_SHOWN,
    events.PLAN_CHANGED,
    events.DRAW_OPENED,
}
FULL = [(one.id, one.of) for one in DATASETS if one.id != "penalties"]


def samples() -> dict[str, Item]:
    """One item of each event, all of the merchant whose result was published."""
    found = {}
    for path in sorted(SAMPLES.glob("*.json")):
        item = item_of(json.loads(path.read_text()))
        found[item.event] = item
    whose = found[events.ENTRY_SHOWN.mark].document["merchant_id"]
    told: dict[str, Item] = {}
    for event in FOLLOWED:
        item = found[event.mark]
        own: dict[str, Any] = {"merchant_id": whose} if "merchant_id" in item.document else {}
        told[event.mark] = replace(item, document={**item.document, **own})
    return told


@pytest.fixture(scope="module")
def register() -> Register:
    register = Register()
    register.office.clock.at = datetime(2026, 12, 10, 4, tzinfo=UTC)
    register.published(*samples().values())
    register.maker.run()
    return register


def test_the_page_shows_what_was_really_emitted(register: Register) -> None:
    entry = samples()[events.ENTRY_SHOWN.mark].document
    page = register.files.json(f"merchants/{entry['merchant_id']}")
    assert page["entries"] == [entry]
    assert page["commitments"][0]["template"]["version"]
    assert page["standing"]["grade_zh"]
    assert page["instruments"][0]["number"]
    assert register.files.json("draws")["plans"]
    (listed,) = register.files.json(f"results/{entry['district']}")["entries"]
    assert listed["merchant"]["id"] == entry["merchant_id"]


@pytest.mark.parametrize(("dataset", "kind"), FULL)
def test_every_data_set_has_its_row(register: Register, dataset: str, kind: str) -> None:
    rows = json.loads(register.data.raw[f"{dataset}.json"])
    assert rows, f"no {kind} came through"
    assert all(row.keys() & {"merchant", "name", "plan_name"} for row in rows)
