"""The register: what is public of each event, in which files, and that no older statement overwrites a newer one."""

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib import events
from chalicelib.accounts.model import Actor, Role
from chalicelib.publication.projection import Row, row
from chalicelib.publication.service_publish import Unmade
from chalicelib.registry.model import number
from chalicelib.store import Item
from tests.office import ANNA, CLERK, DISTRICT, MERCHANT, SCALE, SITE, business, made
from tests.registering import (
    ENTRY,
    PENALTY,
    FakeFiles,
    Register,
    commitment,
    entry,
    hidden,
    opened,
    penalty,
    plan,
    standing,
)

TESTER = Actor(made("acc", 40), frozenset({Role.LAB}), labs=frozenset({made("lab", 1)}))
SHOWN = (entry(), penalty(), commitment(), standing())


@pytest.fixture
def register() -> Register:
    return Register()


def test_a_merchants_page_says_who_where_with_what_and_what_was_published(register: Register) -> None:
    register.office.verify(TESTER, made("lab", 1))
    page = register.published().published(*SHOWN).page()
    assert (page["id"], page["name"], page["kind"]) == (MERCHANT, "演*", "stall_keeper")
    assert [place["name"] for place in page["places"]] == ["演示市场", "演示市场"]
    assert len(page["instruments"]) == 4
    assert [one["id"] for one in page["entries"]] == [ENTRY, PENALTY]
    assert page["entries"][0]["reply"]["text"] == "秤已送修(演示)"
    assert [one["step"] for one in page["commitments"]] == ["published"]
    assert page["standing"]["grade_zh"] == "一般"
    scale = next(one for one in page["instruments"] if one["number"] == number(SCALE))
    assert (scale["state"], scale["valid_until"], scale["voided"]) == ("in_use", "2027-11-23", False)


def test_a_market_shows_each_stall_and_a_district_everybody_in_it(register: Register) -> None:
    register.published().published(*SHOWN)
    market = register.files.json(f"sites/{SITE}")
    stalls = {one["stall"]: one for one in market["stalls"]}
    assert stalls["A12"]["merchant"] == {"id": MERCHANT, "name": "演*", "kind": "stall_keeper"}
    assert [one["standing"]["grade"] for one in market["stalls"]] == ["fair", "fair"]
    district = register.files.json(f"districts/{DISTRICT}")
    (merchant,) = district["merchants"]
    assert (merchant["name"], merchant["committed"], merchant["standing"]["grade"]) == ("演*", True, "fair")
    assert {site["id"] for site in district["sites"]} == {SITE, made("sit", 2)}
    results = register.files.json(f"results/{DISTRICT}")["entries"]
    assert {one["id"] for one in results} == {ENTRY, PENALTY}
    assert all("reply" not in one and one["merchant"]["name"] == "演*" for one in results)
    changes = register.files.json("changes")["changes"]
    assert [one["step"] for one in changes] == ["published"] * 3
    assert MERCHANT not in json.dumps(changes)


def test_nothing_private_of_what_the_events_hold_is_in_any_file(register: Register) -> None:
    office = register.office
    office.verify(TESTER, made("lab", 1), certificate_no="证书标记")
    office.suspend(ANNA, SCALE, "原因标记")
    office.registry.put_merchant(CLERK, made("mer", 2), business(), None)
    told = register.published().published(*SHOWN).files.raw
    marks = ("演示水产", "证书标记", "原因标记", "SN-0", "acc-", made("ver", 1))
    everything = "".join(item.document.__repr__() for item in register.table.items.values())
    assert all(mark in everything for mark in marks), "the marks are there to be found"
    assert [(name, mark) for name, raw in told.items() for mark in marks if mark.encode() in raw] == []


@pytest.mark.parametrize("step", ["withdrawn", "expired", "repaired", "erased"])
def test_what_is_no_longer_shown_leaves_every_file_at_once(register: Register, step: str) -> None:
    register.published().published(*SHOWN)
    register.published(hidden(2, step))
    assert [one["id"] for one in register.page()["entries"]] == [PENALTY]
    files = {name: raw.decode() for name, raw in register.files.raw.items() if ENTRY in raw.decode()}
    assert files.keys() == {"changes.json"}
    assert "秤已送修" not in "".join(raw.decode() for raw in register.files.raw.values())
    (change,) = [one for one in register.files.json("changes")["changes"] if one["id"] == ENTRY]
    assert (change["step"], change["state"]) == ("expired" if step == "expired" else step, "hidden")
    kept = register.table.get(f"G#{MERCHANT}", f"E#{ENTRY}")
    assert kept is not None
    assert "秤已送修" not in repr(kept), "nor is it kept"


def test_the_day_after_its_last_nobody_needs_to_say_that_it_is_over(register: Register) -> None:
    register.published().published(entry(until="2026-11-24"))
    assert len(register.page()["entries"]) == 1
    register.office.clock.at += timedelta(days=1)
    register.published(standing())
    assert register.page()["entries"] == []


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_an_older_statement_never_overwrites_a_newer_one(register: Register, order: tuple[int, ...]) -> None:
    said = {1: entry(1), 2: entry(2, step="replied", reply={"text": "第二句(演示)", "at": "x"}), 3: hidden(3)}
    register.published()
    for n in order:
        register.published(said[n])
    assert register.page()["entries"] == []
    assert register.files.json(f"results/{DISTRICT}")["entries"] == []
    register.published(entry(4, reply=None))
    assert len(register.page()["entries"]) == 1
    register.published(*said.values())
    assert "reply" not in register.page()["entries"][0]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([1, 2, 3, 4, 5]), min_size=1, max_size=8))
def test_whatever_comes_however_often_the_newest_statement_stands(come: list[int]) -> None:
    register = Register()
    said = {
        n: hidden(n) if n % 2 == 0 else entry(n, reply={"text": f"第{n}次", "at": "x"}) for n in range(1, 6)
    }
    register.published()
    register.published(*(said[n] for n in come))
    shown = [one["reply"]["text"] for one in register.page()["entries"]]
    assert shown == ([] if max(come) % 2 == 0 else [f"第{max(come)}次"])


def test_who_moves_leaves_the_files_of_where_they_were(register: Register) -> None:
    register.published()
    moved = register.table.get(f"M#{MERCHANT}", "A")
    assert moved is not None
    there = Item(
        moved.pk, moved.sk, {**moved.document, "district": "350206"}, v=moved.v + 1, event=moved.event
    )
    register.published(there)
    assert register.files.json(f"districts/{DISTRICT}")["merchants"] == []
    assert [one["id"] for one in register.files.json("districts/350206")["merchants"]] == [MERCHANT]


def test_a_run_that_has_no_time_goes_on_where_it_stopped(register: Register) -> None:
    register.follow()
    register.machine.at += timedelta(minutes=1)
    turns = iter([True, True, False])
    assert register.publisher.run(lambda: next(turns)) == 2
    assert "now.json" not in register.files.raw, "it does not say that it is up to date"
    whole = register.publisher.run(lambda: True)
    assert whole > 2
    assert register.files.json("now")["day"] == "2026-11-24"
    assert register.publisher.run(lambda: True) <= 1


def test_a_mark_is_made_also_for_what_was_kept_before_and_files_follow_once_it_is_settled(
    register: Register,
) -> None:
    register.published().published(entry())
    del register.files.raw[f"merchants/{MERCHANT}.json"]
    register.follow(entry())
    register.publisher.run(lambda: True)
    assert f"merchants/{MERCHANT}.json" not in register.files.raw, "lists may lag a moment"
    register.published()
    assert len(register.page()["entries"]) == 1


def test_a_plan_is_told_when_it_is_published_and_that_it_was_drawn_only_when_opened(
    register: Register,
) -> None:
    assert row(plan(state="draft")) is None
    register.published(plan(2), plan(3, state="drawn"))
    (told,) = register.files.json("draws")["plans"]
    assert (told["state"], told["steps"]) == ("frozen", [])
    register.published(plan(4, state="opened"), opened())
    (told,) = register.files.json("draws")["plans"]
    assert (told["state"], [one["step"] for one in told["steps"]]) == ("opened", ["opened"])
    assert b"acc-" not in register.files.raw["draws.json"]


def test_what_is_not_public_makes_no_row() -> None:
    for event in (events.DRAW_DRAWN, events.SCAN_RECORDED, events.ALARM_RAISED, events.VERIFICATION_RECORDED):
        assert row(Item("X", "~", {}, event=event.mark)) is None


def test_an_empty_stall_has_nobody(register: Register) -> None:
    ended = {
        "merchant_id": MERCHANT,
        "merchant_name": "演示水产",
        "since": "2026-01-01",
        "until": "2026-11-01",
    }
    told = {"id": made("stl", 2), "site_id": SITE, "name": "B1", "tenancies": [ended]}
    found = row(Item(f"S#{SITE}", f"T#{made('stl', 2)}", told, event=events.STALL_CHANGED.mark))
    assert isinstance(found, Row)
    assert "merchant_id" not in found.told
    register.published()
    register.published(Item(f"S#{SITE}", f"T#{made('stl', 2)}", told, event=events.STALL_CHANGED.mark))
    assert "B1" not in {one["stall"] for one in register.files.json(f"sites/{SITE}")["stalls"]}


def test_a_row_goes_through_its_key_unchanged() -> None:
    for item in SHOWN:
        found = row(item)
        assert found is not None
        assert Row.read(found.key()) == found


def test_every_day_a_certificate_can_end_on_is_told_so_that_the_reader_sees_it_end(
    register: Register,
) -> None:
    register.office.verify(TESTER, made("lab", 1), valid_until=date(2026, 12, 1))
    (scale,) = [one for one in register.published().page()["instruments"] if "valid_until" in one]
    assert scale["valid_until"] == "2026-12-01"


def test_a_file_that_cannot_be_made_keeps_no_other_back_and_is_tried_again(register: Register) -> None:
    class Broken(FakeFiles):
        def put(self, name: str, raw: bytes) -> None:
            if name.startswith("merchants/"):
                raise OSError(name)
            super().put(name, raw)

    whole, broken = register.publisher, Broken()
    register.publisher = replace(whole, files=broken)
    with pytest.raises(Unmade):
        register.published()
    assert {"sites", "districts"} <= {name.partition("/")[0] for name in broken.raw}
    assert "now.json" not in broken.raw
    register.publisher = whole
    register.machine.at += timedelta(minutes=1)
    assert whole.run(lambda: True) == 1
    assert register.page()["name"] == "演*"
    assert "now.json" in register.files.raw


def test_a_check_changes_a_head_and_no_file(register: Register) -> None:
    register.published()
    head = register.table.get(f"I#{number(SCALE)}", "~")
    assert head is not None
    again = replace(head, v=head.v + 1, document={**head.document, "checks": [{"id": "chk-1"}]})
    register.follow(again)
    register.machine.at += timedelta(minutes=1)
    assert register.publisher.run(lambda: True) == 0
    register.follow(again)
    register.machine.at += timedelta(minutes=1)
    assert register.publisher.run(lambda: True) > 0, "the same record again: its marks may be missing"
