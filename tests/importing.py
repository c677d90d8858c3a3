"""An import desk for tests: the real services on any table, files and queue in memory, a worker called by hand."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from chalicelib.accounts.model import Actor, Role
from chalicelib.jobs import Worker
from chalicelib.registry.imports_job import Announced, ExportScope, ImportJob, LabName
from chalicelib.registry.service_import_rows import Rows
from chalicelib.registry.service_import_work import ImportWork
from chalicelib.registry.service_imports import FileChanged, FileMissing, Imports
from chalicelib.registry.store_imports import JobStore, RegistryLookup
from chalicelib.store import Item, Table
from tests import sheets
from tests.fakes import FakeTable
from tests.office import Office, actor, made

MARKET = sheets.sites()[0][1]
CITY = actor(90, Role.SUPERVISOR, district="")
LAB = LabName(id=made("lab", 1), name="演示检定所")
IMPORTER = Actor(made("acc", 91), frozenset({Role.SUPERVISOR, Role.LAB}), labs=frozenset({LAB.id}))
"""Supervises the whole city and records for a lab: what one of them may not do is tested by name."""


class FakeFiles:
    """See service_imports.Files; documents pass through JSON as they do in the bucket."""

    def __init__(self) -> None:
        self.uploads: dict[str, bytes] = {}
        self.documents: dict[str, str] = {}
        self.reports: dict[str, bytes] = {}

    def slot(self, import_id: str, announced: Announced) -> tuple[str, dict[str, str]]:
        return "https://quarantine.example", {"key": import_id, "sha256": announced.sha256}

    def uploaded(self, import_id: str, announced: Announced) -> bytes:
        if import_id not in self.uploads:
            raise FileMissing
        if hashlib.sha256(self.uploads[import_id]).hexdigest() != announced.sha256:
            raise FileChanged
        return self.uploads[import_id]

    def put(self, key: str, content: Any) -> None:
        self.documents[key] = json.dumps(content)

    def get(self, key: str) -> Any:
        return json.loads(self.documents[key])

    def publish(self, name: str, path: Path) -> None:
        self.reports[name] = path.read_bytes()

    def link(self, name: str, shown_as: str) -> str:
        return f"https://files.example/{name}?as={shown_as}"


class FakeQueue:
    """See jobs.Queue."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def send(self, job: str) -> None:
        self.messages.append(job)


def announced(raw: bytes, lab: LabName | None = None, name: str = "台账.xlsx") -> Announced:
    return Announced(name=name, size_bytes=len(raw), sha256=hashlib.sha256(raw).hexdigest(), lab=lab)


class Desk:
    """An office with the markets of tests.sheets, and somebody who imports."""

    def __init__(self, table: Table) -> None:
        self.office = Office(table)
        for key, site in sheets.sites():
            self.office.registry.put_site(CITY, site_id(key), site, None)
        self.files: FakeFiles = FakeFiles()
        self.queue = FakeQueue()
        self.jobs = JobStore(table)
        self.imports = Imports(self.jobs, self.files, self.queue, self.office.clock)
        self.lookup = RegistryLookup(table)
        self.seconds = 0.0

    def work(self) -> ImportWork:
        office = self.office
        return ImportWork(
            jobs=self.jobs,
            files=self.files,
            rows=lambda: Rows(self.lookup, office.registry, office.heads),
            listed=self.lookup,
            clock=office.clock,
            timer=self._timer,
        )

    def worker(self) -> Worker:
        return Worker(self.work(), self.queue)

    def deliver(self, job: str, attempt: int = 1) -> bool:
        """One delivery of a message, as SQS makes it; whether it came through."""
        record = {"messageId": "m-1", "body": job, "attributes": {"ApproximateReceiveCount": str(attempt)}}
        return self.worker().consume([record]) == {"batchItemFailures": []}

    def _timer(self) -> float:
        self.seconds += 1
        return self.seconds

    def drain(self) -> int:
        """Work until nothing is queued; answers how many messages it took."""
        count = 0
        while self.queue.messages:
            self.deliver(self.queue.messages.pop(0))
            count += 1
        return count

    def check(self, actor: Actor, place: int, raw: bytes, lab: LabName | None = None) -> ImportJob:
        """Announce, upload and check a file."""
        job, _, _ = self.imports.announce(actor, made("imp", place), announced(raw, lab))
        self.files.uploads[job.id] = raw
        self.imports.check(actor, job.id)
        self.drain()
        return self.imports.import_job(actor, job.id)

    def apply(self, actor: Actor, place: int) -> ImportJob:
        """Apply a checked import."""
        self.imports.apply(actor, made("imp", place))
        self.drain()
        return self.imports.import_job(actor, made("imp", place))

    def export(self, actor: Actor, place: int, **scope: str) -> bytes:
        """Export and download."""
        job, _ = self.imports.export(actor, made("exp", place), ExportScope.model_validate(scope))
        self.drain()
        return self.files.reports[f"{job.id}.{job.scope.format}"]


def site_id(key: str) -> str:
    places = [one for one, _ in sheets.sites()]
    return made("sit", 100 + places.index(key))


def reported(raw: bytes) -> Iterator[list[str]]:
    """Rows of an XLSX report."""
    import io

    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0)
    return ([str(cell) for cell in row] for row in sheet.iter_rows())


def row(place: int = 1, **changed: str) -> sheets.Made:
    """One good row at the first market, a business's."""
    good = [one for one in sheets.rows(120, 5) if not one.wrong and one.cells["统一社会信用代码"]][place]
    here = {"使用地点行政区划": "思明区", "场所名称": MARKET.name, "器具种别": "电子计价秤"}
    return sheets.Made(good.cells | here | changed, "")


def table(*rows: Mapping[str, str]) -> bytes:
    """A sheet with whatever columns the rows have."""
    titles = list(dict.fromkeys(title for one in rows for title in one))
    return sheets.xlsx(titles, [[one.get(title, "") for title in titles] for one in rows])


def verified(one: sheets.Made, **changed: str) -> dict[str, str]:
    told = {"检定机构": LAB.name, "检定日期": "2026-03-01", "有效期至": "2027-02-28", "证书编号": "JL-1"}
    return one.cells | told | changed


def main_items(desk: "Desk") -> dict[tuple[str, str], Item]:
    kept = desk.office.table
    assert isinstance(kept, FakeTable)
    return {key: item for key, item in kept.items.items() if not key[0].startswith("B#")}


def codes(job: ImportJob) -> set[str]:
    return set(job.reasons)


def imported(table: FakeTable) -> Iterator[Item]:
    """An import that was applied, and an export."""
    desk = Desk(table)
    desk.check(IMPORTER, 1, sheets.as_csv(sheets.rows(40, 1)), LAB)
    desk.apply(IMPORTER, 1)
    desk.export(IMPORTER, 1, site=made("sit", 1))
    yield from (item for item in table.items.values() if item.pk.startswith("B#"))
