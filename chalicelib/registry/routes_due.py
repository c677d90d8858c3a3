"""How due lists are asked over HTTP."""

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib import cursors, runtime
from chalicelib.accounts.model import EVERYBODY, Actor
from chalicelib.certified import DUE_SOON_DAYS
from chalicelib.documents import Document
from chalicelib.errors import BadCursor, Fault, NotFound, Sentence
from chalicelib.http import Api, Request
from chalicelib.http_problems import NotValid
from chalicelib.ids import MerchantId, SiteId
from chalicelib.law.model import RuleRef
from chalicelib.law.rulebook import Authority
from chalicelib.registry.districts import District
from chalicelib.registry.due import MOST_DAYS, Due, Wait, application, everything, span
from chalicelib.registry.reach import READERS
from chalicelib.registry.routes import PAGE, Paging
from chalicelib.registry.service_due import By

api = Api(__name__)


class DueWhere(Paging):
    """A page of what waits for a verification in one district, at one site, or of one merchant.

    applied       a district: what is applied for there, whenever its certificate ends; nothing else is asked with it
    state         one kind only; without it all that must be verified within `within_days`
    within_days   0 to 366; certificates that end up to so many days from today, inclusive
    """

    district: District | None = None
    site: SiteId | None = None
    merchant: MerchantId | None = None
    applied: District | None = None
    state: Wait | None = None
    within_days: Annotated[int, Field(ge=0, le=MOST_DAYS)] = DUE_SOON_DAYS

    def named(self) -> tuple[By, str]:
        """The one place that is named. Raises NotValid for none or several."""
        given: list[tuple[By, str | None]] = [
            ("district", self.district),
            ("site", self.site),
            ("merchant", self.merchant),
            ("applied", self.applied),
        ]
        named = [(by, key) for by, key in given if key]
        if len(named) != 1:
            words = Sentence(
                "请填写 district、site、merchant、applied 其中一项。",
                "Name exactly one of district, site, merchant and applied.",
            )
            raise NotValid(faults=(Fault("/district", "one_of", words),))
        return named[0]


class DueRow(Due):
    """One instrument of a due list.

    wait         why it is in the list today
    days_left    until the certificate's last day, negative after it
    apply_by     last day to apply for the next verification in time
    """

    wait: Wait
    days_left: int | None = None
    apply_by: date | None = None


class Term(Document):
    """The law's term to apply: `days` before the certificate ends; indicative when its text was not compared."""

    days: int
    authority: Authority
    rule: RuleRef


class DuePage(Document):
    """A page of a due list, as of the local day."""

    items: list[DueRow]
    cursor: str = ""
    day: date
    term: Term | None = None


@api.route(
    "GET",
    "/v1/due",
    zh="列出一个区、一个场所或一个经营者待检定的器具，或一个区里已申请检定的，按日期排列。",
    en="List what waits for a verification in a district, at a site or of a merchant, or what is applied for, by day.",
    roles=EVERYBODY,
    query=DueWhere,
    answer=DuePage,
    problems=(BadCursor, NotFound),
)
def list_due(request: Request) -> DuePage:
    """Fifty a page, one Query; merchants and organisers see their own, officers and labs all."""
    asked, actor = request.query(DueWhere), Actor.from_context(request.context)
    by, key = asked.named()
    if not actor.is_any(*READERS) and key not in actor.merchants | actor.sites:
        raise NotFound(id=key)
    day = runtime.registry().today()
    bound = {
        "due": f"{by} {key}",
        "state": asked.state or "",
        "within": str(asked.within_days),
        "day": str(day),
    }
    after = cursors.unseal(bound, asked.cursor)
    places = everything() if by == "applied" else span(asked.state, day, asked.within_days)
    found = runtime.due_lists().listed(by, key, places, after, PAGE)
    law = application(day)
    return DuePage(
        items=[_row(Due.model_validate(row), day) for row in found.rows],
        cursor=cursors.seal(bound, found.after),
        day=day,
        term=Term(days=-law.length, authority=law.authority, rule=law.rule) if law else None,
    )


def _row(due: Due, day: date) -> DueRow:
    law = application(due.on) if due.why == "ends" and due.on else None
    return DueRow(
        **due.model_dump(),
        wait=due.waits_for(day),
        days_left=due.days_until(day),
        apply_by=law.due_on if law else None,
    )
