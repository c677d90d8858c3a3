"""Roles given and taken: what changes, what stays on record, what is refused."""

from collections.abc import Callable

import pytest

from chalicelib.accounts.account import REACH, Account, Grant, Scopes
from chalicelib.accounts.model import Actor, Role
from chalicelib.accounts.service import (
    Accounts,
    Busy,
    Changed,
    OwnAccount,
    TooMuchReach,
    founded,
)
from chalicelib.accounts.store import AccountStore
from chalicelib.errors import NotFound
from tests.fakes import FakeTable
from tests.office import SITE, Ticking, actor, made
from tests.unit.accounts.desk import (
    ADMIN,
    ANNA,
    BAO,
    CITY_SUPERVISOR,
    CODE,
    HERE,
    LAB,
    SUPERVISOR,
    THERE,
    Desk,
)


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
    ended = desk.accounts.end(ADMIN, ANNA, Role.INSPECTOR)
    assert desk.accounts.end(ADMIN, ANNA, Role.INSPECTOR) == ended
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
    disabled = desk.accounts.disable(ADMIN, ANNA)
    assert desk.accounts.disable(ADMIN, ANNA) == disabled
    assert (disabled.actor().roles, disabled.grants) == (frozenset(), granted.grants)
    version = desk.version()
    enabled = desk.accounts.enable(ADMIN, ANNA)
    assert desk.accounts.enable(ADMIN, ANNA) == enabled
    assert enabled.actor() == granted.actor()
    assert desk.version() == version + 1


def test_who_changed_an_account_stays_on_record(desk: Desk) -> None:
    other = actor(7, Role.ADMINISTRATOR, district="")
    desk.accounts.grant(ADMIN, ANNA, Role.INSPECTOR, HERE)
    desk.accounts.grant(other, ANNA, Role.INSPECTOR, THERE)
    desk.accounts.disable(other, ANNA)
    known = desk.accounts.end(ADMIN, ANNA, Role.INSPECTOR)
    assert [(one.granted_by, one.ended_by) for one in known.grants] == [
        (ADMIN.id, other.id),
        (other.id, ADMIN.id),
    ]
    assert (known.state, known.state_by) == ("disabled", other.id)
    assert desk.accounts.disable(ADMIN, ANNA).state_by == other.id
    assert desk.accounts.enable(ADMIN, ANNA).state_by == ADMIN.id


def test_nobody_changes_their_own_account_or_takes_their_own_invitation(desk: Desk) -> None:
    founded(desk.book, Account(id=ADMIN.id, name="管"))
    desk.invite()
    changes: tuple[Callable[[], Account], ...] = (
        lambda: desk.accounts.grant(ADMIN, ADMIN.id, Role.LAB, Scopes(labs=(LAB,))),
        lambda: desk.accounts.end(ADMIN, ADMIN.id, Role.ADMINISTRATOR),
        lambda: desk.accounts.disable(ADMIN, ADMIN.id),
        lambda: desk.accounts.enable(ADMIN, ADMIN.id),
        lambda: desk.accounts.accept(ADMIN.id, CODE),
    )
    for change in changes:
        with pytest.raises(OwnAccount):
            change()
    assert desk.version(ADMIN.id) == 1
    assert desk.accounts.accept(BAO, CODE).actor().roles == {Role.INSPECTOR}


def test_all_roles_together_reach_no_more_than_the_authorizer_can_hand_on(desk: Desk) -> None:
    shops = tuple(made("mer", place) for place in range(1, 51))
    desk.accounts.grant(ADMIN, ANNA, Role.MERCHANT, Scopes(merchants=shops))
    desk.accounts.grant(ADMIN, ANNA, Role.ORGANISER, Scopes(merchants=shops[:9], sites=(SITE,)))
    more = Scopes(merchants=(made("mer", 51),), sites=(SITE,))
    desk.invite(role=Role.ORGANISER, scopes=more)
    with pytest.raises(TooMuchReach):
        desk.accounts.grant(ADMIN, ANNA, Role.ORGANISER, more)
    with pytest.raises(TooMuchReach):
        desk.accounts.accept(ANNA, CODE)
    desk.accounts.end(ADMIN, ANNA, Role.MERCHANT)
    assert desk.accounts.accept(ANNA, CODE).actor().merchants == {*more.merchants, *shops[:9]}


def test_the_most_an_account_may_reach_fits_the_authorizer_s_answer() -> None:
    things = {"merchants": "mer", "sites": "sit", "labs": "lab"}
    scopes = {
        scope: [made(things[scope], place) if scope in things else f"{place:06d}" for place in range(most)]
        for scope, most in REACH.items()
    }
    grants = tuple(
        Grant(role=role, scopes=Scopes.model_validate(scopes), granted_by="a", granted_at="b")
        for role in Role
    )
    account = Account(id=ANNA, name="安", grants=grants)
    assert account.is_within_reach()
    assert sum(map(len, account.actor().context().values())) < 4096


def test_nobody_grants_to_an_account_that_is_not_there(desk: Desk) -> None:
    changes: tuple[Callable[[], Account], ...] = (
        lambda: desk.accounts.account(BAO),
        lambda: desk.accounts.grant(ADMIN, BAO, Role.INSPECTOR, HERE),
        lambda: desk.accounts.end(ADMIN, BAO, Role.INSPECTOR),
        lambda: desk.accounts.disable(ADMIN, BAO),
        lambda: desk.accounts.enable(ADMIN, BAO),
    )
    for change in changes:
        with pytest.raises(NotFound):
            change()


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
        Accounts(book, Ticking()).disable(ADMIN, ANNA)


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
    told = {"id": ANNA, "name": "安", "roles": "inspector", "state": "active", "districts": "350203"}
    assert seen[0] == told


def test_a_supervisor_finds_inspectors_of_the_districts_by_name(desk: Desk) -> None:
    def found(who: Actor) -> list[str]:
        return [one.name for one in desk.accounts.inspectors(who, "", 50)[0]]

    assert found(SUPERVISOR) == []
    desk.accounts.grant(ADMIN, ANNA, Role.INSPECTOR, HERE)
    founded(desk.book, Account(id=BAO, name="宝"))
    desk.accounts.grant(ADMIN, BAO, Role.INSPECTOR, THERE)
    desk.accounts.grant(ADMIN, BAO, Role.REVIEWER, HERE)
    assert (found(SUPERVISOR), found(CITY_SUPERVISOR)) == (["安", "宝"], ["安", "宝"]), (
        "a reviewer's districts too"
    )
    desk.accounts.end(ADMIN, BAO, Role.REVIEWER)
    assert (found(SUPERVISOR), found(CITY_SUPERVISOR)) == (["安"], ["安", "宝"])
    desk.accounts.disable(ADMIN, ANNA)
    assert found(SUPERVISOR) == []
    desk.accounts.enable(ADMIN, ANNA)
    desk.accounts.grant(ADMIN, ANNA, Role.INSPECTOR, Scopes())
    assert found(SUPERVISOR) == ["安"], "without districts in the whole city"
    desk.accounts.end(ADMIN, ANNA, Role.INSPECTOR)
    assert found(SUPERVISOR) == []
