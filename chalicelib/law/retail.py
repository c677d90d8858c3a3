"""Retail weighing of food: negative deviation and the three 核称 methods (Order 66/2004, rev. Order 31/2020).

found = settled mass - actual mass, in grams; only a shortfall beyond the limit fails, the limit itself passes.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from chalicelib.errors import Sentence
from chalicelib.law.items_goods import FoodClass, Method, RetailWeighing
from chalicelib.law.model import Amount, Verdict, reference, short, words
from chalicelib.law.rulebook import Closed, Version, joined, load
from chalicelib.law.rulebook import Row as Cited

RULE = "retail.food"
METHODS = "retail.methods"
_GRAMS = 1000


class Band(Closed):
    """Masses up to and including `up_to_kg`, above the band before: the negative deviation in grams."""

    up_to_kg: Decimal
    limit_g: Decimal


class Row(Cited):
    """One row of the table: a food class, or a price above `price_over` up to and including `price_up_to` yuan/kg."""

    id: int
    food_class: FoodClass | None = None
    price_over: Decimal
    price_up_to: Decimal | None = None
    bands: tuple[Band, ...]

    def limit_g(self, mass_kg: Decimal) -> Decimal | None:
        """The negative deviation for this mass; None above the last band."""
        return next((band.limit_g for band in self.bands if mass_kg <= band.up_to_kg), None)


class MethodRow(Cited):
    """What one method asks of the reference, and what it allows."""

    method: Method
    reference_divisor: Decimal
    limit_factor: Decimal


_LIVE = Sentence(
    "活禽、活鱼和水发物不在法定允许短缺量表内，系统不作短秤判定；结算仍须以秤的示值为准。",
    "The table has no number for live poultry, live fish and water-soaked goods, so there is no verdict. "
    "The price must still follow what the scale shows.",
)
_OFFICER = Sentence(
    "活的虾蟹贝类是否适用该表有争议，须由执法人员认定。",
    "Whether the table covers live crustaceans and shellfish is disputed; an officer decides.",
)
_UNNAMED = Sentence(
    "没有填写商品类别或单价，无法确定适用哪一档。",
    "Neither the class of food nor its price is given, so no row applies.",
)
_ABOVE = Sentence(
    "{mass} 千克超出该类商品的法定称重范围，法规没有给出允许短缺量。",
    "{mass} kg is above the range of the table for this food; the law gives no number.",
)
_COARSE = Sentence(
    "所用的核对器具误差太大(允许 {limit} g，实为 {mpe} g)，不能得出结论，请换更准的秤或砝码。",
    "The reference is too coarse (its error may be {limit} g, it is {mpe} g). Use a better scale or weights.",
)
_UNTESTED = Sentence(
    "原秤复称没有超差，但还没有用砝码核对这台秤，暂不能下结论。",
    "Weighed again on the same scale it is within the limit, but the scale was not checked with weights yet.",
)
_BAD_SCALE = Sentence(
    "用砝码核对，这台秤差 {found} g，超过允许的 {limit} g，不合格。",
    "Checked with weights the scale is {found} g off; {limit} g are permitted: it fails.",
)
_PASSED = Sentence(
    "少 {found} g，在允许的 {limit} g 以内，不算短秤。",
    "It is {found} g short; {limit} g are permitted: not short weight.",
)
_ENOUGH = Sentence("没有短少，足秤。", "Nothing is missing: full weight.")
_FAILED = Sentence(
    "少 {found} g，超过允许的 {limit} g(超出 {excess} g)，属于短秤。",
    "It is {found} g short; {limit} g are permitted. It is {excess} g beyond: short weight.",
)


def judge(item: RetailWeighing) -> Verdict:
    """Judge one sale by the table and the method in force on its day."""
    rule = load(RULE, Row)
    version = rule.on(item.on)
    found = (item.settled_kg - item.actual_kg) * _GRAMS
    row, notes, details = _row(item, version)
    common: dict[str, Any] = {
        "rule": reference(rule, version, row),
        "authority": version.authority(item.on, row.confidence if row else None),
        "found": Amount(value=found, unit="g"),
        "details": details,
    }
    if item.special is not None:
        is_open = item.special == "live_other_aquatic"
        return Verdict(
            verdict="cannot_tell" if is_open else "exempt",
            notes=(item.special,),
            explanation=words(_OFFICER if is_open else _LIVE),
            **common,
        )
    if row is None:
        return Verdict(
            verdict="cannot_tell", notes=("class_or_price_needed",), explanation=words(_UNNAMED), **common
        )
    deviation = row.limit_g(item.settled_kg)
    if deviation is None:
        explanation = words(_ABOVE, mass=item.settled_kg)
        return Verdict(
            verdict="out_of_table", notes=(*notes, "above_last_band"), explanation=explanation, **common
        )
    if row.limit_g(item.actual_kg) != deviation:
        notes = (*notes, "actual_mass_in_another_band")
    return _by_method(item, deviation, found, (*notes, *_reference_notes(item)), common)


def _by_method(
    item: RetailWeighing, deviation: Decimal, found: Decimal, notes: tuple[str, ...], common: dict[str, Any]
) -> Verdict:
    methods = load(METHODS, MethodRow).on(item.on)
    method = next(row for row in methods.rows if row.method == item.method)
    limit = deviation * method.limit_factor
    stated: dict[str, Any] = {
        **common,
        "limit": Amount(value=limit, unit="g"),
        "authority": joined(common["authority"], methods.authority(item.on, method.confidence)),
    }
    mpe = item.reference_mpe_g
    if mpe is not None and mpe * method.reference_divisor > deviation:
        allowed = (deviation / method.reference_divisor).quantize(Decimal("0.01"))
        told = words(_COARSE, limit=allowed, mpe=mpe)
        return Verdict(
            verdict="cannot_tell", notes=(*notes, "reference_too_coarse"), explanation=told, **stated
        )
    if found > limit:
        excess = found - limit
        told = words(_FAILED, found=found, limit=limit, excess=excess)
        return Verdict(
            verdict="fail", excess=Amount(value=excess, unit="g"), notes=notes, explanation=told, **stated
        )
    if item.method == "original_instrument":
        off = _scale_error_g(item)
        if off is None:
            return Verdict(
                verdict="cannot_tell",
                notes=(*notes, "scale_not_checked_with_weights"),
                explanation=words(_UNTESTED),
                **stated,
            )
        notes = (*notes, *_weights_notes(item))
        stated["details"] = {**stated["details"], "weights_error_g": short(off)}
        if abs(off) > limit:
            excess = abs(off) - limit
            return Verdict(
                verdict="fail",
                excess=Amount(value=excess, unit="g"),
                notes=(*notes, "scale_wrong_with_weights"),
                explanation=words(_BAD_SCALE, found=off, limit=limit),
                **stated,
            )
    told = words(_PASSED, found=found, limit=limit) if found > 0 else words(_ENOUGH)
    return Verdict(verdict="pass", notes=notes, explanation=told, **stated)


def _row(item: RetailWeighing, version: Version[Row]) -> tuple[Row | None, tuple[str, ...], dict[str, Any]]:
    """The row that judges (the named class before the price), notes on the other, and both row numbers."""
    by_class = next(
        (row for row in version.rows if item.food_class and row.food_class == item.food_class), None
    )
    by_price = _priced(item.unit_price_yuan_per_kg, version.rows)
    details = {
        name: row.id
        for name, row in (("row_by_class", by_class), ("row_by_price", by_price))
        if row is not None
    }
    is_split = by_class is not None and by_price is not None and by_class is not by_price
    return by_class or by_price, (("row_by_price_differs",) if is_split else ()), details


def _priced(price: Decimal | None, rows: Sequence[Row]) -> Row | None:
    if price is None:
        return None
    return next(
        row
        for row in rows
        if row.price_over < price and (row.price_up_to is None or price <= row.price_up_to)
    )


def _scale_error_g(item: RetailWeighing) -> Decimal | None:
    """What the seller's scale shows with weights, less their nominal mass (the weights equal the reading)."""
    if item.weights_indication_kg is None:
        return None
    nominal = item.actual_kg if item.weights_nominal_kg is None else item.weights_nominal_kg
    return (item.weights_indication_kg - nominal) * _GRAMS


def _weights_notes(item: RetailWeighing) -> tuple[str, ...]:
    if item.weights_nominal_kg is None:
        return ("weights_assumed_equal_to_reading",)
    return () if item.weights_nominal_kg == item.actual_kg else ("weights_differ_from_reading",)


def _reference_notes(item: RetailWeighing) -> tuple[str, ...]:
    return ("reference_assumed_adequate",) if item.reference_mpe_g is None else ()
