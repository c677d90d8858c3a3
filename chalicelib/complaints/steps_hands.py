"""Who takes a step, and everything it is decided on; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chalicelib.clock import local_day
from chalicelib.complaints.model import File
from chalicelib.complaints.moves import Hand
from chalicelib.complaints.steps import Step


@dataclass(frozen=True)
class Taker:
    """Who takes a step. `by`: the account, "citizen" or "system"; `is_citywide`: works in every district."""

    by: str
    hands: frozenset[Hand]
    is_citywide: bool = False


def open_offer(steps: Sequence[Step]) -> Step | None:
    """The merchant's last offer, while the complainant did not answer it and nothing was agreed or ended."""
    for step in reversed(steps):
        sent = step.sent
        if sent.kind == "offer":
            return step
        if sent.kind in {"agree", "end", "withdraw"} or (
            sent.kind == "supplement" and sent.accepts is not None
        ):
            return None
    return None


CITIZEN = Taker("citizen", frozenset({"citizen"}))
SYSTEM = Taker("system", frozenset({"system"}))


@dataclass(frozen=True)
class Asking:
    """Everything a step is decided on."""

    file: File
    steps: Sequence[Step]
    sent: Any
    taker: Taker
    as_: Hand
    at: datetime

    @property
    def today(self) -> date:
        """The local day."""
        return local_day(self.at)
