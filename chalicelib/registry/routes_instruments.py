"""How instruments, their verifications and states are asked over HTTP."""

from functools import partial

from chalicelib import runtime
from chalicelib.accounts.model import EVERYBODY, Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import BadCursor, Fault, IdTaken, NotFound, Sentence, VersionStale
from chalicelib.http import Api, Reply, Request
from chalicelib.http_problems import NotValid
from chalicelib.ids import MerchantId, SiteId, normalised
from chalicelib.instants import Day
from chalicelib.registry.certificates import Doubt, Longest, doubts, longest
from chalicelib.registry.model import (
    Instrument,
    InstrumentHead,
    KeptVerification,
    PublicInstrument,
    Verification,
    is_number,
)
from chalicelib.registry.problems import (
    BadNumber,
    Busy,
    CodeTaken,
    NeedsAct,
    NoInstrument,
    NotYourDistrict,
    NotYourLab,
    Scrapped,
    UnknownParty,
    VerifiedInFuture,
)
from chalicelib.registry.reach import READERS
from chalicelib.registry.routes import Closed, Kept, Paging, Rows, kept, page

api = Api(__name__)

PUBLIC_CACHE = {"Cache-Control": "public, max-age=30"}


class Where(Paging):
    """A page of the instruments of one site or one merchant."""

    site: SiteId | None = None
    merchant: MerchantId | None = None


class VerifiedOn(Closed):
    """The day a verification was made."""

    verified_on: Day


class LongestTold(Document):
    """How long a certificate may last by the law; nothing where no interval was read for the kind."""

    longest: Longest | None = None


class InstrumentPage(Document):
    """An instrument as its officers and owners see it."""

    instrument: InstrumentHead
    standing: str
    version: int


class Recorded(KeptVerification):
    """A verification as kept, and what is odd about it but was not refused."""

    doubts: list[Doubt]


class Verifications(Document):
    """All verifications of an instrument, oldest first."""

    items: list[KeptVerification]


@api.route(
    "PUT",
    "/v1/instruments/{instrument}",
    zh="登记或修改计量器具。",
    en="Register or change an instrument.",
    roles={Role.SUPERVISOR, Role.LAB},
    body=Instrument,
    answer=Kept,
    status=201,
    problems=(
        IdTaken,
        CodeTaken,
        UnknownParty,
        VersionStale,
        Scrapped,
        NoInstrument,
        NotYourDistrict,
        NeedsAct,
    ),
)
def put_instrument(request: Request, instrument: str) -> Reply:
    """A change corrects or completes; maker and serial number never change: they are the instrument."""
    actor, new = Actor.from_context(request.context), request.body(Instrument)
    version, is_new = runtime.registry().put_instrument(actor, instrument, new, request.seen_if_sent())
    return kept(instrument, version, is_new=is_new)


@api.route(
    "GET",
    "/v1/instruments/{instrument}",
    zh="查看计量器具。",
    en="Read an instrument.",
    roles=EVERYBODY,
    answer=InstrumentPage,
    problems=(NoInstrument,),
)
def get_instrument(request: Request, instrument: str) -> Reply:
    """Officers and labs see all; merchants and organisers their own."""
    registry = runtime.registry()
    head, version = registry.seen_by(Actor.from_context(request.context), instrument)
    standing = head.standing(registry.today())
    return Reply(InstrumentPage(instrument=head, standing=standing, version=version), version=version)


@api.route(
    "GET",
    "/v1/instruments",
    zh="列出一个场所或一个经营者的计量器具。",
    en="List the instruments of a site or of a merchant.",
    roles=EVERYBODY,
    query=Where,
    answer=Rows,
    problems=(BadCursor, NotFound),
)
def list_instruments(request: Request) -> Rows:
    """Name one of `site` and `merchant`; what is not theirs is not found for merchants and organisers."""
    asked, actor = request.query(Where), Actor.from_context(request.context)
    if (asked.site is None) == (asked.merchant is None):
        words = Sentence("请填写 site 或 merchant 其中一项。", "Name exactly one of site and merchant.")
        raise NotValid(faults=(Fault("/site", "one_of", words),))
    wanted = asked.site or asked.merchant or ""
    if not actor.is_any(*READERS) and wanted not in actor.merchants | actor.sites:
        raise NotFound(id=wanted)
    book = runtime.registry().book
    listing = book.list_at_site if asked.site else book.list_of_merchant
    return page({"instruments": wanted}, asked.cursor, partial(listing, wanted))


@api.route(
    "PUT",
    "/v1/instruments/{instrument}/verifications/{verification}",
    zh="登记检定结果。",
    en="Record a verification.",
    roles={Role.LAB},
    body=Verification,
    answer=Recorded,
    status=201,
    problems=(NoInstrument, NotYourLab, VerifiedInFuture, Scrapped, IdTaken, Busy),
)
def put_verification(request: Request, instrument: str, verification: str) -> Reply:
    """A pass after a suspension releases the instrument: only a lab restores."""
    actor = Actor.from_context(request.context)
    new = request.body(Verification)
    made, is_new = runtime.heads().record_verification(actor, instrument, verification, new)
    category = runtime.heads().kept(instrument).value.category
    return Reply.kept(Recorded(**dict(made), doubts=doubts(new, category)), is_new=is_new)


@api.route(
    "GET",
    "/v1/instruments/{instrument}/longest",
    zh="查看检定证书最长到哪天有效，附周期的来源。",
    en="Read how long a certificate of a day may last, with the source of the interval.",
    roles={Role.LAB},
    query=VerifiedOn,
    answer=LongestTold,
    problems=(NoInstrument, VerifiedInFuture),
)
def get_longest(request: Request, instrument: str) -> LongestTold:
    """By the instrument's category and the law of that day."""
    registry, day = runtime.registry(), request.query(VerifiedOn).verified_on
    if day > registry.today():
        raise VerifiedInFuture
    return LongestTold(longest=longest(registry.instrument(instrument).category, day))


@api.route(
    "GET",
    "/v1/instruments/{instrument}/verifications",
    zh="列出计量器具的检定记录。",
    en="List the verifications of an instrument.",
    roles=EVERYBODY,
    answer=Verifications,
    problems=(NoInstrument,),
)
def list_verifications(request: Request, instrument: str) -> Verifications:
    """Oldest first."""
    actor = Actor.from_context(request.context)
    return Verifications(items=runtime.registry().verifications(actor, instrument))


@api.route(
    "GET",
    "/v1/public/instruments/{number}",
    zh="计量器具的公开信息。",
    en="What anybody may know of an instrument.",
    answer=PublicInstrument,
    problems=(BadNumber, NoInstrument),
)
def get_public_instrument(request: Request, number: str) -> Reply:  # noqa: ARG001 - every view takes the request
    """One read; cached for 30 seconds, so that a famous stall costs nothing."""
    wanted = normalised(number)
    if not is_number(wanted):
        raise BadNumber
    registry = runtime.registry()
    return Reply(registry.public(registry.head(wanted)), headers=PUBLIC_CACHE)
