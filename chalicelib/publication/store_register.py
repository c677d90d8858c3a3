"""How the register is kept: what anybody may see (main table), and which files must be made again (operations table).

key                           what                      read by
G#{merchant}  A               merchant                  Query; a = G#{district}, b = M#{merchant}
G#{merchant}  E#{entry}       entry as shown last       Query; a = G#{district}#E, u = G#CHANGES#{month}, b = time, id
G#{merchant}  C#{commitment}  commitment as shown last  Query; a = G#{district}#C, the others as of entries
G#{merchant}  T               standing as shown last    Query; a = G#{district}#T, b = merchant
G#{site}      A               site                      Query; a = G#{district}, b = S#{site}
G#{site}      T#{stall}       stall                     Query
G#{number}    I               instrument                a = G#{site}, u = G#{merchant}, b = stall and number
G#PLANS       A#{plan}        public plan               Query
G#PLANS       H#{plan}#{step} step of its draw          Query
PUBLISH       {time}#{file}   a file to be made (ops)   Query
PUBLISHED     ~               done up to when (ops)     GetItem
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import batched

from chalicelib.clock import Clock, stamp
from chalicelib.publication import projection
from chalicelib.publication.projection import Row
from chalicelib.store import Clash, Index, Item, Table, pages

_ATTEMPTS = 12
_BATCH = 100
_LATE = timedelta(seconds=10)
_KEPT = timedelta(days=2)


class RegisterStore:
    """See service_projection.Shelf and service_publish.Rows."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def put(self, row: Row) -> Row | None:
        """See Shelf."""
        for _ in range(_ATTEMPTS):
            standing = self._table.get(row.pk, row.sk)
            before = _row(standing) if standing else None
            if before is not None and before.of >= row.of:
                return before
            seen = standing.v if standing else 0
            try:
                self._table.put(_item(row, seen + 1), seen)
            except Clash:
                continue
            return before
        raise TimeoutError("others were first each time")

    def of(self, thing_id: str) -> Iterator[Row]:
        """See Rows."""
        return map(_row, pages(self._table, projection.partition(thing_id)))

    def plans(self) -> Iterator[Row]:
        """See Rows."""
        return map(_row, pages(self._table, projection.PLANS))

    def instruments(self, *, of: str = "", at: str = "") -> Iterator[Row]:
        """See Rows."""
        index: Index = "u" if of else "a"
        return self._listed(pages(self._table, projection.partition(of or at), index=index), "instrument")

    def parties(self, district: str) -> Iterator[Row]:
        """See Rows."""
        for item in pages(self._table, projection.of_district(district), index="a"):
            yield _shown(item, "merchant" if item.b.startswith("M#") else "site")

    def entries(self, district: str, limit: int = 0) -> Iterator[Row]:
        """See Rows."""
        key = projection.of_district(district, "#E")
        if limit:
            newest = self._table.query(key, limit=limit, backwards=True, index="a")
            return self._listed(newest.items, "entry")
        return self._listed(pages(self._table, key, index="a"), "entry")

    def commitments(self, district: str) -> Iterator[Row]:
        """See Rows."""
        found = pages(self._table, projection.of_district(district, "#C"), index="a")
        return self._listed(found, "commitment")

    def standings(self, district: str) -> Iterator[Row]:
        """See Rows."""
        found = pages(self._table, projection.of_district(district, "#T"), index="a")
        return self._listed(found, "standing")

    def changes(self, month: str, limit: int) -> Iterator[Row]:
        """See Rows."""
        found = self._table.query(projection.changes_of(month), limit=limit, backwards=True, index="u").items
        return (_shown(item, "entry" if item.sk.startswith("E#") else "commitment") for item in found)

    def many(self, thing_ids: Iterable[str], sk: str) -> dict[str, Row]:
        """See Rows."""
        found: dict[str, Row] = {}
        for batch in batched(sorted(set(thing_ids) - {""}), _BATCH, strict=False):
            items = self._table.get_many([(projection.partition(one), sk) for one in batch])
            found |= {one: _row(item) for one, item in zip(batch, items, strict=True) if item}
        return found

    @staticmethod
    def _listed(items: Iterable[Item], kind: projection.Kind) -> Iterator[Row]:
        return (_shown(item, kind) for item in items)


class MarkStore:
    """See Marks of service_projection, service_publish and service_opendata; times are the machine's, which never jump.

    clock   the machine's
    """

    def __init__(self, ops: Table, clock: Clock) -> None:
        self._ops = ops
        self._clock = clock

    def mark(self, names: Sequence[str]) -> None:
        """See Marks. A mark that was written so long after its time that a run may have passed it is written again."""
        for name in names:
            while True:
                at = self._clock()
                expires_s = int((at + _KEPT).timestamp())
                item = Item("PUBLISH", f"{stamp(at)}#{name}", {}, expires_s=expires_s)
                with suppress(Clash):  # somebody else's mark of the same millisecond
                    self._ops.put(item, seen=0)
                if self._clock() - at < _LATE:
                    break

    def marked(self, after: datetime, until: datetime) -> Iterator[tuple[datetime, str]]:
        """See Marks."""
        for item in pages(self._ops, "PUBLISH", between=(stamp(after), stamp(until))):
            at, _, name = item.sk.partition("#")
            yield datetime.fromisoformat(at), name

    def reached(self) -> datetime | None:
        """See Marks."""
        item = self._ops.get("PUBLISHED", "~")
        return datetime.fromisoformat(item.document["until"]) if item else None

    def reach(self, until: datetime) -> None:
        """See Marks. Of two runs at the same time one is noted; what the other made beyond it is made again."""
        item = self._ops.get("PUBLISHED", "~")
        seen = item.v if item else 0
        with suppress(Clash):
            self._ops.put(Item("PUBLISHED", "~", {"until": stamp(until)}, v=seen + 1), seen)


def _item(row: Row, version: int) -> Item:
    document = {"kind": row.kind, "of": row.of, "told": row.told}
    is_listed = bool(row.a or row.u)
    item = Item(row.pk, row.sk, document, v=version, a=row.a, u=row.u, b=row.b if is_listed else "")
    return replace(item, row={"of": row.of, "told": row.told}) if is_listed else item


def _row(item: Item) -> Row:
    return Row(item.document["kind"], item.pk, item.sk, item.document["of"], item.document["told"])


def _shown(item: Item, kind: projection.Kind) -> Row:
    """A row as a list has it."""
    return Row(kind, item.pk, item.sk, item.row["of"], item.row["told"])
