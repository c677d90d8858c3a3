"""How the registry is asked over HTTP."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from chalicelib import cursors, runtime
from chalicelib.accounts.model import EVERYBODY, Actor, Role
from chalicelib.errors import Fault, IdTaken, NotFound, Sentence, VersionStale
from chalicelib.http import Api, NotValid, Reply, Request
from chalicelib.ids import MerchantId, SiteId
from chalicelib.registry.model import (
    Instrument,
    InstrumentHead,
    KeptVerification,
    PublicInstrument,
    Verification,
    is_number,
    normalised,
)
from chalicelib.registry.parties import District, Merchant, Site, doubts
from chalicelib.registry.problems import (
    BadNumber,
    Busy,
    CodeTaken,
    NoInstrument,
    NotYourDistrict,
    NotYourLab,
    Scrapped,
    UnknownParty,
)
from chalicelib.registry.service import OFFICERS
from chalicelib.registry.service_book import Listing

api = Api(__name__)

PAGE = 50
WRITERS = {Role.SUPERVISOR, Role.ADMINISTRATOR, Role.LAB}
READERS = {*OFFICERS, Role.LAB}
PUBLIC_CACHE = {"Cache-Control": "public, max-age=30"}


class Closed(BaseModel):
    """An input that knows all its fields."""

    model_config = ConfigDict(extra="forbid")


class Kept(BaseModel):
    """What a write came to: the version to edit by, and what is odd but was accepted."""

    id: str
    version: int
    warnings: list[str] = []


class Rows(BaseModel):
    """A page of a list."""

    items: list[dict[str, Any]]
    cursor: str = ""


class InDistrict(Closed):
    """A page of a district's list."""

    district: District
    cursor: str = ""


class Where(Closed):
    """A page of the instruments of one site or one merchant."""

    site: SiteId | None = None
    merchant: MerchantId | None = None
    cursor: str = ""


class Reason(Closed):
    """Why an instrument is suspended."""

    reason: Annotated[str, Field(min_length=1, max_length=200)]


class InstrumentPage(BaseModel):
    """An instrument as its officers and owners see it."""

    instrument: InstrumentHead
    standing: str
    version: int


class Verifications(BaseModel):
    """All verifications of an instrument, oldest first."""

    items: list[KeptVerification]


def _seen(request: Request) -> int | None:
    return request.seen() if "if-match" in request.headers else None


def _kept(document_id: str, version: int, *, is_new: bool, warnings: list[str] | None = None) -> Reply:
    kept = Kept(id=document_id, version=version, warnings=warnings or [])
    return Reply(kept, status=201 if is_new else 200, version=version)


def _rows(listing: Listing, filter_: Mapping[str, str]) -> Rows:
    return Rows(items=[dict(row) for row in listing.rows], cursor=cursors.seal(filter_, listing.after))


@api.route(
    "PUT",
    "/v1/merchants/{merchant}",
    zh="登记或修改经营者。",
    en="Register or change a merchant.",
    roles=WRITERS,
    body=Merchant,
    answer=Kept,
    status=201,
    problems=(IdTaken, CodeTaken, VersionStale),
)
def put_merchant(request: Request, merchant: str) -> Reply:
    """A bad check digit of the credit code is a warning: some genuine codes have one."""
    new = request.body(Merchant)
    version, is_new = runtime.registry().put_merchant(merchant, new, _seen(request))
    return _kept(merchant, version, is_new=is_new, warnings=doubts(new))


@api.route(
    "GET",
    "/v1/merchants/{merchant}",
    zh="查看经营者。",
    en="Read a merchant.",
    roles=EVERYBODY,
    answer=Merchant,
    problems=(NotFound,),
)
def get_merchant(request: Request, merchant: str) -> Reply:
    """Officers and labs see all; a merchant sees itself."""
    actor = Actor.from_context(request.context)
    if not actor.is_any(*READERS) and merchant not in actor.merchants:
        raise NotFound(id=merchant)
    found = runtime.registry().merchant(merchant)
    return Reply(found.value, version=found.version)


@api.route(
    "GET",
    "/v1/merchants",
    zh="列出一个区的经营者。",
    en="List the merchants of a district.",
    roles=READERS,
    query=InDistrict,
    answer=Rows,
    problems=(cursors.BadCursor,),
)
def list_merchants(request: Request) -> Rows:
    """Fifty a page."""
    asked = request.query(InDistrict)
    bound = {"merchants": asked.district}
    after = cursors.unseal(bound, asked.cursor)
    return _rows(runtime.registry().book.list_merchants(asked.district, after, PAGE), bound)


@api.route(
    "PUT",
    "/v1/sites/{site}",
    zh="登记或修改场所。",
    en="Register or change a site.",
    roles=WRITERS,
    body=Site,
    answer=Kept,
    status=201,
    problems=(IdTaken, VersionStale),
)
def put_site(request: Request, site: str) -> Reply:
    """A market, mall, station, hospital or shop."""
    version, is_new = runtime.registry().put_site(site, request.body(Site), _seen(request))
    return _kept(site, version, is_new=is_new)


@api.route(
    "GET",
    "/v1/sites/{site}",
    zh="查看场所。",
    en="Read a site.",
    roles=EVERYBODY,
    answer=Site,
    problems=(NotFound,),
)
def get_site(request: Request, site: str) -> Reply:  # noqa: ARG001 - every view takes the request
    """What a site is, is no secret to anybody signed in."""
    found = runtime.registry().site(site)
    return Reply(found.value, version=found.version)


@api.route(
    "GET",
    "/v1/sites",
    zh="列出一个区的场所。",
    en="List the sites of a district.",
    roles=READERS,
    query=InDistrict,
    answer=Rows,
    problems=(cursors.BadCursor,),
)
def list_sites(request: Request) -> Rows:
    """Fifty a page."""
    asked = request.query(InDistrict)
    bound = {"sites": asked.district}
    after = cursors.unseal(bound, asked.cursor)
    return _rows(runtime.registry().book.list_sites(asked.district, after, PAGE), bound)


@api.route(
    "PUT",
    "/v1/instruments/{instrument}",
    zh="登记或修改计量器具。",
    en="Register or change an instrument.",
    roles=WRITERS,
    body=Instrument,
    answer=Kept,
    status=201,
    problems=(IdTaken, CodeTaken, UnknownParty, VersionStale, Scrapped, NoInstrument),
)
def put_instrument(request: Request, instrument: str) -> Reply:
    """Maker and serial number never change: they are the instrument."""
    version, is_new = runtime.registry().put_instrument(instrument, request.body(Instrument), _seen(request))
    return _kept(instrument, version, is_new=is_new)


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
    problems=(cursors.BadCursor, NotFound),
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
    bound = {"instruments": wanted}
    after = cursors.unseal(bound, asked.cursor)
    book = runtime.registry().book
    listing = book.list_at_site if asked.site else book.list_of_merchant
    return _rows(listing(wanted, after, PAGE), bound)


@api.route(
    "PUT",
    "/v1/instruments/{instrument}/verifications/{verification}",
    zh="登记检定结果。",
    en="Record a verification.",
    roles={Role.LAB, Role.ADMINISTRATOR},
    body=Verification,
    answer=KeptVerification,
    status=201,
    problems=(NoInstrument, NotYourLab, Scrapped, IdTaken, Busy),
)
def put_verification(request: Request, instrument: str, verification: str) -> Reply:
    """A pass after a suspension releases the instrument: only a lab restores."""
    actor = Actor.from_context(request.context)
    new = request.body(Verification)
    kept, is_new = runtime.heads().record_verification(actor, instrument, verification, new)
    return Reply(kept, status=201 if is_new else 200)


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
    registry = runtime.registry()
    head, _ = registry.seen_by(Actor.from_context(request.context), instrument)
    return Verifications(items=list(registry.book.verifications(head.number)))


@api.route(
    "POST",
    "/v1/instruments/{instrument}/suspension",
    zh="责令停止使用计量器具。",
    en="Order an instrument out of use.",
    roles={Role.INSPECTOR, Role.LEADER},
    body=Reason,
    answer=InstrumentHead,
    problems=(NoInstrument, Scrapped, NotYourDistrict, Busy),
)
def suspend_instrument(request: Request, instrument: str) -> InstrumentHead:
    """Shows on the public page at once."""
    return runtime.heads().suspend(
        Actor.from_context(request.context), instrument, request.body(Reason).reason
    )


@api.route(
    "DELETE",
    "/v1/instruments/{instrument}/suspension",
    zh="撤销停止使用。",
    en="Take a suspension back.",
    roles={Role.LEADER},
    answer=InstrumentHead,
    problems=(NoInstrument, Scrapped, NotYourDistrict, Busy),
)
def release_instrument(request: Request, instrument: str) -> InstrumentHead:
    """For a suspension ordered in error; after a repair the lab's verification restores."""
    return runtime.heads().release(Actor.from_context(request.context), instrument)


@api.route(
    "POST",
    "/v1/instruments/{instrument}/scrapping",
    zh="报废计量器具。",
    en="Scrap an instrument.",
    roles={Role.SUPERVISOR, Role.LAB},
    answer=InstrumentHead,
    problems=(NoInstrument, NotYourDistrict, Busy),
)
def scrap_instrument(request: Request, instrument: str) -> InstrumentHead:
    """For ever."""
    return runtime.heads().scrap(Actor.from_context(request.context), instrument)


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
