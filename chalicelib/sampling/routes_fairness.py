"""How the fairness report is asked over HTTP."""

from chalicelib import runtime_sampling
from chalicelib.documents import Document
from chalicelib.errors import NotFound
from chalicelib.http import Api, Reply, Request
from chalicelib.sampling.fairness_forms import Month, Report

api = Api(__name__)

_CACHE = {"Cache-Control": "public, max-age=300"}


class Reports(Document):
    """Which months have a report, newest first, and the newest one."""

    months: list[Month]
    latest: Report | None = None


@api.route(
    "GET",
    "/v1/public/fairness",
    zh="抽查公平性报告：有哪些月份，以及最近一期。",
    en="The fairness report: which months there are, and the newest.",
    answer=Reports,
)
def list_reports(request: Request) -> Reply:  # noqa: ARG001 - every view takes the request
    """Made once a month over the 36 months before; see docs/fairness.md."""
    reports = runtime_sampling.fairness()
    months = list(reports.months())
    latest = reports.report(months[0]) if months else None
    return Reply(Reports(months=months, latest=latest), headers=_CACHE)


@api.route(
    "GET",
    "/v1/public/fairness/{month}",
    zh="一个月的抽查公平性报告。",
    en="The fairness report of one month.",
    answer=Report,
    problems=(NotFound,),
)
def get_report(request: Request, month: str) -> Reply:  # noqa: ARG001 - every view takes the request
    """The file itself, in its canonical form, lies at `/public/fairness/{month}.json`."""
    return Reply(runtime_sampling.fairness().report(month), headers=_CACHE)
