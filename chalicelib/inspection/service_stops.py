"""Instruments that an order puts out of use, and that come back when it is withdrawn; each act is done once.

Whoever ordered it, or withdrew it, does it for the office whose order it is, wherever the instrument stands by now.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from chalicelib import ids
from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import Clock
from chalicelib.errors import VersionStale
from chalicelib.inspection.orders import OPEN, Rectification
from chalicelib.inspection.service_book import Changed, Instruments, Stored
from chalicelib.registry.acts import ActAttempt, KeptAct, NewAct
from chalicelib.registry.model import InstrumentHead, number

_ATTEMPTS = 12


class Acts(Protocol):
    """What people do to instruments."""

    def put_act(
        self, actor: Actor, instrument_id: str, act_id: str, new: NewAct
    ) -> tuple[KeptAct | ActAttempt, InstrumentHead, bool]: ...
    def act(self, instrument_id: str, act_id: str) -> KeptAct | None: ...


class Shelf(Protocol):
    """Orders; writing raises Changed."""

    def order(self, order_id: str) -> Stored[Rectification] | None: ...
    def write(self, order: Rectification, content: str, seen: int) -> None: ...
    def stopping(self, merchant_id: str, instrument_id: str) -> frozenset[str]:
        """The open orders of a merchant that name this instrument."""


@dataclass(frozen=True)
class Stops:
    """Suspensions by order."""

    shelf: Shelf
    instruments: Callable[[], Instruments]
    acts: Callable[[], Acts]
    clock: Clock

    def suspend(self, order: Rectification) -> Rectification:
        """Order out of use what it names, and note that this was done: a lab that gives back is not overruled later.

        Told again it finishes what was broken off. Raises VersionStale.
        """
        if not order.stop_use or order.stopped_at is not None or order.state not in OPEN:
            return order
        for instrument in order.stop_use:
            new = _act("suspend", f"{order.no} 责令改正：{order.demand}")
            self.acts().put_act(
                self._office(order, instrument, order.by, Role.INSPECTOR),
                instrument,
                _id(order, instrument),
                new,
            )
        return self._noted(order.id)

    def release(self, order: Rectification) -> None:
        """Give back what a withdrawn order put out of use: not what stands still for another reason or open order.

        What a rule forbids, such as for a sealed instrument, is kept as an attempt.
        """
        withdrawal = order.withdrawal
        if withdrawal is None:
            return
        for instrument in order.stop_use:
            done = self.acts().act(instrument, _id(order, instrument))
            standing = self.instruments().head(number(instrument)).suspension
            if done is None or standing is None or standing.at != done.received_at:
                continue
            if self.shelf.stopping(order.merchant_id, instrument) - {order.id}:
                continue
            leader = self._office(order, instrument, withdrawal.by, Role.LEADER)
            new = _act("release", f"{order.no} 责令改正已撤回：{withdrawal.reason}")
            self.acts().put_act(leader, instrument, _id(order, instrument, "release"), new)

    def _office(self, order: Rectification, instrument: str, account: str, role: Role) -> Actor:
        here = self.instruments().head(number(instrument)).district
        return Actor(account, frozenset({role}), frozenset({order.district, here}))

    def _noted(self, order_id: str) -> Rectification:
        for _ in range(_ATTEMPTS):
            standing = self.shelf.order(order_id)
            if standing is None:
                break
            if standing.value.stopped_at is not None:
                return standing.value
            noted = standing.value.model_copy(update={"stopped_at": self.clock()})
            try:
                self.shelf.write(noted, standing.content, standing.version)
            except Changed:
                continue
            return noted
        raise VersionStale


def _id(order: Rectification, instrument: str, *more: str) -> str:
    """The act's id follows from the order and the instrument, so that it is one act however often it is told."""
    mark = hashlib.sha256("#".join((order.id, instrument, *more)).encode()).digest()
    return ids.new("act", ids.made_at_ms(order.id), mark)


def _act(kind: str, reason: str) -> NewAct:
    return NewAct.model_validate({"kind": kind, "reason": reason.strip()[:200]})
