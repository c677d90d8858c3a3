"""Whatever people try with an order, in whatever order: it passes or fails by a reviewed recheck alone."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from chalicelib.accounts.model import Actor, Role
from chalicelib.errors import Problem
from chalicelib.inspection.endings import NewResult
from chalicelib.inspection.orders import MOVES
from tests import reviewing, visiting
from tests.fakes import FakeTable
from tests.office import ANNA, FAR_LEADER, LEADER, REVIEWER, STRANGER, SUPERVISOR, VISIT, Office, made
from tests.reviewing import ESCALATES, KEEPER, NOTHING, ORDER, OTHER_KEEPER, Desk

WHO = st.sampled_from((KEEPER, OTHER_KEEPER, ANNA, STRANGER, SUPERVISOR, LEADER, FAR_LEADER, REVIEWER))


class Rectifying(RuleBasedStateMachine):
    """One order and everybody at it: nothing passes or fails but by a reviewed recheck, and nothing leaves an end."""

    def __init__(self) -> None:
        super().__init__()
        office = Office(FakeTable()).furnished()
        office.caps.most = None
        self.desk = Desk(office).checked().found()
        self.desk.ordered()
        self.was = "ordered"
        self.visits = 10

    def _try(self, step: Callable[[], object]) -> None:
        with suppress(Problem):
            step()
        now = self.desk.kept()
        assert now.state == self.was or (self.was, now.state) in MOVES
        self.was = now.state

    @rule(who=WHO)
    def start(self, who: Actor) -> None:
        self._try(lambda: self.desk.orders.start(who, ORDER))

    @rule(who=WHO, text=st.sampled_from(("已更换传感器", "已停用该秤")))
    def submit(self, who: Actor, text: str) -> None:
        self._try(lambda: self.desk.orders.submit(who, ORDER, reviewing.submission(text=text)))

    @rule(who=WHO)
    def escalate(self, who: Actor) -> None:
        self._try(lambda: self.desk.orders.escalate(who, ORDER, ESCALATES))

    @rule(result=st.sampled_from((NOTHING, NewResult(codes=("7",)))))
    def recheck(self, result: NewResult) -> None:
        self.visits += 1
        self._try(lambda: self.desk.recheck(result, made("vis", self.visits)))

    @rule(who=WHO)
    def void(self, who: Actor) -> None:
        if Role.LEADER in who.roles:  # the route's own role
            self._try(lambda: self.desk.office.moves.void(who, VISIT, visiting.VOIDED))

    @rule(days=st.integers(1, 9))
    def wait(self, days: int) -> None:
        self.desk.office.clock.at += timedelta(days=days)

    @invariant()
    def what_stands_was_earned(self) -> None:
        order = self.desk.kept()
        assert (order.corrected_on is not None) == (order.state == "passed")
        assert (order.recheck is not None) or order.state not in {"passed", "failed"}
        if order.recheck is not None:
            visit = self.desk.visit(order.recheck.visit_id)
            assert visit.review is not None
            assert visit.review.by not in visit.officers
            assert visit.result is not None
            assert (visit.result.codes == ("1",)) == (order.state == "passed")
        assert order.submission is None or order.submission.by == KEEPER.id
        assert order.escalation is None or order.escalation.by == LEADER.id
        assert order.submission is not None or order.state != "submitted"
        assert (order.withdrawal is not None) == (order.state == "withdrawn")
        is_void = self.desk.visit().state == "void"
        assert not is_void or order.state in {"passed", "escalated", "withdrawn"}

    @invariant()
    def it_stands_in_one_list(self) -> None:
        lists = ("ordered", "in_progress", "submitted", "passed", "failed", "escalated", "withdrawn")
        assert [state for state in lists if self.desk.listed(state)] == [self.was]


TestRectifying = Rectifying.TestCase
TestRectifying.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
