"""Finished lenses: every row and column of the power tables at its edges, the axis, the addition."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.law.items_instruments import Lens
from chalicelib.law.lenses import meridians
from chalicelib.law.model import Verdict
from tests.golden.law.reading import typed
from tests.unit.law.asking import asked, plain

HUNDREDTH = Decimal("0.01")
POWER = [
    (kind, line)
    for kind, first in (("lens_power", "2006-01-01"), ("progressive_power", "2012-01-01"))
    for line in typed(f"optics.{kind}")
    if line["from"] == first
]
CYLINDERS = [(kind, line) for kind, line in POWER if line["cylinder.limit_d"]]
ADDITIONS = [line for kind, line in POWER if kind == "progressive_power" and line["addition.limit_d"]]
AXES = [("optics.axis", "2012-01-01", "2020-01-01"), ("optics.axis", "2000-01-01", "2008-01-01")]
AXES += [("optics.progressive_axis", "2012-01-01", "2020-01-01")]


def lens(
    sphere: Decimal, cylinder: Decimal | None = None, axis: str | None = None, add: str | None = None
) -> dict[str, Any]:
    told = {
        "sphere_d": plain(sphere),
        "cylinder_d": cylinder and plain(cylinder),
        "axis_deg": axis,
        "add_d": add,
    }
    return {name: value for name, value in told.items() if value is not None}


def checked(
    ordered: dict[str, Any], measured: dict[str, Any], on: str = "2020-01-01", **fields: Any
) -> Verdict:
    return asked(kind="spectacle_lens", on=on, ordered=ordered, measured=measured, **fields)


@pytest.mark.parametrize(("kind", "line"), CYLINDERS)
@pytest.mark.parametrize("sign", [1, -1])
def test_every_cell_passes_at_its_limit_and_fails_a_hundredth_beyond(
    kind: str, line: dict[str, str], sign: int
) -> None:
    power = Decimal(line["up_to_d"] or 25)
    cylinder = Decimal(line["cylinder.up_to_d"] or 7)
    ordered = lens(sign * power, -sign * cylinder, "10")
    fields: dict[str, Any] = {"progressive": kind == "progressive_power"}
    meridian, limit = Decimal(line["meridian_d"]), Decimal(line["cylinder.limit_d"])
    for off, verdict in ((meridian, "pass"), (meridian + HUNDREDTH, "fail")):
        answer = checked(ordered, lens(sign * (power + off), -sign * cylinder, "10"), **fields)
        assert answer.details["meridian"]["verdict"] == verdict
        assert Decimal(answer.details["meridian"]["limit"]) == meridian
    for off, verdict in ((limit, "pass"), (limit + HUNDREDTH, "fail")):
        answer = checked(ordered, lens(sign * power, -sign * (cylinder + off), "10"), **fields)
        assert answer.details["cylinder"]["verdict"] == verdict
        assert Decimal(answer.details["cylinder"]["limit"]) == limit


@pytest.mark.parametrize(
    ("power", "cylinder", "meridian", "limit"),
    [
        ("3.00", "0.75", "0.12", "0.09"),
        ("3.25", "0.75", "0.12", "0.12"),
        ("6.00", "1.00", "0.12", "0.12"),
        ("6.25", "1.00", "0.12", "0.18"),
        ("9.00", "0", "0.12", "0.12"),
        ("9.25", "0", "0.18", "0.12"),
        ("12.00", "0", "0.18", "0.12"),
        ("12.25", "0", "0.25", "0.18"),
        ("20.00", "0", "0.25", "0.18"),
        ("20.25", "0", "0.37", "0.25"),
    ],
)
def test_the_row_is_that_of_the_greater_meridian(
    power: str, cylinder: str, meridian: str, limit: str
) -> None:
    for sign in ("", "-"):
        sphere = Decimal(f"{sign}{power}")
        ordered = lens(sphere, Decimal(cylinder) * (-1 if sphere > 0 else 1))
        answer = checked(ordered, ordered)
        assert (answer.details["meridian"]["limit"], answer.details["cylinder"]["limit"]) == (meridian, limit)


def test_a_lens_is_the_same_whichever_way_it_is_written() -> None:
    plus = Lens.model_validate(lens(Decimal(1), Decimal("0.5"), "10"))
    minus = Lens.model_validate(lens(Decimal("1.5"), Decimal("-0.5"), "100"))
    assert meridians(plus) == meridians(minus) == (Decimal("1.5"), Decimal("1.0"), Decimal(100))
    assert (
        checked(lens(Decimal(1), Decimal("0.5"), "170"), lens(Decimal("1.5"), Decimal("-0.5"), "80")).verdict
        == "pass"
    )


@pytest.mark.parametrize(
    ("rule_id", "line", "on"),
    [(rule_id, line, on) for rule_id, first, on in AXES for line in typed(rule_id) if line["from"] == first],
)
def test_the_axis_passes_at_its_limit_and_fails_beyond(rule_id: str, line: dict[str, str], on: str) -> None:
    limit = int(line["limit_deg"])
    cylinder = Decimal(line["up_to_d"] or 3)
    progressive = "progressive" in rule_id
    for off, verdict in ((limit - 1, "pass"), (limit, "pass"), (limit + 1, "fail")):
        ordered, measured = (
            lens(Decimal(0), -cylinder, "178"),
            lens(Decimal(0), -cylinder, str((178 + off) % 180)),
        )
        answer = checked(ordered, measured, on=on, progressive=progressive)
        assert answer.details["axis"]["verdict"] == verdict
        assert (answer.details["axis"]["limit"], answer.details["axis"]["found"]) == (str(limit), str(off))


@pytest.mark.parametrize(
    ("cylinder", "limit"),
    [
        ("0.25", 9),
        ("0.50", 9),
        ("0.51", 6),
        ("0.75", 6),
        ("0.76", 4),
        ("1.50", 4),
        ("1.51", 3),
        ("2.50", 3),
        ("2.75", 2),
    ],
)
def test_a_little_more_cylinder_asks_a_tighter_axis(cylinder: str, limit: int) -> None:
    ordered = lens(Decimal(0), Decimal(cylinder), "5")
    assert checked(ordered, ordered).details["axis"]["limit"] == str(limit)


def test_without_a_cylinder_there_is_no_axis_and_a_weak_one_is_outside_the_table() -> None:
    assert "axis" not in checked(lens(Decimal(1)), lens(Decimal(1), Decimal("0.05"), "90")).details
    weak = lens(Decimal(1), Decimal("0.24"), "5")
    assert checked(weak, weak).notes == ("axis_outside_table",)


def test_a_progressive_lens_has_axes_from_above_an_eighth() -> None:
    told = {}
    for cylinder in ("0.125", "0.126"):
        ordered = lens(Decimal(1), Decimal(cylinder), "5")
        told[cylinder] = "axis" in checked(ordered, ordered, progressive=True).details
    assert told == {"0.125": False, "0.126": True}


def test_an_axis_given_once_cannot_be_compared_and_none_is_not_tested() -> None:
    with_axis, without = lens(Decimal(1), Decimal(-1), "5"), lens(Decimal(1), Decimal(-1))
    assert checked(without, without).notes == ("axis_not_tested",)
    for ordered, measured in ((with_axis, without), (without, with_axis)):
        answer = checked(ordered, measured)
        assert (answer.verdict, answer.notes) == ("cannot_tell", ("axis_missing",))


@pytest.mark.parametrize("line", ADDITIONS)
def test_the_addition_passes_at_its_limit_and_fails_beyond(line: dict[str, str]) -> None:
    power, addition = Decimal(line["up_to_d"] or 25), Decimal(line["addition.up_to_d"] or "4.25")
    limit = Decimal(line["addition.limit_d"])
    for off, verdict in ((limit, "pass"), (limit + HUNDREDTH, "fail")):
        measured = lens(power, add=plain(addition - off))
        answer = checked(lens(power, add=plain(addition)), measured, progressive=True)
        assert answer.details["addition"]["verdict"] == verdict
    assert answer.verdict == "fail"


def test_an_addition_is_judged_for_progressive_lenses_given_both() -> None:
    one, none = lens(Decimal(1), add="2"), lens(Decimal(1))
    assert checked(one, one).notes == ("addition_only_for_progressive",)
    assert checked(one, none, progressive=True).notes == ("addition_not_tested",)


def test_successors_that_were_not_read_are_carried_forward() -> None:
    ordered = lens(Decimal(1), Decimal(-1), "5")
    days = ("2025-12-31", "2026-01-01", "2026-01-02", "2026-02-28", "2026-03-01", "2026-03-02")
    single = [checked(ordered, ordered, on=day).authority for day in days]
    progressive = [checked(ordered, ordered, on=day, progressive=True).authority for day in days]
    assert single == ["settled"] + ["indicative"] * 5
    assert progressive == ["settled"] * 4 + ["indicative"] * 2


def test_a_settled_failure_of_the_axis_stands_although_the_power_is_in_doubt() -> None:
    answer = checked(lens(Decimal(1), Decimal(-1), "5"), lens(Decimal(1), Decimal(-1), "10"), on="2026-02-01")
    assert (answer.verdict, answer.authority, answer.rule.id) == ("fail", "settled", "optics.axis")
