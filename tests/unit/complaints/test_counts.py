"""Counts that are published, and what they propose for the next draw: areas only, never few, never beyond the cap."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.complaints.counts import (
    AreaWeight,
    NotCounted,
    Published,
    Quarter,
    Weighs,
    published,
    weights,
)
from chalicelib.complaints.model import File
from chalicelib.complaints.problems import QuarterRuns, StepNotYours
from chalicelib.complaints.service_counts import Counting
from chalicelib.complaints.store_counts import CountStore
from chalicelib.errors import NotFound
from chalicelib.sampling import tickets
from chalicelib.sampling.forms import Entry
from tests.complaining import CITY, SENIOR, Unit
from tests.counting import AFTER, MARKET, STREET, VENUES, told
from tests.fakes import FakeTable
from tests.office import ANNA, DISTRICT, NOON, SUPERVISOR, made

Q4 = Quarter.named("2026-Q4") or pytest.fail("a quarter")
ROWS = (Weighs(places=5, weight=2), Weighs(places=20, weight=3))
CAP, LEAST = 3, 5


def counts(*files: File) -> Published:
    return published(Q4, files, VENUES, AFTER)


def test_a_quarter_has_its_days() -> None:
    days = {name: Quarter.named(name) for name in ("2026-Q1", "2026-Q4", "2028-Q1")}
    assert [(one.first, one.last) for one in days.values() if one] == [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 10, 1), date(2026, 12, 31)),
        (date(2028, 1, 1), date(2028, 3, 31)),
    ]
    assert [Quarter.named(one) for one in ("2026-Q5", "2026", "", "2026-Q1\n", "%00")] == [None] * 5


def test_an_area_of_five_is_told_and_one_of_four_is_not() -> None:
    five = counts(*(told(stall) for stall in range(5)))
    assert [(one.district, one.venue, one.files) for one in five.areas] == [(DISTRICT, "market", 5)]
    four = counts(*(told(stall) for stall in range(4)))
    assert (four.areas, four.rest, four.weights) == ((), None, ())


def test_what_is_left_is_told_only_when_it_is_of_several_areas() -> None:
    one_small = counts(*(told(1) for _ in range(6)), *(told(1, STREET) for _ in range(4)))
    assert one_small.rest is None
    two_small = counts(*(told(1) for _ in range(4)), *(told(1, STREET) for _ in range(4)))
    assert (two_small.areas, two_small.rest) == ((), 8)


FILES = st.lists(
    st.builds(
        lambda stall, site, unit, state: told(stall, site, unit=unit, state=state),
        st.integers(1, 30),
        st.sampled_from([MARKET, STREET, made("sit", 9)]),
        st.sampled_from([DISTRICT, "350206", "350200"]),
        st.sampled_from(["verifying", "repeated", "merged", "filed"]),
    ),
    max_size=60,
)


@given(FILES)
def test_no_number_below_five_is_ever_published(files: list[File]) -> None:
    made_ = counts(*files)
    assert all(one.files >= LEAST for one in made_.areas)
    assert made_.rest is None or made_.rest >= LEAST
    places = {one.about.stall_id for one in files}
    assert not made_.weights or len(places) >= LEAST
    text = made_.model_dump_json()
    assert not [one for one in ("stl-", "cmp-", "sit-", "mer-", "ins-") if one in text]


@given(FILES)
def test_weights_are_of_areas_and_within_the_cap(files: list[File]) -> None:
    found = weights(files, VENUES, ROWS, LEAST)
    assert all(1 < one.weight <= CAP for one in found)
    assert len({(one.district, one.venue) for one in found}) == len(found)
    assert weights([*files, *files], VENUES, ROWS, LEAST) == found, "telling it again weighs nothing"


def test_hidden_files_leave_the_counts_and_are_counted_themselves() -> None:
    hidden = {
        "by": SUPERVISOR.id,
        "at": NOON,
        "text": "重复演示",
        "confirmed_by": SENIOR.id,
        "confirmed_at": NOON,
    }
    made_ = counts(*(told(stall) for stall in range(5)), told(6, hidden=hidden), told(7, hidden=hidden))
    assert (made_.hidden, made_.areas[0].files) == (2, 5)


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "refused", "kind": "complaint"},
        {"state": "merged"},
        {"state": "not_filed"},
        {"state": "told", "decision": "not_filed"},
        {"state": "repeated"},
        {"police": {"by": SENIOR.id, "at": NOON}},
        {"unit": "350200"},
        {"about": {"respondent_name": "演示水产"}},
    ],
)
def test_what_was_refused_merged_repeated_or_is_nowhere_weighs_nothing(changed: dict[str, Any]) -> None:
    files = [told(stall) for stall in range(4)]
    assert weights([*files, told(9)], VENUES, ROWS, LEAST) != ()
    assert weights([*files, told(9, **changed)], VENUES, ROWS, LEAST) == ()


STALLS, OTHERS, DRAWN, DRAWS = 12, 48, 6, 800
"""Of the target's area, of all other areas in the stratum, drawn of all; and so often."""


def inclusion(weight: int, draws: int = DRAWS) -> float:
    """How often the target is among the drawn when its area weighs so much."""
    target = b"TARGET"
    own = [Entry(b"A%05d" % place, 0, weight) for place in range(STALLS - 1)] + [Entry(target, 0, weight)]
    pool = own + [Entry(b"B%05d" % place, 0, 1) for place in range(OTHERS)]
    hits = 0
    for draw in range(draws):
        seed = tickets.seed(b"r" * 32, "pln-1", draw.to_bytes(4), b"s" * 32)
        ranked = sorted(tickets.Ranked.of(seed, entry) for entry in pool)
        hits += target in {one.id for one in ranked[:DRAWN]}
    return hits / draws


def rivals(n: int, stalls: int) -> tuple[AreaWeight, ...]:
    """What n false reports propose, about the target alone or spread over so many stalls of its area."""
    honest = [told(stall) for stall in range(4)]
    false = [told(100 + stall) for stall in range(stalls)]
    return weights([*honest, *(false[place % stalls] for place in range(n))], VENUES, ROWS, LEAST)


def test_a_rivals_false_reports_move_the_targets_chance_by_no_more_than_the_cap() -> None:
    """Whether he sends one or ten thousand: about one stall they count once, and spread they stop at the cap."""
    about_one = {n: rivals(n, 1) for n in (1, 10, 100, 1000)}
    assert len(set(about_one.values())) == 1
    spread = rivals(10_000, STALLS * 10)
    assert [one.weight for one in spread] == [CAP]
    uniform = DRAWN / (STALLS + OTHERS)
    noise = 4 * (uniform * (1 - uniform) / DRAWS) ** 0.5
    chance = {weight: inclusion(weight) for weight in (1, about_one[1][0].weight, CAP)}
    assert abs(chance[1] - uniform) < noise
    assert chance[1] < chance[2] < chance[CAP] <= CAP * uniform + noise
    assert chance[2] <= 2 * uniform + noise


def counting(unit: Unit[FakeTable]) -> Counting:
    return Counting(CountStore(unit.table), VENUES.get, unit.clock)


def test_a_quarter_is_counted_once_after_it_is_over_by_the_city() -> None:
    unit = Unit(FakeTable())
    for stall in range(5):
        unit.store.add(told(stall, received_at=NOON - timedelta(days=stall)), "0" * 64)
    unit.store.add(told(6, received_at=NOON - timedelta(days=90)), "0" * 64)
    service = counting(unit)
    with pytest.raises(QuarterRuns):
        service.make(CITY, "2026-Q4")
    assert service.read("2026-Q4") == NotCounted(quarter="2026-Q4")
    unit.at(AFTER)
    for who in (SUPERVISOR, ANNA):
        with pytest.raises(StepNotYours):
            service.make(who, "2026-Q4")
    first, is_new = service.make(CITY, "2026-Q4")
    assert is_new
    assert [(one.venue, one.files) for one in first.areas] == [("market", 5)]
    assert first.weights == (AreaWeight(district=DISTRICT, venue="market", weight=2),)
    unit.store.add(told(7), "0" * 64)
    assert service.make(CITY, "2026-Q4") == (first, False)
    assert service.read("2026-Q4") == first
    for asked in (lambda: service.make(CITY, "2026-Q9"), lambda: service.read("2026-Q9")):
        with pytest.raises(NotFound):
            asked()


def test_what_was_closed_and_what_waits_are_both_counted() -> None:
    unit = Unit(FakeTable())
    for stall in range(5):
        unit.store.add(told(stall), "0" * 64)
    one = unit.receive(about={"site_id": MARKET, "stall_id": made("stl", 8)})
    unit.handled().step(ANNA, "withdraw", why="withdrawn")
    assert not unit.kept(one.id).is_open
    unit.at(AFTER)
    assert [area.files for area in counting(unit).make(CITY, "2026-Q4")[0].areas] == [6]
