"""What an officer's phone fetches to work without network: own open visits, their instruments, what else changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.accounts.model import Actor
from chalicelib.inspection.model import Visit
from chalicelib.inspection.service_book import Stored
from chalicelib.inspection.sync_pull import OVER, Packed, Reference, fitting, mark, unseal
from chalicelib.registry.model import InstrumentHead, number


class Shelf(Protocol):
    """What is read of visits and of the register."""

    def going(self, account: str, beyond: str) -> tuple[tuple[tuple[str, str], ...], bool]:
        """Places in the list and ids of an officer's open visits, earliest planned day first, as many as a page has.

        beyond  the place before the first          Answers whether there are more, too.
        """

    def visits(self, visits: Sequence[str]) -> tuple[Stored[Visit], ...]:
        """The visits under these ids, as many as there are."""

    def at(self, place: str) -> Mapping[str, int]:
        """Number and version of every instrument at a site or of a merchant."""

    def heads(self, numbers: Sequence[str]) -> tuple[tuple[InstrumentHead, int], ...]:
        """Heads and their versions, as many as there are."""


@dataclass(frozen=True)
class Pulled:
    """What a phone is to hold: a part of a walk over an officer's open visits.

    open     those looked at; what no part of a walk names is open no more
    changed  those of them that the phone does not hold as they are
    cursor   to ask with next time       more  whether the walk goes on: ask again at once
    """

    open: tuple[str, ...]
    changed: tuple[Packed, ...]
    references: tuple[Reference, ...]
    cursor: str
    more: bool


@dataclass(frozen=True)
class Pull:
    """The pull side of offline sync.

    references  rules, forms, label keys and revocations with their versions
    """

    shelf: Shelf
    references: Callable[[], tuple[Reference, ...]]

    def changes(self, actor: Actor, cursor: str) -> Pulled:
        """What changed for this officer since `cursor`; all of it without one. Raises BadCursor.

        Versions tell what changed, heads are read only of a visit that did. The visits of an answer are a page of the
        list of open ones, fewer when they do not fit; the cursor tells where the next goes on.
        """
        held = unseal(cursor)
        going, more = self.shelf.going(actor.id, held.beyond)
        visits = self._open(going)
        versions = {visit: self._versions(stored.value) for visit, stored in visits.items()}
        marks = {visit: mark(stored.version, versions[visit]) for visit, stored in visits.items()}
        stale = [visit for visit in visits if not held.is_current(visit, marks[visit])]
        changed = fitting(self._packed(visits[visit], versions[visit]) for visit in stale)
        for place, visit in going:
            if visit in stale[len(changed) :]:
                more = True
                break
            held.beyond = place
            if visit in marks:
                held.note(visit, marks[visit])
        seen = tuple(visit for place, visit in going if place <= held.beyond and visit in visits)
        if not more:
            held.ended()
        return Pulled(seen, tuple(changed), self.references(), held.seal(), more)

    def _open(self, going: Sequence[tuple[str, str]]) -> dict[str, Stored[Visit]]:
        """The list may lag behind the visits."""
        read = self.shelf.visits([visit for _, visit in going]) if going else ()
        return {stored.value.id: stored for stored in read if stored.value.state not in OVER}

    def _versions(self, visit: Visit) -> dict[str, int]:
        if not visit.instruments:
            return dict(self.shelf.at(visit.place_id))
        heads = self.shelf.heads([number(instrument) for instrument in visit.instruments])
        return {head.number: version for head, version in heads}

    def _packed(self, stored: Stored[Visit], versions: Mapping[str, int]) -> Packed:
        heads = self.shelf.heads(sorted(versions))
        return Packed(stored.value, stored.version, tuple(head for head, _ in heads))
