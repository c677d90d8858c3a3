"""Fakes that the contract tests hold to the behaviour of the real services."""

import json
from collections.abc import Sequence
from dataclasses import replace
from threading import Lock

from chalicelib.errors import BadCursor
from chalicelib.store import Clash, Index, Item, Page, Put, canonical


class FakeTable:
    """A `Table` in memory."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], Item] = {}
        self._writing = Lock()

    def get(self, pk: str, sk: str) -> Item | None:
        return self._copy(self.items.get((pk, sk)))

    def get_many(self, keys: Sequence[tuple[str, str]]) -> tuple[Item | None, ...]:
        assert len(set(keys)) <= 100, "DynamoDB refuses more"
        return tuple(self.get(*key) for key in keys)

    def query(
        self,
        pk: str,
        *,
        begins: str = "",
        between: tuple[str, str] | None = None,
        after: str = "",
        limit: int = 50,
        backwards: bool = False,
        index: Index | None = None,
    ) -> Page:
        def place(item: Item) -> tuple[str, str, str]:
            return (item.b if index else item.sk, item.pk, item.sk)

        found = [
            item
            for item in tuple(self.items.values())
            if (getattr(item, index) if index else item.pk) == pk and place(item)[0].startswith(begins)
        ]
        if between:
            first, final = between
            assert first, "DynamoDB refuses an empty key"
            assert first <= final, "DynamoDB refuses a range that ends before it begins"
            found = [item for item in found if first <= place(item)[0] <= final]
        found.sort(key=place, reverse=backwards)
        if after:
            start = json.loads(after)
            if not isinstance(start, list) or start.pop(0) != pk:
                raise BadCursor
            last = tuple(start)
            found = [item for item in found if (place(item) < last if backwards else place(item) > last)]
        page = tuple(self._copy(self._projected(item, index) if index else item) for item in found[:limit])
        return Page(page, json.dumps([pk, *place(page[-1])]) if len(found) > limit else "")

    def put(self, item: Item, seen: int) -> None:
        if self.items.get((item.pk, item.sk)) != item:  # the very same write again is one write
            self.put_all([Put(item, seen)])

    def put_all(self, puts: Sequence[Put]) -> None:
        with self._writing:
            for put in puts:
                self._check(put.item, put.seen)
            for put in puts:
                self._write(put.item)

    def _check(self, item: Item, seen: int) -> None:
        sizes = [len(key.encode()) for key in (item.pk, item.a, item.u, item.sk, item.b)]
        assert max(sizes[:3]) <= 2048, "DynamoDB refuses longer partition keys"
        assert max(sizes[3:]) <= 1024, "DynamoDB refuses longer sort keys"
        standing = self.items.get((item.pk, item.sk))
        if (standing.v if standing else 0) != seen:
            raise Clash(standing)

    def _write(self, item: Item) -> None:
        self.items[item.pk, item.sk] = self._copy(item)

    @staticmethod
    def _projected(item: Item, index: Index) -> Item:
        """What the indexes of infra/template.json hold."""
        shown = Item(item.pk, item.sk, {}, v=item.v, state=item.state, b=item.b, row=item.row)
        return replace(shown, a=item.a) if index == "a" else replace(shown, u=item.u)

    @staticmethod
    def _copy[T: Item | None](item: T) -> T:
        if item is None:
            return item
        document, row = json.loads(canonical(item.document)), json.loads(canonical(item.row))
        return replace(item, document=document, row=row)
