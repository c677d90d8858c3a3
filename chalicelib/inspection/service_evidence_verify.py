"""Judging what arrived in quarantine: are the bytes those that the phone promised? Behind a queue of the bucket's news.

A message only says where to look. The bucket tells of an upload at least once and in no order, so each look reads what
lies there now, and what it came to is one write however often it is told.
"""

import json
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO, Protocol
from urllib.parse import unquote_plus

from chalicelib import logs
from chalicelib.clock import Clock
from chalicelib.ids import pattern
from chalicelib.inspection.evidence import ENDS, Evidence, Look, judged_steps
from chalicelib.inspection.evidence_pictures import thumbnail
from chalicelib.inspection.service_book import Changed
from chalicelib.inspection.service_evidence import Shelf

_OBJECT = re.compile(rf"evidence/({pattern('visit')[1:-1]})/({pattern('evidence')[1:-1]})")
_ATTEMPTS = 5


@dataclass(frozen=True)
class Found:
    """What lies in quarantine: a look at it, and the bytes that were looked at."""

    look: Look
    file: IO[bytes]


class Vault(Protocol):
    """Quarantine, and where verified evidence is kept for good."""

    def fetch(self, evidence: Evidence) -> AbstractContextManager[Found | None]:
        """What lies in quarantine for it; None when nothing does (any more)."""

    def keep(self, evidence: Evidence, file: IO[bytes]) -> None:
        """Keep verified bytes; keeping them again changes nothing."""

    def keep_thumbnail(self, evidence: Evidence, picture: bytes) -> None:
        """Keep the small picture."""


@dataclass(frozen=True)
class Verifying:
    """See jobs.Work; a job is the bucket's message."""

    shelf: Shelf
    vault: Vault
    clock: Clock

    def turn(self, job: str) -> bool:
        """See jobs.Work. Raises Changed when somebody else keeps writing; the message then comes again."""
        for visit_id, evidence_id in places(job):
            self._look(visit_id, evidence_id)
        return False

    def give_up(self, job: str) -> None:
        """See jobs.Work. The evidence stays announced and is told to be missing after a day; an alarm rings."""
        for _, evidence_id in places(job):
            logs.logger().error("evidence not judged", extra={"item": evidence_id})

    def _look(self, visit_id: str, evidence_id: str) -> None:
        _, standing = self.shelf.desk(visit_id, evidence_id)
        if standing is None or standing.value.state in ENDS:
            return
        with self.vault.fetch(standing.value) as found:
            if found is None:
                logs.logger().warning("evidence not in quarantine", extra={"item": evidence_id})
                return
            for _ in range(_ATTEMPTS):
                if standing is None or self._written(
                    standing.value, standing.content, standing.version, found
                ):
                    return
                _, standing = self.shelf.desk(visit_id, evidence_id)
        raise Changed

    def _written(self, evidence: Evidence, content: str, version: int, found: Found) -> bool:
        now = self.clock()
        judged = evidence.judged(found.look, now)
        if judged is evidence:
            return True
        if judged.state == "verified":
            judged = judged.model_copy(update={"has_thumbnail": self._kept(judged, found.file)})
        try:
            self.shelf.write(judged, content, version, judged_steps(judged, found.look, now))
        except Changed:
            return False
        logs.count("EvidenceJudged", int(now.timestamp() * 1000), state=judged.state)
        return True

    def _kept(self, evidence: Evidence, file: IO[bytes]) -> bool:
        """Whether there is a small picture too. Bytes first, state last: a verified state is never a promise."""
        file.seek(0)
        self.vault.keep(evidence, file)
        file.seek(0)
        picture = thumbnail(file, evidence.media_type)
        if picture is not None:
            self.vault.keep_thumbnail(evidence, picture)
        return picture is not None


def places(message: str) -> Iterator[tuple[str, str]]:
    """Visit and evidence of every upload a message of the bucket tells of; its test message tells of none."""
    for record in json.loads(message).get("Records", ()):
        place = _OBJECT.fullmatch(unquote_plus(record["s3"]["object"]["key"]))
        if place:
            yield place[1], place[2]
