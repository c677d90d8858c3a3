"""What every kind of check comes to by the real law."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.inspection import judging
from chalicelib.inspection.checks import Judged, Kind
from chalicelib.inspection.judging import REFERENCE_EXPIRED, judge
from chalicelib.law.findings import GRAVITY
from chalicelib.law.notes import NOTES
from chalicelib.registry.model import InstrumentHead
from tests.checking import SENT, new
from tests.office import made
from tests.unit.inspection.test_rules import head

TODAY = date(2026, 11, 24)
GOODS: tuple[Kind, ...] = ("prepackage_lot", "spectacles", "checklist")
VERIFIED: dict[str, Any] = {
    "verification": {
        "id": made("ver", 1),
        "lab_id": made("lab", 1),
        "lab_name": "演示检定所",
        "certificate_no": "JL-2026-0001",
        "conclusion": "pass",
        "verified_on": date(2026, 3, 1),
        "valid_until": date(2027, 2, 28),
    },
    "software_id": "V1.2",
    "seal_nos": ("F-1",),
    "first_used_on": date(2020, 1, 1),
    "networked": False,
}


def judged(kind: Kind, on: InstrumentHead | None = None, **changed: Any) -> Judged:
    """Every code it notes has words."""
    found = judge(new(kind, **changed), on or (None if kind in GOODS else head()), TODAY)
    assert set(found.notes) <= judging.NOTES.keys() | NOTES.keys()
    return found


def gravity(found: Judged) -> int:
    return GRAVITY.index(found.verdict)


NUMBERS = st.decimals("0.001", "99999", places=3).map(lambda number: f"{number:f}")


@given(NUMBERS.map(Decimal), st.decimals("0", "50", places=3))
def test_more_of_a_sale_missing_is_never_milder(found: Decimal, less: Decimal) -> None:
    def of(actual: Decimal) -> Judged:
        return judged("retail", sale=SENT["retail"]["sale"] | {"settled_kg": "2", "actual_kg": f"{actual:f}"})

    assert gravity(of(max(found - less, Decimal(0)))) >= gravity(of(found))


@given(st.decimals("0", "1", places=3), st.decimals("0", "1", places=3))
def test_a_dispenser_further_off_is_never_milder(off: Decimal, more: Decimal) -> None:
    def of(error: Decimal) -> Judged:
        return judged("fuel", runs=[{"indicated_l": f"{20 + error:f}", "standard_l": "20"}])

    assert gravity(of(off + more)) >= gravity(of(off))


@given(st.lists(st.integers(470, 510), min_size=5, max_size=5), st.integers(0, 4), st.integers(0, 60))
def test_less_in_one_package_is_never_milder(gross: list[int], place: int, less: int) -> None:
    """The lot is small, so the mean is not tested: a mean test may pass when the spread grows."""
    fuller = judged("prepackage_lot", packages=[{"gross": str(one)} for one in gross])
    gross[place] -= less
    assert gravity(judged("prepackage_lot", packages=[{"gross": str(one)} for one in gross])) >= gravity(
        fuller
    )


@given(st.decimals("-1", "1", places=2), st.decimals("1", "3", places=2))
def test_a_lens_further_off_is_never_milder(off: Decimal, times: Decimal) -> None:
    def of(error: Decimal) -> Judged:
        ordered, measured = {"sphere_d": "-3"}, {"sphere_d": f"{-3 + error:f}"}
        return judged("spectacles", right={"ordered": ordered, "measured": measured})

    assert gravity(of((off * times).quantize(Decimal("0.01")))) >= gravity(of(off))


@pytest.mark.parametrize("seal_nos", [None, ["F-1"], ["F-2"]])
@pytest.mark.parametrize("valid_until", [date(2027, 2, 28), TODAY, date(2026, 11, 23)])
def test_a_broken_seal_is_never_milder_and_what_differs_is_noted(
    valid_until: date, seal_nos: list[str] | None
) -> None:
    known = head(**VERIFIED | {"verification": VERIFIED["verification"] | {"valid_until": valid_until}})
    intact = judged("identity", known, seal_nos=seal_nos)
    broken = judged("identity", known, seal_nos=seal_nos, seal_intact=False)
    assert gravity(broken) >= gravity(intact)
    assert broken.verdict == "fail"
    assert "seal_broken" in broken.notes
    assert ("seal_nos_differ" in intact.notes) == (seal_nos == ["F-2"])
    assert intact.verdict == ("pass" if valid_until >= TODAY else "fail")


def test_an_identity_is_compared_with_the_register_not_with_the_phone() -> None:
    found = judged("identity", head(**VERIFIED), software_id="V6.6", certificate_no="JL-2025-0009")
    assert {"software_id_differs", "certificate_no_differs"} <= set(found.notes)
    assert found.model_dump()["parameters"]["software_id"] == "V1.2"
    assert [one.about for one in found.judgements] == ["certificate", "codes"]
    pump = head(**VERIFIED | {"category": "fuel_dispenser"})
    assert [one.about for one in judged("identity", pump).judgements] == ["certificate"]


def test_a_duty_not_met_fails_one_encouraged_does_not_and_what_is_no_duty_is_noted() -> None:
    yes = {duty.about: {"answer": "yes"} for duty in judged("checklist").judgements}
    assert (judged("checklist", answers=yes).verdict, judged("checklist", answers=yes).authority) == (
        "pass",
        "settled",
    )
    assert judged("checklist", answers=yes | {"digital": {"answer": "no"}}).verdict == "pass"
    one_no = judged("checklist", answers=yes | {"fair_scale": {"answer": "no"}})
    assert (one_no.verdict, "第五条(六)" in one_no.explanation.zh) == ("fail", True)
    assert judged("checklist", answers=yes | {"gone": {"answer": "no"}}).notes == ("answer_not_in_list",)
    units = judged("checklist", duties="unit_marking", answers={"scale_units": {"answer": "no"}})
    assert (units.verdict, units.authority) == ("fail", "indicative")


@pytest.mark.parametrize("kind", ["retail", "prepackage_lot", "fuel", "spectacles"])
def test_a_reference_proves_nothing_after_its_certificate(kind: Kind) -> None:
    last = judged(kind, reference={"valid_until": "2026-11-24"})
    after = judged(kind, reference={"valid_until": "2026-11-23"})
    assert REFERENCE_EXPIRED not in last.notes
    assert (after.verdict, after.authority, after.notes) == (
        "cannot_tell",
        "indicative",
        (REFERENCE_EXPIRED,),
    )
    assert after.judgements == last.judgements


@pytest.mark.parametrize("kind", ["retail", "prepackage_lot", "fuel", "spectacles"])
def test_a_check_without_a_reference_is_judged(kind: Kind) -> None:
    assert judged(kind, reference=None).verdict == judged(kind).verdict
