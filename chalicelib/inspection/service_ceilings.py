"""How often the owner of a place was visited in a year, told to planners before they send a visit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from chalicelib.accounts.model import Actor
from chalicelib.inspection.caps import Ceiling, Rules, YearCount, owner
from chalicelib.inspection.problems import NotYourDistrict
from chalicelib.inspection.service_book import Counted, Places
from chalicelib.inspection.sources import ReasonClass


class Counts(Protocol):
    """The visits that were counted."""

    def count(self, owner: str, year: int) -> Counted[YearCount]: ...


@dataclass(frozen=True)
class Ceilings:
    """The annual cap as it would stand for a visit that is not planned yet."""

    counts: Counts
    places: Callable[[], Places]
    rules: Rules

    def of_site(self, actor: Actor, site_id: str, reason: ReasonClass, day: date) -> Ceiling:
        """For a visit to a site on the local `day`. Raises NotFound, NotYourDistrict."""
        site = self.places().site(site_id).value
        return self._of(actor, site.district, owner(site.organiser_id, site_id), reason, day)

    def of_merchant(self, actor: Actor, merchant_id: str, reason: ReasonClass, day: date) -> Ceiling:
        """For a visit to a merchant on the local `day`. Raises NotFound, NotYourDistrict."""
        merchant = self.places().merchant(merchant_id).value
        return self._of(actor, merchant.district, merchant_id, reason, day)

    def _of(self, actor: Actor, district: str, whose: str, reason: ReasonClass, day: date) -> Ceiling:
        if not actor.works_in(district):
            raise NotYourDistrict
        return Ceiling.of(self.counts.count(whose, day.year).value, self.rules, reason, day)
