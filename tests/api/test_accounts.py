"""Accounts, grants and invitations over HTTP."""

from typing import Any

import pytest

from chalicelib import runtime
from chalicelib.accounts.account import Account, Scopes
from chalicelib.accounts.model import Actor, Role
from chalicelib.accounts.service import Accounts, founded
from chalicelib.accounts.store import AccountStore
from tests.edge import Answer, call
from tests.fakes import FakeTable
from tests.office import DISTRICT, MERCHANT, Ticking, actor, made

ACCOUNTS, ONE = "/v1/accounts", "/v1/accounts/{account}"
GRANT = "/v1/accounts/{account}/grants/{role}"
DISABLE, ENABLE = "/v1/accounts/{account}/disable", "/v1/accounts/{account}/enable"
INVITATION, ACCEPT = "/v1/invitations/{invitation}", "/v1/invitations/accept"

ADMIN = actor(1, Role.ADMINISTRATOR, district="")
INSPECTOR = actor(3, Role.INSPECTOR)
SUPERVISOR = actor(4, Role.SUPERVISOR)
ANNA, NOBODY = made("acc", 11), made("acc", 99)
NEWCOMER = Actor(made("acc", 12), frozenset())
CODE = "ABCDEFGHJK2"


@pytest.fixture
def accounts(monkeypatch: pytest.MonkeyPatch) -> Accounts:
    made_here = Accounts(AccountStore(FakeTable()), Ticking(), {MERCHANT: DISTRICT}.get)
    founded(made_here.book, Account(id=ANNA, name="演示安"))
    monkeypatch.setattr(runtime, "accounts", lambda: made_here)
    return made_here


pytestmark = pytest.mark.usefixtures("accounts")


def invite(by: Actor = ADMIN, invitation: str = made("inv", 1), **changed: Any) -> Answer:
    new = {"code": CODE, "role": "inspector", "name": "演示新人", "scopes": {"districts": [DISTRICT]}}
    return call("PUT", INVITATION, new | changed, actor=by, invitation=invitation)


def test_i_see_who_i_am_with_roles_or_without() -> None:
    mine = Actor(ANNA, frozenset({Role.MERCHANT}), merchants=frozenset({MERCHANT}))
    assert call("GET", "/v1/me", actor=mine).json == {
        "account": ANNA,
        "roles": ["merchant"],
        "districts": [],
        "merchants": [MERCHANT],
        "sites": [],
        "labs": [],
    }
    assert call("GET", "/v1/me", actor=NEWCOMER).json["roles"] == []


ADMINISTRATORS_ONLY: tuple[tuple[str, str, dict[str, Any] | None, dict[str, Any]], ...] = (
    ("GET", ACCOUNTS, None, {}),
    ("GET", ONE, None, {"account": ANNA}),
    ("PUT", GRANT, {}, {"account": ANNA, "role": "auditor"}),
    ("DELETE", GRANT, None, {"account": ANNA, "role": "auditor"}),
    ("POST", DISABLE, None, {"account": ANNA}),
    ("POST", ENABLE, None, {"account": ANNA}),
)


@pytest.mark.parametrize(("method", "resource", "body", "path"), ADMINISTRATORS_ONLY)
def test_only_the_administrator_sees_and_changes_accounts(
    accounts: Accounts, method: str, resource: str, body: Any, path: dict[str, Any]
) -> None:
    before = accounts.account(ANNA)
    for role in [one for one in Role if one != Role.ADMINISTRATOR]:
        refused = call(method, resource, body, actor=actor(20, role), **path)
        assert refused.problem() == (403, "access.role_missing")
    assert call(method, resource, body, actor=NEWCOMER, **path).status == 403
    assert accounts.account(ANNA) == before
    assert call(method, resource, body, actor=ADMIN, **path).status == 200


@pytest.mark.parametrize(("method", "resource", "body", "path"), ADMINISTRATORS_ONLY[1:])
def test_an_unknown_account_is_missing_and_a_wrong_id_is_named(
    method: str, resource: str, body: Any, path: dict[str, Any]
) -> None:
    unknown = call(method, resource, body, actor=ADMIN, **(path | {"account": NOBODY}))
    assert unknown.problem() == (404, "request.not_found")
    wrong = call(method, resource, body, actor=ADMIN, **(path | {"account": "acc-1"}))
    assert (wrong.problem(), wrong.pointers()) == ((400, "request.bad_id"), ["/account"])


def test_a_role_is_granted_read_and_ended() -> None:
    granted = call("PUT", GRANT, {"districts": [DISTRICT]}, actor=ADMIN, account=ANNA, role="inspector")
    again = call("PUT", GRANT, {"districts": [DISTRICT]}, actor=ADMIN, account=ANNA, role="inspector")
    assert (granted.status, again.json) == (200, granted.json)
    assert call("GET", ONE, actor=ADMIN, account=ANNA).json == granted.json
    ended = call("DELETE", GRANT, actor=ADMIN, account=ANNA, role="inspector").json
    assert [(one["role"], "ended_at" in one) for one in ended["grants"]] == [("inspector", True)]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("role", ["king", "INSPECTOR", "signed_in", ""])
def test_a_role_that_does_not_exist_is_named(method: str, role: str) -> None:
    body: dict[str, Any] | None = {} if method == "PUT" else None
    refused = call(method, GRANT, body, actor=ADMIN, account=ANNA, role=role)
    assert (refused.problem(), refused.pointers()) == ((400, "access.unknown_role"), ["/role"])


@pytest.mark.parametrize(
    ("scopes", "pointer"),
    [
        ({"districts": ["xiamen"]}, "/districts/0"),
        ({"districts": [DISTRICT] * 21}, "/districts"),
        ({"merchants": ["mer-1"]}, "/merchants/0"),
        ({"labs": ["*"]}, "/labs/0"),
        ({"everything": True}, "/everything"),
    ],
)
def test_a_scope_that_is_none_is_named(scopes: dict[str, Any], pointer: str) -> None:
    refused = call("PUT", GRANT, scopes, actor=ADMIN, account=ANNA, role="inspector")
    assert (refused.problem(), refused.pointers()) == ((400, "request.invalid"), [pointer])


def test_an_account_is_disabled_and_enabled_again_and_saying_it_twice_is_the_same() -> None:
    for resource, state in ((DISABLE, "disabled"), (ENABLE, "active")):
        for _ in range(2):
            answer = call("POST", resource, actor=ADMIN, account=ANNA)
            assert (answer.status, answer.json["state"]) == (200, state)


def test_accounts_are_listed_page_by_page(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.accounts.routes.PAGE", 2)
    for place in range(20, 24):
        founded(accounts.book, Account(id=made("acc", place), name="演示"))
    seen: list[str] = []
    query: dict[str, str] = {}
    while True:
        page = call("GET", ACCOUNTS, actor=ADMIN, query=query).json
        seen += [row["id"] for row in page["items"]]
        if not page["cursor"]:
            break
        query = {"cursor": page["cursor"]}
    assert seen == [ANNA, *(made("acc", place) for place in range(20, 24))]
    assert call("GET", ACCOUNTS, actor=ADMIN, query={"cursor": "x"}).problem() == (400, "request.bad_cursor")


@pytest.mark.parametrize("by", Role)
def test_administrators_supervisors_and_inspectors_invite(by: Role) -> None:
    answer = invite(actor(20, by), role="merchant", scopes={"merchants": [MERCHANT]})
    if by in {Role.ADMINISTRATOR, Role.SUPERVISOR, Role.INSPECTOR}:
        assert answer.status == 201
        assert CODE not in answer.text
    else:
        assert answer.problem() == (403, "access.role_missing")


def test_nobody_hands_out_more_than_they_may() -> None:
    assert invite(INSPECTOR).problem() == (403, "access.may_not_invite")
    elsewhere = {"merchants": [made("mer", 9)]}
    refused = invite(INSPECTOR, role="merchant", scopes=elsewhere)
    assert refused.problem() == (403, "access.may_not_invite")
    assert invite(INSPECTOR, role="merchant", scopes={}).problem() == (400, "access.names_no_party")
    for_no_lab = call("PUT", GRANT, {"districts": ["350203"]}, actor=ADMIN, account=ANNA, role="lab")
    assert for_no_lab.problem() == (400, "access.names_no_party")
    supervisor = actor(21, Role.SUPERVISOR)
    assert invite(supervisor, role="administrator").problem() == (403, "access.may_not_invite")
    assert invite(supervisor, scopes={}).problem() == (403, "access.may_not_invite")
    assert invite(supervisor, scopes={"districts": ["350206"]}).problem() == (403, "access.may_not_invite")


def test_an_invitation_sent_again_is_the_same_and_its_code_serves_no_other() -> None:
    first, again = invite(), invite()
    assert (first.status, again.status, again.json) == (201, 200, first.json)
    assert invite(name="别人").problem() == (409, "request.id_taken")
    assert invite(invitation=made("inv", 2)).problem() == (409, "request.id_taken")


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"code": "ABCDEFGHJK3"}, "/code"),
        ({"code": "ABCDEFGHJK"}, "/code"),
        ({"code": "ABCDEFGHJU2"}, "/code"),
        ({"role": "king"}, "/role"),
        ({"name": ""}, "/name"),
        ({"name": "长" * 41}, "/name"),
        ({"phone": "13800000000"}, "/phone"),
    ],
)
def test_an_invitation_that_is_none_is_named_field_by_field(changed: dict[str, Any], pointer: str) -> None:
    refused = invite(**changed)
    assert (refused.problem(), refused.pointers()) == ((400, "request.invalid"), [pointer])


@pytest.mark.parametrize("typed", [CODE, "abcde-fghjk-2", "ABCDE FGHJK 2"])
def test_who_is_signed_in_accepts_a_code_as_they_type_it(typed: str) -> None:
    invite()
    taken, again = (call("POST", ACCEPT, {"code": typed}, actor=NEWCOMER) for _ in range(2))
    assert (taken.status, again.status, again.json) == (200, 200, taken.json)
    assert (taken.json["id"], taken.json["grants"][0]["role"]) == (NEWCOMER.id, "inspector")
    assert call("POST", ACCEPT, {"code": CODE}, actor=INSPECTOR).problem() == (
        403,
        "access.invitation_refused",
    )


def test_an_unknown_code_is_refused_and_one_that_is_none_is_named() -> None:
    refused = call("POST", ACCEPT, {"code": "00000000000"}, actor=NEWCOMER)
    assert refused.problem() == (403, "access.invitation_refused")
    for body in ({}, {"code": "short"}, {"code": 5}, {"code": "x" * 17}, {"code": "ABCDEFGHJK3"}):
        named = call("POST", ACCEPT, body, actor=NEWCOMER)
        assert (named.problem(), named.pointers()) == ((400, "request.invalid"), ["/code"])


def test_nobody_changes_their_own_account(accounts: Accounts) -> None:
    founded(accounts.book, Account(id=ADMIN.id, name="演示管"))
    own: dict[str, Any] = {"actor": ADMIN, "account": ADMIN.id}
    for refused in (
        call("PUT", GRANT, {}, role="auditor", **own),
        call("DELETE", GRANT, role="administrator", **own),
        call("POST", DISABLE, **own),
        call("POST", ENABLE, **own),
    ):
        assert refused.problem() == (403, "access.own_account")
    invite()
    assert call("POST", ACCEPT, {"code": CODE}, actor=ADMIN).problem() == (403, "access.own_account")


def test_an_account_reaches_only_so_much() -> None:
    shops = [made("mer", place) for place in range(1, 51)]
    call("PUT", GRANT, {"merchants": shops}, actor=ADMIN, account=ANNA, role="merchant")
    more = {"merchants": [made("mer", 99)], "sites": [made("sit", 1)]}
    refused = call("PUT", GRANT, more, actor=ADMIN, account=ANNA, role="organiser")
    assert refused.problem() == (409, "access.too_much_reach")


def test_supervisors_and_leaders_read_names_of_inspectors_and_nobody_else_does(accounts: Accounts) -> None:
    accounts.grant(ADMIN, ANNA, Role.INSPECTOR, Scopes(districts=(DISTRICT,)))
    told = call("GET", "/v1/inspectors", actor=SUPERVISOR).json
    assert told == {"items": [{"account": ANNA, "name": "演示安", "districts": [DISTRICT]}], "cursor": ""}
    assert call("GET", "/v1/inspectors", actor=actor(5, Role.LEADER)).status == 200
    for role in set(Role) - {Role.SUPERVISOR, Role.LEADER}:
        refused = call("GET", "/v1/inspectors", actor=actor(5, role))
        assert refused.problem() == (403, "access.role_missing")
