"""Whatever people try, in whatever order: no path skips approval, identification or review; nothing drawn vanishes."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from chalicelib import events
from chalicelib.accounts.model import Actor
from chalicelib.errors import Problem
from chalicelib.inspection.endings import NewEnding, NewResult, NewVoiding
from chalicelib.inspection.model import IN_EMERGENCY, MOVES, STATES, State, Visit
from chalicelib.inspection.review import NewReturn
from chalicelib.sampling.assignments import GOES_ON, Assignment
from chalicelib.store import Item
from chalicelib.store_dynamo import attributes
from tests import office as demo
from tests import reviewing, visiting
from tests.fakes import FakeTable
from tests.judging import Caps
from tests.office import ANNA, BAO, LEADER, LEADING_OFFICER, REVIEWER, STRANGER, SUPERVISOR, Office, made
from tests.reviewing import Desk

ORDINARY, URGENT = made("vis", 1), made("vis", 2)
URGENT_BECAUSE = {"reason": "群众反映计量失准(演示)"}
REVIEWING_OFFICER = demo.actor(1, *ANNA.roles, *REVIEWER.roles)
"""Anna, had she both roles."""
PEOPLE = (ANNA, BAO, STRANGER, SUPERVISOR, LEADER, LEADING_OFFICER, REVIEWER, REVIEWING_OFFICER)
ANYBODY = st.sampled_from(PEOPLE)
BEFORE_APPROVAL = {"planned", "void"}
CODED_IN = STATES[STATES.index("coded_in") : STATES.index("reviewed") + 1]
ENTERED = {"entered", "reviewed"}
CODES: tuple[tuple[str, ...], ...] = (("1",), ("5",), ("8",), ("7",), ("5", "8"))


class Life(RuleBasedStateMachine):
    """Three visits (ordinary, emergency, of a draw, which is planned again and again) and everybody at them."""

    def __init__(self) -> None:
        super().__init__()
        self.office = Office(FakeTable()).furnished()
        self.office.caps = Caps(None)
        self.assignment = self.office.drawn(officers=(ANNA.id, BAO.id))
        self.states: dict[str, State] = {}
        self.told: list[Item] = []
        self.checks = self.finds = 0
        self.desk = Desk(self.office)
        self._plan(ORDINARY)
        self._plan(URGENT, emergency=URGENT_BECAUSE)
        self._plan_drawn()

    def _plan(self, visit: str, **changed: Any) -> None:
        self.office.inspection.put_visit(SUPERVISOR, visit, demo.plan(**changed), None)
        self.states[visit] = "planned"

    def _plan_drawn(self) -> None:
        drawn = self._assignment()
        if drawn.state in GOES_ON and drawn.visit not in self.states:
            self._plan(drawn.visit, assignment={"plan": drawn.plan, "order": drawn.order})

    def _assignment(self) -> Assignment:
        return self.office.assignments.assignment(self.assignment.plan, self.assignment.order)

    def _visit(self, visit: str) -> Visit:
        stored = self.office.store.visit(visit)
        assert stored is not None
        return stored.value

    def _some(self, place: int) -> str:
        """The ordinary one, the urgent one, or one of the draw's, the last more often."""
        known = list(self.states)
        return known[place % len(known)]

    def _try(self, place: int, step: Callable[[str], object]) -> None:
        """Take a step, or be refused by name; a step that was taken is in the table of moves, one at a time."""
        visit = self._some(place)
        with suppress(Problem):
            step(visit)
        for one, was in list(self.states.items()):
            now = self._visit(one)
            if now.state != was:
                assert one == visit
                assert (was, now.state) in MOVES or (now.emergency and (was, now.state) in IN_EMERGENCY)
                self.states[one] = now.state
            ending = self.office.table.get(f"V#{one}", "E")
            if ending is not None and ending not in self.told:
                self.told.append(ending)

    @rule(place=st.integers(0, 9), who=ANYBODY)
    def approve(self, place: int, who: Actor) -> None:
        self._try(place, lambda visit: self.office.inspection.approve(who, visit, None))

    @rule(place=st.integers(0, 9), who=ANYBODY)
    def accept(self, place: int, who: Actor) -> None:
        self._try(place, lambda visit: self.office.moves.accept(who, visit))

    @rule(place=st.integers(0, 9), has_code=st.booleans())
    def confirm(self, place: int, *, has_code: bool) -> None:
        def step(visit: str) -> object:
            code = (self._visit(visit).code if has_code else None) or "0" * 16
            return self.office.identifications.confirm(visit, visiting.confirmation(code))

        self._try(place, step)

    @rule(place=st.integers(0, 9), who=ANYBODY, is_here=st.booleans())
    def scan(self, place: int, who: Actor, *, is_here: bool) -> None:
        owner = demo.MERCHANT if is_here else made("mer", 9)
        keeper = replace(STRANGER, merchants=frozenset({owner}))
        code = self.office.identifications.merchant_code(keeper, owner)
        self._try(
            place, lambda visit: self.office.identifications.identify(who, visit, visiting.scanned(code))
        )

    @rule(place=st.integers(0, 9), who=st.sampled_from((ANNA, BAO, STRANGER)))
    def check(self, place: int, who: Actor) -> None:
        self.checks += 1
        new = made("chk", self.checks)
        self._try(place, lambda visit: self.office.inspection.put_check(who, visit, new, demo.check()))

    @rule(place=st.integers(0, 9), who=ANYBODY)
    def close(self, place: int, who: Actor) -> None:
        def step(visit: str) -> object:
            checks = sorted(self.office.store.checks_recorded(visit))
            told = visiting.closing(checks=checks, note="演示")
            return self.office.moves.close(who, visit, told)

        self._try(place, step)

    @rule(place=st.integers(0, 9), who=ANYBODY, codes=st.sampled_from(CODES))
    def enter(self, place: int, who: Actor, codes: Any) -> None:
        self._try(place, lambda visit: self.office.moves.enter(who, visit, NewResult(codes=codes)))

    @rule(place=st.integers(0, 9), who=ANYBODY)
    def find(self, place: int, who: Actor) -> None:
        """Somebody says that something is wrong, on the last check if there is one."""

        def step(visit: str) -> object:
            checks = sorted(self.office.store.checks_recorded(visit))[-1:]
            basis = {"checks": checks} if checks else {"evidence": [made("evi", 1)]}
            self.finds += 1
            new = reviewing.finding(basis=basis)
            return self.desk.findings.put(who, visit, made("fin", self.finds), new)

        self._try(place, step)

    def _find_on(self, place: int, check: str) -> None:
        self.finds += 1
        new = reviewing.finding(basis={"checks": [check]})
        self._try(place, lambda visit: self.desk.findings.put(ANNA, visit, made("fin", self.finds), new))

    @rule(place=st.integers(0, 9), who=ANYBODY, which=st.integers(0, 3), holds=st.booleans())
    def decide(self, place: int, who: Actor, which: int, *, holds: bool) -> None:
        def step(visit: str) -> object:
            found = self._visit(visit).findings
            finding = found[which % len(found)].id if found else made("fin", 99)
            decision = reviewing.confirms() if holds else reviewing.DROPS
            return self.desk.findings.decide(who, visit, finding, decision)

        self._try(place, step)

    @rule(place=st.integers(0, 9), who=ANYBODY)
    def order(self, place: int, who: Actor) -> None:
        def step(visit: str) -> object:
            found = [one.id for one in self._visit(visit).findings if one.state == "confirmed"]
            self.finds += 1
            new = reviewing.order(visit_id=visit, findings=found[:1] or [made("fin", 99)])
            return self.desk.orders.issue(who, made("rec", self.finds), new)

        self._try(place, step)

    @rule(place=st.integers(0, 9), who=ANYBODY)
    def give_back(self, place: int, who: Actor) -> None:
        why = NewReturn(reason="证据不清(演示)")
        self._try(place, lambda visit: self.desk.review.give_back(who, visit, why, None))

    @rule(place=st.integers(0, 9), who=ANYBODY)
    def review(self, place: int, who: Actor) -> None:
        self._try(place, lambda visit: self.office.moves.review(who, visit, None))

    @rule(place=st.integers(0, 9), who=ANYBODY, outcome=st.sampled_from(("refused", "closed", "moved")))
    def end(self, place: int, who: Actor, outcome: Any) -> None:
        new = NewEnding(outcome=outcome, reason="演示")
        self._try(place, lambda visit: self.office.moves.end(who, visit, new))

    @rule(place=st.integers(0, 9), who=st.sampled_from((LEADER, LEADING_OFFICER)))
    def void(self, place: int, who: Actor) -> None:
        new = NewVoiding(reason="重复安排(演示)")
        self._try(place, lambda visit: self.office.moves.void(who, visit, new))

    @rule(place=st.integers(0, 9), steps=st.integers(1, 6))
    def go_on(self, place: int, steps: int) -> None:
        """The next steps by whom they are for, so that many runs come far; who must not is there first."""
        go: dict[str, Callable[[], None]] = {
            "planned": lambda: self.approve(place, LEADER),
            "approved": lambda: self.accept(place, ANNA),
            "accepted": lambda: self.confirm(place, has_code=True),
            "coded_in": lambda: self.close(place, BAO),
            "checked": lambda: self._decide_and_enter(place),
            "entered": lambda: self.review(place, REVIEWER),
        }
        if self._some(place) == URGENT:
            go["planned"] = lambda: self.accept(place, ANNA)
        for _ in range(steps):
            state = self.states[self._some(place)]
            if state == "entered":
                self.review(place, REVIEWING_OFFICER)
                self.nothing_is_skipped()
            go.get(state, lambda: None)()
            self.nothing_is_skipped()

    def _decide_and_enter(self, place: int) -> None:
        visit = self._some(place)
        covered = {check for one in self._visit(visit).findings for check in one.basis.checks}
        for check in sorted(self.office.store.checks_failing(visit) - covered):
            self._find_on(place, check)
        for number, one in enumerate(self._visit(visit).findings):
            if one.state == "open":
                self.decide(place, BAO, number, holds=number % 2 == 0)
        self.order(place, ANNA)
        holds = any(one.state == "confirmed" for one in self._visit(visit).findings)
        self.enter(place, ANNA, ("5",) if holds else ("1",))

    @rule(place=st.integers(0, 99))
    def deliver(self, place: int) -> None:
        """The stream brings some ending again, old or new."""
        if self.told:
            self._follow(self.told[place % len(self.told)])

    def _follow(self, item: Item) -> None:
        assert item.event == events.VISIT_ENDED.mark
        record = {"dynamodb": {"SequenceNumber": "1", "NewImage": attributes(item)}}
        assert self.office.follower.consume([record]) == {"batchItemFailures": []}

    @rule()
    def plan_the_drawn_one_again(self) -> None:
        """The stream has caught up, and the supervisor plans what goes on."""
        for item in self.told:
            self._follow(item)
        self._plan_drawn()

    @invariant()
    def nothing_is_skipped(self) -> None:
        for visit, state in self.states.items():
            now = self._visit(visit)
            is_cleared = now.approved_by is not None or now.emergency is not None
            assert is_cleared or state in BEFORE_APPROVAL
            assert now.approved_by is not None or state not in ENTERED
            assert now.approved_by not in now.officers
            assert state not in CODED_IN or (now.identifications and now.acceptance)
            assert not self.office.store.checks_recorded(visit) or now.identifications
            assert (now.review is not None) == (state == "reviewed")
            assert now.review is None or now.review.by not in now.officers
            assert all(one.by not in now.officers and one.result for one in now.returns)
            assert (now.result is not None) == (state in ENTERED) or state == "void"
            self._result_is_what_people_decided(visit, now)

    def _result_is_what_people_decided(self, visit: str, now: Visit) -> None:
        if now.state not in ENTERED or now.result is None:
            return
        states = [one.state for one in now.findings]
        covered = {check for one in now.findings for check in one.basis.checks}
        assert "open" not in states
        assert self.office.store.checks_failing(visit) <= covered
        assert ("1" in now.result.codes) <= ("confirmed" not in states)
        assert not {"5", "8"} & set(now.result.codes) or "confirmed" in states
        assert "5" not in now.result.codes or self.office.store.has_orders(visit)
        written = self.office.table.query(f"V#{visit}", begins="D#").items
        assert len(written) == (states.count("confirmed") if now.state == "reviewed" else 0)

    @invariant()
    def no_order_is_in_force_at_a_void_visit_and_orders_are_numbered_without_a_gap(self) -> None:
        orders = {one: self.desk.store.of_visit(one) for one in self.states}
        void = [one for visit, made in orders.items() if self.states[visit] == "void" for one in made]
        assert {one.state for one in void} <= {"withdrawn"}
        given = sorted(one.no for made in orders.values() for one in made)
        assert given == sorted(f"思明市监责改〔2026〕第{n + 1}号" for n in range(len(given)))

    @invariant()
    def notices_are_numbered_without_a_gap(self) -> None:
        given = [one.acceptance.notice_no for one in map(self._visit, self.states) if one.acceptance]
        assert sorted(given) == sorted(f"思明市监检通〔2026〕第{n + 1}号" for n in range(len(given)))

    @invariant()
    def every_visit_that_took_place_is_counted_once(self) -> None:
        happened = [one for one in map(self._visit, self.states) if one.identifications]
        count = self.office.store.count(demo.SITE, 2026).value
        assert count.counted == sum(one.emergency is None for one in happened)
        assert sum(count.exempt.values()) == sum(one.emergency is not None for one in happened)

    def teardown(self) -> None:
        """When the stream has caught up, the assignment is what became of its visits, and never gone."""
        for item in self.told:
            self._follow(item)
        drawn = self._assignment()
        visits = [one for one in map(self._visit, self.states) if one.assignment]
        outcomes = [one.ending.outcome for one in visits if one.ending]
        last = outcomes[-1] if outcomes else "voided"
        assert drawn.state == ("open" if last == "voided" else last)
        assert [one.outcome for one in drawn.endings] == outcomes
        if drawn.state in GOES_ON and visits[-1].ending:
            self._plan_drawn()
            assert self.states[drawn.visit] == "planned"


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
