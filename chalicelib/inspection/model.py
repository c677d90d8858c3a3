"""A visit (一次检查): where, for which published item, by which officers, who let it happen, and how far it is.

The states follow process.md SM1. MOVES is their one table: nothing moves a visit but the methods here, which ask it.
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from chalicelib.accounts.model import Role
from chalicelib.clock import local_day
from chalicelib.inspection import terms
from chalicelib.inspection.endings import Acceptance, Closing, Ending, Result, Signed, Voiding
from chalicelib.inspection.findings import MOST, Finding, compare
from chalicelib.inspection.identification import Identification
from chalicelib.inspection.plan import Plan
from chalicelib.inspection.problems import NotApproved, NotPresent, OwnReview, OwnVisit, Settled, TooEarly
from chalicelib.inspection.results import Results
from chalicelib.inspection.review import Returned
from chalicelib.inspection.sources import ReasonClass
from chalicelib.instants import Instant
from chalicelib.registry.districts import District
from chalicelib.registry.parties import Spot

State = Literal[
    "planned", "approved", "accepted", "coded_in", "checked", "entered", "reviewed", "ended", "void"
]
STATES: tuple[State, ...] = get_args(State)
"""In the order of a visit's life; the last two are side ends."""
MOVES: dict[tuple[State, State], Role] = {
    ("planned", "approved"): Role.LEADER,
    ("approved", "accepted"): Role.INSPECTOR,
    ("accepted", "coded_in"): Role.INSPECTOR,
    ("coded_in", "checked"): Role.INSPECTOR,
    ("checked", "entered"): Role.INSPECTOR,
    ("entered", "reviewed"): Role.REVIEWER,
    ("entered", "checked"): Role.REVIEWER,
    ("approved", "ended"): Role.INSPECTOR,
    ("accepted", "ended"): Role.INSPECTOR,
    ("coded_in", "ended"): Role.INSPECTOR,
    ("planned", "void"): Role.LEADER,
    ("approved", "void"): Role.LEADER,
    ("accepted", "void"): Role.LEADER,
    ("coded_in", "void"): Role.LEADER,
    ("checked", "void"): Role.LEADER,
    ("entered", "void"): Role.LEADER,
}
"""From and to -> who may cause it; any other move does not exist. Merchants may cause («accepted», «coded_in») too."""
IN_EMERGENCY: dict[tuple[State, State], Role] = {("planned", "accepted"): Role.INSPECTOR}
"""What an emergency may besides; its approval is then made up, and without it nothing is entered."""
_LINE = STATES[: STATES.index("reviewed") + 1]


class Visit(Plan):
    """A visit as kept. What follows `planned_by` is absent until it happens, and from visits of before it was built.

    place_name, district  of the site or merchant when it was planned      site_place  where the site stands, if known
    planned_by            the supervisor's account
    exempt                why the annual cap does not count the draw that sent it; None: it does
    owner                 whom the annual cap counts it for: the merchant, a site's organiser, or a site nobody runs
    code                  the secret of its inspection code
    identifications       the first one coded it in
    findings, returns     what was found wrong; how often a reviewer gave the record back
    ending                as told to the assignment it carries out
    """

    id: str
    state: State = "planned"
    place_name: str
    district: District
    planned_by: str
    exempt: ReasonClass | None = None
    owner: str = ""
    site_place: Spot | None = None
    code: str | None = None
    approved_by: str | None = None
    approved_at: Instant | None = None
    acceptance: Acceptance | None = None
    identifications: Annotated[tuple[Identification, ...], Field(max_length=6)] = ()
    closing: Closing | None = None
    findings: Annotated[tuple[Finding, ...], Field(max_length=MOST)] = ()
    returns: Annotated[tuple[Returned, ...], Field(max_length=20)] = ()
    result: Result | None = None
    review: Signed | None = None
    voiding: Voiding | None = None
    ending: Ending | None = None

    def covers(self, instrument_id: str, site_id: str, merchant_id: str) -> bool:
        """Whether an instrument that stands at this site and belongs to this merchant is part of the visit."""
        if self.instruments:
            return instrument_id in self.instruments
        return self.place_id in {site_id, merchant_id}

    @property
    def reason(self) -> ReasonClass:
        """The reason class of its source; that of its plan when the draw is exempt from the cap."""
        return self.exempt or super().reason

    @property
    def cleared_at(self) -> datetime | None:
        """From when officers could be there: the approval, or the acceptance of an emergency."""
        if self.emergency is not None and self.acceptance is not None:
            return self.acceptance.at
        return self.approved_at

    @property
    def awaits_approval(self) -> bool:
        """Whether an emergency went ahead and no leader has approved it yet."""
        return (
            self.emergency is not None and self.approved_by is None and self.state not in {"planned", "void"}
        )

    def due_on(self) -> date | None:
        """The last local day its state may last, by the settings of the day it began; None when it has no clock."""
        if self.state == "reviewed" or self.state == "ended" or self.state == "void":  # noqa: PLR1714 - mypy reads ==
            return None
        begun = {
            "coded_in": self.identifications[0].at if self.identifications else None,
            "checked": self.returns[-1].at if self.returns else self.closing.at if self.closing else None,
            "entered": self.result.at if self.result else None,
        }
        since = begun.get(self.state)
        day = local_day(since) if since else self.planned_on
        return terms.on(day).due[self.state].ends(self.planned_on, day)

    def approval_due_on(self) -> date | None:
        """The last local day to make up an emergency's approval; None when there is nothing to make up."""
        since = self.acceptance.at if self.acceptance else self.ending.at if self.ending else None
        if not self.awaits_approval or since is None:
            return None
        day = local_day(since)
        return terms.on(day).due["emergency"].ends(self.planned_on, day)

    def approved(self, leader: str, at: datetime, code: str) -> "Visit":
        """The visit after a leader let it happen, or made that up. Raises OwnVisit, Settled."""
        if leader in self.officers:
            raise OwnVisit
        mark = {"approved_by": leader, "approved_at": at, "code": self.code or code}
        if self.awaits_approval:
            return self.model_copy(update=mark)
        if (self.state, "approved") not in MOVES:
            raise Settled
        return self.model_copy(update={"state": "approved", **mark})

    def accepted(self, acceptance: Acceptance, code: str) -> "Visit":
        """The visit after its team lead took it on. Raises NotApproved, Settled."""
        return self._moved("accepted", acceptance=acceptance, code=self.code or code)

    def identified(self, one: Identification) -> "Visit":
        """The visit after an identification; only the first moves it. Raises NotApproved, TooEarly, Settled."""
        if self.state == "coded_in":
            return self.model_copy(update={"identifications": (*self.identifications, one)})
        return self._moved("coded_in", identifications=(one,))

    def checked(self, closing: Closing, ending: Ending) -> "Visit":
        """The visit after its record was closed, once. Raises NotPresent, NotApproved, TooEarly, Settled."""
        if self.closing is not None:
            raise Settled
        if not set(closing.present) <= set(self.officers):
            raise NotPresent
        return self._moved("checked", closing=closing, ending=ending)

    def found(self, findings: tuple[Finding, ...]) -> "Visit":
        """The visit with these findings, until its result is entered. Raises TooEarly, Settled."""
        if self.state in {"coded_in", "checked"}:
            return self.model_copy(update={"findings": findings})
        raise TooEarly if self.state in {"planned", "approved", "accepted"} else Settled

    def entered(self, result: Result, table: Results, *, is_ordered: bool) -> "Visit":
        """The visit after its result was entered, which says what its findings say; `is_ordered`: an order was issued.

        Raises FindingsOpen, ResultDisagrees, NotApproved (also for an emergency), TooEarly, Settled.
        """
        if self.awaits_approval and self.state == "checked":
            raise NotApproved
        moved = self._moved("entered", result=result)
        compare(self.findings, result, table, is_ordered=is_ordered)
        return moved

    def reviewed(self, review: Signed) -> "Visit":
        """The visit after somebody who was not there reviewed it. Raises OwnReview, NotApproved, TooEarly, Settled."""
        if review.by in self.officers:
            raise OwnReview
        return self._moved("reviewed", review=review)

    def returned(self, one: Returned) -> "Visit":
        """The visit after its reviewer gave it back to its officers. Raises OwnReview, TooEarly, Settled."""
        if one.by in self.officers:
            raise OwnReview
        if self.state != "entered":
            raise Settled if self.state in {"reviewed", "ended", "void"} else TooEarly
        return self._moved("checked", result=None, returns=(*self.returns, one))

    def ended(self, ending: Ending) -> "Visit":
        """The visit after an officer said why it could not be done. Raises NotApproved, Settled."""
        return self._moved("ended", ending=ending)

    def voided(self, voiding: Voiding, ending: Ending) -> "Visit":
        """The visit after a leader made it void. Raises OwnVisit, Settled."""
        if voiding.by in self.officers:
            raise OwnVisit
        return self._moved("void", voiding=voiding, ending=ending)

    def _moved(self, to: State, **told: Any) -> "Visit":
        step = (self.state, to)
        if step in MOVES or (self.emergency is not None and step in IN_EMERGENCY):
            return self.model_copy(update={"state": to, **told})
        is_over = self.state not in _LINE or (to in _LINE and _LINE.index(self.state) >= _LINE.index(to))
        is_done = self.state in {"checked", "entered", "reviewed"} and to not in _LINE
        if is_over or is_done:
            raise Settled
        raise NotApproved if self.state == "planned" else TooEarly

    def row(self) -> dict[str, object]:
        """What lists show of it."""
        due, approval_due = self.due_on(), self.approval_due_on()
        return {
            "id": self.id,
            "state": self.state,
            "item": self.item.model_dump(),
            "place_id": self.place_id,
            "place_name": self.place_name,
            "district": self.district,
            "planned_on": _iso(self.planned_on),
            "officers": list(self.officers),
            **({"place": self.site_place.model_dump(mode="json")} if self.site_place else {}),
            **({"due": _iso(due)} if due else {}),
            **({"approval_due": _iso(approval_due)} if approval_due else {}),
        }


def _iso(day: date) -> str:
    return day.isoformat()
