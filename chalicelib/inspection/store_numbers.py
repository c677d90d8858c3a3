"""How the numbers an office gave to its papers are counted.

Y#NOTICE#{district}  {year}   last number of a notice             GetItem; moved in the acceptance's transaction
Y#ORDER#{district}   {year}   last number of an order to rectify  GetItem; moved in the order's own transaction
"""

from chalicelib.inspection.offices import Numbers, Series
from chalicelib.inspection.service_book import Counted
from chalicelib.store import Item, Put, Table


def read_numbers(table: Table, series: Series, district: str, year: int) -> Counted[Numbers]:
    """The last number given: one GetItem."""
    item = table.get(_key(series, district), str(year))
    if item is None:
        return Counted(Numbers(district=district, year=year), 0)
    return Counted(Numbers.model_validate(item.document), item.v)


def numbers_put(series: Series, given: Counted[Numbers]) -> Put:
    """The counter as it will stand."""
    value = given.value
    document = value.model_dump(mode="json")
    return Put(Item(_key(series, value.district), str(value.year), document, v=given.seen + 1), given.seen)


def _key(series: Series, district: str) -> str:
    return f"Y#{series.upper()}#{district}"
