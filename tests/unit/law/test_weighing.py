"""Weighing instruments: every step of every class at its edges, both stages, what notes say."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from chalicelib.law.model import Verdict
from tests.golden.law.reading import typed
from tests.unit.law.asking import asked, plain

LINES = [line for line in typed("weighing.tolerance") if line["from"] == "2017-05-30"]
BY_CLASS = {
    name: sorted(
        (line for line in LINES if line["accuracy_class"] == name), key=lambda line: Decimal(line["limit_e"])
    )
    for name in ("I", "II", "III", "IIII")
}
STEPS = [(name, steps, index) for name, steps in BY_CLASS.items() for index in range(len(steps))]


def weighed(
    accuracy_class: str, load_g: Decimal, error_g: Decimal, e_g: str = "10", **fields: Any
) -> Verdict:
    asks = {"on": "2026-11-24", "stage": "verification", "added_load_g": plain(Decimal(e_g) / 2)} | fields
    return asked(
        kind="weighing_instrument",
        accuracy_class=accuracy_class,
        e_g=e_g,
        load_g=plain(load_g),
        indication_g=plain(load_g + error_g),
        **asks,
    )


@pytest.mark.parametrize(("name", "steps", "index"), STEPS)
@pytest.mark.parametrize(("stage", "times"), [("verification", 1), ("in_service", 2)])
@pytest.mark.parametrize("sign", [1, -1])
def test_the_limit_itself_passes_at_the_end_of_every_step(
    name: str, steps: list[dict[str, str]], index: int, stage: str, times: int, sign: int
) -> None:
    step = steps[index]
    load = Decimal(step["up_to_e"] or 300_000) * 10
    limit = Decimal(step["limit_e"]) * 10 * times
    for more, verdict in (("-0.1", "pass"), ("0", "pass"), ("0.1", "fail")):
        answer = weighed(name, load, sign * (limit + Decimal(more)), stage=stage)
        assert (answer.verdict, answer.authority, answer.limit and answer.limit.value) == (
            verdict,
            "settled",
            limit,
        )
    assert answer.excess is not None
    assert answer.excess.value == Decimal("0.1")
    assert answer.found is not None
    assert (answer.found.value > 0) == (sign > 0)


@pytest.mark.parametrize(
    ("name", "lower", "upper"),
    [(name, *pair) for name, steps in BY_CLASS.items() for pair in pairwise(steps)],
)
def test_a_gram_beyond_a_step_is_judged_by_the_next(
    name: str, lower: dict[str, str], upper: dict[str, str]
) -> None:
    edge = Decimal(lower["up_to_e"]) * 10
    limits = [weighed(name, edge + more, Decimal(0)).limit for more in (-1, 0, 1)]
    told = [limit.value / 10 for limit in limits if limit]
    assert told == [Decimal(lower["limit_e"]), Decimal(lower["limit_e"]), Decimal(upper["limit_e"])]


@pytest.mark.parametrize(("name", "end_e"), [("II", 100_000), ("III", 10_000), ("IIII", 1_000)])
def test_a_load_beyond_the_last_step_has_no_limit(name: str, end_e: int) -> None:
    answer = weighed(name, Decimal(end_e * 10 + 1), Decimal(0))
    assert (answer.verdict, answer.notes) == ("out_of_table", ("load_outside_range",))


@pytest.mark.parametrize(
    ("load", "verdict"),
    [("0", "pass"), ("99", "out_of_table"), ("100", "pass"), ("15000", "pass"), ("15001", "out_of_table")],
)
def test_loads_outside_min_and_max_are_not_judged(load: str, verdict: str) -> None:
    answer = weighed("III", Decimal(load), Decimal(0), e_g="5", min_g="100", max_g="15000")
    assert answer.verdict == verdict


@pytest.mark.parametrize(
    ("e_g", "load", "verification", "in_service"),
    [
        *[
            ("1", "500", "0.5", "1"),
            ("1", "501", "1", "2"),
            ("1", "2000", "1", "2"),
            ("1", "2001", "1.5", "3"),
        ],
        *[("2", "1000", "1", "2"), ("2", "1002", "2", "4"), ("2", "4000", "2", "4"), ("2", "4002", "3", "6")],
        *[("5", "2500", "2.5", "5"), ("5", "2505", "5", "10"), ("5", "10000", "5", "10")],
        *[("5", "10005", "7.5", "15"), ("5", "15000", "7.5", "15")],
        *[("10", "5000", "5", "10"), ("10", "5010", "10", "20"), ("10", "20000", "10", "20")],
        *[("10", "20010", "15", "30"), ("10", "30000", "15", "30")],
    ],
)
def test_the_look_up_table_of_the_facts_holds(
    e_g: str, load: str, verification: str, in_service: str
) -> None:
    for stage, limit in (("verification", verification), ("in_service", in_service)):
        answer = weighed("III", Decimal(load), Decimal(0), e_g=e_g, stage=stage)
        assert answer.limit is not None
        assert answer.limit.value == Decimal(limit)


@pytest.mark.parametrize(
    ("shown", "verdict"),
    [("990", "fail"), ("995", "pass"), ("1000", "pass"), ("1005", "pass"), ("1010", "fail")],
)
def test_a_kilogram_on_a_15_kg_scale_in_service(shown: str, verdict: str) -> None:
    answer = asked(
        kind="weighing_instrument",
        on="2026-11-24",
        accuracy_class="III",
        e_g="5",
        load_g="1000",
        indication_g=shown,
        stage="in_service",
    )
    assert answer.verdict == verdict


def test_added_weights_and_the_zero_error_correct_the_reading() -> None:
    answer = weighed("III", Decimal(1000), Decimal(5), e_g="5", added_load_g="3.5", zero_error_g="-0.5")
    assert answer.found is not None
    assert answer.found.value == Decimal("4.5")  # 1005 + 2.5 - 3.5 - 1000 + 0.5
    assert answer.details == {"load_e": "200", "error_g": "4.5"}


def test_a_rounded_reading_near_the_limit_should_be_confirmed() -> None:
    near = weighed("III", Decimal(1000), Decimal(5), e_g="5", added_load_g=None, stage="in_service")
    assert near.notes == ("rounding_not_eliminated", "confirm_with_added_weights")
    for fields in ({"d_g": "1"}, {"added_load_g": "2.5"}):
        assert (
            weighed(
                "III",
                Decimal(1000),
                Decimal(5),
                e_g="5",
                stage="in_service",
                **{"added_load_g": None} | fields,
            ).notes
            == ()
        )
    assert weighed("III", Decimal(1000), Decimal(0), e_g="5", added_load_g=None).notes == ()


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"e_g": "3", "name": "IIII"}, "interval_unusual_for_class"),
        ({"e_g": "0.07", "name": "II"}, "interval_unusual_for_class"),
        ({"e_g": "5", "name": "III", "max_g": "2499"}, "intervals_unusual_for_class"),
        ({"e_g": "5", "name": "III", "max_g": "50001"}, "intervals_unusual_for_class"),
        ({"e_g": "5", "name": "III", "min_g": "99"}, "min_unusual_for_class"),
    ],
)
def test_a_nameplate_its_class_does_not_allow_is_noted(fields: dict[str, str], note: str) -> None:
    name = fields.pop("name")
    assert weighed(name, Decimal(0), Decimal(0), **fields).notes == (note,)


@pytest.mark.parametrize(
    ("e_g", "name", "max_g", "min_g"),
    [
        ("0.001", "I", "50", "0.1"),
        ("0.01", "II", "1", "0.2"),
        ("0.1", "II", "500", "5"),
        ("2", "III", "200", "40"),
        ("5", "III", "2500", "100"),
        ("5", "IIII", "5000", "50"),
    ],
)
def test_a_nameplate_at_the_edge_of_its_class_is_not_noted(
    e_g: str, name: str, max_g: str, min_g: str
) -> None:
    assert weighed(name, Decimal(0), Decimal(0), e_g=e_g, max_g=max_g, min_g=min_g).notes == ()


@pytest.mark.parametrize(
    ("name", "max_g", "authority"),
    [
        ("III", None, "indicative"),
        ("III", "100000", "indicative"),
        ("III", "100001", "settled"),
        ("IIII", "5000", "indicative"),
        ("II", None, "settled"),
    ],
)
def test_from_2027_smaller_market_scales_fall_under_a_text_that_was_not_read(
    name: str, max_g: str | None, authority: str
) -> None:
    for day, expected in (("2027-01-07", "settled"), ("2027-01-08", authority)):
        answer = weighed(name, Decimal(1000), Decimal(0), on=day, max_g=max_g)
        assert answer.authority == expected
        assert ("successor_text_unread" in answer.notes) == (expected == "indicative")


def test_before_it_was_surely_in_force_the_regulation_is_only_indicative() -> None:
    days = ("2017-05-30", "2017-12-31", "2018-01-01")
    assert [weighed("III", Decimal(10), Decimal(0), on=day).authority for day in days] == [
        "indicative",
        "indicative",
        "settled",
    ]
