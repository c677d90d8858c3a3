"""A drawn entry cannot vanish: it ends by a visit or by the next in the order; what is open comes to light."""

from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chalicelib.accounts.model import Actor
from chalicelib.errors import NotFound
from chalicelib.sampling.assignments import GOES_ON, STATES, Assignment, Ending, Outcome, visit_id
from chalicelib.sampling.plans import KeptPlan
from chalicelib.sampling.problems import (
    AssignmentSettled,
    AssignmentVoided,
    NoSubstitute,
    NotYourDistrict,
    WrongState,
)
from chalicelib.sampling.service_assignments import Assignments
from chalicelib.sampling.service_plans import Plans
from chalicelib.sampling.store_assignments import AssignmentStore
from chalicelib.sampling.store_plans import PlanStore
from chalicelib.store import Table
from tests.fakes import FakeTable
from tests.unit.sampling import desk as desks
from tests.unit.sampling.desk import AUDITOR, INSPECTORS, LOCAL, SUPERVISOR
from tests.unit.sampling.drawn import OFFICERS, PLAN, RESERVE, Reserve, assignment

WHY = "对象已注销(演示)"
DURING, AFTER = datetime(2026, 12, 1, 4, tzinfo=UTC), datetime(2026, 12, 16, 4, tzinfo=UTC)


class Room:
    """A draw's assignments on a table; the clock is set by hand."""

    def __init__(self, table: Table, *drawn: Assignment, state: str = "drawn") -> None:
        self.now = DURING
        self.shelf, self.book = PlanStore(table), AssignmentStore(table)
        self.assignments = Assignments(
            self.book, Plans(self.shelf, lambda: self.now).plan, Reserve, lambda: self.now
        )
        self.kept = KeptPlan(**dict(desks.plan()), id=PLAN, drafted_by="acc-1", state="drawn")
        self.turn(state)
        self.book.add(drawn)

    def turn(self, state: str) -> None:
        standing = self.shelf.plan(PLAN)
        plan = self.kept.model_copy(update={"state": state})
        self.shelf.put_plan(plan, "", standing.version if standing else 0)

    def one(self, order: int) -> Assignment:
        return self.assignments.assignment(PLAN, order)

    def end(self, order: int, outcome: Outcome = "done", attempt: int = 0) -> None:
        self.assignments.note(PLAN, order, ending(order, outcome, attempt))

    def substitute(self, order: int, actor: Actor = SUPERVISOR, why: str = WHY) -> Assignment:
        return self.assignments.substitute(actor, PLAN, order, why)[1]

    def void(self) -> None:
        self.turn("void")
        self.book.void(PLAN)

    def all(self) -> list[Assignment]:
        return [self.one(order) for order in range(self.book.tail(PLAN)[0])]


def ending(order: int, outcome: Outcome = "done", attempt: int = 0) -> Ending:
    return Ending(visit=visit_id(PLAN, order, attempt), outcome=outcome, on=date(2026, 12, 1))


@pytest.fixture
def room() -> Room:
    drawn = (assignment(0), assignment(1), assignment(2, stratum=1, district="350206"))
    return Room(FakeTable(), *drawn)


def nothing_is_gone(room: Room, drawn: int) -> None:
    """Every order stands there, in a state that its evidence explains; each substitute for one that names it."""
    everything = room.all()
    assert [one.order for one in everything] == list(range(len(everything)))
    assert [one.replaces is None for one in everything] == [order < drawn for order in range(len(everything))]
    for one in everything:
        assert one.state in STATES
        if one.state == "substituted":
            assert one.substitution is not None
            assert everything[one.substitution.order].replaces == one.order
            assert everything[one.substitution.order].stratum == one.stratum
        elif one.state == "voided":
            assert one.substitution is None
            assert not one.endings or one.endings[-1].outcome in GOES_ON
        else:
            assert one.substitution is None
            assert one.state == (one.endings[-1].outcome if one.endings else "open")
    assert len({one.number for one in everything}) == len(everything)
    left = [one for one in everything if one.state == "substituted"]
    assert len(everything) == drawn + len(left)


STEPS: tuple[tuple[str, int, Any], ...] = (
    ("end", 0, ("closed", 0)),
    ("end", 0, ("done", 1)),
    ("end", 0, ("closed", 0)),
    ("substitute", 0, None),
    ("end", 1, ("moved", 0)),
    ("substitute", 1, None),
)


def step(room: Room, act: str, order: int, how: Any) -> None:
    try:
        if act == "end":
            room.end(order, *how)
        elif act == "void":
            room.void()
        else:
            room.substitute(order)
    except (AssignmentSettled, NoSubstitute, NotFound, WrongState):
        pass


def test_nothing_drawn_is_gone_in_any_order_of_events() -> None:
    for steps in permutations(STEPS):
        room = Room(FakeTable(), assignment(0), assignment(1))
        for one in steps:
            step(room, *one)
        nothing_is_gone(room, 2)


ENDS = st.tuples(
    st.just("end"),
    st.integers(0, 5),
    st.tuples(st.sampled_from(["done", "refused", "closed", "moved"]), st.integers(0, 2)),
)
TAKES = st.tuples(st.just("substitute"), st.integers(0, 5), st.none())
VOID = ("void", 0, None)


@settings(deadline=None)
@given(st.lists(st.one_of(ENDS, TAKES, st.just(VOID)), max_size=25))
@example(
    [
        ("end", 0, ("closed", 0)),
        ("substitute", 1, None),
        VOID,
        ("end", 0, ("done", 1)),
        ("substitute", 3, None),
    ]
)
def test_nothing_drawn_is_gone_whatever_happens(steps: list[tuple[str, int, Any]]) -> None:
    room = Room(FakeTable(), assignment(0), assignment(1), assignment(2, stratum=1))
    before = room.all()
    for one in steps:
        step(room, *one)
        nothing_is_gone(room, 3)
        after = room.all()
        for was, now in zip(before, after, strict=False):
            happened = was.state == "voided" and now.state in {"done", "refused"}
            assert was.state in GOES_ON or now.state == was.state or happened
            assert now.endings[: len(was.endings)] == was.endings
        if VOID in steps[: steps.index(one) + 1]:
            assert not GOES_ON.intersection(one.state for one in after)
        before = after


def test_a_void_draw_ends_what_it_gave_out_and_nothing_is_late(room: Room) -> None:
    room.end(0, "closed")
    room.end(1, "done")
    room.void()
    assert [one.state for one in room.all()] == ["voided", "done", "voided"]
    assert [one.outcome for one in room.one(0).endings] == ["closed"]
    assert room.assignments.own(INSPECTORS[0], "", 50).rows == ()
    room.now = AFTER
    assert room.assignments.without_outcome(PLAN) == []
    found = room.assignments.still_open(PLAN)
    assert (found.strata, found.numbers, found.drawn, found.voided) == ((0, 0), (), 3, 2)
    with pytest.raises(AssignmentVoided):
        room.one(0).check_goes_on()


def test_a_visit_under_way_when_the_draw_became_void_counts_if_it_took_place(room: Room) -> None:
    room.void()
    room.end(0, "done")
    room.end(1, "moved")
    assert [one.state for one in room.all()] == ["done", "voided", "voided"]
    assert [one.outcome for one in room.one(1).endings] == ["moved"]


@pytest.mark.parametrize("is_first", [True, False])
def test_when_a_visit_that_took_place_is_void_its_assignment_ends_with_the_void_draw(
    room: Room, *, is_first: bool
) -> None:
    steps = [lambda: room.end(0, "done"), room.void]
    for take in steps if is_first else reversed(steps):
        take()
    assert room.one(0).state == "done"
    room.end(0, "voided")
    assert [one.state for one in room.all()] == ["voided", "voided", "voided"]
    room.void()
    room.end(0, "voided")
    assert [one.outcome for one in room.one(0).endings] == ["voided"]
    with pytest.raises(AssignmentVoided):
        room.one(0).check_goes_on()


def test_an_ending_counts_once_and_only_of_its_own_visit(room: Room) -> None:
    room.end(0, "closed")
    room.end(0, "closed")
    room.assignments.note(PLAN, 0, ending(1, "done"))
    assert (room.one(0).state, len(room.one(0).endings)) == ("closed", 1)
    assert room.one(0).visit == visit_id(PLAN, 0, 1)
    room.end(0, "done", 1)
    assert (room.one(0).state, room.one(0).visit) == ("done", visit_id(PLAN, 0, 1))
    room.end(0, "moved", 2)
    assert room.one(0).state == "done"


def test_the_substitute_is_the_next_of_the_same_stratum_s_order(room: Room) -> None:
    taken = [room.substitute(order) for order in (1, 2, 0)]
    assert [one.number for one in taken] == [
        Reserve.entry(0, 0).number,
        Reserve.entry(1, 0).number,
        Reserve.entry(0, 1).number,
    ]
    assert [(one.order, one.replaces) for one in taken] == [(3, 1), (4, 2), (5, 0)]
    assert room.substitute(1) == taken[0]
    assert [one.replaces for one in room.book.tail(PLAN)[1]] == [1, 2, 0]


def test_a_substitution_is_told_once(room: Room) -> None:
    room.substitute(0)
    with pytest.raises(AssignmentSettled):
        room.substitute(0, why="另一个原因(演示)")
    room.end(1, "done")
    with pytest.raises(AssignmentSettled):
        room.substitute(1)
    with pytest.raises(NotFound):
        room.substitute(9)


def test_a_supervisor_substitutes_in_own_districts_before_the_opening(room: Room) -> None:
    with pytest.raises(NotYourDistrict):
        room.substitute(2, LOCAL)
    room.turn("opened")
    with pytest.raises(WrongState):
        room.substitute(0)


def test_a_reserve_ends(room: Room) -> None:
    order = 0
    for _ in range(RESERVE):
        order = room.substitute(order).order
    with pytest.raises(NoSubstitute):
        room.substitute(order)
    assert room.one(order).state == "open"


def test_a_visit_under_way_is_kept_as_evidence_of_what_was_substituted(room: Room) -> None:
    room.substitute(0)
    room.end(0, "done")
    assert room.one(0).state == "substituted"
    assert [one.outcome for one in room.one(0).endings] == ["done"]


def test_officers_see_what_is_open_for_them_and_boards_all_of_their_districts(room: Room) -> None:
    first, other = INSPECTORS[0], INSPECTORS[4]
    assert first.id in OFFICERS
    room.end(1, "done")
    assert [row["order"] for row in room.assignments.own(first, "", 50).rows] == [0, 2]
    assert room.assignments.own(other, "", 50).rows == ()
    board = room.assignments.board
    assert [row["order"] for row in board(AUDITOR, PLAN, None, "", 50).rows] == [0, 1, 2]
    assert [row["order"] for row in board(LOCAL, PLAN, None, "", 50).rows] == [0, 1]
    (row,) = board(SUPERVISOR, PLAN, "done", "", 50).rows
    assert (row["order"], row["visits"]) == (1, 1)


def test_what_is_open_is_public_after_the_last_day_and_which_after_the_opening(room: Room) -> None:
    room.end(0, "refused")
    found = room.assignments.still_open(PLAN)
    assert (found.has_ended, found.drawn, found.strata, found.numbers) == (False, 3, (), ())
    room.now = AFTER
    found = room.assignments.still_open(PLAN)
    assert (found.has_ended, found.drawn, found.strata, found.numbers) == (True, 3, (1, 1), ())
    room.turn("opened")
    assert room.assignments.still_open(PLAN).numbers == tuple(
        sorted((room.one(1).number, room.one(2).number))
    )
    room.turn("approved")
    with pytest.raises(NotFound):
        room.assignments.still_open(PLAN)


def test_a_replay_finds_every_drawn_entry_without_outcome() -> None:
    table = FakeTable()
    room = Room(table, *map(assignment, range(40)))
    open_ones = {3, 7, 31}
    for order in set(range(40)) - open_ones:
        room.end(order, "done")
    assert room.assignments.without_outcome(PLAN) == []
    room.now = AFTER
    assert room.assignments.without_outcome(PLAN) == sorted(open_ones)
    del table.items[f"D#{PLAN}", "E#00012"]
    assert room.assignments.without_outcome(PLAN) == [3, 7, 12, 31]


def test_a_draw_writes_its_assignments_once(room: Room) -> None:
    drawn = [assignment(order) for order in range(3, 80)]
    room.book.add(drawn)
    room.end(4, "closed")
    room.book.add(drawn)
    assert room.one(4).state == "closed"
    assert len(room.all()) == 80
