"""Which two officers go (docs/draw-protocol.md section 6)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.sampling import forms
from chalicelib.sampling.forms import Officer

TOGETHER = 2
"""An inspection needs two officers (行政处罚法 第四十二条)."""


@dataclass(frozen=True)
class Pair:
    """An entry and the two officers drawn for it; nobody when fewer than two were free."""

    entry: bytes
    officers: tuple[bytes, ...]


def officer_ticket(seed: bytes, entry: bytes, officer: bytes) -> bytes:
    """An officer's ticket for one entry."""
    return forms.sha256(b"steelyard/officer-1", seed, entry, officer)


def pairs(
    seed: bytes,
    drawn: Iterable[tuple[int, bytes]],
    officers: Sequence[Officer],
    conflicts: Mapping[bytes, frozenset[bytes]],
    load_cap: int,
) -> list[Pair]:
    """The pair of every drawn entry.

    drawn       stratum and id, stratum by stratum in ticket order, then substitutes as they came
    conflicts   officer -> entries in conflict
    load_cap    most entries of one officer
    """
    load: Counter[bytes] = Counter()
    found: list[Pair] = []
    for stratum, entry in drawn:
        free = [
            one.id
            for one in officers
            if one.serves(stratum)
            and load[one.id] < load_cap
            and entry not in conflicts.get(one.id, frozenset())
        ]
        free.sort(key=lambda officer: (officer_ticket(seed, entry, officer), officer))
        going = tuple(free[:TOGETHER]) if len(free) >= TOGETHER else ()
        load.update(going)
        found.append(Pair(entry, going))
    return found
