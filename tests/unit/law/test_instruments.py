"""Instruments with plain tables: every range at both ends, classes, units, names."""

from decimal import Decimal

import pytest

from chalicelib import law
from chalicelib.law.instruments import NoInstrument
from chalicelib.law.model import Verdict
from tests.golden.law.reading import typed, typed_ids
from tests.unit.law.asking import asked, plain

LINES = [
    line for rule_id in sorted(typed_ids()) if rule_id.startswith("instruments.") for line in typed(rule_id)
]
STEP = Decimal("0.001")


def off(
    instrument: str, value: str, unit: str = "%", on: str = "2026-11-24", accuracy_class: str | None = None
) -> Verdict:
    return asked(
        kind="instrument_error",
        on=on,
        instrument=instrument,
        accuracy_class=accuracy_class,
        error={"value": value, "unit": unit},
    )


@pytest.mark.parametrize("line", LINES)
def test_both_ends_pass_and_a_thousandth_beyond_fails(line: dict[str, str]) -> None:
    name, unit, of_class = line["instrument"], line["unit"], line.get("accuracy_class") or None
    lower, upper = Decimal(line["lower"]), Decimal(line["upper"])
    cases = [(lower - STEP, "fail"), (lower, "pass"), (lower + STEP, "pass")]
    for error, verdict in [*cases, (upper - STEP, "pass"), (upper, "pass"), (upper + STEP, "fail")]:
        answer = off(name, plain(error), unit, accuracy_class=of_class)
        assert answer.verdict == verdict
        assert answer.limit is not None
        assert answer.limit.value == (upper if error >= 0 else lower)
        assert (answer.excess and answer.excess.value) == (STEP if verdict == "fail" else None)


def test_marks_of_rows_decide_what_is_settled() -> None:
    assert off("taxi_meter", "0").authority == "settled"
    assert off("blood_pressure_gauge", "0", "kPa").authority == "indicative"
    assert off("blood_pressure_gauge_zero", "0", "kPa").authority == "settled"
    assert off("auto_refractor", "0", "D", on="2022-12-27").authority == "settled"
    assert off("auto_refractor", "0", "D", on="2022-12-28").authority == "indicative"


def test_a_class_is_asked_for_and_must_be_in_the_table() -> None:
    assert off("ev_charger", "0").notes == ("class_needed",)
    answer = off("ev_charger", "0", accuracy_class="3")
    assert (answer.verdict, answer.notes) == ("out_of_table", ("class_not_in_table",))


def test_another_unit_is_not_converted() -> None:
    answer = off("blood_pressure_gauge", "0", "bar")
    assert (answer.verdict, answer.notes) == ("cannot_tell", ("unit_not_in_table",))
    assert "kPa、mmHg" in answer.explanation.zh


def test_names_are_listed_and_others_refused() -> None:
    assert {line["instrument"] for line in LINES} == set(law.instrument_names())
    with pytest.raises(NoInstrument) as refused:
        off("grain_moisture_meter", "0")
    assert "grain_moisture_meter" in refused.value.sentence().en
