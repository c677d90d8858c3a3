"""Making papers of complaints, behind a queue: composed and numbered once, filled in from the identity, drawn."""

import contextlib
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from chalicelib import ids
from chalicelib.clock import Clock, local_day
from chalicelib.complaints import papers_forms
from chalicelib.complaints.identities import IDENTITY, Opened
from chalicelib.complaints.papers import Numbers, Paper, filled
from chalicelib.complaints.papers_told import Told
from chalicelib.complaints.service_book import Book, Changed, Stored
from chalicelib.complaints.service_papers import Shelf
from chalicelib.papers import drawing
from chalicelib.papers.model import Form, Kind

_ATTEMPTS = 12


class Register(Shelf, Protocol):
    """Papers, and the numbers that units gave to them."""

    def numbers(self, kind: Kind, unit: str, year: int) -> tuple[Numbers, int]:
        """The last number given, and the version it stands in."""

    def number(self, paper: Paper, seen: int, given: Numbers, given_seen: int) -> None:
        """Write the composed paper with its number, both or neither. Raises Changed."""


class Files(Protocol):
    """Where finished papers lie until the file's personal data are erased."""

    def keep(self, paper: Paper, pdf: bytes) -> None:
        """Keep a file; what stands there stays."""

    def empty(self, paper: Paper) -> None:
        """Leave nothing of a file where it may have been kept."""


class Identities(Protocol):
    """Opens who the reporter is, on record. Raises NoIdentity."""

    def open(self, complaint: str, opening: str, by: str, why: str) -> Opened: ...


@dataclass(frozen=True)
class Making:
    """See jobs.Work; a job is `complaint/name`, others are not ours.

    name_of  an account's name                        merchant  a merchant's registered name
    font     fetches the font and answers its path    host      what the paper's code opens
    """

    book: Book
    shelf: Register
    files: Files
    identities: Identities
    name_of: Callable[[str], str]
    merchant: Callable[[str], str]
    font: Callable[[], str]
    host: str
    clock: Clock

    def turn(self, job: str) -> bool:
        """See jobs.Work. Raises Changed when numbers are given faster than this one; the message comes again."""
        standing = self._standing(job)
        if standing is not None and standing.value.state == "queued":
            standing = self._made(standing)
        if standing is not None and standing.value.state == "erased":
            self.files.empty(standing.value)
        return False

    def _made(self, queued: Stored[Paper]) -> Stored[Paper] | None:
        """The paper as it stands once it was made, by this turn or a faster one, or its file was erased meanwhile."""
        paper, version = self._composed(queued)
        if paper.form is not None and paper.state == "queued":
            with contextlib.suppress(Changed):
                self.shelf.save(self._drawn(paper, paper.form), version)
        return self.shelf.paper(paper.complaint, paper.name)

    def give_up(self, job: str) -> None:
        """See jobs.Work."""
        standing = self._standing(job)
        if standing is not None and standing.value.state == "queued":
            try:
                self.shelf.save(standing.value.model_copy(update={"state": "failed"}), standing.version)
            except Changed:
                return

    def _standing(self, job: str) -> Stored[Paper] | None:
        complaint, _, name = job.partition("/")
        return self.shelf.paper(complaint, name) if ids.matches("complaint", complaint) else None

    def _composed(self, standing: Stored[Paper]) -> tuple[Paper, int]:
        """The paper with its form and number, given in one write; and its version."""
        for _ in range(_ATTEMPTS):
            paper, version = standing.value, standing.version
            if paper.form is not None or paper.state != "queued":
                return paper, version
            told = self._told(paper)
            last, seen = self.shelf.numbers(paper.kind, told.issuer, told.day.year)
            given = last.model_copy(update={"last": last.last + 1})
            no = papers_forms.number_words(paper.kind, told.issuer, told.day, given.last)
            paper = paper.model_copy(update={"form": papers_forms.compose(paper.kind, told, no)})
            try:
                self.shelf.number(paper, version, given, seen)
            except Changed:
                standing = self.shelf.paper(paper.complaint, paper.name) or standing
                continue
            return paper, version + 1
        raise Changed

    def _told(self, paper: Paper) -> Told:
        whole = self.book.whole(paper.complaint)
        if whole is None:
            raise LookupError(paper.complaint)
        file = whole.file.value
        step = next((one for one in whole.steps if one.id == paper.name), None)
        is_party = paper.kind != "report_outcome"  # who reports is told no more than everybody
        return Told(
            file=file,
            steps=whole.steps,
            step=step,
            day=local_day(step.at if step else paper.asked_at),
            handler=self.name_of(file.handler) if file.handler else "",
            merchant=self.merchant(file.about.merchant_id) if is_party and file.about.merchant_id else "",
        )

    def _drawn(self, paper: Paper, form: Form) -> Paper:
        address = f"https://{self.host.lower()}/d/{paper.number}"
        whole = filled(form, self._identity(paper, form))
        pdf, pages = drawing.pdf(whole, paper.number, address, paper.asked_at, {}, self.font())
        self.files.keep(paper, pdf)
        made = {
            "state": "made",
            "made_at": self.clock(),
            "sha256": hashlib.sha256(pdf).hexdigest(),
            "size_bytes": len(pdf),
            "pages": pages,
        }
        return paper.model_copy(update=made)

    def _identity(self, paper: Paper, form: Form) -> Mapping[str, str]:
        """Who the reporter is, opened on record once for each making however often its message comes."""
        if not paper.names_reporter:
            return {}
        opening = ids.derived("opening", f"{paper.number}/{paper.turn}")
        opened = self.identities.open(paper.complaint, opening, paper.by, f"制作{form.title} {form.no}")
        return opened.texts.get(IDENTITY, {})
