"""The mean factors recomputed from Student's t: t at 99.5 % with n - 1 degrees of freedom, over the root of n."""

from decimal import ROUND_HALF_UP, Decimal
from math import exp, lgamma, log1p, pi, sqrt

import pytest

from tests.golden.law.reading import typed

CONFIDENCE = 0.995
PRINTED_OTHERWISE = {("jjf1070", 13): Decimal("0.847")}
"""JJF 1070-2005 prints 0.848 for n = 13; the formula gives 0.8472. The printed number is the law."""


def density(t: float, freedom: int) -> float:
    scale = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / sqrt(freedom * pi)
    return scale * exp(-(freedom + 1) / 2 * log1p(t * t / freedom))


def below(t: float, freedom: int, steps: int = 400) -> float:
    """P(T <= t) by Simpson's rule from 0, where half of it lies below."""
    width = t / steps
    weights = [1, *([4, 2] * (steps // 2 - 1)), 4, 1]
    return 0.5 + sum(w * density(i * width, freedom) for i, w in enumerate(weights)) * width / 3


def quantile(freedom: int) -> float:
    low, high = 0.0, 100.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle, freedom) < CONFIDENCE else (low, middle)
    return low


def rounded(value: float, digits: str) -> Decimal:
    return Decimal(value).quantize(Decimal(digits), ROUND_HALF_UP)


def test_the_quantile_is_right_where_it_is_known() -> None:
    assert [rounded(quantile(freedom), "0.001") for freedom in (9, 12, 49, 124)] == [
        Decimal("3.250"),
        Decimal("3.055"),
        Decimal("2.680"),
        Decimal("2.616"),
    ]


JJF = [line for line in typed("prepackage.plan_jjf1070") if line["factor"] and line["from"] == "2006-01-01"]


@pytest.mark.parametrize("line", JJF, ids=lambda line: line["sample"])
def test_jjf_factors_are_t_over_the_root_of_n_but_for_the_misprint(line: dict[str, str]) -> None:
    size = int(line["sample"])
    factor = rounded(quantile(size - 1) / sqrt(size), "0.001")
    assert factor == PRINTED_OTHERWISE.get(("jjf1070", size), Decimal(line["factor"]))


OIML = [line for line in typed("prepackage.plan_oiml_r87") if line["sample"]]


@pytest.mark.parametrize("line", OIML, ids=lambda line: line["lot_from"])
def test_oiml_factors_are_those_of_a_finite_population_at_the_band_s_upper_end(line: dict[str, str]) -> None:
    size = int(line["sample"])
    whole = int(line["lot_up_to"]) if line["lot_up_to"] else 10**9
    factor = quantile(size - 1) / sqrt(size) * sqrt((whole - size) / (whole - 1))
    assert abs(factor - float(line["factor"])) <= 0.0051
