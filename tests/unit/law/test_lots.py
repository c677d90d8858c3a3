"""Lots of prepackages: sample sizes, the mean, the short packages, by both plans and at every edge."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.law.model import Verdict
from tests.golden.law.reading import typed
from tests.unit.law.asking import asked, plain

JJF = [line for line in typed("prepackage.plan_jjf1070") if line["from"] == "2006-01-01"]
OIML = typed("prepackage.plan_oiml_r87")
BANDS = [("jjf1070-2005", line) for line in JJF] + [("oiml-r87-2016", line) for line in OIML]
GRAMS = {"value": "500", "unit": "g"}


def lot(size: int, plan: str = "jjf1070-2005", on: str = "2020-01-01", **sample: Any) -> Verdict:
    asks = {"nominal": GRAMS} | sample
    return asked(kind="prepackage_lot", on=on, lot_size=size, plan=plan, **asks)


def summed(size: int, required: int, plan: str = "jjf1070-2005", **told: Any) -> Verdict:
    summary = {
        "sample_size": required,
        "mean": "500",
        "standard_deviation": "0",
        "t1_count": 0,
        "t2_count": 0,
    }
    return lot(size, plan, summary=summary | told)


def required(line: dict[str, str], size: int) -> int:
    return min(int(line["sample"] or size), size)


@pytest.mark.parametrize(("plan", "line"), BANDS)
def test_every_band_asks_its_sample_at_both_ends_and_allows_its_short_packages(
    plan: str, line: dict[str, str]
) -> None:
    for size in {int(line["lot_from"]), int(line["lot_up_to"] or 99_999)}:
        sample, allowed = required(line, size), int(line["t1_allowed"])
        for count, verdict in ((allowed, "pass"), (allowed + 1, "fail")):
            if count > sample:
                continue
            answer = summed(size, sample, plan, t1_count=count)
            assert (answer.verdict, answer.details["sample_size_required"]) == (verdict, sample)
        assert summed(size, sample, plan, t2_count=1).verdict == "fail"


@pytest.mark.parametrize(("plan", "line"), [(plan, line) for plan, line in BANDS if line["factor"]])
def test_a_mean_exactly_at_its_limit_passes(plan: str, line: dict[str, str]) -> None:
    size, deviation = int(line["lot_up_to"] or 99_999), Decimal(4)
    at_limit = 500 - Decimal(line["factor"]) * deviation
    for less, verdict in (("-0.001", "pass"), ("0", "pass"), ("0.001", "fail")):
        mean = plain(at_limit - Decimal(less))
        answer = summed(size, required(line, size), plan, mean=mean, standard_deviation="4.0")
        assert answer.verdict == verdict
        assert Decimal(answer.details["mean_limit"]) == at_limit
    assert (answer.excess and answer.excess.value) == Decimal("0.001")


@pytest.mark.parametrize(
    ("size", "sample", "nominal", "deviation", "limit"),
    [(51, 13, "500", "4.0", "496.608"), (100, 50, "1000", "6", "997.726")],
)
def test_the_worked_means_of_the_facts(
    size: int, sample: int, nominal: str, deviation: str, limit: str
) -> None:
    summary = {
        "sample_size": sample,
        "mean": nominal,
        "standard_deviation": deviation,
        "t1_count": 0,
        "t2_count": 0,
    }
    answer = lot(size, nominal={"value": nominal, "unit": "g"}, summary=summary)
    assert answer.details["mean_limit"] == limit


@pytest.mark.parametrize(
    ("actual", "t1", "t2"), [("485.0", 0, 0), ("484.9", 1, 0), ("470.0", 1, 0), ("469.9", 0, 1)]
)
def test_exactly_t_is_no_defect_and_exactly_2t_no_gross_one(actual: str, t1: int, t2: int) -> None:
    answer = lot(60, contents=["510"] * 12 + [actual])
    assert (answer.details["t1_count"], answer.details["t2_count"], answer.details["t_value"]) == (
        t1,
        t2,
        "15",
    )
    assert answer.verdict == ("fail" if t2 else "pass")


def test_a_mean_worked_out_from_contents_is_compared_without_rounding() -> None:
    # n = 10, five packages a below and five a above the mean m: s² = 10 a² / 9. With λ = 1.028 the limit is irrational,
    # so a mean one part in 10¹⁵ on either side of it must fall on its own side.
    contents = [Decimal(499), Decimal(500)] * 5
    answer = lot(50, contents=[plain(one) for one in contents])
    missing = Decimal("0.5") - Decimal("1.028") * (Decimal(10) / 36).sqrt()
    edge = missing.quantize(Decimal("1e-14"))  # raise the nominal by -missing to meet the limit
    for nominal, verdict in (
        (500 - edge - Decimal("1e-13"), "pass"),
        (500 - edge + Decimal("1e-13"), "fail"),
    ):
        again = lot(
            50, nominal={"value": plain(nominal), "unit": "g"}, contents=[plain(one) for one in contents]
        )
        assert again.details["mean"]["verdict"] == verdict
    assert answer.details["standard_deviation"] == "0.527046"


def test_contents_and_their_summary_give_the_same_answer() -> None:
    contents = ["499", "501", "500", "498", "502", "500", "500", "497", "500", "503"]
    by_contents = lot(40, contents=contents)
    by_summary = summed(40, 10, mean="500", standard_deviation=by_contents.details["standard_deviation"])
    assert by_contents.details["mean_limit"][:-1] == by_summary.details["mean_limit"][:-1]
    assert by_contents.details["t1"] == by_summary.details["t1"]
    assert by_contents.verdict == by_summary.verdict == "pass"


def test_small_lots_are_counted_but_their_mean_is_not_tested() -> None:
    answer = lot(10, contents=["490"] * 10)
    assert (answer.verdict, answer.notes, answer.details["mean_limit"]) == (
        "pass",
        ("mean_not_tested",),
        None,
    )
    assert lot(10, contents=["500"] * 9 + ["484.9"]).verdict == "fail"
    assert lot(1, contents=["485"]).verdict == "pass"


def test_a_whole_small_lot_by_oiml_may_not_be_short_on_the_mean() -> None:
    answer = lot(20, "oiml-r87-2016", contents=["500"] * 19 + ["499"])
    assert (answer.verdict, answer.authority, "mean_factor_derived" in answer.notes) == (
        "fail",
        "indicative",
        True,
    )
    assert lot(1, "oiml-r87-2016", contents=["499.9"]).verdict == "fail"
    assert lot(20, "oiml-r87-2016", contents=["500"] * 20).verdict == "pass"
    assert lot(20, "oiml-r87-2016", contents=["500"] * 19 + ["484.9"]).details["t1"]["verdict"] == "fail"


@pytest.mark.parametrize("size", [9, 11])
def test_a_sample_that_is_not_the_plan_s_has_no_verdict(size: int) -> None:
    answer = lot(50, contents=["500"] * size)
    assert (answer.verdict, answer.notes) == ("cannot_tell", ("sample_size_differs",))
    assert answer.details["sample_size_required"] == 10


def test_oiml_rounds_t_up_and_says_it_is_not_chinese_law() -> None:
    kilogram = {"value": "1.5", "unit": "kg"}
    told = {
        plan: lot(5, plan, nominal=kilogram, contents=["1.5"] * 5)
        for plan in ("jjf1070-2005", "oiml-r87-2016")
    }
    assert [answer.details["t_value"] for answer in told.values()] == ["22", "23"]
    assert told["oiml-r87-2016"].notes[0] == "recommendation_not_chinese_law"
    assert told["jjf1070-2005"].authority == "indicative"  # T would be 23 if rounded half up


def test_above_50_kg_there_is_no_verdict_on_a_lot() -> None:
    answer = lot(5, nominal={"value": "50.001", "unit": "kg"}, contents=["50"] * 5)
    assert (answer.verdict, answer.details) == ("out_of_table", {"sample_size_required": 5})


def test_goods_without_tolerance_may_not_be_short_at_all() -> None:
    answer = lot(5, nominal={"value": "50", "unit": "piece"}, contents=["50"] * 4 + ["49"])
    assert (answer.verdict, answer.details["t2_count"]) == ("fail", 1)


def test_the_plan_of_2023_is_carried_forward() -> None:
    for day, authority in (
        ("2023-05-31", "settled"),
        ("2024-10-11", "indicative"),
        ("2024-10-12", "indicative"),
    ):
        assert lot(10, on=day, contents=["500"] * 10).authority == authority
    # Before the new plan a mean that fails is settled, whatever is in doubt about T.
    summary = {"sample_size": 10, "mean": "490", "standard_deviation": "1", "t1_count": 0, "t2_count": 0}
    for day, authority in (
        ("2024-10-11", "settled"),
        ("2024-10-12", "indicative"),
        ("2024-10-13", "indicative"),
    ):
        answer = lot(50, on=day, summary=summary)
        assert (answer.verdict, answer.authority) == ("fail", authority)
