"""What the registry asks of its store."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel

from chalicelib.registry.acts import ActAttempt, KeptAct
from chalicelib.registry.head import Sources
from chalicelib.registry.history import History
from chalicelib.registry.model import CheckSummary, InstrumentHead, KeptInstrument, KeptVerification
from chalicelib.registry.parties import Merchant, Site
from chalicelib.store import Item, digest

_TOGETHER = 500


class Changed(Exception):
    """A write found another version than the one read."""


@dataclass(frozen=True)
class Stored[M: BaseModel]:
    """A document, its version, and the digest of the content that was sent for it."""

    value: M
    version: int
    content: str


def stored[M: BaseModel](item: Item | None, model: type[M]) -> Stored[M] | None:
    """The document in an item as kept; None where there is none."""
    return Stored(model.model_validate(item.document), item.v, item.h) if item else None


@dataclass(frozen=True)
class Listing:
    """Rows of a list and where the next page starts."""

    rows: tuple[Mapping[str, Any], ...]
    after: str


def every_row(listing: Callable[[str, int], Listing]) -> Iterator[Mapping[str, Any]]:
    """Every row of a list, page by page, for jobs; `listing` answers at most so many rows after a place."""
    after = ""
    while True:
        page = listing(after, _TOGETHER)
        yield from page.rows
        if not (after := page.after):
            return


class Book(Protocol):
    """How the registry is kept; writes raise Changed when a version they rely on is gone."""

    def merchant(self, merchant_id: str) -> Stored[Merchant] | None: ...
    def site(self, site_id: str) -> Stored[Site] | None: ...
    def parties(self, merchant_id: str, site_id: str) -> tuple[Merchant | None, Site | None]: ...
    def add_merchant(self, merchant_id: str, merchant: Merchant, content: str) -> None: ...
    def replace_merchant(self, merchant_id: str, merchant: Merchant, content: str, seen: int) -> None: ...
    def put_site(self, site_id: str, site: Site, content: str, seen: int) -> None: ...
    def list_merchants(self, district: str, after: str, limit: int) -> Listing: ...
    def list_sites(self, district: str, after: str, limit: int) -> Listing: ...
    def list_at_site(self, site_id: str, after: str, limit: int) -> Listing: ...
    def list_of_merchant(self, merchant_id: str, after: str, limit: int) -> Listing: ...
    def instrument(self, instrument_number: str) -> Stored[KeptInstrument] | None: ...
    def head(self, instrument_number: str) -> Stored[InstrumentHead] | None: ...
    def verifications(self, instrument_number: str) -> tuple[KeptVerification, ...]: ...
    def sources(self, instrument_number: str) -> Sources | None: ...
    def add_instrument(self, kept: KeptInstrument, head: InstrumentHead, content: str) -> None: ...
    def write(
        self,
        head: InstrumentHead,
        head_seen: int,
        kept: KeptInstrument | None = None,
        kept_seen: int = 0,
        verification: KeptVerification | None = None,
        content: str = "",
        act: KeptAct | None = None,
    ) -> None: ...
    def acts(self, instrument_number: str) -> tuple[KeptAct, ...]: ...
    def history(self, instrument_number: str) -> History: ...
    def add_attempt(self, attempt: ActAttempt, content: str) -> ActAttempt: ...
    def note_check(self, instrument_number: str, check: CheckSummary) -> None: ...


def content_of(document: BaseModel) -> str:
    """The digest of what a client sent: equal content is a repeat, other content is not."""
    return digest(document.model_dump(mode="json", exclude_none=True))
