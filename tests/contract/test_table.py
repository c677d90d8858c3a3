"""What every `Table` does, the fake one and the real ones alike."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Literal

import pytest

from chalicelib.errors import BadCursor
from chalicelib.store import Clash, Item, Put, Table, pages, put_once
from tests.contract.conftest import WRITERS

SCALE = Item(
    "I#7K3M9Q2RTB",
    "A",
    {
        "name": "电子计价秤(演示) ⚖",
        "max_g": "15000",
        "empty": "",
        "nested": {"list": [1, None, True, "0.10"]},
    },
    v=1,
    state="in_use",
    a="D#350203",
    b="2026-11-24T03:00:00.000Z",
    u="acc-1",
    h="0" * 64,
    row={"name": "电子计价秤(演示)", "due": "2027-01-01"},
    event="instrument_changed/1",
    schema=2,
    expires_s=1_800_000_000,
)


def rows(table: Table, count: int, pk: str = "V#1") -> list[Item]:
    items = [
        Item(pk, f"C#{place:03d}", {"place": place}, a="list", b=f"{place:03d}", row={"p": place})
        for place in range(count)
    ]
    for item in items:
        table.put(item, seen=0)
    return items


def at_once[T](work: Callable[[int], T]) -> list[T | Clash]:
    start = Barrier(WRITERS)

    def one(place: int) -> T | Clash:
        start.wait(timeout=30)
        try:
            return work(place)
        except Clash as clash:
            return clash

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(one, range(WRITERS)))


def test_nothing_is_there_before_it_is_put(table: Table) -> None:
    assert table.get("I#7K3M9Q2RTB", "A") is None
    assert table.query("I#7K3M9Q2RTB").items == ()


def test_what_is_put_is_read_back_whole(table: Table) -> None:
    table.put(SCALE, seen=0)
    assert table.get(SCALE.pk, SCALE.sk) == SCALE


def test_what_is_read_is_a_copy(table: Table) -> None:
    table.put(SCALE, seen=0)
    read = table.get(SCALE.pk, SCALE.sk)
    assert read
    read.document["nested"]["list"].append("changed")
    assert table.get(SCALE.pk, SCALE.sk) == SCALE


def test_an_item_with_nothing_but_keys_is_read_back(table: Table) -> None:
    table.put(Item("X#1", "~", {}), seen=0)
    assert table.get("X#1", "~") == Item("X#1", "~", {})


def test_creating_twice_clashes_and_shows_what_stands(table: Table) -> None:
    table.put(SCALE, seen=0)
    with pytest.raises(Clash) as caught:
        table.put(replace(SCALE, h="other"), seen=0)
    assert caught.value.standing == SCALE


def test_the_very_same_write_again_is_one_write(table: Table) -> None:
    table.put(SCALE, seen=0)
    table.put(SCALE, seen=0)  # boto3 repeats a call whose answer was lost
    second = replace(SCALE, v=2, state="suspended")
    table.put(second, seen=1)
    table.put(second, seen=1)
    assert table.get(SCALE.pk, SCALE.sk) == second


def test_writing_over_a_version_that_has_passed_clashes(table: Table) -> None:
    table.put(SCALE, seen=0)
    second = replace(SCALE, v=2, state="suspended")
    table.put(second, seen=1)
    with pytest.raises(Clash) as caught:
        table.put(replace(SCALE, v=2, state="scrapped"), seen=1)
    assert caught.value.standing == second


def test_writing_over_what_is_not_there_clashes_with_nothing(table: Table) -> None:
    with pytest.raises(Clash) as caught:
        table.put(replace(SCALE, v=2), seen=1)
    assert caught.value.standing is None


def test_put_once_answers_the_same_content_and_refuses_other(table: Table) -> None:
    first = put_once(table, SCALE)
    assert put_once(table, replace(SCALE, event="again/1")) == first
    with pytest.raises(Clash):
        put_once(table, replace(SCALE, h="f" * 64))


def test_all_of_a_transaction_is_written_or_none(table: Table) -> None:
    head = Item(SCALE.pk, "~", {"state": "in_use"})
    table.put_all([Put(SCALE, 0), Put(head, 0)])
    assert table.get_many([(SCALE.pk, "A"), (SCALE.pk, "~")]) == (SCALE, head)
    guard = Item("X#SERIAL#1", "~", {})
    with pytest.raises(Clash) as caught:
        table.put_all([Put(guard, 0), Put(replace(head, v=2), 7)])
    assert caught.value.standing == head
    assert table.get("X#SERIAL#1", "~") is None


def test_many_are_answered_in_the_order_asked(table: Table) -> None:
    items = rows(table, 4)
    keys = [("V#1", "C#003"), ("V#1", "absent"), ("V#1", "C#000"), ("V#1", "C#003")]
    assert table.get_many(keys) == (items[3], None, items[0], items[3])


def test_a_hundred_are_one_round_trip(table: Table) -> None:
    items = rows(table, 100)
    assert list(table.get_many([(item.pk, item.sk) for item in items])) == items


def test_a_partition_is_in_order_both_ways_and_by_prefix(table: Table) -> None:
    items = rows(table, 5)
    table.put(Item("V#1", "~", {}), seen=0)
    table.put(Item("V#2", "C#000", {}), seen=0)
    assert list(table.query("V#1", begins="C#").items) == items
    assert list(table.query("V#1", begins="C#", backwards=True).items) == items[::-1]
    assert [item.sk for item in table.query("V#1").items] == [*(item.sk for item in items), "~"]


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("index", [None, "a"])
def test_pages_join_without_gap_or_repeat(table: Table, index: str | None, backwards: bool) -> None:  # noqa: FBT001
    items = rows(table, 7)
    found: list[str] = []
    after = ""
    for _ in range(4):
        page = table.query(
            "list" if index else "V#1",
            after=after,
            limit=2,
            backwards=backwards,
            index="a" if index else None,
        )
        found += [item.sk for item in page.items]
        after = page.after
        if not after:
            break
    expected = [item.sk for item in items]
    assert found == (expected[::-1] if backwards else expected)


@pytest.mark.parametrize("index", [None, "a"])
def test_a_range_holds_both_its_ends_and_its_pages_join(table: Table, index: Literal["a"] | None) -> None:
    items = rows(table, 9)
    pk, between = ("list", ("002", "006")) if index else ("V#1", ("C#002", "C#006"))
    first = table.query(pk, between=between, limit=3, index=index)
    rest = table.query(pk, between=between, limit=3, index=index, after=first.after)
    found = [item.sk for item in (*first.items, *rest.items)]
    assert found == [item.sk for item in items[2:7]]
    backwards = table.query(pk, between=between, backwards=True, index=index)
    assert [item.sk for item in backwards.items] == found[::-1]


def test_a_page_that_ends_exactly_has_all(table: Table) -> None:
    items = rows(table, 4)
    first = table.query("V#1", limit=4)
    assert list(first.items) == items
    assert not first.after or table.query("V#1", limit=4, after=first.after).items == ()


def test_an_index_holds_who_has_its_key_and_shows_rows_only(table: Table) -> None:
    table.put(SCALE, seen=0)
    table.put(replace(SCALE, sk="B", a="", u=""), seen=0)
    (by_place,) = table.query("D#350203", index="a").items
    (by_person,) = table.query("acc-1", index="u").items
    shown = Item(SCALE.pk, SCALE.sk, {}, v=SCALE.v, state=SCALE.state, b=SCALE.b, row=SCALE.row)
    assert by_place == replace(shown, a=SCALE.a)
    assert by_person == replace(shown, u=SCALE.u)


def test_an_item_leaves_the_index_with_its_key(table: Table) -> None:
    table.put(SCALE, seen=0)
    table.put(replace(SCALE, v=2, a=""), seen=1)
    assert table.query("D#350203", index="a").items == ()


def test_every_item_of_a_partition_over_many_pages(table: Table) -> None:
    items = rows(table, 30)
    assert list(pages(table, "V#1")) == items


def test_32_creators_make_one(table: Table) -> None:
    def create(place: int) -> int:
        table.put(replace(SCALE, h=f"{place}"), seen=0)
        return place

    answers = at_once(create)
    winners = [answer for answer in answers if not isinstance(answer, Clash)]
    standing = table.get(SCALE.pk, SCALE.sk)
    assert standing
    assert [f"{winner}" for winner in winners] == [standing.h]
    assert all(answer.standing == standing for answer in answers if isinstance(answer, Clash))


def test_32_writers_lose_no_update(table: Table) -> None:
    table.put(Item("L#1", "~", {"writers": []}), seen=0)

    def note(place: int) -> None:
        while True:
            item = table.get("L#1", "~")
            assert item
            following = replace(item, v=item.v + 1, document={"writers": [*item.document["writers"], place]})
            try:
                table.put(following, seen=item.v)
            except Clash:
                continue
            return

    assert at_once(note) == [None] * WRITERS
    item = table.get("L#1", "~")
    assert item
    assert (item.v, sorted(item.document["writers"])) == (WRITERS + 1, list(range(WRITERS)))


def test_32_transactions_on_one_guard_write_one_pair(table: Table) -> None:
    def register(place: int) -> int:
        table.put_all([Put(Item("X#USCC#1", "~", {"by": place}), 0), Put(Item(f"M#{place}", "A", {}), 0)])
        return place

    (winner,) = [answer for answer in at_once(register) if not isinstance(answer, Clash)]
    guard = table.get("X#USCC#1", "~")
    assert guard
    assert guard.document == {"by": winner}
    assert [place for place in range(WRITERS) if table.get(f"M#{place}", "A")] == [winner]


@pytest.mark.parametrize(
    "forged", ['{"pk":"V#2","sk":"A"}', '{"pk":"V#1"}', '["V#2","A","V#2","A"]', '{"x":1}', "7"]
)
def test_a_place_of_another_partition_is_no_start(table: Table, forged: str) -> None:
    with pytest.raises(BadCursor):
        table.query("V#1", after=forged)
