"""How a phone hands in its queue (docs/sync-protocol.md), and fetches what it needs without network."""

from typing import Annotated, Literal

from pydantic import ConfigDict, StringConstraints

from chalicelib import runtime_sync
from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import BadCursor
from chalicelib.http import Api, Request
from chalicelib.http_problems import BodyTooLarge
from chalicelib.inspection.model import Visit
from chalicelib.inspection.service_sync import Malformed, Outcome, Taken, Told, UnknownKind
from chalicelib.inspection.sync import BODY_LIMIT_BYTES, Batch, Wrong
from chalicelib.inspection.sync_pull import Reference
from chalicelib.instants import Instant
from chalicelib.law.model import Words
from chalicelib.registry.model import InstrumentHead

api = Api(__name__)


class Standing(Document):
    """What stands under the number of an entry: of a conflict the other one."""

    hash: str
    state: Literal["accepted", "refused", "lost"]
    received_at: Instant
    kind: str = ""
    visit: str = ""
    id: str = ""


class EntryAnswer(Document):
    """What became of one entry.

    accepted   carried out by this call              already   it stood there before
    refused    `code`, `sentences` with the remedy, `faults`, and `attempt` when a rule refused it; stands in the chain
    conflict   another entry has its number, or another past: kept beside it
    waiting    kept; an entry before it is missing   later     not begun: send it again
    """

    n: int
    hash: str
    outcome: Outcome
    code: str | None = None
    sentences: Words | None = None
    attempt: str | None = None
    faults: tuple[Wrong, ...] | None = None
    shown: dict[str, str] | None = None
    standing: Standing | None = None


class Confirmed(Document):
    """The end of the chain: up to this number every entry is settled."""

    n: int
    hash: str


class Range(Document):
    """Numbers that are missing, both ends inclusive."""

    first: int
    last: int


class SyncAnswer(Document):
    """An answer for every entry in the order sent, and how the queue stands."""

    answers: list[EntryAnswer]
    confirmed: Confirmed
    missing: list[Range]


class Since(Document):
    """What the phone holds: the cursor of the last answer, nothing the first time."""

    model_config = ConfigDict(extra="forbid")

    cursor: Annotated[str, StringConstraints(max_length=7000)] = ""


class VisitPacked(Document):
    """A visit with all its instruments as their pages show them."""

    visit: Visit
    version: int
    instruments: list[InstrumentHead]


class Pulled(Document):
    """What a phone is to hold: a part of a walk over one's own open visits, earliest planned day first.

    open        those of this part; what no part of the walk names is open no more
    visits      those of them that changed since the cursor
    references  what everybody may read: fetch what has another version than the kept one
    more        the walk goes on: ask again at once with the new cursor
    """

    open: list[str]
    visits: list[VisitPacked]
    references: list[Reference]
    cursor: str
    more: bool


@api.route(
    "POST",
    "/v1/sync",
    zh="提交手机离线队列，逐条答复；重复提交是同一次办理。",
    en="Hand in a phone's queue; every entry is answered, and the same call again is the same.",
    roles={Role.INSPECTOR},
    body=Batch,
    answer=SyncAnswer,
    problems=(BodyTooLarge, Malformed, UnknownKind),
    limit_bytes=BODY_LIMIT_BYTES,
)
def post_sync(request: Request) -> SyncAnswer:
    """Up to 200 entries in 1 MB; the format is docs/sync-protocol.md."""
    actor = Actor.from_context(request.context)
    return _answer(runtime_sync.sync().take(actor, request.body(Batch), request.id))


@api.route(
    "GET",
    "/v1/sync",
    zh="取离线检查所需：自己未办结的检查及其器具、规则和名单版本；只返回有变化的。",
    en="Fetch what a check without network needs: own open visits, their instruments, versions; only what changed.",
    roles={Role.INSPECTOR},
    query=Since,
    answer=Pulled,
    problems=(BadCursor,),
)
def get_sync(request: Request) -> Pulled:
    """At most fifty visits an answer: two reads and one for each when nothing changed."""
    pulled = runtime_sync.pull().changes(Actor.from_context(request.context), request.query(Since).cursor)
    visits = [
        VisitPacked(visit=one.visit, version=one.version, instruments=list(one.instruments))
        for one in pulled.changed
    ]
    return Pulled(
        open=list(pulled.open),
        visits=visits,
        references=list(pulled.references),
        cursor=pulled.cursor,
        more=pulled.more,
    )


def _answer(taken: Taken) -> SyncAnswer:
    return SyncAnswer(
        answers=[_told(told) for told in taken.told],
        confirmed=Confirmed(n=taken.confirmed.n, hash=taken.confirmed.hash),
        missing=[Range(first=first, last=last) for first, last in taken.missing],
    )


def _told(told: Told) -> EntryAnswer:
    answer = EntryAnswer(n=told.sent.n, hash=told.sent.hash, outcome=told.outcome)
    kept = told.kept
    if kept is None:
        return answer
    if told.outcome == "conflict":
        named = {name: getattr(kept, name) for name in Standing.model_fields}
        return answer.model_copy(update={"standing": Standing.model_validate(named)})
    if kept.refusal is not None:
        told_so = {name: getattr(kept.refusal, name) or None for name in type(kept.refusal).model_fields}
        return answer.model_copy(update=told_so)
    return answer.model_copy(update={"shown": kept.shown or None})
