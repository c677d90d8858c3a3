"""What a merchant sees of visits, and says of them."""

from dataclasses import dataclass
from typing import Protocol

from chalicelib.accounts.model import Actor
from chalicelib.errors import NotFound, VersionStale
from chalicelib.inspection.model import Visit
from chalicelib.inspection.problems import NotYourDistrict
from chalicelib.inspection.ratings import NewRating, RatingCount, check_ratable, mark
from chalicelib.inspection.service import READERS
from chalicelib.inspection.service_book import Changed, Counted, Rows, Stored

_ATTEMPTS = 24


class Dealings(Protocol):
    """Checks by whose instruments or goods were checked, and the counts of ratings."""

    def visit(self, visit_id: str) -> Stored[Visit] | None: ...
    def of_merchant(self, merchant_id: str, after: str) -> Rows: ...
    def was_checked(self, visit_id: str, merchant_id: str) -> bool: ...
    def has_rated(self, visit_id: str, mark: str) -> bool: ...
    def ratings(self, district: str, year: int) -> Counted[RatingCount]: ...
    def rate(self, visit_id: str, mark: str, count: Counted[RatingCount]) -> None:
        """Leave the mark and move the count, both or neither. Raises Changed."""


@dataclass(frozen=True)
class Merchants:
    """The merchants' side of visits."""

    dealings: Dealings

    def checks(self, actor: Actor, merchant_id: str, after: str) -> Rows:
        """What was checked of one's own and what it came to, newest first. Raises NotFound."""
        _own(actor, merchant_id)
        return self.dealings.of_merchant(merchant_id, after)

    def rate(self, actor: Actor, visit_id: str, new: NewRating) -> None:
        """Count what a merchant thought of a visit, once; told again nothing changes, for nobody knows what was told.

        Raises NotFound, TooEarly, Settled, VersionStale.
        """
        _own(actor, new.merchant_id)
        standing = self.dealings.visit(visit_id)
        if standing is None or not self._concerns(standing.value, new.merchant_id):
            raise NotFound(id=visit_id)
        visit = standing.value
        check_ratable(visit)
        own = mark(visit, new.merchant_id)
        for _ in range(_ATTEMPTS):
            if self.dealings.has_rated(visit_id, own):
                return
            count = self.dealings.ratings(visit.district, visit.planned_on.year)
            try:
                self.dealings.rate(visit_id, own, Counted(count.value.after(new.answer), count.seen))
            except Changed:
                continue
            return
        raise VersionStale

    def counts(self, actor: Actor, district: str, year: int) -> RatingCount:
        """What an office's merchants thought in a year, in steps that hide the single one. Raises NotYourDistrict."""
        if not actor.is_any(*READERS) or not actor.works_in(district):
            raise NotYourDistrict
        return self.dealings.ratings(district, year).value

    def _concerns(self, visit: Visit, merchant_id: str) -> bool:
        return merchant_id in {visit.merchant_id, visit.owner} or self.dealings.was_checked(
            visit.id, merchant_id
        )


def _own(actor: Actor, merchant_id: str) -> None:
    if merchant_id not in actor.merchants:
        raise NotFound(id=merchant_id)
