"""What follows from a check that was recorded: its red flags become alarms, tasks for a person of the district."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib import events
from chalicelib.clock import Clock, local_day, stamp
from chalicelib.inspection.checks import Check
from chalicelib.inspection.flags import LAST_CHECKS, Found, found
from chalicelib.registry.alarm_evidence import Evidence, FlaggedCheck, RedFlag
from chalicelib.registry.alarms import Alarm, AlarmKind
from chalicelib.registry.model import InstrumentHead
from chalicelib.store import Item

_MOST_ALARMS = 50
"""Alarms of one flag of one instrument over its life; nobody decides more."""


class History(Protocol):
    """An instrument and its checks."""

    def head(self, instrument_id: str) -> InstrumentHead | None: ...
    def check(self, visit_id: str, check_id: str) -> Check | None: ...
    def checks(self, named: Iterable[tuple[str, str]]) -> tuple[Check, ...]:
        """Those of these visits and ids that there are, in this order."""


class AlarmBell(Protocol):
    """Where alarms are raised."""

    def raise_(
        self, kind: AlarmKind, head: InstrumentHead, key: str, evidence: Evidence, at: datetime
    ) -> Alarm:
        """See registry.service_alarms.Alarms."""


@dataclass(frozen=True)
class FlagEffect:
    """Looks at every check of an instrument; keys are `visit check`.

    A flag of an instrument is one alarm until a person decides it; the checks that show it again are added to it. A
    check that shows it after the decision raises the next one. Repeating adds nothing.
    """

    history: History
    alarms: AlarmBell
    clock: Clock
    name: str = "flags"

    def touched(self, item: Item) -> Iterable[str]:
        """The check in this item, when it is of an instrument."""
        if item.event != events.CHECK_RECORDED.mark or "instrument_id" not in item.document:
            return ()
        return (f"{item.document['visit_id']} {item.document['id']}",)

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        check = self.history.check(*key.split(" "))
        head = self.history.head(check.instrument_id) if check and check.instrument_id else None
        if check is None or head is None:
            return
        for one in found((check, *self._before(check, head))):
            self._raise(head, one)

    def _before(self, check: Check, head: InstrumentHead) -> tuple[Check, ...]:
        """The checks before this one that the head knows of, newest first."""
        here = (stamp(check.received_at), check.id)
        told = [(one.visit_id, one.id) for one in head.checks if (one.received_at, one.id) < here]
        return self.history.checks(told[: LAST_CHECKS - 1])

    def _raise(self, head: InstrumentHead, one: Found) -> None:
        evidence = RedFlag(
            flag=one.flag.code,
            explanation=one.flag.explanation,
            checks=tuple(
                FlaggedCheck(visit=check.visit_id, check=check.id, on=local_day(check.device_at))
                for check in one.checks
            ),
        )
        for place in range(_MOST_ALARMS):
            key = f"{head.number}/{one.flag.code}/{place}"
            alarm = self.alarms.raise_("red_flag", head, key, evidence, self.clock())
            if alarm.state == "open" or evidence.ref in {told.ref for told in alarm.evidence}:
                return
