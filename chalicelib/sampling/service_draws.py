"""What the steps of a draw ask of the world: where its state, its files and its secrets are kept, and the beacon."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from typing import Protocol

from chalicelib.errors import NotFound
from chalicelib.registry.service_book import Stored, every_row
from chalicelib.sampling.bundle import Drand
from chalicelib.sampling.draws import Fact, KeptDraw, KeptNumbers, Keys, opens_from
from chalicelib.sampling.plans import KeptPlan
from chalicelib.sampling.service_assignments import Book


class Draws(Protocol):
    """How draws are kept; writes raise Changed when another version than `seen` stands there."""

    def plan(self, plan: str) -> Stored[KeptPlan] | None: ...
    def draw(self, plan: str) -> Stored[KeptDraw] | None: ...
    def put_draw(self, draw: KeptDraw, due: str, seen: int) -> None:
        """Write a draw; `due` is when it is looked at again, a stamp, empty for never."""

    def step(
        self,
        plan: Stored[KeptPlan],
        draw: Stored[KeptDraw],
        moved: tuple[KeptPlan, KeptDraw],
        due: str,
        fact: Fact,
    ) -> None:
        """Move plan and draw together and tell the fact, or nothing of it."""

    def facts(self, plan: str) -> list[Fact]: ...
    def due(self, now: str) -> Iterator[str]:
        """Plans whose draw is to be looked at by now."""

    def numbers(self, plan: str) -> Stored[KeptNumbers] | None: ...
    def put_numbers(self, numbers: KeptNumbers, seen: int) -> None: ...
    def wrapped_keys(self, plan: str) -> bytes | None: ...
    def keep_keys(self, plan: str, wrapped: bytes) -> bytes:
        """Keep a draw's wrapped keys; answers those that stand, which may be another turn's."""


class Sink(Protocol):
    """A file being written."""

    def write(self, raw: bytes) -> object: ...


class Files(Protocol):
    """A bucket's part that draws are kept in; names are `{plan}/{file}`."""

    def open(self, name: str) -> AbstractContextManager[Sink]:
        """Write a file of any size as it streams by: there whole once the context ends well, or not at all."""

    def put(self, name: str, raw: bytes) -> None: ...
    def read(self, name: str) -> bytes | None:
        """The whole file, None when it is not there."""

    def part(self, name: str, first: int, size_bytes: int) -> bytes:
        """At most so many bytes from `first` on."""

    def chunks(self, name: str, width: int) -> Iterator[bytes]:
        """The whole file in pieces that are multiples of `width`."""


class Vault(Protocol):
    """The key that only the function of draws may use."""

    def wrap(self, plan: str, raw: bytes) -> bytes:
        """At most 4096 bytes, encrypted for this plan."""

    def unwrap(self, plan: str, wrapped: bytes) -> bytes:
        """What was encrypted for this plan."""


class NoAnswer(Exception):
    """The source said nothing we can use; the argument says why, for everybody to read."""


class Beacon(Protocol):
    """A chain of public randomness."""

    def signature(self, source: Drand) -> bytes:
        """The valid signature of the source's round. Raises NoAnswer."""


def standing(draws: Draws, plan_id: str) -> tuple[Stored[KeptPlan], Stored[KeptDraw]]:
    """A plan and its draw. Raises NotFound."""
    plan, draw = draws.plan(plan_id), draws.draw(plan_id)
    if plan is None or draw is None:
        raise NotFound(id=plan_id)
    return plan, draw


def may_open(book: Book, plan: KeptPlan, now: datetime) -> bool:
    """Whether a drawn plan may be opened: every assignment has ended, or it is time."""
    if now >= opens_from(plan):
        return True
    if next(iter(book.in_state(plan.id, "open")), None) is not None:
        return False
    board = every_row(partial(book.board, plan.id, None))  # the index above may lag
    return not any(row["state"] == "open" for row in board)


def keys(draws: Draws, vault: Vault, plan_id: str) -> Keys:
    """The draw's keys, once they are made. Raises NotFound."""
    wrapped = draws.wrapped_keys(plan_id)
    if wrapped is None:
        raise NotFound(id=plan_id)
    return Keys.of(vault.unwrap(plan_id, wrapped))
