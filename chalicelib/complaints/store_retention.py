"""How personal data of complaints are erased, and how far that came. Pictures are deleted, items are blanked.

key                          what                                       read by
Q#{submission}  E            a request for erasure; a = FORGET          one Query of the index
FORGET#{unit}   ~            (ops) the day of closing the walk reached  GetItem
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from chalicelib.clock import stamp
from chalicelib.complaints import retention
from chalicelib.complaints.identities import Opening
from chalicelib.complaints.materials import Material
from chalicelib.complaints.model import File
from chalicelib.complaints.papers import Paper
from chalicelib.complaints.service_book import Changed
from chalicelib.complaints.steps import Step
from chalicelib.complaints.store import CLOSED, file_put, partition
from chalicelib.complaints.store_identities import blank
from chalicelib.complaints.store_intake import IntakeStore
from chalicelib.complaints.store_papers import PaperStore
from chalicelib.registry.marks import Frozen
from chalicelib.store import Clash, Item, Table, pages

_ASKED = "FORGET"
_FIRST = date(2026, 1, 1)
"""No file is older."""


class RetentionStore:
    """See service_retention.Archive and service_following.Requests."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._box = IntakeStore(table)

    def asked(self, submission: str) -> bool:
        """See Requests."""
        return self._table.get(partition(submission), "E") is not None

    def ask(self, submission: str, at: datetime) -> None:
        """See Requests."""
        told = {"submission": submission, "asked_at": stamp(at)}
        item = Item(
            partition(submission), "E", told, state="asked", a=_ASKED, b=f"{stamp(at)}#{submission}", row=told
        )
        try:
            self._table.put(item, seen=0)
        except Clash:
            return

    def files(self, complaint_ids: tuple[str, ...]) -> tuple[File, ...]:
        """See Archive."""
        return self._box.files(complaint_ids)

    def closed(self, unit: str, since: date, until: date) -> Iterator[tuple[str, date]]:
        """See Archive: pages of an index."""
        if since > until:  # DynamoDB refuses a range that ends before it begins
            return
        between = (f"{CLOSED}#{since.isoformat()}", f"{CLOSED}#{until.isoformat()}#~")
        for item in pages(self._table, f"Q#{unit}", between=between, index="a"):
            file = self._table.get(item.pk, "~")
            if file is not None:
                yield str(file.document["submission"]), date.fromisoformat(item.b.split("#")[1])

    def requests(self) -> Iterator[str]:
        """See Archive: pages of an index."""
        for item in pages(self._table, _ASKED, index="a"):
            yield str(item.row["submission"])

    def pictures(self, submission: str) -> tuple[Material, ...]:
        """See Archive."""
        return tuple(one.value for one in self._box.materials(submission))

    def papers(self, complaint: str) -> tuple[Paper, ...]:
        """See Archive."""
        return PaperStore(self._table).papers(complaint)

    def erase(self, complaint: str, now: datetime) -> bool:
        """See Archive. Nothing is listed before the file says that it is erased."""
        file = self._table.get(partition(complaint), "~")
        did_erase = file is not None and self._blanked(file, now)
        items = {item.sk: item for item in pages(self._table, partition(complaint))}
        for key in sorted(items, key=lambda sk: "WNMDS".find(sk[0])):
            did_erase = self._blanked(items[key], now) or did_erase
        return did_erase

    def _blanked(self, item: Item, now: datetime) -> bool:
        left = _erased(item, now)
        if left is not None:
            self._write(left, item.v)
        return left is not None

    def done(self, submission: str, now: datetime) -> None:
        """See Archive."""
        item = self._table.get(partition(submission), "E")
        if item is not None and item.a:
            told = {**item.document, "done_at": stamp(now)}
            self._write(Item(item.pk, "E", told, v=item.v + 1, state="done"), item.v)

    def _write(self, item: Item, seen: int) -> None:
        try:
            self._table.put(item, seen)
        except Clash as clash:
            raise Changed from clash


def _erased(item: Item, now: datetime) -> Item | None:
    """The item without what it tells of the sender; None where nothing changes."""
    match item.sk[0]:
        case "W" | "N" if item.state != "erased":
            return blank(item, stamp(now))
        case "~":
            file = File.model_validate(item.document)
            return file_put(retention.erased(file, now), "", item.v).item if file.erased_at is None else None
    left = _left(item, now)
    if left is None:
        return None
    document = left.model_dump(mode="json", exclude_none=True)
    return replace(item, document=document, v=item.v + 1, h="", event="")


def _left(item: Item, now: datetime) -> Frozen | None:
    """What is left of a material, a paper, an opening or a step; None where nothing changes."""
    match item.sk[0]:
        case "M" if "erased_at" not in item.document:
            return Material.model_validate(item.document).erased(now)
        case "D" if item.document["state"] != "erased":
            return Paper.model_validate(item.document).erased()
        case "O":
            opening = Opening.model_validate(item.document)
            bare = retention.unexplained(opening)
            return None if bare is opening else bare
        case "S":
            step = Step.model_validate(item.document)
            silent = retention.silenced(step)
            return None if silent is step else silent
    return None


class ForgetWalk:
    """See service_retention.Walk (ops table)."""

    def __init__(self, ops: Table) -> None:
        self._ops = ops

    def since(self, unit: str) -> date:
        """See Walk."""
        item = self._ops.get(f"FORGET#{unit}", "~")
        return date.fromisoformat(item.document["day"]) if item else _FIRST

    def reached(self, unit: str, day: date) -> None:
        """See Walk; a run beside this one may have come further, and the next begins where either stopped."""
        item = self._ops.get(f"FORGET#{unit}", "~")
        seen = item.v if item else 0
        if item is None or item.document["day"] != day.isoformat():
            try:
                self._ops.put(Item(f"FORGET#{unit}", "~", {"day": day.isoformat()}, v=seen + 1), seen)
            except Clash:
                return
