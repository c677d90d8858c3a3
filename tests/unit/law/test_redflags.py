"""Red flags: hints at their thresholds, never verdicts."""

from typing import Any

import pytest

from chalicelib import law


def raised(**seen: Any) -> list[str]:
    return [flag.code for flag in law.flags(law.Observations.model_validate(seen))]


def loads(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {"readings": [{"load_g": load, "indication_g": shown} for load, shown in pairs]}


@pytest.mark.parametrize(
    ("pairs", "codes"),
    [
        ([("500", "524"), ("1000", "1048"), ("2000", "2096")], ["systematic_ratio"]),
        ([("500", "525"), ("1000", "1048"), ("2000", "2096")], []),  # CV 2.4 %
        ([("500", "524"), ("1000", "1048")], []),
        ([("500", "550"), ("1000", "1100"), ("2000", "2200")], ["systematic_ratio", "ratio_step"]),
        ([("500", "600")], ["ratio_step"]),
        ([("1000", "1310")], ["ratio_step"]),
        ([("1000", "1311")], []),
        ([("1000", "1089")], []),
        ([("1000", "1000"), ("2000", "2200")], []),
        ([("500", "450"), ("1000", "900"), ("2000", "1800")], []),
        ([], []),
    ],
)
def test_a_constant_share_too_much_is_a_hint(pairs: list[tuple[str, str]], codes: list[str]) -> None:
    assert raised(**loads(*pairs)) == codes


@pytest.mark.parametrize(
    ("after", "e_g", "codes"),
    [
        ("505", "5", []),
        ("505.1", "5", ["changed_over_power_cycle"]),
        ("500", None, []),
        ("501", None, ["changed_over_power_cycle"]),
    ],
)
def test_a_change_over_a_power_cycle_is_a_hint(after: str, e_g: str | None, codes: list[str]) -> None:
    assert raised(before_restart_g="500", after_restart_g=after, e_g=e_g) == codes
    assert raised(before_restart_g="500", e_g=e_g) == []


def test_one_load_with_two_results_is_a_hint() -> None:
    assert raised(same_load_g=["500", "505"], e_g="5") == []
    assert raised(same_load_g=["500", "500", "506"], e_g="5") == ["not_repeatable"]


@pytest.mark.parametrize(
    ("seen", "codes"),
    [
        ({"seal_intact": False}, ["seal_mismatch"]),
        ({"seal_intact": True}, []),
        ({"seal_recorded": "1", "seal_found": "2"}, ["seal_mismatch"]),
        ({"seal_recorded": "1", "seal_found": "1"}, []),
        ({"serial_recorded": "1", "serial_found": "2"}, ["serial_mismatch"]),
        ({"serial_found": "2"}, []),
        ({"software_recorded": "1", "software_found": "2"}, ["software_mismatch"]),
    ],
)
def test_what_is_not_as_registered_is_a_hint(seen: dict[str, Any], codes: list[str]) -> None:
    assert raised(**seen) == codes
