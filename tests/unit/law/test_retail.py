"""Retail weighing of food: every band of the table at its edges, the three methods, what the table leaves open."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from chalicelib.law.model import Verdict
from tests.golden.law.reading import typed
from tests.unit.law.asking import asked, plain

GRAM = Decimal("0.001")
LINES = [line for line in typed("retail.food") if line["from"] == "2020-10-23"]
BANDS = [
    (line, Decimal(line["bands.up_to_kg"]), Decimal(line["bands.limit_g"]), line["price_up_to"] or "100.01")
    for line in LINES
]
ROW_ENDS = {line["id"]: (Decimal(line["bands.up_to_kg"]), line) for line in LINES}


def sold(settled_kg: Decimal | str, short_g: Decimal | str | int, **fields: Any) -> Verdict:
    settled = Decimal(settled_kg)
    actual = settled - Decimal(short_g) * GRAM
    asks = {"on": "2026-11-24", "method": "high_accuracy"} | fields
    return asked(kind="retail_weighing", settled_kg=plain(settled), actual_kg=plain(actual), **asks)


@pytest.mark.parametrize(("line", "up_to_kg", "limit_g", "price"), BANDS)
def test_the_limit_itself_passes_and_a_tenth_of_a_gram_more_fails(
    line: dict[str, str], up_to_kg: Decimal, limit_g: Decimal, price: str
) -> None:
    by = {"unit_price_yuan_per_kg": price}
    for short, verdict in (
        (limit_g - Decimal("0.1"), "pass"),
        (limit_g, "pass"),
        (limit_g + Decimal("0.1"), "fail"),
    ):
        answer = sold(up_to_kg, short, **by)
        assert (answer.verdict, answer.authority) == (verdict, "settled")
        assert answer.limit is not None
        assert answer.limit.value == limit_g
        assert answer.details["row_by_price"] == int(line["id"])
    assert answer.excess is not None
    assert plain(answer.excess.value) == "0.1000"


@pytest.mark.parametrize(
    ("lower", "upper"),
    [(lower, upper) for lower, upper in pairwise(BANDS) if lower[0]["id"] == upper[0]["id"]],
)
def test_a_gram_above_a_band_is_judged_by_the_next(lower: Any, upper: Any) -> None:
    price = {"unit_price_yuan_per_kg": lower[3]}
    limits = [sold(mass, 0, **price).limit for mass in (lower[1] - GRAM, lower[1], lower[1] + GRAM)]
    assert [limit.value for limit in limits if limit] == [lower[2], lower[2], upper[2]]


@pytest.mark.parametrize(("end", "line"), ROW_ENDS.values())
def test_above_the_last_band_there_is_no_number(end: Decimal, line: dict[str, str]) -> None:
    answer = sold(end + GRAM, "500", unit_price_yuan_per_kg=line["price_up_to"] or "101")
    assert (answer.verdict, answer.limit, answer.notes) == ("out_of_table", None, ("above_last_band",))
    assert "超出" in answer.explanation.zh


@pytest.mark.parametrize(
    ("price", "row"),
    [("5.99", 1), ("6.00", 1), ("6.01", 2), ("30.00", 2), ("30.01", 3), ("100.00", 3), ("100.01", 4)],
)
def test_a_food_without_a_named_class_is_judged_by_price(price: str, row: int) -> None:
    answer = sold("0.4", 0, unit_price_yuan_per_kg=price)
    assert answer.details == {"row_by_price": row}
    assert answer.rule.confidence == ("B" if row == 3 else "A")


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("grain_vegetable_fruit", 1),
        ("meat_egg_poultry_aquatic_pastry_sweets_seasoning", 2),
        ("dried_delicacy", 3),
    ],
)
def test_a_named_class_wins_over_the_price_and_the_other_row_is_named(name: str, row: int) -> None:
    answer = sold("0.4", 0, food_class=name, unit_price_yuan_per_kg="200")
    assert answer.details == {"row_by_class": row, "row_by_price": 4}
    assert "row_by_price_differs" in answer.notes
    assert "row_by_price_differs" not in sold("0.4", 0, food_class=name).notes


def test_neither_class_nor_price_cannot_be_judged() -> None:
    answer = sold("1", "50")
    assert (answer.verdict, answer.notes) == ("cannot_tell", ("class_or_price_needed",))


@pytest.mark.parametrize("special", ["live_poultry", "live_fish", "water_soaked"])
@pytest.mark.parametrize("short", ["-5", "0", "900"])
def test_live_and_soaked_goods_are_outside_the_table(special: str, short: str) -> None:
    answer = sold("1", short, special=special, food_class="meat_egg_poultry_aquatic_pastry_sweets_seasoning")
    assert (answer.verdict, answer.limit, answer.notes) == ("exempt", None, (special,))


def test_live_crustaceans_are_left_to_an_officer() -> None:
    assert sold("1", "50", special="live_other_aquatic").verdict == "cannot_tell"


def test_overweight_never_fails() -> None:
    answer = sold("1", "-500", food_class="grain_vegetable_fruit")
    assert (answer.verdict, answer.excess, answer.explanation.zh) == ("pass", None, "没有短少，足秤。")


def test_actual_mass_in_another_band_is_noted_and_the_settled_mass_picks() -> None:
    answer = sold("1.001", "40", food_class="grain_vegetable_fruit")
    assert (answer.verdict, "actual_mass_in_another_band" in answer.notes) == ("pass", True)
    assert "actual_mass_in_another_band" not in sold("1.000", "20", food_class="grain_vegetable_fruit").notes


@pytest.mark.parametrize(
    ("method", "mpe_g", "verdict"),
    [
        ("high_accuracy", "6.6666", "pass"),
        ("high_accuracy", "6.6667", "cannot_tell"),
        ("original_instrument", "6.6667", "cannot_tell"),
        ("equal_accuracy", "20", "pass"),
        ("equal_accuracy", "20.0001", "cannot_tell"),
    ],
)
def test_a_reference_too_coarse_for_its_method_proves_nothing(method: str, mpe_g: str, verdict: str) -> None:
    answer = sold("1", "0", food_class="grain_vegetable_fruit", method=method, reference_mpe_g=mpe_g)
    assert answer.verdict == verdict
    assert ("reference_too_coarse" in answer.notes) == (verdict == "cannot_tell")
    assert "reference_assumed_adequate" not in answer.notes


def test_a_reference_not_stated_is_assumed_adequate_and_the_notes_say_so() -> None:
    assert "reference_assumed_adequate" in sold("1", "0", food_class="grain_vegetable_fruit").notes


@pytest.mark.parametrize(
    ("short", "verdict"), [("20.1", "pass"), ("40", "pass"), ("40.1", "fail"), ("41", "fail")]
)
def test_equal_accuracy_allows_twice_the_deviation(short: str, verdict: str) -> None:
    assert sold("1", short, food_class="grain_vegetable_fruit", method="equal_accuracy").verdict == verdict


@pytest.mark.parametrize(
    ("short", "shown_kg", "verdict"),
    [
        ("20", "1.000", "pass"),
        ("20", "1.020", "pass"),
        ("20", "0.980", "pass"),
        ("20", "1.0201", "fail"),
        ("20", "0.9799", "fail"),
        ("20.1", "1.000", "fail"),
    ],
)
def test_the_original_scale_must_pass_with_goods_and_with_weights(
    short: str, shown_kg: str, verdict: str
) -> None:
    answer = sold(
        "1",
        short,
        food_class="grain_vegetable_fruit",
        method="original_instrument",
        weights_nominal_kg="1.000",
        weights_indication_kg=shown_kg,
    )
    assert answer.verdict == verdict
    assert ("scale_wrong_with_weights" in answer.notes) == (verdict == "fail" and short == "20")


def test_the_original_scale_not_checked_with_weights_has_no_verdict_yet() -> None:
    by = {"food_class": "grain_vegetable_fruit", "method": "original_instrument"}
    assert sold("1", "0", **by).notes[-1] == "scale_not_checked_with_weights"
    assert sold("1", "21", **by).verdict == "fail"


def test_weights_that_are_not_the_reading_are_noted() -> None:
    by: dict[str, Any] = {"food_class": "grain_vegetable_fruit", "method": "original_instrument"}
    by["weights_indication_kg"] = "1"
    assert "weights_assumed_equal_to_reading" in sold("1", "0", **by).notes
    assert "weights_differ_from_reading" in sold("1", "0", weights_nominal_kg="1.01", **by).notes
    equal = sold("1", "0", weights_nominal_kg="1", **by)
    assert not any(note.startswith("weights") for note in equal.notes)
    assert equal.details["weights_error_g"] == "0"
