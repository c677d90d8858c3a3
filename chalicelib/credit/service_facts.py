"""Gathering the public facts of merchants from events, and reckoning anew whoever they touch."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from chalicelib import facts
from chalicelib.credit.service_book import Changed
from chalicelib.errors import VersionStale
from chalicelib.facts import About, Fact
from chalicelib.store import Item

_ATTEMPTS = 12


@dataclass(frozen=True)
class Owner:
    """The merchant an instrument is shown with, the one before, and by which statement it changed."""

    merchant_id: str
    was: str
    n: int


class FactBook(Protocol):
    """Facts by merchant, and whose an instrument is; each with its version, writing raises Changed."""

    def fact(self, merchant_id: str, about: About, fact_id: str) -> tuple[Fact | None, int]: ...
    def keep_fact(self, fact: Fact, seen: int) -> None: ...
    def owner(self, instrument_id: str) -> tuple[Owner | None, int]: ...
    def give(self, instrument_id: str, owner: Owner, seen: int) -> None: ...


@dataclass(frozen=True)
class Gathering:
    """Keeps of each thing the last statement about it, in whichever order they come."""

    book: FactBook

    def note(self, new: Fact) -> tuple[str, ...]:
        """Keep a fact; answers the merchants whose facts are others now, again when it comes again."""
        touched = self._kept(new)
        return touched if new.about != "instrument" else (*touched, *self._left(new))

    def _left(self, new: Fact) -> tuple[str, ...]:
        """The merchant an instrument went from, which has this fact no longer."""
        owner, seen = self.book.owner(new.id)
        if owner is None:
            self.book.give(new.id, Owner(new.merchant_id, "", new.n), seen)
        if owner is None or new.n < owner.n:
            return ()
        if new.merchant_id == owner.merchant_id:
            return (owner.was,) if owner.was and owner.n == new.n else ()
        self._kept(replace(new, merchant_id=owner.merchant_id, told=None))
        self.book.give(new.id, Owner(new.merchant_id, owner.merchant_id, new.n), seen)
        return (owner.merchant_id,)

    def _kept(self, new: Fact) -> tuple[str, ...]:
        for _ in range(_ATTEMPTS):
            standing, seen = self.book.fact(new.merchant_id, new.about, new.id)
            if standing is not None and (standing.n >= new.n or standing.told == new.told):
                return (new.merchant_id,) if standing.n == new.n else ()
            try:
                self.book.keep_fact(new, seen)
            except Changed:
                continue
            return (new.merchant_id,)
        raise VersionStale


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
