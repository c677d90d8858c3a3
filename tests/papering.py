"""A unit with papers of complaints for tests: the window of the intake, the desk, the maker, files in memory."""

import re
from collections.abc import Iterator
from typing import Any

from chalicelib.accounts.model import Actor
from chalicelib.complaints.identities import Opening
from chalicelib.complaints.papers import Paper
from chalicelib.complaints.service_papers import PaperEffect, Papers
from chalicelib.complaints.service_papers_make import Making
from chalicelib.complaints.store_papers import PaperStore
from chalicelib.follow import Follower
from chalicelib.inspection.service_papers_make import Making as VisitMaking
from chalicelib.jobs import Together, Worker
from chalicelib.store import Item, Table
from chalicelib.store_dynamo import attributes
from tests.complaining import Unit
from tests.fakes import FakeTable
from tests.importing import FakeQueue
from tests.intake import COMPLAINT, Window, sent
from tests.office import ANNA, NOON
from tests.papers import PaperDesk as VisitDesk
from tests.unit.labels.desk import HOST
from tests.unit.labels.reading import texts
from tests.unit.labels.shop import FONT

HANDLER_NAME = "承办甲(演示)"


class PaperDesk[T: Table]:
    """The window that takes complaints in, the unit that handles them, and their papers."""

    def __init__(self, table: T) -> None:
        self.table = table
        self.window = Window(table)
        self.unit = Unit(table)
        self.unit.clock = self.window.clock
        self.unit.procedure = self.window.procedure
        self.store = PaperStore(table)
        self.files = self.window.paper_files
        self.queue = FakeQueue()
        clock = self.window.clock
        self.papers = Papers(
            self.unit.desk.whole, self.store, self.files, self.queue, clock, self.window.office.entropy
        )
        self.making = Making(
            book=self.unit.store,
            shelf=self.store,
            files=self.files,
            identities=self.window.identities,
            name_of=lambda _: HANDLER_NAME,
            merchant=lambda one: self.window.office.registry.merchant(one).value.name,
            font=lambda: FONT,
            host=HOST,
            clock=clock,
        )
        self.effect = PaperEffect(self.unit.store, self.papers)

    def submitted(self, **told: Any) -> "PaperDesk[T]":
        """With the complaint, in the hands of Anna."""
        self.window.submit(sent(**told))
        self.unit.handled()
        return self

    def step(self, kind: str, *, who: Actor = ANNA, complaint: str = COMPLAINT, **said: Any) -> str:
        """A step; answers its id."""
        return self.unit.step(who, kind, complaint, **said)[1].id

    def made(self, name: str, who: Actor = ANNA, complaint: str = COMPLAINT) -> bytes:
        """Ask for a paper and make it; answers the file."""
        paper, _ = self.papers.ask(who, complaint, name)
        self.work()
        return self.files.kept[paper.number]

    def work(self, attempt: int = 1) -> bool:
        """Deliver what waits, to the maker of visits' papers as well; whether all of it came through."""
        visits: VisitMaking = VisitDesk(FakeTable()).making
        worker, fine = Worker(Together((visits, self.making)), self.queue), True
        while self.queue.messages:
            record = {"messageId": "m", "body": self.queue.messages.pop(0)}
            told = {**record, "attributes": {"ApproximateReceiveCount": str(attempt)}}
            fine = worker.consume([told]) == {"batchItemFailures": []} and fine
        return fine

    def follow(self, complaint: str = COMPLAINT) -> None:
        """What the stream tells of the file, from its beginning."""
        items: list[Item] = [*self.table.query(f"Q#{complaint}", limit=1000).items]
        records = [
            {"dynamodb": {"SequenceNumber": str(n), "NewImage": attributes(item)}}
            for n, item in enumerate(items)
        ]
        assert Follower((self.effect,)).consume(records) == {"batchItemFailures": []}

    def mediating(self) -> str:
        """Accepted, both sides agreed, and told when; answers the step of the notice."""
        self.step("accept")
        for side in ("reporter", "respondent"):
            self.step("consent", of=side, agrees=True, text="来电同意(演示)")
        return self.step("mediate", on="2026-12-01", place="演示市场办公室")

    def openings(self) -> list[Opening]:
        """The openings of the identity, as kept."""
        return [Opening.model_validate(one) for one in self.unit.whole(COMPLAINT).openings]

    def kept(self, name: str, complaint: str = COMPLAINT) -> Paper:
        standing = self.store.paper(complaint, name)
        assert standing is not None
        return standing.value


def paper(complaint: str) -> Paper:
    """A register that somebody asked for."""
    return Paper(
        name="register",
        kind="complaint_register",
        complaint=complaint,
        number=complaint[-16:].upper(),
        by=ANNA.id,
        asked_at=NOON,
        names_reporter=True,
    )


def says(file: bytes, *told: str) -> str:
    """The text of a file without its breaks, in which all of this must stand."""
    said = re.sub(r"\s", "", texts(file))
    for one in told:
        assert re.sub(r"\s", "", one) in said, one
    return said


def items() -> Iterator[Item]:
    """What is kept of a register that was made."""
    table = FakeTable()
    PaperDesk(table).submitted().made("register")
    yield from (
        one for one in table.items.values() if one.sk.startswith("D#") or one.pk.startswith("Y#PAPER#")
    )
