"""What is odd about a label's scans, and what never is."""

import math
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chalicelib.labels.copies import Finding, findings, trip, two_stalls
from chalicelib.registry.alarm_evidence import Encounter, OtherSerial, OutOfUse, Trip, TwoStalls
from tests.unit.labels.scanned import AWAY, FAR, HERE, HOME, LIMITS, NOON, minutes, scan, seen

NEXT_DOOR = ("24.482", "118.090")


def odd(
    document: dict[str, Any], *others: Encounter, company: tuple[dict[str, Any], ...] = ()
) -> list[Finding]:
    return findings(document, seen(document, *company), others, LIMITS)


def at_site(place: int, site: str, *, by: str = "neighbours", **told: Any) -> Encounter:
    return seen(scan(place, **told)).model_copy(update={"site_id": site, "site_by": by})


def test_twenty_kilometres_in_five_minutes_are_found_and_explained() -> None:
    (found,) = odd(scan(2, minutes(5), FAR), seen(scan(1)))
    assert (found.kind, found.key) == ("label_in_two_places", "LABEL/1/2026-11")
    evidence = found.evidence
    assert isinstance(evidence, Trip)
    assert (evidence.first.account, evidence.second.account) == ("acc-1", "acc-2")
    assert evidence.longest_s == 6 * 60
    assert evidence.apart_m == evidence.distance_m - 258
    assert evidence.distance_m == pytest.approx(20_015, abs=5)


@given(st.floats(-10_800, 10_800), st.floats(-10_800, 10_800), st.booleans())
def test_it_is_found_whatever_the_clocks_say_and_whichever_comes_first(
    skew_s: float,
    other_s: float,
    is_turned: bool,  # noqa: FBT001 - Hypothesis gives it
) -> None:
    first, second = scan(1, skew_s=skew_s), scan(2, minutes(5), FAR, skew_s=other_s)
    if is_turned:
        first, second = second, first
    assert [found.kind for found in odd(second, seen(first))] == ["label_in_two_places"]


def test_it_is_found_when_one_scan_came_hours_later() -> None:
    late = scan(1, waits_s=7200, skew_s=120)
    assert [found.kind for found in odd(late, seen(scan(2, minutes(1), FAR)))] == ["label_in_two_places"]


@given(st.floats(0, 60_000), st.floats(0, 130), st.floats(-7200, 7200), st.floats(0, 30_000), st.data())
def test_whoever_carries_a_scale_at_the_limit_raises_no_trip(
    way_m: float, kmh: float, skew_s: float, waits_s: float, data: st.DataObject
) -> None:
    assume(kmh > 1)
    error = st.floats(-100, 100)
    places = [24.40, 24.40 + way_m / 111_195]
    told = [(f"{lat + data.draw(error) / 111_195:.3f}", "118.090") for lat in places]
    at = NOON + timedelta(hours=way_m / 1000 / kmh)
    first = seen(scan(1, where=told[0], accuracy_m="50", skew_s=skew_s))
    second = seen(scan(2, at, told[1], accuracy_m="50", waits_s=waits_s))
    assert trip(first, second, LIMITS) is None


@given(st.floats(5, 400), st.floats(0, 2 * math.pi), st.floats(0, 2 * math.pi))
def test_the_error_of_positions_alone_raises_nothing(stated_m: float, turn: float, other: float) -> None:
    def fixed(place: int, angle: float) -> Encounter:
        error_m = stated_m * LIMITS.accuracy_factor
        lat = 24.48 + error_m * math.sin(angle) / 111_195
        lon = 118.09 + error_m * math.cos(angle) / (111_195 * math.cos(math.radians(24.48)))
        where = (f"{lat:.3f}", f"{lon:.3f}")
        return seen(
            scan(place, where=where, accuracy_m=f"{math.ceil(stated_m)}"), scan(9, where=where, label="B")
        )

    first, second = fixed(1, turn), fixed(2, other)
    assert trip(first, second, LIMITS) is None
    assert two_stalls(first, second, LIMITS) is None


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (scan(2, minutes(5), FAR, account="acc-1"), "one person's phone errs"),
        (scan(2, minutes(5), ("24.510", "118.090")), "a single position jumps so far"),
        (scan(2, minutes(5), FAR, accuracy_m="900"), "the position is no use"),
        (scan(2, minutes(5), FAR, sent_at=None), "the time is not known"),
        (scan(2, minutes(5), FAR, how="photo"), "it was a photo"),
        (scan(2, minutes(5), None), "the phone did not say where it was"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_the_phone_may_have_wrong_is_no_trip(second: dict[str, Any], why: str) -> None:
    assert trip(seen(scan(1)), seen(second), LIMITS) is None, why


def test_two_positions_of_which_both_were_repeated_need_not_be_so_far() -> None:
    near = ("24.510", "118.090")
    first = seen(scan(1), scan(8, label="B"))
    second = seen(scan(2, minutes(0), near), scan(9, where=near, label="C"))
    assert trip(first, second, LIMITS) is None
    steady = [one.model_copy(update={"site_id": None, "site_by": None}) for one in (first, second)]
    assert trip(steady[0], steady[1], LIMITS) is not None
    assert trip(steady[0], steady[1].model_copy(update={"steady": None}), LIMITS) is None


def test_two_sites_on_one_day_are_found_without_any_position() -> None:
    first, second = at_site(1, HOME, where=None), at_site(2, AWAY, at=minutes(300), where=None)
    found = two_stalls(first, second, LIMITS)
    assert isinstance(found, TwoStalls)
    assert (str(found.day), found.distance_m) == ("2026-11-24", None)


def test_two_sites_named_by_phones_alone_need_positions_that_say_so_too() -> None:
    first, second = at_site(1, HOME, by="phone"), at_site(2, AWAY, by="phone", at=minutes(300))
    assert two_stalls(first, second, LIMITS) is None
    away = at_site(2, AWAY, by="phone", at=minutes(300), where=FAR)
    found = two_stalls(first, away, LIMITS)
    assert found is not None
    assert found.distance_m == pytest.approx(20_015, abs=5)


def test_neighbouring_sites_are_one_place() -> None:
    first, second = at_site(1, HOME), at_site(2, AWAY, where=NEXT_DOOR)
    assert two_stalls(first, second, LIMITS) is None


def test_two_days_two_sure_days_or_a_move_on_record_are_nothing() -> None:
    first = at_site(1, HOME, where=None)
    assert two_stalls(first, at_site(2, AWAY, where=None, at=minutes(24 * 60)), LIMITS) is None
    assert two_stalls(first, at_site(2, AWAY, where=None, at=minutes(12 * 60 + 0.5)), LIMITS) is None
    moved = at_site(2, AWAY, where=None, at=minutes(60), home=AWAY)
    assert two_stalls(first, moved, LIMITS) is None


def test_two_stalls_of_one_site_are_found_and_one_written_twice_is_not() -> None:
    def at_stall(place: int, stall: str | None) -> Encounter:
        return at_site(place, HOME).model_copy(update={"stall": stall})

    assert two_stalls(at_stall(1, "A12"), at_stall(2, "B3"), LIMITS) is not None
    assert two_stalls(at_stall(1, "A12"), at_stall(2, "a-12"), LIMITS) is None
    assert two_stalls(at_stall(1, "A12"), at_stall(2, None), LIMITS) is None


def test_far_positions_on_one_day_are_found_where_no_site_is_known() -> None:
    (found,) = odd(scan(2, minutes(240), FAR), seen(scan(1)))
    assert found.kind == "label_at_two_stalls"
    assert odd(scan(2, minutes(240), ("24.550", "118.090")), seen(scan(1))) == []


def registered(state: str, since: str = "") -> dict[str, str]:
    told = {"site_id": HOME, "state": state, "serial_no": "SN-2024-0017"}
    return told | ({"since": since} if since else {})


@pytest.mark.parametrize("state", ["scrapped", "replaced"])
def test_a_label_at_work_after_its_instruments_end_is_found(state: str) -> None:
    (found,) = odd(scan(1, registered=registered(state)))
    assert (found.kind, found.key) == ("scanned_out_of_use", f"LABEL/1/{state}/")
    assert odd(scan(1, registered=registered(state), waits_s=600)) == []
    assert odd(scan(1, registered=registered(state), how="photo")) == []


def test_a_suspended_instrument_is_found_from_the_next_day_and_not_on_a_visit() -> None:
    (found,) = odd(scan(1, registered=registered("suspended", "2026-11-23"), waits_s=600))
    assert isinstance(found.evidence, OutOfUse)
    assert (found.key, str(found.evidence.since)) == ("LABEL/1/suspended/2026-11-23", "2026-11-23")
    assert odd(scan(1, registered=registered("suspended", "2026-11-24"))) == []
    assert odd(scan(1, registered=registered("suspended", "2026-11-23"), visit="vis-1")) == []


@pytest.mark.parametrize("state", ["in_use", "disputed_frozen"])
def test_an_instrument_that_may_be_met_is_nothing(state: str) -> None:
    assert odd(scan(1, registered=registered(state))) == []


def test_another_serial_number_is_found_with_both_numbers() -> None:
    (found,) = odd(scan(1, serial_seen="KB-77-0391", how="photo"))
    assert (found.kind, found.key) == ("serial_mismatch", "LABEL/1")
    assert isinstance(found.evidence, OtherSerial)
    assert (found.evidence.serial_seen, found.evidence.serial_registered) == ("KB-77-0391", "SN-2024-0017")


@pytest.mark.parametrize(
    "typed", ["SN-2024-0017", " sn-2024-0017 ", "ＳＮ－２０２４－００１７", "sn2024oo17"]
)
def test_the_same_number_written_otherwise_is_nothing(typed: str) -> None:
    assert odd(scan(1, serial_seen=typed)) == []


def test_a_slip_of_the_finger_counts_when_it_is_typed_twice_alike() -> None:
    first = scan(1, serial_seen="SN-2024-0018")
    assert odd(first) == []
    assert [one.kind for one in odd(scan(2, serial_seen="SN20240018"), seen(first))] == ["serial_mismatch"]
    assert odd(scan(2, serial_seen="SN-2024-0017"), seen(first)) == []
    assert odd(scan(2, serial_seen="SN-2024-001"), seen(first)) == []


def test_a_scan_is_not_laid_beside_itself() -> None:
    document = scan(1, minutes(0), HERE)
    assert odd(document, seen(document)) == []
