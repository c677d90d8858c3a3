"""What becomes of entries: people's steps, and what inspection's events bring."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import Clock, local_day
from chalicelib.errors import IdTaken, NotFound, Problem, VersionStale
from chalicelib.publication import moves, terms
from chalicelib.publication.entries import entry_id
from chalicelib.publication.penalties import NewPenalty
from chalicelib.publication.problems import OtherVisit
from chalicelib.publication.results import Concerned, Order, Reviewed
from chalicelib.publication.rights import SYSTEM, Entry
from chalicelib.publication.steps import NewStep, Sent, Taken, tried
from chalicelib.publication.terms import Terms
from chalicelib.store import digest

_ATTEMPTS = 8
READERS = (Role.PUBLISHER, Role.LEADER, Role.REVIEWER, Role.SUPERVISOR, Role.AUDITOR)


class Changed(Exception):
    """A write found another version than the one read."""


@dataclass(frozen=True)
class Rows:
    """Rows of a list and where the next page starts."""

    rows: tuple[Mapping[str, Any], ...]
    after: str


class Book(Protocol):
    """How entries are kept; writes raise Changed."""

    def entry(self, entry_id: str) -> tuple[Entry, int] | None: ...
    def write(self, entry: Entry, terms: Terms, seen: int) -> None: ...
    def orders(self, entry_id: str) -> tuple[Order, ...]: ...
    def keep_order(self, entry_id: str, order: Order, version: int) -> None: ...
    def in_district(self, district: str, state: str, after: str, until: date | None = None) -> Rows: ...
    def of_merchant(self, merchant_id: str, after: str) -> Rows: ...


@dataclass(frozen=True)
class Rights:
    """The rights clock."""

    book: Book
    clock: Clock
    versions: Callable[[], Sequence[Terms]] = terms.official

    def terms(self, entry: Entry) -> Terms:
        """The terms that hold for an entry: those of the day it is about."""
        return terms.on(self.versions(), entry.kind, entry.day)

    def read(self, actor: Actor, entry_id: str) -> tuple[Entry, int]:
        """An entry and its version, for its merchant once it was told, and the readers of its district.

        Raises NotFound.
        """
        standing = self.book.entry(entry_id)
        if standing is None or not _sees(actor, standing[0]):
            raise NotFound(id=entry_id)
        return standing

    def in_district(self, actor: Actor, district: str, state: str, after: str) -> Rows:
        """A district's entries in a state, the first due first. Raises NotFound outside the actor's districts."""
        if not actor.is_any(*READERS) or not actor.works_in(district):
            raise NotFound(id=district)
        return self.book.in_district(district, state, after)

    def of_merchant(self, actor: Actor, merchant_id: str, after: str) -> Rows:
        """What one's own merchant was told of, latest first. Raises NotFound."""
        if merchant_id not in actor.merchants:
            raise NotFound(id=merchant_id)
        return self.book.of_merchant(merchant_id, after)

    def enter(self, actor: Actor, new: NewPenalty) -> tuple[Entry, int, bool]:
        """A publisher enters a penalty decision from its document; answers whether it is new.

        One decision is one entry, whoever enters it. Raises NotFound outside the actor's districts, IdTaken,
        OtherVisit.
        """
        if not actor.works_in(new.district):
            raise NotFound(id=new.district)
        key = entry_id("penalty", new.authority, new.number)
        content = digest(new.model_dump(mode="json", by_alias=True, exclude_none=True))
        standing = self.book.entry(key)
        if standing is not None:
            if standing[0].steps[0].content != content:
                raise IdTaken(id=new.number)
            return (*standing, False)
        if new.visit_id and self.book.entry(entry_id(new.visit_id, new.merchant_id)) is None:
            raise OtherVisit
        taken = Taken(step="record", by=actor.id, at=self.clock(), content=content)
        entry = Entry(
            id=key,
            kind=f"penalty_{new.class_}",
            merchant_id=new.merchant_id,
            district=new.district,
            day=new.decided_on,
            state="recorded",
            penalty=new,
            steps=(taken,),
        )
        try:
            self.book.write(entry, self.terms(entry), 0)
        except Changed:
            return self.enter(actor, new)
        return entry, 1, True

    def take(self, actor: Actor, entry_id: str, step_id: str, new: NewStep) -> tuple[Entry, int, bool]:
        """A person takes a step; the same step again answers what stands. Answers whether it was taken now.

        Raises NotFound, IdTaken, VersionStale, and what the step raises (rights.py).
        """
        content = digest(new.model_dump(mode="json"))
        for _ in range(_ATTEMPTS):
            standing, seen = self.read(actor, entry_id)
            known = next((one for one in standing.steps if one.id == step_id), None)
            if known is not None:
                if (known.content, known.by) != (content, actor.id):
                    raise IdTaken(id=step_id)
                return standing, seen, False
            _check_hand(actor, standing, new.root.kind)
            now, by = self.clock(), self.terms(standing)
            entry = _step(standing.lapsed(by, now), new.root, by, actor.id, now).sent(step_id, content)
            try:
                self.book.write(entry, self.terms(entry), seen)
            except Changed:
                continue
            return entry, seen + 1, True
        raise VersionStale

    def may(self, actor: Actor, entry: Entry) -> tuple[str, ...]:
        """The kinds of step the actor may take now: those that taking would not refuse."""
        now, by = self.clock(), self.terms(entry)
        lapsed = entry.lapsed(by, now)

        def takes(new: Sent) -> bool:
            try:
                _check_hand(actor, entry, new.kind)
                _step(lapsed, new, by, actor.id, now)
            except Problem:
                return False
            return True

        return tuple(new.kind for new in tried(entry.day) if takes(new))

    def reviewed(self, told: Reviewed) -> None:
        """A visit was reviewed: an entry for every merchant it concerns, once."""
        for one in told.concerned:
            result = told.result(one)
            key = entry_id(told.visit_id, one.merchant_id)
            if self.book.entry(key) is not None:
                continue
            now = self.clock()
            entry = Entry(
                id=key,
                kind=result.kind,
                merchant_id=one.merchant_id,
                district=told.district,
                day=told.ended_on,
                state="reviewed",
                result=result,
                involved=told.involved,
                orders=self.book.orders(key),
                steps=(Taken(step="record", by=SYSTEM, at=now),),
            )
            try:
                self.book.write(entry, self.terms(entry), 0)
            except Changed:
                continue  # another run entered it

    def corrected(self, told: Reviewed) -> None:
        """A reviewed result was corrected: what each merchant's entry says follows."""
        for one in told.concerned:
            self.change(entry_id(told.visit_id, one.merchant_id), _correction(told, one))

    def ordered(self, order: Order, version: int) -> None:
        """An order to rectify changed: kept beside the entry, which may come later, and told to it."""
        key = entry_id(order.visit_id, order.merchant_id)
        self.book.keep_order(key, order, version)
        self.change(key, lambda entry, at: entry.rectifying(self.book.orders(key), at))

    def change(self, entry_id: str, decide: Callable[[Entry, datetime], Entry]) -> Entry | None:
        """The entry after the system's own step; None when there is no entry."""
        for _ in range(_ATTEMPTS):
            standing = self.book.entry(entry_id)
            if standing is None:
                return None
            entry, seen = standing
            after = decide(entry, self.clock())
            if after is entry:
                return entry
            try:
                self.book.write(after, self.terms(after), seen)
            except Changed:
                continue
            return after
        raise VersionStale

    def today(self) -> date:
        """The local day."""
        return local_day(self.clock())


def _correction(told: Reviewed, one: Concerned) -> Callable[[Entry, datetime], Entry]:
    result = told.result(one)
    return lambda entry, at: entry.corrected(result, result.kind, told.involved, at)


def _step(entry: Entry, new: Sent, by: Terms, who: str, at: datetime) -> Entry:
    takes: dict[str, Callable[[Any], Entry]] = {
        "confirm": lambda _: entry.confirmed(who, at),
        "drop": lambda _: entry.dropped(who, at),
        "publish": lambda sent: entry.published(by, who, at, sent.explanation),
        "reply": lambda sent: entry.replied(sent, who, at),
        "show_reply": lambda _: entry.reply_shown(who, at),
        "object": lambda sent: entry.objected(sent.text, who, at),
        "decide": lambda sent: entry.decided(sent, who, at),
        "annul": lambda sent: entry.annulled(sent, who, at),
        "withdraw": lambda _: entry.withdrawn(who, at),
        "hand_over": lambda sent: entry.handed_over(sent.on, by, who, at),
        "apply": lambda sent: entry.applied(sent, by, who, at),
        "repair": lambda sent: entry.repaired(sent, who, at),
        "refuse": lambda sent: entry.repaired(sent, who, at),
    }
    return takes[new.kind](new)


def _check_hand(actor: Actor, entry: Entry, kind: str) -> None:
    """Raises NotFound unless the actor has a hand that takes steps of this kind, here."""
    step = "reject" if kind == "decide" else kind
    by = {hand for one in moves.MOVES if one.step == step for hand in one.by} & moves.hands(actor.roles)
    is_theirs = "merchant" in by and entry.merchant_id in actor.merchants
    if not is_theirs and not (by - {"merchant"} and actor.works_in(entry.district)):
        raise NotFound(id=entry.id)


def _sees(actor: Actor, entry: Entry) -> bool:
    is_reader = actor.is_any(*READERS) and actor.works_in(entry.district)
    return is_reader or (entry.merchant_id in actor.merchants and entry.notified_on is not None)
