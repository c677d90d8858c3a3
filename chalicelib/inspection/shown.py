"""A visit as it is answered: with its clock and what it lacks, without the secret of its code; and as lists show it."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any, Literal, Self, get_args

from pydantic import ConfigDict

from chalicelib.documents import Document
from chalicelib.inspection.caps import Ceiling
from chalicelib.inspection.endings import SIGNED_BY
from chalicelib.inspection.evidence_types import Kind
from chalicelib.inspection.model import Visit
from chalicelib.inspection.sources import ReasonClass
from chalicelib.inspection.sync_pull import OVER
from chalicelib.instants import Day
from chalicelib.registry.parties import Spot

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
    def of(
        cls, visit: Visit, today: date, announced: AbstractSet[Kind], ceiling: Ceiling | None = None
    ) -> Self:
        """The visit as it stands on the local day `today`, with evidence of these kinds announced."""
        due, approval_due = visit.due_on(), visit.approval_due_on()
        wanted = shows_it(visit)
        lacks: dict[Lack, bool] = {
            "approval": visit.awaits_approval,
            "evidence": bool(wanted) and wanted.isdisjoint(announced),
        }
        return cls(
            **{**dict(visit), "code": None},
            reason_class=visit.reason,
            due=due,
            is_late=is_late(due, approval_due, today),
            approval_due=approval_due,
            lacks=tuple(lack for lack, holds in lacks.items() if holds),
            ceiling=ceiling,
        )


class VisitRow(Document):
    """A visit as lists show it; `place` is where its site was surveyed, for an order to go in."""

    model_config = ConfigDict(extra="ignore")

    id: str
    state: str
    item: dict[str, str]
    place_id: str
    place_name: str
    district: str
    planned_on: str
    officers: list[str]
    place: Spot | None = None
    due: Day | None = None
    approval_due: Day | None = None
    is_late: bool = False

    @classmethod
    def on(cls, row: Mapping[str, Any], today: date) -> Self:
        """A row as it stands on the local day `today`."""
        told = cls.model_validate(row)
        told.is_late = is_late(told.due, told.approval_due, today)
        return told

    def waits(self, today: date) -> bool:
        """Whether its officers have something to do at it on the local day `today`."""
        return self.state not in OVER and (self.is_late or self.planned_on <= today.isoformat())


def is_late(due: date | None, approval_due: date | None, today: date) -> bool:
    """Whether one of the days is past."""
    return any(day is not None and day < today for day in (due, approval_due))


def shows_it(visit: Visit) -> frozenset[Kind]:
    """The kinds of evidence of which one must be there: how the record was signed, or why the visit could not be done.

    None are wanted of a visit that goes on, is void, or whose evidence a reviewer has seen.
    """
    if visit.state not in {"checked", "entered", "ended"}:
        return frozenset()
    return frozenset({SIGNED_BY[visit.closing.signed]}) if visit.closing else frozenset(get_args(Kind))
