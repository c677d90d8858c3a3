"""What became of the demo's complaints and reports, by the real services: files in many states, one of them late."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from chalicelib import runtime_complaints_desk, runtime_intake
from chalicelib.accounts.model import Actor
from chalicelib.complaints.intake import hashed
from chalicelib.complaints.sent import Submission
from chalicelib.complaints.steps import NewStep
from chalicelib.complaints.steps_hands import CITIZEN, Taker
from chalicelib.registry.model import number
from infra.local.demo.clocks import Hand
from infra.local.demo.complaints import HOME, NAME, PHONE, secret
from infra.local.demo.ids import MARKET, demo_id

_MORNING = time(2, tzinfo=UTC)
"""Ten o'clock in the city."""
_ASKS = {"wants": ["make_good", "refund"], "text": ""}
_REPORTER = {"name": NAME, "phone": PHONE, "address": HOME}
_SCALE = {"instrument": number(demo_id("instrument", "market-1"))}


class Handling:
    """One file of the demo, from the day it was received."""

    def __init__(self, name: str, received: date, people: Mapping[str, Actor]) -> None:
        self.id = demo_id("complaint", name)
        self._name = name
        self._people = people
        self._clock = Hand(datetime.combine(received, _MORNING))
        self._places = count(1)
        self._procedure = replace(runtime_complaints_desk.procedure(), clock=self._clock)
        self._desk = replace(runtime_complaints_desk.desk(), procedure=self._procedure, clock=self._clock)

    def sent(self, **told: Any) -> "Handling":
        """As its sender sends it."""
        submission = Submission.model_validate({**told, "secret_hash": hashed(secret(self._name))})
        replace(runtime_intake.intakes(), clock=self._clock).submit("", self.id, submission)
        return self

    def complained(self, facts: str) -> "Handling":
        """A complaint about the first stall's scale."""
        return self.sent(wants="complaint", about=_SCALE, facts=facts, request=_ASKS, reporter=_REPORTER)

    def assigned(self) -> "Handling":
        """To the inspector who handles all of them."""
        return self.step("supervisor1", "assign", handler=self._people["inspector1"].id)

    def step(self, who: str, kind: str, *, after_days: int = 0, **said: Any) -> "Handling":
        """A step so many days after the one before; sent again it is the same."""
        self._clock.at += timedelta(days=after_days, minutes=1)
        step = demo_id("step", f"{self._name}-{next(self._places)}")
        new = NewStep.model_validate({"kind": kind, **said})
        if who == "citizen":
            self._procedure.take(self.id, step, new, CITIZEN, lambda *_: None)
        elif who == "merchant":
            merchant = Taker("demo", frozenset({"merchant"}))
            self._procedure.take(self.id, step, new, merchant, lambda *_: None)
        else:
            self._desk.take(self._people[who], self.id, step, new)
        return self


def load(people: Mapping[str, Actor], today: date) -> None:
    """Send and handle them; people are by persona, `inspector1` handles."""

    def ago(days: int, name: str) -> Handling:
        return Handling(name, today - timedelta(days=days), people)

    def day(days: int) -> str:
        return (today + timedelta(days=days)).isoformat()

    ago(20, "late").complained("两斤虾复称少一两，摊主不认(演示)。")
    mediated = ago(12, "mediated").complained("青蟹连绳称，回家复称少三两(演示)。")
    mediated.assigned().step("inspector1", "accept", after_days=2)
    mediated.step("citizen", "consent", of="reporter", agrees=True, delegation=False)
    mediated.step("inspector1", "ask", text="请说明当日称重情况，是否同意调解(演示)", due_on=day(1))
    mediated.step("merchant", "consent", after_days=2, of="respondent", agrees=True)
    mediated.step("inspector1", "mediate", after_days=1, on=day(3), place="市场管理办公室(演示)")
    agreed = ago(30, "agreed").complained("花蛤少称八十克(演示)。")
    agreed.assigned().step("inspector1", "accept", after_days=3)
    for side in ("reporter", "respondent"):
        agreed.step("inspector1", "consent", of=side, agrees=True, text="电话确认(演示)")
    agreed.step("inspector1", "mediate", after_days=2, on=day(-20), place="市场管理办公室(演示)")
    agreed.step(
        "inspector1",
        "agree",
        after_days=5,
        text="经营者补足并退差价(演示)",
        amount_yuan="12.80",
        perform_by=day(5),
    )
    refused = ago(25, "refused").complained("五年前买的东西，现在要求赔偿(演示)。")
    refused.step("supervisor1", "refuse", after_days=4, ground="too_old", text="已超过三年(演示)")
    extended = ago(24, "extended").sent(
        wants="report",
        about=_SCALE,
        facts="秤盘下面有磁铁(演示)。",
        reporter={"name": NAME, "phone": PHONE},
    )
    extended.assigned()
    extended.step("leader1", "extend", after_days=12, text="需送检定机构检测(演示)")
    told = ago(40, "told").sent(
        wants="report",
        about={"site_id": MARKET, "place_text": "西门第一排(演示)"},
        facts="复秤时换了一台秤(演示)。",
    )
    told.assigned()
    told.step("leader1", "not_file", after_days=10, text="现场核查未发现违法行为(演示)")
    told.step("inspector1", "tell", after_days=1, how="page", text="经核查未发现违法行为，不予立案(演示)")
    told.step("inspector1", "close", after_days=1)
