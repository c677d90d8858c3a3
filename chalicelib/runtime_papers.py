"""Composition root of papers: in the API, and in the function that makes them; see runtime for the rules."""

from functools import cache, partial
from typing import TYPE_CHECKING

from chalicelib import runtime
from chalicelib.jobs import SqsQueue

if TYPE_CHECKING:
    from collections.abc import Callable

    from chalicelib.complaints.service_papers import Papers as ComplaintPapers
    from chalicelib.complaints.store_papers import PaperFiles as ComplaintFiles
    from chalicelib.complaints.store_papers import PaperStore as ComplaintShelf
    from chalicelib.inspection.papers import OrderPaper
    from chalicelib.inspection.service_papers import Papers
    from chalicelib.inspection.service_papers_copies import Copies
    from chalicelib.inspection.store_papers import PaperFiles, PaperStore
    from chalicelib.jobs import Work, Worker


@cache
def papers() -> "Papers":
    """Asking for papers and verifying them."""
    from chalicelib.inspection.service_papers import Papers

    return Papers(_shelf(), _files(), order, papers_queue(), runtime.clock(), runtime.entropy)


@cache
def copies() -> "Copies":
    """Papers as the merchants whom they concern ask for them."""
    from chalicelib.inspection.service_papers_copies import Copies
    from chalicelib.runtime_inspection import orders

    return Copies(papers(), orders())


@cache
def of_complaints() -> "ComplaintPapers":
    """Asking for papers of complaints and reports."""
    from chalicelib.complaints.service_papers import Papers
    from chalicelib.runtime_complaints_desk import desk

    return Papers(
        lambda actor, complaint: desk().whole(actor, complaint),
        _complaint_shelf(),
        complaint_files(),
        papers_queue(),
        runtime.clock(),
        runtime.entropy,
    )


@cache
def maker() -> "Worker":
    """What composes and draws papers."""
    from chalicelib.jobs import Together, Worker
    from chalicelib.runtime_credit import certificate_making

    return Worker(Together((_of_visits(), _of_complaints(), certificate_making())), papers_queue())


def _of_visits() -> "Work":
    from chalicelib.inspection.service_papers_make import Making
    from chalicelib.runtime_inspection import identifications

    return Making(
        shelf=_shelf(),
        sources=_shelf(),
        files=_files(),
        orders=order,
        officer=identifications().officer,
        font=_font(),
        host=runtime.settings().label_host,
        clock=runtime.clock(),
    )


def _of_complaints() -> "Work":
    from chalicelib.complaints.service_papers_make import Making
    from chalicelib.complaints.store import ComplaintStore
    from chalicelib.runtime_inspection import identifications
    from chalicelib.runtime_intake import identities

    return Making(
        book=ComplaintStore(runtime.main_table()),
        shelf=_complaint_shelf(),
        files=complaint_files(),
        identities=identities(),
        name_of=lambda account: identifications().officer(account).name,
        merchant=lambda merchant: runtime.registry().merchant(merchant).value.name,
        font=_font(),
        host=runtime.settings().label_host,
        clock=runtime.clock(),
    )


def _font() -> "Callable[[], str]":
    from chalicelib.labels.store_sheets import FontFile

    return FontFile(partial(runtime.client, "s3"), runtime.settings().fonts_bucket).path


def order(visit_id: str, order_id: str) -> "OrderPaper | None":
    """What an order's paper says; see service_papers.Orders."""
    from chalicelib.clock import local_day
    from chalicelib.inspection.papers import OrderPaper
    from chalicelib.inspection.store_orders import OrderStore
    from chalicelib.registry.model import number

    stored = OrderStore(runtime.main_table()).order(order_id)
    if stored is None or stored.value.visit_id != visit_id:
        return None
    one = stored.value
    return OrderPaper(
        no=one.no or one.id,
        merchant=runtime.registry().merchant(one.merchant_id).value.name,
        ordered_on=local_day(one.at),
        due_on=one.due_on,
        demand=one.demand,
        findings=tuple((told.text, f"{told.source}：{told.quote}") for told in one.told),
        stop_use=tuple(number(instrument) for instrument in one.stop_use),
    )


@cache
def papers_queue() -> SqsQueue:
    """Where papers wait to be made."""
    return SqsQueue(partial(runtime.client, "sqs"), runtime.settings().papers_queue)


@cache
def _shelf() -> "PaperStore":
    from chalicelib.inspection.store_papers import PaperStore

    return PaperStore(runtime.main_table())


@cache
def _files() -> "PaperFiles":
    from chalicelib.inspection.store_papers import PaperFiles

    return PaperFiles(partial(runtime.client, "s3"), runtime.settings().evidence_bucket)


@cache
def complaint_files() -> "ComplaintFiles":
    """Where papers of complaints and reports lie until they are erased."""
    from chalicelib.complaints.store_papers import PaperFiles

    return PaperFiles(partial(runtime.client, "s3"), runtime.settings().materials_bucket)


@cache
def _complaint_shelf() -> "ComplaintShelf":
    from chalicelib.complaints.store_papers import PaperStore

    return PaperStore(runtime.main_table())
