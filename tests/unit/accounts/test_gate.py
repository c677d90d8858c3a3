"""Who is admitted, and as whom."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import ids
from chalicelib.accounts.account import Account, Grant, Scopes, account_id
from chalicelib.accounts.model import Actor, Role
from chalicelib.accounts.service import Gate, Unauthorized, founded
from chalicelib.accounts.store import AccountStore
from chalicelib.accounts.tokens import KeySet
from tests.fakes import FakeTable
from tests.office import made
from tests.unit.accounts.keys import (
    AUDIENCE,
    ISSUER,
    NOW,
    NOW_S,
    claims,
    document,
    published,
    rsa_key,
    token,
)

ANNA = account_id(ISSUER, "anna")


def grant(role: Role, ended_at: str | None = None, **scopes: Any) -> Grant:
    return Grant(
        role=role,
        scopes=Scopes(**scopes),
        granted_by="acc-0",
        granted_at="2026-01-01T00:00:00.000Z",
        ended_at=ended_at,
    )


def gate(*grants: Grant, state: str = "active", is_known: bool = True) -> Gate:
    book = AccountStore(FakeTable())
    if is_known:
        founded(book, Account.model_validate({"id": ANNA, "name": "安", "state": state, "grants": grants}))
    keys = KeySet(lambda: document(published("rsa", rsa_key())), lambda: NOW)
    return Gate(keys, book, ISSUER, AUDIENCE, lambda: NOW)


@pytest.mark.parametrize("kind", ["Bearer", "bearer", "BEARER"])
def test_the_bearer_of_a_good_token_acts_with_all_standing_grants(kind: str) -> None:
    known = gate(
        grant(Role.INSPECTOR, districts=("350203",)),
        grant(Role.LEADER, districts=("350206",)),
        grant(Role.AUDITOR, ended_at="2026-02-01T00:00:00.000Z", districts=("350211",)),
    )
    assert known.admit(f"{kind} {token()}") == Actor(
        ANNA, frozenset({Role.INSPECTOR, Role.LEADER}), frozenset({"350203", "350206"})
    )


def test_somebody_without_an_account_is_admitted_without_roles() -> None:
    assert gate(is_known=False).admit(f"Bearer {token()}") == Actor(ANNA, frozenset())


def test_a_disabled_account_has_no_roles_and_no_scopes() -> None:
    known = gate(grant(Role.LAB, labs=("lab-01jd0000000000000000000001",)), state="disabled")
    assert known.admit(f"Bearer {token()}") == Actor(ANNA, frozenset())


@pytest.mark.parametrize(
    "header",
    [
        lambda: "",
        lambda: "Bearer",
        lambda: "Bearer ",
        lambda: "Bearer x.y.z",
        token,
        lambda: f"Basic {token()}",
        lambda: f"Bearer{token()}",
        lambda: f"Bearer Bearer {token()}",
        lambda: f"Bearer {token()} {token()}",
        lambda: f"Bearer {token(claims(exp=NOW_S - 3600))}",
        lambda: f"Bearer {token(key=rsa_key(1))}",
    ],
)
def test_whoever_brings_none_gets_the_one_word_api_gateway_turns_into_401(header: Callable[[], str]) -> None:
    with pytest.raises(Unauthorized) as refused:
        gate(grant(Role.ADMINISTRATOR)).admit(header())
    assert str(refused.value) == "Unauthorized"


def test_a_refusal_is_counted_by_reason_and_shows_nothing_of_the_token(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = token(claims(aud="other"))
    with pytest.raises(Unauthorized):
        gate().admit(f"Bearer {text}")
    printed = capsys.readouterr().out
    line = json.loads(printed)
    assert (line["token.refused"], line["reason"]) == (1, "audience")
    assert not any(part in printed for part in text.split("."))


SUBJECTS = st.text(st.characters(codec="utf-8"), max_size=80)


@given(SUBJECTS, SUBJECTS)
def test_account_ids_are_path_safe(issuer: str, subject: str) -> None:
    assert ids.matches("account", account_id(issuer, subject))


@given(st.tuples(SUBJECTS, SUBJECTS), st.tuples(SUBJECTS, SUBJECTS))
def test_account_ids_differ_by_issuer_and_by_subject(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert (account_id(*one) == account_id(*other)) == (one == other)


@given(SUBJECTS, SUBJECTS, SUBJECTS)
def test_what_moves_between_issuer_and_subject_makes_another_account(a: str, b: str, c: str) -> None:
    assert (account_id(a + b, c) == account_id(a, b + c)) == (b == "")


def some(prefix: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.integers(0, 3).map(lambda place: made(prefix, place)))


@given(
    st.builds(
        Actor,
        st.just(ANNA),
        st.frozensets(st.sampled_from(Role)),
        st.frozensets(st.sampled_from(("350203", "350206"))),
        some("mer"),
        some("sit"),
        some("lab"),
    )
)
def test_an_actor_survives_the_authorizers_context_of_texts(actor: Actor) -> None:
    context = actor.context()
    assert all(isinstance(value, str) for value in context.values())
    assert Actor.from_context(context) == actor
