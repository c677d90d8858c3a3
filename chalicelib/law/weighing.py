"""Weighing instruments: maximum permissible errors of OIML R 76-1 / JJG 539-2016 (metrology.md section 3).

The error is E = P - L with P = I + e/2 - ΔL where small weights were added, otherwise P = I; Ec = E - E0.
The limit itself passes.
"""

from decimal import Decimal
from typing import Literal

from chalicelib.errors import Sentence
from chalicelib.law.model import Amount, Verdict, WeighingInstrument, reference, words
from chalicelib.law.rulebook import Closed, Version, load

RULE = "weighing.tolerance"
_HALF = Decimal("0.5")
_FINE = Decimal("0.2")
"""R 76-1 3.5.3.2: the rounding of the indication counts when d is larger than this part of e."""


class Step(Closed):
    """One step of one class.

    up_to_e       load in verification scale intervals, inclusive; absent: no upper end
    limit_e       permitted error at verification, in e        in_service   what it is multiplied by in service
    """

    accuracy_class: Literal["I", "II", "III", "IIII"]
    up_to_e: Decimal | None = None
    limit_e: Decimal
    in_service: Decimal


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
    common = {"rule": reference(rule, version), "authority": version.authority()}
    details = {"load_e": item.load_g / item.e_g, "error_g": found}
    shown = {
        name: f"{value:f}" for name, value in details.items() if value == value.quantize(Decimal("1e-6"))
    }
    if step is None:
        return Verdict(
            verdict="out_of_table",
            found=Amount(value=found, unit="g"),
            notes=("load_outside_range",),
            explanation=words(_OUTSIDE, load=item.load_g),
            details=shown,
            **common,
        )
    limit = step.limit_e * item.e_g * (step.in_service if item.stage == "in_service" else 1)
    excess = abs(found) - limit
    passed = excess <= 0
    return Verdict(
        verdict="pass" if passed else "fail",
        limit=Amount(value=limit, unit="g"),
        found=Amount(value=found, unit="g"),
        excess=None if passed else Amount(value=excess, unit="g"),
        notes=_notes(item, excess),
        explanation=words(_PASSED if passed else _FAILED, found=found, limit=limit, excess=excess),
        details=shown,
        **common,
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


def _notes(item: WeighingInstrument, excess: Decimal) -> tuple[str, ...]:
    """Without added weights the indication is rounded: near the limit the finding should be confirmed with them."""
    interval = item.d_g or item.e_g
    is_coarse = item.added_load_g is None and interval > _FINE * item.e_g
    is_near = -interval * _HALF < excess <= interval * _HALF
    return ("rounding_not_eliminated", "confirm_with_added_weights") if is_coarse and is_near else ()
