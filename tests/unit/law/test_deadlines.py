"""Deadlines: the law of the day they start, their unit, extension, rolling, and what is provisional."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib import law, workdays
from chalicelib.law.deadlines import InstantNeeded, NoDeadline
from chalicelib.law.rulebook import NoVersion
from tests.golden.law.reading import typed, typed_ids

LINES = [
    (rule_id.removeprefix("deadlines."), line)
    for rule_id in sorted(typed_ids())
    if rule_id.startswith("deadlines.")
    for line in typed(rule_id)
]


@pytest.mark.parametrize(
    ("file", "line"), LINES, ids=lambda value: value if isinstance(value, str) else value["kind"]
)
def test_every_deadline_counts_its_length_in_its_unit(file: str, line: dict[str, str]) -> None:
    first, length = date.fromisoformat(line["from"]), int(line["length"])
    start = datetime(first.year, first.month, first.day, 2, 0, tzinfo=UTC)
    told = law.deadline(f"{file}.{line['kind']}", start)
    assert (told.unit, told.length, told.start) == (line["unit"], length, first)
    due = {
        "hour": lambda: first + timedelta(hours=length),
        "working_day": lambda: workdays.add_workdays(first, length).day,
        "calendar_day": lambda: (
            first + timedelta(days=length)
            if line.get("rolls") == "no"
            else workdays.add_days(first, length).day
        ),
        "month": lambda: date(
            first.year + (first.month + length - 1) // 12, (first.month + length - 1) % 12 + 1, first.day
        ),
        "year": lambda: first.replace(year=first.year + length),
    }[line["unit"]]()
    assert told.due_on == due
    assert (told.due_at is not None) == (line["unit"] == "hour")


def test_every_kind_is_listed() -> None:
    assert set(law.deadline_kinds()) == {f"{file}.{line['kind']}" for file, line in LINES}


def test_mediation_changed_from_working_to_calendar_days_with_order_121() -> None:
    told = [law.deadline("complaint.mediation", date(2026, 4, day)) for day in (14, 15, 16)]
    assert [(one.unit, one.length) for one in told] == [
        ("working_day", 45),
        ("calendar_day", 60),
        ("calendar_day", 60),
    ]
    assert [one.authority for one in told] == [
        "indicative",
        "settled",
        "settled",
    ]  # the old text read once, second-hand
    assert all(one.excludes for one in told)


def test_the_local_day_of_an_instant_picks_the_law() -> None:
    start = datetime(2026, 4, 14, 16, 0, tzinfo=UTC)
    assert law.deadline("complaint.mediation", start).start == date(2026, 4, 15)


def test_an_extension_is_added_where_the_law_has_one() -> None:
    usual, longer = (
        law.deadline("case.filing", date(2026, 3, 2), extended=extended) for extended in (False, True)
    )
    assert (usual.length, longer.length, longer.extended) == (15, 30, True)
    assert longer.due_on == workdays.add_workdays(date(2026, 3, 2), 30).day
    without = law.deadline("case.review", date(2026, 3, 2), extended=True)
    assert (without.length, without.extended) == (10, False)


def test_hours_run_from_an_instant_through_nights_and_holidays() -> None:
    start = datetime(2026, 9, 30, 9, 30, tzinfo=UTC)
    told = law.deadline("transfer.to_police", start)
    assert told.due_at == datetime(2026, 10, 1, 9, 30, tzinfo=UTC)
    assert told.due_on == date(2026, 10, 1)
    with pytest.raises(InstantNeeded):
        law.deadline("transfer.to_police", date(2026, 9, 30))


def test_a_transfer_does_not_wait_for_the_holidays_to_end() -> None:
    assert law.deadline("transfer.head_decision", date(2026, 9, 30)).due_on == date(2026, 10, 3)


def test_a_deadline_into_a_year_not_announced_is_provisional() -> None:
    told = law.deadline("inspection.result", date(2026, 12, 20))
    assert (told.due_on, told.provisional) == (date(2027, 1, 18), True)


@pytest.mark.parametrize(
    ("start", "due"),
    [((2026, 11, 30), (2027, 2, 28)), ((2026, 12, 31), (2027, 3, 31)), ((2027, 11, 30), (2028, 2, 29))],
)
def test_a_term_in_months_ends_on_the_same_day_or_the_last(
    start: tuple[int, int, int], due: tuple[int, int, int]
) -> None:
    assert law.deadline("credit.minor_longest", date(*start)).due_on == date(*due)


def test_an_application_is_due_before_the_certificate_ends() -> None:
    assert law.deadline("verification.application", date(2026, 12, 31)).due_on == date(2026, 12, 16)


@pytest.mark.parametrize("kind", ["complaint.nothing", "nothing.acceptance", "complaint", ""])
def test_an_unknown_kind_is_refused_by_name(kind: str) -> None:
    with pytest.raises(NoDeadline):
        law.deadline(kind, date(2026, 11, 24))


def test_a_start_before_the_first_law_is_refused() -> None:
    with pytest.raises(NoVersion):
        law.deadline("credit.minor_longest", date(2026, 3, 31))
