"""Officers' scans followed from the stream: encounters kept once, alarms raised once, whatever order things come in."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.follow import Follower
from chalicelib.labels.service_copies import CopyEffect, Encounters
from chalicelib.labels.service_sightings import Seen, Sighting
from chalicelib.labels.store import LabelStore
from chalicelib.labels.store_copies import CopyStore
from chalicelib.registry.alarm_evidence import Trip
from chalicelib.registry.alarms import Alarm
from chalicelib.registry.model import number
from chalicelib.registry.problems import Busy
from chalicelib.registry.service_book import Changed
from chalicelib.store import Table
from chalicelib.store_dynamo import attributes
from tests.fakes import FakeTable
from tests.office import DISTRICT, SCALE, SITE, SUPERVISOR, Office, made
from tests.unit.labels.scanned import FAR, NOON, minutes, scan


@dataclass(frozen=True)
class Street:
    """Citizens who saw what they are told they saw."""

    seen: list[Sighting]

    def seen_near(self, named: str, since: datetime) -> list[Sighting]:
        return [one for one in self.seen if one.seen.number == named and one.hour >= since]


MONTH, LABEL = "2026-11", number(SCALE)


@pytest.fixture
def office() -> Office:
    return Office(FakeTable()).furnished()


def citizens(*cells: tuple[str, str] | None, counter: int = 1, hours: int = 0) -> list[Sighting]:
    return [
        Sighting(Seen(LABEL, counter, "genuine", cell), NOON + timedelta(hours=hours), 3) for cell in cells
    ]


@pytest.mark.parametrize(
    ("seen", "counts", "confidence"),
    [
        (citizens(("24.48", "118.09"), ("24.66", "118.09")), (3, 3), "corroborated"),
        (citizens(("24.49", "118.08")), (3, 0), "single"),
        (citizens(("24.48", "118.11"), None), (0, 0), "single"),
        (citizens(("24.48", "118.09"), counter=2), (0, 0), "single"),
        (citizens(("24.48", "118.09"), hours=24), (0, 0), "single"),
    ],
)
def test_citizens_support_an_alarm_on_the_day_at_the_place_for_the_label(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    seen: list[Sighting],
    counts: tuple[int, int],
    confidence: str,
) -> None:
    monkeypatch.setattr(Street, "seen_near", lambda *_: seen)
    follow(office, record(office, *two_scans()))
    (alarm,) = alarms(office)
    (evidence,) = alarm.evidence
    assert isinstance(evidence, Trip)
    assert (evidence.citizens_first, evidence.citizens_second) == counts
    assert alarm.confidence == confidence


def test_citizens_alone_raise_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    both = citizens(("24.48", "118.09"), ("24.66", "118.09"))
    monkeypatch.setattr(Street, "seen_near", lambda *_: both)
    follow(office, record(office, two_scans()[0]))
    assert alarms(office) == []


def effect(office: Office) -> CopyEffect:
    return CopyEffect(CopyStore(office.table), office.alarms, Street([]), office.clock)


def record(office: Office, *documents: dict[str, Any]) -> list[dict[str, Any]]:
    """The stream's records of these scans, kept as the service keeps them."""
    records = []
    for document in documents:
        account, name = document["account"], document["id"]
        told = {
            **document,
            "resolution": document["resolution"] | {"outcome": "genuine", "reason": "genuine"},
        }
        LabelStore(office.table).record_scan(account, MONTH, name, told, name)
        item = office.table.get(f"U#{account}#{MONTH}", f"N#{name}")
        assert item is not None
        records.append({"dynamodb": {"SequenceNumber": name, "NewImage": attributes(item)}})
    return records


def follow(office: Office, records: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    failures: list[dict[str, str]] = Follower((effect(office),)).consume(records)["batchItemFailures"]
    return failures


def alarms(office: Office) -> list[Alarm]:
    rows = office.alarms.list(SUPERVISOR, DISTRICT, "open", "", 50).rows
    return [office.alarms.alarm(SUPERVISOR, row["id"]).value for row in rows]


def two_scans() -> list[dict[str, Any]]:
    return [scan(1, label=LABEL, site=SITE), scan(2, minutes(5), FAR, label=LABEL, site=made("sit", 9))]


@pytest.mark.parametrize("is_turned", [False, True])
def test_two_scans_too_far_apart_raise_one_alarm_in_any_order(office: Office, is_turned: bool) -> None:  # noqa: FBT001
    records = record(office, *two_scans())
    for one in reversed(records) if is_turned else records:
        assert follow(office, [one]) == []
    (alarm,) = alarms(office)
    (evidence,) = alarm.evidence
    assert isinstance(evidence, Trip)
    assert (evidence.first.scan, evidence.second.scan) == ("scn-1", "scn-2")
    assert (evidence.first.site_id, evidence.first.site_name) == (SITE, "演示市场")
    assert (alarm.about.number, alarm.about.instrument_id) == (LABEL, SCALE)


def test_a_site_nobody_registered_was_not_seen(office: Office) -> None:
    follow(office, record(office, *two_scans()))
    (evidence,) = alarms(office)[0].evidence
    assert isinstance(evidence, Trip)
    assert (evidence.second.site_id, evidence.second.site_name) == (None, None)


def test_repeats_change_nothing(office: Office) -> None:
    records = record(office, *two_scans())
    follow(office, records)
    standing = {key: item for key, item in office.table.items.items() if key[0] != ""}  # type: ignore[attr-defined]
    follow(office, records + records)
    assert office.table.items == standing  # type: ignore[attr-defined]


def test_shuffled_and_repeated_records_end_in_the_same_encounters_and_alarms() -> None:
    documents = [
        scan(place, minutes(place), FAR if place % 3 == 0 else ("24.480", "118.090"), label=LABEL)
        for place in range(9)
    ]
    ends = set()
    for seed in range(4):
        office = Office(FakeTable()).furnished()
        records = record(office, *documents)
        shuffled = random.Random(seed).choices(records, k=20) + records  # noqa: S311 - an order, no secret
        for one in shuffled:
            follow(office, [one])
        (alarm,) = alarms(office)
        kept = CopyStore(office.table).encounters(LABEL, 1).kept
        ends.add((tuple(one.scan for one in kept), frozenset(one.ref for one in alarm.evidence)))
    assert len(ends) == 1


def test_a_crash_after_the_encounters_were_kept_loses_no_alarm(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = record(office, *two_scans())
    follow(office, records[:1])
    with monkeypatch.context() as broken:
        broken.setattr(type(office.alarms), "raise_", lambda *_: 1 / 0)
        assert follow(office, records[1:]) == [{"itemIdentifier": "scn-2"}]
    assert len(CopyStore(office.table).encounters(LABEL, 1).kept) == 2
    assert follow(office, records[1:]) == []
    assert len(alarms(office)) == 1


def test_two_followers_at_once_lose_no_pair(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = record(office, *two_scans())
    keep = CopyStore.keep
    crossed: list[bool] = []

    def crossing(store: CopyStore, label: str, counter: int, read: Encounters) -> None:
        if not crossed:
            crossed.append(True)
            follow(office, [second])
        keep(store, label, counter, read)

    monkeypatch.setattr(CopyStore, "keep", crossing)
    assert follow(office, [first]) == []
    assert len(alarms(office)) == 1


def test_endless_crossing_is_told_as_busy(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def crossed(*_: object) -> None:
        raise Changed

    monkeypatch.setattr(CopyStore, "keep", crossed)
    (one, _) = record(office, *two_scans())
    (key,) = effect(office).touched(_item(office.table, one))
    with pytest.raises(Busy):
        effect(office).refresh(key)


def _item(table: Table, one: dict[str, Any]) -> Any:
    name = one["dynamodb"]["SequenceNumber"]
    return table.get(f"U#acc-{name[4:]}#{MONTH}", f"N#{name}")


def test_scans_that_tell_nothing_of_a_label_are_left_alone(office: Office) -> None:
    foreign = scan(1, resolution={"reason": "foreign"})
    unknown = scan(2, label="0000000000")
    assert follow(office, record(office, foreign, unknown)) == []
    assert not [key for key in office.table.items if key[1].startswith("W#")]  # type: ignore[attr-defined]


def test_labels_scanned_beside_tell_the_site_of_a_copy(office: Office) -> None:
    others = [made("ins", 20 + place) for place in range(3)]
    beside = [
        scan(10 + place, minutes(100), None, account="acc-2", label=f"N{place}", home=made("sit", 2))
        for place, _ in enumerate(others)
    ]
    copy = scan(20, minutes(101), None, account="acc-2", label=LABEL, home=SITE)
    home = scan(1, minutes(0), None, account="acc-1", label=LABEL, home=SITE)
    at_home = scan(2, minutes(0) + timedelta(seconds=40), None, account="acc-1", label="H", home=SITE)
    follow(office, record(office, at_home, home, *beside, copy))
    (alarm,) = alarms(office)
    assert alarm.kind == "label_at_two_stalls"
