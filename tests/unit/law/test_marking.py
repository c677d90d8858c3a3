"""How the net content is printed: heights and units at every edge."""

from decimal import Decimal

import pytest

from chalicelib.law.model import Verdict
from tests.golden.law.reading import typed
from tests.unit.law.asking import asked, plain

BASE = {"mass": "g", "volume": "mL", "length": "m", "area": "m2", "count": "piece"}
HEIGHTS = [
    (line, dimension)
    for line in typed("prepackage.characters")
    if line["from"] == "2006-01-01"
    for dimension in line["of"].split("/")
]


def printed(value: str, unit: str, height: str = "9", on: str = "2010-01-01") -> Verdict:
    return asked(
        kind="prepackage_marking", on=on, nominal={"value": value, "unit": unit}, character_height_mm=height
    )


@pytest.mark.parametrize(("line", "dimension"), HEIGHTS)
def test_characters_of_exactly_the_least_height_pass(line: dict[str, str], dimension: str) -> None:
    nominal = plain(Decimal(line["up_to"] or Decimal(line["over"]) + 1))
    least = Decimal(line["height_mm"])
    for less, verdict in (("-0.1", "pass"), ("0", "pass"), ("0.1", "fail")):
        answer = printed(nominal, BASE[dimension], plain(least - Decimal(less)))
        assert answer.details["height"]["verdict"] == verdict
        assert answer.details["height"]["limit"] == line["height_mm"]


@pytest.mark.parametrize(
    ("value", "height"),
    [("50", "2"), ("50.1", "3"), ("200", "3"), ("200.1", "4"), ("1000", "4"), ("1000.1", "6")],
)
def test_a_little_more_content_asks_the_next_height(value: str, height: str) -> None:
    assert printed(value, "g").details["height"]["limit"] == height


@pytest.mark.parametrize(
    ("value", "unit", "passes"),
    [
        *[
            ("999.9", "g", True),
            ("1000", "g", False),
            ("1", "kg", True),
            ("0.9999", "kg", False),
            ("500", "mg", False),
        ],
        *[("999.9", "mL", True), ("1000", "mL", False), ("1", "L", True), ("0.9999", "L", False)],
        *[
            ("999", "mm", True),
            ("99.9", "cm", True),
            ("100", "cm", False),
            ("1", "m", True),
            ("0.999", "m", False),
        ],
        *[("99.9", "cm2", True), ("100", "cm2", False), ("1", "dm2", True), ("0.99", "dm2", False)],
        *[("99.9", "dm2", True), ("100", "dm2", False), ("1", "m2", True), ("0.99", "m2", False)],
    ],
)
def test_the_unit_is_the_prescribed_one(value: str, unit: str, *, passes: bool) -> None:
    answer = printed(value, unit)
    assert answer.verdict == ("pass" if passes else "fail")
    assert ("unit_wrong" in answer.notes) == (not passes)


def test_for_counts_no_unit_is_prescribed() -> None:
    assert printed("12", "piece").notes == ("unit_not_prescribed",)


def test_both_faults_are_told() -> None:
    answer = printed("0.5", "kg", "3")
    assert (answer.verdict, answer.limit and answer.limit.value) == ("fail", Decimal(4))
    assert "小于要求的 4 mm" in answer.explanation.zh
    assert "应使用 g 标注，不应使用 kg" in answer.explanation.zh


def test_the_annexes_of_2023_are_carried_forward() -> None:
    told = [printed("500", "g", on=day).authority for day in ("2023-05-31", "2023-06-01", "2023-06-02")]
    assert told == ["settled", "indicative", "indicative"]
