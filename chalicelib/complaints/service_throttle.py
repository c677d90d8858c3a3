"""How much one network may send in an hour (限流), counted without knowing who it is; pure but for its port.

A network prefix stands for many people (a market's visitors share their carrier's address), so the limits leave room
for a busy market and end a flood. What is kept is an HMAC of the prefix and the purpose under the day's key: the key is
forgotten after two days and the counts after two hours, so that afterwards nobody can tell a network from them.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from chalicelib.clock import CITY_ZONE, Clock
from chalicelib.complaints.problems_intake import TooManyFromHere
from chalicelib.labels.service_sightings import network

Purpose = Literal["submit", "add", "similar"]
MOST: dict[Purpose, int] = {"submit": 30, "add": 120, "similar": 120}
"""Calls an hour that one network may make. Following is not counted: it would cost a write a look, and 128 bits cannot
be guessed."""
_KEY_BYTES = 16


class Counts(Protocol):
    """The day's key and the hour's counts; both go by themselves."""

    def salt(self, day: str, fresh: bytes) -> bytes:
        """The day's key; `fresh` becomes it when the day has none yet."""

    def admit(self, network: str, hour: datetime, most: int) -> bool:
        """Count a call of a network (as an HMAC); False when it made `most` in this hour, or many at this moment."""


@dataclass(frozen=True)
class Throttle:
    """Lets a network's calls through, up to a number an hour."""

    counts: Counts
    clock: Clock
    entropy: Callable[[int], bytes]

    def admit(self, purpose: Purpose, address: str) -> None:
        """Count one call from an internet address. Raises TooManyFromHere."""
        now = self.clock()
        hour = now.replace(minute=0, second=0, microsecond=0)
        key = self.counts.salt(f"{now:%Y-%m-%d}", self.entropy(_KEY_BYTES))
        if not self.counts.admit(mark(key, purpose, address), hour, MOST[purpose]):
            raise TooManyFromHere(at=f"{(hour + timedelta(hours=1)).astimezone(CITY_ZONE):%H:%M}")


def mark(key: bytes, purpose: Purpose, address: str) -> str:
    """What stands for a network: an HMAC, so that it is of no use without the day's key."""
    return hmac.digest(key, f"complaints/{purpose}/{network(address)}".encode(), hashlib.sha256).hex()[:32]
