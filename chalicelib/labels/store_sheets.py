"""How orders of sheets, the finished files and the font are kept.

key (main table)      what                       read by
T#{sheet}   ~         an order, how far it is    GetItem; one's own by u = T#{account}, b = ordered at, id
The files are s3://FILES_BUCKET/sheets/{sheet}.pdf and go after KEPT_DAYS; the font is in the bucket of fonts.
"""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chalicelib.errors import IdTaken
from chalicelib.labels.service_sheets import Changed, KeptOrder
from chalicelib.labels.sheets import KeptSheet, SheetRow
from chalicelib.objects import SLOT_SECONDS
from chalicelib.store import Clash, Item, Table, put_once

FONT = "NotoSansSC-Regular.otf"
"""Noto Sans SC, full: GB 18030 level 2 and the rare characters of the 2013 table of general standard characters."""


class OrderStore:
    """See service_sheets.Orders."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def order(self, sheet: str) -> KeptOrder | None:
        """See Orders."""
        item = self._table.get(f"T#{sheet}", "~")
        return _kept(item) if item else None

    def add(self, order: KeptOrder) -> KeptOrder:
        """See Orders."""
        try:
            return _kept(put_once(self._table, _item(order)))
        except Clash:
            raise IdTaken(id=order.sheet.id) from None

    def change(self, order: KeptOrder) -> KeptOrder:
        """See Orders."""
        try:
            self._table.put(_item(order), seen=order.version - 1)
        except Clash as clash:
            raise Changed from clash
        return order

    def own(self, account: str, after: str, limit: int) -> tuple[list[SheetRow], str]:
        """See Orders."""
        page = self._table.query(f"T#{account}", after=after, limit=limit, index="u", backwards=True)
        return [SheetRow.model_validate(item.row) for item in page.items], page.after


class SheetFiles:
    """See service_sheets.Files.

    client  makes the client when it is first needed: an order that is not finished needs none
    """

    def __init__(self, client: Callable[[], Any], bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, sheet: str, pdf: bytes) -> None:
        """See Files."""
        self._client().put_object(
            Bucket=self._bucket, Key=_object(sheet), Body=pdf, ContentType="application/pdf"
        )

    def link(self, sheet: str, name: str) -> str:
        """See Files."""
        asked = {
            "Bucket": self._bucket,
            "Key": _object(sheet),
            "ResponseContentDisposition": f'attachment; filename="{name}"',
        }
        return str(self._client().generate_presigned_url("get_object", Params=asked, ExpiresIn=SLOT_SECONDS))


class FontFile:
    """The font, fetched once for the life of the container."""

    def __init__(self, client: Callable[[], Any], bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def path(self) -> str:
        """Where the font is on this machine."""
        kept = Path(tempfile.gettempdir()) / self._bucket / FONT
        if not kept.exists():
            kept.parent.mkdir(exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as part:
                shutil.copyfileobj(self._client().get_object(Bucket=self._bucket, Key=FONT)["Body"], part)
            Path(part.name).replace(kept)
        return str(kept)


def _kept(item: Item) -> KeptOrder:
    return KeptOrder(KeptSheet.model_validate(item.document), item.v, item.h)


def _item(order: KeptOrder) -> Item:
    sheet = order.sheet
    row = {"id": sheet.id, "ordered_at": sheet.ordered_at, "state": sheet.state, "labels": sheet.labels}
    return Item(
        f"T#{sheet.id}",
        "~",
        sheet.model_dump(mode="json", exclude_none=True),
        v=order.version,
        state=sheet.state,
        u=f"T#{sheet.orderer.account}",
        b=f"{sheet.ordered_at}#{sheet.id}",
        h=order.digest,
        row={**row, "size_mm": sheet.order.size_mm, "paper": sheet.order.paper},
    )


def _object(sheet: str) -> str:
    return f"sheets/{sheet}.pdf"
