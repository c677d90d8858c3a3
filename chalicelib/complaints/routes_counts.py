"""How clusters and counts are asked for over HTTP."""

from chalicelib import runtime_complaints_desk
from chalicelib.accounts.model import Actor, Role
from chalicelib.complaints.counts import NotCounted, Published
from chalicelib.complaints.model import Unit
from chalicelib.complaints.problems import QuarterRuns, StepNotYours
from chalicelib.complaints.service_desk import READERS
from chalicelib.complaints.shown import FileRow
from chalicelib.documents import Document, OneOf
from chalicelib.errors import NotFound
from chalicelib.http import Api, Reply, Request
from chalicelib.instants import Day
from chalicelib.registry.marks import Frozen

api = Api(__name__)
_CACHE = {"Cache-Control": "public, max-age=3600"}
_ASK_AGAIN = {"Cache-Control": "no-cache"}


class ClustersOf(Frozen):
    """Whose open files."""

    unit: Unit


class ProposedCluster(Document):
    """Files that may have one cause: how many sent them, between which days, and which stall or instrument they share.

    Nothing is joined by it: take the step `join`, `merge` or `repeat` of a file, with a reason.
    """

    files: list[FileRow]
    since: Day
    until: Day
    things: list[str]
    senders: int


class ProposedClusters(Document):
    """The clusters of a unit, the largest first."""

    items: list[ProposedCluster]


class QuarterCounts(OneOf[Published | NotCounted]):
    """The counts of a quarter, or `"outcome": "not_counted"` until they are made."""


class NothingMore(Frozen):
    """A count says what is on record."""


@api.route(
    "GET",
    "/v1/complaint-clusters",
    zh="列出可能出于同一原因的未结投诉举报（仅为提示）。",
    en="List open complaints and reports that may have one cause: a proposal only.",
    roles=set(READERS),
    query=ClustersOf,
    answer=ProposedClusters,
    problems=(NotFound,),
)
def list_complaint_clusters(request: Request) -> ProposedClusters:
    """Of one unit."""
    asked, actor = request.query(ClustersOf), Actor.from_context(request.context)
    today = runtime_complaints_desk.desk().today()
    return ProposedClusters(
        items=[
            ProposedCluster(
                files=[FileRow.on(row, today) for row in rows],
                since=one.since,
                until=one.until,
                things=list(one.things),
                senders=one.senders,
            )
            for one, rows in runtime_complaints_desk.clusters().proposed(actor, asked.unit)
        ]
    )


@api.route(
    "PUT",
    "/v1/complaint-counts/{quarter}",
    zh="统计一个已结束的季度：公布数字，并提出下一期抽查权重的建议。",
    en="Count a quarter that is over: what is published, and what it proposes for the next draw.",
    roles={Role.SUPERVISOR},
    body=NothingMore,
    answer=Published,
    status=201,
    problems=(NotFound, QuarterRuns, StepNotYours),
)
def put_complaint_counts(request: Request, quarter: str) -> Reply:
    """By a supervisor of the whole city; made once, and the same for ever."""
    request.body(NothingMore)
    actor = Actor.from_context(request.context)
    counts, is_new = runtime_complaints_desk.counting().make(actor, quarter)
    return Reply.kept(counts, is_new=is_new)


@api.route(
    "GET",
    "/v1/public/complaint-counts/{quarter}",
    zh="公布的季度投诉举报统计（不足五件的区域不公布）；还没有统计的季度会说明。",
    en="The published counts of a quarter, or that it was not counted; areas with fewer than five files are not told.",
    answer=QuarterCounts,
    problems=(NotFound,),
)
def get_complaint_counts(request: Request, quarter: str) -> Reply:  # noqa: ARG001 - a view's signature
    """With the rule by which areas weigh in the next draw."""
    counts = runtime_complaints_desk.counting().read(quarter)
    return Reply(counts, headers=_CACHE if isinstance(counts, Published) else _ASK_AGAIN)
