"""Substitutions and endings under crowding, on the fake table and on the embedded DynamoDB alike."""

from concurrent.futures import ThreadPoolExecutor

from chalicelib.registry.service_book import Changed
from chalicelib.store import Table
from tests.unit.sampling.desk import INSPECTORS
from tests.unit.sampling.drawn import PLAN, Reserve, assignment
from tests.unit.sampling.rooms import Room, nothing_is_gone


def test_a_crowd_of_substitutions_takes_the_order_one_by_one(table: Table) -> None:
    room = Room(table, *map(assignment, range(3)))
    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(room.substitute, [0, 1, 2, 0, 1, 2]))
    assert {one.number for one in taken} == {Reserve.entry(0, place).number for place in range(3)}
    assert taken[:3] == taken[3:]
    nothing_is_gone(room, 3)


def test_a_voiding_amid_endings_leaves_nothing_open(table: Table) -> None:
    room = Room(table, *map(assignment, range(70)))
    room.turn("void")

    def void() -> None:
        while True:
            try:
                return room.book.void(PLAN)
            except Changed:
                continue

    with ThreadPoolExecutor(4) as pool:
        voiding = pool.submit(void)
        list(pool.map(lambda order: room.end(order, "done"), range(0, 70, 7)))
        voiding.result()
    assert [one.state for one in room.all()] == ["voided" if order % 7 else "done" for order in range(70)]
    nothing_is_gone(room, 70)


def test_an_ending_that_comes_many_times_at_once_is_one(table: Table) -> None:
    room = Room(table, *map(assignment, range(40)))
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda _: room.end(7, "closed"), range(5)))
    assert len(room.one(7).endings) == 1
    nothing_is_gone(room, 40)
    owned = room.assignments.own(INSPECTORS[0], "", 50)
    assert 7 not in [row["order"] for row in owned.rows]
    assert len(owned.rows) == 39
