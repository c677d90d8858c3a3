"""Who may invite whom to what, and what becomes of the code."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.accounts.account import Account, Grant, Scopes, code_key
from chalicelib.accounts.model import Actor, Role
from chalicelib.accounts.service import (
    Accounts,
    InvitationRefused,
    NamesNoParty,
    NotYours,
    TooMuchReach,
    founded,
)
from chalicelib.accounts.store import AccountStore
from chalicelib.errors import IdTaken
from tests.fakes import FakeTable
from tests.office import MERCHANT, actor, made
from tests.unit.accounts.desk import (
    ADMIN,
    ANNA,
    BAO,
    CITY_SUPERVISOR,
    CODE,
    FAR_MERCHANT,
    FAR_SITE,
    HERE,
    INSPECTOR,
    INVITATION,
    LAB,
    NO_MERCHANT,
    OF_MERCHANT,
    OF_SITE,
    OTHER_CODE,
    SUPERVISOR,
    THERE,
    Desk,
    fitting,
)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("role", Role)
def test_the_administrator_invites_to_every_role(desk: Desk, role: Role) -> None:
    assert desk.invite(ADMIN, role, fitting(role))[0].role == role


ALLOWED = {
    Role.SUPERVISOR: {Role.INSPECTOR, Role.REVIEWER, Role.MERCHANT, Role.ORGANISER},
    Role.INSPECTOR: {Role.MERCHANT, Role.ORGANISER},
}


@pytest.mark.parametrize("by", [one for one in Role if one != Role.ADMINISTRATOR])
@pytest.mark.parametrize("role", Role)
def test_others_invite_to_the_roles_below_theirs_only(desk: Desk, by: Role, role: Role) -> None:
    if role in ALLOWED.get(by, ()):
        assert desk.invite(actor(20, by), role, fitting(role))[1]
    else:
        with pytest.raises(NotYours):
            desk.invite(actor(20, by), role, fitting(role))


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
        (SUPERVISOR, Role.MERCHANT, Scopes(merchants=(FAR_MERCHANT,)), False),
        (SUPERVISOR, Role.MERCHANT, Scopes(merchants=(MERCHANT, FAR_MERCHANT)), False),
        (CITY_SUPERVISOR, Role.MERCHANT, Scopes(merchants=(MERCHANT, FAR_MERCHANT)), True),
        (CITY_SUPERVISOR, Role.MERCHANT, Scopes(merchants=(NO_MERCHANT,)), False),  # not registered
        (ADMIN, Role.MERCHANT, Scopes(merchants=(NO_MERCHANT,)), True),
        (INSPECTOR, Role.ORGANISER, OF_SITE, True),
        (INSPECTOR, Role.ORGANISER, Scopes(sites=(FAR_SITE,)), False),
        (INSPECTOR, Role.MERCHANT, Scopes(merchants=(MERCHANT,), sites=(FAR_SITE,)), False),
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


PARTYLESS = [
    (Role.MERCHANT, Scopes()),
    (Role.MERCHANT, OF_SITE),
    (Role.ORGANISER, OF_MERCHANT),
    (Role.ORGANISER, HERE),
    (Role.LAB, Scopes()),
    (Role.LAB, HERE),
]


@pytest.mark.parametrize(("role", "scopes"), PARTYLESS)
def test_a_merchant_s_role_names_a_merchant_an_organiser_s_a_site_and_a_lab_s_a_lab(
    desk: Desk, role: Role, scopes: Scopes
) -> None:
    with pytest.raises(NamesNoParty):
        desk.invite(ADMIN, role, scopes)
    with pytest.raises(NamesNoParty):
        desk.accounts.grant(ADMIN, ANNA, role, scopes)
    with pytest.raises(NotYours if role == Role.LAB else NamesNoParty):
        desk.invite(CITY_SUPERVISOR, role, scopes)


@pytest.mark.parametrize(("role", "scopes"), PARTYLESS)
def test_an_old_grant_that_names_nobody_is_read_and_opens_nothing(
    desk: Desk, role: Role, scopes: Scopes
) -> None:
    grant = Grant(role=role, scopes=scopes, granted_by="acc-0", granted_at="2026-01-01T00:00:00.000Z")
    founded(desk.book, Account(id=BAO, name="包", grants=(grant,)))
    known = desk.accounts.account(BAO)
    assert (known.grants, known.actor().roles) == ((grant,), frozenset())


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


def test_a_merchants_second_shop_is_added_to_the_first(desk: Desk) -> None:
    other = made("mer", 77)
    desk.invite(role=Role.MERCHANT, scopes=OF_MERCHANT)
    desk.accounts.accept(BAO, CODE)
    desk.invite(role=Role.MERCHANT, scopes=Scopes(merchants=(other, MERCHANT)), code=OTHER_CODE)
    taken = desk.accounts.accept(BAO, OTHER_CODE)
    assert taken.actor().merchants == {MERCHANT, other}
    assert taken.standing()[0].scopes.merchants == (MERCHANT, other)


def test_a_fifty_first_shop_is_too_much_reach(desk: Desk) -> None:
    fifty = tuple(made("mer", place) for place in range(100, 150))
    desk.accounts.grant(ADMIN, ANNA, Role.MERCHANT, Scopes(merchants=fifty))
    desk.invite(role=Role.MERCHANT, scopes=OF_MERCHANT)
    with pytest.raises(TooMuchReach):
        desk.accounts.accept(ANNA, CODE)


def test_an_officers_new_districts_replace_the_ones_before(desk: Desk) -> None:
    desk.accounts.grant(ADMIN, ANNA, Role.INSPECTOR, HERE)
    desk.invite(scopes=THERE)
    assert desk.accounts.accept(ANNA, CODE).actor().districts == {"350206"}


def test_a_disabled_account_that_brings_a_code_stays_disabled(desk: Desk) -> None:
    desk.accounts.disable(ADMIN, ANNA)
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
    desk.accounts.end(ADMIN, BAO, Role.INSPECTOR)
    assert desk.accounts.accept(BAO, CODE).actor().roles == frozenset()
    desk.invite()
    assert desk.accounts.accept(BAO, CODE).actor().roles == frozenset()


def test_used_unknown_and_expired_codes_are_refused_in_the_same_words(desk: Desk) -> None:
    desk.invite()
    desk.accounts.accept(BAO, CODE)
    desk.invite(code=OTHER_CODE)
    desk.clock.at += timedelta(hours=72)
    said = set()
    for code in (CODE, "ZZZZZZZZZZZ", OTHER_CODE):
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
