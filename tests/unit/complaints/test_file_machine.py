"""Whatever people try with a complaint and a report, in whatever order and at whatever time of the year.

No state is reached but by the lines of `EDGES`, written here a second time; every clock is what counting days by hand
makes of the history; a merchant is told of each matter once.
"""

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chalicelib.accounts.model import Actor
from chalicelib.clock import local_day
from chalicelib.complaints.clocks import Clock, clocks
from chalicelib.complaints.moves import MOVES, Kind, hands
from chalicelib.complaints.service_notices import MerchantEffect
from chalicelib.complaints.service_visits import VisitEffect
from chalicelib.complaints.steps import Step
from chalicelib.complaints.steps_hands import CITIZEN, SYSTEM, Taker
from chalicelib.errors import Problem
from chalicelib.events import VISIT_ENDED
from chalicelib.follow import Follower
from chalicelib.notices.service import Notices
from chalicelib.notices.store import NoticeStore
from chalicelib.store import Item
from chalicelib.store_dynamo import attributes
from chalicelib.workdays import is_workday
from tests.complaining import CITY, COMPLAINT, KEEPER, REPORT, SENIOR, Unit
from tests.fakes import FakeTable
from tests.office import ANNA, BAO, LEADER, MERCHANT, SUPERVISOR, made
from tests.unit.complaints.edges import (
    COVERED,
    DAY,
    EDGES,
    FAR,
    LEADING,
    NEW_ORDER,
    OVER,
    PEOPLE,
    RARE,
    SAID,
    STARTS,
    WORDLESS,
    rolled,
    working,
)


class Handling(RuleBasedStateMachine):
    """A complaint and a report, everybody at them, and a clock that goes on."""

    @initialize(start=st.sampled_from(STARTS), is_named=st.booleans())
    def receive(self, start: datetime, *, is_named: bool) -> None:
        self.unit = Unit(FakeTable()).employ(ANNA, BAO, LEADING, SUPERVISOR, LEADER, SENIOR, CITY, FAR)
        self.unit.at(start)
        self.unit.receive(received_at=start)
        self.unit.receive("report", received_at=start, real_name=is_named, anonymous=not is_named)
        self.unit.receive("report", id=made("cmp", 8), received_at=start, anonymous=True)
        self.unit.receive(id=made("cmp", 9), received_at=start)
        self.notices = Notices(NoticeStore(self.unit.table), self.unit.clock)
        self.follower = Follower(
            (MerchantEffect(self.unit.store, self.notices), VisitEffect(self.unit.procedure))
        )
        self.ids = [COMPLAINT, REPORT]
        self.was = {one: self.unit.kept(one) for one in self.ids}

    def _send(self, complaint: str, kind: str, who: Actor | Taker, said: dict[str, Any]) -> Step | None:
        before = self.unit.whole(complaint)
        day = str(local_day(self.unit.clock.at) + 5 * DAY)
        words: dict[str, dict[str, Any]] = {
            "ask": {"due_on": day},
            "ask_identity": {"due_on": day},
            "mediate": {"on": day},
            "agree": {"perform_by": day},
        }
        text = {} if kind in WORDLESS else {"text": "演示用语"}
        sent = {**words.get(kind, {}), **text, **said}
        step = made("stp", next(self.unit.taken))
        try:
            if isinstance(who, Taker) or who is KEEPER:
                _, kept = self.unit.step(who, kind, complaint, id_=step, **sent)
            else:
                _, kept, _ = self.unit.order(who, kind, complaint, id_=step, **sent)
        except Problem:
            assert self.unit.whole(complaint) == before, "what is refused leaves nothing"
            return None
        self._judge(kept, who)
        return kept

    def _judge(self, step: Step, who: Actor | Taker) -> None:
        """A step that was taken was its taker's to take."""
        was, now = self.was[step.complaint], self.unit.kept(step.complaint)
        able = who.hands if isinstance(who, Taker) else hands(who.roles)
        assert step.as_ in able
        if isinstance(who, Actor) and who is not KEEPER:
            assert not who.districts or was.unit in who.districts
        if was.state != now.state:
            assert step.as_ in EDGES[was.state, now.state]
        assert step.by not in was.recused
        if step.as_ == "inspector" and was.state != now.state:
            assert was.handler == step.by
        if now.state in {"filed", "not_filed", "extended"} and now.state != was.state:
            assert step.by != was.handler
        if step.sent.kind in {"mediate", "agree", "end"}:
            assert was.recusal is None
        if step.sent.kind in {"accept", "mediate", "agree"}:
            assert was.police is None
        if step.sent.kind == "mediate":
            assert was.consents.reporter
            assert was.consents.respondent
        if now.unit != was.unit:
            assert now.unit == "350200" or who is CITY
        self.was[step.complaint] = now

    @rule(report=st.booleans(), times=st.integers(2, 6), data=st.data())
    def what_the_state_has(self, *, report: bool, times: int, data: st.DataObject) -> None:
        """Steps by whoever should take them: without these, chance never comes far."""
        for _ in range(times):
            self._properly(self.ids[report], data)

    def _properly(self, complaint: str, data: st.DataObject) -> None:
        if self.was[complaint].state in OVER:
            complaint = next(one for one in self.ids if one != complaint)
        file = self.unit.kept(complaint)
        moves = [one for one in MOVES if file.state in one.since and one.step not in RARE]
        if not moves:
            return
        leading = [one for one in moves if one.to is not None and one.to not in OVER]
        chosen = data.draw(st.sampled_from(leading * 2 + moves))
        if file.unit != "350203" and chosen.to is None:
            self._send(complaint, "route", CITY, {"unit": "350203"})
        handler = next((one for one in (ANNA, BAO, LEADING) if one.id == file.handler), ANNA)
        if file.handler is None and file.unit == "350203" and ANNA.id not in file.recused:
            self._send(complaint, "assign", SUPERVISOR, {"handler": ANNA.id})
        if chosen.step == "mediate":
            for of in ("reporter", "respondent"):
                self._send(
                    complaint, "consent", handler, {"of": of, "agrees": True, "text": "来电同意(演示)"}
                )
        proper: dict[str, Actor | Taker] = {
            "inspector": handler,
            "supervisor": SUPERVISOR,
            "leader": LEADER,
            "merchant": KEEPER,
            "citizen": CITIZEN,
            "system": SYSTEM,
        }
        who = proper[data.draw(st.sampled_from(sorted(chosen.by)))]
        said = data.draw(st.sampled_from(SAID.get(chosen.step, ({},))))
        self._send(complaint, chosen.step, who, said)

    @rule(
        report=st.booleans(),
        kind=st.sampled_from(sorted({one.step for one in MOVES})),
        who=st.sampled_from(PEOPLE),
        said=st.integers(0, 99),
    )
    def anything(self, *, report: bool, kind: Kind, who: Actor | Taker, said: int) -> None:
        variants = SAID.get(kind, ({},))
        self._send(self.ids[report], kind, who, variants[said % len(variants)])

    @rule(days=st.sampled_from((1, 1, 2, 5, 11, 30)))
    def wait(self, days: int) -> None:
        self.unit.clock.at += timedelta(days=days)

    @rule(ended=st.booleans())
    def the_stream_comes_again(self, *, ended: bool) -> None:
        images = [attributes(item) for item in list(self.unit.table.items.values())]
        if ended:
            told = {
                "visit_id": made("vis", 7),
                "outcome": "done",
                "day": "2026-12-01",
                "complaint": COMPLAINT,
            }
            images += [attributes(Item("V#", "E", told, event=VISIT_ENDED.mark))] * 2
        records = [
            {"dynamodb": {"SequenceNumber": str(place), "NewImage": image}}
            for place, image in enumerate(images)
        ]
        assert self.follower.consume(records) == {"batchItemFailures": []}
        self.was = {one: self.unit.kept(one) for one in self.ids}
        matters = [
            step
            for one in self.ids
            for step in self.unit.whole(one).steps
            if step.sent.kind in {"accept", "ask", "mediate", "end"}
            or (step.sent.kind == "withdraw" and step.was in {"accepted", "mediating"})
        ]
        rows, _ = self.notices.book.of_merchant(MERCHANT, "", 100)
        units = {self.unit.kept(one).unit for one in self.ids}
        assert len(rows) <= len(matters)
        assert len(rows) == len(matters) or "350200" in units, "every matter is told, and once"
        known = [link.id for link in self.unit.kept().links.visits]
        assert len(known) == len(set(known))

    def _clock(self, complaint: str, *names: str) -> Clock | None:
        whole = self.unit.whole(complaint)
        found = clocks(whole.file.value, whole.steps, local_day(self.unit.clock.at))
        return next((one for one in found if one.name in names), None)

    @invariant()
    def terms_are_what_counting_makes_of_them(self) -> None:
        for complaint, start, count in (
            (COMPLAINT, "acceptance", 7),
            (REPORT, "report_check", 15),
        ):
            told = self._clock(complaint, start)
            assert told is not None
            steps = self.unit.whole(complaint).steps
            length = count * (2 if any(one.sent.kind == "extend" for one in steps) else 1)
            due = working(local_day(self.unit.kept(complaint).received_at), length)
            assert told.due_on == due
            assert told.provisional == (due.year > COVERED)
            ends = {"accept", "refuse", "withdraw", "file", "not_file", "merge", "repeat"}
            met = next((local_day(one.at) for one in steps if one.sent.kind in ends), None)
            assert told.met_on == met
            assert told.late == ((met or local_day(self.unit.clock.at)) > due)

    @invariant()
    def mediation_counts_no_day_of_testing(self) -> None:
        file, steps = self.unit.kept(), self.unit.whole().steps
        accepted = next((one for one in steps if one.sent.kind == "accept"), None)
        told = self._clock(COMPLAINT, "mediation")
        assert (told is None) == (accepted is None)
        if told is None or accepted is None:
            return
        today, tested, since = local_day(self.unit.clock.at), list[date](), None
        for step in steps:
            if step.sent.kind == "pause_testing":
                since = local_day(step.at)
            elif since and (
                (step.sent.kind == "resume" and step.sent.of == "testing")
                or step.sent.kind in {"agree", "end", "withdraw"}
            ):
                tested += [since + DAY * n for n in range(1, (local_day(step.at) - since).days + 1)]
                since = None
        if since:
            tested += [since + DAY * n for n in range(1, (today - since).days + 1)]
        start = local_day(accepted.at)
        if local_day(file.received_at) < NEW_ORDER:
            due = working(start, 45 + sum(map(is_workday, tested)))
        else:
            due = rolled(start + timedelta(days=60 + len(tested)))
        assert told.due_on == due
        assert told.stopped == file.paused
        assert told.provisional == (due.year > COVERED)
        early = next((one for one in steps if one.sent.kind == "end" and one.sent.ground == "expired"), None)
        assert early is None or local_day(early.at) > due

    @invariant()
    def it_stands_once_in_its_unit_s_queue_under_the_next_term(self) -> None:
        for complaint in self.ids:
            file = self.unit.kept(complaint)
            lists = self.unit.desk.lists
            found = [
                row
                for unit in ("350200", "350203", "350206")
                for is_over in (False, True)
                for row in lists.of_unit(unit, "", is_over=is_over).rows
                if row["id"] == complaint
            ]
            assert [(row["unit"], row["state"]) for row in found] == [(file.unit, file.state)]
            waits = file.police is not None and file.police.handed_at is None
            assert (file.closed_on is not None) == (file.state in OVER and not waits and not file.owed)
            if file.state in OVER:
                due = {
                    *(("to_police",) if waits else ()),
                    *(("report_answer",) if file.owed == "telling" else ()),
                }
                assert file.next.name in due if file.next else not due

    @invariant()
    def what_is_hidden_two_persons_hid(self) -> None:
        for complaint in self.ids:
            hidden = self.unit.kept(complaint).hidden
            assert hidden is None or hidden.confirmed_by != hidden.by

    @invariant()
    def steps_are_numbered_without_a_gap_and_each_clue_opened_one_report(self) -> None:
        for complaint in self.ids:
            whole = self.unit.whole(complaint)
            assert [one.n for one in whole.steps] == list(range(1, whole.file.value.steps + 1))
            opened = [one.opened for one in whole.steps if one.sent.kind == "clue"]
            assert all(one and self.unit.kept(one).clue_of == complaint for one in opened)
            assert len(set(opened)) == len(opened)


TestHandling = Handling.TestCase
TestHandling.settings = settings(max_examples=25, stateful_step_count=40, deadline=None)


def test_every_edge_of_the_table_is_one_of_ours_and_the_other_way_round() -> None:
    table: dict[tuple[str, str], set[str]] = {}
    for move in MOVES:
        for since in move.since:
            if move.to is not None:
                table.setdefault((since, move.to), set()).update(move.by)
    assert table == EDGES
