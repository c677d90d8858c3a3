"""Counts of complaints for tests: reports about stalls of two sites, a planning desk that hears what they propose."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

from chalicelib.complaints.counts import Quarter, published
from chalicelib.complaints.model import File
from chalicelib.complaints.store_counts import CountStore
from chalicelib.follow import Follower
from chalicelib.registry.parties import Venue
from chalicelib.sampling.plans import WeightRule
from chalicelib.sampling.service_proposals import ProposalEffect, Proposals
from chalicelib.sampling.store_proposals import ProposalStore
from chalicelib.store import Item
from chalicelib.store_dynamo import attributes
from tests.complaining import file
from tests.fakes import FakeTable
from tests.office import made
from tests.unit.sampling import desk as desks
from tests.unit.sampling.desk import PLAN, SUPERVISOR, Desk

Q3, Q2 = "2026-Q3", "2026-Q2"
MARKET, STREET = made("sit", 1), made("sit", 2)
VENUES: dict[str, Venue] = {MARKET: "market", STREET: "seafood_street"}
AFTER = datetime(2027, 1, 4, 4, 0, tzinfo=UTC)
_NAMES = count(1)


def told(stall: int, site: str = MARKET, **changed: Any) -> File:
    """A report about a stall."""
    about = {"site_id": site, "stall_id": made("stl", stall)}
    return file(**{"kind": "report", "id": made("cmp", next(_NAMES)), "about": about, **changed})


class Hall:
    """A desk with a draft plan, and what two quarters propose, as the stream told it."""

    def __init__(self) -> None:
        self.table = FakeTable()
        self.desk = Desk(self.table).furnished()
        self.shelf = ProposalStore(self.table)
        self.effect = ProposalEffect(self.shelf)
        self.proposals = Proposals(self.shelf, self.desk.plans)

    def heard(self, name: str, stalls: int = 5) -> "Hall":
        quarter = Quarter.named(name)
        assert quarter is not None
        files = [told(stall) for stall in range(stalls)]
        CountStore(self.table).keep(published(quarter, files, VENUES, desks.NOON))
        item = self.table.items[f"CQ#{name}", "~"]
        record = {"dynamodb": {"SequenceNumber": "1", "NewImage": attributes(item)}}
        for _ in range(2):
            assert Follower((self.effect,)).consume([record]) == {"batchItemFailures": []}
        return self

    def draft(self, **changed: Any) -> None:
        self.desk.plans.put_plan(SUPERVISOR, PLAN, desks.plan(**changed), None)

    def weights(self) -> tuple[WeightRule, ...]:
        return self.desk.plans.plan(PLAN).value.weights


def items() -> Iterator[Item]:
    """What is kept of a count, and of what it proposes."""
    yield from (one for one in Hall().heard(Q3).table.items.values() if one.pk[:3] in {"CQ#", "W#2"})
