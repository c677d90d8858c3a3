"""How entries are asked for over HTTP: the publisher's desk, and what a merchant was told and says."""

from typing import Annotated

from pydantic import ConfigDict, StringConstraints

from chalicelib import cursors, runtime_publication
from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import BadCursor, IdTaken, NotFound, VersionStale
from chalicelib.http import Api, Reply, Request
from chalicelib.ids import pattern
from chalicelib.publication.penalties import NewPenalty
from chalicelib.publication.problems import (
    AlreadyOpen,
    ExplanationNeeded,
    Held,
    Involved,
    NeverRepaired,
    NoSuchStep,
    NothingOpen,
    NotRepairable,
    NotThatDay,
    OtherVisit,
    OwnConfirmation,
    TooEarly,
)
from chalicelib.publication.rights import Entry
from chalicelib.publication.service_rights import READERS
from chalicelib.publication.shown import EntryRow, ShownEntry, shown
from chalicelib.publication.steps import NewStep

api = Api(__name__)


class Asked(Document):
    """Which entries: a district's in a state, or those one's own merchant was told of."""

    model_config = ConfigDict(extra="forbid")

    district: Annotated[str, StringConstraints(pattern=r"^([0-9]{6})?$")] = ""
    state: str = ""
    merchant: Annotated[str, StringConstraints(pattern=rf"^$|{pattern('merchant')}")] = ""
    cursor: str = ""


class EntryRows(Document):
    """A page of entries: of a district the first due first, of a merchant the last due first."""

    items: list[EntryRow]
    cursor: str = ""


@api.route(
    "GET",
    "/v1/entries",
    zh="列出一个区处于某状态的公示条目，或自己被告知的公示条目。",
    en="List a district's entries in a state, or those one's own merchant was told of.",
    roles={*READERS, Role.MERCHANT},
    query=Asked,
    answer=EntryRows,
    problems=(BadCursor, NotFound),
)
def list_published_entries(request: Request) -> EntryRows:
    """With `merchant`, or with `district` and `state`."""
    actor, asked = Actor.from_context(request.context), request.query(Asked)
    bound = {"merchant": asked.merchant, "district": asked.district, "state": asked.state}
    after = cursors.unseal(bound, asked.cursor)
    rights = runtime_publication.rights()
    if asked.merchant:
        found = rights.of_merchant(actor, asked.merchant, after)
    else:
        found = rights.in_district(actor, asked.district, asked.state, after)
    rows = [EntryRow.model_validate(row) for row in found.rows]
    return EntryRows(items=rows, cursor=cursors.seal(bound, found.after))


@api.route(
    "POST",
    "/v1/entries",
    zh="公示员按正式文书录入一件行政处罚决定。",
    en="A publisher enters a penalty decision from its document.",
    roles={Role.PUBLISHER},
    body=NewPenalty,
    answer=ShownEntry,
    status=201,
    problems=(IdTaken, NotFound, OtherVisit),
)
def post_penalty(request: Request) -> Reply:
    """Its id follows from authority and number: one decision is one entry, however often it is sent."""
    actor, new = Actor.from_context(request.context), request.body(NewPenalty)
    entry, version, is_new = runtime_publication.rights().enter(actor, new)
    return Reply.kept(_shown(actor, entry), is_new=is_new, version=version)


@api.route(
    "GET",
    "/v1/entries/{entry}",
    zh="查看一个公示条目：内容、各项时限、陈述和异议、现在可以办理什么。",
    en="Read an entry: what it says, its clocks, reply and objections, and what one may do now.",
    roles={*READERS, Role.MERCHANT},
    answer=ShownEntry,
    problems=(NotFound,),
)
def get_published_entry(request: Request, entry: str) -> Reply:
    """Its merchant is told no officer."""
    actor = Actor.from_context(request.context)
    found, version = runtime_publication.rights().read(actor, entry)
    return Reply(_shown(actor, found), version=version)


@api.route(
    "PUT",
    "/v1/entries/{entry}/steps/{step}",
    zh="办理一步：核对、公示、陈述、异议及处理、撤下、信用修复。",
    en="Take a step: confirm, publish, reply, object and decide, withdraw, repair.",
    roles={Role.PUBLISHER, Role.LEADER, Role.REVIEWER, Role.MERCHANT},
    body=NewStep,
    answer=ShownEntry,
    status=201,
    problems=(
        AlreadyOpen,
        ExplanationNeeded,
        Held,
        IdTaken,
        Involved,
        NeverRepaired,
        NoSuchStep,
        NotFound,
        NotRepairable,
        NotThatDay,
        NothingOpen,
        OwnConfirmation,
        TooEarly,
        VersionStale,
    ),
)
def put_entry_step(request: Request, entry: str, step: str) -> Reply:
    """Sent again it is the same."""
    actor, new = Actor.from_context(request.context), request.body(NewStep)
    after, version, is_new = runtime_publication.rights().take(actor, entry, step, new)
    return Reply.kept(_shown(actor, after), is_new=is_new, version=version)


def _shown(actor: Actor, entry: Entry) -> ShownEntry:
    rights = runtime_publication.rights()
    is_desk = actor.is_any(*READERS) and actor.works_in(entry.district)
    terms, may = rights.terms(entry), rights.may(actor, entry)
    return shown(entry, terms, rights.today(), may, is_desk=is_desk)
