"""Following the stream: what is refreshed, what comes again, what is passed over."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib import logs
from chalicelib.follow import Follower
from chalicelib.registry.model import number
from chalicelib.registry.parties import Merchant, Site
from chalicelib.registry.service_follow import HeadEffect
from chalicelib.registry.service_heads import Heads
from chalicelib.registry.service_walks import Walks
from chalicelib.registry.store import RegistryStore
from chalicelib.store import Item
from chalicelib.store_dynamo import attributes
from tests import office as demo
from tests.fakes import FakeTable
from tests.office import (
    ANNA,
    CLERK,
    DISTRICT,
    ELSEWHERE,
    MERCHANT,
    OTHER_SCALE,
    SCALE,
    SITE,
    VISIT,
    Office,
    made,
)


@pytest.fixture
def office() -> Office:
    return Office(FakeTable()).furnished()


def record(place: str, item: Item | None = None, image: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A stream record as Lambda hands it over."""
    told: dict[str, Any] = {"SequenceNumber": place}
    if item is not None:
        told["NewImage"] = attributes(item)
    if image is not None:
        told["NewImage"] = image
    return {"eventName": "MODIFY", "dynamodb": told}


def removed(place: str, item: Item) -> dict[str, Any]:
    told = {"SequenceNumber": place, "OldImage": attributes(item)}
    return {"eventName": "REMOVE", "dynamodb": told}


def item(office: Office, pk: str, sk: str = "A") -> Item:
    found = office.table.get(pk, sk)
    assert found is not None
    return found


def checked(office: Office, place: int = 1) -> Item:
    """A check that was recorded and not yet followed."""
    kept, _ = office.inspection.put_check(ANNA, VISIT, made("chk", place), demo.check())
    return item(office, f"V#{VISIT}", f"C#{kept.id}")


def failed(answer: Mapping[str, Any]) -> list[str]:
    assert answer.keys() == {"batchItemFailures"}
    assert all(one.keys() == {"itemIdentifier"} for one in answer["batchItemFailures"])
    return [one["itemIdentifier"] for one in answer["batchItemFailures"]]


def test_a_check_shows_in_the_head_once_however_often_it_comes(office: Office) -> None:
    office.identified()
    recorded = checked(office)
    for _ in range(3):
        assert failed(office.follower.consume([record("1", recorded), record("2", recorded)])) == []
    assert [one.id for one in office.head().checks] == [made("chk", 1)]


def test_a_renamed_merchant_is_renamed_in_all_its_heads(office: Office) -> None:
    renamed = Merchant(name="演示海鲜", kind="stall_keeper", district=DISTRICT)
    office.registry.put_merchant(CLERK, MERCHANT, renamed, 1)
    assert office.head().merchant.name == "演示水产"
    assert failed(office.follower.consume([record("1", item(office, f"M#{MERCHANT}"))])) == []
    for instrument in (SCALE, OTHER_SCALE, ELSEWHERE):
        head = office.head(instrument)
        assert (head.merchant.name, head.merchant.public_name) == ("演示海鲜", "演*")


def test_a_renamed_site_is_renamed_in_its_own_heads_only(office: Office) -> None:
    office.registry.put_site(CLERK, SITE, Site(name="新市场", venue="market", district=DISTRICT), 1)
    office.follower.consume([record("1", item(office, f"S#{SITE}"))])
    names = [office.head(one).site.name for one in (SCALE, OTHER_SCALE, ELSEWHERE)]
    assert names == ["新市场", "新市场", "演示市场"]


def test_one_bad_record_does_not_stop_the_others(office: Office) -> None:
    office.identified()
    torn = {"pk": {"S": "V#x"}, "sk": {"S": "C#x"}, "d": {"S": "{torn"}, "e": {"S": "check-recorded/1"}}
    batch = [record("1", image=torn), record("2", checked(office)), record("3", image={})]
    answer = office.follower.consume(batch)
    assert failed(answer) == ["1"]
    assert [one.id for one in office.head().checks] == [made("chk", 1)]


def test_removed_items_and_items_without_an_event_are_passed_over(office: Office) -> None:
    before = dict(office.table.items) if isinstance(office.table, FakeTable) else {}
    silent = item(office, "X#SERIAL#演示衡器有限公司#SN-0", "~")
    answer = office.follower.consume([removed("1", item(office, f"M#{MERCHANT}")), record("2", silent)])
    assert failed(answer) == []
    assert isinstance(office.table, FakeTable)
    assert office.table.items == before


def test_an_empty_batch_is_nothing(office: Office) -> None:
    assert failed(office.follower.consume([])) == []


class Failing(Heads):
    """Heads of which one cannot be refreshed."""

    def refresh(self, instrument_number: str) -> None:
        if instrument_number == number(SCALE):
            raise TimeoutError("陈阿水 13800000000")
        super().refresh(instrument_number)


def test_every_record_of_a_head_that_failed_comes_again_and_the_other_heads_are_done(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    shelf = RegistryStore(office.table)
    follower = Follower((HeadEffect(Failing(shelf, office.clock), Walks(shelf)),))
    renamed = Merchant(name="演示海鲜", kind="stall_keeper", district=DISTRICT)
    office.registry.put_merchant(CLERK, MERCHANT, renamed, 1)
    batch = [
        record("11", item(office, f"I#{number(SCALE)}")),
        record("12", item(office, f"I#{number(OTHER_SCALE)}")),
        record("13", item(office, f"M#{MERCHANT}")),
    ]
    logs.logger.cache_clear()  # this test's own standard output
    assert failed(follower.consume(batch)) == ["11", "13"]
    assert office.head().merchant.name == "演示水产"
    assert office.head(OTHER_SCALE).merchant.name == "演示海鲜"
    printed = capsys.readouterr().out
    assert json.loads(printed.splitlines()[0])["error"] == "TimeoutError"
    assert "13800000000" not in printed
    assert failed(office.follower.consume(batch)) == []
    assert office.head().merchant.name == "演示海鲜"


def test_a_head_touched_by_many_records_is_rebuilt_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched: list[str] = []
    monkeypatch.setattr(Heads, "refresh", lambda _, shelf: touched.append(shelf))
    same = item(office, f"I#{number(SCALE)}")
    office.follower.consume([record(str(place), same) for place in range(50)])
    assert touched == [number(SCALE)]
