"""Every clock of a file: when it started, when it is due, whether it was met; one pure function of file, steps and day.

What was received under an earlier order keeps that order's terms to its end. Only testing stops the clock of mediation;
while a recusal is decided it goes on. A due day in a year whose holidays are not announced is provisional.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from chalicelib.clock import local_day
from chalicelib.complaints import codes
from chalicelib.complaints.model import File, Next
from chalicelib.complaints.moves import Kind
from chalicelib.complaints.steps import Asked, Outcome, Settlement, Step
from chalicelib.errors import Sentence
from chalicelib.instants import Day, Instant
from chalicelib.law.deadlines import Deadline, Unit, deadline
from chalicelib.law.model import RuleRef, Words, words
from chalicelib.registry.marks import Frozen
from chalicelib.workdays import is_workday, roll_forward

Name = Literal[
    "acceptance",
    "mediation",
    "mediation_end_notice",
    "report_check",
    "clue_in_mediation",
    "report_answer",
    "competence",
    "to_police",
    "identity",
    "answer",
    "performance",
]
_DAY = timedelta(days=1)
_GIVEN: dict[Name, Sentence] = {
    "identity": Sentence("提交身份证明材料", "send identity papers"),
    "answer": Sentence("经营者答复", "the merchant answers"),
    "performance": Sentence("履行调解协议", "perform what was agreed"),
}
"""What the unit or the parties set, not a law."""


class Clock(Frozen):
    """One term of a file.

    whose        who has to do it                started, due_on   local days; the last one still in time
    due_at       the last instant, of a term in hours
    warn_on      from when on to remind          met_on   the day it was met; absent while it is not
    stopped      testing goes on: the due day moves with every day
    late         not met and over, or met too late
    provisional  rests on a year whose holidays are not announced
    rule         the law that sets it; absent where the unit or the parties did
    """

    name: Name
    title: Words
    whose: Literal["unit", "reporter", "respondent"] = "unit"
    started: Day
    due_on: Day
    due_at: Instant | None = None
    warn_on: Day
    met_on: Day | None = None
    stopped: bool = False
    late: bool
    provisional: bool = False
    rule: RuleRef | None = None


def clocks(file: File, steps: Sequence[Step], day: date) -> tuple[Clock, ...]:
    """All clocks of a file as they stand on the local `day`, in the order they started."""
    told = _Told(local_day(file.received_at), steps, day)
    own = _of_complaint(told) if file.kind == "complaint" else _of_report(file, told)
    found = [*own, *_of_both(told)]
    return tuple(sorted(found, key=lambda clock: clock.started))


def first_due(
    file: File, steps: Sequence[Step], day: date, untold: frozenset[Name] = frozenset()
) -> Clock | None:
    """The running clock of the unit that ends first, or of others where the unit has none; None when nothing is due.

    `untold` ones are left out. A closed file waits for nothing but to be told of, and handed over to the police.
    """
    running = (one for one in clocks(file, steps, day) if one.met_on is None and not one.stopped)
    left = {"to_police", *(("report_answer",) if file.owed == "telling" else ())}
    counted = (one for one in running if one.name not in untold and (file.is_open or one.name in left))
    return min(counted, key=lambda clock: (clock.whose != "unit", clock.due_on), default=None)


def upcoming(file: File, steps: Sequence[Step], day: date) -> Next | None:
    """What the unit has to do next, as the queues show it; None when nothing is due."""
    clock = first_due(file, steps, day)
    if clock is None:
        return None
    due_on, provisional = clock.due_on, clock.provisional
    if clock.whose != "unit":
        reaction = roll_forward(due_on + _DAY)
        due_on, provisional = reaction.day, reaction.provisional
    return Next(name=clock.name, due_on=due_on, warn_on=warned(due_on), provisional=provisional)


@dataclass(frozen=True)
class _Told:
    """What happened by a day, and the law of the day of receipt."""

    received: date
    steps: Sequence[Step]
    day: date

    def first(self, *kinds: Kind, since: int = 0) -> Step | None:
        """The first step of one of these kinds after the step numbered `since`."""
        return next((one for one in self.steps if one.n > since and one.sent.kind in kinds), None)

    def last(self, kind: Kind) -> Step | None:
        """The last step of a kind."""
        return next((one for one in reversed(self.steps) if one.sent.kind == kind), None)

    def by_law(
        self,
        kind: Name,
        start: date,
        met: Step | None,
        *,
        extended: bool = False,
        excluded: int = 0,
        stopped: bool = False,
    ) -> Clock:
        """A clock the law sets."""
        due = deadline(f"complaint.{kind}", start, extended=extended, excluded=excluded, law_of=self.received)
        return self.clock(kind, due, met, stopped=stopped)

    def clock(self, name: Name, due: Deadline, met: Step | None, *, stopped: bool = False) -> Clock:
        met_on = local_day(met.at) if met else None
        is_over = (met_on or self.day) > due.due_on
        if due.due_at is not None and met is not None:
            is_over = met.at > due.due_at
        return Clock(
            name=name,
            title=due.title,
            started=due.start,
            due_on=due.due_on,
            due_at=due.due_at,
            warn_on=warned(due.due_on),
            met_on=met_on,
            stopped=stopped,
            late=is_over,
            provisional=due.provisional,
            rule=due.rule,
        )

    def given(self, name: Name, asked: Step, due_on: date, met: Step | None) -> Clock:
        """A clock that the unit or the parties set: the day itself, whatever day of the week."""
        met_on = local_day(met.at) if met else None
        return Clock(
            name=name,
            title=words(_GIVEN[name]),
            whose="reporter" if name == "identity" else "respondent",
            started=local_day(asked.at),
            due_on=due_on,
            warn_on=warned(due_on),
            met_on=met_on,
            late=(met_on or self.day) > due_on,
            provisional=roll_forward(due_on).provisional,
        )


def warned(due_on: date) -> date:
    """The day so many working days before a due day on which the desk is warned; ever the same for one due day."""
    day, left = due_on, codes.warned_before(due_on)
    while left > 0:
        day -= _DAY
        left -= is_workday(day)
    return day


def _of_complaint(told: _Told) -> Iterator[Clock]:
    decided = told.first("accept", "refuse", "withdraw")
    yield told.by_law("acceptance", told.received, decided)
    accepted = told.first("accept")
    if accepted is None:
        return
    over = told.first("agree", "end", "withdraw")
    start = local_day(accepted.at)
    unit = deadline("complaint.mediation", start, law_of=told.received).unit
    pauses = tuple(_pauses(told))
    excluded = sum(_between(begin, end or told.day, unit) for begin, end in pauses)
    stopped = any(end is None for _, end in pauses)
    yield told.by_law("mediation", start, over, excluded=excluded, stopped=stopped)
    ended = told.first("end", "withdraw")
    if ended is not None:
        yield told.by_law("mediation_end_notice", local_day(ended.at), told.first("tell", since=ended.n))
    agreed = told.first("agree")
    if agreed and isinstance(agreed.sent, Settlement) and agreed.sent.perform_by:
        done = told.first("performed", "unperformed")
        yield told.given("performance", agreed, agreed.sent.perform_by, done)


def _pauses(told: _Told) -> Iterator[tuple[date, date | None]]:
    """When testing began and ended; None while it goes on."""
    begun: Step | None = None
    for step in told.steps:
        ends = step.sent.kind in {"agree", "end", "withdraw"} or (
            step.sent.kind == "resume" and step.sent.of == "testing"
        )
        if step.sent.kind == "pause_testing":
            begun = step
        elif ends and begun is not None:
            yield local_day(begun.at), local_day(step.at)
            begun = None
    if begun is not None:
        yield local_day(begun.at), None


def _between(begin: date, end: date, unit: Unit) -> int:
    """How many days (working days) after `begin` until `end`, inclusive."""
    days = [begin + _DAY * place for place in range(1, (end - begin).days + 1)]
    return sum(map(is_workday, days)) if unit == "working_day" else len(days)


def _of_report(file: File, told: _Told) -> Iterator[Clock]:
    decided = told.first("file", "not_file", "merge", "repeat")
    extended = told.first("extend") is not None
    name: Name = "clue_in_mediation" if file.clue_of else "report_check"
    yield told.by_law(name, told.received, decided, extended=extended)
    outcome = told.first("file", "not_file", "repeat", "outcome")
    if outcome is None or not file.real_name:
        return
    met = told.first("tell", since=outcome.n)
    if outcome.sent.kind != "repeat" or file.owed or met:  # a repeat of before this was owed is over
        day = outcome.sent.on if isinstance(outcome.sent, Outcome) else local_day(outcome.at)
        yield told.by_law("report_answer", day, met)


def _of_both(told: _Told) -> Iterator[Clock]:
    asked = told.last("ask_identity")
    if asked is not None and isinstance(asked.sent, Asked):
        settled: tuple[Kind, ...] = (
            "identify",
            "accept",
            "refuse",
            "withdraw",
            "file",
            "not_file",
            "merge",
            "repeat",
        )
        yield told.given("identity", asked, asked.sent.due_on, told.first(*settled, since=asked.n))
    yield from _asked_of_merchant(told)
    returned = told.last("return")
    if returned is not None:
        settled = ("route", "refuse", "withdraw", "merge", "repeat", "file", "not_file", "accept")
        yield told.by_law("competence", local_day(returned.at), told.first(*settled, since=returned.n))
    police = told.first("police")
    if police is not None:
        due = deadline("transfer.to_police", police.at)
        yield told.clock("to_police", due, told.first("handed", since=police.n))


def _asked_of_merchant(told: _Told) -> Iterable[Clock]:
    for step in told.steps:
        if step.sent.kind == "ask" and isinstance(step.sent, Asked):
            met = told.first("answer", "agree", "end", "withdraw", "file", "not_file", since=step.n)
            yield told.given("answer", step, step.sent.due_on, met)
