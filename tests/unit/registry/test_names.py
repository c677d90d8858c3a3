"""The index of names: readings, what is in it, when it is made again."""

import gzip
import json
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import NotFound
from chalicelib.registry.model import number
from chalicelib.registry.names import MOST_READINGS, syllables
from chalicelib.registry.parties import Merchant
from chalicelib.registry.service_due import DueEffect
from chalicelib.registry.service_names import NamesEffect, NamesMaker, NamesReader
from chalicelib.registry.store_names import NamesStore
from chalicelib.store import Item
from tests import office as demo
from tests.fakes import FakeTable
from tests.office import CLERK, DISTRICT, MERCHANT, SCALE, SITE, Office, made
from tests.unit.registry.test_due import followed


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("曾阿美", ["zeng", "mei"]),
        ("单雄信", ["shan", "dan"]),
        ("仇九", ["qiu", "jiu"]),
        ("重庆火锅", ["chong", "zhong"]),
        ("长乐路", ["chang", "le", "yue"]),
        ("吕氏银行", ["lv", "hang"]),
        ("ABC超市2号", ["abc", "chao", "2", "hao"]),
    ],
)
def test_every_reading_people_may_type_is_kept(name: str, readings: list[str]) -> None:
    kept = {one for word in syllables(name).split(" ") for one in word.split("|")}
    assert set(readings) <= kept


def test_the_reading_in_its_words_comes_first() -> None:
    assert syllables("重庆").startswith("chong")
    assert syllables("曾").split("|")[0] == "zeng"
    assert [word.split("|")[0] for word in syllables("演示水产").split()] == ["yan", "shi", "shui", "chan"]


@given(st.text(max_size=40))
def test_any_text_has_plain_syllables(name: str) -> None:
    for word in syllables(name).split():
        assert word.isascii()
        assert 1 <= len(word.split("|")) <= MOST_READINGS


@dataclass
class Files:
    """A bucket in memory that counts."""

    kept: dict[str, bytes] = field(default_factory=dict)
    puts: int = 0

    def put(self, district: str, raw: bytes) -> None:
        self.kept[district] = raw
        self.puts += 1

    def address(self, district: str) -> str:
        return f"https://files/{district}"

    def rows(self) -> list[list[str]]:
        told: list[list[str]] = json.loads(gzip.decompress(self.kept[DISTRICT]))["names"]
        return told


class Town:
    """A district whose names are made."""

    def __init__(self) -> None:
        self.office = Office(FakeTable()).furnished()
        self.book, self.files = NamesStore(self.office.table), Files()
        self.effect = NamesEffect(self.book, self.office.clock)
        self.maker = NamesMaker(self.book, self.files, (DISTRICT,), self.office.clock)

    def run(self, seconds: int = 300) -> int:
        self.office.clock.at += timedelta(seconds=seconds)
        return self.maker.run(lambda: True)


@pytest.fixture
def town() -> Town:
    return Town()


def test_merchants_sites_and_stalls_are_in_it_once(town: Town) -> None:
    for place in (8, 9):
        stalled = demo.scale(f"ST-{place}", SITE).model_copy(update={"stall": "A12"})
        town.office.registry.put_instrument(CLERK, made("ins", place), stalled, None)
    followed(town.office)
    for place in (8, 9):
        DueEffect(town.office.due_lists).refresh(number(made("ins", place)))
    assert town.run() == 1
    rows = town.files.rows()
    assert ["m", MERCHANT, "演示水产"] in [row[:3] for row in rows]
    assert [row[0] for row in rows].count("s") == 2
    (stall,) = (row for row in rows if row[0] == "t")
    assert (stall[1], stall[2], stall[3], stall[5]) == (SITE, "演示市场 A12", "演示水产", "A12")


def test_it_is_made_again_after_a_change_and_only_then(town: Town) -> None:
    assert [town.run(), town.run()] == [1, 0]
    town.effect.refresh(DISTRICT)
    assert [town.run(), town.run()] == [1, 0]
    assert town.files.puts == 1, "the same names are not uploaded again"
    renamed = Merchant(name="新名字", kind="stall_keeper", district=DISTRICT)
    town.office.registry.put_merchant(CLERK, MERCHANT, renamed, 1)
    town.effect.refresh(DISTRICT)
    assert town.run() == 1
    assert town.files.puts == 2
    assert "新名字" in [row[2] for row in town.files.rows()]


def test_what_changed_just_now_is_made_twice(town: Town) -> None:
    town.run()
    town.effect.refresh(DISTRICT)
    assert [town.run(seconds=1), town.run(), town.run()] == [1, 1, 0]


def test_everything_is_made_once_a_day(town: Town) -> None:
    town.run()
    assert town.run(seconds=86_400) == 1


def test_time_that_is_up_leaves_the_rest_to_the_next_run(town: Town) -> None:
    assert town.maker.run(lambda: False) == 0


def test_merchants_sites_and_places_touch_their_district(town: Town) -> None:
    followed(town.office)
    for pk, sk in ((f"M#{MERCHANT}", "A"), (f"S#{SITE}", "A"), (f"I#{number(SCALE)}", "D")):
        item = town.office.table.get(pk, sk)
        assert item
        assert tuple(town.effect.touched(item)) == (DISTRICT,)
    for silent in (Item(f"I#{number(SCALE)}", "D", {}), Item(f"I#{number(SCALE)}", "~", {"district": "x"})):
        assert tuple(town.effect.touched(silent)) == ()


def test_a_phone_is_led_to_the_file_once_there_is_one(town: Town) -> None:
    reader = NamesReader(town.book, town.files)
    with pytest.raises(NotFound):
        reader.index(DISTRICT)
    town.run()
    told = reader.index(DISTRICT)
    assert (told.url, told.count) == (f"https://files/{DISTRICT}", 3)
    assert told.size_bytes == len(town.files.kept[DISTRICT])
