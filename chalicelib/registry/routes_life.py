"""How the life of an instrument is asked over HTTP: acts, and the time line."""

import json
from typing import Annotated, Literal

from pydantic import Field

from chalicelib import cursors, runtime
from chalicelib.accounts.model import EVERYBODY, Actor
from chalicelib.certified import Standing
from chalicelib.documents import Document, OneOf
from chalicelib.errors import BadCursor, IdTaken
from chalicelib.http import Api, Reply, Request
from chalicelib.instants import Instant
from chalicelib.registry import reach
from chalicelib.registry.acts import ActAttempt, KeptAct, NewAct
from chalicelib.registry.history import Entry
from chalicelib.registry.life import ACTORS, REASONS
from chalicelib.registry.model import InstrumentHead, Words
from chalicelib.registry.problems import (
    Busy,
    NoInstrument,
    NotYourAct,
    NotYourDistrict,
    NotYourLab,
    UnknownParty,
)
from chalicelib.registry.routes import Paging

api = Api(__name__)

TIMELINE_PAGE = 50


class Done(KeptAct):
    """An act that was done, and the instrument as it is now."""

    outcome: Literal["done"] = "done"
    instrument: InstrumentHead
    standing: Standing


class NotDone(Document):
    """An act that a rule refused; the attempt is kept with all that was sent."""

    outcome: Literal["refused"] = "refused"
    reason: str
    sentences: Words
    attempt: str
    act: str
    received_at: Instant


class ActAnswer(OneOf[Annotated[Done | NotDone, Field(discriminator="outcome")]]):
    """What became of an act that was sent."""


class Timeline(Document):
    """A page of what happened to an instrument, newest first."""

    items: list[Entry]
    cursor: str = ""


@api.route(
    "PUT",
    "/v1/instruments/{instrument}/acts/{act}",
    zh="对计量器具办理一件事：报检、排期、停用、撤销停用、封存、解封、维修、铅封变动、更换、转移、报废。",
    en="Do something to an instrument: apply, schedule, suspend, release, freeze, unfreeze, repair, seal_change,"
    " replace, transfer, scrap.",
    roles=ACTORS,
    body=NewAct,
    answer=ActAnswer,
    status=201,
    problems=(
        NoInstrument,
        NotYourAct,
        NotYourDistrict,
        NotYourLab,
        UnknownParty,
        IdTaken,
        Busy,
    ),
)
def put_act(request: Request, instrument: str, act: str) -> Reply:
    """201 when done now, 200 when it stood already or a rule refuses it."""
    actor, new = Actor.from_context(request.context), request.body(NewAct)
    kept, head, is_new = runtime.life().put_act(actor, instrument, act, new)
    return Reply.kept(_told(kept, reach.shown_to(actor, head)), is_new=is_new)


def _told(kept: KeptAct | ActAttempt, head: InstrumentHead) -> Done | NotDone:
    if isinstance(kept, KeptAct):
        standing = head.standing(runtime.registry().today())
        return Done(**dict(kept), instrument=head, standing=standing)
    words = REASONS[kept.reason]
    return NotDone(
        reason=kept.reason,
        sentences=Words(zh=words.zh, en=words.en),
        attempt=kept.id,
        act=kept.act_id,
        received_at=kept.received_at,
    )


@api.route(
    "GET",
    "/v1/instruments/{instrument}/timeline",
    zh="计量器具的经历，新的在前。",
    en="What happened to an instrument, newest first.",
    roles=EVERYBODY,
    query=Paging,
    answer=Timeline,
    problems=(NoInstrument, BadCursor),
)
def get_timeline(request: Request, instrument: str) -> Timeline:
    """Acts, verifications, labels and checks; merchants and organisers see no account of an officer or lab."""
    actor, bound = Actor.from_context(request.context), {"timeline": instrument}
    cursor = cursors.unseal(bound, request.query(Paging).cursor)
    before = "".join(json.loads(cursor)) if cursor else ""
    items, after = runtime.life().timeline(actor, instrument, before, TIMELINE_PAGE)
    return Timeline(items=list(items), cursor=cursors.seal(bound, json.dumps([after]) if after else ""))
