"""Accounts and what was granted to them; an invitation hands a grant to whoever brings its code."""

import hashlib
import unicodedata
from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import Document
from chalicelib.ids import (
    ALPHABET,
    AccountId,
    LabId,
    MerchantId,
    SiteId,
    check_character,
    normalised,
)

INVITATION_HOURS = 72
CODE_LENGTH = 11
CODE_CHARACTERS = 4
"""So many different characters a new code has at least; of honest ones, one in four million has fewer."""
_TYPED_LENGTH = 40
_GAPS = {"Pd", "Zs"}
"""Unicode's dashes and spaces."""


def code_of(typed: object) -> str:
    """An invitation's code as people type it, in its one form. Raises what pydantic makes a fault of.

    Any case, full-width or not (Chinese keyboards), I and L for 1, O for 0, spaces and dashes anywhere.
    """
    text = unicodedata.normalize("NFKC", typed) if isinstance(typed, str) else ""
    code = normalised("".join(one for one in text[:_TYPED_LENGTH] if unicodedata.category(one) not in _GAPS))
    is_whole = len(code) == CODE_LENGTH and set(code) <= set(ALPHABET.upper())
    if not is_whole or check_character(code[:-1]) != code[-1]:
        raise PydanticCustomError("invitation_code", "mistyped invitation code")
    return code


Code = Annotated[
    str,
    BeforeValidator(code_of),
    WithJsonSchema({"type": "string", "minLength": CODE_LENGTH, "examples": ["ABCDE-FGHJK-9"]}),
]
"""Ten Crockford base32 characters made by the inviter's phone from 50 random bits, and their check character."""


def hard_to_guess(code: str) -> str:
    """A new invitation's code: the server cannot see how a phone made it, but nobody may choose 00000-00000-0."""
    if len(set(code[:-1])) < CODE_CHARACTERS:
        raise PydanticCustomError("invitation_guessable", "guessable invitation code")
    return code


NewCode = Annotated[Code, AfterValidator(hard_to_guess)]
REACH = {"districts": 20, "merchants": 50, "sites": 50, "labs": 10}
"""How many of each an account reaches at most, over all its roles: the authorizer hands them on with every call."""
PersonName = Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)]


class Frozen(Document):
    """A document that nobody changes in place and that knows all its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Scopes(Frozen):
    """Where a role holds; an empty scope of an officer is the whole city, of all others nothing."""

    districts: Annotated[
        tuple[Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")], ...],
        Field(max_length=REACH["districts"]),
    ] = ()
    merchants: Annotated[tuple[MerchantId, ...], Field(max_length=REACH["merchants"])] = ()
    sites: Annotated[tuple[SiteId, ...], Field(max_length=REACH["sites"])] = ()
    labs: Annotated[tuple[LabId, ...], Field(max_length=REACH["labs"])] = ()


class Grant(Frozen):
    """A role somebody was given, by whom and since when; by whom and when it was taken back."""

    role: Role
    scopes: Scopes
    granted_by: str
    granted_at: str
    ended_at: str | None = None
    ended_by: str | None = None


class Account(Frozen):
    """A person as we know them; nothing but the name is kept.

    Administrators read it, and supervisors that of inspectors.

    state_by, state_at   who disabled or enabled it last, and when
    """

    id: AccountId
    name: str
    state: Literal["active", "disabled"] = "active"
    state_by: str | None = None
    state_at: str | None = None
    grants: tuple[Grant, ...] = ()

    def standing(self) -> tuple[Grant, ...]:
        """The grants that have not ended."""
        return tuple(grant for grant in self.grants if grant.ended_at is None)

    def actor(self) -> Actor:
        """Who this account acts as now; nobody when it is disabled."""
        grants = self.standing() if self.state == "active" else ()
        return Actor(
            id=self.id,
            roles=frozenset(grant.role for grant in grants if names_its_party(grant.role, grant.scopes)),
            **{scope: _reached(grants, scope) for scope in REACH},
        )

    def is_within_reach(self) -> bool:
        """Whether its roles together reach no more than an account may."""
        return all(len(_reached(self.standing(), scope)) <= most for scope, most in REACH.items())

    def switched(self, state: Literal["active", "disabled"], by: str, at: str) -> Self:
        """Disabled or enabled again; the same when it is so already."""
        if self.state == state:
            return self
        return self.model_copy(update={"state": state, "state_by": by, "state_at": at})

    def granted(self, grant: Grant) -> Self:
        """With this grant in place of a standing one of the same role."""
        others = self.ended(grant.role, grant.granted_by, grant.granted_at).grants
        return self.model_copy(update={"grants": (*others, grant)})

    def joined(self, grant: Grant) -> Self:
        """With what an invitation brings: a merchant's or organiser's second shop is added to the first."""
        if grant.role in _PARTIES:
            standing = [one.scopes for one in self.standing() if one.role == grant.role]
            reached = {scope: _every(scope, *standing, grant.scopes) for scope in REACH}
            # Unchecked: how far an account reaches is its own rule, with its own words.
            grant = grant.model_copy(update={"scopes": grant.scopes.model_copy(update=reached)})
        return self.granted(grant)

    def ended(self, role: Role, by: str, at: str) -> Self:
        """With the standing grant of this role ended."""
        grants = tuple(
            grant.model_copy(update={"ended_at": at, "ended_by": by})
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


def _reached(grants: tuple[Grant, ...], scope: str) -> frozenset[str]:
    return frozenset(one for grant in grants for one in getattr(grant.scopes, scope))


def _every(scope: str, *scopes: Scopes) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for each in scopes for one in getattr(each, scope)))


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


def names_its_party(role: Role, scopes: Scopes) -> bool:
    """Whether a merchant's role names a merchant, an organiser's a site, a lab's a lab: without, it opens nothing."""
    parties = {Role.MERCHANT: scopes.merchants, Role.ORGANISER: scopes.sites, Role.LAB: scopes.labs}
    return bool(parties.get(role, ("any",)))


def reaches(actor: Actor, districts: Iterable[str | None]) -> bool:
    """Whether the inviter works where all these merchants and sites are; None is one that is not registered."""
    if actor.is_any(Role.ADMINISTRATOR):
        return True
    return all(one is not None and actor.works_in(one) for one in districts)


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
