"""The queue of a phone (离线队列) as the server sees it: what comes next, what is missing; docs/sync-protocol.md. Pure.

A queue belongs to an account and a device. Its entries are numbered from 1 without gaps and each carries the hash of
the one before, so that a missing, repeated or forked entry is seen. The chain is what was carried out, in order.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, model_validator

from chalicelib.documents import Document
from chalicelib.ids import DeviceId, VisitId
from chalicelib.inspection.document import Closed
from chalicelib.instants import Instant
from chalicelib.law.model import Words
from chalicelib.store import canonical

MOST = 200
"""Entries of one request."""
BODY_LIMIT_BYTES = 1024 * 1024
ENTRY_LIMIT_BYTES = 64 * 1024
"""Of one entry's canonical text, as of a request to the entry's own route."""
LAST = 99_999_999
START = "0" * 64
"""`before` of the first entry."""
UNKNOWN = ""
"""Hash of an entry that the phone has lost: whatever comes behind it is believed."""
_EXACT = 2**53 - 1
_ID = re.compile(r"[a-z]{3}-[0-9a-z]{26}")

Number = Annotated[int, Field(ge=1, le=LAST, strict=True)]
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def _is_exact(value: JsonValue) -> bool:
    """Whether every implementation writes this value alike: text, whole numbers that a double holds, no others."""
    if isinstance(value, dict):
        return all(map(_is_exact, value.values()))
    if isinstance(value, list):
        return all(map(_is_exact, value))
    if isinstance(value, float):
        return False
    return not isinstance(value, int) or abs(value) <= _EXACT


class Sent(BaseModel):
    """An entry as it came: number and link are read here, the rest only when it is carried out.

    A request with an entry that is none (no number, no link, numbers that cannot be written alike, over 64 KB) is
    refused as a whole: no phone of ours keeps such an entry.
    """

    model_config = ConfigDict(frozen=True, extra="allow", defer_build=True)

    n: Number
    before: Hash

    @model_validator(mode="after")
    def _is_canonical(self) -> "Sent":
        if not all(map(_is_exact, (self.model_extra or {}).values())):
            raise ValueError("数字须为整数或文本 (numbers must be whole, or text)")
        if len(self._text) > ENTRY_LIMIT_BYTES:
            raise ValueError("单条超过 64 KB (an entry is larger than 64 KB)")
        return self

    @cached_property
    def raw(self) -> dict[str, Any]:
        """All that was sent."""
        return {"n": self.n, "before": self.before, **(self.model_extra or {})}

    @cached_property
    def _text(self) -> bytes:
        return canonical(self.raw).encode()

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical text: what the next entry carries as `before`."""
        return hashlib.sha256(self._text).hexdigest()


class Batch(Document):
    """What a phone sends: entries of one queue, and the numbers whose entries it has lost."""

    model_config = ConfigDict(extra="forbid")

    device: DeviceId
    entries: Annotated[tuple[Sent, ...], Field(max_length=MOST)] = ()
    lost: Annotated[tuple[Number, ...], Field(max_length=MOST)] = ()


class Entry(Closed):
    """One act of an officer at a visit.

    kind      what it is; see service_sync_kinds
    id        of the check or other thing it makes, when its kind makes one
    made_at   by the phone's clock; kept, never trusted
    corrects  number of the refused or conflicting entry that this one stands for
    """

    n: Number
    before: Hash
    kind: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,32}$")]
    visit: VisitId
    id: Annotated[str, StringConstraints(pattern=f"^{_ID.pattern}$")] | None = None
    made_at: Instant
    body: dict[str, JsonValue]
    corrects: Number | None = None

    @model_validator(mode="after")
    def _corrects_an_earlier(self) -> "Entry":
        if self.corrects is not None and self.corrects >= self.n:
            raise ValueError("只能更正之前的条目 (only an earlier entry can be corrected)")
        return self


class Wrong(Closed):
    """What is wrong with one field of a refused entry."""

    pointer: str
    code: str
    sentences: Words


class Refusal(Closed):
    """Why an entry was not carried out, and what to do: a rule's reason, or a problem's code."""

    code: str
    sentences: Words
    attempt: str = ""
    faults: tuple[Wrong, ...] = ()


class Done(Closed):
    """An entry that was carried out: whether by this call, and the little that the phone shows of it at once."""

    is_new: bool
    shown: dict[str, str] = Field(default_factory=dict)


State = Literal["accepted", "refused", "lost", "received"]


class Kept(Closed):
    """An entry as kept. In the chain: accepted, refused or lost. Beside it: received, because it waits or conflicts.

    entry     all that was sent, unless what it made keeps it: an accepted check does, a refusal by rule is an attempt
    refusal   of a refused one        shown  of an accepted one
    """

    n: Number
    hash: str
    before: str = ""
    state: State
    kind: str = ""
    visit: str = ""
    id: str = ""
    received_at: Instant
    entry: dict[str, JsonValue] | None = None
    refusal: Refusal | None = None
    shown: dict[str, str] = Field(default_factory=dict)

    @property
    def is_in_chain(self) -> bool:
        """Whether its number is settled."""
        return self.state != "received"


@dataclass(frozen=True)
class Tip:
    """The end of the chain: its number and hash."""

    n: int = 0
    hash: str = START


Place = Literal["next", "repeat", "waits", "conflict"]


class Chain:
    """A queue's chain while a request is worked on.

    settled  what stands in the chain: everything beyond `tip`, and of what lies before it at least what is asked about
    """

    def __init__(self, tip: Tip, settled: Iterable[Kept]) -> None:
        self.settled = {kept.n: kept for kept in settled}
        self.tip = tip
        self._walk()

    def place(self, n: int, before: str, hash_: str) -> Place:
        """Where an entry belongs.

        next      it continues the chain              repeat    it stands there already
        waits     an entry before it is missing       conflict  another entry has its number, or its past is another
        """
        standing = self.settled.get(n)
        if standing is not None:
            return "repeat" if standing.hash == hash_ else "conflict"
        if n != self.tip.n + 1:
            return "waits"
        return "next" if self.tip.hash in {before, UNKNOWN} else "conflict"

    def settle(self, kept: Kept) -> None:
        """Note what stands in the chain under its number."""
        self.settled[kept.n] = kept
        self._walk()

    def _walk(self) -> None:
        while (following := self.settled.get(self.tip.n + 1)) is not None:
            self.tip = Tip(following.n, following.hash)


def missing(tip: Tip, held: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """The ranges, both ends inclusive, of numbers beyond the chain that nobody holds but that come before one held."""
    ranges: list[tuple[int, int]] = []
    expected = tip.n + 1
    for n in sorted(set(held)):
        if n > expected:
            ranges.append((expected, n - 1))
        expected = max(expected, n + 1)
    return tuple(ranges)


def summary(raw: Mapping[str, Any]) -> dict[str, str]:
    """Kind and targets of an entry as sent, for whoever looks at the list; empty where it says none."""
    named = {name: raw.get(name) for name in ("kind", "visit", "id")}
    return {name: value if isinstance(value, str) else "" for name, value in named.items()}
