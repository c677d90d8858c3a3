"""One prepackage: tolerable shortage T of Order 75/2005 annex 3, carried forward under Order 70/2023.

found = shortage = nominal - actual, in the base unit; a shortage of exactly T passes.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Literal, NamedTuple

from chalicelib.errors import Sentence
from chalicelib.law.findings import beyond
from chalicelib.law.items_goods import Labelled, PrepackageItem
from chalicelib.law.model import Amount, Verdict, reference, short, words
from chalicelib.law.rulebook import Mark, Row, Version, load
from chalicelib.law.units import UNITS, Dimension, in_base, spoken

RULE = "prepackage.shortage"
_MODES = {"half_even": ROUND_HALF_EVEN, "half_up": ROUND_HALF_UP, "up": ROUND_UP}


class Band(Row):
    """Nominal contents above `over`, up to and including `up_to`: T as a part of the content, or as an amount.

    round_to, rounding    the digit T is rounded to and how        rounding_confidence   mark of the manner of rounding
    """

    of: tuple[Dimension, ...]
    over: Decimal
    up_to: Decimal | None = None
    percent: Decimal | None = None
    amount: Decimal | None = None
    round_to: Decimal | None = None
    rounding: Literal["half_even", "half_up", "up"] = "half_even"
    rounding_confidence: Mark | None = None

    def tolerable(self, nominal: Decimal, rounding: str) -> Decimal:
        """T for this nominal content, rounded in this manner."""
        if self.percent is None:
            return self.amount or Decimal(0)
        raw = nominal * self.percent / 100
        if self.round_to is None:
            return raw
        return (raw / self.round_to).quantize(Decimal(1), _MODES[rounding]) * self.round_to


class Tolerance(NamedTuple):
    """T in the base unit, the row it comes from, and the marks its authority rests on."""

    shortage: Decimal
    row: Band
    marks: tuple[Mark | None, ...]
    notes: tuple[str, ...]


_ABOVE = Sentence(
    "标注净含量 {nominal} {unit} 超出允许短缺量表的范围，法规没有给出限值，不作判定。",
    "A net content of {nominal} {unit} is above the range of the table; there is no verdict.",
)
_ENOUGH = Sentence("实际含量不少于标注净含量。", "It holds at least what is printed on it.")
_PASSED = Sentence(
    "短少 {found} {unit}，没有超过允许短缺量 {limit} {unit}。",
    "It is {found} {unit} short; up to {limit} {unit} is tolerated in a single package.",
)
_FAILED = Sentence(
    "短少 {found} {unit}，超过允许短缺量 {limit} {unit}，不合格。",
    "It is {found} {unit} short; only {limit} {unit} is tolerated: it fails.",
)


def tolerance(nominal: Labelled, version: Version[Band]) -> Tolerance | None:
    """T for a nominal content by this version; None above the last row.

    Where another manner of rounding would give another T, the mark of the manner counts too.
    """
    quantity, dimension = in_base(nominal.value, nominal.unit), UNITS[nominal.unit].dimension
    row = row_over(version.rows, dimension, quantity)
    if row is None:
        return None
    shortage = row.tolerable(quantity, row.rounding)
    is_open = row.rounding_confidence is not None and shortage != row.tolerable(quantity, "half_up")
    marks = (row.confidence, row.rounding_confidence) if is_open else (row.confidence,)
    return Tolerance(shortage, row, marks, ("rounding_in_doubt",) if is_open else ())


def row_over(rows: Sequence[Band], dimension: Dimension, quantity: Decimal) -> Band | None:
    """The row of this quantity; None above the last."""
    return next(
        (row for row in rows if dimension in row.of and (row.up_to is None or quantity <= row.up_to)), None
    )


def judge(item: PrepackageItem) -> Verdict:
    """Judge one package by the table in force on its day."""
    rule = load(RULE, Band)
    version = rule.on(item.on)
    unit = UNITS[item.nominal.unit].base
    quantity = in_base(item.nominal.value, item.nominal.unit)
    found = quantity - in_base(item.actual.value, item.actual.unit)
    tolerated = tolerance(item.nominal, version)
    if tolerated is None:
        return Verdict(
            verdict="out_of_table",
            authority=version.authority(item.on),
            found=Amount(value=found, unit=unit),
            rule=reference(rule, version),
            notes=("above_last_band",),
            explanation=words(_ABOVE, nominal=quantity, unit=spoken(unit)),
        )
    limit = tolerated.shortage
    told = _FAILED if found > limit else _PASSED if found > 0 else _ENOUGH
    return Verdict(
        **beyond(found, limit, unit),
        authority=version.authority(item.on, *tolerated.marks),
        rule=reference(rule, version, tolerated.row),
        notes=tolerated.notes,
        explanation=words(told, found=found, limit=limit, unit=spoken(unit)),
        details={"t_value": short(limit)},
    )
