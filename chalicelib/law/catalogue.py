"""The catalogue of compulsory instruments (强制管理目录), and how often each kind is verified."""

from datetime import date
from typing import Literal

from chalicelib.errors import Unprocessable
from chalicelib.law.model import Frozen, RuleRef, reference
from chalicelib.law.rulebook import Authority, Row, load

RULE = "catalogue.intervals"
CATALOGUE = "catalogue.compulsory"


class NoInterval(Unprocessable):
    """No interval is known for this kind of instrument."""

    code = "law.no_interval"
    zh = "没有 {instrument} 的检定周期，请查其检定规程。"
    en = "No verification interval is known for {instrument}. Look into its regulation."


class Listed(Row):
    """An instrument the catalogue lists; None where the source only says that it is listed.

    type_approval, verification   whether it needs them      form   how it is verified
    valid_from                    when the duty began, where later than the announcement
    """

    code: str
    name: str
    name_en: str
    type_approval: bool | None = None
    verification: bool | None = None
    form: Literal["periodic", "first_then_scrap", "first_then_replace"] | None = None
    form_note: str | None = None
    valid_from: date | None = None


class Period(Row):
    """At most `months` between verifications; `replace`: verified once and replaced after that time."""

    instrument: str
    months: int
    replace: bool = False
    regulation: str | None = None


class Interval(Frozen):
    """The longest time between two verifications of a kind of instrument."""

    instrument: str
    months: int
    replace: bool
    regulation: str | None
    authority: Authority
    rule: RuleRef


def interval(instrument: str, day: date) -> Interval:
    """The longest interval of this kind on the `day`. Raises NoInterval where none was read."""
    rule = load(RULE, Period)
    version = rule.on(day)
    row = next((row for row in version.rows if row.instrument == instrument), None)
    if row is None:
        raise NoInterval(instrument=instrument)
    return Interval(
        instrument=instrument,
        months=row.months,
        replace=row.replace,
        regulation=row.regulation,
        authority=version.authority(day, row.confidence),
        rule=reference(rule, version, row),
    )


def compulsory(code: str, day: date) -> Listed | None:
    """The catalogue's entry for an instrument on the `day`; None when it was not read or not yet a duty."""
    rows = load(CATALOGUE, Listed).on(day).rows
    return next(
        (row for row in rows if row.code == code and (row.valid_from is None or row.valid_from <= day)), None
    )
