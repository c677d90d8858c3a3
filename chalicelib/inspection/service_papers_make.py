"""Making papers of visits, behind a queue: composed once from what is on record, then drawn."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from chalicelib import ids
from chalicelib.clock import Clock, local_day
from chalicelib.errors import NotFound
from chalicelib.inspection import papers_forms
from chalicelib.inspection.caps import YearCount
from chalicelib.inspection.checks import Check
from chalicelib.inspection.evidence import RECTIFIED, Evidence
from chalicelib.inspection.identification import OfficerCard
from chalicelib.inspection.model import Visit
from chalicelib.inspection.papers import Paper, PaperTooEarly, kind_of
from chalicelib.inspection.papers_forms import Facts
from chalicelib.inspection.service_book import Changed, Counted
from chalicelib.inspection.service_papers import Orders, Shelf
from chalicelib.papers import drawing
from chalicelib.papers.model import Form


class Sources(Protocol):
    """What papers are composed from."""

    def checks(self, visit_id: str) -> Iterator[Check]: ...
    def evidence(self, visit_id: str) -> Iterator[Evidence]: ...
    def count(self, owner: str, year: int) -> Counted[YearCount]: ...


class Files(Protocol):
    """Where finished papers lie for good, and the small pictures that stand in them."""

    def thumbnail(self, visit_id: str, evidence_id: str) -> bytes: ...
    def keep(self, paper: Paper, pdf: bytes) -> None:
        """Keep a file; what stands there stays."""


@dataclass(frozen=True)
class Making:
    """See jobs.Work; a job is `visit/name`, others are not ours. The form is kept before the file that follows from it.

    font  fetches the font and answers its path        host  what the paper's code opens
    """

    shelf: Shelf
    sources: Sources
    files: Files
    orders: Orders
    officer: Callable[[str], OfficerCard]
    font: Callable[[], str]
    host: str
    clock: Clock

    def turn(self, job: str) -> bool:
        """See jobs.Work."""
        visit_id, _, name = job.partition("/")
        if not ids.matches("visit", visit_id):
            return False
        standing = self.shelf.paper(visit_id, name)
        visit = self.shelf.visit(visit_id)
        if standing is None or visit is None or standing.value.state != "queued":
            return False
        paper, version = standing.value, standing.version
        try:
            form = paper.form
            if form is None:
                form = self._composed(visit, name)
                paper = paper.model_copy(update={"form": form})
                self.shelf.save(paper, version)
                version += 1
            self.shelf.save(self._drawn(paper, form), version)
        except Changed:
            return False  # another turn of the same job goes on with it
        return False

    def give_up(self, job: str) -> None:
        """See jobs.Work."""
        visit_id, _, name = job.partition("/")
        standing = self.shelf.paper(visit_id, name) if ids.matches("visit", visit_id) else None
        if standing is not None and standing.value.state == "queued":
            try:
                self.shelf.save(standing.value.model_copy(update={"state": "failed"}), standing.version)
            except Changed:
                return

    def _composed(self, visit: Visit, name: str) -> Form:
        day = visit.identifications[0].on if visit.identifications else local_day(self.clock())
        year = self.sources.count(visit.owner or visit.place_id, day.year).value
        kind = kind_of(name)
        is_record = kind == "record"
        facts = Facts(
            visit=visit,
            officers={one: self.officer(one) for one in visit.officers},
            at_times=year.counted + sum(year.exempt.values()),
            checks=tuple(self.sources.checks(visit.id)) if is_record else (),
            evidence=tuple(self._of_the_visit(visit.id)) if is_record else (),
        )
        if kind == "notice":
            return papers_forms.notice(facts)
        if kind == "record":
            told = visit.closing or visit.ending
            if told is None:
                raise PaperTooEarly
            return papers_forms.record(facts, told)
        order = self.orders(visit.id, name)
        if order is None:
            raise NotFound(id=name)
        return papers_forms.order(facts, order)

    def _of_the_visit(self, visit_id: str) -> Iterator[Evidence]:
        """What officers took; what merchants send of their rectification later is not of the visit."""
        return (one for one in self.sources.evidence(visit_id) if one.about != RECTIFIED)

    def _drawn(self, paper: Paper, form: Form) -> Paper:
        shown = [one.evidence for one in form.signatures] + [one.evidence for one in form.pictures]
        pictures = {one: self.files.thumbnail(paper.visit_id, one) for one in shown if one}
        address = f"https://{self.host.lower()}/d/{paper.number}"
        pdf, pages = drawing.pdf(form, paper.number, address, paper.asked_at, pictures, self.font())
        self.files.keep(paper, pdf)
        made = {
            "state": "made",
            "made_at": self.clock(),
            "sha256": hashlib.sha256(pdf).hexdigest(),
            "size_bytes": len(pdf),
            "pages": pages,
        }
        return paper.model_copy(update=made)
