"""How the office asks who a reporter is, and for what they sent besides, over HTTP."""

from chalicelib import runtime_intake
from chalicelib.accounts.model import Actor, Role
from chalicelib.complaints.identities import Why
from chalicelib.complaints.problems import Recused
from chalicelib.complaints.problems_intake import IdentitiesUnavailable, IdentityNotYours, NoIdentity
from chalicelib.complaints.receipts import MaterialTold
from chalicelib.documents import Document
from chalicelib.errors import IdTaken, NotFound
from chalicelib.http import Api, Reply, Request
from chalicelib.instants import Instant
from chalicelib.registry.marks import Frozen

api = Api(__name__)
_PRIVATE = {"Cache-Control": "no-store"}


class ToBeOpened(Frozen):
    """Why an identity is opened; it stays on record."""

    why: Why


class Shown(MaterialTold):
    """A material; `url` of its picture holds for a quarter of an hour, and is empty where there is none to see."""

    url: str = ""


class Identity(Document):
    """Who a reporter is, as opened.

    facts, request   as they wrote them      said   words of later materials and answers, by material or step
    papers           what proves the identity
    """

    opened_at: Instant
    name: str = ""
    phone: str = ""
    address: str = ""
    id_number: str = ""
    facts: str = ""
    request: str = ""
    said: dict[str, str]
    papers: list[Shown]


class Materials(Document):
    """What a reporter sent besides, of all files of the submission."""

    items: list[Shown]


@api.route(
    "PUT",
    "/v1/complaints/{complaint}/openings/{opening}",
    zh="打开举报人、投诉人的身份信息；理由和打开人先记入案卷。",
    en="Open who a reporter is; reason and person go on record first.",
    roles={Role.INSPECTOR, Role.SUPERVISOR},
    body=ToBeOpened,
    answer=Identity,
    problems=(IdentitiesUnavailable, IdentityNotYours, IdTaken, NoIdentity, NotFound, Recused),
)
def put_opening(request: Request, complaint: str, opening: str) -> Reply:
    """By the handler or a supervisor of the unit; the reporter is told that it was opened."""
    actor, why = Actor.from_context(request.context), request.body(ToBeOpened).why
    opened, papers = runtime_intake.openings().open(actor, complaint, opening, why)
    texts = dict(opened.texts)
    numbers = [told["id_number"] for told in texts.values() if "id_number" in told]
    identity = texts.pop("identity", {})
    answer = Identity(
        opened_at=opened.opening.at,
        **identity,
        id_number=numbers[-1] if numbers else "",
        said={place: told["text"] for place, told in texts.items() if "text" in told},
        papers=[_shown(*one) for one in papers],
    )
    return Reply(answer, headers=_PRIVATE)


@api.route(
    "GET",
    "/v1/complaints/{complaint}/materials",
    zh="查看投诉人、举报人提交的材料。",
    en="What a reporter sent besides.",
    roles={Role.INSPECTOR, Role.SUPERVISOR, Role.LEADER, Role.AUDITOR},
    answer=Materials,
    problems=(NotFound, Recused),
)
def list_materials(request: Request, complaint: str) -> Reply:
    """Papers that prove an identity are shown with its opening only."""
    found = runtime_intake.openings().materials(Actor.from_context(request.context), complaint)
    return Reply(Materials(items=[_shown(*one) for one in found]), headers=_PRIVATE)


def _shown(told: MaterialTold, url: str) -> Shown:
    return Shown(**dict(told), url=url)
