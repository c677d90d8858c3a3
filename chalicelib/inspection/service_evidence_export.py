"""Exporting a visit's evidence: asked for by whoever may open it, packed by a function behind a queue."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock
from chalicelib.errors import IdTaken, NotFound
from chalicelib.inspection import evidence_pack
from chalicelib.inspection.evidence import Evidence, Step
from chalicelib.inspection.evidence_pack import Out, Pack
from chalicelib.inspection.model import Visit
from chalicelib.inspection.service_book import Changed, Stored
from chalicelib.inspection.service_evidence import may_open
from chalicelib.jobs import Queue


class Packs(Protocol):
    """How exports are kept, and what they are made of; saving raises Changed."""

    def visit(self, visit_id: str) -> Visit | None: ...
    def pack(self, visit_id: str, export_id: str) -> Stored[Pack] | None: ...
    def save_pack(self, pack: Pack, seen: int) -> None: ...
    def everything(self, visit_id: str) -> Iterator[Evidence]: ...
    def custody(self, visit_id: str, evidence_id: str = "") -> tuple[Step, ...]: ...
    def note(self, visit_id: str, step: Step) -> None: ...


class Archive(Protocol):
    """The kept bytes, and where exports lie for a week."""

    def chunks(self, evidence: Evidence) -> Iterator[bytes]:
        """The verified bytes of a piece, a megabyte at a time."""

    def open(self, pack: Pack) -> AbstractContextManager[Out]:
        """Write an export as it streams by; it is there when the block ends, and not when it fails."""

    def link(self, pack: Pack) -> str:
        """An address that downloads it, for fifteen minutes."""


class PackLinks(Protocol):
    """Where finished exports are downloaded."""

    def link(self, pack: Pack) -> str: ...


@dataclass(frozen=True)
class Exporting:
    """Asking for exports; another's do not exist for the caller."""

    packs: Packs
    links: PackLinks
    queue: Queue
    clock: Clock

    def ask(self, actor: Actor, visit_id: str, export_id: str) -> tuple[Pack, bool]:
        """Queue an export; answers it and whether it is new. The same again wakes it. Raises NotFound, IdTaken."""
        visit = self.packs.visit(visit_id)
        if visit is None or not may_open(actor, visit):
            raise NotFound(id=visit_id)
        pack, is_new = Pack(id=export_id, visit_id=visit_id, by=actor.id, asked_at=self.clock()), True
        try:
            self.packs.save_pack(pack, 0)
        except Changed:
            standing = self.packs.pack(visit_id, export_id)
            if standing is None or standing.value.by != actor.id:
                raise IdTaken(id=export_id) from None
            pack, is_new = standing.value, False
        if pack.state == "queued":
            self.queue.send(f"{visit_id}/{export_id}")
        return pack, is_new

    def read(self, actor: Actor, visit_id: str, export_id: str) -> tuple[Pack, str]:
        """How far it is, and where it is downloaded; empty until it is done. Raises NotFound."""
        standing = self.packs.pack(visit_id, export_id)
        visit = self.packs.visit(visit_id)
        is_own = standing is not None and standing.value.by == actor.id
        if standing is None or visit is None or not is_own or not may_open(actor, visit):
            raise NotFound(id=export_id)
        return standing.value, self.links.link(standing.value) if standing.value.state == "done" else ""


@dataclass(frozen=True)
class Packing:
    """See jobs.Work; a job is `visit/export`. A turn that was cut off begins anew and writes the same file."""

    packs: Packs
    archive: Archive
    clock: Clock

    def turn(self, job: str) -> bool:
        """See jobs.Work."""
        visit_id, _, export_id = job.partition("/")
        standing = self.packs.pack(visit_id, export_id)
        if standing is None or standing.value.state != "queued":
            return False
        now, pieces = self.clock(), tuple(self.packs.everything(visit_id))
        for one in pieces:
            if one.state == "verified":
                self.packs.note(visit_id, _exported(one, standing.value))
        with self.archive.open(standing.value) as out:
            written = evidence_pack.write(out, pieces, self.packs.custody(visit_id), self.archive.chunks, now)
        done = {"state": "done", "finished_at": self.clock(), **vars(written)}
        self._save(standing, done)
        return False

    def give_up(self, job: str) -> None:
        """See jobs.Work."""
        standing = self.packs.pack(*job.split("/", 1))
        if standing is not None and standing.value.state == "queued":
            self._save(standing, {"state": "failed", "finished_at": self.clock()})

    def _save(self, standing: Stored[Pack], changes: dict[str, object]) -> None:
        try:
            self.packs.save_pack(standing.value.model_copy(update=changes), standing.version)
        except Changed:
            return  # another turn of the same job finished it


def _exported(evidence: Evidence, pack: Pack) -> Step:
    """Told by when the export was asked for, so that a repeated turn tells it once."""
    return Step(
        evidence_id=evidence.id,
        step="exported",
        at=pack.asked_at,
        recorded_at=pack.asked_at,
        by=pack.by,
        sha256=evidence.sha256,
        export=pack.id,
    )
