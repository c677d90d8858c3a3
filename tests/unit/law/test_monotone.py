"""Less goods never improves a verdict, and a larger error never passes where a smaller one failed."""

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.law.findings import GRAVITY
from tests.unit.law.asking import asked, plain

FEW = settings(max_examples=60, deadline=None)


def numbers(low: str, high: str, places: int = 3) -> st.SearchStrategy[Decimal]:
    return st.decimals(Decimal(low), Decimal(high), places=places, allow_nan=False, allow_infinity=False)


METHODS = st.sampled_from(["original_instrument", "high_accuracy", "equal_accuracy"])
CLASSES = st.sampled_from(
    ["grain_vegetable_fruit", "meat_egg_poultry_aquatic_pastry_sweets_seasoning", "dried_delicacy", None]
)
DAYS = st.sampled_from(["2019-01-01", "2026-11-24", "2028-01-01"])


def gravity(**fields: Any) -> int:
    return GRAVITY.index(asked(**fields).verdict)


@FEW
@given(
    numbers("0.001", "30"),
    numbers("0", "30"),
    numbers("0", "0.2"),
    METHODS,
    CLASSES,
    numbers("0.01", "200", 2),
    DAYS,
)
def test_less_goods_never_improves_a_sale(
    settled: Decimal,
    actual: Decimal,
    less: Decimal,
    method: str,
    food_class: str | None,
    price: Decimal,
    on: str,
) -> None:
    fields = {
        "kind": "retail_weighing",
        "on": on,
        "method": method,
        "food_class": food_class,
        "unit_price_yuan_per_kg": plain(price),
        "settled_kg": plain(settled),
        "weights_nominal_kg": "1",
        "weights_indication_kg": "1.001",
    }
    fewer = max(actual - less, Decimal(0))
    assert gravity(actual_kg=plain(fewer), **fields) >= gravity(actual_kg=plain(actual), **fields)


@FEW
@given(numbers("0.01", "120"), numbers("0", "120"), numbers("0", "1"), st.sampled_from(["gold", "silver"]))
def test_less_gold_never_improves_a_sale(
    settled: Decimal, actual: Decimal, less: Decimal, metal: str
) -> None:
    fields = {"kind": "precious_metal", "on": "2026-01-01", "metal": metal, "settled_g": plain(settled)}
    fewer = max(actual - less, Decimal(0))
    assert gravity(actual_g=plain(fewer), **fields) >= gravity(actual_g=plain(actual), **fields)


@FEW
@given(
    numbers("0.1", "60000", 1),
    numbers("0", "1", 4),
    numbers("0", "1", 4),
    st.sampled_from(["g", "mL", "piece", "m", "m2"]),
    DAYS,
)
def test_less_content_never_improves_a_package(
    nominal: Decimal, share: Decimal, less: Decimal, unit: str, on: str
) -> None:
    actual = (nominal * share).quantize(Decimal("0.0001"))
    fewer = (actual * less).quantize(Decimal("0.0001"))
    fields = {"kind": "prepackage_item", "on": on, "nominal": {"value": plain(nominal), "unit": unit}}
    worse = gravity(actual={"value": plain(fewer), "unit": unit}, **fields)
    assert worse >= gravity(actual={"value": plain(actual), "unit": unit}, **fields)


@FEW
@given(
    st.lists(numbers("465", "520", 1), min_size=13, max_size=13),
    numbers("0", "30", 1),
    st.sampled_from(["jjf1070-2005", "oiml-r87-2016"]),
)
def test_taking_the_same_from_every_package_never_improves_a_lot(
    contents: list[Decimal], less: Decimal, plan: str
) -> None:
    """Of one package only it may: the spread grows, and with it the allowance of the mean."""
    size = 60 if plan == "jjf1070-2005" else 13
    fields = {"kind": "prepackage_lot", "on": "2020-01-01", "plan": plan, "lot_size": size}
    fields["nominal"] = {"value": "500", "unit": "g"}
    worse = gravity(contents=[plain(one - less) for one in contents], **fields)
    assert worse >= gravity(contents=[plain(one) for one in contents], **fields)


@FEW
@given(
    st.sampled_from(["I", "II", "III", "IIII"]),
    numbers("0", "200000", 1),
    numbers("0", "50", 1),
    numbers("0", "50", 1),
    st.sampled_from([1, -1]),
    st.sampled_from(["verification", "in_service"]),
)
def test_a_larger_error_of_a_scale_never_passes_where_a_smaller_failed(
    accuracy_class: str, load: Decimal, error: Decimal, more: Decimal, sign: int, stage: str
) -> None:
    fields = {
        "kind": "weighing_instrument",
        "on": "2026-11-24",
        "accuracy_class": accuracy_class,
        "e_g": "10",
    }
    told = [
        gravity(load_g=plain(load), indication_g=plain(load + sign * off), stage=stage, **fields)
        for off in (error, error + more)
    ]
    assert told == sorted(told)


@FEW
@given(
    numbers("0", "0.2"),
    numbers("0", "0.2"),
    st.sampled_from([1, -1]),
    st.sampled_from(["2020-01-01", "2026-01-01"]),
)
def test_a_larger_error_of_a_dispenser_never_passes_where_a_smaller_failed(
    error: Decimal, more: Decimal, sign: int, on: str
) -> None:
    told = [
        gravity(
            kind="fuel_dispenser", on=on, runs=[{"indicated_l": plain(20 + sign * off), "standard_l": "20"}]
        )
        for off in (error, error + more)
    ]
    assert told == sorted(told)


@FEW
@given(numbers("-5", "5", 2), numbers("0", "5", 2), st.sampled_from([1, -1]))
def test_a_larger_error_of_an_instrument_never_passes_where_a_smaller_failed(
    error: Decimal, more: Decimal, sign: int
) -> None:
    further = error + sign * more if (error >= 0) == (sign > 0) else error
    fields = {"kind": "instrument_error", "on": "2026-01-01", "instrument": "taxi_meter"}
    told = [gravity(error={"value": plain(off), "unit": "%"}, **fields) for off in (error, further)]
    assert told == sorted(told)


@FEW
@given(
    numbers("-20", "20", 2),
    numbers("-6", "6", 2),
    numbers("0", "1", 2),
    numbers("0", "1", 2),
    st.sampled_from(["single", "progressive"]),
)
def test_a_lens_further_from_its_order_never_passes_where_a_nearer_failed(
    sphere: Decimal, cylinder: Decimal, off: Decimal, more: Decimal, form: str
) -> None:
    fields = {"kind": "spectacle_lens", "on": "2020-01-01", "progressive": form == "progressive"}
    fields["ordered"] = {"sphere_d": plain(sphere), "cylinder_d": plain(cylinder)}
    told = [
        gravity(measured={"sphere_d": plain(sphere + by), "cylinder_d": plain(cylinder)}, **fields)
        for by in (off, off + more)
    ]
    assert told == sorted(told)


@FEW
@given(
    st.integers(0, 40),
    st.integers(0, 20),
    numbers("0", "10", 2),
    numbers("0", "10", 2),
    st.sampled_from([1, -1]),
)
def test_centres_further_off_never_pass_where_nearer_ones_failed(
    quarters: int, pd: int, off: Decimal, more: Decimal, sign: int
) -> None:
    fields = {"kind": "spectacle_centration", "on": "2020-01-01", "pd_mm": str(50 + pd)}
    fields["horizontal_power_d"] = plain(Decimal(quarters) / 4)
    told = [gravity(measured_distance_mm=plain(50 + pd + sign * by), **fields) for by in (off, off + more)]
    assert told == sorted(told)
