"""Announcing evidence, listing and opening it; who may do which. Judging the bytes is in service_evidence_verify."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import Clock
from chalicelib.errors import IdTaken, NotFound
from chalicelib.inspection import evidence_types
from chalicelib.inspection.evidence import Evidence, NewEvidence, NotYourEvidence, Step, announced_steps
from chalicelib.inspection.model import Visit
from chalicelib.inspection.service import READERS
from chalicelib.inspection.service_book import Changed, Stored
from chalicelib.store import digest

OPENERS = (Role.REVIEWER, Role.SUPERVISOR, Role.LEADER)
"""Who opens evidence of other people's visits, in their districts: auditors read all but identities, and a photo of a
stall or a signature is one."""
_ATTEMPTS = 5

type Slot = tuple[str, dict[str, str]]
"""Where to post a file: an address, and the form's fields."""


class Shelf(Protocol):
    """How evidence and its chain of custody are kept; writes raise Changed."""

    def visit(self, visit_id: str) -> Visit | None: ...
    def desk(self, visit_id: str, evidence_id: str) -> tuple[Visit | None, Stored[Evidence] | None]: ...
    def known(self, visit_id: str, named: Sequence[str]) -> frozenset[str]: ...
    def page(self, visit_id: str, after: str) -> tuple[tuple[Evidence, ...], str]: ...
    def everything(self, visit_id: str) -> Iterator[Evidence]: ...
    def custody(self, visit_id: str, evidence_id: str) -> tuple[Step, ...]: ...
    def write(self, evidence: Evidence, content: str, seen: int, steps: Sequence[Step]) -> None: ...
    def note(self, visit_id: str, step: Step) -> None: ...


class Slots(Protocol):
    """Where evidence is posted, and under which addresses it is read for a quarter of an hour."""

    def slot(self, evidence: Evidence) -> Slot: ...
    def link(self, evidence: Evidence) -> str: ...
    def thumbnail_link(self, evidence: Evidence) -> str: ...


def may_read(actor: Actor, visit: Visit) -> bool:
    """Whether the actor knows of a visit's evidence: its officers, and who reads visits of the district."""
    return actor.id in visit.officers or (actor.is_any(*READERS) and actor.works_in(visit.district))


def may_open(actor: Actor, visit: Visit) -> bool:
    """Whether the actor sees the bytes."""
    return actor.id in visit.officers or (actor.is_any(*OPENERS) and actor.works_in(visit.district))


@dataclass(frozen=True)
class Opened:
    """Evidence as somebody opened it; `url` is empty when there is nothing to open or they may not."""

    evidence: Evidence
    url: str
    custody: tuple[Step, ...]


@dataclass(frozen=True)
class Exhibits:
    """The evidence of visits, as people ask for it."""

    shelf: Shelf
    slots: Slots
    clock: Clock

    def announce(
        self,
        actor: Actor,
        visit_id: str,
        evidence_id: str,
        new: NewEvidence,
        *,
        is_admitted: bool = False,
    ) -> tuple[Evidence, Slot | None, bool]:
        """Announce evidence; answers it, where to post it (None when nothing is awaited), and whether it is new.

        is_admitted  the caller answers for somebody who is no officer of it: a merchant with an order to rectify
        The visit may be in any state: what was captured while it went on often arrives after it ended.
        The same again answers a fresh form, and asks again for what is missing or came as other bytes.
        Raises NotFound for the visit, NotYourEvidence, IdTaken, OtherType, EvidenceTooLarge.
        """
        evidence_types.check(new.kind, new.media_type, new.size_bytes)
        content = digest(new.model_dump(mode="json", exclude_none=True))
        for _ in range(_ATTEMPTS):
            visit, standing = self.shelf.desk(visit_id, evidence_id)
            if not is_admitted or (standing is not None and standing.value.by != actor.id):
                self._admit(actor, visit, visit_id, standing)
            now = self.clock()
            if standing is None:
                evidence, seen = _first(actor, visit_id, evidence_id, new, now), 0
            elif standing.content != content:
                raise IdTaken(id=evidence_id)
            else:
                evidence, seen = standing.value.asked_again(now), standing.version
                if evidence is standing.value:
                    return evidence, self._awaited(evidence), False
            try:
                self.shelf.write(evidence, content, seen, announced_steps(evidence))
            except Changed:
                continue
            return evidence, self._awaited(evidence), standing is None
        raise IdTaken(id=evidence_id)

    def listed(self, actor: Actor, visit_id: str, after: str) -> tuple[list[tuple[Evidence, str]], str]:
        """A page of a visit's evidence, oldest first, each with the address of its small picture, if any.

        Whoever may not open it is told of the witness the first character, and no note. Raises NotFound.
        """
        visit = self._readable(actor, visit_id)
        page, further = self.shelf.page(visit_id, after)
        if not may_open(actor, visit):
            return [(one.masked(), "") for one in page], further
        return [(one, self.slots.thumbnail_link(one) if one.has_thumbnail else "") for one in page], further

    def open(self, actor: Actor, visit_id: str, evidence_id: str) -> Opened:
        """One piece with its chain of custody and, once verified, an address of its bytes; the opening is recorded.

        Raises NotFound.
        """
        visit, standing = self.shelf.desk(visit_id, evidence_id)
        if visit is None or standing is None or not may_read(actor, visit):
            raise NotFound(id=evidence_id)
        evidence, url = standing.value, ""
        if not may_open(actor, visit):
            evidence = evidence.masked()
        elif evidence.state == "verified":
            now = self.clock()
            step = Step(evidence_id=evidence_id, step="opened", at=now, recorded_at=now, by=actor.id)
            self.shelf.note(visit_id, step)
            url = self.slots.link(evidence)
        return Opened(evidence, url, self.shelf.custody(visit_id, evidence_id))

    def known(self, visit_id: str, named: Sequence[str]) -> frozenset[str]:
        """Those of these ids that a visit has; see service_book.Exhibits."""
        return self.shelf.known(visit_id, named)

    def kinds(self, visit_id: str, *, is_verified: bool = False) -> frozenset[evidence_types.Kind]:
        """What kinds of evidence a visit has; see service_book.Exhibits."""
        return frozenset(
            one.kind
            for one in self.shelf.everything(visit_id)
            if (one.state == "verified" if is_verified else one.state != "refused")
        )

    def _awaited(self, evidence: Evidence) -> Slot | None:
        return self.slots.slot(evidence) if evidence.state == "announced" else None

    def _readable(self, actor: Actor, visit_id: str) -> Visit:
        visit = self.shelf.visit(visit_id)
        if visit is None or not may_read(actor, visit):
            raise NotFound(id=visit_id)
        return visit

    @staticmethod
    def _admit(actor: Actor, visit: Visit | None, visit_id: str, standing: Stored[Evidence] | None) -> None:
        if visit is None:
            raise NotFound(id=visit_id)
        is_own = standing is not None and standing.value.by == actor.id
        if actor.id not in visit.officers and not is_own:
            raise NotYourEvidence if may_read(actor, visit) else NotFound(id=visit_id)


def _first(actor: Actor, visit_id: str, evidence_id: str, new: NewEvidence, now: datetime) -> Evidence:
    return Evidence(
        **dict(new), id=evidence_id, visit_id=visit_id, by=actor.id, announced_at=now, asked_at=now
    )
