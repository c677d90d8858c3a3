"""What an officer's phone fetches to work without network: own open visits, their instruments, what else changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.accounts.model import Actor
from chalicelib.inspection.model import Visit
from chalicelib.inspection.service_book import Stored
from chalicelib.inspection.sync_pull import OVER, Packed, Reference, fitting, seal, tag, unseal
from chalicelib.registry.model import InstrumentHead, number


class Shelf(Protocol):
    """What is read of visits and of the register."""

    def own(self, account: str) -> tuple[tuple[str, str], ...]:
        """Ids and states of an officer's visits, latest planned day first."""

    def visits(self, visits: Sequence[str]) -> tuple[Stored[Visit], ...]:
        """The visits under these ids, as many as there are."""

    def at(self, place: str) -> Mapping[str, int]:
        """Number and version of every instrument at a site or of a merchant."""

    def heads(self, numbers: Sequence[str]) -> tuple[tuple[InstrumentHead, int], ...]:
        """Heads and their versions, as many as there are."""


@dataclass(frozen=True)
class Pulled:
    """What a phone is to hold.

    open     every own open visit; what else the phone holds of visits it forgets
    changed  those that it does not hold as they are, as many as there is room for
    cursor   to ask with next time       more  whether to ask again at once
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

        Versions tell what changed, heads are read only of a visit that did.
        """
        held = unseal(cursor)
        going = [visit for visit, state in self.shelf.own(actor.id) if state not in OVER]
        visits = self.shelf.visits(going) if going else ()
        versions = {stored.value.id: self._versions(stored.value) for stored in visits}
        tags = {stored.value.id: tag(stored.version, versions[stored.value.id]) for stored in visits}
        stale = [stored for stored in visits if held.get(stored.value.id) != tags[stored.value.id]]
        changed = fitting(self._packed(stored, versions[stored.value.id]) for stored in stale)
        left = {stored.value.id for stored in stale[len(changed) :]}
        known = {visit: mark for visit, mark in tags.items() if visit not in left}
        return Pulled(tuple(tags), tuple(changed), self.references(), seal(known), bool(left))

    def _versions(self, visit: Visit) -> dict[str, int]:
        if not visit.instruments:
            return dict(self.shelf.at(visit.place_id))
        heads = self.shelf.heads([number(instrument) for instrument in visit.instruments])
        return {head.number: version for head, version in heads}

    def _packed(self, stored: Stored[Visit], versions: Mapping[str, int]) -> Packed:
        heads = self.shelf.heads(sorted(versions))
        return Packed(stored.value, stored.version, tuple(head for head, _ in heads))
