"""Optical centres of assembled spectacles: horizontal distance, each eye, vertical difference (GB 13511.1).

found = absolute deviation in millimetres, or in prism dioptres where the table asks for them (Δ = cm x D); the limit
itself passes. Ready-made near-vision spectacles have a limit of their own.
"""

from decimal import Decimal
from typing import Literal

from chalicelib.errors import Sentence
from chalicelib.law.bands import PowerBand, band_for
from chalicelib.law.findings import Finding, beyond, gravest
from chalicelib.law.items_instruments import SpectacleCentration
from chalicelib.law.model import Amount, Verdict, reference, words
from chalicelib.law.rulebook import Mark, Row, Rule, Version, load

HORIZONTAL = "optics.horizontal"
VERTICAL = "optics.vertical"
READY_MADE = "optics.ready_made"
_MM_PER_CM = 10

Name = Literal["horizontal", "right", "left", "vertical"]


class Centre(PowerBand):
    """One row by the absolute power of the meridian, with a limit in millimetres or in prism dioptres.

    one_sided       the text limits only distances that are too large      each_eye_part   of the limit, for one eye
    """

    limit_mm: Decimal | None = None
    limit_prism: Decimal | None = None
    one_sided: bool = False
    each_eye_part: Decimal | None = None
    formula_confidence: Mark | None = None


class ReadyMade(Row):
    """The limit for ready-made spectacles."""

    limit_mm: Decimal


_NAMES: dict[str, Sentence] = {
    "horizontal": Sentence("光学中心水平距离", "The distance of the optical centres"),
    "right": Sentence("右眼光学中心", "The right optical centre"),
    "left": Sentence("左眼光学中心", "The left optical centre"),
    "vertical": Sentence("光学中心垂直互差", "The vertical difference of the optical centres"),
}
_PASSED = Sentence(
    "{name}偏差 {found} {unit}，不超过 {limit} {unit}。",
    "{name} is off by {found} {unit}; {limit} {unit} are permitted.",
)
_FAILED = Sentence(
    "{name}偏差 {found} {unit}，超过允许的 {limit} {unit}，眼镜不合格。",
    "{name} is off by {found} {unit}; {limit} {unit} are permitted: the spectacles fail.",
)
_GAP = Sentence(
    "{name}: 屈光度 {power} D 不在表内，法规没有给出限值。",
    "{name}: a power of {power} D is not in the table; the law gives no number.",
)
_ONE_SIDED = Sentence(
    "{name}比瞳距小 {found} mm，当时的标准只给出偏大的限值，不能判定。",
    "{name} is {found} mm too small; the text of that day limits only distances that are too large.",
)
_POWER = Sentence(
    "没有给出垂直方向的屈光度，垂直互差不能判定。",
    "The power of the vertical meridian is missing, so the vertical difference cannot be judged.",
)


def judge(item: SpectacleCentration) -> Verdict:
    """Judge where the optical centres lie; each eye and the vertical difference where they were measured."""
    if item.ready_made:
        return _ready_made(item)
    rule = load(HORIZONTAL, Centre)
    version = rule.on(item.on)
    row = band_for(version.rows, item.horizontal_power_d)
    power = item.horizontal_power_d
    if row is None:
        findings = [_gap("horizontal", power, item, (rule, version))]
        return gravest([*findings, *_vertical(item)], {}, ("power_between_rows",))
    used = rule, version
    off = item.measured_distance_mm - item.pd_mm
    findings = [_finding("horizontal", off, Decimal(1), item, row, used)]
    notes: list[str] = []
    for name, centre in (("right", item.right_mm), ("left", item.left_mm)):
        if centre is None:
            continue
        if row.each_eye_part is None:
            notes.append("each_eye_not_limited")
        else:
            from_middle = centre - item.pd_mm / 2
            findings.append(_finding(name, from_middle, row.each_eye_part, item, row, used))
    if item.vertical_difference_mm is not None and load(VERTICAL, Centre).find(item.on) is None:
        notes.append("vertical_not_limited")
    return gravest([*findings, *_vertical(item)], {}, tuple(notes))


Used = tuple[Rule[Centre], Version[Centre]]


def _ready_made(item: SpectacleCentration) -> Verdict:
    rule = load(READY_MADE, ReadyMade)
    version = rule.on(item.on)
    row = version.rows[0]
    found, named = abs(item.measured_distance_mm - item.pd_mm), _NAMES["horizontal"]
    told = _FAILED if found > row.limit_mm else _PASSED
    is_more = item.vertical_difference_mm is not None or item.right_mm is not None or item.left_mm is not None
    return Verdict(
        **beyond(found, row.limit_mm, "mm"),
        authority=version.authority(item.on, row.confidence),
        rule=reference(rule, version, row),
        notes=("only_distance_limited_for_ready_made",) if is_more else (),
        explanation=words(told, name=named, found=found, limit=row.limit_mm, unit="mm"),
    )


def _vertical(item: SpectacleCentration) -> list[Finding]:
    rule = load(VERTICAL, Centre)
    version = rule.find(item.on)
    if item.vertical_difference_mm is None or version is None:
        return []
    used = rule, version
    power = item.vertical_power_d
    if power is None:
        authority = version.authority(item.on)
        cited = reference(rule, version)
        notes = ("vertical_power_needed",)
        return [Finding("vertical", "cannot_tell", authority, cited, words(_POWER), notes=notes)]
    row = band_for(version.rows, power)
    if row is None:
        return [_gap("vertical", power, item, used)]
    return [_finding("vertical", item.vertical_difference_mm, Decimal(1), item, row, used, power)]


def _gap(name: Name, power: Decimal, item: SpectacleCentration, used: Used) -> Finding:
    rule, version = used
    named = _NAMES[name]
    told = words(_GAP, name=named, power=power)
    return Finding(name, "out_of_table", version.authority(item.on), reference(rule, version), told)


def _finding(
    name: str,
    off: Decimal,
    part: Decimal,
    item: SpectacleCentration,
    row: Centre,
    used: Used,
    power: Decimal | None = None,
) -> Finding:
    """One deviation against this part of the row's limit; `power` where it is not the horizontal one."""
    rule, version = used
    named = _NAMES[name]
    cited = reference(rule, version, row)
    marks: tuple[Mark | None, ...] = (row.confidence,)
    found, limit, unit = abs(off), row.limit_mm, "mm"
    if row.one_sided and off < 0:
        told = words(_ONE_SIDED, name=named, found=found)
        authority = version.authority(item.on, *marks)
        amount = Amount(value=off, unit=unit)
        return Finding(
            name, "cannot_tell", authority, cited, told, found=amount, notes=("limit_is_one_sided",)
        )
    if limit is None:
        # Prentice: prism = decentration in cm x power; the table gives prism where powers are small.
        strength = abs(item.horizontal_power_d if power is None else power)
        found, limit, unit = found * strength / _MM_PER_CM, row.limit_prism or Decimal(0), "Δ"
        marks = (row.confidence, row.formula_confidence)
    limit *= part
    sentence = _FAILED if found > limit else _PASSED
    return Finding(
        name=name,
        authority=version.authority(item.on, *marks),
        rule=cited,
        explanation=words(sentence, name=named, found=found, limit=limit, unit=unit),
        **beyond(found, limit, unit),
    )
