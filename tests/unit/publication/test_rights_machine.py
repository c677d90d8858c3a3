"""No interleaving of people, clock and events publishes before its clock, under the terms of three offices."""

from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chalicelib import events, workdays
from chalicelib.accounts.model import Role
from chalicelib.clock import local_day
from chalicelib.errors import Problem
from chalicelib.publication import terms
from chalicelib.publication.rights import SYSTEM
from chalicelib.publication.terms import Term, Terms
from tests import publishing
from tests.office import DISTRICT, actor
from tests.publishing import CLEAN, KEEPER, ORDERED, OTHER_KEEPER, PENDING, Press

_DATA = Path(__file__).parent / "data"
FHRS = tuple(one for one in terms.read(_DATA) if one.from_ < date(2010, 7, 1))
NYC = tuple(one for one in terms.read(_DATA) if one.from_ > date(2010, 7, 1))
PEOPLE = (
    *(
        actor(place, *Role) for place in (1, 5, 6)
    ),  # whoever had a hand in the visit, with every role there is
    *(actor(place, Role.PUBLISHER, Role.LEADER, Role.REVIEWER) for place in (70, 71)),
    actor(72, Role.LEADER),
    actor(73, Role.PUBLISHER),
    KEEPER,
    OTHER_KEEPER,
)
SENT: tuple[dict[str, Any], ...] = (
    {"kind": "confirm"},
    {"kind": "publish"},
    {"kind": "publish", "explanation": "迟了的原因(演示)"},
    {"kind": "reply", "text": "已整改(演示)"},
    {"kind": "show_reply"},
    {"kind": "object", "text": "检测有误(演示)"},
    *(
        {"kind": "decide", "outcome": one, "reason": "经核查(演示)"}
        for one in ("rejected", "corrected", "withdrawn")
    ),
    {"kind": "annul", "gone_on": "2026-11-24", "reason": "依据撤销(演示)"},
    {"kind": "withdraw"},
    {"kind": "hand_over", "on": "2026-11-24"},
    {"kind": "apply", "done": "已全部整改(演示)", "pledged": True},
    {"kind": "repair", "duties_done": True, "reason": "已核实(演示)"},
    {"kind": "refuse", "reason": "未履行(演示)"},
)


def end(term: Term, start: date) -> date:
    """The last day in time, counted day by day."""
    assert term.unit in {"working_day", "calendar_day"}
    left = term.length
    while left > 0:
        start += timedelta(days=1)
        left -= term.unit == "calendar_day" or workdays.is_workday(start)
    return start


class Office(RuleBasedStateMachine):
    """One entry of a visit, whatever happens to it; what the public was told is compared with what happened."""

    versions: ClassVar[tuple[Terms, ...]] = terms.official()

    @initialize(codes=st.sampled_from([(ORDERED,), (CLEAN,)]), late=st.integers(0, 40), ahead=st.booleans())
    def begins(self, codes: tuple[dict[str, Any], ...], late: int, ahead: bool) -> None:  # noqa: FBT001 - drawn
        """From the review, or further ahead: published, and contested by its merchant."""
        self.press = Press(versions=lambda: self.versions).later(late).reviewed(*codes)
        if ahead:
            self.press.tended().later(30)
            self.somebody_takes_a_step(PEOPLE[3], {"kind": "publish", "explanation": "迟了的原因(演示)"})
            self.somebody_takes_a_step(KEEPER, {"kind": "object", "text": "检测有误(演示)"})

    @rule(days=st.sampled_from([1, 1, 2, 3, 7, 21, 60, 400]))
    def time_passes(self, days: int) -> None:
        self.press.later(days)

    @rule()
    def the_keeper_runs(self) -> None:
        self.press.tended()
        entry = self.press.kept()
        until = entry.until(self.press.rights.terms(entry))
        assert not entry.is_shown or until is None or self.today <= until

    @rule(who=st.sampled_from(PEOPLE), sent=st.sampled_from(SENT))
    def somebody_takes_a_step(self, who: Any, sent: dict[str, Any]) -> None:
        with suppress(Problem):
            self.press.take(who, **sent)

    @rule(who=st.sampled_from(PEOPLE), choice=st.integers(0, 11))
    def somebody_does_what_they_may(self, who: Any, choice: int) -> None:
        may = self.press.rights.may(who, self.press.kept())
        if may:
            sent = [one for one in SENT if one["kind"] == may[choice % len(may)]]
            self.somebody_takes_a_step(who, sent[choice % len(sent)])

    @rule(codes=st.sampled_from([(ORDERED,), (CLEAN,), (PENDING,)]))
    def the_result_is_corrected(self, codes: tuple[dict[str, Any], ...]) -> None:
        self.press.bring(events.VISIT_CORRECTED, publishing.told(*codes))

    @rule(version=st.integers(1, 9), done=st.booleans())
    def an_order_changes(self, version: int, done: bool) -> None:  # noqa: FBT001 - drawn
        told = {"state": "passed", "corrected_on": "2026-12-02"} if done else {}
        self.press.bring(events.RECTIFICATION_CHANGED, publishing.order(1, **told), version=version)

    @property
    def today(self) -> date:
        return local_day(self.press.now)

    @precondition(lambda self: hasattr(self, "press"))
    @invariant()
    def nothing_was_published_before_its_clock(self) -> None:
        entry, told = self.press.kept(), 0
        window: date | None = None
        for place, step in enumerate(entry.steps):
            if step.step in {"notify", "reopen"}:
                told += step.step == "notify"
                window = local_day(step.at) if step.step == "notify" else None
            if step.step == "publish":
                shown = self.press.shown()[step.public - 1]
                by = self.terms_of(shown["kind"])
                assert window is not None, "published without a notice"
                assert by.reply is None or local_day(step.at) > end(by.reply, window)
                assert local_day(step.at) <= end(by.due, entry.day) or shown["explanation"]
                assert step.by != SYSTEM or not shown["problem"], (
                    "only what harms nobody is published by itself"
                )
                assert not self.is_held(by, entry.steps[:place], local_day(step.at), entry.day)
        assert len(self.press.told()) >= told, "every step «notified» has its notice"

    def terms_of(self, kind: str) -> Terms:
        return next(one for one in self.versions if one.kind == kind)

    @staticmethod
    def is_held(by: Terms, before: Any, day: date, since: date) -> bool:
        claims = [one.step for one in before if one.step in {"object", "reject", "uphold"}]
        is_open = bool(claims) and claims[-1] == "object"
        return is_open and (
            by.holds == "until_decided" or (by.holds == "until_due" and day <= end(by.due, since))
        )

    @precondition(lambda self: hasattr(self, "press"))
    @invariant()
    def nobody_decides_their_own(self) -> None:
        entry = self.press.kept()
        for place, step in enumerate(entry.steps):
            if step.step in {"reject", "uphold", "repair", "refuse"}:
                assert step.by not in {one.by for one in entry.steps[:place]}
                assert step.by not in {actor(one).id for one in (1, 5, 6)}
            if step.step == "withdraw":
                assert step.by != next(one.by for one in entry.steps if one.step == "annul")

    @precondition(lambda self: hasattr(self, "press"))
    @invariant()
    def the_public_is_told_in_order_and_nothing_after_the_end(self) -> None:
        told = self.press.shown()
        assert [one["n"] for one in told] == list(range(1, len(told) + 1))
        for one, after in pairwise(told):
            assert one["state"] == "shown" or after["step"] == "published"
        assert not told or (told[-1]["state"] == "shown") == self.press.kept().is_shown
        assert all("acc-" not in str(one) for one in told)


class Fhrs(Office):
    """The same under the terms of the Food Hygiene Rating Scheme."""

    versions = FHRS


class Nyc(Office):
    """The same under the terms of New York City."""

    versions = NYC


TestOffice = Office.TestCase
TestOffice.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestFhrs = Fhrs.TestCase
TestFhrs.settings = settings(max_examples=20, stateful_step_count=25, deadline=None)
TestNyc = Nyc.TestCase
TestNyc.settings = settings(max_examples=20, stateful_step_count=25, deadline=None)


@pytest.mark.parametrize(
    ("versions", "days"), [(terms.official(), 8), (FHRS, 21), (NYC, 1)], ids=["here", "fhrs", "nyc"]
)
def test_three_offices_are_three_configurations(versions: tuple[Terms, ...], days: int) -> None:
    """A problem told on a Monday may be published after so many days, and not a day before."""
    press = Press(versions=lambda: versions).reviewed().tended()
    publisher = publishing.PUBLISHER
    with pytest.raises(Problem):
        press.later(days - 1).take(publisher, "publish")
    press.later(1).take(publisher, "publish")
    assert press.kept().state == "published"
    assert press.kept().district == DISTRICT


def test_an_appeal_holds_the_rating_back_however_long_it_takes() -> None:
    press = Press(versions=lambda: FHRS).reviewed().tended()
    press.take(KEEPER, "object", text="检测有误(演示)")
    with pytest.raises(Problem) as refused:
        press.later(300).take(publishing.PUBLISHER, "publish", explanation="复议中(演示)")
    assert refused.value.code == "publication.held"
