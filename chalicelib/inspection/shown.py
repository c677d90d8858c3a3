"""A visit as it is answered: with its clock and what it lacks, without the secret of its code."""

from datetime import date
from typing import Literal, Self

from chalicelib.inspection.caps import Ceiling
from chalicelib.inspection.model import Visit
from chalicelib.inspection.sources import ReasonClass
from chalicelib.instants import Day

Lack = Literal["approval", "evidence"]
"""What is to be made up: an emergency's approval, the evidence of an ending or of a signature."""


class ShownVisit(Visit):
    """A visit as it is answered.

    reason_class   says whether the annual cap counts it
    due, is_late   the last local day its state may last (none when it is over), and whether that is past
    approval_due   the last local day to make up an emergency's approval, while that is to be done
    lacks          what is to be made up
    ceiling        visits of its owner this year and the cap, for those who plan and approve
    """

    reason_class: ReasonClass
    due: Day | None = None
    is_late: bool = False
    approval_due: Day | None = None
    lacks: tuple[Lack, ...] = ()
    ceiling: Ceiling | None = None

    @classmethod
    def of(cls, visit: Visit, today: date, ceiling: Ceiling | None = None) -> Self:
        """The visit as it stands on the local day `today`."""
        due, approval_due = visit.due_on(), visit.approval_due_on()
        lacks: dict[Lack, bool] = {"approval": visit.awaits_approval, "evidence": _lacks_evidence(visit)}
        return cls(
            **{**dict(visit), "code": None},
            reason_class=visit.reason,
            due=due,
            is_late=is_late(due, approval_due, today),
            approval_due=approval_due,
            lacks=tuple(lack for lack, holds in lacks.items() if holds),
            ceiling=ceiling,
        )


def is_late(due: date | None, approval_due: date | None, today: date) -> bool:
    """Whether one of the days is past."""
    return any(day is not None and day < today for day in (due, approval_due))


def _lacks_evidence(visit: Visit) -> bool:
    told = visit.closing or visit.ending
    return told is not None and visit.state != "void" and not told.evidence
