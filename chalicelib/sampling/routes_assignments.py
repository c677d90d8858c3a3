"""How assignments are asked over HTTP."""

from functools import partial

from chalicelib import runtime_sampling
from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import BadCursor, NotFound, VersionStale
from chalicelib.http import Api, Reply, Request
from chalicelib.sampling.assignments import Assignment, State, Why
from chalicelib.sampling.problems import (
    AssignmentSettled,
    DrawUnavailable,
    NoSubstitute,
    NotYourDistrict,
    WrongState,
)
from chalicelib.sampling.routes_plans import Closed, Page, Paging, page

api = Api(__name__)

WATCHERS = {Role.SUPERVISOR, Role.LEADER, Role.AUDITOR}
_CACHE = {"Cache-Control": "public, max-age=300"}
_LONGEST_ORDER = 5


class Board(Paging):
    """Which of a plan's assignments."""

    state: State | None = None


class AssignmentPage(Page):
    """A page of assignments.

    visit   id of the visit each waits for, or of its last one     last_visit   of the one that ended last, if any
    """


class Reason(Closed):
    """Why an entry is not visited and the next takes its place; kept with the name of who says so."""

    reason: Why


class Substituted(Document):
    """The assignment that was left, and the one that took its place."""

    left: Assignment
    substitute: Assignment


class OpenEntries(Document):
    """What of a draw is still open after its last day.

    open_by_stratum  in the plan's order; only once the last day is over
    numbers          the published numbers that are open; only once the draw is opened
    voided           how many a void draw ended; only when it is void
    """

    plan: str
    has_ended: bool
    drawn: int
    open: int | None = None
    open_by_stratum: list[int] | None = None
    numbers: list[str] | None = None
    voided: int | None = None


def _order(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_ORDER):
        raise NotFound(id=text[:20])
    return int(text)


@api.route(
    "GET",
    "/v1/plans/{plan}/assignments",
    zh="一个计划抽中的检查任务。",
    en="The assignments of a plan.",
    roles=WATCHERS,
    query=Board,
    answer=AssignmentPage,
    problems=(BadCursor, NotFound),
)
def list_assignments(request: Request, plan: str) -> Page:
    """In the order of the draw, of the districts one works in; all, or those in one state."""
    asked, actor = request.query(Board), Actor.from_context(request.context)
    listing = partial(runtime_sampling.assignments().board, actor, plan, asked.state)
    return page({"assignments": f"{plan} {asked.state or ''}"}, asked.cursor, listing)


@api.route(
    "GET",
    "/v1/assignments",
    zh="我的检查任务。",
    en="One's own assignments.",
    roles={Role.INSPECTOR},
    query=Paging,
    answer=AssignmentPage,
    problems=(BadCursor,),
)
def list_own_assignments(request: Request) -> Page:
    """Those still open, soonest due first; known from the draw on and not before."""
    actor = Actor.from_context(request.context)
    listing = partial(runtime_sampling.assignments().own, actor)
    return page({"own assignments": actor.id}, request.query(Paging).cursor, listing)


@api.route(
    "PUT",
    "/v1/plans/{plan}/assignments/{order}/substitute",
    zh="由同层抽取顺序中的下一个递补。",
    en="Let the next entry of the same stratum's order take the place.",
    roles={Role.SUPERVISOR},
    body=Reason,
    answer=Substituted,
    problems=(
        AssignmentSettled,
        DrawUnavailable,
        NoSubstitute,
        NotFound,
        NotYourDistrict,
        VersionStale,
        WrongState,
    ),
)
def substitute(request: Request, plan: str, order: str) -> Substituted:
    """Nobody chooses the substitute: it follows from the sealed draw."""
    actor, reason = Actor.from_context(request.context), request.body(Reason).reason
    left, found = runtime_sampling.assignments().substitute(actor, plan, _order(order), reason)
    return Substituted(left=left, substitute=found)


@api.route(
    "GET",
    "/v1/public/plans/{plan}/open",
    zh="计划期满后仍未检查的对象。",
    en="What was drawn and is still open after the plan's last day.",
    answer=OpenEntries,
    problems=(NotFound,),
)
def get_open(request: Request, plan: str) -> Reply:  # noqa: ARG001 - every view takes the request
    """How many once the last day is over; which ones once the draw is opened; how many a void draw ended."""
    found = runtime_sampling.assignments().still_open(plan)
    told = OpenEntries(plan=plan, has_ended=found.has_ended, drawn=found.drawn)
    told.voided = found.voided
    if found.has_ended:
        told.open, told.open_by_stratum = sum(found.strata), list(found.strata)
        told.numbers = list(found.numbers)
    return Reply(told, headers=_CACHE)
