"""The life of an instrument under any sequence of acts, verifications and days, beside a model of what is lawful."""

from datetime import date, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chalicelib.accounts.model import Actor, Role
from chalicelib.certified import ShownInstrument, Standing
from chalicelib.clock import local_day
from chalicelib.errors import Denied, IdTaken, NotFound, Problem
from chalicelib.events import INSTRUMENT_SHOWN
from chalicelib.registry.acts import ActAttempt, KeptAct, NewAct
from chalicelib.registry.head import head
from chalicelib.registry.life import MAY
from chalicelib.registry.model import OVER, Instrument, InstrumentHead, number
from chalicelib.registry.problems import Scrapped, VerifiedInFuture
from tests.fakes import FakeTable
from tests.office import CLERK, MERCHANT, OTHER_SCALE, SCALE, SITE, Office, actor, made

LAB = made("lab", 1)
MAYBE: tuple[Standing, ...] = ("valid", "due_soon")
"""Standings in which the instrument may be used."""


def person(role: Role) -> Actor:
    return Actor(
        made("acc", 60 + sorted(Role).index(role)),
        frozenset({role}),
        frozenset({"350203"}),
        frozenset({MERCHANT} if role == Role.MERCHANT else ()),
        frozenset({SITE} if role == Role.ORGANISER else ()),
        frozenset({LAB} if role == Role.LAB else ()),
    )


FAR = actor(90, Role.LEADER, Role.SUPERVISOR, Role.INSPECTOR, district="350206")
OTHER_TESTER = Actor(made("acc", 91), frozenset({Role.LAB}), labs=frozenset({made("lab", 2)}))
CAST = [*map(person, Role), FAR, OTHER_TESTER]
"""One of each role, officers of another district, and another lab."""


class Lives(RuleBasedStateMachine):
    """`unused` is true from a repair or changed seal until a verification of that day or later is recorded."""

    @initialize()
    def furnish(self) -> None:
        self.table = FakeTable()
        self.office = Office(self.table).furnished()
        self.ids = iter(range(1, 10_000))
        self.sent: list[tuple[Actor, str, NewAct, object]] = []
        self.changed_on: date | None = None

    def today(self) -> date:
        return local_day(self.office.clock.at)

    def shown(self) -> InstrumentHead:
        return self.office.head()

    def standing(self) -> Standing:
        return self.shown().standing(self.today())

    def may(self, by: Actor, kind: Any) -> bool:
        if by is FAR or MAY[kind].isdisjoint(by.roles):
            return False
        last = self.shown().verification
        if kind == "scrap" and Role.LAB in by.roles:
            return last is not None and last.lab_id in by.labs
        return kind != "schedule" or by is not OTHER_TESTER

    @rule(days=st.sampled_from([1, 30, 400]))
    def days_pass(self, days: int) -> None:
        before = self.standing()
        self.office.clock.at += timedelta(days=days)
        if self.standing() in MAYBE:
            assert before in MAYBE

    @rule(
        by=st.sampled_from(CAST),
        kind=st.sampled_from(sorted(MAY)),
        seals=st.sampled_from([[], ["S1"], ["S2"]]),
        ahead=st.integers(-1, 2),
        other=st.sampled_from([SCALE, OTHER_SCALE, made("ins", 99)]),
        stall=st.sampled_from(["", "A1", "A2"]),
    )
    def act(self, by: Actor, kind: Any, seals: list[str], ahead: int, other: str, stall: str) -> None:
        told: dict[str, dict[str, Any]] = {
            "schedule": {"lab_id": LAB, "day": self.today() + timedelta(days=ahead)},
            "suspend": {"reason": "示值超差"},
            "freeze": {"reason": "计量纠纷"},
            "seal_change": {"seal_nos": seals},
            "replace": {"new_instrument_id": other},
            "transfer": {"stall": stall},
        }
        new = NewAct.model_validate({"kind": kind, **told.get(kind, {})})
        act_id = made("act", next(self.ids))
        was, items = self.standing(), dict(self.table.items)
        try:
            kept, after, is_new = self.office.life.put_act(by, SCALE, act_id, new)
        except (Denied, NotFound):
            assert self.table.items == items
            assert not self.may(by, kind)
            return
        assert self.may(by, kind)
        if isinstance(kept, ActAttempt):
            assert not is_new
            gained = {key: item for key, item in self.table.items.items() if items.get(key) != item}
            assert {sk[0] for _, sk in gained} <= {"X"}
            assert self.shown() == after
            return
        assert self.shown() == after
        assert (kept.was, kept.became) == (was, self.standing())
        assert was != "disputed_frozen" or kind == "unfreeze"
        self.sent.append((by, act_id, new, kept))
        if kind in {"repair", "seal_change"}:
            self.changed_on = self.today()
        if kept.became in MAYBE and was not in MAYBE:
            assert (kind, was) in {("release", "suspended"), ("unfreeze", "disputed_frozen")}
            assert Role.LEADER in by.roles

    @rule(ago=st.sampled_from([-1, 0, 0, 1, 20]), conclusion=st.sampled_from(["pass", "pass", "fail"]))
    def verify(self, ago: int, conclusion: str) -> None:
        place, was, before = next(self.ids), self.standing(), self.shown()
        state, order = before.state, before.suspension
        day = self.today() - timedelta(days=ago)
        until: dict[str, Any] = {"valid_until": day + timedelta(days=364) if conclusion == "pass" else None}
        try:
            self.office.verify(
                person(Role.LAB), LAB, place=place, verified_on=day, conclusion=conclusion, **until
            )
        except VerifiedInFuture:
            assert ago < 0
            return
        except Scrapped:
            assert state in OVER
            return
        if self.changed_on is not None and day >= self.changed_on:
            self.changed_on = None
        if self.standing() in MAYBE and was not in MAYBE:
            assert conclusion == "pass"
        if order is not None and self.shown().suspension is None:
            assert (conclusion, day >= order.since) == ("pass", True)
        if state == "disputed_frozen":
            assert self.standing() == "disputed_frozen"

    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        if not self.sent:
            return
        by, act_id, new, kept = data.draw(st.sampled_from(self.sent))
        items = dict(self.table.items)
        try:
            answer, shown, is_new = self.office.life.put_act(by, SCALE, act_id, new)
        except Denied:  # the lab that scrapped is another lab's by now
            assert self.table.items == items
            return
        assert (answer, is_new, shown) == (kept, False, self.shown())
        other = NewAct.model_validate(
            {**new.model_dump(mode="json", exclude_none=True), "reason": "别的原因"}
        )
        try:
            self.office.life.put_act(by, SCALE, act_id, other)
        except IdTaken:
            pass
        else:
            raise AssertionError("other content under one id")
        assert self.table.items == items

    @rule(stall=st.sampled_from(["A1", "A2"]), seals=st.sampled_from([["S1"], ["S3"]]))
    def correct(self, stall: str, seals: list[str]) -> None:
        """A correction never brings an instrument back into use, nor hides a changed seal."""
        kept, was = self.office.heads.kept(SCALE), self.standing()
        told = kept.value.model_dump(mode="json", include=set(Instrument.model_fields))
        new = Instrument.model_validate({**told, "stall": stall, "seal_nos": seals})
        try:
            self.office.registry.put_instrument(CLERK, SCALE, new, kept.version)
        except Problem:
            assert self.shown().seal_nos not in {(), tuple(seals)} or kept.value.state in OVER
        assert self.standing() == was

    @invariant()
    def the_head_is_what_its_sources_make(self) -> None:
        sources = self.office.registry.book.sources(number(SCALE))
        assert sources is not None
        assert head(sources) == self.shown()

    @invariant()
    def what_the_head_makes_public_tells_the_same_standing(self) -> None:
        item = self.table.get(f"I#{number(SCALE)}", "~")
        assert item is not None
        assert item.event == INSTRUMENT_SHOWN.mark
        assert ShownInstrument.of(item.document).standing(self.today()) == self.standing()

    @invariant()
    def a_void_certificate_never_shows_valid(self) -> None:
        if self.changed_on is not None:
            assert self.standing() not in MAYBE

    @invariant()
    def what_is_over_stays_over(self) -> None:
        ended = [one for one in self.sent if isinstance(one[3], KeptAct) and one[3].became in OVER]
        assert len(ended) <= 1
        assert bool(ended) == (self.shown().state in OVER)
        assert not ended or ended == self.sent[-1:]

    @invariant()
    def every_act_is_on_record_once(self) -> None:
        kept = self.office.registry.book.acts(number(SCALE))
        assert list(kept) == [one[3] for one in self.sent]


Lives.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestLives = Lives.TestCase
