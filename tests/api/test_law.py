"""The law over HTTP: one item, several, bad ones among them; rules with versions and sources."""

import json
from typing import Any

import pytest

from tests.edge import Answer, call

SALE = {
    "kind": "retail_weighing",
    "on": "2026-11-24",
    "food_class": "meat_egg_poultry_aquatic_pastry_sweets_seasoning",
    "settled_kg": "2.500",
    "actual_kg": "2.494",
    "method": "high_accuracy",
}
SCALE = {
    "kind": "weighing_instrument",
    "on": "2026-11-24",
    "accuracy_class": "III",
    "e_g": "5",
    "load_g": "1000",
    "indication_g": "1005",
    "stage": "in_service",
}


def judged(body: object) -> Answer:
    return call("POST", "/v1/public/judgements", body)


def test_one_item_is_answered_with_its_verdict() -> None:
    told = judged(SALE).json
    assert (told["verdict"], told["limit"], told["excess"]["value"]) == (
        "fail",
        {"value": "5", "unit": "g"},
        "1.000",
    )
    assert told["rule"]["id"] == "retail.food"
    assert told["explanation"].keys() == {"zh", "en"}


def test_several_are_answered_in_order_and_a_bad_one_spoils_none() -> None:
    bad: list[dict[str, Any]] = [
        {**SALE, "settled_kg": 2.5},
        {"kind": "astrology"},
        {},
        {**SALE, "on": "1999-01-01"},
    ]
    answers = judged({"items": [SALE, *bad, SCALE]}).json["items"]
    assert [answer.get("verdict", {}).get("verdict") for answer in answers] == [
        "fail",
        None,
        None,
        None,
        None,
        "pass",
    ]
    codes = [answer["problem"]["code"] for answer in answers[1:5]]
    assert codes == ["request.invalid", "request.invalid", "request.invalid", "law.no_version"]
    assert answers[1]["problem"]["faults"][0]["code"] == "exact_number"


def test_a_day_before_the_law_is_a_named_problem() -> None:
    assert judged({**SALE, "on": "2004-11-30"}).problem() == (422, "law.no_version")


@pytest.mark.parametrize(
    "body", [{"items": []}, {"items": [SALE] * 21}, [], "{", {"items": "x"}, {"items": [1]}]
)
def test_what_is_no_question_is_refused(body: object) -> None:
    assert judged(body if isinstance(body, str) else json.dumps(body)).problem() == (400, "request.invalid")


def test_every_rule_is_listed_and_can_be_read_with_its_sources() -> None:
    listed = call("GET", "/v1/public/laws").json["items"]
    assert {"retail.food", "weighing.tolerance"} <= {rule["id"] for rule in listed}
    for rule in listed:
        whole = call("GET", "/v1/public/laws/{law}", law=rule["id"]).json
        assert all(
            version["source"] and version["checked"] and version["rows"] for version in whole["versions"]
        )


def test_a_rule_tells_the_version_of_a_day() -> None:
    food = "/v1/public/laws/{law}"
    assert call("GET", food, law="retail.food", query={"on": "2020-10-22"}).json["in_force"] == "2004-12-01"
    assert call("GET", food, law="retail.food", query={"on": "2020-10-23"}).json["in_force"] == "2020-10-23"
    assert call("GET", food, law="retail.food", query={"on": "2004-11-30"}).problem() == (
        422,
        "law.no_version",
    )
    assert call("GET", food, law="no.such").problem() == (404, "law.unknown_rule")
    assert call("GET", food, law="retail.food", query={"on": "yesterday"}).problem() == (
        400,
        "request.invalid",
    )
