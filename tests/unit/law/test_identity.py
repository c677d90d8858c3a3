"""三码一封: what a price-computing scale must bear, by its age and the day."""

from typing import Any

import pytest

from chalicelib.law.model import Verdict
from tests.unit.law.asking import asked

CODES = {"production_code": "P1", "repair_code": "R1", "verification_code": "V1"}
OLD, NEW = "2020-01-01", "2026-01-08"


def scale(on: str, **fields: Any) -> Verdict:
    return asked(kind="price_computing_scale_identity", on=on, **{"seal_intact": True} | fields)


@pytest.mark.parametrize(
    ("on", "first_used_on", "networked", "verdict", "authority"),
    [
        ("2026-01-07", None, None, "pass", "settled"),
        ("2026-01-08", OLD, None, "pass", "settled"),
        ("2026-01-08", "2026-01-07", False, "pass", "settled"),
        ("2026-01-08", NEW, None, "fail", "indicative"),
        ("2026-01-09", None, False, "cannot_tell", "indicative"),
        ("2027-01-07", OLD, False, "pass", "settled"),
        ("2027-01-08", OLD, False, "fail", "indicative"),  # sources disagree about this very day
        ("2027-01-09", OLD, False, "fail", "settled"),
        ("2027-01-09", None, False, "fail", "settled"),
        ("2027-01-09", OLD, True, "pass", "settled"),
        ("2027-01-09", OLD, None, "cannot_tell", "settled"),
        ("2027-01-09", None, True, "cannot_tell", "settled"),
        ("2027-01-09", NEW, True, "fail", "settled"),
        ("2030-01-07", OLD, True, "pass", "settled"),
        ("2030-01-08", OLD, True, "fail", "indicative"),
        ("2030-01-09", OLD, True, "fail", "settled"),
        ("2030-01-09", None, None, "fail", "settled"),
    ],
)
def test_a_scale_without_codes_is_judged_by_the_term_of_its_age(
    on: str,
    *,
    first_used_on: str | None,
    networked: bool | None,
    verdict: str,
    authority: str,
) -> None:
    answer = scale(on, first_used_on=first_used_on, networked=networked)
    assert (answer.verdict, answer.authority) == (verdict, authority)
    assert answer.details["missing"] == list(CODES)
    assert ("sources_differ_by_a_day" in answer.notes) == (on in {"2027-01-08", "2030-01-08"})


@pytest.mark.parametrize("on", ["2026-01-07", "2026-01-08", "2027-01-08", "2030-01-08", "2031-01-01"])
def test_three_codes_and_a_seal_pass_on_every_day(on: str) -> None:
    answer = scale(on, **CODES)
    assert (answer.verdict, answer.authority) == ("pass", "settled")
    assert answer.explanation.zh == "三码齐全、铅封完好。"


@pytest.mark.parametrize("left_out", list(CODES))
def test_one_code_missing_is_named(left_out: str) -> None:
    codes = {name: code for name, code in CODES.items() if name != left_out}
    answer = scale("2027-06-01", networked=False, **codes)
    assert (answer.verdict, answer.details) == ("fail", {"codes_required": True, "missing": [left_out]})
    assert left_out in answer.explanation.en


@pytest.mark.parametrize("on", ["2020-01-01", "2026-06-01", "2031-01-01"])
def test_a_broken_seal_means_verification_again_at_any_time(on: str) -> None:
    answer = scale(on, seal_intact=False, **CODES)
    assert (answer.verdict, answer.authority, answer.notes[0]) == (
        "fail",
        "settled",
        "verify_again_before_use",
    )


def test_other_software_than_approved_fails_where_codes_are_required_and_is_noted_before() -> None:
    by = CODES | {
        "software_id": "1.0",
        "approved_software_id": "2.0",
        "networked": False,
        "first_used_on": OLD,
    }
    told = {on: scale(on, **by) for on in ("2026-06-01", "2027-06-01")}
    assert [answer.verdict for answer in told.values()] == ["pass", "fail"]
    assert all(answer.notes == ("software_differs",) for answer in told.values())
    unknown_age = scale("2026-06-01", **(by | {"first_used_on": None}))
    assert unknown_age.verdict == "cannot_tell"
    assert scale("2027-06-01", **(by | {"approved_software_id": "1.0"})).notes == ()
    assert scale("2027-06-01", **CODES).notes == ("software_not_compared",)
