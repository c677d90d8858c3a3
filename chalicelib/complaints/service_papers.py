"""Asking for the papers of a file, by people and by the steps themselves; a function behind a queue makes them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import Clock, in_milliseconds
from chalicelib.complaints import service_stepped
from chalicelib.complaints.model import File
from chalicelib.complaints.papers import BY_ITSELF, REGISTER, NoPaper, Paper, kind_of, names_reporter
from chalicelib.complaints.problems import NotHandler
from chalicelib.complaints.problems_intake import NoIdentity
from chalicelib.complaints.service_book import Book, Changed, Stored, Whole
from chalicelib.complaints.steps import Step
from chalicelib.errors import NotFound
from chalicelib.jobs import Queue
from chalicelib.papers.model import new_number
from chalicelib.store import Item


class Shelf(Protocol):
    """How papers are kept; saving raises Changed."""

    def paper(self, complaint: str, name: str) -> Stored[Paper] | None: ...
    def papers(self, complaint: str) -> tuple[Paper, ...]: ...
    def save(self, paper: Paper, seen: int) -> None:
        """Write version seen + 1; of a paper that is made, with what anybody may learn of it."""


class Links(Protocol):
    """Where papers are downloaded."""

    def link(self, paper: Paper) -> str: ...


@dataclass(frozen=True)
class Papers:
    """Papers of files that the caller reads. One that names the reporter is for the handler alone.

    reads  a file as this officer may read it; raises NotFound, Recused
    """

    reads: Callable[[Actor, str], Whole]
    shelf: Shelf
    links: Links
    queue: Queue
    clock: Clock
    entropy: Callable[[int], bytes]

    def ask(self, actor: Actor, complaint: str, name: str) -> tuple[Paper, bool]:
        """Queue a paper; answers it and whether it is new. Again wakes it; after a failure it is tried anew.

        Raises NotFound, NoPaper, NoIdentity, NotHandler.
        """
        whole = self.reads(actor, complaint)
        paper = self._wanted(whole, name, actor.id)
        if paper.names_reporter and not reaches(actor, whole.file.value):
            raise NotHandler
        return self._queued(paper)

    def made_by(self, whole: Whole, step: Step) -> None:
        """Queue the paper that a step makes by itself, once. It is asked for by whoever took the step."""
        try:
            self._queued(self._wanted(whole, step.id, step.by))
        except (NoIdentity, NoPaper):
            return  # erased meanwhile, or nobody is named

    def read(self, actor: Actor, complaint: str, name: str) -> tuple[Paper, str]:
        """A paper, and where it is downloaded; empty until it is made, and for whoever may not. Raises NotFound."""
        whole = self.reads(actor, complaint)
        standing = self.shelf.paper(complaint, name[:40])
        if standing is None:
            raise NotFound(id=name[:40])
        return self._linked(actor, whole.file.value, standing.value)

    def listed(self, actor: Actor, complaint: str) -> list[tuple[Paper, str]]:
        """All papers of a file, each with where it is downloaded. Raises NotFound."""
        whole = self.reads(actor, complaint)
        return [self._linked(actor, whole.file.value, one) for one in self.shelf.papers(complaint)]

    def _wanted(self, whole: Whole, name: str, by: str) -> Paper:
        file = whole.file.value
        step = next((one for one in whole.steps if one.id == name), None)
        if step is None and name != REGISTER:
            raise NotFound(id=name[:40])
        kind = kind_of(file, step)
        if kind is None:
            raise NoPaper
        is_named = names_reporter(file, kind)
        if file.erased_at is not None or (is_named and not whole.has_identity):
            raise NoIdentity
        return Paper(
            name=name,
            kind=kind,
            complaint=file.id,
            number=new_number(self.entropy),
            by=by,
            asked_at=in_milliseconds(self.clock()),
            names_reporter=is_named,
        )

    def _queued(self, wanted: Paper) -> tuple[Paper, bool]:
        standing = self.shelf.paper(wanted.complaint, wanted.name)
        paper = standing.value if standing else wanted
        if paper.state == "failed":
            paper = paper.model_copy(update={"state": "queued", "turn": paper.turn + 1, "by": wanted.by})
        if standing is None or paper is not standing.value:
            try:
                self.shelf.save(paper, standing.version if standing else 0)
            except Changed:
                return self._queued(wanted)
        if paper.state == "queued":
            self.queue.send(f"{paper.complaint}/{paper.name}")
        return paper, standing is None

    def _linked(self, actor: Actor, file: File, paper: Paper) -> tuple[Paper, str]:
        may = not paper.names_reporter or reaches(actor, file)
        return paper, self.links.link(paper) if may and paper.state == "made" else ""


def reaches(actor: Actor, file: File) -> bool:
    """Whether a paper that names the reporter is for this officer: the handler, or a supervisor while there is none."""
    if file.handler is None:
        return actor.is_any(Role.SUPERVISOR)
    return actor.id == file.handler


@dataclass(frozen=True)
class PaperEffect:
    """Asks for the paper of a step that makes one by itself; keys are `complaint step`."""

    book: Book
    papers: Papers
    name: str = "complaint-paper"

    def touched(self, item: Item) -> Iterable[str]:
        """The step, if its kind makes a paper by itself."""
        return service_stepped.told(item, BY_ITSELF)

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        found = service_stepped.found(self.book, key)
        if found is not None:
            self.papers.made_by(*found)
