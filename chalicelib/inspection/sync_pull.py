"""What an officer's phone holds to work without network, and what of it changed since it last asked; pure.

The cursor names every visit the phone holds with a tag of what it holds of it. It comes back from outside, but whoever
changes it only asks again for their own visits.
"""

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError

from chalicelib.errors import BadCursor
from chalicelib.inspection.model import Visit
from chalicelib.registry.model import InstrumentHead
from chalicelib.store import digest

OVER = frozenset({"ended", "entered", "reviewed", "void"})
"""States in which a visit's officers have nothing more to do at it."""
ROOM_BYTES = 1024 * 1024
"""Of one answer; what does not fit comes with the next."""
_TAG = 10
_TAGS = TypeAdapter(
    dict[
        Annotated[str, StringConstraints(pattern=r"^vis-[0-9a-z]{26}$")],
        Annotated[str, StringConstraints(pattern=rf"^[0-9a-f]{{{_TAG}}}$")],
    ],
    config=ConfigDict(defer_build=True),
)


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


def tag(version: int, versions: Mapping[str, int]) -> str:
    """A short mark of one visit's version and those of its instruments, by number."""
    return digest({"visit": version, "instruments": dict(versions)})[:_TAG]


def seal(tags: Mapping[str, str]) -> str:
    """The cursor of what a phone now holds."""
    return base64.urlsafe_b64encode(json.dumps(dict(tags)).encode()).decode().rstrip("=")


def unseal(cursor: str) -> dict[str, str]:
    """What a phone says it holds; nothing for no cursor. Raises BadCursor."""
    if not cursor:
        return {}
    try:
        return _TAGS.validate_json(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValidationError, ValueError, binascii.Error):
        raise BadCursor from None


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
