"""Copies of papers for whom they concern: the visited merchant's notice and record, and each its own order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.accounts.model import Actor
from chalicelib.errors import NotFound
from chalicelib.inspection.model import Visit
from chalicelib.inspection.orders import Rectification
from chalicelib.inspection.papers import Paper, PaperTooEarly
from chalicelib.inspection.service_papers import Papers


class Seen(Protocol):
    """What a merchant may see. Raises NotFound for everything else."""

    def visited_by(self, actor: Actor, merchant_id: str, visit_id: str) -> Visit: ...
    def own(self, actor: Actor, order_id: str) -> Rectification: ...


@dataclass(frozen=True)
class Copies:
    """Papers as merchants ask for them; nobody is told of a visit before its identification."""

    papers: Papers
    seen: Seen

    def of_visit(self, actor: Actor, merchant_id: str, visit_id: str) -> list[tuple[Paper, str]]:
        """The notice and the record of a visit, as far as they were asked for. Raises NotFound."""
        self.seen.visited_by(actor, merchant_id, visit_id)
        return self._those(visit_id, ("notice", "record"))

    def ask_of_visit(self, actor: Actor, merchant_id: str, visit_id: str, name: str) -> tuple[Paper, bool]:
        """Ask for one of them; a record is made once, so not before what belongs in it is there.

        Raises NotFound, PaperTooEarly.
        """
        visit = self.seen.visited_by(actor, merchant_id, visit_id)
        if name not in {"notice", "record"}:
            raise NotFound(id=name[:40])
        is_made = bool(self._those(visit_id, (name,)))
        if name == "record" and not is_made and visit.state not in {"reviewed", "ended"}:
            raise PaperTooEarly
        return self.papers.ask(actor, visit_id, name, is_admitted=True)

    def of_order(self, actor: Actor, order_id: str) -> list[tuple[Paper, str]]:
        """The paper of one's own order, if it was asked for. Raises NotFound."""
        return self._those(self.seen.own(actor, order_id).visit_id, (order_id,))

    def ask_of_order(self, actor: Actor, order_id: str) -> tuple[Paper, bool]:
        """Ask for it. Raises NotFound, PaperTooEarly."""
        order = self.seen.own(actor, order_id)
        return self.papers.ask(actor, order.visit_id, order_id, is_admitted=True)

    def _those(self, visit_id: str, names: Sequence[str]) -> list[tuple[Paper, str]]:
        return [one for one in self.papers.kept(visit_id) if one[0].name in names]
