"""How the indexes of names are kept: what was made and how often names changed in the table, the files in S3.

key                      what                                       read by
NAMES#{district}   ~     the index that was made last               GetItem
NAMES#{district}   M     how often names changed: its version       GetItem
The file is `names/{district}` in the bundle bucket, gzipped JSON, replaced whole.
"""

from collections.abc import Callable, Iterator
from typing import Any

from chalicelib.registry.service_book import Changed
from chalicelib.registry.service_names import Built
from chalicelib.store import Clash, Item, Table, pages

_LINK_SECONDS = 300


class NamesStore:
    """See service_names.NamesBook."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def mark(self, district: str, at: str) -> None:
        """Count a change; one that another counted meanwhile is counted."""
        seen, _ = self.marked(district)
        try:
            self._table.put(Item(f"NAMES#{district}", "M", {"at": at}, v=seen + 1), seen)
        except Clash:
            return

    def marked(self, district: str) -> tuple[int, str]:
        """How many changes there were, and when the last was."""
        item = self._table.get(f"NAMES#{district}", "M")
        return (item.v, item.document["at"]) if item else (0, "")

    def built(self, district: str) -> tuple[Built | None, int]:
        """What was made last, and its version."""
        item = self._table.get(f"NAMES#{district}", "~")
        return (Built.model_validate(item.document), item.v) if item else (None, 0)

    def keep(self, built: Built, seen: int) -> None:
        """Write version seen + 1. Raises Changed."""
        try:
            self._table.put(Item(f"NAMES#{built.district}", "~", built.model_dump(), v=seen + 1), seen)
        except Clash as clash:
            raise Changed from clash

    def merchants(self, district: str) -> Iterator[tuple[str, str]]:
        """Id and name of every merchant of a district."""
        return self._parties(f"M#{district}")

    def sites(self, district: str) -> Iterator[tuple[str, str]]:
        """Id and name of every site of a district."""
        return self._parties(f"S#{district}")

    def stalls(self, district: str) -> Iterator[tuple[str, str, str, str]]:
        """Site id, site, stall and merchant wherever an instrument in use stands at a stall."""
        for item in pages(self._table, f"D#{district}", index="a"):
            if item.row["stall"]:
                yield item.row["site_id"], item.row["site"], item.row["stall"], item.row["merchant"]

    def _parties(self, partition: str) -> Iterator[tuple[str, str]]:
        for item in pages(self._table, partition, index="a"):
            yield item.row["id"], item.row["name"]


class NamesBucket:
    """See service_names.NamesFiles."""

    def __init__(self, s3: Callable[[], Any], bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket

    def put(self, district: str, raw: bytes) -> None:
        """Replace the file; it is served as it is packed."""
        self._s3().put_object(
            Bucket=self._bucket,
            Key=f"names/{district}",
            Body=raw,
            ContentType="application/json",
            ContentEncoding="gzip",
            CacheControl="private, no-store",
        )

    def address(self, district: str) -> str:
        """A link that holds five minutes."""
        key = {"Bucket": self._bucket, "Key": f"names/{district}"}
        return str(self._s3().generate_presigned_url("get_object", Params=key, ExpiresIn=_LINK_SECONDS))
