"""An assignment ends by its visits or with its void draw; who sees what of it, and when what is open is public."""

import pytest

from chalicelib.errors import NotFound
from chalicelib.sampling.assignments import visit_id
from chalicelib.sampling.problems import AssignmentVoided
from tests.fakes import FakeTable
from tests.unit.sampling.desk import AUDITOR, INSPECTORS, LOCAL, SUPERVISOR
from tests.unit.sampling.drawn import OFFICERS, PLAN, assignment
from tests.unit.sampling.rooms import AFTER, Room, ending


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
