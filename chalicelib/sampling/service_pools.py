"""Object pools (检查对象名录库): which objects of the registry a plan may draw, and how many are left out why."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Protocol

from chalicelib.registry.districts import DISTRICTS
from chalicelib.registry.model import OVER, InstrumentHead, number
from chalicelib.registry.parties import Merchant, Site
from chalicelib.registry.service_book import Listing, Stored, every_row
from chalicelib.sampling.exclusions import AnnualCap, KeptSpared, Reason
from chalicelib.sampling.forms import Entry
from chalicelib.sampling.items import ObjectKind
from chalicelib.sampling.plans import KeptPlan, Plan, Scope


@dataclass(frozen=True)
class Candidate:
    """An object of a plan's scope.

    number   its published id         id         what the registry knows it by, published nowhere
    venue    of the site it stands for or at     merchant   public number of who uses it, of instruments only
    """

    number: str
    id: str
    district: str
    venue: str
    merchant: str = ""


class Book(Protocol):
    """The registry's lists, as far as pools need them."""

    def list_sites(self, district: str, after: str, limit: int) -> Listing: ...
    def list_at_site(self, site_id: str, after: str, limit: int) -> Listing: ...
    def head(self, instrument_number: str) -> Stored[InstrumentHead] | None: ...
    def site(self, site_id: str) -> Stored[Site] | None: ...
    def merchant(self, merchant_id: str) -> Stored[Merchant] | None: ...


@dataclass(frozen=True)
class Named:
    """What the registry says of an object; `merchant` is as in Candidate."""

    name: str
    district: str
    merchant: str = ""


class Objects(Protocol):
    """Where objects come from."""

    def within(self, scope: Scope) -> Iterator[Candidate]:
        """Every object of a scope once, in any order."""

    def named(self, kind: ObjectKind, object_id: str) -> Named:
        """Name, district and user of an object."""


class SpareList(Protocol):
    """The white list."""

    def spared(self) -> Iterator[KeptSpared]:
        """All its entries, ended ones too."""


class Visits(Protocol):
    """How often objects and merchants were visited."""

    def counts(self, year: int) -> Mapping[str, int]:
        """Public number -> drawn visits in a year, of those that had any; an instrument's count for its user too."""


@dataclass(frozen=True)
class RegisteredObjects:
    """See Objects: sites by district, what is used there, and by whom; what has ended is not drawn."""

    book: Book

    def within(self, scope: Scope) -> Iterator[Candidate]:
        """See Objects. A merchant stands where its first instrument is found."""
        seen: set[str] = set()
        for district, site_id, venue in self._sites(scope):
            if scope.objects == "site":
                if not scope.categories or any(self._used(scope, site_id)):
                    yield Candidate(number(site_id), site_id, district, venue)
                continue
            for row in self._used(scope, site_id):
                merchant = self._merchant(row)
                if scope.objects == "instrument":
                    yield Candidate(row["number"], row["id"], district, venue, number(merchant))
                elif merchant not in seen:
                    seen.add(merchant)
                    yield Candidate(number(merchant), merchant, district, venue)

    def named(self, kind: ObjectKind, object_id: str) -> Named:
        """See Objects; an object the registry no longer has keeps its number for a name."""
        if kind == "instrument" and (head := self.book.head(number(object_id))):
            return Named(head.value.name, head.value.district, number(head.value.merchant_id))
        stored = self.book.site(object_id) if kind == "site" else self.book.merchant(object_id)
        return Named(stored.value.name, stored.value.district) if stored else Named(number(object_id), "")

    def _sites(self, scope: Scope) -> Iterator[tuple[str, str, str]]:
        everywhere: Iterable[str] = scope.districts or DISTRICTS
        for district in everywhere:
            for row in every_row(partial(self.book.list_sites, district)):
                if not scope.venues or row["venue"] in scope.venues:
                    yield district, str(row["id"]), str(row["venue"])

    def _used(self, scope: Scope, site_id: str) -> Iterator[Mapping[str, Any]]:
        for row in every_row(partial(self.book.list_at_site, site_id)):
            is_of_it = not scope.categories or row["category"] in scope.categories
            if is_of_it and row["state"] not in OVER:
                yield row

    def _merchant(self, row: Mapping[str, Any]) -> str:
        """The user of an instrument; rows written before they named it are looked up."""
        if "merchant_id" in row:
            return str(row["merchant_id"])
        head = self.book.head(row["number"])
        return head.value.merchant_id if head else row["number"]


@dataclass
class Pool:
    """The objects that may be drawn, as they stream by; `left_out` is whole once they have.

    cap   so many visits in the year are enough; None: the plan is exempt from the ceiling
    """

    plan: Plan
    objects: Iterator[Candidate]
    spared: Collection[str]
    visits: Mapping[str, int]
    cap: int | None
    left_out: Counter[Reason] = field(default_factory=Counter)

    def entries(self) -> Iterator[tuple[Entry, str]]:
        """Each entry with what the registry knows it by."""
        for one in self.objects:
            found = self._entry(one)
            if isinstance(found, Entry):
                yield found, one.id
            else:
                self.left_out[found] += 1

    def _entry(self, one: Candidate) -> Entry | Reason:
        if one.number in self.spared or one.merchant in self.spared:
            return "white_list"
        visits = max(self.visits.get(one.number, 0), self.visits.get(one.merchant, 0))
        if self.cap is not None and visits >= self.cap:
            return "annual_cap"
        stratum = self.plan.stratum_of(one.district, one.venue)
        if stratum is None:
            return "no_stratum"
        return Entry(one.number.encode(), stratum, self.plan.weight_of(one.district, one.venue))


@dataclass(frozen=True)
class Pools:
    """Makes the pool of a plan."""

    objects: Objects
    spare_list: SpareList
    visits: Visits

    def pool(self, plan: KeptPlan, day: date) -> Pool:
        """The pool of a plan on the local `day`, streaming from the registry."""
        return Pool(
            plan,
            self.objects.within(plan.scope),
            frozenset(one.number for one in self.spare_list.spared() if one.covers(plan.from_)),
            self.visits.counts(plan.year),
            None if plan.exempt else AnnualCap.on(day).visits_per_year,
        )
