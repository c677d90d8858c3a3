"""The operator's way to the first administrator."""

from chalicelib.accounts.account import Account, Scopes
from chalicelib.accounts.model import Role
from chalicelib.accounts.service import founded
from chalicelib.accounts.store import AccountStore
from infra.administrator import OPERATOR, appoint
from tests.fakes import FakeTable
from tests.office import Ticking, made

ANNA = made("acc", 1)


def test_the_first_administrator_is_appointed_once_and_on_record() -> None:
    book = AccountStore(FakeTable())
    first = appoint(book, Ticking(), ANNA, "演示")
    assert first.actor().roles == {Role.ADMINISTRATOR}
    assert [grant.granted_by for grant in first.grants] == [OPERATOR.id]
    assert appoint(book, Ticking(), ANNA, "别人") == first


def test_one_who_is_locked_out_comes_back_with_the_roles_they_had() -> None:
    book = AccountStore(FakeTable())
    founded(book, Account(id=ANNA, name="演示", state="disabled"))
    appoint(book, Ticking(), ANNA, "演示")
    made_again = appoint(book, Ticking(), ANNA, "演示")
    assert made_again.actor().roles == {Role.ADMINISTRATOR}
    assert made_again.grants[0].scopes == Scopes()
