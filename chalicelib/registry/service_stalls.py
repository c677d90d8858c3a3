"""Registering a site's stalls and who holds them; reading them."""

from dataclasses import dataclass
from typing import Protocol

from chalicelib.accounts.model import Actor, Role
from chalicelib.errors import IdTaken, NotFound, VersionStale
from chalicelib.registry import reach
from chalicelib.registry.parties import Merchant, Site
from chalicelib.registry.problems import CodeTaken, NotYourDistrict, NotYourMarket, UnknownParty
from chalicelib.registry.service_book import Changed, Stored, content_of
from chalicelib.registry.stalls import Stall, StallTold


class StallBook(Protocol):
    """How stalls are kept; writes raise Changed."""

    def stall(self, site_id: str, stall_id: str) -> Stored[Stall] | None: ...
    def stalls(self, site_id: str) -> tuple[Stored[Stall], ...]: ...
    def put(self, stall: Stall, content: str, seen: int) -> None: ...


class Parties(Protocol):
    """The merchants and sites of the registry; both raise NotFound."""

    def merchant(self, merchant_id: str) -> Stored[Merchant]: ...
    def site(self, site_id: str) -> Stored[Site]: ...


@dataclass(frozen=True)
class Stalls:
    """The stalls of sites."""

    book: StallBook
    parties: Parties

    def put_stall(
        self, actor: Actor, site_id: str, stall_id: str, new: StallTold, seen: int | None
    ) -> tuple[Stored[Stall], bool]:
        """Register (`seen` None) a stall or tell who holds it now; answers it and whether it is new.

        A supervisor in their districts, an organiser at their own site. Raises NotFound, NotYourDistrict,
        NotYourMarket, UnknownParty, CodeTaken for a name in use, IdTaken, VersionStale, TenancyOverlaps.
        """
        self._admit(actor, site_id)
        content = content_of(new)
        standing = self.book.stall(site_id, stall_id)
        if standing is not None and (seen is None or standing.content == content):
            if standing.content != content:
                raise IdTaken(id=stall_id)
            return standing, False
        if standing is None and seen is not None:
            raise NotFound(id=stall_id)
        if standing is not None and standing.value.name != new.name:
            raise IdTaken(id=stall_id)
        before = standing.value if standing else Stall(id=stall_id, site_id=site_id, name=new.name)
        stall = before.told(new, self._name(new.merchant_id))
        try:
            self.book.put(stall, content, seen or 0)
        except Changed:
            meanwhile = self.book.stall(site_id, stall_id)
            if meanwhile is not None and meanwhile.content == content:  # the same came twice at once
                return meanwhile, False
            if seen is not None:
                raise VersionStale from None
            if meanwhile is not None:
                raise IdTaken(id=stall_id) from None
            raise CodeTaken(what=new.name) from None
        return Stored(stall, (seen or 0) + 1, content), seen is None

    def stall(self, site_id: str, stall_id: str) -> Stall:
        """One stall. Raises NotFound."""
        found = self.book.stall(site_id, stall_id)
        if found is None:
            raise NotFound(id=stall_id)
        return found.value

    def stalls(self, actor: Actor, site_id: str) -> tuple[Stored[Stall], ...]:
        """A site's stalls by name. Raises NotFound for a site that is not the organiser's."""
        if not actor.is_any(*reach.READERS) and not reach.organises(actor, site_id):
            raise NotFound(id=site_id)
        return self.by_name(site_id)

    def by_name(self, site_id: str) -> tuple[Stored[Stall], ...]:
        """A site's stalls by name, for whoever may see them."""
        return tuple(sorted(self.book.stalls(site_id), key=lambda one: one.value.name))

    def _admit(self, actor: Actor, site_id: str) -> None:
        district = self.parties.site(site_id).value.district
        if not reach.supervises(actor, district) and not reach.organises(actor, site_id):
            raise NotYourDistrict if actor.is_any(Role.SUPERVISOR) else NotYourMarket

    def _name(self, merchant_id: str | None) -> str:
        if merchant_id is None:
            return ""
        try:
            return self.parties.merchant(merchant_id).value.name
        except NotFound:
            raise UnknownParty from None
