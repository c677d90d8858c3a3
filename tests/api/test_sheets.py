"""Sheets over HTTP: the way from an order to its link, who may order, what a bad order is told."""

from typing import Any

import pytest

from chalicelib import runtime_labels
from chalicelib.accounts.model import Actor
from chalicelib.registry.model import number
from tests import edge
from tests.edge import Answer
from tests.office import ANNA, SCALE, SITE, made
from tests.unit.labels.shop import SHEET, SUPERVISOR, TESTER, PrintShop

PATH = "/v1/sheets/{sheet}"


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> PrintShop:
    shop = PrintShop(issues=True)
    monkeypatch.setattr(runtime_labels, "sheets", lambda: shop.sheets)
    return shop


def order(body: Any, actor: Actor = TESTER, sheet: str = SHEET) -> Answer:
    return edge.call("PUT", PATH, body, actor=actor, sheet=sheet)


def read(actor: Actor = TESTER) -> Answer:
    return edge.call("GET", PATH, actor=actor, sheet=SHEET)


def test_an_order_is_made_worked_on_and_fetched(shop: PrintShop) -> None:
    made_first = order({"site": SITE, "size_mm": 40})
    assert (made_first.status, made_first.json["state"]) == (201, "waiting")
    assert order({"site": SITE, "size_mm": 40}).status == 200
    assert order({"site": SITE}).problem() == (409, "request.id_taken")
    shop.work()
    told = read().json
    assert (told["state"], told["labels"], told["left_out"]) == ("done", 2, {"not_verified": 1})
    assert told["link"].startswith("https://files.example/")
    assert "orderer" not in told
    rows = edge.call("GET", "/v1/sheets", actor=TESTER).json
    assert [(row["id"], row["labels"]) for row in rows["items"]] == [(SHEET, 2)]


@pytest.mark.usefixtures("shop")
def test_only_labs_and_supervisors_order_and_each_sees_their_own() -> None:
    assert order({"site": SITE}, ANNA).problem() == (403, "access.role_missing")
    far = Actor(SUPERVISOR.id, SUPERVISOR.roles, frozenset({"350206"}))
    assert order({"site": SITE}, far).problem() == (403, "sheet.not_your_district")
    assert order({"site": made("sit", 9)}).problem() == (404, "request.not_found")
    order({"site": SITE})
    assert read(SUPERVISOR).problem() == (404, "request.not_found")
    assert edge.call("GET", "/v1/sheets", actor=SUPERVISOR).json["items"] == []


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, ""),
        ({"site": SITE, "merchant": made("mer", 1)}, ""),
        ({"numbers": [number(SCALE), "7K3M9Q2RTX"]}, "/numbers"),
        ({"numbers": ["x" * 41]}, "/numbers/0"),
        ({"site": SITE, "size_mm": 30}, "/size_mm"),
        ({"site": SITE, "paper": "a3"}, "/paper"),
        ({"site": "mer-1"}, "/site"),
        ({"site": SITE, "copies": 2}, "/copies"),
    ],
)
def test_a_bad_order_is_named(body: dict[str, Any], pointer: str) -> None:
    answer = order(body)
    assert answer.problem() == (400, "request.invalid")
    assert answer.pointers() == [pointer]


@pytest.mark.usefixtures("shop")
def test_a_mistyped_number_is_told_by_its_place() -> None:
    (fault,) = order({"numbers": [number(SCALE), "7K3M9Q2RTX"]}).json["faults"]
    assert "第 2 个编号" in fault["zh"]
    assert "Number 2" in fault["en"]


@pytest.mark.usefixtures("shop")
def test_a_list_takes_its_own_cursors_only() -> None:
    answer = edge.call("GET", "/v1/sheets", actor=TESTER, query={"cursor": "x"})
    assert answer.problem() == (400, "request.bad_cursor")
