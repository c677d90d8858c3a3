"""A desk of papers for tests: the real services on any table, files and queue in memory, the sheets' own font."""

from collections.abc import Callable, Iterator
from typing import Any

from chalicelib.inspection.endings import NewClosing
from chalicelib.inspection.papers import OrderPaper, Paper
from chalicelib.inspection.service_papers import Papers
from chalicelib.inspection.service_papers_make import Making
from chalicelib.inspection.store_papers import PaperStore
from chalicelib.jobs import Worker
from chalicelib.store import Item, Table
from tests import exhibits
from tests.exhibits import Room
from tests.fakes import FakeTable
from tests.importing import FakeQueue
from tests.office import ANNA, BAO, CHECK, NOON, VISIT, check, made
from tests.unit.labels.desk import HOST
from tests.unit.labels.shop import FONT

PHOTO, SIGNED = made("evi", 11), made("evi", 12)


class FakePaperFiles:
    """See service_papers_make.Files and service_papers.Links."""

    def __init__(self, thumbnails: dict[str, bytes]) -> None:
        self.thumbnails = thumbnails
        self.kept: dict[str, bytes] = {}

    def thumbnail(self, visit_id: str, evidence_id: str) -> bytes:
        return self.thumbnails[f"{visit_id}/{evidence_id}"]

    def keep(self, paper: Paper, pdf: bytes) -> None:
        self.kept.setdefault(paper.number, pdf)

    def link(self, paper: Paper) -> str:
        return f"https://evidence.example/papers/{paper.number}.pdf"


class PaperDesk:
    """An office with an approved visit, its evidence and its papers."""

    def __init__(self, table: Table, **plan: Any) -> None:
        self.room = Room(table, **plan)
        self.office = self.room.office
        self.store = PaperStore(table)
        self.files = FakePaperFiles(self.room.files.thumbnails)
        self.queue = FakeQueue()
        self.orders: dict[tuple[str, str], OrderPaper] = {}
        orders: Callable[[str, str], OrderPaper | None] = lambda visit, one: self.orders.get((visit, one))  # noqa: E731
        office = self.office
        self.papers = Papers(self.store, self.files, orders, self.queue, office.clock, office.entropy)
        self.making = Making(
            shelf=self.store,
            sources=self.store,
            files=self.files,
            orders=orders,
            officer=office.identifications.officer,
            font=lambda: FONT,
            host=HOST,
            clock=office.clock,
        )

    def accepted(self) -> "PaperDesk":
        """With the notice's number."""
        self.office.moves.accept(ANNA, VISIT)
        return self

    def closed(self, **changed: Any) -> "PaperDesk":
        """Accepted, coded in, checked once, a photo, signed by the merchant, and closed."""
        self.office.code_in(VISIT)
        self.office.inspection.put_check(ANNA, VISIT, CHECK, check(note="显示偏大(演示)"))
        for evidence, raw, told in (
            (PHOTO, exhibits.photo(), {}),
            (SIGNED, exhibits.signature(), {"kind": "signature"}),
        ):
            self.room.exhibits.announce(ANNA, VISIT, evidence, exhibits.new(raw, **told))
            self.room.deliver(self.room.files.upload(raw, NOON, exhibits.place(evidence)))
        said = {"checks": [CHECK], "present": [ANNA.id, BAO.id], "signed": "merchant", "evidence": [SIGNED]}
        self.office.moves.close(ANNA, VISIT, NewClosing.model_validate({**said, **changed}))
        return self

    def made(self, name: str) -> bytes:
        """Ask for a paper and make it; answers the file."""
        paper, _ = self.papers.ask(ANNA, VISIT, name)
        self.work()
        return self.files.kept[paper.number]

    def work(self, attempt: int = 1) -> bool:
        """Deliver what waits; whether all of it came through."""
        worker, fine = Worker(self.making, self.queue), True
        while self.queue.messages:
            record = {"messageId": "m", "body": self.queue.messages.pop(0)}
            told = {**record, "attributes": {"ApproximateReceiveCount": str(attempt)}}
            fine = worker.consume([told]) == {"batchItemFailures": []} and fine
        return fine

    def kept(self, name: str) -> Paper:
        standing = self.store.paper(VISIT, name)
        assert standing is not None
        return standing.value


def items() -> Iterator[Item]:
    """What is kept of a record that was made."""
    table = FakeTable()
    PaperDesk(table).closed().made("record")
    yield from (one for one in table.items.values() if one.sk.startswith("P#") or one.pk.startswith("PAPER#"))
