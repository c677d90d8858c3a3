"""Instruments whose regulation is a plain table of limits of error: one judge for all, the tables are data."""

from decimal import Decimal
from functools import cache

from chalicelib.errors import Sentence, Unprocessable
from chalicelib.law.items_instruments import InstrumentError
from chalicelib.law.model import Amount, Verdict, reference, words
from chalicelib.law.rulebook import Row, Rule, load, rules

_FOLDER = "instruments."


class NoInstrument(Unprocessable):
    """No table is known for this instrument."""

    code = "law.no_instrument"
    zh = "没有 {instrument} 的误差限值表，可用的名称见规则列表。"
    en = "There is no table of limits for {instrument}. The rules list the names there are."


class Range(Row):
    """The errors that pass, both ends included, in one unit; of one class where the table has classes."""

    instrument: str
    accuracy_class: str | None = None
    unit: str
    lower: Decimal
    upper: Decimal


_PASSED = Sentence(
    "误差 {found} {unit}，在允许的 {lower} 至 {upper} {unit} 以内，合格。",
    "The error is {found} {unit}, within {lower} to {upper} {unit}: it passes.",
)
_FAILED = Sentence(
    "误差 {found} {unit}，超出允许的 {lower} 至 {upper} {unit}，不合格。",
    "The error is {found} {unit}; {lower} to {upper} {unit} are permitted: it fails.",
)
_UNIT = Sentence(
    "该器具的限值以 {units} 表示，收到的单位是 {unit}，不能判定。",
    "The limits of this instrument are in {units}, not in {unit}; there is no verdict.",
)
_CLASS = Sentence(
    "该器具的限值按准确度等级规定({classes})，请补充等级。",
    "The limits of this instrument depend on its accuracy class ({classes}); add it.",
)
_OTHER_CLASS = Sentence(
    "准确度等级 {asked} 不在表内(表内为 {classes})，不作判定。",
    "Accuracy class {asked} is not in the table, which has {classes}; there is no verdict.",
)


@cache
def _tables() -> dict[str, Rule[Range]]:
    """The rule of every instrument, by the instrument's name."""
    tables = (load(rule_id, Range) for rule_id in rules() if rule_id.startswith(_FOLDER))
    return {row.instrument: rule for rule in tables for version in rule.version for row in version.rows}


def instrument_names() -> tuple[str, ...]:
    """Every name an instrument error can be judged under."""
    return tuple(sorted(_tables()))


def judge(item: InstrumentError) -> Verdict:
    """Judge an error by the table of its instrument. Raises NoInstrument for a name without a table."""
    rule = _tables().get(item.instrument)
    if rule is None:
        raise NoInstrument(instrument=item.instrument)
    version = rule.on(item.on)
    of_instrument = [row for row in version.rows if row.instrument == item.instrument]
    of_unit = [row for row in of_instrument if row.unit == item.error.unit]
    classes = [row.accuracy_class for row in of_unit if row.accuracy_class is not None]
    fitting = [row for row in of_unit if row.accuracy_class in {None, item.accuracy_class}]
    found = Amount(value=item.error.value, unit=item.error.unit)
    if not fitting:
        listed = "、".join(classes)
        if not of_unit:
            units = "、".join(sorted({row.unit for row in of_instrument}))
            told, note = words(_UNIT, units=units, unit=item.error.unit), "unit_not_in_table"
        elif item.accuracy_class is None:
            told, note = words(_CLASS, classes=listed), "class_needed"
        else:
            told, note = words(_OTHER_CLASS, classes=listed, asked=item.accuracy_class), "class_not_in_table"
        return Verdict(
            verdict="out_of_table" if note == "class_not_in_table" else "cannot_tell",
            authority=version.authority(item.on, of_instrument[0].confidence),
            found=found,
            rule=reference(rule, version, of_instrument[0]),
            notes=(note,),
            explanation=told,
        )
    row = fitting[0]
    limit = row.upper if found.value >= 0 else row.lower
    excess = max(found.value - row.upper, row.lower - found.value)
    numbers = {"found": found.value, "lower": row.lower, "upper": row.upper}
    return Verdict(
        verdict="fail" if excess > 0 else "pass",
        authority=version.authority(item.on, row.confidence),
        limit=Amount(value=limit, unit=row.unit),
        found=found,
        excess=Amount(value=excess, unit=row.unit) if excess > 0 else None,
        rule=reference(rule, version, row),
        explanation=words(_FAILED if excess > 0 else _PASSED, unit=row.unit, **numbers),
    )
