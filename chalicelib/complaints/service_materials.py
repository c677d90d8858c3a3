"""Announcing pictures, and judging what arrived in quarantine: are the bytes those that the phone promised?

Kept are the pixels alone, drawn anew: a photo tells where and with which device it was taken, and a reporter may be
anonymous. The hash promised was compared before, and stays on record with the hash of what is kept.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO, Protocol
from urllib.parse import unquote_plus

from chalicelib import logs
from chalicelib.clock import Clock
from chalicelib.complaints.materials import ENDS, Look, Material
from chalicelib.complaints.service_book import Changed, Stored
from chalicelib.ids import pattern

EDGE_PX = 2560
"""The longer side of a kept picture: a label, a receipt and an identity card stay readable."""
_OBJECT = re.compile(rf"evidence/({pattern('complaint')[1:-1]})/({pattern('material')[1:-1]})")
_ATTEMPTS = 5

type Slot = tuple[str, dict[str, str]]
"""Where to post a picture: an address, and the form's fields."""


@dataclass(frozen=True)
class Found:
    """What lies in quarantine: a look at it, and the bytes that were looked at."""

    look: Look
    file: IO[bytes]


class Slots(Protocol):
    """Where pictures are posted."""

    def slot(self, material: Material) -> Slot: ...


class Shelf(Protocol):
    """How materials are kept."""

    def material(self, complaint: str, material: str) -> Stored[Material] | None: ...

    def write(self, material: Material, content: str, seen: int) -> None:
        """Version seen + 1. Raises Changed, also when the file was erased meanwhile: then nothing of it stays."""


class Vault(Protocol):
    """Quarantine, and where pictures are kept until they are erased."""

    def fetch(self, material: Material) -> AbstractContextManager[Found | None]:
        """What lies in quarantine for it; None when nothing does (any more)."""

    def keep(self, material: Material, picture: bytes) -> None:
        """Keep the picture; keeping it again changes nothing."""

    def empty(self, material: Material) -> None:
        """Leave nothing of the picture where it may have been kept."""


@dataclass(frozen=True)
class Looking:
    """See jobs.Work; a job is the bucket's message, which only says where to look.

    redrawn   a picture's pixels as a JPEG of at most EDGE_PX a side; None for what is no picture of that type
    """

    shelf: Shelf
    vault: Vault
    redrawn: Callable[[IO[bytes], str], bytes | None]
    clock: Clock

    def turn(self, job: str) -> bool:
        """See jobs.Work. Raises Changed when somebody else keeps writing; the message then comes again."""
        for complaint, material in places(job):
            self._look(complaint, material)
        return False

    def give_up(self, job: str) -> None:
        """See jobs.Work. The picture is told to be missing after a day; an alarm rings."""
        for _, material in places(job):
            logs.logger().error("material not judged", extra={"item": material})

    def _look(self, complaint: str, material: str) -> None:
        standing = self.shelf.material(complaint, material)
        if standing is None or self._is_erased(standing.value) or standing.value.state in ENDS:
            return
        with self.vault.fetch(standing.value) as found:
            if found is None:
                logs.logger().warning("material not in quarantine", extra={"item": material})
                return
            for _ in range(_ATTEMPTS):
                if standing is None or self._written(standing, found):
                    return
                standing = self.shelf.material(complaint, material)
                if standing is not None and self._is_erased(standing.value):
                    return
        raise Changed

    def _is_erased(self, material: Material) -> bool:
        """Whether its file's data were erased; what was kept of it at the same time goes as well."""
        if material.erased_at is None:
            return False
        self.vault.empty(material)
        return True

    def _written(self, standing: Stored[Material], found: Found) -> bool:
        """Bytes first, state last: a verified state is never a promise."""
        promised, now = standing.value, self.clock()
        picture = None
        if found.look.sha256 == promised.sha256 and found.look.media_type == promised.media_type:
            found.file.seek(0)
            picture = self.redrawn(found.file, promised.media_type)
        digest = hashlib.sha256(picture).hexdigest() if picture else None
        judged = promised.judged(found.look, digest, now)
        if judged is promised:
            return True
        if judged.state == "verified" and picture:
            self.vault.keep(judged, picture)
        try:
            self.shelf.write(judged, standing.content, standing.version)
        except Changed:
            return False
        logs.count("MaterialJudged", int(now.timestamp() * 1000), state=judged.state)
        return True


def places(message: str) -> Iterator[tuple[str, str]]:
    """File and material of every upload a message of the bucket tells of."""
    for record in json.loads(message).get("Records", ()):
        place = _OBJECT.fullmatch(unquote_plus(record["s3"]["object"]["key"]))
        if place:
            yield place[1], place[2]
