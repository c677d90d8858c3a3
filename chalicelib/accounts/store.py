"""How accounts are kept.

key                     what           read by
U#{account}     ~       account        GetItem, by the gate and the administrator; list by a = ACCOUNTS, b = id;
                                       those who inspect also by u = INSPECTORS, b = id
G#{hash(code)}  ~       invitation     GetItem by whoever brings the code
"""

from chalicelib.accounts.account import Account, Invitation
from chalicelib.accounts.model import Role
from chalicelib.accounts.service import Changed
from chalicelib.store import Clash, Item, Put, Table, digest


class AccountStore:
    """See service.Book."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def account(self, account: str) -> tuple[Account, int] | None:
        """The account and its version."""
        item = self._table.get(f"U#{account}", "~")
        return (Account.model_validate(item.document), item.v) if item else None

    def put(self, account: Account, seen: int) -> None:
        """Write version seen + 1. Raises Changed."""
        self._write([Put(_account_item(account, seen + 1), seen)])

    def accounts(self, after: str, limit: int) -> tuple[tuple[dict[str, str], ...], str]:
        """Rows of all accounts, and where the next page starts."""
        page = self._table.query("ACCOUNTS", after=after, limit=limit, index="a")
        return tuple(dict(item.row) for item in page.items), page.after

    def inspectors(self, after: str, limit: int) -> tuple[tuple[dict[str, str], ...], str]:
        """Rows of those who inspect now, and where the next page starts."""
        page = self._table.query("INSPECTORS", after=after, limit=limit, index="u")
        return tuple(dict(item.row) for item in page.items), page.after

    def invitation(self, key: str) -> tuple[Invitation, int] | None:
        """The invitation under the hash of its code, and its version."""
        item = self._table.get(f"G#{key}", "~")
        return (Invitation.model_validate(item.document), item.v) if item else None

    def put_invitation(self, key: str, invitation: Invitation, seen: int) -> None:
        """Write version seen + 1. Raises Changed."""
        self._write([Put(_invitation_item(key, invitation, seen + 1), seen)])

    def accept(
        self, key: str, invitation: Invitation, seen: int, account: Account, account_seen: int
    ) -> None:
        """Write the used invitation and the account that used it, or neither. Raises Changed."""
        self._write(
            [
                Put(_invitation_item(key, invitation, seen + 1), seen),
                Put(_account_item(account, account_seen + 1), account_seen),
            ]
        )

    def _write(self, puts: list[Put]) -> None:
        try:
            if len(puts) == 1:
                self._table.put(puts[0].item, puts[0].seen)
            else:
                self._table.put_all(puts)
        except Clash as clash:
            raise Changed from clash


def _account_item(account: Account, version: int) -> Item:
    document = account.model_dump(mode="json", exclude_none=True)
    roles = ",".join(sorted(grant.role for grant in account.standing()))
    actor = account.actor()
    row = {"id": account.id, "name": account.name, "roles": roles, "state": account.state}
    return Item(
        f"U#{account.id}",
        "~",
        document,
        v=version,
        state=account.state,
        a="ACCOUNTS",
        u="INSPECTORS" if actor.is_any(Role.INSPECTOR) else "",
        b=account.id,
        h=digest(document),
        row=row | ({"districts": ",".join(sorted(actor.districts))} if actor.districts else {}),
    )


def _invitation_item(key: str, invitation: Invitation, version: int) -> Item:
    document = invitation.model_dump(mode="json", exclude_none=True)
    return Item(f"G#{key}", "~", document, v=version, h=digest(document))
