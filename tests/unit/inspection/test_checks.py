"""What can be sent as a check of a scale, and why one is not taken."""

from typing import get_args

import pytest
from pydantic import ValidationError

from chalicelib.inspection.checks import Reason
from chalicelib.inspection.checks_weighing import WeighingCheck
from chalicelib.inspection.rules import REASONS
from tests.office import check


def test_every_reason_has_its_sentences() -> None:
    assert set(REASONS) == set(get_args(Reason))
    assert [reason for reason, words in REASONS.items() if not (words.zh and words.en)] == []


@pytest.mark.parametrize(
    "changed",
    [
        {"readings": []},
        {"readings": [{"load_g": "1", "indication_g": "1"}] * 51},
        {"readings": [{"load_g": 1.5, "indication_g": "1"}]},
        {"readings": [{"load_g": "-1", "indication_g": "1"}]},
        {"readings": [{"load_g": "NaN", "indication_g": "1"}]},
        {"weights": {"class": "M9"}},
        {"weights": {}},
        {"device_at": "2026-11-24T03:58:00"},
        {"device_at": 1763971200},
        {"note": "长" * 501},
        {"place": {"lat": "91", "lon": "118.1"}},
        {"place": {"lat": 24.48, "lon": "118.1"}},
        {"kind": "fuel"},
        {"kind": "water"},
        {"kind": None},
        {"verdict": "pass"},
    ],
)
def test_what_cannot_be_a_check_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        check(**changed)


def test_fifty_readings_and_a_place_are_accepted() -> None:
    full = check(
        readings=[{"load_g": "1", "indication_g": "-1", "added_load_g": "0.5", "zero_error_g": "-0.1"}] * 50,
        place={"lat": "24.4798", "lon": "118.0894", "accuracy_m": "12"},
        note="长" * 500,
    )
    assert isinstance(full, WeighingCheck)
    assert len(full.readings) == 50
