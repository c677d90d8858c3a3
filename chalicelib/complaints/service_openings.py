"""Opening who a reporter is, and what they sent besides: by whom, with a reason, on the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import Clock
from chalicelib.complaints.identities import Opened, reason
from chalicelib.complaints.materials import Material
from chalicelib.complaints.model import File
from chalicelib.complaints.problems_intake import IdentityNotYours
from chalicelib.complaints.receipts import MaterialTold
from chalicelib.complaints.service_book import Stored, Whole
from chalicelib.complaints.telling import material


class Desk(Protocol):
    """Files as an officer may see them. Raises NotFound, Recused."""

    def whole(self, actor: Actor, complaint_id: str) -> Whole: ...


class Opener(Protocol):
    """The function that opens identities. Raises NoIdentity, IdTaken, IdentitiesUnavailable."""

    def mask(self, complaint: str, texts: Mapping[str, str]) -> Mapping[str, str]:
        """See service_words.Masker."""

    def open(self, complaint: str, opening: str, by: str, why: str) -> Opened: ...


class Shelf(Protocol):
    """What was sent besides."""

    def materials(self, complaint: str) -> tuple[Stored[Material], ...]: ...


class Links(Protocol):
    """Where a verified picture is read for a quarter of an hour."""

    def link(self, material: Material) -> str: ...


@dataclass(frozen=True)
class Openings:
    """What the office may know of a reporter."""

    desk: Desk
    opener: Opener
    shelf: Shelf
    links: Links
    clock: Clock

    def open(
        self, actor: Actor, complaint: str, opening: str, why: str
    ) -> tuple[Opened, list[tuple[MaterialTold, str]]]:
        """Who the reporter is and what they wrote, with the papers that prove it; the opening is on record first.

        By the handler, or a supervisor of the unit. Raises NotFound, Recused, IdentityNotYours, and what Opener raises.
        """
        file = self.desk.whole(actor, complaint).file.value
        if not _may_open(actor, file):
            raise IdentityNotYours
        kept = reason(self.opener.mask(complaint, {"why": why})["why"])
        opened = self.opener.open(complaint, opening, actor.id, kept)
        return opened, [one for one in self._linked(file, is_open=True) if one[0].kind == "identity_paper"]

    def materials(self, actor: Actor, complaint: str) -> list[tuple[MaterialTold, str]]:
        """What the reporter sent, also of the submission's other file, with addresses of pictures but of papers that
        prove an identity; auditors get no addresses. Raises NotFound, Recused.
        """
        file = self.desk.whole(actor, complaint).file.value
        return self._linked(file, is_open=False, is_shown=actor.is_any(*_SEE))

    def _linked(self, file: File, *, is_open: bool, is_shown: bool = True) -> list[tuple[MaterialTold, str]]:
        now, told = self.clock(), list[tuple[MaterialTold, str]]()
        for one in (stored.value for stored in self.shelf.materials(file.submission)):
            is_there = one.state == "verified" and one.erased_at is None
            may_see = is_shown and (is_open or one.kind != "identity_paper")
            told.append((material(one, now), self.links.link(one) if is_there and may_see else ""))
        return told


_SEE = (Role.INSPECTOR, Role.SUPERVISOR, Role.LEADER)


def _may_open(actor: Actor, file: File) -> bool:
    supervises = actor.is_any(Role.SUPERVISOR) and actor.works_in(file.unit)
    return supervises or (file.handler == actor.id and actor.is_any(Role.INSPECTOR))
