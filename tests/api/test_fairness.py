"""Fairness reports over HTTP: anybody reads them, and caches may keep them."""

import json

import pytest

from chalicelib import runtime_sampling
from chalicelib.sampling.fairness_forms import Months
from chalicelib.sampling.service_fairness import Fairness
from tests.edge import call
from tests.golden.fairness import make
from tests.unit.sampling.past import FakeShelf

REPORT = "/v1/public/fairness/{month}"


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> FakeShelf:
    shelf = FakeShelf()
    monkeypatch.setattr(runtime_sampling, "fairness", lambda: Fairness(shelf))
    return shelf


def test_before_the_first_month_there_is_none(shelf: FakeShelf) -> None:
    told = call("GET", "/v1/public/fairness")
    assert (told.status, told.json) == (200, {"months": []})
    assert call("GET", REPORT, month="2026-12").problem() == (404, "request.not_found")
    assert shelf.written == []


def test_the_newest_report_and_any_other(shelf: FakeShelf) -> None:
    raw = make.TARGET.read_bytes()
    shelf.put("2026-12.json", raw)
    shelf.put("index.json", Months(months=("2026-11", "2026-12")).kept())
    told = call("GET", "/v1/public/fairness")
    assert told.json["months"] == ["2026-12", "2026-11"]
    one = call("GET", REPORT, month="2026-12")
    assert one.json == told.json["latest"]
    given = json.loads(raw)
    assert {
        name: one.json[name] for name in given if name in one.json and name not in {"draws", "strata"}
    } == {name: value for name, value in given.items() if name not in {"draws", "strata"}}
    assert len(one.json["strata"]) == len(given["strata"])
    assert one.headers["Cache-Control"] == told.headers["Cache-Control"] == "public, max-age=300"
    for wrong in ("2026-13", "index", "draws", "2026-10"):
        assert call("GET", REPORT, month=wrong).problem() == (404, "request.not_found")
