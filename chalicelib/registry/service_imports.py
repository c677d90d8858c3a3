"""Asking for imports and exports: announcing a file, having it checked and applied, seeing how far it is.

The work itself is done by service_import_work, step by step, from a queue.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock, stamp
from chalicelib.errors import Conflict, IdTaken, Invalid, Missing, NotFound, Unavailable, Unprocessable
from chalicelib.jobs import Queue
from chalicelib.registry import imports_files, imports_refusals
from chalicelib.registry.imports_job import Announced, ExportJob, ExportScope, ImportJob
from chalicelib.registry.problems import NotYourDistrict, NotYourLab
from chalicelib.registry.service_book import Listing


class FileMissing(Missing):
    """The file was not uploaded, or is older than a day."""

    code = "import.file_missing"
    zh = "找不到上传的文件：可能没有传完，或已超过一天被清除。请重新选择文件上传。"
    en = "The file is not there: not uploaded completely, or older than a day and gone. Choose it again."


class FileChanged(Unprocessable):
    """The bytes uploaded are not those announced."""

    code = "import.file_changed"
    zh = "上传的文件与选择的不一致，请重新选择文件上传。"
    en = "The file uploaded is not the one announced (its SHA-256 differs). Choose it again."


class NotChecked(Conflict):
    """Only what was checked is applied, and only once."""

    code = "import.not_checked"
    zh = "请先完成检查，再导入；已导入的文件不能再次导入，请重新上传。"
    en = "Have the file checked first. A file that was applied is not applied again: upload it anew."


class AlreadyApplied(Conflict):
    """An import that is being applied or was applied is not checked again."""

    code = "import.already_applied"
    zh = "这次导入已经开始写入，不能重新检查；如要再查，请重新上传文件。"
    en = "This import is being applied or was; upload the file again to check it again."


class WorkerFailed(Unavailable):
    """The worker could not get through, several times."""

    code = "import.worker_failed"
    zh = "系统多次没能处理完这个文件，请稍后再检查一次；如仍失败，请把文件分小。"
    en = "The system could not get through this file several times. Check it again later, or split it."


class NothingToExport(Invalid):
    """An export names exactly one of district, site and merchant."""

    code = "export.one_of"
    zh = "请在行政区、场所、经营者中选一个导出。"
    en = "Export exactly one of a district, a site and a merchant."


class Superseded(Exception):
    """Somebody else moved this job on; whoever is told stops."""


class Jobs(Protocol):
    """How jobs are kept; saving raises Superseded when another version stands there."""

    def import_job(self, import_id: str) -> tuple[ImportJob, int] | None: ...
    def save_import(self, job: ImportJob, seen: int) -> None: ...
    def list_imports(self, account: str, after: str, limit: int) -> Listing: ...
    def export_job(self, export_id: str) -> tuple[ExportJob, int] | None: ...
    def save_export(self, job: ExportJob, seen: int) -> None: ...
    def list_exports(self, account: str, after: str, limit: int) -> Listing: ...


class Files(Protocol):
    """Where uploaded files arrive, and where rows and reports are kept for a week."""

    def slot(self, import_id: str, announced: Announced) -> tuple[str, dict[str, str]]:
        """Address and form fields for posting exactly these bytes."""

    def uploaded(self, import_id: str, announced: Announced) -> bytes:
        """The bytes posted. Raises FileMissing, FileChanged."""

    def put(self, key: str, content: Any) -> None:
        """Keep a JSON document."""

    def get(self, key: str) -> Any:
        """The JSON document kept under this key."""

    def publish(self, name: str, path: Path) -> None:
        """Keep a report for download."""

    def link(self, name: str, shown_as: str) -> str:
        """An address under which the report can be downloaded for 15 minutes."""


@dataclass(frozen=True)
class Imports:
    """Imports and exports as their owner asks for them; another's do not exist for the caller."""

    jobs: Jobs
    files: Files
    queue: Queue
    clock: Clock

    def announce(
        self, actor: Actor, import_id: str, announced: Announced
    ) -> tuple[ImportJob, tuple[str, dict[str, str]], bool]:
        """Begin an import; answers the job, where to post the file, and whether it is new."""
        if announced.size_bytes > imports_files.LIMIT_BYTES:
            raise imports_refusals.FileTooLarge
        if announced.lab is not None and announced.lab.id not in actor.labs:
            raise NotYourLab
        now = stamp(self.clock())
        job = ImportJob(
            id=import_id,
            by=actor.id,
            context=actor.context(),
            announced=announced,
            announced_at=now,
            changed_at=now,
        )
        is_new = True
        try:
            self.jobs.save_import(job, 0)
        except Superseded:
            standing = self.jobs.import_job(import_id)
            if standing is None or standing[0].by != actor.id or standing[0].announced != announced:
                raise IdTaken(id=import_id) from None
            job, is_new = standing[0], False
        return job, self.files.slot(import_id, announced), is_new

    def check(self, actor: Actor, import_id: str) -> ImportJob:
        """Queue the dry run; asking again while it runs only wakes it."""
        job, seen = self._own(actor, import_id)
        if job.state in {"applying", "applied"} or (job.state == "failed" and job.applied):
            raise AlreadyApplied
        if job.state != "checking":
            job = self._moved(job.queued("read", actor.context(), stamp(self.clock())), seen)
        self.queue.send(import_id)
        return job

    def apply(self, actor: Actor, import_id: str) -> ImportJob:
        """Queue the application of a checked import; asking again while it runs only wakes it."""
        job, seen = self._own(actor, import_id)
        if job.state == "checked":
            job = self._moved(job.queued("rows", actor.context(), stamp(self.clock())), seen)
        elif job.state == "applied":
            return job
        elif job.state != "applying":
            raise NotChecked
        self.queue.send(import_id)
        return job

    def import_job(self, actor: Actor, import_id: str) -> ImportJob:
        """The import as it stands."""
        return self._own(actor, import_id)[0]

    def report(self, job: ImportJob) -> str:
        """Where the newest report can be downloaded; empty while there is none."""
        if job.state not in {"checked", "applied"}:
            return ""
        name = job.announced.name.rsplit(".", 1)[0]
        return self.files.link(
            report_name(job), f"{name}-{'结果' if job.state == 'applied' else '检查'}.xlsx"
        )

    def export(self, actor: Actor, export_id: str, scope: ExportScope) -> tuple[ExportJob, bool]:
        """Queue an export; answers the job and whether it is new.

        Of what is asked it holds what is theirs to take away (reach.takes), which may be nothing.
        """
        if sum(one is not None for one in (scope.district, scope.site, scope.merchant)) != 1:
            raise NothingToExport
        if scope.district is not None and not actor.works_in(scope.district):
            raise NotYourDistrict
        now = stamp(self.clock())
        job = ExportJob(
            id=export_id, by=actor.id, context=actor.context(), scope=scope, asked_at=now, changed_at=now
        )
        is_new = True
        try:
            self.jobs.save_export(job, 0)
        except Superseded:
            standing = self.jobs.export_job(export_id)
            if standing is None or standing[0].by != actor.id or standing[0].scope != scope:
                raise IdTaken(id=export_id) from None
            job, is_new = standing[0], False
        if job.state == "queued":
            self.queue.send(export_id)
        return job, is_new

    def export_job(self, actor: Actor, export_id: str) -> ExportJob:
        """The export as it stands."""
        found = self.jobs.export_job(export_id)
        if found is None or found[0].by != actor.id:
            raise NotFound(id=export_id)
        return found[0]

    def exported(self, job: ExportJob) -> str:
        """Where the export can be downloaded; empty until it is done."""
        if job.state != "done":
            return ""
        return self.files.link(export_name(job), f"计量器具-{job.asked_at[:10]}.{job.scope.format}")

    def _own(self, actor: Actor, import_id: str) -> tuple[ImportJob, int]:
        found = self.jobs.import_job(import_id)
        if found is None or found[0].by != actor.id:
            raise NotFound(id=import_id)
        return found

    def _moved(self, job: ImportJob, seen: int) -> ImportJob:
        try:
            self.jobs.save_import(job, seen)
        except Superseded:
            standing = self.jobs.import_job(job.id)
            if standing is None or standing[0].state != job.state:
                raise NotChecked from None
            return standing[0]
        return job


def report_name(job: ImportJob) -> str:
    """The report's name in the bucket: one of the dry run, one of what was done."""
    return f"{job.id}-{'applied' if job.state in {'applying', 'applied'} else 'checked'}.xlsx"


def export_name(job: ExportJob) -> str:
    """The export's name in the bucket."""
    return f"{job.id}.{job.scope.format}"
