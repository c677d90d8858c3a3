"""What credit asks of its stores and of who knows merchants."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel

from chalicelib.credit.commitments import Commitment, Shown, Strokes
from chalicelib.credit.findings import Entry


class Changed(Exception):
    """A write found another version than the one read."""


@dataclass(frozen=True)
class Stored[M: BaseModel]:
    """A document, its version, and the digest of the content that was sent for it."""

    value: M
    version: int
    content: str


@dataclass(frozen=True)
class Rows:
    """Rows of a list and where the next page starts."""

    rows: tuple[Mapping[str, Any], ...]
    after: str


class Commitments(Protocol):
    """How commitments are kept; writes raise Changed."""

    def commitment(self, commitment_id: str) -> Stored[Commitment] | None: ...
    def of_merchant(self, merchant_id: str) -> tuple[Commitment, ...]:
        """All of a merchant's, oldest first."""

    def signature(self, commitment_id: str) -> Strokes | None: ...
    def public(self, commitment_id: str) -> Shown | None:
        """Its newest public step."""

    def in_district(self, district: str, state: str, after: str) -> Rows:
        """A district's commitments in a state, the first to end first."""

    def sign(self, commitment: Commitment, signature: Strokes, content: str) -> None: ...
    def write(self, commitment: Commitment, content: str, seen: int, shown: Shown | None) -> None: ...
    def entry(self, entry_id: str) -> Entry | None:
        """The newest public step of a published entry."""


@dataclass(frozen=True)
class Party:
    """A merchant as credit needs to know it."""

    name: str
    district: str


class Parties(Protocol):
    """Who merchants are; raises NotFound."""

    def __call__(self, merchant_id: str) -> Party: ...
