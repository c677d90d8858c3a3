"""The office's settings for visits: dated, with a source; every state that lasts has a clock."""

from datetime import date
from typing import get_args

from chalicelib.inspection import terms
from chalicelib.inspection.model import IN_EMERGENCY, MOVES, STATES, State
from chalicelib.inspection.sources import ReasonClass
from chalicelib.runtime_inspection import Caps
from chalicelib.sampling.exclusions import ExemptReasons


def test_every_version_says_where_it_is_from_and_clocks_every_state_that_lasts() -> None:
    lasting = {before for before, _ in MOVES}
    for version in terms.versions():
        assert version.source.title
        assert version.due.keys() == lasting | {"emergency"}


def test_a_day_before_the_first_version_has_the_first() -> None:
    assert terms.on(date(2001, 1, 1)) is terms.versions()[0]
    assert terms.on(date(2026, 11, 24)) is terms.versions()[-1]


def test_what_the_office_does_by_itself_is_never_exempt_and_all_else_is() -> None:
    day = date(2026, 11, 24)
    exempt = {reason for reason in get_args(ReasonClass) if Caps().is_exempt(reason, day)}
    assert exempt == set(get_args(ReasonClass)) - {"ordinary", "draw", "campaign"}
    assert exempt == {row.code for row in ExemptReasons.on(day).rows}
    assert Caps().visits_per_year(day) == 4
    assert (Caps().visits_per_year(date(2020, 1, 1)), Caps().is_exempt("complaint", date(2020, 1, 1))) == (
        None,
        False,
    )


def test_working_days_pass_over_a_weekend_and_no_days_are_the_day_itself() -> None:
    due = terms.on(date(2026, 11, 27)).due
    friday = date(2026, 11, 27)
    assert due["coded_in"].ends(friday, friday) == date(2026, 11, 30)
    assert due["planned"].ends(friday, date(2026, 1, 1)) == friday


def test_moves_lead_forward_and_the_ends_lead_nowhere() -> None:
    assert set(STATES) == set(get_args(State))
    given_back = ("entered", "checked")
    for before, after in ({*MOVES, *IN_EMERGENCY}) - {given_back}:
        assert STATES.index(before) < STATES.index(after)
        assert before not in {"reviewed", "ended", "void"}
    assert {after for before, after in MOVES if before == "coded_in"} == {"checked", "ended", "void"}
