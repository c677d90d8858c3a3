"""Optical centres: every row at its edges, prism where powers are small, each eye, the old one-sided text."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.law.model import Verdict
from tests.golden.law.reading import typed
from tests.unit.law.asking import asked, plain

MM = Decimal("0.01")
LINES = [line for line in typed("optics.horizontal") if line["from"] == "2012-01-01"]
OLD = [line for line in typed("optics.horizontal") if line["from"] == "2000-01-01"]
VERTICAL = [line for line in typed("optics.vertical") if line["from"] == "2012-01-01"]
PD = Decimal(64)


def centred(power: str, off: Decimal | str = "0", on: str = "2020-01-01", **fields: Any) -> Verdict:
    measured = plain(PD + Decimal(off))
    return asked(
        kind="spectacle_centration",
        on=on,
        horizontal_power_d=power,
        pd_mm=plain(PD),
        measured_distance_mm=measured,
        **fields,
    )


def in_mm(line: dict[str, str], power: Decimal) -> Decimal:
    """The row's limit as a distance: prism in cm times dioptres."""
    return Decimal(line["limit_mm"]) if line["limit_mm"] else Decimal(line["limit_prism"]) * 10 / power


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("sign", [1, -1])
def test_the_horizontal_limit_itself_passes(line: dict[str, str], sign: int) -> None:
    power = Decimal(line["up_to_d"] or 10)
    limit = in_mm(line, power)
    for off, verdict in ((limit - MM, "pass"), (limit, "pass"), (limit + MM, "fail")):
        answer = centred(plain(sign * power), sign * off)
        assert answer.verdict == verdict
        assert answer.authority == ("indicative" if line["limit_prism"] else "settled")
        assert answer.limit is not None
        assert answer.limit.unit == ("Δ" if line["limit_prism"] else "mm")


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("eye", ["right_mm", "left_mm"])
def test_each_eye_has_half_of_the_limit(line: dict[str, str], eye: str) -> None:
    power = Decimal(line["up_to_d"] or 10)
    limit = in_mm(line, power) / 2
    for off, verdict in ((limit, "pass"), (limit + MM, "fail"), (-limit, "pass"), (-limit - MM, "fail")):
        assert centred(plain(power), **{eye: plain(PD / 2 + off)}).verdict == verdict


@pytest.mark.parametrize("line", VERTICAL)
def test_the_vertical_limit_itself_passes(line: dict[str, str]) -> None:
    power = Decimal(line["up_to_d"] or "2.75")
    limit = in_mm(line, power)
    for off, verdict in ((limit - MM, "pass"), (limit, "pass"), (limit + MM, "fail")):
        answer = centred("1.00", vertical_difference_mm=plain(off), vertical_power_d=plain(-power))
        assert answer.details["vertical"]["verdict"] == verdict


@pytest.mark.parametrize(
    ("power", "limit"), [("4.00", "3"), ("4.25", "2"), ("0.75", "6"), ("1.25", "4"), ("2.25", "3")]
)
def test_rows_begin_where_the_table_says(power: str, limit: str) -> None:
    assert centred(power).details["horizontal"]["limit"] == limit


@pytest.mark.parametrize("power", ["0.51", "0.74", "1.1", "2.1", "4.1"])
def test_powers_between_rows_have_no_number(power: str) -> None:
    answer = centred(power)
    assert (answer.verdict, answer.notes) == ("out_of_table", ("power_between_rows",))


def test_a_lens_without_power_makes_no_prism() -> None:
    assert centred("0", "30").verdict == "pass"


def test_the_vertical_difference_needs_its_power() -> None:
    answer = centred("1.00", vertical_difference_mm="0")
    assert (answer.verdict, answer.notes) == ("cannot_tell", ("vertical_power_needed",))
    between = centred("1.00", vertical_difference_mm="0", vertical_power_d="0.6")
    assert between.verdict == "out_of_table"
    assert centred("0.6", vertical_difference_mm="9", vertical_power_d="1").verdict == "fail"


@pytest.mark.parametrize("line", OLD)
def test_the_text_of_1999_limits_only_what_is_too_large(line: dict[str, str]) -> None:
    power, limit = Decimal(line["up_to_d"] or 8), Decimal(line["limit_mm"])
    for off, verdict in ((limit, "pass"), (limit + MM, "fail"), (Decimal(0), "pass"), (-MM, "cannot_tell")):
        assert centred(plain(power), off, on="2005-01-01").verdict == verdict


def test_the_text_of_1999_says_nothing_of_each_eye_and_of_vertical_differences() -> None:
    fields = {"right_mm": "40", "left_mm": "40", "vertical_difference_mm": "9", "vertical_power_d": "1"}
    answer = centred("1.00", on="2005-01-01", **fields)
    assert (answer.verdict, answer.notes) == ("pass", ("each_eye_not_limited", "vertical_not_limited"))


@pytest.mark.parametrize(
    ("on", "limit"), [("2005-01-01", "1.0"), ("2020-01-01", "2.0"), ("2026-03-01", "2.0")]
)
@pytest.mark.parametrize("sign", [1, -1])
def test_ready_made_spectacles_have_a_limit_of_their_own(on: str, limit: str, sign: int) -> None:
    for more, verdict in ((-MM, "pass"), (Decimal(0), "pass"), (MM, "fail")):
        answer = centred("2.00", sign * (Decimal(limit) + more), on=on, ready_made=True)
        assert (answer.verdict, answer.notes) == (verdict, ())
    assert centred("2.00", ready_made=True, right_mm="32").notes == ("only_distance_limited_for_ready_made",)


def test_days_around_a_change_of_text() -> None:
    days = (
        "2010-12-31",
        "2011-01-01",
        "2011-12-31",
        "2012-01-01",
        "2012-12-31",
        "2013-01-01",
        "2026-02-28",
        "2026-03-01",
    )
    told = [centred("2.00", on=day) for day in days]
    assert [answer.authority for answer in told] == [
        "settled",
        *["indicative"] * 4,
        "settled",
        "settled",
        "indicative",
    ]
    assert [answer.limit and int(answer.limit.value) for answer in told] == [6, 6, 6, 4, 4, 4, 4, 4]
