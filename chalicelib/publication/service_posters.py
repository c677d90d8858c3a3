"""Posters for shop windows: who may have one, and the function that draws it; its code opens the public page."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from chalicelib import ids
from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import Clock
from chalicelib.errors import NotFound, Unavailable
from chalicelib.papers.poster import Poster, pdf
from chalicelib.publication.projection import Row

OFFICERS = (Role.INSPECTOR, Role.SUPERVISOR, Role.LEADER, Role.PUBLISHER)
"""Who may print a poster for anybody; an organiser for whoever is at its markets, a merchant for itself."""
_MOST_PLACES = 2


class PosterUnavailable(Unavailable):
    """The poster could not be drawn."""

    code = "publication.poster_unavailable"
    zh = "海报暂时没有生成，请稍后再试。"
    en = "The poster could not be made now. Try again later."


class Rows(Protocol):
    """What may be seen."""

    def many(self, thing_ids: Iterable[str], sk: str) -> dict[str, Row]: ...
    def instruments(self, *, of: str = "", at: str = "") -> Iterable[Row]: ...


class Files(Protocol):
    """Where posters lie for a week."""

    def put(self, merchant: str, raw: bytes) -> None: ...
    def link(self, merchant: str) -> str:
        """An address that downloads it for fifteen minutes."""


@dataclass(frozen=True)
class Drawing:
    """What runs inside the function that draws posters.

    font   fetches the font and answers its path      host   of the public site
    """

    rows: Rows
    files: Files
    font: Callable[[], str]
    host: str
    clock: Clock

    def answer(self, event: Mapping[str, Any]) -> dict[str, bool]:
        """`{"merchant": id}` -> whether there is such a merchant, and so a poster."""
        merchant = str(event["merchant"])
        who = self.rows.many([merchant], "A").get(merchant) if ids.matches("merchant", merchant) else None
        if who is None:
            return {"made": False}
        poster = Poster(who.told["name"], self._place(merchant), f"https://{self.host.lower()}/m/{merchant}")
        self.files.put(merchant, pdf(poster, self.clock(), self.font()))
        return {"made": True}

    def _place(self, merchant: str) -> str:
        """Market and stall, of the first few."""
        found = [(one.told["site_id"], one.told["stall"]) for one in self.rows.instruments(of=merchant)]
        places = list(dict.fromkeys(found))[:_MOST_PLACES]
        sites = self.rows.many((site for site, _ in places), "A")
        named = [(sites[site].told["name"], stall) for site, stall in places if site in sites]
        return "，".join(f"{name} {stall}".strip() for name, stall in named)


@dataclass(frozen=True)
class Posters:
    """Asking for a poster.

    draw   asks the drawing function: whether it made one, None when it failed
    """

    rows: Rows
    files: Files
    draw: Callable[[str], Mapping[str, Any] | None]

    def link(self, actor: Actor, merchant: str) -> str:
        """Where the poster is, drawn anew. Raises NotFound, PosterUnavailable."""
        if not self._may(actor, merchant):
            raise NotFound(id=merchant)
        answer = self.draw(merchant)
        if answer is None:
            raise PosterUnavailable
        if not answer["made"]:
            raise NotFound(id=merchant)
        return self.files.link(merchant)

    def _may(self, actor: Actor, merchant: str) -> bool:
        if actor.is_any(*OFFICERS) or merchant in actor.merchants:
            return True
        return any(one.told["site_id"] in actor.sites for one in self.rows.instruments(of=merchant))
