"""How imports and exports are asked over HTTP; files never pass through the API."""

from functools import partial

from chalicelib import runtime
from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import BadCursor, IdTaken, NotFound
from chalicelib.http import Api, Reply, Request
from chalicelib.registry.imports_job import (
    Announced,
    ExportJob,
    ExportScope,
    ExportState,
    ImportJob,
    ImportState,
    ShownRow,
)
from chalicelib.registry.imports_refusals import FileTooLarge
from chalicelib.registry.model import Words
from chalicelib.registry.problems import NotYourDistrict, NotYourLab
from chalicelib.registry.routes import Paging, Rows, page
from chalicelib.registry.service_imports import AlreadyApplied, NotChecked, NothingToExport

api = Api(__name__)
_IMPORTERS = {Role.SUPERVISOR, Role.LAB}


class Upload(Document):
    """Where to post the file: a form with these fields, and the file last, within 15 minutes."""

    url: str
    fields: dict[str, str]


class ImportView(Document):
    """An import as its owner sees it.

    rows, done        rows of the file, and those checked or applied so far
    counts, applied   rows by outcome: new, changed, unchanged, bad
    warned            rows that are imported although something is odd
    reasons           how often each reason was given
    bad_rows          the first bad rows and why
    report_url        the newest report as XLSX, for 15 minutes
    """

    id: str
    name: str
    state: ImportState
    announced_at: str
    changed_at: str
    rows: int
    done: int
    counts: dict[str, int]
    applied: dict[str, int]
    warned: int
    reasons: dict[str, int]
    bad_rows: tuple[ShownRow, ...]
    ignored: tuple[str, ...]
    failure: Words | None = None
    failure_code: str = ""
    report_url: str = ""
    upload: Upload | None = None


class ExportView(Document):
    """An export as its owner sees it; `url` holds for 15 minutes."""

    id: str
    state: ExportState
    scope: ExportScope
    asked_at: str
    rows: int
    failure: Words | None = None
    url: str = ""


@api.route(
    "PUT",
    "/v1/imports/{import}",
    zh="登记一次导入（XLSX 或 CSV，不超过 40 MB、10 万行），并取得上传地址。",
    en="Announce an import (XLSX or CSV, at most 40 MB and 100,000 rows) and learn where to upload it.",
    roles=_IMPORTERS,
    body=Announced,
    answer=ImportView,
    status=201,
    problems=(IdTaken, FileTooLarge, NotYourLab),
)
def put_import(request: Request, **path: str) -> Reply:
    """A repeat answers a fresh upload form."""
    actor, announced = Actor.from_context(request.context), request.body(Announced)
    job, (url, fields), is_new = runtime.imports().announce(actor, path["import"], announced)
    return Reply.kept(_view(job, upload=Upload(url=url, fields=fields)), is_new=is_new)


@api.route(
    "POST",
    "/v1/imports/{import}/check",
    zh="检查已上传的文件（试运行，不写入）。",
    en="Check the uploaded file: a dry run that registers nothing.",
    roles=_IMPORTERS,
    answer=ImportView,
    problems=(NotFound, AlreadyApplied),
)
def check_import(request: Request, **path: str) -> ImportView:
    """Queued; follow it by GET."""
    return _view(runtime.imports().check(Actor.from_context(request.context), path["import"]))


@api.route(
    "POST",
    "/v1/imports/{import}/apply",
    zh="把检查通过的行写入登记。",
    en="Register the rows that the check found good.",
    roles=_IMPORTERS,
    answer=ImportView,
    problems=(NotFound, NotChecked),
)
def apply_import(request: Request, **path: str) -> ImportView:
    """Queued; follow it by GET. Bad rows stay out."""
    return _view(runtime.imports().apply(Actor.from_context(request.context), path["import"]))


@api.route(
    "GET",
    "/v1/imports/{import}",
    zh="查看一次导入的进度和结果。",
    en="See how far an import is and what came of it.",
    roles=_IMPORTERS,
    answer=ImportView,
    problems=(NotFound,),
)
def get_import(request: Request, **path: str) -> ImportView:
    """One's own only."""
    imports = runtime.imports()
    job = imports.import_job(Actor.from_context(request.context), path["import"])
    return _view(job, report_url=imports.report(job))


@api.route(
    "GET",
    "/v1/imports",
    zh="列出我的导入。",
    en="List one's own imports, newest first.",
    roles=_IMPORTERS,
    query=Paging,
    answer=Rows,
    problems=(BadCursor,),
)
def list_imports(request: Request) -> Rows:
    """Fifty a page."""
    actor = Actor.from_context(request.context)
    listing = partial(runtime.imports().jobs.list_imports, actor.id)
    return page({"imports": actor.id}, request.query(Paging).cursor, listing)


@api.route(
    "PUT",
    "/v1/exports/{export}",
    zh="导出一个区、场所或经营者的计量器具（XLSX 或 CSV）。",
    en="Export the instruments of a district, a site or a merchant as XLSX or CSV.",
    roles=_IMPORTERS,
    body=ExportScope,
    answer=ExportView,
    status=201,
    problems=(IdTaken, NothingToExport, NotYourDistrict),
)
def put_export(request: Request, export: str) -> Reply:
    """Queued; follow it by GET. What is exported imports again as unchanged."""
    actor, scope = Actor.from_context(request.context), request.body(ExportScope)
    job, is_new = runtime.imports().export(actor, export, scope)
    return Reply.kept(_exported(job, ""), is_new=is_new)


@api.route(
    "GET",
    "/v1/exports/{export}",
    zh="查看一次导出，完成后给出下载地址。",
    en="See an export, with its address when it is done.",
    roles=_IMPORTERS,
    answer=ExportView,
    problems=(NotFound,),
)
def get_export(request: Request, export: str) -> ExportView:
    """One's own only."""
    imports = runtime.imports()
    job = imports.export_job(Actor.from_context(request.context), export)
    return _exported(job, imports.exported(job))


@api.route(
    "GET",
    "/v1/exports",
    zh="列出我的导出。",
    en="List one's own exports, newest first.",
    roles=_IMPORTERS,
    query=Paging,
    answer=Rows,
    problems=(BadCursor,),
)
def list_exports(request: Request) -> Rows:
    """Fifty a page."""
    actor = Actor.from_context(request.context)
    listing = partial(runtime.imports().jobs.list_exports, actor.id)
    return page({"exports": actor.id}, request.query(Paging).cursor, listing)


def _view(job: ImportJob, report_url: str = "", upload: Upload | None = None) -> ImportView:
    shown = {name: value for name, value in dict(job).items() if name in ImportView.model_fields}
    return ImportView(**shown, name=job.announced.name, report_url=report_url, upload=upload)


def _exported(job: ExportJob, url: str) -> ExportView:
    shown = {name: value for name, value in dict(job).items() if name in ExportView.model_fields}
    return ExportView(**shown, url=url)
