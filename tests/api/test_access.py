"""From the token in a header to what a route lets its bearer do: authorizer and view together, with real keys."""

from datetime import datetime, timedelta
from typing import Any

import pytest

import app
from chalicelib import runtime
from chalicelib.accounts.account import Account, Scopes, account_id
from chalicelib.accounts.model import Actor, Role
from chalicelib.accounts.service import Accounts, Gate, founded
from chalicelib.accounts.store import AccountStore
from chalicelib.accounts.tokens import KeySet
from tests.edge import Answer, call
from tests.fakes import FakeTable
from tests.office import DISTRICT, actor, made
from tests.unit.accounts.keys import AUDIENCE, ISSUER, NOW, claims, document, published, rsa_key, token

ADMIN = actor(1, Role.ADMINISTRATOR, district="")
ANNA = account_id(ISSUER, "anna")
ARN = "arn:aws-cn:execute-api:cn-north-1:000000000000:abcdef/api/GET/v1/me"
CACHED_SECONDS = 30


class House:
    """Accounts and the gate on one table; a clock moved by hand."""

    def __init__(self) -> None:
        self.now = NOW
        book = AccountStore(FakeTable())
        keys = KeySet(lambda: document(published("rsa", rsa_key())), self.clock)
        self.gate = Gate(keys, book, ISSUER, AUDIENCE, self.clock)
        self.accounts = Accounts(book, self.clock)
        founded(book, Account(id=ANNA, name="安"))

    def clock(self) -> datetime:
        return self.now


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    made_here = House()
    monkeypatch.setattr(runtime, "gate", lambda: made_here.gate)
    monkeypatch.setattr(runtime, "accounts", lambda: made_here.accounts)
    return made_here


def authorized(text: str) -> dict[str, Any]:
    """What API Gateway gets from the authorizer."""
    event = {"type": "TOKEN", "authorizationToken": f"Bearer {text}", "methodArn": ARN}
    answer: dict[str, Any] = app.authorize(event, None)
    return answer


def ask(text: str, method: str, resource: str, body: object = None, **path: Any) -> Answer:
    """A call by the bearer of this token, as the gateway hands it on."""
    context = authorized(text)["context"]
    return call(method, resource, body, actor=Actor.from_context(context), **path)


def test_a_token_opens_the_routes_of_its_bearer_s_roles_and_no_other(house: House) -> None:
    house.accounts.grant(ADMIN, ANNA, Role.ADMINISTRATOR, Scopes())
    assert ask(token(), "GET", "/v1/accounts").status == 200
    visit = made("vis", 1)
    assert ask(token(), "POST", "/v1/visits/{visit}/approval", visit=visit).problem() == (
        403,
        "access.role_missing",
    )


@pytest.mark.usefixtures("house")
def test_the_authorizer_allows_every_route_so_that_a_cached_answer_serves_the_next_one() -> None:
    (statement,) = authorized(token(claims(sub="stranger")))["policyDocument"]["Statement"]
    assert statement["Effect"] == "Allow"
    assert {one.rpartition(":")[2] for one in statement["Resource"]} == {"abcdef/api/*/*"}


def test_what_the_authorizer_hands_on_is_text_and_holds_no_name(house: House) -> None:
    house.accounts.grant(ADMIN, ANNA, Role.INSPECTOR, Scopes(districts=(DISTRICT,)))
    answer = authorized(token(claims(name="陈执法")))
    assert answer["principalId"] == ANNA
    assert all(isinstance(value, str) for value in answer["context"].values())
    assert "陈" not in str(answer)
    assert "安" not in str(answer)


def test_a_refused_token_is_the_exception_that_becomes_401(house: House) -> None:
    house.now += timedelta(hours=2)
    with pytest.raises(Exception, match=r"^Unauthorized$"):
        authorized(token())


@pytest.mark.usefixtures("house")
def test_a_stranger_with_a_valid_token_sees_only_themselves_and_may_bring_a_code() -> None:
    stranger = token(claims(sub="stranger"))
    assert ask(stranger, "GET", "/v1/me").json["roles"] == []
    assert ask(stranger, "GET", "/v1/accounts").problem() == (403, "access.role_missing")
    unknown = ask(stranger, "POST", "/v1/invitations/accept", {"code": "ABCDEFGHJK2"})
    assert unknown.problem() == (403, "access.invitation_refused")


@pytest.mark.usefixtures("house")
def test_an_invited_stranger_works_with_the_next_look_at_the_same_token() -> None:
    stranger, new = token(claims(sub="stranger")), {"code": "ABCDEFGHJK2", "role": "administrator"}
    invited = call(
        "PUT",
        "/v1/invitations/{invitation}",
        {**new, "name": "演示"},
        actor=ADMIN,
        invitation=made("inv", 1),
    )
    assert invited.status == 201
    assert ask(stranger, "POST", "/v1/invitations/accept", {"code": "abcde-fghjk-2"}).status == 200
    assert ask(stranger, "GET", "/v1/accounts").status == 200


@pytest.mark.parametrize("end", ["disable", "end"])
def test_what_is_taken_away_is_gone_with_the_next_look_at_the_same_token(house: House, end: str) -> None:
    house.accounts.grant(ADMIN, ANNA, Role.ADMINISTRATOR, Scopes())
    assert ask(token(), "GET", "/v1/accounts").status == 200
    if end == "disable":
        house.accounts.disable(ADMIN, ANNA)
    else:
        house.accounts.end(ADMIN, ANNA, Role.ADMINISTRATOR)
    assert ask(token(), "GET", "/v1/accounts").problem() == (403, "access.role_missing")


def test_the_gateway_looks_again_within_half_a_minute() -> None:
    """With the gate keeping no account itself, disabling counts within a minute."""
    (authorizer,) = app.app.builtin_auth_handlers
    assert authorizer.ttl_seconds == CACHED_SECONDS
