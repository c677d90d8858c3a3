"""How the desk asks over HTTP: queues, files, steps, exchanges with other platforms."""

from pydantic import model_validator

from chalicelib import cursors, runtime_complaints_desk
from chalicelib.accounts.model import Actor, Role
from chalicelib.complaints.exchange import Exchange, NewExchange
from chalicelib.complaints.identities import Opening
from chalicelib.complaints.model import Unit
from chalicelib.complaints.moves import FileKind, State
from chalicelib.complaints.problems import (
    DayPast,
    NoConsent,
    NoGround,
    NoNote,
    NotAnInspector,
    NotHandler,
    OtherFile,
    OwnFile,
    Recused,
    StepNotNow,
    StepNotYours,
    Suspended,
    TermOver,
    TermRuns,
    WithPolice,
)
from chalicelib.complaints.problems_intake import IdentitiesUnavailable
from chalicelib.complaints.service_book import Whole
from chalicelib.complaints.service_desk import READERS, TAKERS, Wanted, offers
from chalicelib.complaints.service_exchange import READERS as EXCHANGE_READERS
from chalicelib.complaints.shown import FileRow, Offered, ShownFile
from chalicelib.complaints.steps import NewStep
from chalicelib.documents import Document
from chalicelib.errors import BadCursor, IdTaken, NotFound, VersionStale
from chalicelib.http import Api, Reply, Request
from chalicelib.ids import InstrumentId, MerchantId, SiteId, StallId
from chalicelib.registry.districts import DISTRICTS
from chalicelib.registry.marks import Frozen

api = Api(__name__)
_UNITS = ("350200", *DISTRICTS)
Thing = SiteId | StallId | InstrumentId | MerchantId


class QueueOf(Frozen):
    """Which files: a unit's, those the caller handles (`mine`), or those about a thing; of one state or kind if named.

    about  a site, stall, instrument or merchant: open and closed ones, the last received first
    over   closed ones instead of open ones, the last closed first
    """

    unit: Unit | None = None
    mine: bool = False
    about: Thing | None = None
    state: State | None = None
    kind: FileKind | None = None
    over: bool = False
    cursor: str = ""

    @model_validator(mode="after")
    def _says_whose(self) -> "QueueOf":
        if sum((self.unit is not None, self.mine, self.about is not None)) != 1:
            raise ValueError(
                "请填写 unit、mine=true、about 其中一项 (name exactly one of unit, mine=true and about)"
            )
        return self


class LateOf(Frozen):
    """Whose late files: of one unit, or of all units the caller works in."""

    unit: Unit | None = None


class FileRows(Document):
    """A page of a queue; with a state or kind named it may be short and still have a next one."""

    items: list[FileRow]
    cursor: str = ""


@api.route(
    "GET",
    "/v1/complaints",
    zh="列出承办单位、自己承办的投诉举报，先到期的在前；或者同一场所、摊位、器具、经营者的。",
    en="List complaints and reports: of a unit or one's own, what is due first; or about one thing.",
    roles=set(READERS),
    query=QueueOf,
    answer=FileRows,
    problems=(BadCursor, NotFound),
)
def list_complaints(request: Request) -> FileRows:
    """What has no term running stands last."""
    asked, actor = request.query(QueueOf), Actor.from_context(request.context)
    bound = {
        "complaints": asked.unit or asked.about or actor.id,
        "of": f"{asked.state}#{asked.kind}#{asked.over}",
    }
    desk, wanted = (
        runtime_complaints_desk.desk(),
        Wanted(asked.unit, asked.about, asked.state, asked.kind, is_over=asked.over),
    )
    page = desk.queue(actor, wanted, cursors.unseal(bound, asked.cursor))
    items = [FileRow.on(row, desk.today()) for row in page.rows]
    return FileRows(items=items, cursor=cursors.seal(bound, page.after))


@api.route(
    "GET",
    "/v1/complaints/late",
    zh="列出超过期限仍未办理的投诉举报。",
    en="List what is over its term and not done.",
    roles=set(READERS),
    query=LateOf,
    answer=FileRows,
)
def list_late_complaints(request: Request) -> FileRows:
    """The longest late first, at most 100 of each unit."""
    asked, actor, desk = (
        request.query(LateOf),
        Actor.from_context(request.context),
        runtime_complaints_desk.desk(),
    )
    units = (asked.unit,) if asked.unit else _UNITS
    return FileRows(items=[FileRow.on(row, desk.today()) for row in desk.late(actor, units)])


@api.route(
    "GET",
    "/v1/complaints/{complaint}",
    zh="查看一件投诉或举报：步骤、期限和可以办理的下一步。",
    en="Read a complaint or report: steps, terms, and what may be done next.",
    roles=set(READERS),
    answer=ShownFile,
    problems=(NotFound, Recused),
)
def get_complaint(request: Request, complaint: str) -> ShownFile:
    """The identity is masked; who opened it and why stands beside."""
    actor = Actor.from_context(request.context)
    return _shown(actor, runtime_complaints_desk.desk().whole(actor, complaint))


@api.route(
    "PUT",
    "/v1/complaints/{complaint}/steps/{step}",
    zh="办理一步（分送、受理、不予受理、调解、终止、核查、立案、告知等）。",
    en="Take a step: route, accept, refuse, mediate, end, verify, file, tell and so on.",
    roles=set(TAKERS),
    body=NewStep,
    answer=ShownFile,
    status=201,
    problems=(
        DayPast,
        IdentitiesUnavailable,
        IdTaken,
        NoConsent,
        NoGround,
        NoNote,
        NotAnInspector,
        NotFound,
        NotHandler,
        OtherFile,
        OwnFile,
        Recused,
        StepNotNow,
        StepNotYours,
        Suspended,
        TermOver,
        TermRuns,
        VersionStale,
        WithPolice,
    ),
)
def put_complaint_step(request: Request, complaint: str, step: str) -> Reply:
    """Sent again it is the same step; the answer is the file as it stands."""
    actor, new = Actor.from_context(request.context), request.body(NewStep)
    whole, _, is_new = runtime_complaints_desk.desk().take(actor, complaint, step, new)
    return Reply.kept(_shown(actor, whole), is_new=is_new)


@api.route(
    "PUT",
    "/v1/complaint-exchanges/{exchange}",
    zh="向全国12315平台或省执法平台导出案卷，或导入其答复。",
    en="Hand files to the national 12315 or the provincial platform, or take in its answers.",
    roles={Role.SUPERVISOR},
    body=NewExchange,
    answer=Exchange,
    status=201,
    problems=(IdentitiesUnavailable, IdTaken, NotFound, OtherFile, StepNotNow, VersionStale),
)
def put_complaint_exchange(request: Request, exchange: str) -> Reply:
    """The answer is the file to hand on, or the answers with what became of each; again it is the same."""
    actor, new = Actor.from_context(request.context), request.body(NewExchange)
    kept, is_new = runtime_complaints_desk.exchanges().put(actor, exchange, new)
    return Reply.kept(kept, is_new=is_new)


@api.route(
    "GET",
    "/v1/complaint-exchanges/{exchange}",
    zh="查看一次导出或导入。",
    en="Read an exchange with another platform.",
    roles=set(EXCHANGE_READERS),
    answer=Exchange,
    problems=(NotFound,),
)
def get_complaint_exchange(request: Request, exchange: str) -> Exchange:
    """As it was when it was made."""
    return runtime_complaints_desk.exchanges().read(Actor.from_context(request.context), exchange)


def _shown(actor: Actor, whole: Whole) -> ShownFile:
    desk, file = runtime_complaints_desk.desk(), whole.file.value
    beside = {
        "openings": tuple(map(Opening.model_validate, whole.openings)),
        "has_identity": whole.has_identity,
        "identity": dict(whole.identity) if whole.identity else None,
    }
    offered = (Offered(kind=one.kind, by=one.by, yours=one.yours) for one in offers(actor, file))
    return ShownFile.of(file, whole.steps, offered, desk.today(), beside)
