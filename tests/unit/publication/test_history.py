"""How many were late day by day: each counted day once, as it was counted last, and no day that nobody counted."""

from datetime import date, timedelta
from typing import Any

from chalicelib.publication import history
from chalicelib.publication.history import Count, Day
from infra.local.demo import history as demo
from tests.golden.opendata import make
from tests.registering import Register

DAY = date(2026, 11, 24)
"""The golden market's."""


def told(register: Register) -> dict[str, Any]:
    document: dict[str, Any] = register.data.json("history")
    return document


def test_every_making_keeps_the_days_figures_and_tells_those_of_before() -> None:
    register = make.register()
    register.maker.run()
    first = told(register)["series"]
    assert told(register)["days"] == ["2026-11-24"]
    register.office.clock.at += timedelta(days=400)  # its certificate has ended, and the first day is too old
    register.maker.run()
    assert told(register)["days"] == ["2027-12-29"]
    register.office.clock.at += timedelta(days=3)
    register.maker.run()
    assert told(register)["days"] == ["2027-12-29", "2028-01-01"], (
        "over the new year, without the days between"
    )
    assert [(one["category"], one["instruments"], one["late"]) for one in first] == [
        ("fuel_dispenser", [1], [1]),
        ("price_scale", [3], [2]),
    ]
    assert [one["late"] for one in told(register)["series"]] == [[1, 1], [3, 3]]
    register.data.raw.clear()
    assert register.maker.run() == "made"
    kept = register.table.items["DAYS#2028", "2028-01-01"]
    assert (kept.v, told(register)["days"]) == (1, ["2027-12-29", "2028-01-01"]), "the same figures, once"


def test_a_day_that_is_counted_again_has_what_was_counted_last() -> None:
    days = make.register().days
    for late in (2, 1):
        days.keep(Day(DAY, (Count("350203", "price_scale", 3, late),)))
    (kept,) = days.days(DAY, DAY)
    assert [count.late for count in kept.counts] == [1]


def test_what_was_not_there_on_a_day_is_none() -> None:
    days = [
        Day(DAY, (Count("350203", "ecg", 4, 1), Count("350205", "ecg", 1, 1))),
        Day(DAY - timedelta(days=1), (Count("350203", "ecg", 2, 0),)),
    ]
    assert history.told(days)["series"] == [
        {"district": "350203", "category": "ecg", "instruments": [2, 4], "late": [0, 1]},
        {"district": "350205", "category": "ecg", "instruments": [0, 1], "late": [0, 1]},
    ]


def test_a_year_is_told_with_both_its_ends() -> None:
    assert (DAY - history.since(DAY)).days == history.KEPT_DAYS - 1


def test_the_demo_has_weeks_of_it_up_to_yesterday_in_which_something_happens() -> None:
    days = list(demo.days(DAY))
    assert [one.day for one in days] == [DAY - timedelta(days=ago) for ago in range(len(days), 0, -1)]
    late = [sum(count.late for count in one.counts) for one in days]
    assert all(sum(count.instruments for count in one.counts) == 300 for one in days)
    assert len(set(late)) > 5
