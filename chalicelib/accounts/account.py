"""Accounts and what was granted to them; an invitation hands a grant to whoever brings its code."""

import hashlib
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.accounts.model import Actor, Role
from chalicelib.ids import ALPHABET, AccountId, LabId, MerchantId, SiteId

INVITATION_HOURS = 72
_LETTERS = ALPHABET.upper()

Code = Annotated[str, StringConstraints(pattern=rf"^[{_LETTERS}]{{10}}$")]
"""Ten Crockford base32 characters made by the inviter's phone from 50 random bits."""
PersonName = Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)]


class Frozen(BaseModel):
    """A document that nobody changes in place and that knows all its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Scopes(Frozen):
    """Where a role holds; an empty scope of an officer is the whole city, of all others nothing."""

    districts: Annotated[
        tuple[Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")], ...], Field(max_length=20)
    ] = ()
    merchants: Annotated[tuple[MerchantId, ...], Field(max_length=50)] = ()
    sites: Annotated[tuple[SiteId, ...], Field(max_length=50)] = ()
    labs: Annotated[tuple[LabId, ...], Field(max_length=10)] = ()


class Grant(Frozen):
    """A role somebody was given, by whom and since when; `ended_at` when it was taken back."""

    role: Role
    scopes: Scopes
    granted_by: str
    granted_at: str
    ended_at: str | None = None


class Account(Frozen):
    """A person as we know them; nothing but the name is kept, and only the administrator reads it."""

    id: AccountId
    name: str
    state: Literal["active", "disabled"] = "active"
    grants: tuple[Grant, ...] = ()

    def standing(self) -> tuple[Grant, ...]:
        """The grants that have not ended."""
        return tuple(grant for grant in self.grants if grant.ended_at is None)

    def actor(self) -> Actor:
        """Who this account acts as now; nobody when it is disabled."""
        grants = self.standing() if self.state == "active" else ()
        return Actor(
            id=self.id,
            roles=frozenset(grant.role for grant in grants),
            **{
                scope: frozenset(one for grant in grants for one in getattr(grant.scopes, scope))
                for scope in Scopes.model_fields
            },
        )

    def granted(self, grant: Grant) -> Self:
        """With this grant in place of a standing one of the same role."""
        return self.model_copy(update={"grants": (*self.ended(grant.role, grant.granted_at).grants, grant)})

    def ended(self, role: Role, at: str) -> Self:
        """With the standing grant of this role ended."""
        grants = tuple(
            grant.model_copy(update={"ended_at": at})
            if grant.role == role and grant.ended_at is None
            else grant
            for grant in self.grants
        )
        return self.model_copy(update={"grants": grants})


class Invitation(Frozen):
    """A grant waiting for whoever brings the code, of which only the hash is kept."""

    id: str
    role: Role
    scopes: Scopes
    name: PersonName
    invited_by: str
    expires_at: str
    used_by: str | None = None


def account_id(issuer: str, subject: str) -> str:
    """The account of an issuer's subject: 128 bits of a hash, so that one read by key finds it."""
    digest = hashlib.sha256(f"{len(issuer)}:{issuer}{subject}".encode()).digest()
    number = int.from_bytes(digest) >> 128
    return (
        "acc-"
        + ALPHABET[number >> 125 & 7]
        + "".join(ALPHABET[number >> shift & 31] for shift in range(120, -5, -5))
    )


def code_key(code: str) -> str:
    """What is kept of an invitation's code."""
    return hashlib.sha256(f"steelyard/invitation {code}".encode()).hexdigest()


MAY_INVITE: dict[Role, frozenset[Role]] = {
    Role.ADMINISTRATOR: frozenset(Role),
    Role.SUPERVISOR: frozenset({Role.INSPECTOR, Role.REVIEWER, Role.MERCHANT, Role.ORGANISER}),
    Role.INSPECTOR: frozenset({Role.MERCHANT, Role.ORGANISER}),
}
"""Who may invite to what; an inspector hands a merchant its code on site."""
_PARTIES = {Role.MERCHANT, Role.ORGANISER}
"""Roles that hold for merchants and sites, not for districts."""


def may_invite(actor: Actor, role: Role, scopes: Scopes) -> bool:
    """Whether this inviter may hand out the role where it is to hold: never further than the inviter's own reach.

    An officer without a district works in the whole city, so only who does may invite one; labs are
    the administrator's to bind.
    """
    if actor.is_any(Role.ADMINISTRATOR):
        return True
    allowed = frozenset[Role]().union(*(MAY_INVITE.get(own, frozenset()) for own in actor.roles))
    if role not in allowed or scopes.labs:
        return False
    is_whole_city = not scopes.districts and role not in _PARTIES
    return not actor.districts or (not is_whole_city and set(scopes.districts) <= actor.districts)
