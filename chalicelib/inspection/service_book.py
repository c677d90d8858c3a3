"""What inspection asks of its store, of the registry and of accounts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

from pydantic import BaseModel

from chalicelib.accounts.account import Account
from chalicelib.inspection.caps import YearCount
from chalicelib.inspection.checks import Attempt, Check, Judged, NewCheck
from chalicelib.inspection.evidence_types import Kind
from chalicelib.inspection.identification import IdentificationAttempt
from chalicelib.inspection.listed import Listed
from chalicelib.inspection.model import Visit
from chalicelib.inspection.offices import Numbers, Series
from chalicelib.inspection.orders import Rectification
from chalicelib.registry.model import InstrumentHead
from chalicelib.registry.parties import Merchant, Site
from chalicelib.sampling.assignments import Assignment
from chalicelib.sampling.items import KeptItem
from chalicelib.sampling.plans import DrawnFor


class Changed(Exception):
    """A write found another version, or other content, than it relied on."""


@dataclass(frozen=True)
class Stored[M: BaseModel]:
    """A document, its version, and the digest of the content that was sent for it."""

    value: M
    version: int
    content: str


@dataclass(frozen=True)
class Desk:
    """All that a check is decided on, as it stood at one moment."""

    visit: Stored[Visit] | None
    check: Stored[Check] | None
    head: InstrumentHead | None


@dataclass(frozen=True)
class File:
    """A page of what a visit came to, newest first; the first page has the visit itself."""

    visit: Stored[Visit] | None
    checks: tuple[Check, ...]
    attempts: tuple[Attempt, ...]
    after: str
    unidentified: tuple[IdentificationAttempt, ...] = ()


@dataclass(frozen=True)
class Touched:
    """What a check of a visit was of: an instrument (empty: goods, an organiser), and whose it was then."""

    instrument: str
    merchant: str


@dataclass(frozen=True)
class Rows:
    """Rows of a list and where the next page starts."""

    rows: tuple[Mapping[str, Any], ...]
    after: str


@dataclass(frozen=True)
class Counted[M: BaseModel]:
    """A counter as it will stand, and the version of it that must stand now (0: none)."""

    value: M
    seen: int


@dataclass(frozen=True)
class Write:
    """One step of a visit: all that is written together, or not at all.

    content    digest of the plan as sent             seen   the version of the visit that must stand, 0 for a new one
    left       officers of the version before who are not officers any more
    tells      what others are told of it; an ending is told again (`told_before`) only when a done visit becomes void
    notices    the office's numbers, when one is given     count  the year's visits of its owner, when one is added
    orders     those that this review's recheck settles or this voiding withdraws: version before, content as sent
    """

    visit: Visit
    content: str
    seen: int
    left: Sequence[str] = ()
    tells: Literal["", "approved", "identified", "ended", "reviewed"] = ""
    told_before: bool = False
    notices: Counted[Numbers] | None = None
    count: Counted[YearCount] | None = None
    orders: Sequence[Stored[Rectification]] = ()


class Records(Protocol):
    """How visits, checks and attempts are kept; writes raise Changed."""

    def visit(self, visit_id: str) -> Stored[Visit] | None: ...
    def desk(self, visit_id: str, check_id: str, instrument_id: str | None) -> Desk: ...
    def visit_and_check(
        self, visit_id: str, check_id: str
    ) -> tuple[Stored[Visit] | None, Stored[Check] | None]: ...
    def file(self, visit_id: str, after: str) -> File: ...
    def own(self, account: str, after: str) -> Rows: ...
    def own_open(self, account: str) -> Rows: ...
    def of_district(self, district: str, state: str, after: str) -> Rows: ...
    def write_visit(self, write: Write) -> None: ...
    def add_refused_identification(
        self, attempt: IdentificationAttempt, content: str
    ) -> IdentificationAttempt: ...
    def numbers(self, series: Series, district: str, year: int) -> Counted[Numbers]: ...
    def count(self, owner: str, year: int) -> Counted[YearCount]: ...
    def checks_recorded(self, visit_id: str) -> frozenset[str]: ...
    def touched(self, visit_id: str) -> Mapping[str, Touched]: ...
    def checks_failing(self, visit_id: str) -> frozenset[str]: ...
    def has_orders(self, visit_id: str) -> bool: ...
    def orders(self, visit_id: str) -> tuple[Stored[Rectification], ...]: ...
    def order(self, order_id: str) -> Stored[Rectification] | None: ...
    def of_owner(self, owner: str, after: str) -> Rows: ...
    def stands_at(self, site_id: str, merchant_id: str) -> bool: ...
    def add_check(self, check: Check, content: str, listed: Listed | None) -> tuple[Check, bool]: ...
    def add_attempt(self, attempt: Attempt, content: str) -> Attempt: ...


class Placed[M: BaseModel](Protocol):
    """A merchant or a site as the registry keeps it."""

    @property
    def value(self) -> M: ...


class Places(Protocol):
    """Where visits go; both raise NotFound."""

    def merchant(self, merchant_id: str) -> Placed[Merchant]: ...
    def site(self, site_id: str) -> Placed[Site]: ...


class Instruments(Protocol):
    """Heads as the registry has them. Raises NotFound."""

    def head(self, instrument_number: str) -> InstrumentHead: ...


class People(Protocol):
    """Who may be an officer."""

    def account(self, account: str) -> Account: ...


class Drawn(Protocol):
    """What draws sent officers to. Raises NotFound."""

    def assignment(self, plan_id: str, order: int) -> Assignment: ...


class Lists(Protocol):
    """What the office published, and whom it leaves alone."""

    def item(self, code: str, day: date) -> KeptItem | None:
        """The published item of this code that may be inspected on the local `day`."""

    def drawn_for(self, plan_id: str) -> DrawnFor:
        """What the visits of a plan's draw are for. Raises NotFound."""

    def is_spared(self, object_ids: Iterable[str], day: date) -> bool:
        """Whether one of these is on the white list on the local `day`."""


class Exhibits(Protocol):
    """What evidence a visit has."""

    def known(self, visit_id: str, named: Sequence[str]) -> frozenset[str]:
        """Those of these ids that were announced at the visit, whatever became of their bytes."""

    def kinds(self, visit_id: str, *, is_verified: bool = False) -> frozenset[Kind]:
        """The kinds announced, or those verified; refused ones do not count."""


type Judge = Callable[[NewCheck, InstrumentHead | None, date], Judged]
