"""What became of a report is brought to the files that were merged into it: each named sender is told of their own."""

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chalicelib import ids
from chalicelib.clock import local_day
from chalicelib.complaints import service_stepped
from chalicelib.complaints.problems import StepNotNow
from chalicelib.complaints.service_book import Book
from chalicelib.complaints.service_steps import Procedure
from chalicelib.complaints.steps import NewStep, Outcome, Step
from chalicelib.complaints.steps_hands import SYSTEM
from chalicelib.errors import NotFound
from chalicelib.store import Item

_DECISIONS: dict[str, str] = {"file": "filed", "not_file": "not_filed", "repeat": "repeated"}


@dataclass(frozen=True)
class OutcomeEffect:
    """Takes the step `outcome` in every file that was merged into a decided one; keys are `complaint step`."""

    book: Book
    procedure: Procedure
    name: str = "complaint-outcome"

    def touched(self, item: Item) -> Iterable[str]:
        """The step, if it decides a report."""
        return service_stepped.told(item, _DECISIONS)

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        found = service_stepped.found(self.book, key)
        if found is None:
            return
        whole, step = found
        for other in whole.file.value.tell_also:
            step_of_other = ids.derived("step", f"{step.id}/{other}")
            with contextlib.suppress(NotFound, StepNotNow):
                self.procedure.take(other, step_of_other, NewStep(_outcome(step)), SYSTEM, _anything)


def _outcome(step: Step) -> Outcome:
    sent: Any = step.sent
    told = {"decision": _DECISIONS[sent.kind], "case_number": getattr(sent, "case_number", "")}
    return Outcome.model_validate({"kind": "outcome", "of": step.complaint, "on": local_day(step.at), **told})


def _anything(*_: Any) -> None:
    """The program may bring an outcome to any file."""
