"""The fairness report of a month: it counts what was published, says the same again, and names what contradicts."""

import zipfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.errors import NotFound
from chalicelib.sampling import fairness, recompute
from chalicelib.sampling.assignments import Ending
from chalicelib.sampling.fairness import Held, Window
from chalicelib.sampling.fairness_forms import Report
from chalicelib.sampling.fairness_report import Contradiction
from chalicelib.sampling.service_assignments import Assignments
from chalicelib.sampling.service_fairness import DueReports, Fairness, FairnessMaker
from chalicelib.sampling.store_fairness import EndedDraws
from tests.golden.fairness import make
from tests.unit.sampling import offices
from tests.unit.sampling.desk import PLAN, SUPERVISOR
from tests.unit.sampling.drawn import visit_of
from tests.unit.sampling.hall import Hall
from tests.unit.sampling.past import Drawn, FakeShelf, Past, district, number

OUTCOMES = ("visited", "not_met", "substituted", "open")


@st.composite
def strata(draw: st.DrawFn) -> Drawn:
    pool = draw(st.dictionaries(st.integers(0, 40), st.sampled_from((1, 1, 1, 2)), max_size=30))
    order = draw(st.permutations(sorted(pool)))[:8]
    entries = [(place, draw(st.sampled_from(OUTCOMES))) for place in order]
    return Drawn(pool, entries, draw(st.integers(0, len(entries))))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 1300), st.lists(strata(), min_size=1, max_size=2)), max_size=6),
    st.integers(0, 3),
)
def test_its_totals_are_the_counts_of_what_was_published(
    draws: list[tuple[int, list[Drawn]]], voided: int
) -> None:
    past, last = Past(), date(2026, 12, 31)
    for days, found in draws:
        past.add(last - timedelta(days=days), *found)
    for _ in range(voided):
        past.void(last)
    told = past.report("2026-12")
    window = Window(date(2024, 1, 1), last)
    within = [
        (last - timedelta(days=days), found)
        for days, found in draws
        if window.holds(last - timedelta(days=days))
    ]
    entries = [entry for _, found in within for one in found for entry in one.entries]
    outcomes = Counter(outcome for _, outcome in entries)
    assert (told.first, told.last, told.opened, told.void) == (window.first, last, len(within), voided)
    assert sum(one.drawn for one in told.strata) == sum(one.drawn for one in told.offices) == len(entries)
    for outcome in OUTCOMES:
        assert sum(getattr(one, outcome) for one in told.strata) == outcomes[outcome]
    assert told.open_late == outcomes["open"]
    assert sum(one.substituted for one in told.offices) == outcomes["substituted"]
    for one in told.offices:
        assert one.drawn == sum(district(place) == one.district for place, _ in entries)
    for n, stratum in enumerate(told.strata):
        drawn = [(day, found[n]) for day, found in sorted(within, key=lambda one: one[0]) if n < len(found)]
        stayed = frozenset.intersection(*(frozenset(map(number, one.pool)) for _, one in drawn))
        rounds = [
            Held(
                day,
                frozenset(number(place) for place, _ in one.entries) & stayed,
                frozenset(number(place) for place, outcome in one.entries if outcome == "visited") & stayed,
            )
            for day, one in drawn
        ]
        assert (stratum.draws, stratum.stayed) == (len(rounds), len(stayed))
        if not stayed:
            assert (stratum.never_chance, stratum.dropped_chance, stratum.longest) == (None, None, ())
            continue
        right = fairness.counted(len(stayed), rounds, is_equal=True)
        assert (stratum.never, stratum.dropped) == (right.never, right.dropped)
        since = Window(rounds[0].day, last)
        waits = fairness.longest_waits(rounds, since)
        assert stratum.longest[0].days == max(waits.get(one, (last - since.first).days) for one in stayed)
        assert sum(one.objects for one in stratum.times) == len(stayed)
        is_equal = all(len(set(one.pool.values())) <= 1 for _, one in drawn)
        assert stratum.equal_weights == is_equal
        assert stratum.never_chance == (f"{right.never_chance:.3g}" if is_equal else None)
        assert stratum.dropped_chance == f"{right.dropped_chance:.3g}"
    tests = sum((one.never_chance is not None) + (one.dropped_chance is not None) for one in told.strata)
    assert told.tests == tests + len(told.offices)
    past.ended.reverse()
    assert past.report("2026-12").kept() == told.kept()


def test_a_stratum_of_unequal_weights_is_left_out_of_the_exact_test_and_says_so() -> None:
    past = Past()
    past.add(date(2026, 11, 3), Drawn({1: 1, 2: 2, 3: 1}, [(1, "visited")], 1))
    (told,) = past.report("2026-11").strata
    assert (told.equal_weights, told.expected, told.never_chance, told.never) == (False, None, None, 2)
    assert [one.expected for one in told.times] == [None, None]
    assert told.dropped_chance == "1"


def test_a_campaign_of_other_objects_is_another_stratum() -> None:
    past, one = Past(), Drawn({1: 1, 2: 1}, [(1, "visited")], 1)
    for campaign in ("market", "seafood", "market"):
        past.add(date(2026, 11, 3), one, campaign=campaign)
    assert [(one.campaign, one.draws) for one in past.report("2026-11").strata] == [
        ("market", 2),
        ("seafood", 1),
    ]


def test_an_office_that_spares_and_one_that_substitutes_are_named() -> None:
    chance, past, spared = Random(7), Past(), {number(place) for place in range(5)}  # noqa: S311 - a simulation
    for month in range(36):
        places = chance.sample(range(5, 100), 20)
        entries = [(place, "substituted" if place % 2 and place % 3 else "visited") for place in places]
        past.add(
            date(2024 + month // 12, month % 12 + 1, 15), Drawn(dict.fromkeys(range(100), 1), entries, 20)
        )
    told = past.report("2026-12")
    (stratum,) = told.strata
    assert {one.number for one in stratum.longest[:5]} <= {number(place) for place in range(100)}
    assert spared <= {
        one.number for one in stratum.longest if one.days == (told.last - date(2024, 1, 15)).days
    }
    assert "never" in stratum.alarms
    assert [one.is_alarm for one in told.offices] == [False, True]
    assert told.alarms == 1 + len(stratum.alarms)
    assert (told.tests, told.threshold) == (4, "0.0025")
    assert offices.MONTHS == fairness.MONTHS


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("{plan}/result.json", b"0000000002", b"0000000003"),
        ("{plan}/opening.json", b"2026-11-03", b"2026-11-02"),
        ("{plan}/freeze.json", b'"load_cap":1', b'"load_cap":2'),
        ("{plan}", b"0000000001", b"0000000003"),
        ("{plan}", b"2027-01-04", b"2027-01-05"),
    ],
)
def test_files_that_do_not_belong_together_make_no_report(name: str, old: bytes, new: bytes) -> None:
    past = Past()
    plan = past.add(date(2026, 11, 3), Drawn({1: 1, 2: 1, 3: 1}, [(1, "visited"), (2, "open")], 2))
    past.report("2026-11")
    place = name.format(plan=plan)
    assert old in past.files[place]
    past.files[place] = past.files[place].replace(old, new)
    with pytest.raises(Contradiction):
        past.report("2026-11")


def test_who_was_drawn_cannot_be_left_out_of_the_record() -> None:
    past = Past()
    plan = past.add(date(2026, 11, 3), Drawn({1: 1, 2: 1}, [(1, "visited"), (2, "open")], 2))
    other = Past()
    other.add(date(2026, 11, 3), Drawn({1: 1, 2: 1}, [(1, "visited")], 1))
    past.files[plan], past.ended = other.files[plan], other.ended
    with pytest.raises(Contradiction):
        past.report("2026-11")


def test_the_golden_report_is_still_made_so() -> None:
    """But for the digests of its draws' files, which hold whole plans."""
    raw = make.TARGET.read_bytes()
    golden, made = Report.model_validate_json(raw), make.past().report(make.MONTH)
    assert golden.kept() == raw
    same = [
        one.model_copy(update={"record": kept.record, "freeze_digest": kept.freeze_digest})
        for one, kept in zip(made.draws, golden.draws, strict=True)
    ]
    assert made.model_copy(update={"draws": tuple(same)}) == golden


class Desk:
    """A hall whose draw was opened, and what reports on it."""

    def __init__(self) -> None:
        self.hall = Hall().drawn()
        assignments = Assignments(
            self.hall.given, self.hall.desk.plans.plan, lambda: self.hall.order, self.hall.clock
        )
        self.numbers = [row["number"] for row in self.hall.given.board(PLAN, None, "", 100).rows]
        for order, outcome in enumerate(("done", "refused", "closed")):
            ending = {"visit": visit_of(order), "outcome": outcome, "on": "2026-12-01"}
            assignments.note(PLAN, order, Ending.model_validate(ending))
        assignments.substitute(SUPERVISOR, PLAN, len(self.numbers) - 1, "已停业，门上贴了告示")
        self.hall.desk.now = date_at(2026, 12, 16)
        self.hall.turn()
        self.shelf = FakeShelf()
        self.sent: list[str] = []

    def maker(self) -> FairnessMaker:
        hall = self.hall
        return FairnessMaker(EndedDraws(hall.table), hall.given, hall.public, self.shelf, hall.clock)

    def ask(self) -> list[str]:
        self.sent.clear()
        DueReports(self.shelf, self.sent.append, self.hall.clock).run()
        return self.sent

    def work(self) -> None:
        for month in self.ask():
            assert not self.maker().turn(month)


def date_at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def test_reports_are_due_from_the_fourth_day_on_and_no_month_is_missed() -> None:
    desk = Desk()
    desk.hall.desk.now = date_at(2027, 1, 3)
    assert desk.ask() == ["2026-11"], "phones without a network tell later"
    desk.work()
    desk.hall.desk.now = date_at(2027, 3, 10)
    assert desk.ask() == ["2026-12", "2027-01", "2027-02"]
    desk.work()
    assert desk.ask() == []
    reader = Fairness(desk.shelf)
    assert reader.months() == ("2027-02", "2027-01", "2026-12", "2026-11")
    assert [reader.report(month).opened for month in reader.months()] == [1, 1, 1, 0]
    for wrong in ("2026-10", "index", "draws/x", "../x"):
        with pytest.raises(NotFound):
            reader.report(wrong)
    desk.maker().turn("2027-04")
    assert "2027-04.json" not in desk.shelf.kept, "a month that is not over"


def test_a_report_tells_of_the_draw_what_may_be_told_and_is_never_written_again() -> None:
    desk = Desk()
    desk.hall.desk.now = date_at(2027, 1, 4)
    desk.work()
    raw = desk.shelf.kept["2026-12.json"]
    told = Report.model_validate_json(raw)
    entries = Counter[str]()
    for one in told.strata:
        entries.update({name: getattr(one, name) for name in OUTCOMES})
    drawn = len(desk.numbers)
    assert entries == {"visited": 2, "not_met": 1, "substituted": 1, "open": drawn + 1 - 4}
    assert told.open_late == drawn + 1 - 4
    record = desk.shelf.kept[f"draws/{PLAN}.json"].decode()
    assert "refused" not in record + raw.decode()
    assert not [word for word in ("演示市场", "acc-", "sit-", "告示") if word in record + raw.decode()]
    desk.hall.desk.now = date_at(2027, 5, 4)
    index = desk.shelf.kept.pop("index.json")
    desk.maker().turn("2026-12")
    assert (desk.shelf.kept["2026-12.json"], desk.shelf.kept["index.json"]) == (raw, index)
    del desk.shelf.kept["2026-12.json"]
    desk.shelf.kept.pop("index.json")
    desk.maker().turn("2026-12")
    assert desk.shelf.kept["2026-12.json"] == raw, "the record of the draw stands, so the report does"


def test_anybody_recomputes_it_from_downloaded_files_byte_by_byte(tmp_path: Path) -> None:
    desk = Desk()
    desk.hall.desk.now = date_at(2027, 1, 4)
    desk.work()
    said: list[str] = []
    for name in ("2026-12.json", f"draws/{PLAN}.json"):
        (tmp_path / Path(name).name).write_bytes(desk.shelf.kept[name])
    bundle = tmp_path / f"{PLAN}.zip"
    bundle.write_bytes(desk.hall.public.kept[f"{PLAN}/bundle.zip"])
    ask = [str(tmp_path), "2026-12"]
    assert recompute.main(ask, said.append) == 0
    assert "byte for byte" in said[0]
    (tmp_path / "2026-12.json").rename(tmp_path / "kept")
    assert recompute.main(ask, said.append) == 0
    assert said[-1].encode() == (tmp_path / "kept").read_bytes()
    (tmp_path / "2026-12.json").write_bytes(
        (tmp_path / "kept").read_bytes().replace(b'"alarms":0', b'"alarms":1')
    )
    assert recompute.main(ask, said.append) == 1
    record = tmp_path / f"{PLAN}.json"
    record.write_bytes(record.read_bytes().replace(b"2026-12-16", b"2026-12-15"))
    assert recompute.main(ask, said.append) == 1
    assert "contradict" in said[-1]
    with zipfile.ZipFile(bundle, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("pool.bin", bytes(13))
    assert recompute.main(ask, said.append) == 1
    assert "pool.size" in said[-1]
    bundle.unlink()
    assert recompute.main(ask, said.append) == 2
    assert recompute.main([str(tmp_path), "2026-13"], said.append) == 2
