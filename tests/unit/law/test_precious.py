"""Gold and silver: one secondary source, so every verdict is indicative."""

from decimal import Decimal

import pytest

from tests.golden.law.reading import typed
from tests.unit.law.asking import asked, plain

LINES = [line for line in typed("retail.precious") if line["from"] == "2020-10-23"]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(("more", "verdict"), [("-0.001", "pass"), ("0", "pass"), ("0.001", "fail")])
def test_the_limit_itself_passes(line: dict[str, str], more: str, verdict: str) -> None:
    settled = Decimal(line["up_to_g"])
    actual = settled - Decimal(line["limit_g"]) - Decimal(more)
    answer = asked(
        kind="precious_metal",
        on="2026-01-01",
        metal=line["metal"],
        settled_g=plain(settled),
        actual_g=plain(actual),
    )
    assert (answer.verdict, answer.authority) == (verdict, "indicative")


def test_pieces_above_the_range_have_no_number_and_overweight_never_fails() -> None:
    by = {"kind": "precious_metal", "on": "2026-01-01", "metal": "gold"}
    assert asked(**by, settled_g="100.01", actual_g="90").verdict == "out_of_table"
    assert asked(**by, settled_g="100", actual_g="101").explanation.zh == "没有短少，足秤。"
