"""How the net content is printed: the unit and the height of its characters (Order 75/2005 annexes 1 and 2)."""

from decimal import Decimal

from chalicelib.errors import Sentence
from chalicelib.law.findings import Finding, gravest
from chalicelib.law.items_goods import PrepackageMarking
from chalicelib.law.model import Amount, Verdict, reference, words
from chalicelib.law.rulebook import Row, load
from chalicelib.law.units import UNITS, Dimension, in_base, spoken

HEIGHTS = "prepackage.characters"
CHOICE = "prepackage.units"


class Height(Row):
    """Nominal contents above `over`, up to and including `up_to`: the least height of the characters."""

    of: tuple[Dimension, ...]
    over: Decimal
    up_to: Decimal | None = None
    height_mm: Decimal


class Choice(Row):
    """Nominal contents from `at_least` on, below `below`: the units one of which must be printed."""

    of: Dimension
    at_least: Decimal
    below: Decimal | None = None
    units: tuple[str, ...]


_HEIGHT_PASSED = Sentence(
    "字符高 {found} mm，不小于要求的 {limit} mm。",
    "The characters are {found} mm high; {limit} mm are asked.",
)
_HEIGHT_FAILED = Sentence(
    "字符高 {found} mm，小于要求的 {limit} mm，标注不合格。",
    "The characters are {found} mm high; at least {limit} mm are asked: the marking fails.",
)
_UNIT_PASSED = Sentence("计量单位 {unit} 使用正确。", "The unit {unit} is the one to use.")
_UNIT_FAILED = Sentence(
    "净含量应使用 {units} 标注，不应使用 {unit}，标注不合格。",
    "The net content is to be printed in {units}, not in {unit}: the marking fails.",
)


def judge(item: PrepackageMarking) -> Verdict:
    """Judge the printed net content: characters at least as high as asked, in the unit asked."""
    findings = [_height(item)]
    unit = _unit(item)
    notes: tuple[str, ...] = ()
    if unit is None:
        notes = ("unit_not_prescribed",)
    else:
        findings.append(unit)
    return gravest(findings, {}, notes)


def _height(item: PrepackageMarking) -> Finding:
    rule = load(HEIGHTS, Height)
    version = rule.on(item.on)
    quantity, dimension = in_base(item.nominal.value, item.nominal.unit), UNITS[item.nominal.unit].dimension
    row = next(
        row for row in version.rows if dimension in row.of and (row.up_to is None or quantity <= row.up_to)
    )
    found, limit = item.character_height_mm, row.height_mm
    passed = found >= limit
    return Finding(
        name="height",
        verdict="pass" if passed else "fail",
        authority=version.authority(item.on, row.confidence),
        rule=reference(rule, version, row),
        explanation=words(_HEIGHT_PASSED if passed else _HEIGHT_FAILED, found=found, limit=limit),
        limit=Amount(value=limit, unit="mm"),
        found=Amount(value=found, unit="mm"),
        excess=None if passed else Amount(value=limit - found, unit="mm"),
    )


def _unit(item: PrepackageMarking) -> Finding | None:
    """Whether the unit is the prescribed one; None for counts, which have no row."""
    rule = load(CHOICE, Choice)
    version = rule.on(item.on)
    quantity, dimension = in_base(item.nominal.value, item.nominal.unit), UNITS[item.nominal.unit].dimension
    row = next(
        (row for row in version.rows if row.of == dimension and (row.below is None or quantity < row.below)),
        None,
    )
    if row is None:
        return None
    passed = item.nominal.unit in row.units
    told = words(
        _UNIT_PASSED if passed else _UNIT_FAILED, unit=spoken(item.nominal.unit), units=spoken(*row.units)
    )
    return Finding(
        name="unit",
        verdict="pass" if passed else "fail",
        authority=version.authority(item.on, row.confidence),
        rule=reference(rule, version, row),
        explanation=told,
        notes=() if passed else ("unit_wrong",),
    )
