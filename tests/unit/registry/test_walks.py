"""A merchant of many instruments that changes: every head is rebuilt, and no record costs more than a page."""

from collections import Counter
from typing import Any

import pytest

from chalicelib.follow import Follower
from chalicelib.registry import service_walks
from chalicelib.registry.model import number
from chalicelib.registry.parties import Merchant, Site
from chalicelib.registry.service_book import Listing
from chalicelib.registry.service_follow import HeadEffect
from chalicelib.registry.service_heads import Heads
from chalicelib.registry.service_walks import PAGE, Walk, WalkEffect, Walks
from chalicelib.registry.store import RegistryStore
from chalicelib.registry.store_items import merchant_item, walk_item
from chalicelib.store import Item, Table
from chalicelib.store_dynamo import attributes
from tests.fakes import FakeTable
from tests.office import CLERK, DISTRICT, ELSEWHERE, MERCHANT, OTHER_SCALE, PUMP, SCALE, SITE, Office, Ticking

MANY = 5_000
RENAMED = Merchant(name="演示海鲜", kind="stall_keeper", district=DISTRICT)


def record(item: Item) -> dict[str, Any]:
    return {"dynamodb": {"SequenceNumber": f"{item.v}", "NewImage": attributes(item)}}


class LargeMerchant:
    """A list of MANY instruments, and the mark of the walk."""

    mark: tuple[Walk, int] | None = None

    def list_of_merchant(self, _: str, after: str, limit: int) -> Listing:
        first = int(after or 0)
        rows = tuple({"number": str(place)} for place in range(first, min(first + limit, MANY)))
        return Listing(rows, str(first + limit) if first + limit < MANY else "")

    list_at_site = list_of_merchant

    def walk(self, _: str) -> tuple[Walk, int] | None:
        return self.mark

    def put_walk(self, _: str, walk: Walk, seen: int) -> None:
        assert seen == (self.mark[1] if self.mark else 0)
        self.mark = walk, seen + 1


def test_five_thousand_heads_are_rebuilt_once_each_and_a_page_at_a_time() -> None:
    done, book = Counter[str](), LargeMerchant()

    class Counted(Heads):
        def refresh(self, instrument_number: str) -> None:
            done[instrument_number] += 1

    heads = HeadEffect(Counted(RegistryStore(FakeTable()), Ticking()), Walks(book))
    follower = Follower((heads, WalkEffect(Walks(book))))
    waiting: list[Item] = [merchant_item(MERCHANT, RENAMED, "", 7)]
    costs = []
    while waiting:
        before, mark = done.total(), book.mark
        assert follower.consume([record(waiting.pop())]) == {"batchItemFailures": []}
        costs.append(done.total() - before)
        if book.mark and book.mark != mark:
            waiting.append(walk_item(f"M#{MERCHANT}", *book.mark))
    assert costs == [PAGE] * (MANY // PAGE)
    assert set(done.values()) == {1}
    assert len(done) == MANY


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(service_walks, "PAGE", 1)
    return Office(FakeTable()).furnished()


def followed(office: Office, pk: str, table: Table) -> list[Walk]:
    """The stream brings the record, and every mark it leaves, twice each; answers the marks."""
    marks = []
    item = table.get(pk, "A")
    while item is not None:
        for _ in range(2):
            assert office.follower.consume([record(item)]) == {"batchItemFailures": []}
        found = table.get(pk, "W")
        item = found if found and found != item else None
        if item is not None:
            marks.append(Walk.model_validate(item.document))
    return marks


def test_every_head_of_a_renamed_merchant_and_site_is_rebuilt(office: Office) -> None:
    office.registry.put_merchant(CLERK, MERCHANT, RENAMED, 1)
    marks = followed(office, f"M#{MERCHANT}", office.table)
    assert [(one.of, one.step) for one in marks] == [(2, 1), (2, 2), (2, 3)]
    office.registry.put_site(CLERK, SITE, Site(name="新市场", venue="market", district=DISTRICT), 1)
    assert len(followed(office, f"S#{SITE}", office.table)) == 2
    heads = [office.head(one) for one in (SCALE, OTHER_SCALE, ELSEWHERE, PUMP)]
    assert {one.merchant.name for one in heads} == {"演示海鲜"}
    assert [one.site.name for one in heads] == ["新市场", "新市场", "演示市场", "新市场"]


def test_a_newer_change_ends_the_walk_before_it(office: Office) -> None:
    office.registry.put_merchant(CLERK, MERCHANT, RENAMED, 1)
    partition = f"M#{MERCHANT}"
    first = office.table.get(partition, "A")
    assert first is not None
    office.follower.consume([record(first)])
    late = office.table.get(partition, "W")
    assert late is not None
    again = RENAMED.model_copy(update={"name": "演示水产行"})
    office.registry.put_merchant(CLERK, MERCHANT, again, 2)
    newer = followed(office, partition, office.table)
    office.follower.consume([record(late)])
    stands = office.table.get(partition, "W")
    assert stands is not None
    assert Walk.model_validate(stands.document) == newer[-1]
    assert {office.head(one).merchant.name for one in (SCALE, OTHER_SCALE, ELSEWHERE, PUMP)} == {"演示水产行"}


def test_what_belongs_to_no_merchant_or_site_walks_nowhere(office: Office) -> None:
    item = office.table.get(f"I#{number(SCALE)}", "A")
    assert item is not None
    assert Walks(LargeMerchant()).page(item) == ((), None)
