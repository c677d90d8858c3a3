"""How notices are asked over HTTP: merchants theirs, supervisors the outbox of their district."""

from typing import Annotated

from pydantic import ConfigDict, StringConstraints

from chalicelib import cursors, runtime
from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import BadCursor, NotFound
from chalicelib.http import Api, Request
from chalicelib.ids import MerchantId
from chalicelib.notices.model import Notice
from chalicelib.notices.service import NoticeBusy

api = Api(__name__)

PAGE = 50


class NoticesOf(Document):
    """A page of the notices of one of one's own merchants."""

    model_config = ConfigDict(extra="forbid")

    merchant: MerchantId
    cursor: str = ""


class OutboxOf(Document):
    """A page of a district's outbox."""

    model_config = ConfigDict(extra="forbid")

    district: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    cursor: str = ""


class NoticePage(Document):
    """Notices, newest first."""

    items: list[Notice]
    cursor: str = ""


@api.route(
    "GET",
    "/v1/notices",
    zh="列出给我的经营者的告知，新的在前。",
    en="List the notices to one of my merchants, newest first.",
    roles={Role.MERCHANT, Role.ORGANISER},
    query=NoticesOf,
    answer=NoticePage,
    problems=(BadCursor, NotFound),
)
def list_notices(request: Request) -> NoticePage:
    """Fifty a page."""
    asked, actor = request.query(NoticesOf), Actor.from_context(request.context)
    if asked.merchant not in actor.merchants:
        raise NotFound(id=asked.merchant)
    bound = {"notices": asked.merchant}
    rows, after = runtime.notices().book.of_merchant(
        asked.merchant, cursors.unseal(bound, asked.cursor), PAGE
    )
    return NoticePage(items=[Notice.model_validate(row) for row in rows], cursor=cursors.seal(bound, after))


@api.route(
    "POST",
    "/v1/notices/{notice}/reading",
    zh="把一条告知标为已读。",
    en="Mark a notice as read.",
    roles={Role.MERCHANT, Role.ORGANISER},
    answer=Notice,
    problems=(NotFound, NoticeBusy),
)
def read_notice(request: Request, notice: str) -> Notice:
    """Again changes nothing: the first reading is kept."""
    return runtime.notices().read(Actor.from_context(request.context), notice)


@api.route(
    "GET",
    "/v1/outbox",
    zh="列出一个区发出和待发的告知，新的在前。",
    en="List what a district's merchants were or will be told, newest first.",
    roles={Role.SUPERVISOR, Role.LEADER, Role.AUDITOR},
    query=OutboxOf,
    answer=NoticePage,
    problems=(BadCursor, NotFound),
)
def list_outbox(request: Request) -> NoticePage:
    """Fifty a page; another district than one's own is not found."""
    asked, actor = request.query(OutboxOf), Actor.from_context(request.context)
    if not actor.works_in(asked.district):
        raise NotFound(id=asked.district)
    bound = {"outbox": asked.district}
    rows, after = runtime.notices().book.in_district(
        asked.district, cursors.unseal(bound, asked.cursor), PAGE
    )
    return NoticePage(items=[Notice.model_validate(row) for row in rows], cursor=cursors.seal(bound, after))
