"""Roles given and taken, people invited: what changes, what stays on record, what is refused."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.accounts.account import Account, Grant, Invitation, Scopes, code_key
from chalicelib.accounts.model import Actor, Role
from chalicelib.accounts.service import (
    Accounts,
    Busy,
    Changed,
    InvitationRefused,
    NotYours,
    founded,
)
from chalicelib.accounts.store import AccountStore
from chalicelib.errors import IdTaken, NotFound
from tests.fakes import FakeTable
from tests.office import MERCHANT, Ticking, actor, made

ADMIN = actor(1, Role.ADMINISTRATOR, district="")
SUPERVISOR, INSPECTOR = actor(2, Role.SUPERVISOR), actor(3, Role.INSPECTOR)
CITY_SUPERVISOR = actor(4, Role.SUPERVISOR, district="")
ANNA, BAO = made("acc", 11), made("acc", 12)
INVITATION, CODE = made("inv", 1), "ABCDEFGHJK"
LAB = made("lab", 1)
HERE, THERE = Scopes(districts=("350203",)), Scopes(districts=("350206",))
OF_MERCHANT = Scopes(merchants=(MERCHANT,))


class Desk:
    """Accounts on a table, and a clock moved by hand."""

    def __init__(self) -> None:
        self.clock = Ticking()
        self.book = AccountStore(FakeTable())
        self.accounts = Accounts(self.book, self.clock)
        founded(self.book, Account(id=ANNA, name="安"))

    def invite(
        self,
        by: Actor = ADMIN,
        role: Role = Role.INSPECTOR,
        scopes: Scopes = HERE,
        code: str = CODE,
        name: str = "演示新人",
    ) -> tuple[Invitation, bool]:
        return self.accounts.invite(by, INVITATION, code, role, scopes, name)

    def version(self, account: str = ANNA) -> int:
        known = self.book.account(account)
        return known[1] if known else 0


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_role_is_granted_once_however_often_it_is_said(desk: Desk) -> None:
    first = desk.accounts.grant(ADMIN, ANNA, Role.INSPECTOR, HERE)
    assert desk.accounts.grant(ADMIN, ANNA, Role.INSPECTOR, HERE) == first
    assert [(one.role, one.scopes, one.granted_by) for one in first.standing()] == [
        (Role.INSPECTOR, HERE, ADMIN.id)
    ]
    assert desk.version() == 2


def test_another_scope_replaces_the_standing_grant_which_stays_on_record(desk: Desk) -> None:
    desk.accounts.grant(ADMIN, ANNA, Role.INSPECTOR, HERE)
    changed = desk.accounts.grant(ADMIN, ANNA, Role.INSPECTOR, THERE)
    assert [(one.scopes, one.ended_at is None) for one in changed.grants] == [(HERE, False), (THERE, True)]
    assert changed.actor().districts == {"350206"}


def test_an_ended_role_stays_on_record_and_ends_once(desk: Desk) -> None:
    desk.accounts.grant(ADMIN, ANNA, Role.INSPECTOR, HERE)
    desk.accounts.grant(ADMIN, ANNA, Role.AUDITOR, Scopes())
    ended = desk.accounts.end(ANNA, Role.INSPECTOR)
    assert desk.accounts.end(ANNA, Role.INSPECTOR) == ended
    assert ended.actor().roles == {Role.AUDITOR}
    assert [(one.role, one.ended_at is None) for one in ended.grants] == [
        (Role.INSPECTOR, False),
        (Role.AUDITOR, True),
    ]
    again = desk.accounts.grant(ADMIN, ANNA, Role.INSPECTOR, HERE)
    assert [one.role for one in again.grants] == [Role.INSPECTOR, Role.AUDITOR, Role.INSPECTOR]
    assert again.actor().roles == {Role.INSPECTOR, Role.AUDITOR}


def test_a_disabled_account_keeps_its_grants_and_gets_them_back(desk: Desk) -> None:
    granted = desk.accounts.grant(ADMIN, ANNA, Role.INSPECTOR, HERE)
    disabled = desk.accounts.disable(ANNA)
    assert desk.accounts.disable(ANNA) == disabled
    assert (disabled.actor().roles, disabled.grants) == (frozenset(), granted.grants)
    version = desk.version()
    assert desk.accounts.enable(ANNA) == desk.accounts.enable(ANNA) == granted
    assert desk.version() == version + 1


def test_nobody_grants_to_an_account_that_is_not_there(desk: Desk) -> None:
    changes: tuple[Callable[[], Account], ...] = (
        lambda: desk.accounts.account(BAO),
        lambda: desk.accounts.grant(ADMIN, BAO, Role.INSPECTOR, HERE),
        lambda: desk.accounts.end(BAO, Role.INSPECTOR),
        lambda: desk.accounts.disable(BAO),
        lambda: desk.accounts.enable(BAO),
    )
    for change in changes:
        with pytest.raises(NotFound):
            change()


@pytest.mark.parametrize("role", Role)
def test_the_administrator_invites_to_every_role(desk: Desk, role: Role) -> None:
    assert desk.invite(ADMIN, role)[0].role == role


ALLOWED = {
    Role.SUPERVISOR: {Role.INSPECTOR, Role.REVIEWER, Role.MERCHANT, Role.ORGANISER},
    Role.INSPECTOR: {Role.MERCHANT, Role.ORGANISER},
}


@pytest.mark.parametrize("by", [one for one in Role if one != Role.ADMINISTRATOR])
@pytest.mark.parametrize("role", Role)
def test_others_invite_to_the_roles_below_theirs_only(desk: Desk, by: Role, role: Role) -> None:
    if role in ALLOWED.get(by, ()):
        assert desk.invite(actor(20, by), role)[1]
    else:
        with pytest.raises(NotYours):
            desk.invite(actor(20, by), role)


@pytest.mark.parametrize(
    ("by", "role", "scopes", "is_allowed"),
    [
        (SUPERVISOR, Role.INSPECTOR, HERE, True),
        (SUPERVISOR, Role.INSPECTOR, THERE, False),
        (SUPERVISOR, Role.INSPECTOR, Scopes(districts=("350203", "350206")), False),
        (SUPERVISOR, Role.INSPECTOR, Scopes(), False),  # the whole city
        (SUPERVISOR, Role.REVIEWER, Scopes(), False),
        (CITY_SUPERVISOR, Role.INSPECTOR, Scopes(), True),
        (CITY_SUPERVISOR, Role.INSPECTOR, THERE, True),
        (INSPECTOR, Role.MERCHANT, OF_MERCHANT, True),
        (INSPECTOR, Role.MERCHANT, Scopes(merchants=(MERCHANT,), labs=(LAB,)), False),
        (CITY_SUPERVISOR, Role.MERCHANT, Scopes(labs=(LAB,)), False),
        (actor(5, Role.ADMINISTRATOR), Role.INSPECTOR, Scopes(), True),
        (ADMIN, Role.LAB, Scopes(labs=(LAB,)), True),
    ],
)
def test_nobody_hands_out_more_than_their_own_reach(
    desk: Desk,
    by: Actor,
    role: Role,
    scopes: Scopes,
    is_allowed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    if is_allowed:
        assert desk.invite(by, role, scopes)[0].scopes == scopes
    else:
        with pytest.raises(NotYours):
            desk.invite(by, role, scopes)


def test_an_invitation_said_again_is_the_same_invitation(desk: Desk) -> None:
    first, again = desk.invite(), desk.invite()
    assert (first[0], first[1], again[1]) == (again[0], True, False)


@pytest.mark.parametrize(
    "changed", [{"name": "别人"}, {"role": Role.AUDITOR}, {"scopes": THERE}, {"by": SUPERVISOR}]
)
def test_a_code_in_use_serves_no_other_invitation(desk: Desk, changed: dict[str, Any]) -> None:
    desk.invite()
    with pytest.raises(IdTaken):
        desk.invite(**changed)


def test_only_the_hash_of_the_code_is_kept(desk: Desk) -> None:
    table = FakeTable()
    Accounts(AccountStore(table), desk.clock).invite(ADMIN, INVITATION, CODE, Role.AUDITOR, HERE, "演示")
    assert CODE not in str(table.items)
    assert [key for key, _ in table.items] == [f"G#{code_key(CODE)}"]


def test_who_brings_the_code_gets_the_grant_and_an_account(desk: Desk) -> None:
    desk.invite(role=Role.MERCHANT, scopes=OF_MERCHANT)
    taken = desk.accounts.accept(BAO, CODE)
    assert (taken.id, taken.name, taken.state) == (BAO, "演示新人", "active")
    assert taken.actor() == Actor(BAO, frozenset({Role.MERCHANT}), merchants=frozenset({MERCHANT}))
    assert taken.grants[0].granted_by == ADMIN.id
    assert desk.accounts.account(BAO) == taken


def test_an_account_that_stands_keeps_its_name_and_its_other_grants(desk: Desk) -> None:
    desk.accounts.grant(ADMIN, ANNA, Role.AUDITOR, Scopes())
    desk.invite()
    taken = desk.accounts.accept(ANNA, CODE)
    assert taken.name == "安"
    assert taken.actor().roles == {Role.AUDITOR, Role.INSPECTOR}


def test_a_disabled_account_that_brings_a_code_stays_disabled(desk: Desk) -> None:
    desk.accounts.disable(ANNA)
    desk.invite()
    assert desk.accounts.accept(ANNA, CODE).actor().roles == frozenset()


def test_the_same_person_may_say_it_twice_even_later(desk: Desk) -> None:
    desk.invite()
    taken = desk.accounts.accept(BAO, CODE)
    desk.clock.at += timedelta(days=30)
    assert desk.accounts.accept(BAO, CODE) == taken
    assert desk.version(BAO) == 1


def test_saying_it_twice_does_not_bring_an_ended_role_back(desk: Desk) -> None:
    desk.invite()
    desk.accounts.accept(BAO, CODE)
    desk.accounts.end(BAO, Role.INSPECTOR)
    assert desk.accounts.accept(BAO, CODE).actor().roles == frozenset()
    desk.invite()
    assert desk.accounts.accept(BAO, CODE).actor().roles == frozenset()


def test_used_unknown_and_expired_codes_are_refused_in_the_same_words(desk: Desk) -> None:
    desk.invite()
    desk.accounts.accept(BAO, CODE)
    desk.invite(code="0123456789")
    desk.clock.at += timedelta(hours=72)
    said = set()
    for code in (CODE, "ZZZZZZZZZZ", "0123456789"):
        with pytest.raises(InvitationRefused) as refused:
            desk.accounts.accept(ANNA, code)
        said.add((refused.value.code, refused.value.sentence(), str(refused.value.facts)))
    assert len(said) == 1
    assert desk.accounts.account(ANNA).grants == ()


def test_an_invitation_holds_until_its_72_hours_are_over(desk: Desk) -> None:
    invited = desk.clock.at
    desk.invite()
    desk.clock.at = invited + timedelta(hours=72) - timedelta(milliseconds=1)
    assert desk.accounts.accept(BAO, CODE).actor().roles == {Role.INSPECTOR}


class Contested(AccountStore):
    """A book where somebody else is always, or once, a moment earlier."""

    def __init__(self, times: int) -> None:
        super().__init__(FakeTable())
        self.times = times

    def put(self, account: Account, seen: int) -> None:
        if seen and self.times:
            self.times -= 1
            other = Grant(role=Role.AUDITOR, scopes=Scopes(), granted_by="acc-0", granted_at=f"{self.times}")
            known = self.account(account.id)
            assert known is not None
            super().put(known[0].granted(other), seen)
            raise Changed
        super().put(account, seen)


def test_a_grant_made_meanwhile_is_not_lost() -> None:
    book = Contested(1)
    founded(book, Account(id=ANNA, name="安"))
    granted = Accounts(book, Ticking()).grant(ADMIN, ANNA, Role.INSPECTOR, HERE)
    assert granted.actor().roles == {Role.AUDITOR, Role.INSPECTOR}


def test_an_account_that_never_stands_still_is_busy() -> None:
    book = Contested(100)
    founded(book, Account(id=ANNA, name="安"))
    with pytest.raises(Busy):
        Accounts(book, Ticking()).disable(ANNA)


def test_a_founded_account_that_stands_is_left_as_it_is(desk: Desk) -> None:
    granted = desk.accounts.grant(ADMIN, ANNA, Role.INSPECTOR, HERE)
    founded(desk.book, Account(id=ANNA, name="别人"))
    assert desk.accounts.account(ANNA) == granted


def test_accounts_are_listed_page_by_page(desk: Desk) -> None:
    for place in range(20, 25):
        founded(desk.book, Account(id=made("acc", place), name="演示"))
    desk.accounts.grant(ADMIN, ANNA, Role.INSPECTOR, HERE)
    seen: list[dict[str, str]] = []
    after = ""
    while True:
        rows, after = desk.book.accounts(after, 4)
        seen += rows
        if not after:
            break
    assert [row["id"] for row in seen] == [ANNA, *(made("acc", place) for place in range(20, 25))]
    assert seen[0] == {"id": ANNA, "name": "安", "roles": "inspector", "state": "active"}
