"""Stalls (摊位) of a site and who held them when; pure. An organiser keeps its operators' data (Order 94 art. 5)."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import StringConstraints

from chalicelib.errors import Conflict
from chalicelib.ids import MerchantId, SiteId, StallId
from chalicelib.instants import Day
from chalicelib.registry.marks import Frozen

StallName = Annotated[
    str, StringConstraints(min_length=1, max_length=20, strip_whitespace=True, pattern=r"^[^\x00-\x1f]+$")
]


class TenancyOverlaps(Conflict):
    """A tenancy that would begin before the one before it began or ended: history is not rewritten."""

    code = "registry.tenancy_overlaps"
    zh = "起租日期与之前的承租记录重叠，请核对起租日期。"
    en = "The tenancy would overlap the one before. Check the day it begins."


class StallTold(Frozen):
    """Who holds a stall since when, as told; without a merchant it is empty since then.

    name   as the sign says it, "A12"; once given it stays
    """

    name: StallName
    merchant_id: MerchantId | None = None
    since: Day


class Tenancy(Frozen):
    """A merchant's time at a stall: from `since` to `until`, both inclusive local days; open without `until`."""

    merchant_id: MerchantId
    merchant_name: str
    since: date
    until: date | None = None


class Stall(Frozen):
    """A stall as kept, with all its tenancies, oldest first."""

    id: StallId
    site_id: SiteId
    name: StallName
    tenancies: tuple[Tenancy, ...] = ()

    @property
    def holder(self) -> Tenancy | None:
        """The tenancy that has not ended."""
        last = self.tenancies[-1] if self.tenancies else None
        return last if last is not None and last.until is None else None

    def told(self, new: StallTold, merchant_name: str) -> "Stall":
        """With what was told; the same merchant corrects the first day, another or none ends the tenancy before it.

        Raises TenancyOverlaps.
        """
        past, holder = self.tenancies, self.holder
        if holder is not None:
            past = past[:-1]
            if holder.merchant_id != new.merchant_id:
                if new.since <= holder.since:
                    raise TenancyOverlaps
                past = (*past, holder.model_copy(update={"until": new.since - timedelta(days=1)}))
        if past and past[-1].until is not None and new.since <= past[-1].until:
            raise TenancyOverlaps
        if new.merchant_id is None:
            return self.model_copy(update={"tenancies": past})
        tenancy = Tenancy(merchant_id=new.merchant_id, merchant_name=merchant_name, since=new.since)
        return self.model_copy(update={"tenancies": (*past, tenancy)})
