"""Making the fairness report once a month from public files, and reading it.

What became of a draw is recorded once, with the first report after its end; a report is a function of the records and
the draws' bundles, so that anybody can make it again. All of it is kept where nothing is written twice.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Protocol

from chalicelib.clock import Clock, local_day
from chalicelib.errors import NotFound
from chalicelib.registry.service_book import Listing, Stored, every_row
from chalicelib.sampling import fairness
from chalicelib.sampling.draws import Fact
from chalicelib.sampling.fairness_forms import OUTCOMES, DrawRecord, EndedDraw, Month, Months, Report
from chalicelib.sampling.plans import KeptPlan
from chalicelib.sampling.service_draws import Files
from chalicelib.sampling.service_plans import public_form

LATE_DAYS = 3
"""So many days into a month its predecessor's report is made: phones without a network tell later."""
_INDEX = "index.json"


class Shelf(Protocol):
    """Where records and reports lie."""

    def read(self, name: str) -> bytes | None: ...
    def put(self, name: str, raw: bytes) -> None: ...
    def keep(self, name: str, raw: bytes) -> bytes:
        """Write a file that is not there yet; answers what stands there then."""


class EndedPlans(Protocol):
    """The plans whose draws are opened or void."""

    def ended(self) -> Iterator[str]: ...
    def plan(self, plan: str) -> Stored[KeptPlan] | None: ...
    def facts(self, plan: str) -> list[Fact]: ...


class Board(Protocol):
    """A plan's assignments."""

    def board(self, plan_id: str, state: None, after: str, limit: int) -> Listing: ...


@dataclass(frozen=True)
class PublishedDraws:
    """See fairness_report.Published."""

    draws: Files
    shelf: Shelf

    def record(self, plan: str) -> bytes:
        """See Published."""
        return _there(self.shelf.read(_record(plan)), plan)

    def file(self, plan: str, name: str) -> bytes:
        """See Published."""
        return _there(self.draws.read(f"{plan}/{name}"), f"{plan}/{name}")

    def pool(self, plan: str, width: int) -> Iterator[bytes]:
        """See Published."""
        return self.draws.chunks(f"{plan}/pool.bin", width)


@dataclass(frozen=True)
class FairnessMaker:
    """See jobs.Work: a job is a month, as 2026-10."""

    plans: EndedPlans
    board: Board
    draws: Files
    shelf: Shelf
    clock: Clock

    def turn(self, job: str) -> bool:
        """Make the month's report and put it on the index, or whatever of it is not done yet."""
        from chalicelib.sampling.fairness_report import report

        name = f"{job}.json"
        if job not in _due(local_day(self.clock()), (job,)):
            return False
        if self.shelf.read(name) is None:
            published = PublishedDraws(self.draws, self.shelf)
            self.shelf.keep(name, report(job, self._ended(fairness.window(job)), published).kept())
        known = months(self.shelf).months
        if job not in known:
            self.shelf.put(_INDEX, Months(months=tuple(sorted({*known, job}))).kept())
        return False

    def give_up(self, job: str) -> None:
        """Nobody waits: the schedule asks again, and the alarm of the queue of failures calls somebody."""

    def _ended(self, window: fairness.Window) -> Iterator[EndedDraw]:
        """The draws that ended in the window, each with its record made if it has none."""
        for plan in self.plans.ended():
            raw = self.shelf.read(_record(plan))
            if raw is None:
                record = self._recorded(plan)
                if record is None or not window.holds(record.ended_on):
                    continue
                raw = self.shelf.keep(_record(plan), record.kept())
            yield EndedDraw.of(raw)

    def _recorded(self, plan_id: str) -> DrawRecord | None:
        stored = self.plans.plan(plan_id)
        facts = {fact.step: fact for fact in self.plans.facts(plan_id)}
        state = "opened" if "opened" in facts else "void"
        if stored is None or state not in facts:
            return None  # published, and void before its draw began
        board = partial(self.board.board, plan_id, None)
        return DrawRecord.model_validate(
            {
                "plan": public_form(stored.value),
                "state": state,
                "ended_on": local_day(facts[state].at),
                "recorded_on": local_day(self.clock()),
                "freeze_digest": stored.value.freeze_digest,
                "reason": stored.value.void_reason,
                "entries": [_entry(row) for row in every_row(board)] if state == "opened" else [],
            }
        )


@dataclass(frozen=True)
class DueReports:
    """What runs every hour: asks for the report of each month that is over and not on the index."""

    shelf: Shelf
    send: Callable[[str], object]
    clock: Clock

    def run(self) -> int:
        """How many were asked for."""
        known = months(self.shelf).months
        due = [month for month in _due(local_day(self.clock()), known) if month not in known]
        for month in due:
            self.send(month)
        return len(due)


@dataclass(frozen=True)
class Fairness:
    """Reads reports."""

    shelf: Shelf

    def months(self) -> tuple[Month, ...]:
        """Those that have a report, newest first."""
        return months(self.shelf).months[::-1]

    def report(self, month: str) -> Report:
        """The month's. Raises NotFound."""
        raw = self.shelf.read(f"{month}.json") if month in self.months() else None
        if raw is None:
            raise NotFound(id=month[:20])
        return Report.model_validate_json(raw)


def months(shelf: Shelf) -> Months:
    """The index as it stands."""
    raw = shelf.read(_INDEX)
    return Months() if raw is None else Months.model_validate_json(raw)


def _due(today: date, known: tuple[Month, ...]) -> list[str]:
    """The months that are over, from the first known one on; without any, the last."""
    settled = today - timedelta(days=LATE_DAYS)
    first = min(known, default=fairness.month_before(settled))
    return fairness.months_until(first, settled)


def _record(plan: str) -> str:
    return f"draws/{plan}.json"


def _entry(row: Mapping[str, Any]) -> tuple[int, str, str, str]:
    return row["stratum"], row["number"], row["district"], OUTCOMES[row["state"]]


def _there(raw: bytes | None, name: str) -> bytes:
    if raw is None:
        raise ValueError(f"{name} is not published")
    return raw
