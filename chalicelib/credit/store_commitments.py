"""How commitments are kept.

key                          what                                        read by
B#{commitment}  ~            the commitment; a = B#{district}#{state} by last day
B#{commitment}  G            its signature, written once with it         GetItem
B#{commitment}  L#{n:03d}    its n-th public step, written once          newest: one Query
B#{commitment}  D            when something is due                       see store_waking
B#{merchant}    C#{commitment}  that it is the merchant's, written once  one Query and one BatchGetItem a hundred
P#{entry}       L#{n:03d}    publication's public event entry.shown: read here, written there
"""

from chalicelib.credit.commitments import Commitment, Shown, Strokes
from chalicelib.credit.findings import Entry
from chalicelib.credit.service_book import Changed, Rows, Stored
from chalicelib.credit.store_waking import waking
from chalicelib.credit.waking import wakes
from chalicelib.events import COMMITMENT_CHANGED, COMMITMENT_SHOWN
from chalicelib.store import Clash, Item, Put, Table, pages

PAGE = 100


class CommitmentStore:
    """See service_book.Commitments."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def commitment(self, commitment_id: str) -> Stored[Commitment] | None:
        """See Commitments: one GetItem."""
        item = self._table.get(f"B#{commitment_id}", "~")
        return Stored(Commitment.model_validate(item.document), item.v, item.h) if item else None

    def of_merchant(self, merchant_id: str) -> tuple[Commitment, ...]:
        """See Commitments."""
        keys = [
            (f"B#{item.sk.removeprefix('C#')}", "~")
            for item in pages(self._table, f"B#{merchant_id}", begins="C#")
        ]
        found = [
            item for at in range(0, len(keys), PAGE) for item in self._table.get_many(keys[at : at + PAGE])
        ]
        return tuple(Commitment.model_validate(item.document) for item in found if item)

    def signature(self, commitment_id: str) -> Strokes | None:
        """See Commitments: one GetItem."""
        item = self._table.get(f"B#{commitment_id}", "G")
        return Strokes.model_validate(item.document) if item else None

    def public(self, commitment_id: str) -> Shown | None:
        """See Commitments: one Query."""
        found = self._newest(f"B#{commitment_id}")
        return Shown.model_validate(found.document) if found else None

    def in_district(self, district: str, state: str, after: str) -> Rows:
        """See Commitments: one Query of index a."""
        page = self._table.query(f"B#{district}#{state}", index="a", after=after, limit=PAGE)
        return Rows(tuple(item.row for item in page.items), page.after)

    def sign(self, commitment: Commitment, signature: Strokes, content: str) -> None:
        """See Commitments."""
        told = Item(f"B#{commitment.id}", "G", signature.model_dump(mode="json"))
        self._write([*_puts(commitment, content, 0), Put(told, 0), Put(pointer(commitment), 0)])

    def write(self, commitment: Commitment, content: str, seen: int, shown: Shown | None) -> None:
        """See Commitments."""
        puts = _puts(commitment, content, seen)
        self._write([*puts, _shown_put(shown)] if shown else puts)

    def entry(self, entry_id: str) -> Entry | None:
        """See Commitments: one Query."""
        found = self._newest(f"P#{entry_id}")
        return Entry.model_validate(found.document) if found else None

    def _newest(self, pk: str) -> Item | None:
        page = self._table.query(pk, begins="L#", backwards=True, limit=1)
        return page.items[0] if page.items else None

    def _write(self, puts: list[Put]) -> None:
        try:
            self._table.put_all(puts)
        except Clash as clash:
            raise Changed from clash


def mark(commitment: Commitment, version: int) -> Item:
    """When something is due of a commitment at this version."""
    item = Item(f"B#{commitment.id}", "D", {"id": commitment.id}, v=version)
    return waking(item, wakes(commitment), commitment.id)


def pointer(commitment: Commitment) -> Item:
    """That a commitment is its merchant's."""
    return Item(f"B#{commitment.merchant_id}", f"C#{commitment.id}", {"id": commitment.id})


def _puts(commitment: Commitment, content: str, seen: int) -> list[Put]:
    kept = Item(
        f"B#{commitment.id}",
        "~",
        commitment.model_dump(mode="json", exclude_none=True),
        v=seen + 1,
        state=commitment.state,
        a=f"B#{commitment.district}#{commitment.state}",
        b=f"{commitment.until.isoformat()}#{commitment.id}",
        h=content,
        row=commitment.row(),
        event=COMMITMENT_CHANGED.mark,
    )
    return [Put(kept, seen), Put(mark(commitment, seen + 1), seen)]


def _shown_put(shown: Shown) -> Put:
    item = Item(
        f"B#{shown.id}",
        f"L#{shown.n:03d}",
        shown.model_dump(mode="json", exclude_defaults=True),
        event=COMMITMENT_SHOWN.mark,
    )
    return Put(item, 0)
