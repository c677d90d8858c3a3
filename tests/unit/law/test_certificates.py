"""Certificates: what exactly is wrong, and the last day."""

from typing import Any

import pytest

from chalicelib.law.model import Verdict
from tests.unit.law.asking import asked

GOOD = {"verified_on": "2026-01-01", "valid_until": "2026-12-31", "conclusion": "合格"}


def held(on: str = "2026-06-01", **fields: Any) -> Verdict:
    return asked(kind="certificate", on=on, **{"compulsory": True} | fields)


@pytest.mark.parametrize(
    ("on", "verdict", "finding", "authority"),
    [
        ("2026-01-01", "pass", "有效", "settled"),
        ("2026-12-30", "pass", "有效", "settled"),
        ("2026-12-31", "pass", "有效(最后一天)", "indicative"),
        ("2027-01-01", "fail", "超期", "settled"),
    ],
)
def test_the_last_day_still_counts(on: str, verdict: str, finding: str, authority: str) -> None:
    answer = held(on, **GOOD)
    assert (answer.verdict, answer.details["finding_zh"], answer.authority) == (verdict, finding, authority)


@pytest.mark.parametrize(
    ("fields", "finding"),
    [
        ({}, "未检定"),
        (GOOD | {"conclusion": "不合格"}, "不合格"),
        (GOOD | {"conclusion": "不符合III级"}, "不合格"),
        ({"conclusion": "fail"}, "不合格"),
        (GOOD | {"repaired_on": "2026-05-31"}, "维修后未重新检定"),
        (GOOD | {"repaired_on": "2026-06-01"}, "维修后未重新检定"),
        (GOOD | {"seal_changed_on": "2026-01-02"}, "铅封变动后未重新检定"),
        (GOOD | {"valid_until": "2026-05-31"}, "超期"),
        ({"valid_until": "2026-05-31"}, "超期"),
    ],
)
def test_each_fault_has_its_own_name(fields: dict[str, str], finding: str) -> None:
    answer = held(**fields)
    assert (answer.verdict, answer.details["finding_zh"]) == ("fail", finding)


@pytest.mark.parametrize(
    "fields",
    [
        GOOD,
        GOOD | {"repaired_on": "2026-01-01"},
        GOOD | {"repaired_on": "2025-12-31", "seal_changed_on": "2025-12-31"},
        GOOD | {"repaired_on": "2026-06-02"},
        GOOD | {"conclusion": "III级"},
        GOOD | {"conclusion": "1.6级合格"},
        GOOD | {"conclusion": "符合III级"},
        GOOD | {"conclusion": " 合格 "},
        GOOD | {"conclusion": "pass"},
    ],
)
def test_a_verification_after_the_last_change_holds(fields: dict[str, str]) -> None:
    assert held(**fields).verdict == "pass"


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        (
            {"verified_on": "2026-06-02", "valid_until": "2027-06-01", "conclusion": "不合格"},
            "verified_later",
        ),
        ({"verified_on": "2026-01-01", "conclusion": "合格"}, "valid_until_needed"),
        (GOOD | {"conclusion": "尚可"}, "conclusion_unknown"),
        (GOOD | {"valid_until": "2025-12-31"}, "dates_contradict"),
    ],
)
def test_what_a_certificate_does_not_tell_is_asked_for(fields: dict[str, str], note: str) -> None:
    answer = held(**fields)
    assert (answer.verdict, answer.notes) == ("cannot_tell", (note,))


def test_a_missing_conclusion_is_noted() -> None:
    answer = held(verified_on="2026-01-01", valid_until="2026-12-31")
    assert (answer.verdict, answer.notes) == ("pass", ("conclusion_not_stated",))


def test_voluntary_instruments_are_exempt() -> None:
    assert held(compulsory=False).verdict == "exempt"
