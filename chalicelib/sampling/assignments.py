"""Assignments (检查任务): what was drawn, who goes, and how it ended. A drawn entry cannot vanish.

An assignment is made by the draw, or by a substitution, and is never deleted. It ends only by a visit that ended
(done, refused, closed, moved), because the next entry of the same stratum's order took its place (substituted), or
because its whole draw is void (voided).
Whom nobody could visit, because it was closed or had moved, may be visited again or substituted.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib import ids
from chalicelib.ids import AccountId, PlanId, VisitId
from chalicelib.instants import Day, Instant
from chalicelib.registry.districts import District
from chalicelib.sampling.items import Closed, ObjectKind
from chalicelib.sampling.officers import PublicNumber
from chalicelib.sampling.problems import AssignmentSettled, AssignmentVoided
from chalicelib.texts import VISIBLE

Outcome = Literal["done", "refused", "closed", "moved", "voided"]
"""How a visit ends: 已检查, 拒绝检查, 停业或无人, 查无下落(已搬迁), 作废 (by a leader)."""
State = Literal["open", "done", "refused", "closed", "moved", "substituted", "voided"]
GOES_ON: frozenset[State] = frozenset({"open", "closed", "moved"})
"""From these a further visit or a substitution is possible; the others are final."""
STATES: tuple[State, ...] = ("open", "done", "refused", "closed", "moved", "substituted", "voided")

Order = Annotated[int, Field(ge=0, le=99_999, strict=True)]
Why = Annotated[str, StringConstraints(min_length=4, max_length=300, strip_whitespace=True), VISIBLE]


class AssignmentRef(Closed):
    """Which assignment: the plan, and its place in the plan's order."""

    plan: PlanId
    order: Order


class Ending(Closed):
    """Evidence of how a visit ended; reason and papers stand with the visit."""

    visit: VisitId
    outcome: Outcome
    on: Day


class Substitution(Closed):
    """Which assignment took the place of this one, why, and who asked for it."""

    order: Order
    reason: Why
    by: AccountId
    at: Instant


class Assignment(Closed):
    """One drawn entry.

    order         from 0: the drawn ones stratum by stratum in ticket order, then substitutes as they came
    stratum       its number in the plan, from 0
    number        the published number that was drawn; object_id is what the registry knows it by
    merchant      public number of who uses it, of an instrument: the annual ceiling is the merchant's
    officers      the two who go; nobody when fewer than two were free (docs/draw-protocol.md section 6)
    due_on        last day its visit may happen
    endings       of its visits, oldest first
    replaces      order of the assignment in whose place it came
    is_draw_void  its draw became void, whatever had become of it before
    """

    plan: PlanId
    order: Order
    stratum: Annotated[int, Field(ge=0, lt=1 << 16)]
    number: PublicNumber
    objects: ObjectKind
    object_id: str
    object_name: str
    merchant: PublicNumber | None = None
    district: District
    officers: Annotated[tuple[AccountId, ...], Field(max_length=2)] = ()
    due_on: Day
    state: State = "open"
    endings: tuple[Ending, ...] = ()
    substitution: Substitution | None = None
    replaces: Order | None = None
    is_draw_void: Literal[True] | None = None

    @property
    def visit(self) -> str:
        """The id of the visit it waits for, or of the last one; each attempt has one id, so that none is made twice."""
        last = len(self.endings) if self.state in GOES_ON else max(len(self.endings) - 1, 0)
        return visit_id(self.plan, self.order, last)

    def is_late(self, day: date) -> bool:
        """Whether it is still open after its last day."""
        return self.state == "open" and self.due_on < day

    def ended(self, ending: Ending) -> "Assignment":
        """After its visit ended; the same ending again, or one of no visit of its own, changes nothing.

        A visit that was under way when a substitute was taken is kept as evidence and changes no state. One under way
        when the draw became void counts when it took place. When a visit is void, what it did before counts no more and
        the assignment is open again, or voided with its draw.
        """
        if ending.outcome == "voided":
            return self._reopened(ending)
        if ending.visit != visit_id(self.plan, self.order, len(self.endings)) or self.state in _FINAL:
            return self
        is_left = self.state == "substituted" or (self.state == "voided" and ending.outcome not in _FINAL)
        state = self.state if is_left else ending.outcome
        return self.model_copy(update={"state": state, "endings": (*self.endings, ending)})

    def _reopened(self, ending: Ending) -> "Assignment":
        """The same whether the visit's earlier ending came before, after or never."""
        is_last = bool(self.endings) and self.endings[-1].visit == ending.visit
        before = self.endings[:-1] if is_last else self.endings
        if ending.visit != visit_id(self.plan, self.order, len(before)):
            return self
        state: State = self.state if self.state in _LEFT else "voided" if self.is_draw_void else "open"
        return self.model_copy(update={"state": state, "endings": (*before, ending)})

    def check_goes_on(self) -> None:
        """Raises AssignmentVoided or AssignmentSettled unless a further visit or a substitution is possible."""
        if self.state == "voided":
            raise AssignmentVoided
        if self.state not in GOES_ON:
            raise AssignmentSettled(state=self.state)

    def voided(self) -> "Assignment":
        """After its draw became void; what has ended for good stays as it ended."""
        state = "voided" if self.state in GOES_ON else self.state
        return self.model_copy(update={"state": state, "is_draw_void": True})

    def substituted(self, substitution: Substitution) -> "Assignment":
        """After the next in the order took its place. Raises AssignmentVoided, AssignmentSettled."""
        self.check_goes_on()
        return self.model_copy(update={"state": "substituted", "substitution": substitution})


_FINAL: frozenset[State] = frozenset({"done", "refused"})
_LEFT: frozenset[State] = frozenset({"substituted", "voided"})
"""Nobody goes there any more, whatever becomes of a visit."""


def visit_id(plan: str, order: int, attempt: int) -> str:
    """The id of an assignment's visit; attempts count from 0."""
    return ids.derived("visit", f"{plan} {order} {attempt}")
