"""How evidence is asked over HTTP; its bytes never pass through the API."""

from chalicelib import cursors, runtime_evidence
from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import BadCursor, IdTaken, NotFound
from chalicelib.http import Api, Reply, Request
from chalicelib.inspection.document import Closed
from chalicelib.inspection.evidence import Evidence, NewEvidence, NotYourEvidence, State, Step
from chalicelib.inspection.evidence_pack import Pack
from chalicelib.inspection.evidence_types import EvidenceTooLarge, OtherType
from chalicelib.inspection.routes import SEEN_BY, Page
from chalicelib.inspection.service_evidence import OPENERS, Slot

api = Api(__name__)
_EXPORT_BY = {Role.INSPECTOR, *OPENERS}


class Post(Document):
    """Where to post the file: a form with these fields, and the file last, within 15 minutes."""

    url: str
    fields: dict[str, str]


class Exhibit(Evidence):
    """Evidence as it is told.

    status     its state now: `missing` is announced evidence that did not arrive within a day
    thumbnail  address of its small picture, for 15 minutes
    """

    status: State
    thumbnail: str = ""


class Announced(Document):
    """What stands, and where its bytes are awaited; without `upload` none are."""

    evidence: Exhibit
    upload: Post | None = None


class Exhibits(Document):
    """A page of a visit's evidence, oldest first."""

    items: list[Exhibit]
    cursor: str = ""


class OpenedExhibit(Document):
    """One piece, where its verified bytes are read for 15 minutes, and its chain of custody."""

    evidence: Exhibit
    url: str = ""
    custody: list[Step]


class PackView(Pack):
    """An export as its owner sees it; `url` holds for 15 minutes."""

    url: str = ""


class NothingMore(Closed):
    """An export is of all evidence of the visit."""


def _told(evidence: Evidence, thumbnail: str = "") -> Exhibit:
    status = evidence.state_at(runtime_evidence.clock())
    return Exhibit(**dict(evidence), status=status, thumbnail=thumbnail)


def announced(answer: tuple[Evidence, Slot | None, bool]) -> Reply:
    """An announcement as it is answered."""
    kept, slot, is_new = answer
    return Reply.kept(Announced(evidence=_told(kept), upload=_post(slot)), is_new=is_new)


def _post(slot: Slot | None) -> Post | None:
    return Post(url=slot[0], fields=slot[1]) if slot else None


@api.route(
    "PUT",
    "/v1/visits/{visit}/evidence/{evidence}",
    zh="登记一件证据（照片、视频、文件、签名、拒签说明），并取得上传地址。",
    en="Announce a piece of evidence (photo, video, file, signature, refusal note) and learn where to upload it.",
    roles={Role.INSPECTOR},
    body=NewEvidence,
    answer=Announced,
    status=201,
    problems=(NotFound, NotYourEvidence, IdTaken, OtherType, EvidenceTooLarge),
)
def put_evidence(request: Request, visit: str, evidence: str) -> Reply:
    """By an officer of the visit, in any state of it. Again answers a fresh form while bytes are awaited."""
    actor, new = Actor.from_context(request.context), request.body(NewEvidence)
    return announced(runtime_evidence.exhibits().announce(actor, visit, evidence, new))


@api.route(
    "GET",
    "/v1/visits/{visit}/evidence",
    zh="列出一次检查的证据。",
    en="List a visit's evidence.",
    roles=SEEN_BY,
    query=Page,
    answer=Exhibits,
    problems=(NotFound, BadCursor),
)
def list_evidence(request: Request, visit: str) -> Exhibits:
    """Auditors see neither pictures nor whole names."""
    bound = {"evidence": visit}
    after = cursors.unseal(bound, request.query(Page).cursor)
    page, further = runtime_evidence.exhibits().listed(Actor.from_context(request.context), visit, after)
    return Exhibits(items=[_told(*one) for one in page], cursor=cursors.seal(bound, further))


@api.route(
    "GET",
    "/v1/visits/{visit}/evidence/{evidence}",
    zh="打开一件证据，并查看其保管链；每次打开都会留痕。",
    en="Open a piece of evidence and read its chain of custody; every opening is recorded.",
    roles=SEEN_BY,
    answer=OpenedExhibit,
    problems=(NotFound,),
)
def get_evidence(request: Request, visit: str, evidence: str) -> OpenedExhibit:
    """Auditors read the chain and not the bytes."""
    opened = runtime_evidence.exhibits().open(Actor.from_context(request.context), visit, evidence)
    return OpenedExhibit(evidence=_told(opened.evidence), url=opened.url, custody=list(opened.custody))


@api.route(
    "PUT",
    "/v1/visits/{visit}/exports/{export}",
    zh="导出一次检查的全部证据（ZIP，附校验值清单和保管链）。",
    en="Export all evidence of a visit as a ZIP with a manifest of hashes and the chain of custody.",
    roles=_EXPORT_BY,
    body=NothingMore,
    answer=PackView,
    status=201,
    problems=(NotFound, IdTaken),
)
def put_pack(request: Request, visit: str, export: str) -> Reply:
    """Queued; follow it by GET."""
    request.body(NothingMore)
    pack, is_new = runtime_evidence.exporting().ask(Actor.from_context(request.context), visit, export)
    return Reply.kept(PackView(**dict(pack)), is_new=is_new)


@api.route(
    "GET",
    "/v1/visits/{visit}/exports/{export}",
    zh="查看导出进度并下载。",
    en="See how far an export is, and download it.",
    roles=_EXPORT_BY,
    answer=PackView,
    problems=(NotFound,),
)
def get_pack(request: Request, visit: str, export: str) -> PackView:
    """One's own."""
    pack, url = runtime_evidence.exporting().read(Actor.from_context(request.context), visit, export)
    return PackView(**dict(pack), url=url)
