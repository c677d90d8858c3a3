"""Papers of a visit: asked for by people, composed and drawn by a function behind a queue, verified by anybody."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from chalicelib import ids
from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock
from chalicelib.errors import NotFound
from chalicelib.inspection.model import Visit
from chalicelib.inspection.papers import OrderPaper, Paper, PaperTooEarly, kind_of
from chalicelib.inspection.service_book import Changed, Stored
from chalicelib.inspection.service_evidence import may_open
from chalicelib.jobs import Queue
from chalicelib.papers.model import Genuine, new_number, number_of


class Shelf(Protocol):
    """How papers are kept; saving raises Changed."""

    def visit(self, visit_id: str) -> Visit | None: ...
    def paper(self, visit_id: str, name: str) -> Stored[Paper] | None: ...
    def papers(self, visit_id: str) -> tuple[Paper, ...]: ...
    def save(self, paper: Paper, seen: int) -> None:
        """Write version seen + 1; of a paper that is made, with what anybody may learn of it."""

    def genuine(self, number: str) -> Genuine | None: ...


class Links(Protocol):
    """Where papers are downloaded."""

    def link(self, paper: Paper) -> str: ...


type Orders = Callable[[str, str], OrderPaper | None]
"""Visit and order -> what its paper says; None when the visit has no such order."""


@dataclass(frozen=True)
class Papers:
    """Asking for papers and verifying them; another's visits do not exist for the caller."""

    shelf: Shelf
    links: Links
    orders: Orders
    queue: Queue
    clock: Clock
    entropy: Callable[[int], bytes]

    def ask(self, actor: Actor, visit_id: str, name: str, *, is_admitted: bool = False) -> tuple[Paper, bool]:
        """Queue a paper; answers it and whether it is new. Again wakes it.

        is_admitted  the caller answers for somebody who does not see the visit's evidence: whom the paper concerns
        Raises NotFound, PaperTooEarly.
        """
        visit = self.shelf.visit(visit_id)
        if visit is None or not (is_admitted or may_open(actor, visit)):
            raise NotFound(id=visit_id)
        if name not in {"notice", "record"} and not ids.matches("rectification", name):
            raise NotFound(id=name[:40])
        standing = self.shelf.paper(visit_id, name)
        if standing is None:
            self._admit(visit, name)
            paper = Paper(
                name=name,
                kind=kind_of(name),
                visit_id=visit_id,
                number=new_number(self.entropy),
                by=actor.id,
                asked_at=self.clock(),
            )
        elif standing.value.state == "failed":
            paper = standing.value.model_copy(update={"state": "queued"})
        else:
            paper = standing.value
        if standing is None or paper is not standing.value:
            try:
                self.shelf.save(paper, standing.version if standing else 0)
            except Changed:
                return self.ask(actor, visit_id, name, is_admitted=is_admitted)
        if paper.state == "queued":
            self.queue.send(f"{visit_id}/{name}")
        return paper, standing is None

    def read(self, actor: Actor, visit_id: str, name: str) -> tuple[Paper, str]:
        """A paper, and where it is downloaded; empty until it is made. Raises NotFound."""
        self._check_visible(actor, visit_id)
        standing = self.shelf.paper(visit_id, name[:40])
        if standing is None:
            raise NotFound(id=name[:40])
        return self._linked(standing.value)

    def listed(self, actor: Actor, visit_id: str) -> list[tuple[Paper, str]]:
        """All papers of a visit, each with where it is downloaded. Raises NotFound."""
        self._check_visible(actor, visit_id)
        return self.kept(visit_id)

    def kept(self, visit_id: str) -> list[tuple[Paper, str]]:
        """The same, for a caller who has looked whom they concern."""
        return [self._linked(one) for one in self.shelf.papers(visit_id)]

    def genuine(self, typed: str) -> tuple[Genuine, bool]:
        """What anybody may learn of this paper, and whether its visit was made void. Raises NotFound."""
        number = number_of(typed)
        found = self.shelf.genuine(number) if number else None
        if found is None:
            raise NotFound(id=typed[:40])
        visit = self.shelf.visit(found.visit_id) if found.visit_id else None
        return found, visit is not None and visit.state == "void"

    def _check_visible(self, actor: Actor, visit_id: str) -> None:
        visit = self.shelf.visit(visit_id)
        if visit is None or not may_open(actor, visit):
            raise NotFound(id=visit_id)

    def _admit(self, visit: Visit, name: str) -> None:
        kind = kind_of(name)
        if kind == "order" and self.orders(visit.id, name) is None:
            raise NotFound(id=name)
        has_notice = visit.acceptance is not None or visit.notice_id is not None
        is_over = visit.closing is not None or visit.state == "ended"
        if (
            visit.state == "void"
            or (kind == "notice" and not has_notice)
            or (kind == "record" and not is_over)
        ):
            raise PaperTooEarly

    def _linked(self, paper: Paper) -> tuple[Paper, str]:
        return paper, self.links.link(paper) if paper.state == "made" else ""
