"""The demo's entries on the rights clock, each taken as far as its story goes by the real services, on its own day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from chalicelib import runtime, runtime_publication
from chalicelib.accounts.model import Actor, Role
from chalicelib.publication.entries import entry_id
from chalicelib.publication.penalties import NewPenalty
from chalicelib.publication.results import Reviewed
from chalicelib.publication.steps import NewStep
from chalicelib.workdays import add_workdays
from infra.local.demo import items
from infra.local.demo.clocks import Hand
from infra.local.demo.ids import demo_id, stall_keeper

_MORNING = time(2, tzinfo=UTC)
"""Ten o'clock in the city."""
_CLEAN = {"code": "1", "zh": "未发现问题", "en": "nothing found", "problem": False}
_ORDERED = {
    "code": "5",
    "zh": "发现问题已责令改正",
    "en": "problems found, correction ordered",
    "problem": True,
}


class Story:
    """One entry of the demo, from the day it was recorded."""

    def __init__(self, name: str, merchant: str, day: date, people: Mapping[str, Actor]) -> None:
        self._name = name
        self._merchant = merchant
        self._day = day
        self._people = {**people, "merchant": _merchant(merchant)}
        self._clock = Hand(datetime.combine(day, _MORNING))
        self._places = count(1)
        self._rights = replace(runtime_publication.rights(), clock=self._clock)
        notices = replace(runtime.notices(), clock=self._clock)
        self._keeper = replace(runtime_publication.keeper(), rights=self._rights, notices=notices)
        visit = demo_id("visit", f"rights-{name}")
        self.id = entry_id(visit, merchant)
        self._told = {
            "visit_id": visit,
            "district": "350203",
            "ended_on": day,
            "source": "ordinary",
            "item": items.named("market"),
            "involved": [people[one].id for one in ("inspector1", "inspector2", "reviewer1")],
        }

    def found(self, code: Mapping[str, Any]) -> "Story":
        """A visit's reviewed result, and its merchant told of it."""
        concerned = {"merchant_id": self._merchant, "codes": [code], "checks": 2}
        self._rights.reviewed(Reviewed.model_validate({**self._told, "concerned": [concerned]}))
        return self.kept()

    def decided(self, **told: Any) -> "Story":
        """A penalty decision, entered and confirmed."""
        new = NewPenalty.model_validate({**told, "merchant_id": self._merchant, "decided_on": self._day})
        self.id = self._rights.enter(self._people["publisher1"], new)[0].id
        return self.step("leader1", "confirm").kept()

    def kept(self) -> "Story":
        """After the keeper's look."""
        self._keeper.tend(self.id)
        return self

    def after_window(self) -> "Story":
        """On the day after the last one of its reply window."""
        entry = self._rights.book.entry(self.id)
        window = entry[0].reply_until(self._rights.terms(entry[0])) if entry else None
        if window:
            self._clock.at = datetime.combine(window.day + timedelta(days=1), _MORNING)
        return self.kept()

    def step(self, who: str, kind: str, **said: Any) -> "Story":
        """A step an hour after the one before; sent again it is the same."""
        self._clock.at += timedelta(hours=1)
        new = NewStep.model_validate({"kind": kind, **said})
        step = demo_id("step", f"rights-{self._name}-{next(self._places)}")
        self._rights.take(self._people[who], self.id, step, new)
        return self


def load(people: Mapping[str, Actor], today: date) -> None:
    """A problem made public with its reply, one within its window, a contested one, clean ones, and a penalty."""

    def story(name: str, stall: int, days: int) -> Story:
        return Story(name, stall_keeper(stall), today - timedelta(days=days), people)

    replied = story("replied", 1, 40).found(_ORDERED)
    replied.step("merchant", "reply", text="秤已送修并重新检定合格，今后每天开市前自查(演示)。")
    replied.after_window().step("publisher1", "publish")
    story("clean", 1, 75).found(_CLEAN)
    story("window", 1, 1).found(_ORDERED)
    contested = (
        story("contested", 2, _days_since_window(today))
        .found(_ORDERED)
        .after_window()
        .step("publisher1", "publish")
    )
    contested.step("merchant", "object", text="检测时秤刚搬过，没有调零(演示)")
    story("clean-other", 3, 20).found(_CLEAN)
    story("penalty", 4, 35).decided(
        district="350203",
        number="厦思市监处罚〔演示〕1号",
        authority="厦门市思明区市场监督管理局(演示)",
        measures=["fine", "confiscation"],
        **{"class": "general"},
        summary="使用以欺骗消费者为目的的计量器具，没收器具并罚款(演示)",
        violation="使用以欺骗消费者为目的的计量器具",
        basis="《中华人民共和国计量法》第二十七条、《计量法实施细则》第四十八条(演示)",
        fine_cny="2000.00",
    ).step("publisher1", "publish").step("publisher1", "hand_over", on=today - timedelta(days=35))


def _days_since_window(today: date) -> int:
    """How many days ago a visit ended whose reply window has been over for a little while."""
    return next(
        n for n in count(7) if add_workdays(today - timedelta(days=n), 5).day < today - timedelta(days=2)
    )


def _merchant(merchant: str) -> Actor:
    return Actor("demo", frozenset({Role.MERCHANT}), merchants=frozenset({merchant}))
