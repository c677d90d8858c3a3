"""What an officer's phone holds to work without network, and what of it changed since it last asked; pure.

The cursor has a mark of every visit the phone holds, and how far it has come in the list of the officer's open visits.
It comes back from outside, but whoever changes it only asks again for their own visits.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict

from chalicelib.errors import BadCursor
from chalicelib.inspection.model import Visit
from chalicelib.registry.model import InstrumentHead
from chalicelib.store import digest

OVER = frozenset({"ended", "entered", "reviewed", "void"})
"""States in which a visit's officers have nothing more to do at it."""
ROOM_BYTES = 1024 * 1024
"""Of one answer; what does not fit comes with the next."""
MOST_MARKS = 550
"""Of one cursor, which travels in an address. A phone with more open visits is sent the last ones with every walk."""
_NAME_BYTES, _MARK_BYTES = 4, 5
_HEADER = re.compile(rb"((?:\d{4}-\d\d-\d\d#vis-[0-9a-z]{26})?) (\d{1,4})")


class Reference(BaseModel):
    """Something public that phones keep: fetch `path` again when `version` is another than the kept one's."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    name: str
    path: str
    version: str


@dataclass(frozen=True)
class Packed:
    """A visit with the instruments it goes to."""

    visit: Visit
    version: int
    instruments: tuple[InstrumentHead, ...]


def mark(version: int, versions: Mapping[str, int]) -> bytes:
    """A short mark of one visit's version and those of its instruments, by number."""
    return bytes.fromhex(digest({"visit": version, "instruments": dict(versions)}))[:_MARK_BYTES]


@dataclass
class Held:
    """What a phone holds, and its walk over the officer's open visits.

    beyond  place of the last visit looked at; empty between two walks
    before  marks of the last walk that this one has not come to
    met     marks of this walk
    Marks stand by a short name of the visit: two that share one are sent more often than needed, nothing worse.
    """

    beyond: str = ""
    before: dict[bytes, bytes] = field(default_factory=dict)
    met: dict[bytes, bytes] = field(default_factory=dict)

    def is_current(self, visit: str, now: bytes) -> bool:
        """Whether the phone holds the visit as it is now."""
        return now in {self.met.get(_name(visit)), self.before.get(_name(visit))}

    def note(self, visit: str, now: bytes) -> None:
        """The phone holds this visit."""
        self.before.pop(_name(visit), None)
        self.met[_name(visit)] = now

    def ended(self) -> None:
        """The walk is over: what was not met in it is open no more."""
        self.beyond, self.before, self.met = "", self.met, {}

    def seal(self) -> str:
        """The cursor."""
        before = [*self.before.items()][:MOST_MARKS]
        met = [*self.met.items()][: MOST_MARKS - len(before)]
        marks = [*before, *met]
        header = f"{self.beyond} {len(met)}".encode()
        return base64.urlsafe_b64encode(header + b"\n" + b"".join(map(b"".join, marks))).decode().rstrip("=")


def unseal(cursor: str) -> Held:
    """What a phone says it holds; nothing for no cursor. Raises BadCursor."""
    if not cursor:
        return Held()
    try:
        header, _, packed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).partition(b"\n")
    except (ValueError, binascii.Error):
        raise BadCursor from None
    told, size = _HEADER.fullmatch(header), _NAME_BYTES + _MARK_BYTES
    if told is None or len(packed) % size:
        raise BadCursor
    marks = [
        (packed[at : at + _NAME_BYTES], packed[at + _NAME_BYTES : at + size])
        for at in range(0, len(packed), size)
    ]
    met = max(len(marks) - int(told[2]), 0)
    return Held(told[1].decode(), dict(marks[:met]), dict(marks[met:]))


def _name(visit: str) -> bytes:
    return hashlib.sha256(visit.encode()).digest()[:_NAME_BYTES]


def fitting(packed: Iterable[Packed]) -> list[Packed]:
    """As many from the first as there is room for, at least one."""
    taken: list[Packed] = []
    room = ROOM_BYTES
    for one in packed:
        room -= sum(len(head.model_dump_json(exclude_none=True)) for head in one.instruments) + 2048
        if taken and room < 0:
            break
        taken.append(one)
    return taken
