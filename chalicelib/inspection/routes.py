"""How visits are planned, approved, listed and read over HTTP."""

from datetime import date
from typing import Literal

from chalicelib import cursors, runtime, runtime_evidence
from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import local_day, stamp
from chalicelib.documents import Document
from chalicelib.errors import BadCursor, Fault, IdTaken, NotFound, Sentence, VersionStale
from chalicelib.http import Api, Reply, Request
from chalicelib.http_problems import NotValid
from chalicelib.inspection.caps import AboveCap, Ceiling
from chalicelib.inspection.checks import AnyKept, Attempt
from chalicelib.inspection.document import Closed
from chalicelib.inspection.identification import REFUSALS, IdentificationAttempt
from chalicelib.inspection.model import State, Visit
from chalicelib.inspection.plan import Plan
from chalicelib.inspection.problems import (
    ItemNotListed,
    LeftAlone,
    NotAnOfficer,
    NotAsDrawn,
    NotYourDistrict,
    OwnVisit,
    Settled,
)
from chalicelib.inspection.rules import REASONS
from chalicelib.inspection.service import READERS
from chalicelib.inspection.service_book import Stored
from chalicelib.inspection.shown import ShownVisit, VisitRow, shows_it
from chalicelib.registry.districts import District
from chalicelib.registry.model import Words
from chalicelib.sampling.problems import AssignmentSettled, AssignmentVoided

api = Api(__name__)

SEEN_BY = {Role.INSPECTOR, *READERS}
_PLANNED = (
    AboveCap,
    AssignmentSettled,
    AssignmentVoided,
    ItemNotListed,
    LeftAlone,
    NotFound,
    NotYourDistrict,
    Settled,
    VersionStale,
)
"""Why a visit is neither planned nor approved."""


class Refused(Document):
    """A check that was refused by a rule; the attempt is kept with all that was sent."""

    outcome: Literal["refused"] = "refused"
    reason: str
    sentences: Words
    attempt: str
    check: str
    received_at: str


class NotIdentified(Document):
    """An identification that was refused by a rule; the attempt is kept with all that was sent."""

    outcome: Literal["refused"] = "refused"
    reason: str
    sentences: Words
    attempt: str
    received_at: str


class VisitPage(Document):
    """A visit with its checks and refused attempts, newest first; `cursor` leads to older ones."""

    visit: ShownVisit
    version: int
    checks: list[AnyKept]
    refused: list[Refused]
    not_identified: list[NotIdentified]
    cursor: str = ""


class VisitKept(Document):
    """A visit and the version to change or approve it by."""

    visit: ShownVisit
    version: int


class Visits(Document):
    """A page of visits, latest planned day first."""

    items: list[VisitRow]
    cursor: str = ""


class Which(Closed):
    """Whose visits: one's own, or those of a district in a state.

    unapproved  emergencies to be approved yet      correcting  reviewed ones with a correction to be reviewed
    """

    mine: bool | None = None
    district: District | None = None
    state: State | Literal["unapproved", "correcting"] = "planned"
    cursor: str = ""


class Page(Closed):
    """Which page."""

    cursor: str = ""


def refused(attempt: Attempt) -> Refused:
    """A refused check as it is answered."""
    sentence = REASONS[attempt.reason]
    return Refused(
        reason=attempt.reason,
        sentences=Words(zh=sentence.zh, en=sentence.en),
        attempt=attempt.id,
        check=attempt.check_id,
        received_at=stamp(attempt.received_at),
    )


def not_identified(attempt: IdentificationAttempt) -> NotIdentified:
    """A refused identification as it is answered."""
    sentence = REFUSALS[attempt.reason]
    return NotIdentified(
        reason=attempt.reason,
        sentences=Words(zh=sentence.zh, en=sentence.en),
        attempt=attempt.id,
        received_at=stamp(attempt.received_at),
    )


def today() -> date:
    """The local day."""
    return local_day(runtime.clock()())


def shown(visit: Visit, ceiling: Ceiling | None = None) -> ShownVisit:
    """A visit as it is answered; its evidence is asked for only while some must be there."""
    announced = runtime_evidence.exhibits().kinds(visit.id) if shows_it(visit) else frozenset()
    return ShownVisit.of(visit, today(), announced, ceiling)


def kept(stored: Stored[Visit], status: int = 200) -> Reply:
    """A visit as it is answered after a step."""
    answer = VisitKept(visit=shown(stored.value), version=stored.version)
    return Reply(answer, status=status, version=stored.version)


@api.route(
    "PUT",
    "/v1/visits/{visit}",
    zh="安排一次检查，或在审批前修改。",
    en="Plan a visit, or change one that is not approved yet.",
    roles={Role.SUPERVISOR},
    body=Plan,
    answer=VisitKept,
    status=201,
    problems=(*_PLANNED, IdTaken, NotAnOfficer, NotAsDrawn),
)
def put_visit(request: Request, visit: str) -> Reply:
    """If-Match names the version to change; without it the visit is new."""
    actor, plan = Actor.from_context(request.context), request.body(Plan)
    stored, is_new = runtime.inspection().put_visit(actor, visit, plan, request.seen_if_sent())
    return kept(stored, 201 if is_new else 200)


@api.route(
    "POST",
    "/v1/visits/{visit}/approval",
    zh="批准一次检查。",
    en="Approve a visit.",
    roles={Role.LEADER},
    answer=VisitKept,
    problems=(*_PLANNED, OwnVisit),
)
def approve_visit(request: Request, visit: str) -> Reply:
    """Again is the same approval. If-Match, when sent, must name the version the leader read."""
    actor = Actor.from_context(request.context)
    return kept(runtime.inspection().approve(actor, visit, request.seen_if_sent()))


@api.route(
    "GET",
    "/v1/visits",
    zh="列出自己的检查，或一个区某一状态的检查。",
    en="List one's own visits, or a district's visits in a state.",
    roles=SEEN_BY,
    query=Which,
    answer=Visits,
    problems=(BadCursor, NotYourDistrict),
)
def list_visits(request: Request) -> Visits:
    """Own visits unless a district is named."""
    actor, which = Actor.from_context(request.context), request.query(Which)
    if which.district is None:
        if which.mine is False:
            words = Sentence("请填写 district。", "Name a district.")
            raise NotValid(faults=(Fault("/district", "missing", words),))
        bound = {"visits": actor.id}
        rows = runtime.inspection().own_visits(actor, cursors.unseal(bound, which.cursor))
    else:
        bound = {"visits": f"{which.district}#{which.state}"}
        after = cursors.unseal(bound, which.cursor)
        rows = runtime.inspection().visits_of(actor, which.district, which.state, after)
    day = today()
    items = [VisitRow.on(row, day) for row in rows.rows]
    return Visits(items=items, cursor=cursors.seal(bound, rows.after))


@api.route(
    "GET",
    "/v1/visits/{visit}",
    zh="查看一次检查及其各项检测。",
    en="Read a visit with its checks.",
    roles=SEEN_BY,
    query=Page,
    answer=VisitPage,
    problems=(NotFound, BadCursor),
)
def get_visit(request: Request, visit: str) -> Reply:
    """Inspectors see the visits they go on; the others those of their districts."""
    bound = {"visit": visit}
    after = cursors.unseal(bound, request.query(Page).cursor)
    actor = Actor.from_context(request.context)
    stored, page = runtime.inspection().file(actor, visit, after)
    awaits = stored.value.state == "planned" or stored.value.awaits_approval
    decides = awaits and actor.is_any(Role.SUPERVISOR, Role.LEADER)
    ceiling = runtime.inspection().ceiling(stored.value) if decides else None
    answer = VisitPage(
        visit=shown(stored.value, ceiling),
        version=stored.version,
        checks=list(page.checks),
        refused=[refused(attempt) for attempt in page.attempts],
        not_identified=[not_identified(attempt) for attempt in page.unidentified],
        cursor=cursors.seal(bound, page.after),
    )
    return Reply(answer, version=stored.version)
