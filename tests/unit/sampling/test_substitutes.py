"""The next in the order takes the place, told once, by who may, while the reserve lasts."""

import pytest

from chalicelib.errors import NotFound
from chalicelib.sampling.problems import AssignmentSettled, NoSubstitute, NotYourDistrict, WrongState
from tests.unit.sampling.desk import LOCAL
from tests.unit.sampling.drawn import PLAN, RESERVE, Reserve
from tests.unit.sampling.rooms import Room


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
