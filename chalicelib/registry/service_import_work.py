"""Working imports and exports off, step by step: every step is saved before the next, and repeating one is harmless.

A message names a job and nothing else; what to do next stands in the job. A worker that dies leaves a job whose
message comes again; two workers at one job do the same work, and the slower one stops when it cannot save.
"""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from chalicelib import logs
from chalicelib.clock import Clock, local_day, stamp
from chalicelib.errors import Problem
from chalicelib.ids import matches
from chalicelib.registry import imports_report as report
from chalicelib.registry.imports_columns import Header, header
from chalicelib.registry.imports_files import LIMIT_ROWS, sheet
from chalicelib.registry.imports_job import CHUNK_ROWS, ExportJob, ImportJob
from chalicelib.registry.imports_notes import Note, of
from chalicelib.registry.imports_refusals import NoRows, TooManyRows
from chalicelib.registry.imports_rows import first_of_code, identity
from chalicelib.registry.model import InstrumentHead
from chalicelib.registry.parties import Merchant
from chalicelib.registry.service_import_rows import RawRow, Rows
from chalicelib.registry.service_imports import (
    Files,
    Jobs,
    Superseded,
    WorkerFailed,
    export_name,
    report_name,
)

SECONDS = 60.0
"""A message works so long and hands what is left to the next one."""


class Listed(Protocol):
    """What an export is made of, read in bulk."""

    def of_scope(self, job: ExportJob) -> Iterator[tuple[InstrumentHead, Merchant]]:
        """Every instrument of the export's scope with its merchant."""


@dataclass(frozen=True)
class ImportWork:
    """Imports and exports as jobs.Work.

    rows    makes a checker for one turn
    timer   seconds of a clock that never goes back
    """

    jobs: Jobs
    files: Files
    rows: Callable[[], Rows]
    listed: Listed
    clock: Clock
    timer: Callable[[], float]

    def turn(self, job: str) -> bool:
        """Do what the job needs next, for a minute; whether more is left."""
        try:
            if matches("import", job):
                return self._import(job)
            self._export(job)
        except Superseded:
            logs.logger().info("another worker moved on", extra={"item": job})
        return False

    def give_up(self, job: str) -> None:
        """End the job with words for its owner, who may have it checked or exported again."""
        now = stamp(self.clock())
        try:
            if matches("import", job):
                if (found := self.jobs.import_job(job)) is not None and found[0].stage:
                    self.jobs.save_import(found[0].failed(WorkerFailed(), now), found[1])
            elif (asked := self.jobs.export_job(job)) is not None and asked[0].state == "queued":
                self.jobs.save_export(asked[0].failed(WorkerFailed(), now), asked[1])
        except Superseded:
            logs.logger().info("another worker moved on", extra={"item": job})

    def _import(self, import_id: str) -> bool:
        found = self.jobs.import_job(import_id)
        if found is None:
            return False
        job, seen = found
        rows, until = self.rows(), self.timer() + SECONDS
        while job.stage:
            if self.timer() > until:
                return True
            job = self.step(job, rows)
            self.jobs.save_import(job, seen)
            seen += 1
        return False

    def step(self, job: ImportJob, rows: Rows) -> ImportJob:
        """The job after its next step; not saved."""
        if job.stage == "read":
            try:
                return self._read(job)
            except Problem as problem:
                return job.failed(problem, self._now())
        if job.stage == "rows":
            return self._chunk(job, rows)
        self._report(job)
        return job.reported(self._now())

    def _read(self, job: ImportJob) -> ImportJob:
        """Cut the file into chunks that later steps read one by one."""
        opened = sheet(self.files.uploaded(job.id, job.announced))
        told = opened.header
        count, place, chunk = 0, 0, list[Any]()
        serials: dict[bytes, int] = {}
        firsts: dict[str, tuple[int, str, str]] = {}
        today = local_day(self.clock())
        for row, cells in opened.rows:
            count += 1
            if count > LIMIT_ROWS:
                raise TooManyRows
            chunk.append(_raw(told, row, cells, today, serials, firsts).kept())
            if len(chunk) == CHUNK_ROWS:
                self.files.put(_rows_key(job, place), chunk)
                place, chunk = place + 1, []
        if not count:
            raise NoRows
        if chunk:
            self.files.put(_rows_key(job, place), chunk)
        self.files.put(f"imports/{job.id}/titles", [told.row, list(told.titles)])
        return job.read(count, told, self._now())

    def _chunk(self, job: ImportJob, rows: Rows) -> ImportJob:
        raw = [RawRow.of(kept) for kept in self.files.get(_rows_key(job, job.place))]
        told, today = self._header(job), local_day(self.clock())
        results: list[tuple[str, tuple[Note, ...]]]
        if job.state == "checking":
            results = [(one.outcome, one.notes) for one in rows.check(job, told, raw, today)]
        else:
            checked = [outcome for outcome, _ in self.files.get(_found_key(job, "checked", job.place))]
            results = rows.apply(job, told, raw, checked, today)
        kept = [[outcome, [note.kept() for note in notes]] for outcome, notes in results]
        self.files.put(_found_key(job, _phase(job), job.place), kept)
        numbered = [(one.row, *result) for one, result in zip(raw, results, strict=True)]
        return job.chunk_done(numbered, self._now())

    def _report(self, job: ImportJob) -> None:
        words = report.CHECKED if job.state == "checking" else report.APPLIED
        titles = self._header(job).titles
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "report.xlsx"
            report.write_report(path, titles, self._reported(job), words)
            self.files.publish(report_name(job), path)

    def _reported(self, job: ImportJob) -> Iterator[report.Reported]:
        for place in range(job.chunks):
            raw = self.files.get(_rows_key(job, place))
            results = self.files.get(_found_key(job, _phase(job), place))
            checked = self.files.get(_found_key(job, "checked", place))
            for kept, (outcome, notes), (_, before) in zip(raw, results, checked, strict=True):
                row = RawRow.of(kept)
                yield row.row, row.cells, outcome, [of(note) for note in notes or before]

    def _header(self, job: ImportJob) -> Header:
        row, titles = self.files.get(f"imports/{job.id}/titles")
        return header([(row, titles)])

    def _export(self, export_id: str) -> None:
        found = self.jobs.export_job(export_id)
        if found is None or found[0].state != "queued":
            return
        job, seen = found
        write = report.write_csv if job.scope.format == "csv" else report.write_xlsx
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / export_name(job)
            theirs = (one for one in self.listed.of_scope(job) if job.holds(one[0]))
            count = write(path, (report.exported(*one) for one in theirs))
            self.files.publish(export_name(job), path)
        done = {"state": "done", "rows": count, "changed_at": self._now()}
        self.jobs.save_export(job.model_copy(update=done), seen)

    def _now(self) -> str:
        return stamp(self.clock())


def _raw(
    told: Header,
    row: int,
    cells: list[str],
    today: date,
    serials: dict[bytes, int],
    firsts: dict[str, tuple[int, str, str]],
) -> RawRow:
    """A row with what only the whole file can tell: an earlier one of the same instrument or credit code."""
    duplicate_of, first = 0, None
    if (one := identity(told, cells)) is not None:
        earlier = serials.setdefault(_short(one), row)
        duplicate_of = earlier if earlier != row else 0
    if (named := first_of_code(told, row, cells, today)) is not None:
        code, own = named
        earliest = firsts.setdefault(code, own)
        first = earliest if earliest[1:] != own[1:] else None
    return RawRow(row, cells, duplicate_of, first)


def _short(one: tuple[str, str]) -> bytes:
    """Sixteen bytes in the place of two texts: a hundred thousand of them are kept at once."""
    return hashlib.blake2b("\0".join(one).encode(), digest_size=16).digest()


def _phase(job: ImportJob) -> str:
    return "checked" if job.state in {"checking", "checked"} else "applied"


def _rows_key(job: ImportJob, place: int) -> str:
    return f"imports/{job.id}/rows/{place:04d}"


def _found_key(job: ImportJob, phase: str, place: int) -> str:
    return f"imports/{job.id}/{phase}/{place:04d}"
