"""Orders to rectify: who issues them, who answers, who escalates; passing and failing come with a recheck's review."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import Clock, local_day
from chalicelib.errors import IdTaken, NotFound, VersionStale
from chalicelib.inspection.evidence import RECTIFIED, Evidence, NewEvidence
from chalicelib.inspection.findings import NotConfirmed, confirmed
from chalicelib.inspection.model import Visit
from chalicelib.inspection.offices import Numbers
from chalicelib.inspection.orders import (
    OPEN,
    Escalation,
    NewEscalation,
    NewRectification,
    NewSubmission,
    OnlyPhotos,
    OrderSettled,
    OtherInstrument,
    Rectification,
    Submission,
    TooManyPhotos,
    ordered,
)
from chalicelib.inspection.problems import NotYourDistrict, Settled, TooEarly
from chalicelib.inspection.service_book import Changed, Counted, Instruments, Places, Records, Rows, Stored
from chalicelib.inspection.service_evidence import Exhibits, Slot
from chalicelib.inspection.service_steps import check_announced, is_there, own
from chalicelib.inspection.service_stops import Stops
from chalicelib.registry.model import number
from chalicelib.store import digest

READERS = (Role.INSPECTOR, Role.REVIEWER, Role.SUPERVISOR, Role.LEADER, Role.AUDITOR)
_ATTEMPTS = 24
"""More than officers who order in one district at the same moment: all move one counter."""
MOST_PHOTOS = 30
"""Photos of one merchant for one visit."""


class Ledger(Protocol):
    """How orders are kept; writes raise Changed."""

    def order(self, order_id: str) -> Stored[Rectification] | None: ...
    def of_visit(self, visit_id: str) -> tuple[Rectification, ...]: ...
    def write(
        self, order: Rectification, content: str, seen: int, given: Counted[Numbers] | None = None
    ) -> None: ...
    def numbers(self, district: str, year: int) -> Counted[Numbers]: ...
    def of_district(self, district: str, state: str, after: str) -> Rows: ...
    def of_merchant(self, merchant_id: str, after: str) -> Rows: ...
    def late(self, district: str, today: date) -> Rows: ...


@dataclass(frozen=True)
class Orders:
    """Orders to rectify."""

    records: Records
    ledger: Ledger
    places: Callable[[], Places]
    instruments: Callable[[], Instruments]
    stops: Stops
    exhibits: Callable[[], Exhibits]
    clock: Clock

    def issue(self, actor: Actor, order_id: str, new: NewRectification) -> tuple[Rectification, bool]:
        """One of the visit's officers orders what was confirmed to be put right; answers whether it is new.

        The order is written first, with the office's next number of the year; then every instrument named is put out of
        use. What is broken off there is finished by the stream, or when it is told again.
        Raises NotFound, TooEarly, Settled, NotConfirmed, OtherTerm, OtherInstrument, IdTaken, VersionStale.
        """
        kept = self.records.visit(new.visit_id)
        if kept is None:
            raise NotFound(id=new.visit_id)
        order, is_new = self._kept(actor, own(actor, kept.value), order_id, new)
        return self.stops.suspend(order), is_new

    def _kept(
        self, actor: Actor, visit: Visit, order_id: str, new: NewRectification
    ) -> tuple[Rectification, bool]:
        """The order as it stands, numbered, and whether it is new; written in one transaction with its number."""
        content = digest(new.model_dump(mode="json", exclude_none=True))
        for _ in range(_ATTEMPTS):
            standing = self.ledger.order(order_id)
            if standing is not None:
                if standing.content != content:
                    raise IdTaken(id=order_id)
                return standing.value, False
            order = self._ordered(actor, visit, order_id, new)
            day = local_day(order.at)
            numbers = self.ledger.numbers(visit.district, day.year)
            given = numbers.value.after()
            order = order.model_copy(update={"no": given.text("order", day)})
            try:
                self.ledger.write(order, content, 0, Counted(given, numbers.seen))
            except Changed:
                continue
            return order, True
        raise VersionStale

    def _ordered(self, actor: Actor, visit: Visit, order_id: str, new: NewRectification) -> Rectification:
        if visit.state not in {"coded_in", "checked", "entered", "reviewed"}:
            raise TooEarly if visit.state in {"planned", "approved", "accepted"} else Settled
        holds = {one.id: one for one in confirmed(visit.findings)}
        named = [holds[one] for one in new.findings if one in holds]
        owners = {one.owner or one.merchant_id for one in named}
        is_theirs = owners <= {None, new.merchant_id}
        is_here = new.merchant_id in owners or is_there(new.merchant_id, visit, self.places, self.records)
        if len(named) != len(new.findings) or not is_theirs or not is_here:
            raise NotConfirmed
        for instrument in new.stop_use:
            head = self.instruments().head(number(instrument))
            if head.merchant_id != new.merchant_id or not visit.covers(
                instrument, head.site_id, head.merchant_id
            ):
                raise OtherInstrument
        return ordered(
            new,
            named,
            by=actor.id,
            at=self.clock(),
            id=order_id,
            place_id=visit.place_id,
            place_name=visit.place_name,
            district=visit.district,
        )

    def read(self, actor: Actor, order_id: str) -> Rectification:
        """An order, for its merchant and the officers of its district. Raises NotFound."""
        standing = self.ledger.order(order_id)
        if standing is None or not _sees(actor, standing.value):
            raise NotFound(id=order_id)
        return standing.value

    def own(self, actor: Actor, order_id: str) -> Rectification:
        """One's own merchant's order. Raises NotFound."""
        standing = self.ledger.order(order_id)
        if standing is None or standing.value.merchant_id not in actor.merchants:
            raise NotFound(id=order_id)
        return standing.value

    def of_visit(self, actor: Actor, visit_id: str) -> tuple[Rectification, ...]:
        """The orders a visit led to, as far as the actor sees them."""
        return tuple(one for one in self.ledger.of_visit(visit_id) if _sees(actor, one))

    def of_district(self, actor: Actor, district: str, state: str, after: str) -> Rows:
        """A district's orders in a state, or the `late` ones, the first to end first. Raises NotYourDistrict."""
        if not actor.is_any(*READERS) or not actor.works_in(district):
            raise NotYourDistrict
        if state == "late":
            return self.ledger.late(district, self.today())
        return self.ledger.of_district(district, state, after)

    def of_merchant(self, actor: Actor, merchant_id: str, after: str) -> Rows:
        """One's own merchant's orders. Raises NotFound."""
        if merchant_id not in actor.merchants:
            raise NotFound(id=merchant_id)
        return self.ledger.of_merchant(merchant_id, after)

    def start(self, actor: Actor, order_id: str) -> Rectification:
        """The merchant says that work began; again is the same. Raises NotFound, OrderSettled."""

        def decide(order: Rectification) -> Rectification:
            return order if order.state == "in_progress" else order.started(self.clock())

        return self._step(actor, order_id, decide, is_merchant=True)

    def submit(self, actor: Actor, order_id: str, new: NewSubmission) -> Rectification:
        """The merchant says what was done; the same again is the same.

        Raises NotFound, EvidenceMissing, and OrderSettled for another submission.
        """

        def decide(order: Rectification) -> Rectification:
            last = order.submission
            if last and (last.text, last.evidence) == (new.text, new.evidence):
                return order
            submitted = order.submitted(Submission(**dict(new), by=actor.id, at=self.clock()))
            check_announced(self.exhibits(), order.visit_id, new.evidence, "/evidence")
            return submitted

        return self._step(actor, order_id, decide, is_merchant=True)

    def escalate(self, actor: Actor, order_id: str, new: NewEscalation) -> Rectification:
        """A leader hands it over; the same again is the same. Raises NotFound, NotLate, OrderSettled."""

        def decide(order: Rectification) -> Rectification:
            if order.escalation and order.escalation.reason == new.reason:
                return order
            return order.escalated(Escalation(reason=new.reason, by=actor.id, at=self.clock()))

        return self._step(actor, order_id, decide, is_merchant=False)

    def photo(
        self, actor: Actor, order_id: str, evidence_id: str, new: NewEvidence
    ) -> tuple[Evidence, Slot | None, bool]:
        """The merchant announces a photo of what was put right; it becomes evidence of the visit, step «rectified».

        Raises NotFound, OrderSettled, OnlyPhotos, TooManyPhotos, and what announcing raises.
        """
        order = self.own(actor, order_id)
        if order.state not in OPEN:
            raise OrderSettled
        if new.kind != "photo":
            raise OnlyPhotos
        exhibits = self.exhibits()
        others = (one for one in exhibits.shelf.everything(order.visit_id) if one.id != evidence_id)
        if sum(one.by == actor.id for one in others) >= MOST_PHOTOS:
            raise TooManyPhotos(most=MOST_PHOTOS)
        told = new.model_copy(update={"about": RECTIFIED})
        return exhibits.announce(actor, order.visit_id, evidence_id, told, is_admitted=True)

    def visited(self, actor: Actor, merchant_id: str, after: str) -> Rows:
        """The visits one's own merchant had, from their identification on. Raises NotFound."""
        if merchant_id not in actor.merchants:
            raise NotFound(id=merchant_id)
        return self.records.of_owner(merchant_id, after)

    def visited_by(self, actor: Actor, merchant_id: str, visit_id: str) -> Visit:
        """A visit of one's own merchant. Raises NotFound, also before its identification."""
        standing = self.records.visit(visit_id) if merchant_id in actor.merchants else None
        if standing is None or standing.value.owner != merchant_id or not standing.value.identifications:
            raise NotFound(id=visit_id)
        return standing.value

    def today(self) -> date:
        """The local day."""
        return local_day(self.clock())

    def _step(
        self,
        actor: Actor,
        order_id: str,
        decide: Callable[[Rectification], Rectification],
        *,
        is_merchant: bool,
    ) -> Rectification:
        for _ in range(_ATTEMPTS):
            standing = self.ledger.order(order_id)
            if standing is None or not _reaches(actor, standing.value, is_merchant=is_merchant):
                raise NotFound(id=order_id)
            after = decide(standing.value)
            if after is standing.value:
                return after
            try:
                self.ledger.write(after, standing.content, standing.version)
            except Changed:
                continue
            return after
        raise VersionStale


def _reaches(actor: Actor, order: Rectification, *, is_merchant: bool) -> bool:
    if is_merchant:
        return order.merchant_id in actor.merchants
    return actor.is_any(Role.LEADER) and actor.works_in(order.district)


def _sees(actor: Actor, order: Rectification) -> bool:
    is_officer = actor.is_any(*READERS) and actor.works_in(order.district)
    return is_officer or order.merchant_id in actor.merchants
