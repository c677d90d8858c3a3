"""Deadlines of the procedures: which law sets how many hours, days or months, and the day that makes.

The day of start is not counted. Working days follow the State Council's calendar; calendar days that end on a holiday
roll forward to the next working day where the procedure says so; hours and terms in months or years do not roll.
"""

from datetime import date, datetime, timedelta
from typing import Literal

from chalicelib import workdays
from chalicelib.errors import Unprocessable
from chalicelib.law.model import Frozen, RuleRef, Words, reference
from chalicelib.law.rulebook import Authority, Row, load, rules

_FOLDER = "deadlines."
_MONTHS_PER_YEAR = 12

Unit = Literal["hour", "working_day", "calendar_day", "month", "year"]


class NoDeadline(Unprocessable):
    """No deadline of this kind is known, or not on that day."""

    code = "law.no_deadline"
    zh = "没有名为 {kind} 的期限。"
    en = "There is no deadline {kind}."


class InstantNeeded(Unprocessable):
    """A deadline in hours was asked of a day."""

    code = "law.instant_needed"
    zh = "期限 {kind} 以小时计，请提供起算时刻。"
    en = "The deadline {kind} is in hours: give the instant it starts."


class Term(Row):
    """One deadline.

    length       counted from the day after `from_event`; negative: back from it
    extension    how much longer at most, by decision      excludes   time that does not count (the caller knows it)
    rolls        whether calendar days that end on a holiday move to the next working day
    """

    kind: str
    title: str
    title_en: str
    unit: Unit
    length: int
    extension: int | None = None
    from_event: str
    excludes: str | None = None
    rolls: bool = True


class Deadline(Frozen):
    """When something is due.

    due_on        the last day that is in time              due_at   the last instant, for deadlines in hours
    provisional   rests on a year whose holidays are not announced: compute it again then
    """

    kind: str
    title: Words
    start: date
    due_on: date
    due_at: datetime | None
    unit: Unit
    length: int
    extension: int | None
    extended: bool
    excludes: str | None
    provisional: bool
    authority: Authority
    rule: RuleRef


def deadline_kinds() -> tuple[str, ...]:
    """Every kind a deadline can be asked for, such as `complaint.acceptance`."""
    return tuple(
        sorted(
            {
                f"{rule_id.removeprefix(_FOLDER)}.{row.kind}"
                for rule_id in rules()
                if rule_id.startswith(_FOLDER)
                for version in load(rule_id, Term).version
                for row in version.rows
            }
        )
    )


def deadline(
    kind: str,
    start: date | datetime,
    *,
    extended: bool = False,
    excluded: int = 0,
    law_of: date | None = None,
) -> Deadline:
    """When `kind` is due if it starts at `start`, by the law of the local day it starts.

    extended   with the extension the law allows; a deadline without one stays as it is
    excluded   further units (days, or hours) that do not count
    law_of     the local day whose law governs, where that is an earlier one: a procedure ends by the law it began under

    Raises NoDeadline for an unknown kind, InstantNeeded for a deadline in hours that starts on a mere day.
    """
    file, _, name = kind.partition(".")
    if _FOLDER + file not in rules():
        raise NoDeadline(kind=kind)
    day = workdays.local(start)
    rule = load(_FOLDER + file, Term)
    version = rule.on(law_of or day)
    row = next((row for row in version.rows if row.kind == name), None)
    if row is None:
        raise NoDeadline(kind=kind)
    length = row.length + ((row.extension or 0) if extended else 0) + excluded
    due, due_at = _due(row, start, length)
    return Deadline(
        kind=kind,
        title=Words(zh=row.title, en=row.title_en),
        start=day,
        due_on=due.day,
        due_at=due_at,
        unit=row.unit,
        length=length,
        extension=row.extension,
        extended=extended and row.extension is not None,
        excludes=row.excludes,
        provisional=due.provisional,
        authority=version.authority(law_of or day, row.confidence),
        rule=reference(rule, version, row),
    )


def _due(row: Term, start: date | datetime, length: int) -> tuple[workdays.Due, datetime | None]:
    day = workdays.local(start)
    if row.unit == "hour":
        if not isinstance(start, datetime):
            raise InstantNeeded(kind=row.kind)
        due_at = start + timedelta(hours=length)
        return workdays.Due(workdays.local(due_at), provisional=False), due_at
    if row.unit == "working_day":
        return workdays.add_workdays(day, length), None
    if row.unit == "calendar_day":
        if row.rolls:
            return workdays.add_days(day, length), None
        return workdays.Due(day + timedelta(days=length), provisional=False), None
    months = length * (_MONTHS_PER_YEAR if row.unit == "year" else 1)
    return workdays.Due(workdays.add_months(day, months), provisional=False), None
