"""Nothing drawn is gone, whatever happens in whatever order."""

from itertools import permutations
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from chalicelib.errors import NotFound
from chalicelib.sampling.assignments import GOES_ON
from chalicelib.sampling.problems import AssignmentSettled, NoSubstitute, WrongState
from tests.fakes import FakeTable
from tests.unit.sampling.drawn import assignment
from tests.unit.sampling.rooms import Room, nothing_is_gone

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
