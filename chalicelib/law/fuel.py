"""Fuel dispensers: error of indication and repeatability per flow point (JJG 443).

E = (indicated - standard) / standard * 100 %; the standard measure is corrected to its temperature when that is given.
Limits are compared without rounding; the limit itself passes.
"""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from chalicelib.errors import Sentence
from chalicelib.law.findings import Finding, gravest
from chalicelib.law.items_instruments import FuelDispenser, FuelRun
from chalicelib.law.model import Amount, Verdict, reference, short, words
from chalicelib.law.rulebook import Authority, Mark, Row, Rule, Version, load

RULE = "fuel.dispenser"
TEMPERATURE = "fuel.temperature"
_SHOWN = Decimal("1e-6")


class Limit(Row):
    """A limit in percent; `runs`: how many deliveries at a flow point the regulation asks for repeatability."""

    quantity: Literal[
        "error",
        "repeatability",
        "minimum_quantity_error",
        "minimum_quantity_repeatability",
        "transducer_error",
        "transducer_repeatability",
    ]
    limit_percent: Decimal
    runs: int | None = None
    formula_confidence: Mark | None = None


class Expansion(Row):
    """Cubic expansion of a standard measure's material, and the least volume a measure should have."""

    material: Literal["stainless_steel", "carbon_steel"]
    per_degree: Decimal
    reference_c: Decimal
    least_l: Decimal


_PASSED = Sentence(
    "最大误差 {found} %，在允许的 ±{limit} % 以内。", "The worst error is {found} %, within ±{limit} %."
)
_SHORT = Sentence(
    "加油机多计了 {found} %，超出允许的 ±{limit} %，油没有给足，不合格。",
    "The dispenser counts {found} % too much; ±{limit} % are permitted. You get too little fuel: it fails.",
)
_OVER = Sentence(
    "误差 {found} %，超出允许的 ±{limit} %。对买方有利，但仍不合格。",
    "The error is {found} %; ±{limit} % are permitted. It favours the buyer, but it fails all the same.",
)
_REPEATED = Sentence(
    "重复性 {found} %，不超过 {limit} %。", "Repeatability is {found} %; {limit} % are permitted."
)
_UNREPEATABLE = Sentence(
    "重复性 {found} %，超过允许的 {limit} %，不合格。",
    "Repeatability is {found} %; {limit} % are permitted: it fails.",
)
_ONCE = Sentence(
    "每个流量点只测了一次，未检验重复性。", "One run at each flow only: repeatability was not tested."
)
_MATERIAL = Sentence(
    "给出了温度，但没有给出标准量器的材质，无法修正，不能判定。",
    "A temperature is given but not what the measure is made of, so it cannot be corrected; there is no verdict.",
)


Errors = dict[str | None, list[Fraction]]
"""Errors in percent, exact, by flow point."""
Used = tuple[Rule[Limit], Version[Limit]]


def judge(item: FuelDispenser) -> Verdict:
    """Judge a dispenser: every run's error, and the repeatability at every flow point run more than once.

    found is the worst error, also when it is the repeatability that fails: that one stands in the details.
    """
    rule = load(RULE, Limit)
    version = rule.on(item.on)
    expansions = load(TEMPERATURE, Expansion).on(item.on)
    least = min(row.least_l for row in expansions.rows)
    small = ("standard_measure_small",) if any(run.standard_l < least for run in item.runs) else ()
    errors: Errors = {}
    for run in item.runs:
        error = _error(run, expansions)
        if error is None:
            return Verdict(
                verdict="cannot_tell",
                authority=version.authority(item.on),
                rule=reference(rule, version),
                notes=(*small, "material_needed"),
                explanation=words(_MATERIAL),
            )
        errors.setdefault(run.flow_point, []).append(error)
    used = rule, version
    findings = [_worst(item, errors, used), _repeatability(item, errors, used)]
    told = [short(_percent(error)) for of_flow in errors.values() for error in of_flow]
    verdict = gravest(findings, {"errors_percent": told}, small)
    # The numbers of the verdict are always those of the error; repeatability has its own in the details.
    worst = findings[0]
    return verdict.model_copy(update={"found": worst.found, "limit": worst.limit, "excess": worst.excess})


def _error(run: FuelRun, expansions: Version[Expansion]) -> Fraction | None:
    """The error in percent, exact; None when the measure cannot be corrected to its temperature."""
    standard = run.standard_l
    if run.temperature_c is not None:
        row = next((row for row in expansions.rows if row.material == run.material), None)
        if row is None:
            return None
        standard *= 1 + row.per_degree * (run.temperature_c - row.reference_c)
    return Fraction(run.indicated_l - standard) / Fraction(standard) * 100


def _worst(item: FuelDispenser, errors: Errors, used: Used) -> Finding:
    version = used[1]
    row = _row(version, "error")
    worst = max((error for of_flow in errors.values() for error in of_flow), key=abs)
    excess = abs(worst) - Fraction(row.limit_percent)
    told = _PASSED if excess <= 0 else _SHORT if worst > 0 else _OVER
    authority = version.authority(item.on, row.confidence)
    return _finding(worst, excess, row, (told, authority), used)


def _repeatability(item: FuelDispenser, errors: Errors, used: Used) -> Finding:
    """The widest range of errors among the flow points run at least twice."""
    rule, version = used
    row = _row(version, "repeatability")
    ranges = [max(of_flow) - min(of_flow) for of_flow in errors.values() if len(of_flow) > 1]
    if not ranges:
        authority = version.authority(item.on)
        notes = ("repeatability_not_tested",)
        cited = reference(rule, version, row)
        return Finding("repeatability", "not_tested", authority, cited, words(_ONCE), notes=notes)
    widest = max(ranges)
    excess = widest - Fraction(row.limit_percent)
    # A range within the limit passes by every formula in use; a range beyond it fails by this formula only.
    marks = (row.confidence,) if excess <= 0 else (row.confidence, row.formula_confidence)
    told = _REPEATED if excess <= 0 else _UNREPEATABLE
    beyond = ("repeatability_beyond_limit",) if excess > 0 else ()
    is_few = row.runs is not None and any(len(of_flow) < row.runs for of_flow in errors.values())
    finding = _finding(widest, excess, row, (told, version.authority(item.on, *marks)), used)
    return replace(finding, notes=(*beyond, *(("fewer_runs_than_asked",) if is_few else ())))


def _finding(
    found: Fraction, excess: Fraction, row: Limit, told: tuple[Sentence, Authority], used: Used
) -> Finding:
    rule, version = used
    sentence, authority = told
    shown, limit = _percent(found), row.limit_percent
    return Finding(
        name=row.quantity,
        verdict="fail" if excess > 0 else "pass",
        authority=authority,
        rule=reference(rule, version, row),
        explanation=words(sentence, found=shown, limit=limit),
        limit=Amount(value=limit, unit="%"),
        found=Amount(value=shown, unit="%"),
        excess=Amount(value=_percent(excess), unit="%") if excess > 0 else None,
    )


def _row(version: Version[Limit], quantity: str) -> Limit:
    return next(row for row in version.rows if row.quantity == quantity)


def _percent(error: Fraction) -> Decimal:
    """For display only: verdicts are taken on the unrounded error."""
    return (Decimal(error.numerator) / Decimal(error.denominator)).quantize(_SHOWN)
