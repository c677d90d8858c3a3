"""How the last encounters of labels are kept (main table).

key            sk               what                                             read by
I#{number}     W#{counter:03d}  the last 48 encounters of one label, derived      GetItem
"""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.labels.encounters import COMPANY
from chalicelib.labels.service_copies import Encounters
from chalicelib.registry.alarm_evidence import Encounter
from chalicelib.registry.model import InstrumentHead
from chalicelib.registry.service_book import Changed
from chalicelib.store import Clash, Item, Table


class CopyStore:
    """See service_copies.ScanBook."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def scan(self, pk: str, sk: str) -> Mapping[str, Any] | None:
        """See service_copies.ScanBook."""
        item = self._table.get(pk, sk)
        return item.document if item else None

    def company(self, pk: str) -> Sequence[Mapping[str, Any]]:
        """See service_copies.ScanBook."""
        page = self._table.query(pk, begins="N#", limit=COMPANY, backwards=True)
        return [item.document for item in page.items]

    def encounters(self, number: str, counter: int) -> Encounters:
        """See service_copies.ScanBook."""
        item = self._table.get(*_key(number, counter))
        if item is None:
            return Encounters((), 0)
        return Encounters(tuple(Encounter.model_validate(one) for one in item.document["encounters"]), item.v)

    def keep(self, number: str, counter: int, read: Encounters) -> None:
        """See service_copies.ScanBook."""
        rows = [one.model_dump(mode="json", exclude_none=True) for one in read.kept]
        item = Item(*_key(number, counter), {"encounters": rows}, v=read.version + 1)
        try:
            self._table.put(item, read.version)
        except Clash as clash:
            raise Changed from clash

    def head(self, number: str) -> InstrumentHead | None:
        """See service_copies.ScanBook."""
        item = self._table.get(f"I#{number}", "~")
        return InstrumentHead.model_validate(item.document) if item else None

    def site_name(self, site: str) -> str | None:
        """See service_copies.ScanBook."""
        item = self._table.get(f"S#{site}", "A")
        return str(item.document["name"]) if item else None


def _key(number: str, counter: int) -> tuple[str, str]:
    return f"I#{number}", f"W#{counter:03d}"
