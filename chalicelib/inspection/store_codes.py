"""How merchants' codes are kept: both items are written together, once.

M#{merchant}  Q   the merchant's code
Q#{code}      ~   whose code it is
"""

from chalicelib.store import Clash, Item, Put, Table


class CodeStore:
    """See service_identification.Codes."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def merchant_of(self, code: str) -> str | None:
        """See Codes."""
        item = self._table.get(f"Q#{code}", "~")
        return str(item.document["merchant"]) if item else None

    def code_of(self, merchant_id: str) -> str | None:
        """See Codes."""
        item = self._table.get(f"M#{merchant_id}", "Q")
        return str(item.document["code"]) if item else None

    def add(self, merchant_id: str, code: str) -> str:
        """See Codes."""
        puts = [
            Put(Item(f"M#{merchant_id}", "Q", {"code": code}), 0),
            Put(Item(f"Q#{code}", "~", {"merchant": merchant_id}), 0),
        ]
        try:
            self._table.put_all(puts)
        except Clash:
            standing = self.code_of(merchant_id)
            if standing is None:
                raise
            return standing
        return code
