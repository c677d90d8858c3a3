"""How due lists are kept: derived from heads; `python -m infra.rebuild` brings them back.

key                          what                                        read by
I#{number}        D          place in the lists of district, merchant    a = D#{district}, u = D#{merchant}; b = place
I#{number}        D#S        place in the list of the site               a = E#{site}; b = place
                             and of the district's applications          u = DA#{district}, while applied for
"""

from typing import Literal

from chalicelib.registry.due import Due
from chalicelib.registry.model import InstrumentHead
from chalicelib.registry.service_book import Changed, Listing, Stored, stored
from chalicelib.registry.service_due import By
from chalicelib.store import Clash, Index, Item, Put, Table

_LISTS: dict[By, tuple[str, Index]] = {
    "district": ("D#", "a"),
    "merchant": ("D#", "u"),
    "site": ("E#", "a"),
    "applied": ("DA#", "u"),
}


class DueStore:
    """See service_due.DueBook."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def standing(self, instrument_number: str) -> tuple[Due | None, int]:
        """The place kept now and its version; None and 0 when there was none, None when it left the lists."""
        item = self._table.get(f"I#{instrument_number}", "D")
        if item is None:
            return None, 0
        return (Due.model_validate(item.document) if item.document else None), item.v

    def head(self, instrument_number: str) -> Stored[InstrumentHead] | None:
        """The head the place follows from."""
        return stored(self._table.get(f"I#{instrument_number}", "~"), InstrumentHead)

    def put(self, instrument_number: str, wanted: Due | None, seen: int) -> None:
        """Write both places, or take them out of every list. Raises Changed."""
        try:
            self._table.put_all(
                [Put(_item(instrument_number, wanted, seen + 1, sk), seen) for sk in ("D", "D#S")]
            )
        except Clash as clash:
            raise Changed from clash

    def listed(self, by: By, key: str, span: tuple[str, str], after: str, limit: int) -> Listing:
        """Rows between two places, both inclusive, in order: one Query."""
        prefix, index = _LISTS[by]
        page = self._table.query(f"{prefix}{key}", between=span, after=after, limit=limit, index=index)
        return Listing(tuple(item.row for item in page.items), page.after)


def _item(instrument_number: str, wanted: Due | None, version: int, sk: Literal["D", "D#S"]) -> Item:
    if wanted is None:
        return Item(f"I#{instrument_number}", sk, {}, v=version)
    row = wanted.model_dump(mode="json", exclude_none=True)
    is_site = sk == "D#S"
    applied = f"DA#{wanted.district}" if wanted.applied_on else ""
    return Item(
        f"I#{instrument_number}",
        sk,
        {"site_id": wanted.site_id} if is_site else row,
        v=version,
        state=wanted.why,
        a=f"E#{wanted.site_id}" if is_site else f"D#{wanted.district}",
        u=applied if is_site else f"D#{wanted.merchant_id}",
        b=wanted.place,
        row=row,
    )
