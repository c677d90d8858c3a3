"""How labels, their keys and scans are kept (main table).

pk                      sk               what
I#{number}              L#{counter:03d}  one issue of a label; `state` current or revoked
I#{number}              ~                the instrument's head, written by the registry, read here
K#LABELS                ~                the public keys labels are signed with, ended ones included
K#REVOKED               {valid_until}#{number}#{counter:03d}  a revoked label; 9999-12-31 for one without a last day
U#{account}#{yyyy-mm}   N#{scan}         a scan's record, by the month of the scan's id

screen            access
scan, resolve     one BatchGetItem: head, label, and the key set when the container's copy is old
issue             one Query (the last label), one transaction (the new label, the one it replaces, its revocation)
revoke            one BatchGetItem, one transaction (the label, its revocation)
offline bundle    pages of the revocations from today on: what has ended by itself is never read again
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from chalicelib import events
from chalicelib.errors import IdTaken
from chalicelib.labels.bundle import Revoked
from chalicelib.labels.model import Changed, KeySet, LabelRow, Looked, PublicKeys
from chalicelib.labels.service_bundle import KEYS_PK, REVOKED_PK
from chalicelib.registry.model import InstrumentHead
from chalicelib.store import Clash, Item, Put, Table, pages, put_once

_KEYS = (KEYS_PK, "~")
_NO_END = "9999-12-31"


class LabelStore:
    """See service.Book, service_revocation.Book, service_keys.KeyBook and service_bundle.Ledger."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def look(self, wanted: Sequence[tuple[str, int]], *, keys: bool) -> Looked:
        """See service.Book."""
        heads = [_head_key(number) for number, _ in wanted]
        labels = [_label_key(number, counter) for number, counter in wanted if counter]
        asked = list(dict.fromkeys([*heads, *labels, *([_KEYS] if keys else [])]))
        found = dict(zip(asked, self._table.get_many(asked) if asked else (), strict=True))
        return Looked(
            heads={
                number: InstrumentHead.model_validate(item.document)
                for number, _ in wanted
                if (item := found[_head_key(number)])
            },
            labels={
                (number, counter): _row(item)
                for number, counter in wanted
                if counter and (item := found[_label_key(number, counter)])
            },
            keys=_key_set(found[_KEYS]) if keys else None,
        )

    def label(self, number: str, counter: int) -> LabelRow | None:
        """See service.Book."""
        item = self._table.get(*_label_key(number, counter))
        return _row(item) if item else None

    def last_label(self, number: str) -> LabelRow | None:
        """See service.Book."""
        page = self._table.query(f"I#{number}", begins="L#", backwards=True, limit=1)
        return _row(page.items[0]) if page.items else None

    def issue(self, new: LabelRow, replaced: LabelRow | None) -> None:
        """See service.Book."""
        puts = [Put(_label_item(new), seen=0)]
        if replaced:
            puts += _revocation(replaced)
        self._write(puts)

    def revoke(self, revoked: LabelRow) -> None:
        """See service_revocation.Book."""
        self._write(_revocation(revoked))

    def revoked(self, today: date) -> Iterable[Revoked]:
        """See service_bundle.Ledger."""
        for item in pages(self._table, REVOKED_PK, between=(today.isoformat(), "~")):
            yield item.document["number"], item.document["counter"]

    def _write(self, puts: Sequence[Put]) -> None:
        try:
            self._table.put_all(puts)
        except Clash as clash:
            raise Changed from clash

    def keys(self) -> KeySet:
        """See service_keys.KeyBook."""
        return _key_set(self._table.get(*_KEYS))

    def put_keys(self, keys: KeySet) -> bool:
        """See service_keys.KeyBook."""
        document = PublicKeys(keys=list(keys.keys)).model_dump(mode="json", exclude_none=True)
        try:
            self._table.put(Item(*_KEYS, document, v=keys.version + 1), seen=keys.version)
        except Clash:
            return False
        return True

    def record_scan(self, account: str, month: str, scan: str, document: dict[str, Any], digest: str) -> Any:
        """See service.Book."""
        resolution = document["resolution"]
        item = Item(
            f"U#{account}#{month}",
            f"N#{scan}",
            document,
            state=resolution["outcome"],
            h=digest,
            event=events.SCAN_RECORDED.mark,
        )
        try:
            return put_once(self._table, item).document
        except Clash:
            raise IdTaken(id=scan) from None


def _head_key(number: str) -> tuple[str, str]:
    return f"I#{number}", "~"


def _label_key(number: str, counter: int) -> tuple[str, str]:
    return f"I#{number}", f"L#{counter:03d}"


def _label_item(row: LabelRow) -> Item:
    document = row.document
    return Item(
        *_label_key(document["number"], document["counter"]),
        document,
        v=row.version,
        state=document["state"],
        h=row.digest,
        event=events.LABEL_CHANGED.mark,
    )


def _revocation(revoked: LabelRow) -> list[Put]:
    """The label as revoked and its entry in the list, to be written together."""
    told = revoked.document
    entry = {name: told[name] for name in ("number", "counter", "valid_until") if name in told}
    place = f"{told.get('valid_until', _NO_END)}#{told['number']}#{told['counter']:03d}"
    item = Item(REVOKED_PK, place, entry)
    return [Put(_label_item(revoked), seen=revoked.version - 1), Put(item, seen=0)]


def _row(item: Item) -> LabelRow:
    return LabelRow(item.document, item.v, item.h)


def _key_set(item: Item | None) -> KeySet:
    if item is None:
        return KeySet((), 0)
    return KeySet(tuple(PublicKeys.model_validate(item.document).keys), item.v)
