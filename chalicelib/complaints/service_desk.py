"""The desk: queues of units and people, a file with its clocks and what may be done next, steps by officers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from chalicelib.accounts.account import Account
from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import Clock, local_day
from chalicelib.complaints.model import File
from chalicelib.complaints.moves import MOVES, Hand, Kind, hands
from chalicelib.complaints.problems import NotAnInspector, Recused
from chalicelib.complaints.service_book import Book, Listing, Whole
from chalicelib.complaints.service_steps import Procedure
from chalicelib.complaints.service_words import Words
from chalicelib.complaints.steps import Assign, NewStep, Step
from chalicelib.complaints.steps_hands import Taker
from chalicelib.complaints.steps_taking import may
from chalicelib.errors import NotFound, Problem

READERS = (Role.INSPECTOR, Role.SUPERVISOR, Role.LEADER, Role.AUDITOR)
TAKERS = (Role.INSPECTOR, Role.SUPERVISOR, Role.LEADER)
PAGE = 50
_QUERIES = 10


class Lists(Protocol):
    """Queues in order of what is due first; closed files, the last closed first."""

    def of_unit(self, unit: str, after: str, *, is_over: bool) -> Listing: ...
    def of_person(self, account: str, after: str, *, is_over: bool) -> Listing: ...
    def late(self, unit: str, today: date) -> Listing: ...
    def about(self, thing: str, after: str) -> Listing:
        """The files about a site, stall, instrument or merchant, the last received first: their ids alone."""


class People(Protocol):
    """Who may handle a file. Raises NotFound."""

    def account(self, account: str) -> Account: ...


@dataclass(frozen=True)
class Wanted:
    """Which files: a unit's, one's own, or those about a thing; of a state or a kind, if they are named.

    about   a site, stall, instrument or merchant: open files and closed ones, of all units the caller works in
    """

    unit: str | None
    about: str | None = None
    state: str | None = None
    kind: str | None = None
    is_over: bool = False


@dataclass(frozen=True)
class Offer:
    """A step that the file's state has: who may take it, and whether the caller may now."""

    kind: Kind
    by: tuple[Hand, ...]
    yours: bool


@dataclass(frozen=True)
class Desk:
    """What officers do with files, in their districts."""

    procedure: Procedure
    book: Book
    lists: Lists
    people: Callable[[], People]
    clock: Clock
    words: Words

    def today(self) -> date:
        """The local day."""
        return local_day(self.clock())

    def queue(self, actor: Actor, wanted: Wanted, after: str) -> Listing:
        """A page of a queue; an unlisted unit's is not found. Raises NotFound."""
        if wanted.unit is not None and not actor.works_in(wanted.unit):
            raise NotFound(id=wanted.unit)
        rows = list[Mapping[str, Any]]()
        for _ in range(_QUERIES):
            page = self._page(actor, wanted, after)
            rows += [row for row in page.rows if _is_wanted(row, wanted)]
            if not (after := page.after) or len(rows) >= PAGE:
                break
        return Listing(tuple(rows), after)

    def _page(self, actor: Actor, wanted: Wanted, after: str) -> Listing:
        if wanted.unit is not None:
            return self.lists.of_unit(wanted.unit, after, is_over=wanted.is_over)
        if wanted.about is not None:
            page = self.lists.about(wanted.about, after)
            files = self.book.files(tuple(str(row["id"]) for row in page.rows))
            return Listing(tuple(file.row() for file in files if actor.works_in(file.unit)), page.after)
        return self.lists.of_person(actor.id, after, is_over=wanted.is_over)

    def late(self, actor: Actor, units: tuple[str, ...]) -> tuple[Mapping[str, Any], ...]:
        """What of these units, as far as they are the actor's, is over its term, the longest first."""
        today = self.today()
        found = [row for unit in units if actor.works_in(unit) for row in self.lists.late(unit, today).rows]
        return tuple(sorted(found, key=lambda row: str(row["next"]["due_on"])))

    def whole(self, actor: Actor, complaint_id: str) -> Whole:
        """A file with all that belongs to it. Raises NotFound, also outside the actor's districts; Recused."""
        whole = self.book.whole(complaint_id)
        if whole is None:
            raise NotFound(id=complaint_id)
        _admit(actor, whole.file.value)
        return whole

    def take(self, actor: Actor, complaint_id: str, step_id: str, new: NewStep) -> tuple[Whole, Step, bool]:
        """A step of an officer; see Procedure.take. What people wrote in it is masked before it is kept.

        Raises besides NotAnInspector, IdentitiesUnavailable.
        """

        def admits(file: File, sent: Any) -> None:
            _admit(actor, file)
            if isinstance(sent, Assign) and not self._inspects(sent.handler, file.unit):
                raise NotAnInspector

        stored = self.book.file(complaint_id)
        kept = self.words.step(stored.value if stored else None, new)
        return self.procedure.take(complaint_id, step_id, kept, taker(actor), admits)

    def _inspects(self, account: str, unit: str) -> bool:
        try:
            officer = self.people().account(account).actor()
        except NotFound:
            return False
        return officer.is_any(Role.INSPECTOR) and officer.works_in(unit)


def offers(actor: Actor, file: File) -> Iterator[Offer]:
    """What may be done with a file next."""
    for move in MOVES:
        if file.state in move.since:
            try:
                may(file, move.step, taker(actor))
            except Problem:
                yield Offer(move.step, tuple(sorted(move.by)), yours=False)
            else:
                yield Offer(move.step, tuple(sorted(move.by)), yours=True)


def taker(actor: Actor) -> Taker:
    """An account as whoever takes a step."""
    return Taker(actor.id, hands(actor.roles), is_citywide=not actor.districts)


def _admit(actor: Actor, file: File) -> None:
    if not actor.is_any(*READERS) or not actor.works_in(file.unit):
        raise NotFound(id=file.id)
    if actor.id in file.recused:
        raise Recused


def _is_wanted(row: Mapping[str, Any], wanted: Wanted) -> bool:
    return wanted.state in {None, row["state"]} and wanted.kind in {None, row["kind"]}
