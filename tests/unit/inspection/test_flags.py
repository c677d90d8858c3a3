"""Red flags of checks: what raises an alarm, once, with the checks it rests on; and what does not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.inspection.checks import CheckBody, kept_model
from chalicelib.inspection.flags import found
from chalicelib.inspection.judging import judge, kept
from chalicelib.inspection.service_flags import FlagEffect
from chalicelib.inspection.store_flags import HistoryStore
from chalicelib.registry.alarms import Alarm, Verdict
from chalicelib.store import Item
from tests.fakes import FakeTable
from tests.office import ANNA, DISTRICT, NOON, SCALE, SUPERVISOR, VISIT, Office, check, made

STEADY = [("1000", "1030"), ("2000", "2060"), ("5000", "5150")]
HONEST = [("1000", "1000"), ("2000", "2005"), ("5000", "4995")]


class Watch:
    """An office whose checks are followed for flags."""

    def __init__(self) -> None:
        self.table = FakeTable()
        self.office = Office(self.table).furnished().identified()
        self.effect = FlagEffect(HistoryStore(self.table), self.office.alarms, self.office.clock)

    def check(self, place: int, readings: list[tuple[str, str]], **changed: Any) -> Item:
        told = [{"load_g": load, "indication_g": shown} for load, shown in readings]
        chk = made("chk", place)
        self.office.inspection.put_check(ANNA, VISIT, chk, check(readings=told, **changed))
        item = self.table.items[f"V#{VISIT}", f"C#{chk}"]
        for key in self.office.follower.effects[0].touched(item):
            self.office.follower.effects[0].refresh(key)
        self.follow(item)
        return item

    def follow(self, item: Item) -> None:
        for key in self.effect.touched(item):
            self.effect.refresh(key)

    def alarms(self, state: str = "open") -> list[Alarm]:
        rows = self.office.alarms.list(SUPERVISOR, DISTRICT, state, "", 50).rows  # type: ignore[arg-type]
        return [self.office.alarms.alarm(SUPERVISOR, row["id"]).value for row in rows]


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_readings_too_high_by_one_share_are_a_task_for_a_person(watch: Watch) -> None:
    item = watch.check(1, STEADY)
    watch.follow(item)
    (alarm,) = watch.alarms()
    assert (alarm.kind, alarm.about.instrument_id, alarm.confidence) == ("red_flag", SCALE, "single")
    (evidence,) = alarm.evidence
    assert evidence.what == "red_flag"
    assert (evidence.flag, [one.check for one in evidence.checks]) == ("systematic_ratio", [made("chk", 1)])
    assert "疑似" in evidence.explanation.zh
    standing = watch.table.items[f"V#{VISIT}", f"C#{made('chk', 1)}"].document
    assert "flag" not in str(standing)


def test_honest_readings_raise_nothing(watch: Watch) -> None:
    watch.check(1, HONEST)
    assert watch.alarms() == []


def test_checks_that_show_it_again_are_added_until_it_is_decided(watch: Watch) -> None:
    watch.check(1, STEADY)
    watch.check(2, STEADY)
    (alarm,) = watch.alarms()
    assert (len(alarm.evidence), alarm.confidence) == (2, "repeated")
    watch.office.alarms.decide(SUPERVISOR, alarm.id, Verdict(state="dismissed", reason="标准砝码有误"), 2)
    item = watch.table.items[f"V#{VISIT}", f"C#{made('chk', 2)}"]
    watch.follow(item)
    assert watch.alarms() == []
    watch.check(3, STEADY)
    (later,) = watch.alarms()
    assert later.id != alarm.id


def test_one_load_at_a_time_shows_over_several_checks(watch: Watch) -> None:
    for place, reading in enumerate(STEADY[:2], 1):
        watch.check(place, [reading])
    assert watch.alarms() == []
    watch.check(3, [STEADY[2]])
    watch.check(4, [STEADY[2]])
    (alarm,) = watch.alarms()
    (evidence,) = alarm.evidence
    assert evidence.what == "red_flag"
    assert [one.check for one in evidence.checks] == [made("chk", place) for place in (3, 2, 1)]


def test_one_load_weighed_differently_is_odd(watch: Watch) -> None:
    watch.check(1, [("1000", "1000"), ("1000", "1020")])
    assert [one.key.split("/")[1] for one in watch.alarms()] == ["not_repeatable"]


def test_a_broken_seal_is_told_and_a_serial_number_in_another_spelling_is_not(watch: Watch) -> None:
    told = {
        "kind": "identity",
        "instrument_id": SCALE,
        "device_at": "2026-11-24T03:58:00Z",
        "device": "phone-1",
        "seal_intact": False,
        "serial_no": "sn－0",
    }
    new = CheckBody.model_validate(told).root
    judged = judge(new, watch.office.head(), NOON.date())
    facts = {
        "id": made("chk", 1),
        "visit_id": VISIT,
        "by": ANNA.id,
        "received_at": NOON,
        "judged_on": NOON.date(),
    }
    one = kept_model("identity").model_validate(kept(new, judged, **facts, judged_by="server"))
    assert [flag.flag.code for flag in found([one])] == ["seal_mismatch"]


@given(st.lists(st.tuples(st.integers(0, 20_000), st.integers(-100, 20_000)), min_size=1, max_size=50))
def test_any_readings_are_looked_at(readings: list[tuple[int, int]]) -> None:
    watch = Watch()
    watch.check(1, [(str(load), str(shown)) for load, shown in readings])
    assert {one.kind for one in watch.alarms()} <= {"red_flag"}
