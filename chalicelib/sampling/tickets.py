"""Seed, tickets and who is drawn (docs/draw-protocol.md section 5)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256 as _sha256

from chalicelib.sampling import forms
from chalicelib.sampling.forms import Entry

_WORD = 8
_WORDS = 4
"""64-bit words in one digest."""
_SLACK = 1024


def seed(pool_root: bytes, plan: str, randomness: bytes, secret: bytes) -> bytes:
    """What all tickets of a draw come from."""
    return forms.sha256(b"steelyard/draw-1", pool_root, plan.encode(), randomness, secret)


def ticket(drawn_by: bytes, entry: Entry) -> bytes:
    """The ticket of an entry under this seed."""
    return _sha256(drawn_by + entry.stratum.to_bytes(2) + entry.id).digest()


def value(mark: bytes, weight: int) -> bytes:
    """The least of the first `weight` words of the hash stream that begins with this ticket, eight bytes."""
    stream = mark + b"".join(
        _sha256(mark + bytes([block])).digest() for block in range(1, -(-weight // _WORDS))
    )
    return min(stream[place : place + _WORD] for place in range(0, weight * _WORD, _WORD))


@dataclass(frozen=True, order=True)
class Ranked:
    """An entry where the order of its stratum is decided: by value, ticket, id."""

    value: bytes
    ticket: bytes
    id: bytes

    @classmethod
    def of(cls, drawn_by: bytes, entry: Entry) -> "Ranked":
        """The entry under this seed."""
        mark = ticket(drawn_by, entry)
        return cls(value(mark, entry.weight), mark, entry.id)


@dataclass
class Smallest:
    """The `take` first of a stratum, from a stream of any length in little memory; exact whatever comes.

    What cannot be among the first any more is passed over by its value alone, so most entries cost one hash.
    """

    take: int
    _kept: list[tuple[bytes, bytes, bytes]] = field(default_factory=list)
    bar: bytes = b"\xff" * _WORD
    """No entry with a value above it can be among the first."""

    def add(self, found_value: bytes, mark: bytes, entry_id: bytes) -> None:
        """Take note of an entry whose value is not above `bar`."""
        self._kept.append((found_value, mark, entry_id))
        if len(self._kept) > 2 * self.take + _SLACK:
            self._cut()

    def _cut(self) -> None:
        self._kept.sort()
        del self._kept[self.take :]
        if self._kept:
            self.bar = self._kept[-1][0]

    def ranked(self) -> list[Ranked]:
        """The first of the stratum, in order."""
        self._cut()
        return [Ranked(*one) for one in self._kept]


def draw(drawn_by: bytes, records: Iterable[bytes], takes: list[int]) -> list[list[Ranked]]:
    """The first `takes[n]` of every stratum n, in order, in one pass over the pool's records.

    takes   quota and reserve together, by number of the stratum; a record of another stratum is a KeyError
    """
    first = [Smallest(take) for take in takes]
    heads = [drawn_by + number.to_bytes(2) for number in range(len(takes))]
    for record in records:
        number = int.from_bytes(record[-3:-1])
        entry_id = record[:-3].rstrip(b"\0")
        mark = _sha256(heads[number] + entry_id).digest()
        weight = record[-1]
        found = mark[:_WORD] if weight == 1 else value(mark, weight)
        smallest = first[number]
        if found <= smallest.bar and smallest.take:
            smallest.add(found, mark, entry_id)
    return [one.ranked() for one in first]
