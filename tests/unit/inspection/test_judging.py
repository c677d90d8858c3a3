"""A check judged by the real law, with the instrument's parameters from the registry."""

from datetime import date
from typing import Any

import pytest

from chalicelib.inspection.checks_weighing import JudgedWeighing
from chalicelib.inspection.judging import judge
from chalicelib.inspection.judging_weighing import WEIGHTS_EXPIRED
from tests.office import check
from tests.unit.inspection.test_rules import head

TODAY = date(2026, 11, 24)


def judged(*readings: dict[str, str], **changed: Any) -> JudgedWeighing:
    found = judge(check(readings=list(readings), **changed), head(), TODAY)
    assert isinstance(found, JudgedWeighing)
    return found


def one_kilogram(indication_g: str, **more: str) -> dict[str, str]:
    return {"load_g": "1000", "indication_g": indication_g, **more}


@pytest.mark.parametrize(
    ("indication_g", "expected"), [("995", "pass"), ("1005", "pass"), ("1010", "fail"), ("990", "fail")]
)
def test_a_kilogram_on_a_15_kg_scale_may_be_five_grams_off_in_service(
    indication_g: str, expected: str
) -> None:
    answer = judged(one_kilogram(indication_g))
    assert answer.verdict == expected
    limit = answer.readings[0].verdict.limit
    assert limit is not None
    assert f"{limit.value:f} {limit.unit}" == "5.0 g"


def test_every_reading_carries_its_citation_and_the_record_its_parameters() -> None:
    answer = judged(one_kilogram("1000"), {"load_g": "10005", "indication_g": "10010"})
    assert [one.verdict.rule.id for one in answer.readings] == ["weighing.tolerance"] * 2
    assert answer.parameters.model_dump(mode="json") == {
        "accuracy_class": "III",
        "e_g": "5",
        "d_g": "5",
        "max_g": "15000",
        "min_g": "100",
    }


def test_the_worst_failing_reading_explains_the_check() -> None:
    answer = judged(one_kilogram("1010"), one_kilogram("1030"), one_kilogram("1000"))
    assert answer.verdict == "fail"
    assert answer.explanation == answer.readings[1].verdict.explanation


def test_a_load_outside_the_table_is_recorded_as_such() -> None:
    assert (
        judged({"load_g": "20000", "indication_g": "20000"}, one_kilogram("1000")).verdict == "out_of_table"
    )


def test_added_weights_eliminate_the_rounding() -> None:
    at_limit = one_kilogram("1005", added_load_g="2.5")
    beyond = one_kilogram("1005", added_load_g="2.4")
    assert (judged(at_limit).verdict, judged(beyond).verdict) == ("pass", "fail")


def test_expired_weights_prove_nothing_but_the_readings_are_kept() -> None:
    weights = {"class": "M1", "valid_until": "2026-11-23"}
    answer = judged(one_kilogram("1030"), weights=weights)
    assert (answer.verdict, answer.authority, answer.notes) == (
        "cannot_tell",
        "indicative",
        (WEIGHTS_EXPIRED,),
    )
    assert answer.readings[0].verdict.verdict == "fail"


def test_weights_count_on_the_last_day_of_their_certificate() -> None:
    weights = {"class": "M1", "valid_until": "2026-11-24"}
    assert judged(one_kilogram("1030"), weights=weights).verdict == "fail"


def test_the_longest_numbers_we_take_are_judged_exactly() -> None:
    answer = judged(
        {"load_g": "99999999.99999", "indication_g": "-99999999.99999", "added_load_g": "0.00001"}
    )
    assert answer.verdict == "out_of_table"
