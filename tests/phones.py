"""A phone's queue for tests of the protocol, as docs/sync-protocol.md has it, and the server that takes it."""

from typing import Any

from chalicelib.inspection.service_evidence import Exhibits
from chalicelib.inspection.service_sync import Sync, Taken
from chalicelib.inspection.service_sync_kinds import Services, kinds
from chalicelib.inspection.store_evidence import EvidenceStore
from chalicelib.inspection.store_sync import SyncStore
from chalicelib.inspection.sync import START, Batch
from chalicelib.store import Item, Table, digest
from tests import office as demo
from tests import reviewing
from tests.exhibits import FakeFiles
from tests.fakes import FakeTable
from tests.office import ANNA, LEADER, NOON, VISIT, Office, made

DEVICE = made("dev", 1)
MADE_AT = "2026-11-24T03:58:00.000Z"


class Phone:
    """The queue of one device: `entries` is what stands in its store."""

    def __init__(self, device: str = DEVICE) -> None:
        self.device = device
        self.entries: list[dict[str, Any]] = []

    def add(self, kind: str, body: dict[str, Any], **named: Any) -> dict[str, Any]:
        """One more entry."""
        entry = {
            "n": len(self.entries) + 1,
            "before": digest(self.entries[-1]) if self.entries else START,
            "kind": kind,
            "visit": VISIT,
            "made_at": MADE_AT,
            "body": body,
            **named,
        }
        self.entries.append(entry)
        return entry

    def check(self, place: int, **changed: Any) -> dict[str, Any]:
        """A check under the id of this place."""
        return self.add("check", demo.sent(**changed), id=made("chk", place))

    def closed(self) -> dict[str, Any]:
        """The visit could not go on."""
        return self.add("attempt", {"outcome": "closed", "reason": "停业(演示)"})

    def copy(self) -> "Phone":
        """Another phone with the same store."""
        other = Phone(self.device)
        other.entries = list(self.entries)
        return other

    def batch(self, *numbers: int, lost: tuple[int, ...] = ()) -> Batch:
        """A request with these entries, or with all."""
        chosen = [self.entries[n - 1] for n in numbers] if numbers or lost else self.entries
        return Batch.model_validate({"device": self.device, "entries": chosen, "lost": lost})


class Mortal(FakeTable):
    """A table whose caller is killed before a write: beyond every handler, by a BaseException."""

    def __init__(self) -> None:
        super().__init__()
        self.writes_left = -1

    def put(self, item: Item, seen: int) -> None:
        if self.writes_left == 0:
            raise KeyboardInterrupt
        self.writes_left -= 1
        super().put(item, seen)


class Desk:
    """The server with an approved visit, and one phone."""

    def __init__(self, table: Table | None = None, office: Office | None = None) -> None:
        self.office = office or Office(table or FakeTable()).furnished().identified()
        self.table = self.office.table
        self.watch = NOON
        self.exhibits = Exhibits(EvidenceStore(self.table), FakeFiles(), self.office.clock)
        through = Services(
            lambda: self.office.inspection,
            lambda: self.office.identifications,
            lambda: self.office.moves,
            lambda: self.exhibits,
            lambda: reviewing.findings(self.office, self.exhibits),
            lambda: reviewing.Desk(self.office).orders,
        )
        self.sync = Sync(SyncStore(self.table), kinds(through), self.office.clock, lambda: self.watch)
        self.phone = Phone()

    def take(self, *numbers: int, phone: Phone | None = None, **more: Any) -> Taken:
        return self.sync.take(ANNA, (phone or self.phone).batch(*numbers, **more), "r-1")

    def checks(self) -> list[str]:
        return sorted(check.id for check in self.office.inspection.file(LEADER, VISIT, "")[1].checks)

    def rows(self) -> list[Item]:
        """What is kept of the queue."""
        queue = f"J#{ANNA.id}#{self.phone.device}"
        return [*self.table.query(queue, limit=500).items]


def told(taken: Taken) -> list[str]:
    return [one.outcome for one in taken.told]


def handed_in() -> list[Item]:
    """A phone's queue with an entry refused for its content: such a one has every field."""
    desk = Desk()
    desk.phone.add("check", {**demo.sent(), "readings": []}, id=made("chk", 1))
    desk.take()
    return desk.rows()
