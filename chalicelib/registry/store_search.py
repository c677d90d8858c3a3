"""How exact search reads: everything is a GetItem or one Query by key.

key                            what                                           read by
Z#SERIAL#{serial}  {number}    an instrument has this serial number           Query; several makers may use one
Z#CERT#{number}    {number}    an instrument was verified by this certificate  Query; several labs may use one
The serial numbers and certificates are in the one form of search.lookup.
"""

from collections.abc import Sequence

from chalicelib.registry.model import InstrumentHead
from chalicelib.registry.parties import Merchant
from chalicelib.registry.search import MOST, Shelf, lookup
from chalicelib.store import Clash, Item, Table

_ENOUGH = MOST + 1
"""One more than is shown tells that there are more."""


class SearchStore:
    """See service_search.SearchBook."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def heads(self, numbers: Sequence[str]) -> tuple[InstrumentHead, ...]:
        """The heads under at most 100 numbers, in the order asked; unknown ones are left out."""
        if not numbers:
            return ()
        found = self._table.get_many([(f"I#{number}", "~") for number in numbers])
        return tuple(InstrumentHead.model_validate(item.document) for item in found if item)

    def looked_up(self, shelf: Shelf, key: str) -> tuple[str, ...]:
        """Numbers of the instruments under one serial or certificate number, at most one more than are shown."""
        return tuple(item.sk for item in self._table.query(f"Z#{shelf}#{key}", limit=_ENOUGH).items)

    def at_stall(self, site_id: str, stall: str) -> tuple[str, ...]:
        """Numbers of the instruments at one stall, as their site lists them, at most one more than are shown."""
        page = self._table.query(f"P#{site_id}", begins=f"{stall:>20}#", limit=_ENOUGH, index="a")
        return tuple(item.row["number"] for item in page.items)

    def merchant_of_code(self, code: str) -> tuple[str, Merchant] | None:
        """The merchant that holds this credit code; a code it gave up leads to it no more."""
        guard = self._table.get(f"X#USCC#{code}", "~")
        if guard is None:
            return None
        owner = guard.document["owner"]
        item = self._table.get(f"M#{owner}", "A")
        merchant = Merchant.model_validate(item.document) if item else None
        return (owner, merchant) if merchant and merchant.credit_code == code else None

    def note(self, shelf: Shelf, key: str, instrument_number: str) -> None:
        """Let an instrument be found; the same again is nothing new."""
        try:
            self._table.put(lookup_item(shelf, key, instrument_number), seen=0)
        except Clash:
            return


def lookup_item(shelf: Shelf, written: str, instrument_number: str) -> Item:
    """The item that leads from a serial or certificate number to an instrument."""
    return Item(f"Z#{shelf}#{lookup(written)}", instrument_number, {"number": instrument_number})
