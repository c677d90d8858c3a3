"""Rulebooks: whole, fair, published as they are, and in force only after the report of who moves."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from chalicelib.credit import rulebook
from chalicelib.credit.rulebook import Published, all_published, begins, in_force
from tests.standings import COMING, FIRST

RAW = FIRST.text
DAY = timedelta(days=1)
BEGINS = COMING.rulebook.from_


def test_every_rulebook_is_a_demonstration_that_names_its_basis() -> None:
    for one in all_published():
        assert one.rulebook.demonstration
        assert one.rulebook.publication is not None
        assert "演示" in one.rulebook.title.zh


def test_no_rulebook_is_changed_once_it_is_published() -> None:
    assert {str(one.rulebook.from_): one.sha256 for one in all_published()} == {
        "2026-01-01": "305cc42cf176eaa59de4330b37c7c9621302a9362747e32ef05a36f9b6192c15",
        "2027-09-01": "cf5d3e2dbe92c17081f2d6326c009737e1d1b9e3e990d94f52a8050a085674c7",
        "2027-03-01": "b0f49581d0fdc5ddadcd7cfc595bcbb9c653608d7c4e60d5a966a43304f7fc72",
    }


def test_a_rulebook_is_named_by_its_file() -> None:
    folder = Path(rulebook.__file__).parent / "data"
    files = {f"rulebook-{one.rulebook.from_}.toml": one.text for one in all_published()}
    assert files == {path.name: path.read_text() for path in folder.glob("rulebook-*.toml")}


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        ("points = 2\nfor_days = 730\ncap = 4", "points = -2\nfor_days = 730", "wrong sign"),
        ('kind = "check_problem"\npoints = -3', 'kind = "check_problem"\npoints = 3', "wrong sign"),
        (
            'kind = "check_problem"\npoints = -3',
            'kind = "check_problem"\npoints = -1',
            "no more is given back",
        ),
        (
            'kind = "check_problem"\npoints = -3',
            'kind = "check_problem"\npoints = -3\ncap = 6',
            "count together",
        ),
        (
            'kind = "rectified_late"\npoints = 1',
            'kind = "rectified_late"\npoints = 1\nfor_days = 9',
            "ends with",
        ),
        ('kind = "rectified_late"', 'kind = "check_problem"', "every kind"),
        ("at_least = 0", "at_least = 4", "limits fall"),
        ("at_least = 0\n", "", "has a limit"),
        ('code = "poor"', 'code = "good"', "every grade"),
        (
            'needs = ["drawn_check_clean", "other_check_clean"]',
            'needs = ["check_problem"]',
            "only what helps",
        ),
    ],
)
def test_an_unfair_rulebook_does_not_load(was: str, becomes: str, why: str) -> None:
    assert was in RAW
    with pytest.raises(ValidationError, match=why):
        Published.read(RAW.replace(was, becomes, 1).encode())


def test_a_coming_rulebook_waits_for_its_day_and_for_its_report() -> None:
    found, early = all_published(), BEGINS - 60 * DAY
    assert in_force(found, {COMING.sha256: early}, BEGINS - DAY) is FIRST
    assert in_force(found, {COMING.sha256: early}, BEGINS) is COMING
    assert in_force(found, {}, BEGINS + 1000 * DAY) is FIRST
    assert in_force(found, {"another": early}, BEGINS) is FIRST


def test_a_late_report_puts_the_rulebook_off() -> None:
    late = BEGINS - 3 * DAY
    assert begins(COMING, late) == late + COMING.rulebook.notice_days * DAY
    assert in_force(all_published(), {COMING.sha256: late}, BEGINS) is FIRST
    assert begins(COMING, None) is None
