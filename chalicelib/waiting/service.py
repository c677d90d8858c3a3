"""Counting what waits for a person: every list of their roles, in every place they work in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.accounts.model import Actor, Role
from chalicelib.waiting.model import Count, Counts, Name, Tally

_PAGES = 5
"""Of one list, where what waits may stand behind what does not."""


class Page(Protocol):
    """A page of a list, as its package answers it to this actor: of a `place`, from `after` on."""

    def __call__(self, actor: Actor, place: str, after: str, /) -> Tally: ...


@dataclass(frozen=True)
class Source:
    """A list: whose work it is, in which places it stands, and how a page of it is read.

    is_whole   it is read on to its end, or to so many pages; otherwise only its first page is
    """

    name: Name
    roles: frozenset[Role]
    places: Callable[[Actor], Sequence[str]]
    page: Page
    is_whole: bool = False


@dataclass(frozen=True)
class Waiting:
    """What waits for whom."""

    sources: Sequence[Source]

    def of(self, actor: Actor) -> Counts:
        """How much waits in each list of the actor's roles, none left out."""
        mine = (source for source in self.sources if actor.is_any(*source.roles))
        return Counts(counts={source.name: _count(source, actor) for source in mine})


def _count(source: Source, actor: Actor) -> Count:
    found = Count(n=0)
    for place in source.places(actor):
        after = ""
        for _ in range(_PAGES if source.is_whole else 1):
            tally = source.page(actor, place, after)
            found.n, found.late, after = found.n + tally.n, found.late + tally.late, tally.after
            if not after:
                break
        found.more = found.more or bool(after)
    return found
