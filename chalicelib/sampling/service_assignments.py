"""What was drawn, as work: a plan's board, each officer's own, endings by visits, substitution, what is still open."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib import events
from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock, local_day
from chalicelib.errors import NotFound, VersionStale
from chalicelib.registry.service_book import Changed, Listing, Stored
from chalicelib.sampling.assignments import STATES, Assignment, Ending, State, Substitution
from chalicelib.sampling.plans import PUBLIC, KeptPlan
from chalicelib.sampling.problems import (
    AssignmentSettled,
    NoSubstitute,
    NotYourDistrict,
    WrongState,
)
from chalicelib.store import Item

_ATTEMPTS = 5


@dataclass(frozen=True)
class Substitute:
    """The next entry of a stratum's order, and the pair the protocol gives it; `merchant` is as in Assignment."""

    number: str
    object_id: str
    object_name: str
    district: str
    officers: tuple[str, ...]
    merchant: str | None = None


class Substitutes(Protocol):
    """Who alone knows the sealed result."""

    def next(self, plan_id: str, stratum: int, taken: Sequence[tuple[int, str]]) -> Substitute | None:
        """The next of this stratum after those `taken` (stratum and number, in the order they came); None: no more.

        Raises DrawUnavailable.
        """


class Book(Protocol):
    """How assignments are kept; writes raise Changed."""

    def assignment(self, plan_id: str, order: int) -> Stored[Assignment] | None: ...
    def add(self, assignments: Sequence[Assignment]) -> None: ...
    def change(self, assignment: Assignment, seen: int, substitute: Assignment | None = None) -> None: ...
    def void(self, plan_id: str) -> None:
        """Void a plan's assignments (Assignment.voided); raises Changed when one changed meanwhile: try again."""

    def tail(self, plan_id: str) -> tuple[int, tuple[Assignment, ...]]: ...
    def board(self, plan_id: str, state: State | None, after: str, limit: int) -> Listing: ...
    def own(self, account: str, after: str, limit: int) -> Listing: ...
    def in_state(self, plan_id: str, state: State) -> Iterable[Mapping[str, object]]: ...


@dataclass(frozen=True)
class StillOpen:
    """What anybody may know of a plan's assignments.

    has_ended  whether its last day is over; before, nothing is told of what is open
    strata     how many are still open in each, in the plan's order
    numbers    which, once the draw is open
    voided     how many a void draw ended, None of any other
    """

    has_ended: bool
    drawn: int
    strata: tuple[int, ...]
    numbers: tuple[str, ...]
    voided: int | None = None


@dataclass(frozen=True)
class Assignments:
    """Assignments of all plans; `substitutes` is asked only for a substitution."""

    book: Book
    plan: Callable[[str], Stored[KeptPlan]]
    substitutes: Callable[[], Substitutes]
    clock: Clock

    def assignment(self, plan_id: str, order: int) -> Assignment:
        """One assignment. Raises NotFound."""
        return self._stored(plan_id, order).value

    def board(self, actor: Actor, plan_id: str, state: State | None, after: str, limit: int) -> Listing:
        """A page of a plan's assignments, of the districts the actor works in, in their order. Raises NotFound."""
        self.plan(plan_id)
        page = self.book.board(plan_id, state, after, limit)
        return Listing(tuple(row for row in page.rows if actor.works_in(row["district"])), page.after)

    def own(self, actor: Actor, after: str, limit: int) -> Listing:
        """What is open for this officer, soonest due first."""
        return self.book.own(actor.id, after, limit)

    def substitute(
        self, actor: Actor, plan_id: str, order: int, reason: str
    ) -> tuple[Assignment, Assignment]:
        """Let the next entry of the same stratum's order take the place; answers both. Again is the same.

        Raises NotFound, NotYourDistrict, WrongState, AssignmentSettled, NoSubstitute.
        """
        for _ in range(_ATTEMPTS):
            # Before the assignment: whose tail holds this substitution already, its assignment tells it.
            count, taken = self.book.tail(plan_id)
            stored = self._stored(plan_id, order)
            standing = stored.value
            if not actor.works_in(standing.district):
                raise NotYourDistrict
            if standing.substitution is not None:
                if standing.substitution.reason != reason:
                    raise AssignmentSettled(state=standing.state)
                return standing, self.assignment(plan_id, standing.substitution.order)
            plan = self.plan(plan_id).value
            if plan.state != "drawn":
                raise WrongState(state=plan.state)
            left = standing.substituted(
                Substitution(order=count, reason=reason, by=actor.id, at=self.clock())
            )
            found = self.substitutes().next(
                plan_id, standing.stratum, [(one.stratum, one.number) for one in taken]
            )
            if found is None:
                raise NoSubstitute
            substitute = Assignment(
                plan=plan_id,
                order=count,
                stratum=standing.stratum,
                number=found.number,
                objects=standing.objects,
                object_id=found.object_id,
                object_name=found.object_name,
                merchant=found.merchant,
                district=found.district,
                officers=found.officers,
                due_on=standing.due_on,
                replaces=order,
            )
            try:
                self.book.change(left, stored.version, substitute)
            except Changed:
                continue
            return left, substitute
        raise VersionStale

    def note(self, plan_id: str, order: int, ending: Ending) -> None:
        """A visit of this assignment ended; again is the same. Raises NotFound."""
        for _ in range(_ATTEMPTS):
            stored = self._stored(plan_id, order)
            after = stored.value.ended(ending)
            if after == stored.value:
                return
            try:
                self.book.change(after, stored.version)
            except Changed:
                continue
            return
        raise VersionStale

    def still_open(self, plan_id: str) -> StillOpen:
        """What anybody may know: after the last day how many are open, once opened which; how many a void draw ended.

        Raises NotFound.
        """
        plan = self.plan(plan_id).value
        if plan.state not in PUBLIC:
            raise NotFound(id=plan_id)
        drawn, _ = self.book.tail(plan_id)
        voided = sum(1 for _ in self.book.in_state(plan_id, "voided")) if plan.state == "void" else None
        if local_day(self.clock()) <= plan.until:
            return StillOpen(has_ended=False, drawn=drawn, strata=(), numbers=(), voided=voided)
        counts = [0] * len(plan.strata)
        numbers: list[str] = []
        for row in self.book.in_state(plan_id, "open"):
            counts[int(str(row["stratum"]))] += 1
            numbers.append(str(row["number"]))
        return StillOpen(
            has_ended=True,
            drawn=drawn,
            strata=tuple(counts),
            numbers=tuple(sorted(numbers)) if plan.state == "opened" else (),
            voided=voided,
        )

    def without_outcome(self, plan_id: str) -> list[int]:
        """Replays a plan: orders that are missing, or open after their last day. Nothing drawn escapes this."""
        today = local_day(self.clock())
        count, _ = self.book.tail(plan_id)
        standing = (self.book.assignment(plan_id, order) for order in range(count))
        return [
            order
            for order, stored in enumerate(standing)
            if stored is None or stored.value.state not in STATES or stored.value.is_late(today)
        ]

    def _stored(self, plan_id: str, order: int) -> Stored[Assignment]:
        stored = self.book.assignment(plan_id, order)
        if stored is None:
            raise NotFound(id=f"{plan_id} {order}")
        return stored


@dataclass(frozen=True)
class EndingEffect:
    """Brings the end of a visit to its assignment; keys are `plan order visit outcome day`."""

    assignments: Assignments
    name: str = "ending"

    def touched(self, item: Item) -> Iterable[str]:
        """The assignment of a visit that ended, if it has one."""
        if item.event != events.VISIT_ENDED.mark or "assignment" not in item.document:
            return ()
        told = item.document
        where = told["assignment"]
        return (f"{where['plan']} {where['order']} {told['visit_id']} {told['outcome']} {told['day']}",)

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        plan_id, order, visit, outcome, day = key.split()
        ending = Ending.model_validate({"visit": visit, "outcome": outcome, "on": day})
        self.assignments.note(plan_id, int(order), ending)
