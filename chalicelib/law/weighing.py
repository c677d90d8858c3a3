"""Weighing instruments: maximum permissible errors of OIML R 76-1 / JJG 539-2016 (metrology.md section 3).

The error is E = P - L with P = I + e/2 - ΔL where small weights were added, otherwise P = I; Ec = E - E0.
The limit itself passes.
"""

from decimal import Decimal
from typing import Literal

from chalicelib.errors import Sentence
from chalicelib.law.items_instruments import WeighingInstrument
from chalicelib.law.model import Amount, Verdict, reference, short, words
from chalicelib.law.rulebook import Row, Version, load

RULE = "weighing.tolerance"
CLASSES = "weighing.classes"
ROUNDING = "weighing.rounding"
_HALF = Decimal("0.5")
_SHOWN = Decimal("1e-6")


class Step(Row):
    """One step of one class.

    up_to_e       load in verification scale intervals, inclusive; absent: no upper end
    limit_e       permitted error at verification, in e        in_service   what it is multiplied by in service
    successor_unread_up_to_g   scales of this Max and below may fall under a regulation whose text could not be read
    """

    accuracy_class: Literal["I", "II", "III", "IIII"]
    up_to_e: Decimal | None = None
    limit_e: Decimal
    in_service: Decimal
    successor_unread_up_to_g: Decimal | None = None


class Rounding(Row):
    """The rounding of the indication counts when d is larger than this part of e."""

    counts_beyond_e: Decimal


class ClassRange(Row):
    """Verification scale intervals a class may have, and what follows for the number of intervals and Min.

    e_from_g, e_up_to_g   inclusive   n_from, n_up_to   Max / e, inclusive   min_e   least Min, in e
    """

    accuracy_class: Literal["I", "II", "III", "IIII"]
    e_from_g: Decimal
    e_up_to_g: Decimal | None = None
    n_from: Decimal
    n_up_to: Decimal | None = None
    min_e: Decimal


_PASSED = Sentence(
    "示值误差 {found} g，在允许的 ±{limit} g 以内，合格。",
    "The error is {found} g, within the permitted ±{limit} g: it passes.",
)
_FAILED = Sentence(
    "示值误差 {found} g，超出允许的 ±{limit} g，超差 {excess} g，不合格。",
    "The error is {found} g; ±{limit} g are permitted. It is {excess} g beyond: it fails.",
)
_OUTSIDE = Sentence(
    "载荷 {load} g 不在这台秤可判定的范围内，法规没有给出限值，不作判定。",
    "The load of {load} g lies outside what the rule covers for this scale; there is no verdict.",
)


def judge(item: WeighingInstrument) -> Verdict:
    """Judge one reading by the regulation in force on its day."""
    rule = load(RULE, Step)
    version = rule.on(item.on)
    found = _error_g(item)
    step = _step(item, version)
    details = {"load_e": item.load_g / item.e_g, "error_g": found}
    shown = {
        name: short(value)
        for name, value in details.items()
        if value == value.quantize(_SHOWN)  # a ratio without end is not shown
    }
    if step is None:
        return Verdict(
            verdict="out_of_table",
            authority=version.authority(item.on),
            found=Amount(value=found, unit="g"),
            rule=reference(rule, version),
            notes=("load_outside_range",),
            explanation=words(_OUTSIDE, load=item.load_g),
            details=shown,
        )
    limit = step.limit_e * item.e_g * (step.in_service if item.stage == "in_service" else 1)
    excess = abs(found) - limit
    passed = excess <= 0
    is_unread = _is_unread(step, item)
    return Verdict(
        verdict="pass" if passed else "fail",
        authority="indicative" if is_unread else version.authority(item.on, step.confidence),
        limit=Amount(value=limit, unit="g"),
        found=Amount(value=found, unit="g"),
        excess=None if passed else Amount(value=excess, unit="g"),
        rule=reference(rule, version, step),
        notes=(
            *_rounding_notes(item, excess),
            *_class_notes(item),
            *(("successor_text_unread",) if is_unread else ()),
        ),
        explanation=words(_PASSED if passed else _FAILED, found=found, limit=limit, excess=excess),
        details=shown,
    )


def _error_g(item: WeighingInstrument) -> Decimal:
    shown = item.indication_g
    if item.added_load_g is not None:
        shown = shown + _HALF * item.e_g - item.added_load_g
    return shown - item.load_g - (item.zero_error_g or 0)


def _step(item: WeighingInstrument, version: Version[Step]) -> Step | None:
    is_over = item.max_g is not None and item.load_g > item.max_g
    is_under = item.min_g is not None and 0 < item.load_g < item.min_g
    if is_over or is_under:
        return None
    steps = (row for row in version.rows if row.accuracy_class == item.accuracy_class)
    return next((row for row in steps if row.up_to_e is None or item.load_g <= row.up_to_e * item.e_g), None)


def _is_unread(step: Step, item: WeighingInstrument) -> bool:
    largest = step.successor_unread_up_to_g
    return largest is not None and (item.max_g is None or item.max_g <= largest)


def _rounding_notes(item: WeighingInstrument, excess: Decimal) -> tuple[str, ...]:
    """Without added weights the indication is rounded: near the limit the finding should be confirmed with them."""
    interval = item.d_g or item.e_g
    fine = load(ROUNDING, Rounding).on(item.on).rows[0].counts_beyond_e
    is_coarse = item.added_load_g is None and interval > fine * item.e_g
    is_near = -interval * _HALF < excess <= interval * _HALF
    return ("rounding_not_eliminated", "confirm_with_added_weights") if is_coarse and is_near else ()


def _class_notes(item: WeighingInstrument) -> tuple[str, ...]:
    """What the nameplate says that its class does not allow: not a verdict on this reading."""
    ranges = [row for row in load(CLASSES, ClassRange).on(item.on).rows if _allows_e(row, item)]
    if not ranges:
        return ("interval_unusual_for_class",)
    number = None if item.max_g is None else item.max_g / item.e_g
    notes = (
        (
            "intervals_unusual_for_class",
            number is not None and not any(_allows(row, number) for row in ranges),
        ),
        (
            "min_unusual_for_class",
            item.min_g is not None and item.min_g < min(row.min_e for row in ranges) * item.e_g,
        ),
    )
    return tuple(note for note, is_unusual in notes if is_unusual)


def _allows_e(row: ClassRange, item: WeighingInstrument) -> bool:
    is_below_end = row.e_up_to_g is None or item.e_g <= row.e_up_to_g
    return row.accuracy_class == item.accuracy_class and row.e_from_g <= item.e_g and is_below_end


def _allows(row: ClassRange, number: Decimal) -> bool:
    return row.n_from <= number and (row.n_up_to is None or number <= row.n_up_to)
