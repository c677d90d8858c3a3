"""How merchants read what was found at their visits and rate them, and how officers read the counts."""

from typing import Annotated

from pydantic import Field

from chalicelib import cursors, runtime_inspection
from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import BadCursor, NotFound, VersionStale
from chalicelib.http import Api, Request
from chalicelib.inspection.checks import Kind
from chalicelib.inspection.document import Closed
from chalicelib.inspection.problems import NotYourDistrict, Settled, TooEarly
from chalicelib.inspection.ratings import FEWEST, Counts, NewRating
from chalicelib.inspection.routes import Page
from chalicelib.inspection.service import READERS
from chalicelib.instants import Day, Instant
from chalicelib.law.model import Answer
from chalicelib.law.rulebook import Authority
from chalicelib.registry.districts import District

api = Api(__name__)


class OwnCheck(Document):
    """One check of a merchant's instrument or goods, and what it came to."""

    id: str
    visit_id: str
    kind: Kind
    verdict: Answer
    authority: Authority
    at: Instant
    place_name: str
    item_name: str
    planned_on: Day
    instrument_id: str = ""
    instrument_name: str = ""
    stall: str = ""


class OwnChecks(Document):
    """A page of them, newest first."""

    items: list[OwnCheck]
    cursor: str = ""


class Rated(Document):
    """A rating was counted, or had been before; nobody can say what it was."""

    rated: bool = True


class RatingsShown(Document):
    """The ratings of an office's visits in a local year, in steps of `step`: later ones wait for the next."""

    district: District
    year: int
    counts: Counts
    step: int = FEWEST


class Which(Closed):
    """Whose visits of which year."""

    district: District
    year: Annotated[int, Field(ge=2000, le=2199)]


@api.route(
    "GET",
    "/v1/merchants/{merchant}/checks",
    zh="自己的器具、商品被检查的结果，最近的在前。",
    en="What was checked of one's own instruments and goods, newest first.",
    roles={Role.MERCHANT},
    query=Page,
    answer=OwnChecks,
    problems=(BadCursor, NotFound),
)
def merchant_checks(request: Request, merchant: str) -> OwnChecks:
    """Every check names its visit; a visit without checks of one's own is not listed."""
    bound = {"merchant": merchant}
    after = cursors.unseal(bound, request.query(Page).cursor)
    rows = runtime_inspection.merchants().checks(Actor.from_context(request.context), merchant, after)
    items = [OwnCheck.model_validate(row) for row in rows.rows]
    return OwnChecks(items=items, cursor=cursors.seal(bound, rows.after))


@api.route(
    "PUT",
    "/v1/visits/{visit}/rating",
    zh="匿名评价一次检查，一家只评一次。",
    en="Rate a visit without a name, once a merchant.",
    roles={Role.MERCHANT},
    body=NewRating,
    answer=Rated,
    problems=(NotFound, Settled, TooEarly, VersionStale),
)
def rate_visit(request: Request, visit: str) -> Rated:
    """By a merchant who was checked, once the record is closed. The first one counts, whatever is sent again."""
    runtime_inspection.merchants().rate(Actor.from_context(request.context), visit, request.body(NewRating))
    return Rated()


@api.route(
    "GET",
    "/v1/ratings",
    zh="一个区一年的检查评价，满五份才显示。",
    en="What the merchants of a district thought of a year's visits; five at least, and in steps of five.",
    roles=set(READERS),
    query=Which,
    answer=RatingsShown,
    problems=(NotYourDistrict,),
)
def ratings(request: Request) -> RatingsShown:
    """The counts as they stood at the last multiple of five."""
    which = request.query(Which)
    count = runtime_inspection.merchants().counts(
        Actor.from_context(request.context), which.district, which.year
    )
    return RatingsShown(district=which.district, year=which.year, counts=count.shown)
