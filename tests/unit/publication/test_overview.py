"""The overview counts what the data sets show: each instrument once, a result once however many codes it has."""

from datetime import date
from typing import Any

import pytest

from chalicelib.publication.overview import Overview
from chalicelib.publication.projection import row
from chalicelib.store import Item

DAY = date(2026, 11, 27)


def instrument(**changed: Any) -> dict[str, Any]:
    told = {"district": "350203", "category": "price_scale", "site_id": "sit-1", "state": "in_use"}
    return {**told, "verified_on": "2026-01-01", "valid_until": "2026-12-31", "voided": False, **changed}


def result(**changed: Any) -> dict[str, Any]:
    told = {"district": "350203", "item_code": "JL-01", "raninsItemName": "衡器", "insDate": "2026-10-02"}
    return {**told, "entry_id": "ent-1", "problem": False, **changed}


def site(**changed: Any) -> dict[str, Any]:
    told = {"id": "sit-1", "name": "市场", "venue": "market", "district": "350203", "lat": None, "lon": None}
    return {**told, **changed}


def told(dataset: str, *rows: dict[str, Any]) -> dict[str, Any]:
    counted = Overview(DAY)
    for cells in rows:
        counted.take(dataset, cells)
    return counted.told()


@pytest.mark.parametrize(
    ("changed", "standing"),
    [
        ({"valid_until": "2026-12-28"}, "valid"),
        ({"valid_until": "2026-12-27"}, "due_soon"),
        ({"valid_until": "2026-11-27"}, "due_soon"),
        ({"valid_until": "2026-11-26"}, "overdue"),
        ({"verified_on": None, "valid_until": None}, "unverified"),
        ({"valid_until": None}, "failed"),
        ({"voided": True}, "void"),
        ({"state": "suspended", "valid_until": "2026-01-02"}, "suspended"),
    ],
)
def test_an_instrument_counts_as_what_it_is_on_the_day(changed: dict[str, Any], standing: str) -> None:
    counted = told(
        "instruments", instrument(**changed), instrument(state="scrapped"), instrument(state="replaced")
    )
    assert counted["instruments"] == [{"district": "350203", "category": "price_scale", standing: 1}]


def test_a_month_has_the_certificates_that_count_and_no_others() -> None:
    counted = told("instruments", instrument(), instrument(valid_until="2026-09-30"), instrument(voided=True))
    assert [(one["month"], one["instruments"]) for one in counted["ends"]] == [("2026-09", 1), ("2026-12", 1)]


def test_a_result_with_several_codes_is_one_result_with_a_problem() -> None:
    counted = told("random-check-results", result(), result(problem=True), result(entry_id="ent-2"))
    assert [(one["month"], one["results"], one["problems"]) for one in counted["results"]] == [
        ("2026-10", 2, 1)
    ]


def test_a_site_says_how_many_are_there_and_how_many_without_a_certificate_that_counts() -> None:
    counted = Overview(DAY)
    counted.take("instruments", instrument(voided=True))
    counted.take("instruments", instrument())
    counted.take("instruments", instrument(state="suspended"))
    counted.take("sites", site(lat="24.456", lon="118.074"))
    counted.take("sites", site(id="sit-2"))
    first, second = counted.told()["sites"]
    assert (first["instruments"], first["late"], first["lat"]) == (3, 1, "24.456")
    assert (second["instruments"], second["late"], "lat" in second) == (0, 0, False)


def test_the_register_tells_where_a_site_is_to_about_a_hundred_metres() -> None:
    place = {"lat": "24.456789", "lon": "118.07"}
    document = {"name": "市场", "venue": "market", "district": "350203", "place": place}
    shown = row(Item("S#sit-1", "A", document, v=1, event="site.changed/1"))
    assert shown is not None
    assert shown.told["place"] == {"lat": "24.457", "lon": "118.070"}
