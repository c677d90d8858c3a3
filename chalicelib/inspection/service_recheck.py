"""What a supervisor needs to plan the recheck (复查) of an order: the plan as it may be sent, and under which id."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from chalicelib import ids
from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock, local_day
from chalicelib.errors import NotFound
from chalicelib.inspection.model import Visit
from chalicelib.inspection.orders import OPEN, OrderSettled, Rectification
from chalicelib.inspection.plan import Plan
from chalicelib.inspection.service_book import Stored
from chalicelib.inspection.sources import ByRecheck

_OVER = {"reviewed", "ended", "void"}
_MOST = 50


class Shelf(Protocol):
    """Orders."""

    def order(self, order_id: str) -> Stored[Rectification] | None: ...


class Visits(Protocol):
    """Visits."""

    def visit(self, visit_id: str) -> Stored[Visit] | None: ...


@dataclass(frozen=True)
class Offer:
    """A recheck to be planned, or under way (`is_planned`: the plan is then the one that stands)."""

    visit_id: str
    plan: Plan
    is_planned: bool


@dataclass(frozen=True)
class Rechecks:
    """Rechecks of orders, one at a time: the id follows from the order and how many there were before."""

    shelf: Shelf
    visits: Visits
    clock: Clock

    def offer(self, actor: Actor, order_id: str) -> Offer:
        """The next recheck of an order, by the officers and at the place of its visit; it may be planned otherwise.

        Today once the merchant has answered, else the day after the term. Raises NotFound, OrderSettled.
        """
        standing = self.shelf.order(order_id)
        if standing is None or not actor.works_in(standing.value.district):
            raise NotFound(id=order_id)
        order = standing.value
        first = self.visits.visit(order.visit_id)
        if order.state not in OPEN or first is None:
            raise OrderSettled
        for attempt in range(_MOST):
            visit_id = ids.derived("visit", f"{order_id} recheck {attempt}")
            known = self.visits.visit(visit_id)
            if known is None:
                return Offer(visit_id, self._plan(order, first.value), is_planned=False)
            if known.value.state not in _OVER:
                plan = {name: getattr(known.value, name) for name in Plan.model_fields}
                return Offer(visit_id, Plan.model_validate(plan), is_planned=True)
        raise OrderSettled

    def _plan(self, order: Rectification, first: Visit) -> Plan:
        today = local_day(self.clock())
        is_answered = order.state == "submitted"
        return Plan(
            item=first.item,
            site_id=first.site_id,
            merchant_id=first.merchant_id,
            officers=first.officers,
            planned_on=today if is_answered else max(today, order.due_on + timedelta(days=1)),
            instruments=first.instruments,
            source=ByRecheck(kind="recheck", order=order.id),
        )
