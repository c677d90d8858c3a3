"""Citizens' scans: counted, bounded, and nothing kept of who it was."""

import json
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from chalicelib.labels import service_sightings
from chalicelib.labels.service_sightings import Seen, Sighting, Sightings, network
from chalicelib.labels.store_sightings import SightingStore
from chalicelib.registry.model import number
from chalicelib.store import Clash, Item
from tests.fakes import FakeTable
from tests.unit.labels.desk import OTHER, SCALE, UNKNOWN, Desk

HOUR = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
CELL = ("24.48", "118.09")


class Street:
    """A stage whose entropy differs with every draw."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.ops = FakeTable()
        self.drawn = 0
        self.sightings = self.container()

    def container(self) -> Sightings:
        return Sightings(SightingStore(self.desk.table, self.ops), self.desk.clock, self.entropy)

    def entropy(self, size_bytes: int) -> bytes:
        self.drawn += 1
        return self.drawn.to_bytes(size_bytes)

    def kept(self) -> str:
        return json.dumps([[item.pk, item.sk, item.document] for item in self.ops.items.values()])


@pytest.fixture
def street() -> Street:
    return Street()


def seen(instrument: str = SCALE, counter: int | None = 1, cell: tuple[str, str] | None = CELL) -> Seen:
    return Seen(number(instrument), counter, "genuine", cell)


def test_scans_are_counted_by_label_outcome_hour_and_cell(street: Street) -> None:
    for _ in range(3):
        assert street.sightings.note("203.0.113.9", seen())
    assert street.sightings.note("198.51.100.7", seen(cell=None))
    street.desk.later(minutes=61)
    assert street.container().note("203.0.113.9", seen(counter=None))
    assert street.sightings.seen_near(number(SCALE), HOUR) == [
        Sighting(seen(cell=None), HOUR, 1),
        Sighting(seen(), HOUR, 3),
        Sighting(seen(counter=None), HOUR + timedelta(hours=1), 1),
    ]
    assert len(street.sightings.seen_near(number(SCALE), HOUR + timedelta(minutes=75))) == 1
    assert street.sightings.seen_near(number(OTHER), HOUR) == []


def test_nothing_is_kept_of_who_it_was(street: Street) -> None:
    street.sightings.note("203.0.113.9", seen())
    kept = street.kept()
    assert "203.0" not in kept
    assert {item.pk.split("#")[0] for item in street.ops.items.values()} == {"SEEN", "NETWORK", "SALT"}
    assert all(item.expires_s for item in street.ops.items.values())
    assert all(item.event == "" for item in street.ops.items.values())


def test_a_network_is_another_every_day(street: Street) -> None:
    street.sightings.note("203.0.113.9", seen())
    street.desk.later(days=1)
    street.sightings.note("203.0.113.9", seen())
    assert len({item.pk for item in street.ops.items.values() if item.pk.startswith("NETWORK#")}) == 2


def test_neighbours_are_one_network_and_containers_share_the_days_salt(street: Street) -> None:
    street.sightings.note("203.0.113.9", seen())
    street.container().note("203.0.113.77", seen())
    networks = [item for item in street.ops.items.values() if item.pk.startswith("NETWORK#")]
    assert [one.document["counts"] for one in networks] == [{"calls": 2}]


def test_who_sends_too_many_is_not_counted(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_sightings, "MOST_PER_NETWORK", 2)
    assert [street.sightings.note("203.0.113.9", seen()) for _ in range(4)] == [True, True, False, False]
    assert street.sightings.note("198.51.100.1", seen())
    street.desk.later(hours=1)
    assert street.sightings.note("203.0.113.9", seen())


def test_who_was_refused_costs_no_write(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_sightings, "MOST_PER_NETWORK", 1)
    street.sightings.note("203.0.113.9", seen())
    before = street.kept()
    assert not street.sightings.note("203.0.113.9", seen())
    assert street.kept() == before


def test_a_flood_that_outruns_the_count_is_not_let_through(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    street.sightings.note("203.0.113.9", seen())
    put = street.ops.put

    def outrun(item: Item, seen: int) -> None:
        if item.pk.startswith("NETWORK#"):
            raise Clash
        put(item, seen)

    monkeypatch.setattr(street.ops, "put", outrun)
    assert not street.sightings.note("203.0.113.9", seen())


def test_numbers_nobody_registered_are_not_counted(street: Street) -> None:
    assert not street.sightings.note("203.0.113.9", seen(UNKNOWN))
    assert "SEEN#" not in street.kept()


def test_an_hour_of_a_number_holds_so_many_rows_and_no_more(street: Street) -> None:
    told = [
        street.sightings.note("203.0.113.9", seen(cell=(f"24.{place:02d}", "118.09"))) for place in range(70)
    ]
    assert told == [True] * 64 + [False] * 6
    assert street.sightings.note("203.0.113.9", seen(cell=("24.00", "118.09")))


def test_parallel_scans_lose_none_that_was_told_counted(street: Street) -> None:
    told: list[bool] = []
    threads = [
        Thread(target=lambda: told.append(street.container().note("203.0.113.9", seen()))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one.count for one in street.sightings.seen_near(number(SCALE), HOUR)) == sum(told)


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        (" 203.0.113.255 ", "203.0.113.0/24"),
        ("2001:db8:1:2::9", "2001:db8:1::/48"),
        ("", "unknown"),
        ("a'; DROP", "unknown"),
        ("203.0.113.9:443", "unknown"),
    ],
)
def test_a_network_is_the_front_of_an_address(address: str, named: str) -> None:
    assert network(address) == named
