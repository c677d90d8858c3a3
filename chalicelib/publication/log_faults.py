"""What is wrong with a log, by name and place; and what became of its entries, told from their hashes; pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: its code, and where (a file, an entry's number, a size)."""

    code: str
    where: str


def differences(
    expected: Sequence[bytes], found: Sequence[bytes], *, may_grow: bool = False
) -> Iterator[Fault]:
    """What became of entries, told from the hashes there should be and the ones that are there.

    may_grow   entries behind all that were expected are no difference
    """
    if expected == found:
        return
    lacking, surplus = _only(expected, found), _only(found, expected)
    kept = [(place, one) for place, one in enumerate(found) if place not in surplus]
    last = max((place for place, _ in kept), default=-1) if may_grow else len(found)
    changed = lacking & surplus
    for code, places in (
        ("entry.changed", changed),
        ("entry.removed", lacking - changed),
        ("entry.added", {place for place in surplus - changed if place < last}),
    ):
        yield from (Fault(code, str(place)) for place in sorted(places))
    order = (one for place, one in enumerate(expected) if place not in lacking)
    yield from (
        Fault("entry.reordered", str(place))
        for (place, one), other in zip(kept, order, strict=True)
        if one != other
    )


def _only(these: Sequence[bytes], others: Sequence[bytes]) -> set[int]:
    """The places of what these have more often than the others; of equal ones the last."""
    more = Counter(these) - Counter(others)
    found = set()
    for place in range(len(these) - 1, -1, -1):
        if more[these[place]] > 0:
            more[these[place]] -= 1
            found.add(place)
    return found
