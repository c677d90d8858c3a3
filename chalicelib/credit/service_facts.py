"""Gathering the public facts of merchants from events, and reckoning anew whoever they touch."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from chalicelib import facts
from chalicelib.credit.service_book import Changed
from chalicelib.errors import VersionStale
from chalicelib.facts import Fact
from chalicelib.store import Item

_ATTEMPTS = 12


@dataclass(frozen=True)
class Owner:
    """The merchant an instrument is shown with, the one before, and by which statement it changed."""

    merchant_id: str
    was: str
    n: int


@dataclass(frozen=True)
class Held:
    """What is kept of a thing with a merchant, and of an instrument's owner; each with the version to write on."""

    fact: Fact | None
    seen: int
    owner: Owner | None = None
    owner_seen: int = 0


class FactBook(Protocol):
    """Facts by merchant, and whose an instrument is; writing raises Changed."""

    def held(self, fact: Fact) -> Held:
        """What is kept of the same thing: one round trip."""

    def keep_facts(
        self, facts: Sequence[tuple[Fact, int]], owner: tuple[str, Owner, int] | None = None
    ) -> None:
        """Write facts, and an instrument's owner, all or none."""


@dataclass(frozen=True)
class Gathering:
    """Keeps of each thing the last statement about it, in whichever order they come."""

    book: FactBook

    def note(self, new: Fact) -> tuple[str, ...]:
        """Keep a fact; answers the merchants whose facts are others now, again when it comes again."""
        for _ in range(_ATTEMPTS):
            held = self.book.held(new)
            is_new = held.fact is None or (held.fact.n < new.n and held.fact.told != new.told)
            is_again = held.fact is not None and held.fact.n == new.n
            kept = [(new, held.seen)] if is_new else []
            touched = (new.merchant_id,) if is_new or is_again else ()
            left, owner, before = self._left(new, held)
            try:
                if kept or owner is not None:
                    self.book.keep_facts([*kept, *left], owner)
            except Changed:
                continue
            return (*touched, *before)
        raise VersionStale

    def _left(
        self, new: Fact, held: Held
    ) -> tuple[list[tuple[Fact, int]], tuple[str, Owner, int] | None, tuple[str, ...]]:
        """Of an instrument that went from another merchant: what is gone there, whose it is now, who was left."""
        if new.about != "instrument":
            return [], None, ()
        owner = held.owner
        if owner is None:
            return [], (new.id, Owner(new.merchant_id, "", new.n), 0), ()
        if owner.merchant_id == new.merchant_id or new.n <= owner.n:
            is_again = owner.merchant_id == new.merchant_id and owner.n == new.n
            return [], None, (owner.was,) if is_again and owner.was else ()
        gone = replace(new, merchant_id=owner.merchant_id, told=None)
        now = (new.id, Owner(new.merchant_id, owner.merchant_id, new.n), held.owner_seen)
        return [(gone, self.book.held(gone).seen)], now, (owner.merchant_id,)


@dataclass(frozen=True)
class StandingEffect:
    """Gathers what public events tell, and reckons their merchants anew; keys are merchants.

    An instrument's head comes with every check; one that says nothing new about its certificate touches nobody.
    """

    gathering: Gathering
    reckon: Callable[[str], object]
    name: str = "standing"

    def touched(self, item: Item) -> Iterable[str]:
        """See follow.Effect."""
        if item.event not in facts.ABOUT or not item.document.get("merchant_id"):
            return ()
        return self.gathering.note(facts.fact(item.event, item.document, item.v))

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        self.reckon(key)
