"""A draw's assignments as their office has them, for tests."""

from datetime import UTC, date, datetime

from chalicelib.accounts.model import Actor
from chalicelib.sampling.assignments import GOES_ON, STATES, Assignment, Ending, Outcome, visit_id
from chalicelib.sampling.plans import KeptPlan
from chalicelib.sampling.service_assignments import Assignments
from chalicelib.sampling.service_plans import Plans
from chalicelib.sampling.store_assignments import AssignmentStore
from chalicelib.sampling.store_plans import PlanStore
from chalicelib.store import Table
from tests.unit.sampling import desk as desks
from tests.unit.sampling.desk import SUPERVISOR
from tests.unit.sampling.drawn import PLAN, Reserve

WHY = "对象已注销(演示)"
DURING, AFTER = datetime(2026, 12, 1, 4, tzinfo=UTC), datetime(2026, 12, 16, 4, tzinfo=UTC)


class Room:
    """A draw's assignments on a table; the clock is set by hand."""

    def __init__(self, table: Table, *drawn: Assignment, state: str = "drawn") -> None:
        self.now = DURING
        self.shelf, self.book = PlanStore(table), AssignmentStore(table)
        self.assignments = Assignments(
            self.book, Plans(self.shelf, lambda: self.now).plan, Reserve, lambda: self.now
        )
        self.kept = KeptPlan(**dict(desks.plan()), id=PLAN, drafted_by="acc-1", state="drawn")
        self.turn(state)
        self.book.add(drawn)

    def turn(self, state: str) -> None:
        standing = self.shelf.plan(PLAN)
        plan = self.kept.model_copy(update={"state": state})
        self.shelf.put_plan(plan, "", standing.version if standing else 0)

    def one(self, order: int) -> Assignment:
        return self.assignments.assignment(PLAN, order)

    def end(self, order: int, outcome: Outcome = "done", attempt: int = 0) -> None:
        self.assignments.note(PLAN, order, ending(order, outcome, attempt))

    def substitute(self, order: int, actor: Actor = SUPERVISOR, why: str = WHY) -> Assignment:
        return self.assignments.substitute(actor, PLAN, order, why)[1]

    def void(self) -> None:
        self.turn("void")
        self.book.void(PLAN)

    def all(self) -> list[Assignment]:
        return [self.one(order) for order in range(self.book.tail(PLAN)[0])]


def ending(order: int, outcome: Outcome = "done", attempt: int = 0) -> Ending:
    return Ending(visit=visit_id(PLAN, order, attempt), outcome=outcome, on=date(2026, 12, 1))


def nothing_is_gone(room: Room, drawn: int) -> None:
    """Every order stands there, in a state that its evidence explains; each substitute for one that names it."""
    everything = room.all()
    assert [one.order for one in everything] == list(range(len(everything)))
    assert [one.replaces is None for one in everything] == [order < drawn for order in range(len(everything))]
    for one in everything:
        assert one.state in STATES
        if one.state == "substituted":
            assert one.substitution is not None
            assert everything[one.substitution.order].replaces == one.order
            assert everything[one.substitution.order].stratum == one.stratum
        elif one.state == "voided":
            assert one.substitution is None
            assert not one.endings or one.endings[-1].outcome in GOES_ON
        else:
            assert one.substitution is None
            assert one.state == (one.endings[-1].outcome if one.endings else "open")
    assert len({one.number for one in everything}) == len(everything)
    left = [one for one in everything if one.state == "substituted"]
    assert len(everything) == drawn + len(left)
