"""Admitting callers, granting and ending roles, inviting people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from chalicelib import logs
from chalicelib.accounts.account import (
    INVITATION_HOURS,
    Account,
    Grant,
    Invitation,
    Scopes,
    account_id,
    code_key,
    may_invite,
    names_its_party,
    reaches,
)
from chalicelib.accounts.model import Actor, Role
from chalicelib.accounts.tokens import KeySet, Refused, verify
from chalicelib.clock import Clock, stamp
from chalicelib.errors import Conflict, Denied, IdTaken, Invalid, NotFound, Unavailable

_ATTEMPTS = 6


class NotYours(Denied):
    """The inviter may not hand out this role, or this scope."""

    code = "access.may_not_invite"
    zh = "您不能授予此角色或此范围，请由管理员办理。"
    en = "You may not hand out this role or scope. Ask the administrator."


class NamesNoParty(Invalid):
    """A merchant's role names no merchant, an organiser's no site, or a lab's no lab."""

    code = "access.names_no_party"
    zh = "授予经营者角色须选定经营者，市场主办者须选定场所，检定机构须选定检定机构。"
    en = "Name the merchant for the role of a merchant, the site for an organiser's, and the lab for a lab's."


class InvitationRefused(Denied):
    """Unknown, used or expired: the same answer for all three."""

    code = "access.invitation_refused"
    zh = "邀请码无效、已使用或已过期，请向发码人索取新的邀请码。"
    en = "The invitation code is not valid, was used, or has expired. Ask for a new one."


class OwnAccount(Denied):
    """Nobody widens, ends or locks their own access: a second person answers for it."""

    code = "access.own_account"
    zh = "不能更改自己的账号或使用自己发出的邀请码，请由另一位管理员办理。"
    en = "You may not change your own account or use your own invitation. Ask another administrator."


class TooMuchReach(Conflict):
    """The roles of one account would reach more merchants, sites, districts or labs than it may."""

    code = "access.too_much_reach"
    zh = "一个账号最多涉及 50 个经营者、50 个场所、20 个区和 10 个检定机构；请先收回不用的角色，或改用另一个账号。"
    en = "An account reaches 50 merchants, 50 sites, 20 districts, 10 labs at most. End a role or use another account."


class Busy(Unavailable):
    """The account was changed several times at once."""

    code = "access.busy"
    zh = "该账号正在被多人同时修改，请稍后重试。"
    en = "Several people are changing this account at once. Try again in a moment."


class Changed(Exception):
    """A write found another version than the one read."""


class Unauthorized(Exception):
    """API Gateway answers 401 when an authorizer fails with exactly this word."""

    def __init__(self) -> None:
        super().__init__("Unauthorized")


class Book(Protocol):
    """How accounts and invitations are kept; writes raise Changed when a version they rely on is gone."""

    def account(self, account: str) -> tuple[Account, int] | None: ...
    def put(self, account: Account, seen: int) -> None: ...
    def accounts(self, after: str, limit: int) -> tuple[tuple[dict[str, str], ...], str]: ...
    def inspectors(self, after: str, limit: int) -> tuple[tuple[dict[str, str], ...], str]: ...
    def invitation(self, key: str) -> tuple[Invitation, int] | None: ...
    def put_invitation(self, key: str, invitation: Invitation, seen: int) -> None: ...
    def accept(
        self, key: str, invitation: Invitation, seen: int, account: Account, account_seen: int
    ) -> None: ...


@dataclass(frozen=True)
class Gate:
    """Decides who a bearer token is. Lives by the real clock: tokens do, also in a demo."""

    keys: KeySet
    book: Book
    issuer: str
    audience: str
    clock: Clock

    def admit(self, header: str) -> Actor:
        """The actor behind an Authorization header. Raises Unauthorized; who has no account has no roles."""
        now = self.clock()
        kind, _, token = header.partition(" ")
        try:
            if kind.lower() != "bearer":
                raise Refused("kind")  # noqa: TRY301 - every refusal is counted in one place
            claims = verify(token.strip(), self.keys, self.issuer, self.audience, now)
        except Refused as refused:
            logs.count("token.refused", int(now.timestamp() * 1000), reason=refused.reason)
            raise Unauthorized from None
        account = account_id(self.issuer, str(claims["sub"]))
        known = self.book.account(account)
        return known[0].actor() if known else Actor(account, frozenset())


def nowhere(_: str) -> str | None:
    """Where nothing is registered."""
    return None


@dataclass(frozen=True)
class Colleague:
    """Somebody who inspects; without districts in the whole city."""

    account: str
    name: str
    districts: frozenset[str]

    def shares_district(self, actor: Actor) -> bool:
        """Whether there is a district both work in."""
        return not self.districts or not actor.districts or not self.districts.isdisjoint(actor.districts)


@dataclass(frozen=True)
class Accounts:
    """Accounts, their grants, and invitations.

    district_of   where a merchant or site is; None for one that is not registered, which only administrators bind
    """

    book: Book
    clock: Clock
    district_of: Callable[[str], str | None] = nowhere

    def account(self, account: str) -> Account:
        """The account. Raises NotFound."""
        known = self.book.account(account)
        if known is None:
            raise NotFound(id=account)
        return known[0]

    def inspectors(self, actor: Actor, after: str, limit: int) -> tuple[tuple[Colleague, ...], str]:
        """A page of those who inspect where the actor works, and where the next starts; a page may be short."""
        rows, after = self.book.inspectors(after, limit)
        people = (
            Colleague(row["id"], row["name"], frozenset(filter(None, row.get("districts", "").split(","))))
            for row in rows
        )
        return tuple(one for one in people if one.shares_district(actor)), after

    def grant(self, actor: Actor, account: str, role: Role, scopes: Scopes) -> Account:
        """Give a role; the same grant again changes nothing, another scope replaces the standing one.

        This and the other changes raise NotFound, OwnAccount, Busy; this one NamesNoParty and TooMuchReach.
        """
        if not names_its_party(role, scopes):
            raise NamesNoParty
        made = Grant(role=role, scopes=scopes, granted_by=actor.id, granted_at=stamp(self.clock()))

        def granted(known: Account) -> Account:
            same = any(one.role == role and one.scopes == scopes for one in known.standing())
            return known if same else _within_reach(known.granted(made))

        return self._change(actor, account, granted)

    def end(self, actor: Actor, account: str, role: Role) -> Account:
        """Take a role back; the grant stays on record as ended."""
        at = stamp(self.clock())
        return self._change(actor, account, lambda known: known.ended(role, actor.id, at))

    def disable(self, actor: Actor, account: str) -> Account:
        """Refuse every role of a lost phone or a person who left; counts within a minute."""
        at = stamp(self.clock())
        return self._change(actor, account, lambda known: known.switched("disabled", actor.id, at))

    def enable(self, actor: Actor, account: str) -> Account:
        """Let a disabled account act again."""
        at = stamp(self.clock())
        return self._change(actor, account, lambda known: known.switched("active", actor.id, at))

    def invite(
        self, actor: Actor, invitation: str, code: str, role: Role, scopes: Scopes, name: str
    ) -> tuple[Invitation, bool]:
        """Keep an invitation under the hash of its code; answers it and whether it is new.

        Officers bind merchants and sites of their districts only. Raises NotYours, NamesNoParty, or IdTaken for a
        code in use.
        """
        if not may_invite(actor, role, scopes):
            raise NotYours
        if not names_its_party(role, scopes):
            raise NamesNoParty
        if not reaches(actor, map(self.district_of, (*scopes.merchants, *scopes.sites))):
            raise NotYours
        expires = stamp(self.clock() + timedelta(hours=INVITATION_HOURS))
        made = Invitation(
            id=invitation, role=role, scopes=scopes, name=name, invited_by=actor.id, expires_at=expires
        )
        try:
            self.book.put_invitation(code_key(code), made, 0)
        except Changed:
            known = self.book.invitation(code_key(code))
            if known is None or known[0].model_copy(update={"expires_at": expires, "used_by": None}) != made:
                raise IdTaken(id=invitation) from None
            return known[0], False
        return made, True

    def accept(self, account: str, code: str) -> Account:
        """Take up an invitation; the same person may say it twice.

        Raises InvitationRefused, OwnAccount for one's own invitation, TooMuchReach, Busy.
        """
        for _ in range(_ATTEMPTS):
            waiting = self.book.invitation(code_key(code))
            if waiting is None:
                raise InvitationRefused
            invitation, seen = waiting
            known = self.book.account(account)
            if invitation.used_by == account and known:
                return known[0]
            now = stamp(self.clock())
            if invitation.used_by is not None or now >= invitation.expires_at:
                raise InvitationRefused
            if invitation.invited_by == account:
                raise OwnAccount
            standing, version = known or (Account(id=account, name=invitation.name), 0)
            grant = Grant(
                role=invitation.role,
                scopes=invitation.scopes,
                granted_by=invitation.invited_by,
                granted_at=now,
            )
            taken = _within_reach(standing.joined(grant))
            try:
                used = invitation.model_copy(update={"used_by": account})
                self.book.accept(code_key(code), used, seen, taken, version)
            except Changed:
                continue
            return taken
        raise Busy

    def _change(self, actor: Actor, account: str, change: Callable[[Account], Account]) -> Account:
        if actor.id == account:
            raise OwnAccount
        for _ in range(_ATTEMPTS):
            known = self.book.account(account)
            if known is None:
                raise NotFound(id=account)
            made = change(known[0])
            if made == known[0]:
                return made
            try:
                self.book.put(made, known[1])
            except Changed:
                continue
            return made
        raise Busy


def _within_reach(account: Account) -> Account:
    if not account.is_within_reach():
        raise TooMuchReach
    return account


def founded(book: Book, account: Account) -> None:
    """Keep an account without asking anybody: the operator's way to the first administrator, and the demo's.

    An account that stands already is left as it is.
    """
    try:
        book.put(account, 0)
    except Changed:
        return
