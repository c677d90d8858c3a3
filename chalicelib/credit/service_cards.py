"""Cards of organisers: who shows, appeals, decides, lifts."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import Clock, in_milliseconds, local_day
from chalicelib.credit.cards import Card, CardStep, Hand, NewCard, NewCardStep, NotTheirStall, shown
from chalicelib.credit.service_book import Changed, Rows, Stored
from chalicelib.errors import IdTaken, NotFound, VersionStale
from chalicelib.store import digest

READERS = (Role.SUPERVISOR, Role.LEADER, Role.AUDITOR)
_ATTEMPTS = 12


@dataclass(frozen=True)
class StallOf:
    """A stall as credit needs to know it: whose it is today, and in which district its market lies."""

    name: str
    holder_id: str
    district: str


class StallsOf(Protocol):
    """Who holds which stall; raises NotFound."""

    def __call__(self, site_id: str, stall_id: str) -> StallOf: ...


class CardBook(Protocol):
    """How cards are kept; writes raise Changed."""

    def card(self, card_id: str) -> Stored[Card] | None: ...
    def write(self, card: Card, content: str, seen: int) -> None: ...
    def of_site(self, site_id: str, after: str) -> Rows:
        """A market's cards, the newest first."""

    def of_merchant(self, merchant_id: str, after: str) -> Rows:
        """A merchant's cards, the newest first."""

    def appealed(self, district: str, after: str) -> Rows:
        """The cards of a district whose appeal waits, the longest waiting first."""


@dataclass(frozen=True)
class Cards:
    """Cards, by whomever."""

    book: CardBook
    stall: StallsOf
    clock: Clock

    def show(self, actor: Actor, card_id: str, new: NewCard) -> tuple[Card, bool]:
        """An organiser shows a card to who holds a stall of its market; answers it and whether it is new.

        Raises NotFound for another's market, NotTheirStall, IdTaken.
        """
        if new.site_id not in actor.sites:
            raise NotFound(id=new.site_id)
        content = digest(new.model_dump(mode="json"))
        for _ in range(2):
            standing = self.book.card(card_id)
            if standing is not None:
                if standing.content != content:
                    raise IdTaken(id=card_id)
                return standing.value, False
            stall = self.stall(new.site_id, new.stall_id)
            if stall.holder_id != new.merchant_id:
                raise NotTheirStall
            at = in_milliseconds(self.clock())
            card = shown(new, by=actor.id, at=at, id=card_id, district=stall.district, stall=stall.name)
            try:
                self.book.write(card, content, 0)
            except Changed:
                continue
            return card, True
        raise IdTaken(id=card_id)

    def step(self, actor: Actor, card_id: str, step_id: str, new: NewCardStep) -> tuple[Card, bool]:
        """The card after a step, and whether that is new; the same again is the same.

        Raises NotFound, CardNotNow, CardNotYours, IdTaken, VersionStale.
        """
        content = digest(new.model_dump(mode="json"))
        for _ in range(_ATTEMPTS):
            standing = self.book.card(card_id)
            if standing is None or not _sees(actor, standing.value):
                raise NotFound(id=card_id)
            card = standing.value
            known = next((one for one in card.steps if one.id == step_id), None)
            if known is not None:
                if known.content != content:
                    raise IdTaken(id=step_id)
                return card, False
            at = in_milliseconds(self.clock())
            step = CardStep(**dict(new), id=step_id, by=actor.id, at=at, content=content)
            after = card.taken(step, _hands(actor, card))
            try:
                self.book.write(after, standing.content, standing.version)
            except Changed:
                continue
            return after, True
        raise VersionStale

    def of_site(self, actor: Actor, site_id: str, after: str) -> Rows:
        """The cards of one's own market, the newest first. Raises NotFound."""
        if site_id not in actor.sites:
            raise NotFound(id=site_id)
        return self.book.of_site(site_id, after)

    def of_merchant(self, actor: Actor, merchant_id: str, after: str) -> Rows:
        """One's own merchant's cards, the newest first. Raises NotFound."""
        if merchant_id not in actor.merchants:
            raise NotFound(id=merchant_id)
        return self.book.of_merchant(merchant_id, after)

    def appealed(self, actor: Actor, district: str, after: str) -> Rows:
        """A district's appeals to decide, the longest waiting first. Raises NotFound."""
        if not actor.is_any(*READERS) or not actor.works_in(district):
            raise NotFound(id=district)
        return self.book.appealed(district, after)

    def today(self) -> date:
        """The local day."""
        return local_day(self.clock())


def _sees(actor: Actor, card: Card) -> bool:
    is_officer = actor.is_any(*READERS) and actor.works_in(card.district)
    return is_officer or card.merchant_id in actor.merchants or card.site_id in actor.sites


def _hands(actor: Actor, card: Card) -> frozenset[Hand]:
    able: dict[Hand, bool] = {
        "organiser": card.site_id in actor.sites,
        "merchant": card.merchant_id in actor.merchants,
        "supervisor": Role.SUPERVISOR in actor.roles and actor.works_in(card.district),
    }
    return frozenset(hand for hand, is_able in able.items() if is_able)
