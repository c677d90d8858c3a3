"""Accounts on a table, and who changes them."""

from chalicelib.accounts.account import Account, Invitation, Scopes
from chalicelib.accounts.model import Actor, Role
from chalicelib.accounts.service import (
    Accounts,
    founded,
)
from chalicelib.accounts.store import AccountStore
from tests.fakes import FakeTable
from tests.office import MERCHANT, SITE, Ticking, actor, made

ADMIN = actor(1, Role.ADMINISTRATOR, district="")
SUPERVISOR, INSPECTOR = actor(2, Role.SUPERVISOR), actor(3, Role.INSPECTOR)
CITY_SUPERVISOR = actor(4, Role.SUPERVISOR, district="")
ANNA, BAO = made("acc", 11), made("acc", 12)
INVITATION, CODE, OTHER_CODE = made("inv", 1), "ABCDEFGHJK2", "0123456789T"
LAB = made("lab", 1)
HERE, THERE = Scopes(districts=("350203",)), Scopes(districts=("350206",))
OF_MERCHANT, OF_SITE, OF_LAB = Scopes(merchants=(MERCHANT,)), Scopes(sites=(SITE,)), Scopes(labs=(LAB,))
FAR_MERCHANT, FAR_SITE, NO_MERCHANT = made("mer", 2), made("sit", 2), made("mer", 3)
PLACES = {MERCHANT: "350203", SITE: "350203", FAR_MERCHANT: "350206", FAR_SITE: "350206"}
"""Where merchants and sites are."""


def fitting(role: Role) -> Scopes:
    """Scopes in which this role means something."""
    return {Role.MERCHANT: OF_MERCHANT, Role.ORGANISER: OF_SITE, Role.LAB: OF_LAB}.get(role, HERE)


class Desk:
    """Accounts on a table, and a clock moved by hand."""

    def __init__(self) -> None:
        self.clock = Ticking()
        self.book = AccountStore(FakeTable())
        self.accounts = Accounts(self.book, self.clock, PLACES.get)
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
