"""What people do in a draw: ask for freeze and opening, enter a lottery's or dice's outcome, spare objects."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import Clock, local_day, stamp
from chalicelib.errors import NotFound, VersionStale
from chalicelib.registry.service_book import Changed, Listing, Stored
from chalicelib.sampling import exclusions
from chalicelib.sampling.draws import (
    FREEZE_LEAD,
    KeptDraw,
    KeptNumbers,
    Numbers,
    begins_at,
    has_failed,
    is_of,
)
from chalicelib.sampling.exclusions import KeptSpared, Spared
from chalicelib.sampling.plans import KeptPlan, Plan
from chalicelib.sampling.problems import (
    NotYourDistrict,
    NumbersDiffer,
    NumbersSettled,
    NumbersUnfit,
    RandomnessPast,
    SamePerson,
    TooLong,
    VisitsOpen,
    WrongState,
)
from chalicelib.sampling.service_assignments import Book
from chalicelib.sampling.service_draws import Draws, may_open, standing
from chalicelib.sampling.service_plans import reaches

_ATTEMPTS = 5


class WhiteList(Protocol):
    """How the white list is kept; writes raise Changed."""

    def spared(self) -> Iterator[KeptSpared]: ...
    def spared_one(self, number: str) -> Stored[KeptSpared] | None: ...
    def spare(self, entry: KeptSpared, seen: int) -> None: ...
    def spared_page(self, after: str, limit: int) -> Listing: ...


@dataclass(frozen=True)
class Ceremony:
    """The part of a draw that people have in it; all that is secret happens in the function of draws.

    send   asks that function for a turn
    """

    draws: Draws
    assignments: Book
    white_list: WhiteList
    send: Callable[[str], None]
    clock: Clock

    def ask_freeze(self, actor: Actor, plan_id: str) -> KeptDraw:
        """Start the freeze of a published plan; again asks for its turn again.

        Raises NotFound, NotYourDistrict, WrongState, RandomnessPast.
        """
        plan = self._plan(actor, plan_id)
        drawn = self.draws.draw(plan_id)
        if drawn is None:
            if plan.state != "published":
                raise WrongState(state=plan.state)
            if self.clock() + FREEZE_LEAD >= begins_at(plan.source):
                raise RandomnessPast
            asked = KeptDraw(plan=plan_id, requested_by=actor.id, requested_at=self.clock())
            try:
                self.draws.put_draw(asked, stamp(begins_at(plan.source)), seen=0)
            except Changed:
                return self.ask_freeze(actor, plan_id)
            drawn = Stored(asked, 1, "")
        if drawn.value.state == "freezing":
            self.send(plan_id)
        return drawn.value

    def draw(self, plan_id: str) -> tuple[KeptPlan, KeptDraw, KeptNumbers | None]:
        """How far a draw is. Raises NotFound."""
        plan, drawn = standing(self.draws, plan_id)
        numbers = self.draws.numbers(plan_id)
        return plan.value, drawn.value, numbers.value if numbers else None

    def enter(self, actor: Actor, plan_id: str, numbers: Numbers) -> KeptNumbers:
        """Enter an outcome, or confirm it by entering the same as a second person.

        Raises NotFound, WrongState, NumbersUnfit, NumbersDiffer, NumbersSettled, SamePerson.
        """
        for _ in range(_ATTEMPTS):
            plan, drawn = standing(self.draws, plan_id)
            kept = self.draws.numbers(plan_id)
            entered = self._entered(actor, plan.value, drawn.value, kept.value if kept else None, numbers)
            if kept is None or entered != kept.value:
                try:
                    self.draws.put_numbers(entered, kept.version if kept else 0)
                except Changed:
                    continue
            if entered.confirmed_by is not None:
                self.send(plan_id)
            return entered
        raise VersionStale

    def _entered(
        self, actor: Actor, plan: KeptPlan, drawn: KeptDraw, kept: KeptNumbers | None, numbers: Numbers
    ) -> KeptNumbers:
        is_same = (
            kept is not None
            and Numbers(**{name: getattr(kept, name) for name in Numbers.model_fields}) == numbers
        )
        if kept is not None and kept.confirmed_by is not None:
            if is_same:
                return kept
            raise NumbersSettled
        if drawn.state != "frozen":
            raise WrongState(state=plan.state)
        self._check(plan, numbers)
        if kept is not None and kept.entered_by != actor.id:
            if not is_same:
                raise NumbersDiffer
            return kept.model_copy(update={"confirmed_by": actor.id})
        if is_same and kept is not None:
            return kept
        if not actor.is_any(Role.SUPERVISOR):
            raise SamePerson
        return KeptNumbers(**dict(numbers), plan=plan.id, entered_by=actor.id)

    def _check(self, plan: Plan, numbers: Numbers) -> None:
        """Raises NumbersUnfit unless the outcome is of the source whose turn it is."""
        is_first = numbers.used == "source"
        source = plan.source if is_first else plan.fallback
        fits = is_of(source, numbers.outcome) and self.clock() >= begins_at(source)
        may_fall_back = bool(numbers.reason) and has_failed(plan.source, self.clock())
        if not fits or (is_first and numbers.reason) or not (is_first or may_fall_back):
            raise NumbersUnfit

    def ask_opening(self, actor: Actor, plan_id: str) -> KeptDraw:
        """Have a drawn plan opened. Raises NotFound, NotYourDistrict, WrongState, VisitsOpen."""
        plan = self._plan(actor, plan_id)
        _, drawn = standing(self.draws, plan_id)
        if drawn.value.state == "opened":
            return drawn.value
        if drawn.value.state != "drawn":
            raise WrongState(state=plan.state)
        if not may_open(self.assignments, plan, self.clock()):
            raise VisitsOpen
        self.send(plan_id)
        return drawn.value

    def spare(self, actor: Actor, number: str, entry: Spared) -> KeptSpared:
        """Put an object on the white list, or change until when and why. Raises TooLong."""
        latest = exclusions.latest_until(local_day(self.clock()))
        if entry.until > latest:
            raise TooLong(latest=latest)
        for _ in range(_ATTEMPTS):
            stored = self.white_list.spared_one(number)
            if stored and (stored.value.reason, stored.value.until) == (entry.reason, entry.until):
                return stored.value
            kept = KeptSpared(**dict(entry), number=number, by=actor.id, at=stamp(self.clock()))
            try:
                self.white_list.spare(kept, stored.version if stored else 0)
            except Changed:
                continue
            return kept
        raise VersionStale

    def _plan(self, actor: Actor, plan_id: str) -> KeptPlan:
        stored = self.draws.plan(plan_id)
        if stored is None:
            raise NotFound(id=plan_id)
        if not reaches(actor, stored.value):
            raise NotYourDistrict
        return stored.value
