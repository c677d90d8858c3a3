"""Telling merchants, once each; handing notices on; marking them as read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from chalicelib import logs
from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock, stamp
from chalicelib.errors import NotFound, Unavailable
from chalicelib.notices.model import NewNotice, Notice, queued, tried

_ATTEMPTS = 6
BATCH = 25


class NoticeBusy(Unavailable):
    """Several people changed one notice at once."""

    code = "notices.busy"
    zh = "该告知正在被同时处理，请稍后重试。"
    en = "The notice is being changed by somebody else. Try again in a moment."


class Changed(Exception):
    """A write found another version than the one read."""


class Undelivered(Exception):
    """The carrier did not take a notice; the reason is one word or status, never what was sent."""


class Book(Protocol):
    """How notices are kept; writes raise Changed when a version they rely on is gone."""

    def known(self, notice_ids: Sequence[str]) -> frozenset[str]: ...
    def notice(self, notice_id: str) -> tuple[Notice, int] | None: ...
    def put(self, notice: Notice, seen: int) -> None: ...
    def waiting(self, until: str, limit: int) -> tuple[str, ...]: ...
    def of_merchant(
        self, merchant_id: str, after: str, limit: int
    ) -> tuple[tuple[Mapping[str, Any], ...], str]: ...
    def in_district(
        self, district: str, after: str, limit: int
    ) -> tuple[tuple[Mapping[str, Any], ...], str]: ...


class Carrier(Protocol):
    """Hands notices on to the outside."""

    @property
    def name(self) -> str:
        """What attempts name it by."""

    def carry(self, notice: Notice) -> None:
        """Hand one notice on; the same notice may come again and has the same id. Raises Undelivered."""


@dataclass(frozen=True)
class Notices:
    """The outbox: what is told to merchants."""

    book: Book
    clock: Clock

    def tell(self, new: Sequence[NewNotice]) -> int:
        """Queue at most 100 notices that are not there yet; answers how many were new."""
        known = self.book.known([one.id for one in new])
        told = 0
        for one in new:
            if one.id in known:
                continue
            try:
                self.book.put(queued(one, self.clock()), 0)
            except Changed:
                continue  # told meanwhile by another run
            told += 1
        return told

    def read(self, actor: Actor, notice_id: str) -> Notice:
        """Mark a notice of the actor's merchant as read; again changes nothing."""
        for _ in range(_ATTEMPTS):
            found = self.book.notice(notice_id)
            if found is None or found[0].merchant_id not in actor.merchants:
                raise NotFound(id=notice_id)
            notice, seen = found
            if notice.read_at is not None:
                return notice
            marked = notice.model_copy(update={"read_at": stamp(self.clock()), "read_by": actor.id})
            try:
                self.book.put(marked, seen)
            except Changed:
                continue
            return marked
        raise NoticeBusy


@dataclass(frozen=True)
class Delivery:
    """Hands queued notices to the carrier of this stage, oldest first, until none waits or time is up."""

    book: Book
    carrier: Carrier
    clock: Clock

    def run(self, has_time: Callable[[], bool]) -> int:
        """Try every notice whose time has come; answers how many were taken."""
        taken = 0
        while ids := self.book.waiting(stamp(self.clock()), BATCH):
            moved = 0
            for notice_id in ids:
                if not has_time():
                    return taken
                is_moved, is_taken = self._try(notice_id)
                moved += is_moved
                taken += is_taken
            if not moved:
                return taken  # the index still shows what was moved already
        return taken

    def _try(self, notice_id: str) -> tuple[bool, bool]:
        """Whether the notice moved on, and whether it was taken."""
        found = self.book.notice(notice_id)
        if found is None or found[0].state != "queued" or found[0].next_at > stamp(self.clock()):
            return False, False
        notice, seen = found
        failure = ""
        try:
            self.carrier.carry(notice)
        except Undelivered as undelivered:
            failure = str(undelivered)
            logs.logger().warning("notice not delivered", extra={"item": notice_id})
        self._keep(notice, seen, failure)
        return True, not failure

    def _keep(self, notice: Notice, seen: int, failure: str) -> None:
        for _ in range(_ATTEMPTS):
            try:
                self.book.put(tried(notice, self.carrier.name, failure, self.clock()), seen)
            except Changed:  # read by its merchant meanwhile
                found = self.book.notice(notice.id)
                if found is None or found[0].state != "queued":
                    return
                notice, seen = found
                continue
            return
        raise NoticeBusy


@dataclass(frozen=True)
class Outbox:
    """The carrier of a stage without another: the app itself shows the notice."""

    name: str = "app"

    def carry(self, notice: Notice) -> None:
        """Nothing more to do."""
