"""A visit (一次检查): where, for which published item, by which officers, and who let it happen.

The states follow process.md SM1. Now a visit is planned, approved, ended; what lies between (drawn, accepted,
coded in, checked, entered, reviewed) is added to STATES and MOVES as it is built, never by another road.
"""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from chalicelib.accounts.model import Role
from chalicelib.documents import Document
from chalicelib.errors import Conflict, Denied, Invalid
from chalicelib.ids import AccountId, InstrumentId, MerchantId, SiteId
from chalicelib.inspection.endings import Ending
from chalicelib.instants import Day, Instant
from chalicelib.registry.districts import District
from chalicelib.sampling.assignments import Assignment, AssignmentRef

Text = Annotated[
    str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True, pattern=r"^[^\x00-\x1f]+$")
]
State = Literal["planned", "approved", "ended"]
MOVES: dict[tuple[State, State], Role] = {
    ("planned", "approved"): Role.LEADER,
    ("approved", "ended"): Role.INSPECTOR,
}
"""From and to -> who may cause it; any other move does not exist."""


class OwnVisit(Denied):
    """Nobody approves a visit they go on."""

    code = "visit.own_visit"
    zh = "您是本次检查的检查人员，不能审批自己的检查，请由其他负责人审批。"
    en = "You are an officer of this visit and may not approve it. Another leader must."


class NotYourDistrict(Denied):
    """A visit outside the districts this person works in."""

    code = "visit.not_your_district"
    zh = "该检查不在您负责的行政区，请联系当地同事。"
    en = "This visit is outside your districts. Ask a colleague there."


class NotAnOfficer(Invalid):
    """An account that may not inspect there: only certified officers do, never helpers or third parties."""

    code = "visit.not_an_officer"
    zh = "所列人员不是该区的执法人员，请更换。"
    en = "Somebody named is not an inspector of that district. Name another officer."


class Settled(Conflict):
    """What a leader approved is not changed afterwards."""

    code = "visit.settled"
    zh = "该检查已审批或已结束，不能再修改；请新建一次检查。"
    en = "This visit is approved or ended and is not changed any more. Plan a new one."


class NotApproved(Conflict):
    """A visit that no leader let happen does not end."""

    code = "visit.not_approved"
    zh = "本次检查尚未经负责人批准，不能办结；请先报批。"
    en = "No leader has approved this visit, so it cannot end. Have it approved first."


class NotAsDrawn(Invalid):
    """A visit of a draw goes to what was drawn, by those drawn, under the id that follows from the assignment."""

    code = "visit.not_as_drawn"
    zh = "检查对象、检查人员须与抽取结果一致，请从检查任务页安排检查。"
    en = "Place and officers must be those drawn. Plan this visit from its assignment."


class Closed(Document):
    """A document that nobody changes in place and that knows all its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Item(Closed):
    """The published inspection item (抽查事项) a visit is for: without one, an enterprise may refuse the visit."""

    code: Text
    name: Text


class Plan(Closed):
    """What a supervisor plans.

    site_id, merchant_id  where: exactly one of them
    officers              at least two accounts, all different
    instruments           only these are checked; empty: any of the site or merchant
    planned_on            local day
    notice_id             the notice (检查通知书) the visit shows, once it has one
    assignment            the drawn assignment it carries out, if a draw sent it
    """

    item: Item
    site_id: SiteId | None = None
    merchant_id: MerchantId | None = None
    officers: Annotated[tuple[AccountId, ...], Field(min_length=2, max_length=10)]
    planned_on: Day
    notice_id: Text | None = None
    instruments: Annotated[tuple[InstrumentId, ...], Field(max_length=200)] = ()
    assignment: AssignmentRef | None = None

    @model_validator(mode="after")
    def _says_where_and_who(self) -> Self:
        if (self.site_id is None) == (self.merchant_id is None):
            raise ValueError(
                "请填写 site_id 或 merchant_id 其中一项 (name exactly one of site_id and merchant_id)"
            )
        if len(set(self.officers)) != len(self.officers):
            raise ValueError("检查人员不能重复 (the officers must be different people)")
        return self

    @property
    def place_id(self) -> str:
        """The site or the merchant."""
        return self.site_id or self.merchant_id or ""

    def is_as_drawn(self, visit_id: str, drawn: Assignment) -> bool:
        """Whether this is the visit an assignment waits for: its id, what was drawn, and who.

        An assignment for which no two officers were free is carried out by whomever the supervisor names.
        """
        goes_there = self.instruments == (drawn.object_id,) or self.place_id == drawn.object_id
        return (
            visit_id == drawn.visit
            and goes_there
            and (not drawn.officers or set(self.officers) == set(drawn.officers))
        )


class Visit(Plan):
    """A visit as kept.

    place_name, district  of the site or merchant when it was planned
    planned_by            the supervisor's account
    """

    id: str
    state: State = "planned"
    place_name: str
    district: District
    planned_by: str
    approved_by: str | None = None
    approved_at: Instant | None = None
    ending: Ending | None = None

    def covers(self, instrument_id: str, site_id: str, merchant_id: str) -> bool:
        """Whether an instrument that stands at this site and belongs to this merchant is part of the visit."""
        if self.instruments:
            return instrument_id in self.instruments
        return self.place_id in {site_id, merchant_id}

    def approved(self, leader: str, at: datetime) -> "Visit":
        """The visit after a leader let it happen. Raises OwnVisit, Settled."""
        if leader in self.officers:
            raise OwnVisit
        if (self.state, "approved") not in MOVES:
            raise Settled
        return self.model_copy(update={"state": "approved", "approved_by": leader, "approved_at": at})

    def ended(self, ending: Ending) -> "Visit":
        """The visit after an officer ended it. Raises NotApproved, Settled."""
        if self.state == "planned":
            raise NotApproved
        if (self.state, "ended") not in MOVES:
            raise Settled
        return self.model_copy(update={"state": "ended", "ending": ending})

    def row(self) -> dict[str, object]:
        """What lists show of it."""
        return {
            "id": self.id,
            "state": self.state,
            "item": self.item.model_dump(),
            "place_id": self.place_id,
            "place_name": self.place_name,
            "district": self.district,
            "planned_on": _iso(self.planned_on),
            "officers": list(self.officers),
        }


def _iso(day: date) -> str:
    return day.isoformat()
