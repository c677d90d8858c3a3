"""The register of officers: who may be drawn, and the conflicts they declare."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from chalicelib.accounts.account import Account
from chalicelib.accounts.model import Actor, Role
from chalicelib.errors import NotFound, VersionStale
from chalicelib.registry.service_book import Changed, Listing, Stored, every_row
from chalicelib.sampling.officers import Conflict, KeptOfficer, PoolOfficer
from chalicelib.sampling.problems import NotYourDistrict, UnknownOfficer

_ATTEMPTS = 5


class Roll(Protocol):
    """How officers are kept; writes raise Changed when another version than `seen` stands there."""

    def officer(self, account: str) -> Stored[KeptOfficer] | None: ...
    def put_officer(self, officer: KeptOfficer, content: str, seen: int) -> None: ...
    def officers(self, after: str, limit: int) -> Listing: ...


class People(Protocol):
    """Who has which roles. Raises NotFound for nobody."""

    def account(self, account: str) -> Account: ...


@dataclass(frozen=True)
class Officers:
    """The register of officers; `people` is asked when one is entered."""

    roll: Roll
    people: Callable[[], People]

    def officer(self, actor: Actor, account: str) -> KeptOfficer:
        """One officer, for supervisors, auditors and the officer; what others may not know of does not exist."""
        stored = self.roll.officer(account)
        if stored is None or not (actor.id == account or actor.is_any(Role.SUPERVISOR, Role.AUDITOR)):
            raise NotFound(id=account)
        return stored.value

    def enter(self, actor: Actor, officer: PoolOfficer) -> KeptOfficer:
        """Enter an officer or change what is known of one; conflicts stay. Raises UnknownOfficer, NotYourDistrict."""
        if not all(actor.works_in(one) for one in officer.districts) or (
            actor.districts and not officer.districts
        ):
            raise NotYourDistrict
        try:
            is_inspector = self.people().account(officer.account).actor().is_any(Role.INSPECTOR)
        except NotFound:
            is_inspector = False
        if not is_inspector:
            raise UnknownOfficer
        return self._change(
            officer.account,
            lambda kept: KeptOfficer(**dict(officer), conflicts=kept.conflicts if kept else ()),
        )

    def strike_off(self, account: str) -> KeptOfficer:
        """Take an officer out of the register; nobody draws him or her any more."""
        return self._change(account, lambda kept: _known(kept, account).model_copy(update={"active": False}))

    def declare(self, actor: Actor, account: str, conflicts: tuple[Conflict, ...]) -> KeptOfficer:
        """Replace the conflicts an officer declares: the officer, or a supervisor who learnt of one."""
        if not (actor.id == account or actor.is_any(Role.SUPERVISOR)):
            raise NotFound(id=account)
        return self._change(
            account, lambda kept: _known(kept, account).model_copy(update={"conflicts": conflicts})
        )

    def active(self) -> Iterator[KeptOfficer]:
        """Every officer who may be drawn at all; for the freeze."""
        for row in every_row(self.roll.officers):
            stored = self.roll.officer(row["account"])
            if stored is not None and stored.value.active:
                yield stored.value

    def _change(self, account: str, change: Callable[[KeptOfficer | None], KeptOfficer]) -> KeptOfficer:
        for _ in range(_ATTEMPTS):
            stored = self.roll.officer(account)
            kept = change(stored.value if stored else None)
            if stored is not None and kept == stored.value:
                return kept
            try:
                self.roll.put_officer(kept, "", stored.version if stored else 0)
            except Changed:
                continue
            return kept
        raise VersionStale


def _known(kept: KeptOfficer | None, account: str) -> KeptOfficer:
    if kept is None:
        raise NotFound(id=account)
    return kept
