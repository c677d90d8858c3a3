"""Citizens' scans, as counts: how often a label was seen in an hour and about where; nothing of who saw it.

Best effort: a count may miss a scan or two, and never holds one up. They corroborate what officers' scans show
(copied labels) and decide nothing.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.clock import Clock
from chalicelib.labels.verification import Outcome

MOST_PER_NETWORK = 300
"""Scans an hour that one network may add: a market's visitors share a carrier's address."""
_SALT_BYTES = 16
_IPV4_PREFIX, _IPV6_PREFIX = 24, 48


@dataclass(frozen=True)
class Seen:
    """One scan: the label, what the page showed, and the cell if the citizen agreed.

    counter   None for a number without a signature
    cell      corner of a grid of 0.01 degrees, about a kilometre: latitude and longitude as text, else empty
    """

    number: str
    counter: int | None
    outcome: Outcome
    cell: tuple[str, str] | None


@dataclass(frozen=True)
class Sighting:
    """How often a label was seen in one hour and cell; `hour` is its first instant, UTC."""

    seen: Seen
    hour: datetime
    count: int


class SightingBook(Protocol):
    """Where counts are kept for a while."""

    def is_registered(self, number: str) -> bool:
        """Whether an instrument has this number."""

    def salt(self, day: str, fresh: bytes) -> bytes:
        """The day's salt; `fresh` becomes it when the day has none yet."""

    def admit(self, network: str, hour: datetime, most: int) -> bool:
        """Count a call of a network (hashed); False when it made `most` in this hour, or many at this moment."""

    def add(self, seen: Seen, hour: datetime) -> bool:
        """Count a scan; False when the hour is full or many counted at once."""

    def of(self, number: str, since: datetime) -> Iterable[Sighting]:
        """All counts of a number from the hour of `since` on, oldest first."""


@dataclass(frozen=True)
class Sightings:
    """Counting citizens' scans, and telling the counts to the copied-label alarm."""

    book: SightingBook
    clock: Clock
    entropy: Callable[[int], bytes]

    def note(self, address: str, seen: Seen) -> bool:
        """Count one scan, unless its network made too many or no such instrument is registered."""
        now = self.clock()
        hour = now.replace(minute=0, second=0, microsecond=0)
        salt = self.book.salt(f"{now:%Y-%m-%d}", self.entropy(_SALT_BYTES))
        if not self.book.admit(_hashed(salt, network(address)), hour, MOST_PER_NETWORK):
            return False
        return self.book.is_registered(seen.number) and self.book.add(seen, hour)

    def seen_near(self, number: str, since: datetime) -> list[Sighting]:
        """Where and when citizens saw an instrument's labels since an instant, to the hour and the kilometre."""
        return list(self.book.of(number, since))


def network(address: str) -> str:
    """The network of an internet address: /24 of IPv4, /48 of IPv6; one for all that is no address."""
    from ipaddress import ip_address, ip_network

    try:
        known = ip_address(address.strip())
    except ValueError:
        return "unknown"
    return str(ip_network((known, _IPV4_PREFIX if known.version == 4 else _IPV6_PREFIX), strict=False))  # noqa: PLR2004


def _hashed(salt: bytes, named: str) -> str:
    return hashlib.sha256(salt + named.encode()).hexdigest()[:32]
