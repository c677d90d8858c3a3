"""When and where a label was seen: as sure as the phone can be, and no surer."""

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.labels.encounters import (
    KEPT,
    bounds,
    day_of,
    distances,
    encounter,
    instant,
    is_slip,
    kept,
    loose,
)
from tests.unit.labels.scanned import AWAY, FAR, HERE, HOME, LIMITS, NOON, minutes, scan, seen

SKEWS = st.floats(-86_400, 86_400)


@given(SKEWS, st.floats(0, 86_400), st.floats(0, LIMITS.network_s), st.booleans())
def test_the_true_time_lies_within_the_bounds_whatever_the_phones_clock(
    skew_s: float,
    waits_s: float,
    way_s: float,
    is_put_right: bool,  # noqa: FBT001 - Hypothesis gives it
) -> None:
    document = scan(1, skew_s=skew_s, waits_s=waits_s)
    document["received_at"] = (instant(document["received_at"]) + timedelta(seconds=way_s)).isoformat()
    if is_put_right and waits_s > LIMITS.online_s + LIMITS.clock_step_s:
        step = max(-LIMITS.clock_step_s, min(LIMITS.clock_step_s, skew_s))
        document["sent_at"] = (instant(document["sent_at"]) - timedelta(seconds=step)).isoformat()
    earliest, latest = bounds(document, LIMITS)
    slack = timedelta(milliseconds=2)
    assert earliest - slack <= NOON <= latest + slack


def test_a_scan_sent_at_once_is_known_to_the_minute_and_a_late_one_to_some() -> None:
    earliest, latest = bounds(scan(1, skew_s=7200), LIMITS)
    assert (latest - earliest, latest) == (timedelta(seconds=60), NOON)
    earliest, latest = bounds(scan(1, skew_s=7200, waits_s=3600), LIMITS)
    assert (NOON - earliest, latest - NOON) == (timedelta(seconds=360), timedelta(seconds=300))


@pytest.mark.parametrize("sent_at", [None, "2026-11-24T03:59:59.000Z"], ids=["not told", "ran backwards"])
def test_a_phone_that_does_not_say_when_it_sent_tells_no_time(sent_at: str | None) -> None:
    earliest, latest = bounds(scan(1, sent_at=sent_at), LIMITS)
    assert (latest, latest - earliest) == (NOON, timedelta(days=LIMITS.unknown_days))
    assert day_of(seen(scan(1, sent_at=sent_at))) is None


def test_the_day_is_the_citys_and_told_only_when_sure() -> None:
    assert str(day_of(seen(scan(1, minutes(12 * 60 + 1.5))))) == "2026-11-25"
    assert day_of(seen(scan(1, minutes(12 * 60 + 0.5)))) is None


def test_only_a_label_whose_signature_is_right_is_seen() -> None:
    assert encounter(scan(1, resolution={"number": "LABEL", "reason": "tampered"}), (), LIMITS) is None


@pytest.mark.parametrize("how", ["photo", "typed", None])
def test_a_photo_or_a_typed_number_tells_no_place(how: str | None) -> None:
    found = seen(scan(1, how=how, site=HOME, stall="A1"), scan(2, label="B"), scan(3, label="C"))
    assert (found.lat, found.site_id, found.stall, found.steady) == (None, None, None, None)


def company(home: str, *labels: str, after_s: int = 30, where: tuple[str, str] | None = HERE) -> list[dict]:  # type: ignore[type-arg]
    at = NOON + timedelta(seconds=after_s)
    return [scan(place, at, where, label=label, home=home) for place, label in enumerate(labels, 10)]


def test_labels_scanned_beside_tell_the_site() -> None:
    alone = seen(scan(1, site=HOME))
    assert (alone.site_id, alone.site_by) == (HOME, "phone")
    among = seen(scan(1), *company(AWAY, "B", "C", "D"))
    assert (among.site_id, among.site_by) == (AWAY, "neighbours")
    assert seen(scan(1), *company(AWAY, "B", "C")).site_id is None
    assert seen(scan(1), *company(AWAY, "B", "B", "B")).site_id is None
    assert seen(scan(1), *company(AWAY, "B", "C", "D", after_s=301)).site_id is None
    assert seen(scan(1), *company(AWAY, "B", "C", "D", where=FAR)).site_id is None
    mixed = company(AWAY, "B", "C", "D") + company("sit-third", "E", "F")
    assert seen(scan(1), *mixed).site_id is None


def test_one_neighbour_from_home_is_enough_for_the_innocent() -> None:
    found = seen(scan(1, site=AWAY), *company(HOME, "B"))
    assert (found.site_id, found.site_by) == (HOME, "neighbours")
    outvoted = company(HOME, "B") + company(AWAY, "C", "D", "E")
    assert seen(scan(1), *outvoted).site_id == AWAY


def test_where_the_phone_and_the_neighbours_name_two_sites_nobody_knows() -> None:
    found = seen(scan(1, site="sit-third"), *company(AWAY, "B", "C", "D"))
    assert (found.site_id, found.site_by) == (None, None)


def test_a_position_is_steady_when_the_phone_repeats_it() -> None:
    assert seen(scan(1)).steady is None
    assert seen(scan(1), *company(HOME, "B")).steady is True
    assert seen(scan(1), *company(HOME, "B", where=FAR)).steady is None
    assert seen(scan(1), *company(HOME, "B", where=None)).steady is None


def test_the_last_encounters_are_kept_the_same_whatever_order_they_come_in() -> None:
    some = [seen(scan(place, minutes(place))) for place in range(4)]
    for order in permutations(some):
        known: tuple = ()  # type: ignore[type-arg]
        for one in (*order, order[0]):
            known = kept(known, one)
        assert known == tuple(some)
    many = tuple(seen(scan(place, minutes(place))) for place in range(KEPT))
    assert kept(many, seen(scan(99, minutes(-1)))) == many
    assert kept(many, seen(scan(99, minutes(99))))[0] == many[1]


def test_a_encounter_that_is_known_stays_as_it_was_told() -> None:
    first = seen(scan(1))
    assert kept((first,), seen(scan(1), *company(AWAY, "B", "C", "D"))) == (first,)


def test_distances_are_right_and_less_what_both_may_err() -> None:
    here, far = seen(scan(1)), seen(scan(2, where=FAR))
    distance_m, apart_m = distances(here, far, LIMITS)
    assert distance_m == pytest.approx(20_015, abs=5)
    assert apart_m == distance_m - 2 * (50 + 79)
    vague = seen(scan(2, where=FAR, accuracy_m="400"))
    assert distances(here, vague, LIMITS)[1] == distance_m - (50 + 79) - (800 + 79)
    assert distances(here, seen(scan(2, where=FAR, accuracy_m="501")), LIMITS) == (0, 0)
    assert distances(here, seen(scan(2, where=None)), LIMITS) == (0, 0)


def test_the_far_side_of_the_world_is_half_around() -> None:
    south = seen(scan(2, where=("-24.480", "-61.910")))
    assert distances(seen(scan(1)), south, LIMITS)[0] == pytest.approx(20_015_118, abs=10)


def test_serial_numbers_are_compared_as_people_do() -> None:
    assert loose(" sn-2O24/oo1l ") == loose("SN 2024 0011") == "SN20240011"
    assert loose("ＳＮ２０") == "SN20"


@pytest.mark.parametrize(
    ("typed", "slip"),
    [
        ("SN1234", False),
        ("SN1235", True),
        ("SN124", True),
        ("SN12334", True),
        ("SN12345", True),
        ("SN1243", True),
        ("NS1234", True),
        ("SN4321", False),
        ("SN12", False),
        ("SN2143", False),
        ("SN123456", False),
        ("", False),
    ],
)
def test_a_slip_of_the_finger_is_one_character(typed: str, slip: bool) -> None:  # noqa: FBT001 - the expectation
    assert is_slip(typed, "SN1234") is slip
    assert is_slip("SN1234", typed) is slip
