"""How accounts are asked over HTTP."""

from pydantic import ConfigDict, Field

from chalicelib import cursors, runtime
from chalicelib.accounts.account import Account, Code, Invitation, NewCode, PersonName, Scopes
from chalicelib.accounts.model import Actor, Role
from chalicelib.accounts.service import (
    Busy,
    InvitationRefused,
    NamesNoParty,
    NotYours,
    OwnAccount,
    TooMuchReach,
)
from chalicelib.documents import Document
from chalicelib.errors import BadCursor, Fault, IdTaken, Invalid, NotFound, Sentence
from chalicelib.http import SIGNED_IN, Api, Reply, Request

api = Api(__name__)

PAGE = 50
ADMINISTRATORS = {Role.ADMINISTRATOR}


class UnknownRole(Invalid):
    """The address names a role that does not exist."""

    code = "access.unknown_role"
    zh = "没有这个角色，可选：{known}。"
    en = "There is no such role. Known are: {known}."


class Closed(Document):
    """An input that knows all its fields."""

    model_config = ConfigDict(extra="forbid")


class Paging(Closed):
    """Where a list goes on."""

    cursor: str = ""


class NewInvitation(Closed):
    """What an inviter hands over; the phone makes the code and shows it to the person."""

    code: NewCode
    role: Role
    name: PersonName
    scopes: Scopes = Field(default_factory=Scopes)


class Acceptance(Closed):
    """The code somebody was handed."""

    code: Code


class Me(Document):
    """Who I am here: what the app needs to know to show the right entrances."""

    account: str
    roles: list[Role]
    districts: list[str]
    merchants: list[str]
    sites: list[str]
    labs: list[str]


class AccountRow(Document):
    """An account in the administrator's list."""

    id: str
    name: str
    roles: str
    state: str


class Inspector(Document):
    """Somebody who inspects, as supervisors know them; without districts in the whole city."""

    account: str
    name: str
    districts: list[str]


class Inspectors(Document):
    """A page of inspectors."""

    items: list[Inspector]
    cursor: str = ""


class AccountRows(Document):
    """A page of accounts."""

    items: list[AccountRow]
    cursor: str = ""


@api.route("GET", "/v1/me", zh="我的账号和角色。", en="My account and roles.", roles=SIGNED_IN, answer=Me)
def get_me(request: Request) -> Me:
    """From the token's account as admitted; no read of its own."""
    actor = Actor.from_context(request.context)
    return Me(
        account=actor.id,
        roles=sorted(actor.roles),
        districts=sorted(actor.districts),
        merchants=sorted(actor.merchants),
        sites=sorted(actor.sites),
        labs=sorted(actor.labs),
    )


@api.route(
    "GET",
    "/v1/accounts",
    zh="列出账号。",
    en="List accounts.",
    roles=ADMINISTRATORS,
    query=Paging,
    answer=AccountRows,
    problems=(BadCursor,),
)
def list_accounts(request: Request) -> AccountRows:
    """Fifty a page."""
    bound = {"list": "accounts"}
    after = cursors.unseal(bound, request.query(Paging).cursor)
    rows, after = runtime.accounts().book.accounts(after, PAGE)
    return AccountRows(items=[AccountRow(**row) for row in rows], cursor=cursors.seal(bound, after))


@api.route(
    "GET",
    "/v1/inspectors",
    zh="列出本辖区的执法人员。",
    en="List the inspectors of one's districts.",
    roles={Role.SUPERVISOR, Role.LEADER},
    query=Paging,
    answer=Inspectors,
    problems=(BadCursor,),
)
def list_inspectors(request: Request) -> Inspectors:
    """By name, so that who sends officers needs no account ids; a page may be short or empty and still have a next."""
    actor, bound = Actor.from_context(request.context), {"list": "inspectors"}
    after = cursors.unseal(bound, request.query(Paging).cursor)
    people, after = runtime.accounts().inspectors(actor, after, PAGE)
    items = [Inspector(account=one.account, name=one.name, districts=sorted(one.districts)) for one in people]
    return Inspectors(items=items, cursor=cursors.seal(bound, after))


@api.route(
    "GET",
    "/v1/accounts/{account}",
    zh="查看账号。",
    en="Read an account.",
    roles=ADMINISTRATORS,
    answer=Account,
    problems=(NotFound,),
)
def get_account(request: Request, account: str) -> Account:  # noqa: ARG001 - every view takes the request
    """With ended grants."""
    return runtime.accounts().account(account)


@api.route(
    "PUT",
    "/v1/accounts/{account}/grants/{role}",
    zh="授予角色。",
    en="Grant a role.",
    roles=ADMINISTRATORS,
    body=Scopes,
    answer=Account,
    problems=(NotFound, UnknownRole, NamesNoParty, OwnAccount, TooMuchReach, Busy),
)
def put_grant(request: Request, account: str, role: str) -> Account:
    """Another scope replaces the standing grant of the role."""
    actor = Actor.from_context(request.context)
    return runtime.accounts().grant(actor, account, _role(role), request.body(Scopes))


@api.route(
    "DELETE",
    "/v1/accounts/{account}/grants/{role}",
    zh="收回角色。",
    en="End a role.",
    roles=ADMINISTRATORS,
    answer=Account,
    problems=(NotFound, UnknownRole, OwnAccount, Busy),
)
def end_grant(request: Request, account: str, role: str) -> Account:
    """The grant stays on record as ended."""
    return runtime.accounts().end(Actor.from_context(request.context), account, _role(role))


@api.route(
    "POST",
    "/v1/accounts/{account}/disable",
    zh="停用账号，一分钟内生效。",
    en="Disable an account; counts within a minute.",
    roles=ADMINISTRATORS,
    answer=Account,
    problems=(NotFound, OwnAccount, Busy),
)
def disable_account(request: Request, account: str) -> Account:
    """For a lost phone or a person who left."""
    return runtime.accounts().disable(Actor.from_context(request.context), account)


@api.route(
    "POST",
    "/v1/accounts/{account}/enable",
    zh="恢复账号。",
    en="Enable an account again.",
    roles=ADMINISTRATORS,
    answer=Account,
    problems=(NotFound, OwnAccount, Busy),
)
def enable_account(request: Request, account: str) -> Account:
    """With the grants it had."""
    return runtime.accounts().enable(Actor.from_context(request.context), account)


@api.route(
    "PUT",
    "/v1/invitations/{invitation}",
    zh="发出邀请码，72 小时内有效。",
    en="Hand out an invitation code, valid for 72 hours.",
    roles={Role.ADMINISTRATOR, Role.SUPERVISOR, Role.INSPECTOR},
    body=NewInvitation,
    answer=Invitation,
    status=201,
    problems=(NotYours, NamesNoParty, IdTaken),
)
def put_invitation(request: Request, invitation: str) -> Reply:
    """Only the code's hash is kept; a merchant's binding is handed over on site."""
    new = request.body(NewInvitation)
    actor = Actor.from_context(request.context)
    made, is_new = runtime.accounts().invite(actor, invitation, new.code, new.role, new.scopes, new.name)
    return Reply.kept(made, is_new=is_new)


@api.route(
    "POST",
    "/v1/invitations/accept",
    zh="使用邀请码，半分钟内生效。",
    en="Accept an invitation; counts within half a minute.",
    roles=SIGNED_IN,
    body=Acceptance,
    answer=Account,
    problems=(InvitationRefused, OwnAccount, TooMuchReach, Busy),
)
def accept_invitation(request: Request) -> Account:
    """Anybody signed in may bring a code, with an account or without."""
    code = request.body(Acceptance).code
    return runtime.accounts().accept(Actor.from_context(request.context).id, code)


def _role(name: str) -> Role:
    if name not in Role:
        words = Sentence(UnknownRole.zh, UnknownRole.en).filled({"known": ", ".join(Role)})
        raise UnknownRole(faults=(Fault("/role", UnknownRole.code, words),), known=", ".join(Role))
    return Role(name)
