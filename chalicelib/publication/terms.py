"""The terms of the rights clock as dated data (data/rights-*.toml): what comes before a publication, how long it is."""

import tomllib
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from chalicelib import workdays
from chalicelib.documents import Document
from chalicelib.instants import Day
from chalicelib.workdays import Due

_DATA = Path(__file__).parent / "data"
_MONTHS_PER_YEAR = 12
Kind = Literal["result_clean", "result_problem", "penalty_minor", "penalty_general", "penalty_serious"]
"""未发现问题, 发现问题; 轻微, 一般, 严重."""
Holds = Literal["never", "until_due", "until_decided"]
Confidence = Literal["text", "secondary", "unverified", "set"]
"""`set`: no law read sets it; the office does."""


class Closed(Document):
    """A document that nobody changes in place and that knows all its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Term(Closed):
    """A length of time with its source; the day it starts from is not counted, its last day is still in time."""

    length: Annotated[int, Field(ge=0, le=1000)]
    unit: Literal["working_day", "calendar_day", "month", "year"]
    source: str
    confidence: Confidence

    def ends(self, start: date) -> Due:
        """The last day in time; provisional when it rests on a year whose holidays are not announced."""
        if self.unit == "working_day":
            return workdays.add_workdays(start, self.length)
        if self.unit == "calendar_day":
            return Due(start + timedelta(days=self.length), provisional=False)
        months = self.length * (_MONTHS_PER_YEAR if self.unit == "year" else 1)
        return Due(workdays.add_months(start, months), provisional=False)


class Period(Closed):
    """How long one order lets an entry be shown.

    since      the day of the visit's end or of the document, or the day it was published
    shortest   not over before: no repair            longest   shown until, that day included
    light      only of penalties that are (true) or are more than (false) criticism or a lower fine; none: of all
    """

    order: str
    since: Literal["day", "published"]
    shortest: Term | None = None
    longest: Term
    light: bool | None = None


class Terms(Closed):
    """The terms of one kind of entry from a day on.

    published   false: kept, and never shown         confirmed  a second person must compare it with the document
    by          who publishes: the keeper by itself, or a person
    reply       the window after the notice; none: it may be published with the notice
    due         publication, from the day of the visit's end or of the document; later it must be explained
    exchange    its hand-over to the credit exchange, from the same day
    holds       whether an open objection keeps an entry from being published, and how long at most
    decide, withdraw, repair  an objection, a publication without ground, an application for repair: from their day
    periods     the first to end counts
    repairable  whether its merchant may ask that it be shown no longer before the longest period is over
    """

    kind: str
    from_: Annotated[Day, Field(alias="from")]
    zh: str
    en: str
    published: bool = True
    confirmed: bool = False
    by: Literal["keeper", "publisher"] = "publisher"
    reply: Term | None = None
    due: Term
    exchange: Term | None = None
    holds: Holds = "never"
    decide: Term
    withdraw: Term
    repair: Term
    periods: tuple[Period, ...] = ()
    repairable: bool = False


def read(folder: Path) -> tuple[Terms, ...]:
    """Every version of every kind in a folder's rights-*.toml, of each kind oldest first."""
    files = sorted(folder.glob("rights-*.toml"))
    found = [
        Terms.model_validate(one) for file in files for one in tomllib.loads(file.read_text())["version"]
    ]
    return tuple(sorted(found, key=lambda one: (one.kind, one.from_)))


@cache
def official() -> tuple[Terms, ...]:
    """The terms of this office."""
    return read(_DATA)


def on(versions: Iterable[Terms], kind: str, day: date) -> Terms:
    """The terms of a kind on the local `day`; its first ones before there were any."""
    known = [one for one in versions if one.kind == kind]
    return [one for one in known if one.from_ <= day or one is known[0]][-1]
