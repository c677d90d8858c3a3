"""Finished lenses against their prescription: principal meridians, cylinder, axis, near addition.

GB 10810.1-2005 and GB 13511.1-2011 for single-vision and multifocal lenses, GB 13511.2-2011 for progressive ones; their
successors of 2024 and 2025 are carried forward. found = absolute deviation from the order; the limit itself passes.
"""

from decimal import Decimal
from typing import NamedTuple

from chalicelib.errors import Sentence
from chalicelib.law.bands import PowerBand, band_for
from chalicelib.law.findings import Finding, beyond, gravest
from chalicelib.law.items_instruments import Lens, SpectacleLens
from chalicelib.law.model import Verdict, reference, words
from chalicelib.law.rulebook import Closed, Row, Rule, Version, load

_HALF_TURN = 180


class CylinderBand(Closed):
    """Ordered cylinders or additions up to and including `up_to_d`: the limit in dioptres."""

    up_to_d: Decimal | None = None
    limit_d: Decimal


class PowerRow(PowerBand):
    """One row by the greater absolute power of the two principal meridians."""

    meridian_d: Decimal
    cylinder: tuple[CylinderBand, ...]
    addition: tuple[CylinderBand, ...] = ()


class AxisRow(PowerBand):
    """One row by the absolute cylinder power."""

    limit_deg: Decimal


class Meridians(NamedTuple):
    """A lens as its two principal meridians, and the axis of the minus cylinder where there is one and it is known."""

    higher: Decimal
    lower: Decimal
    axis: Decimal | None

    @property
    def cylinder(self) -> Decimal:
        """Absolute cylinder power."""
        return self.higher - self.lower


_NAMES = {
    "meridian": Sentence("顶焦度", "Vertex power"),
    "cylinder": Sentence("柱镜度", "Cylinder"),
    "axis": Sentence("柱镜轴位", "Axis"),
    "addition": Sentence("附加顶焦度", "Addition"),
}
_PASSED = Sentence(
    "{name}偏差 {found} {unit}，在允许的 ±{limit} {unit} 以内。",
    "{name} is off by {found} {unit}, within ±{limit} {unit}.",
)
_FAILED = Sentence(
    "{name}偏差 {found} {unit}，超出允许的 ±{limit} {unit}，镜片不合格。",
    "{name} is off by {found} {unit}; ±{limit} {unit} are permitted: the lens fails.",
)
_HALF_TOLD = Sentence(
    "处方或实测只给出一个轴位，无法比较。", "Only one of the two axes is given, so they cannot be compared."
)


def meridians(lens: Lens) -> Meridians:
    """The same lens whichever way it is written: +1.00/+0.50×10 is +1.50/-0.50×100."""
    cylinder = lens.cylinder_d or Decimal(0)
    axis = lens.axis_deg
    if cylinder > 0 and axis is not None:
        axis = (axis + _HALF_TURN // 2) % _HALF_TURN
    powers = sorted((lens.sphere_d, lens.sphere_d + cylinder))
    return Meridians(powers[1], powers[0], axis if cylinder else None)


def judge(item: SpectacleLens) -> Verdict:
    """Judge a lens: every requirement the order makes; without an ordered cylinder there is no check of the axis."""
    ordered, measured = meridians(item.ordered), meridians(item.measured)
    rule = load("optics.progressive_power" if item.progressive else "optics.lens_power", PowerRow)
    version = rule.on(item.on)
    greater = max(abs(ordered.higher), abs(ordered.lower))
    row = next(row for row in version.rows if row.holds(greater))
    off = max(abs(measured.higher - ordered.higher), abs(measured.lower - ordered.lower))
    used = item, rule, version, row
    findings = [
        _finding("meridian", off, row.meridian_d, used),
        _finding(
            "cylinder",
            abs(measured.cylinder - ordered.cylinder),
            _limit(row.cylinder, ordered.cylinder),
            used,
        ),
    ]
    notes: list[str] = []
    for finding, note in (_axis(item, ordered, measured), _addition(item, row, used)):
        findings += [finding] if finding else []
        notes += [note] if note else []
    return gravest(findings, {}, tuple(notes))


Used = tuple[SpectacleLens, Rule[PowerRow], Version[PowerRow], PowerRow]


def _limit(bands: tuple[CylinderBand, ...], power: Decimal) -> Decimal:
    return next(band.limit_d for band in bands if band.up_to_d is None or power <= band.up_to_d)


def _finding(name: str, found: Decimal, limit: Decimal, used: Used) -> Finding:
    item, rule, version, row = used
    return _told(name, (found, limit, "D"), item, rule, version, row)


def _told(
    name: str,
    numbers: tuple[Decimal, Decimal, str],
    item: SpectacleLens,
    rule: Rule[PowerRow] | Rule[AxisRow],
    version: Version[PowerRow] | Version[AxisRow],
    row: Row,
) -> Finding:
    found, limit, unit = numbers
    named = _NAMES[name]
    told = _FAILED if found > limit else _PASSED
    return Finding(
        name=name,
        authority=version.authority(item.on, row.confidence),
        rule=reference(rule, version, row),
        explanation=words(told, name=named, found=found, limit=limit, unit=unit),
        **beyond(found, limit, unit),
    )


def _axis(item: SpectacleLens, ordered: Meridians, measured: Meridians) -> tuple[Finding | None, str | None]:
    """The deviation of the axis, the short way round; nothing to judge without an ordered cylinder."""
    if not ordered.cylinder:
        return None, None
    rule = load("optics.progressive_axis" if item.progressive else "optics.axis", AxisRow)
    version = rule.on(item.on)
    row = band_for(version.rows, ordered.cylinder)
    if row is None:
        return None, "axis_outside_table"
    if ordered.axis is None and measured.axis is None:
        return None, "axis_not_tested"
    if ordered.axis is None or measured.axis is None:
        authority = version.authority(item.on, row.confidence)
        cited = reference(rule, version, row)
        return Finding(
            "axis", "cannot_tell", authority, cited, words(_HALF_TOLD), notes=("axis_missing",)
        ), None
    turn = abs(ordered.axis - measured.axis) % _HALF_TURN
    off = min(turn, _HALF_TURN - turn)
    return _told("axis", (off, row.limit_deg, "°"), item, rule, version, row), None


def _addition(item: SpectacleLens, row: PowerRow, used: Used) -> tuple[Finding | None, str | None]:
    ordered, measured = item.ordered.add_d, item.measured.add_d
    if ordered is None and measured is None:
        return None, None
    if not row.addition:
        return None, "addition_only_for_progressive"
    if ordered is None or measured is None:
        return None, "addition_not_tested"
    return _finding("addition", abs(measured - ordered), _limit(row.addition, ordered), used), None
