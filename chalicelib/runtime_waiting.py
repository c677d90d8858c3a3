"""Composition root of what waits for a person: the lists that are counted; see runtime for the rules.

A list brings its package when it is counted, so that a call loads what its caller's roles need.
"""

from functools import cache
from typing import TYPE_CHECKING

from chalicelib import runtime
from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import local_day
from chalicelib.waiting.model import Tally, tallied

if TYPE_CHECKING:
    from datetime import date

    from chalicelib.waiting.service import Waiting

_PAGE = 50
"""Rows of a list that is told how many it answers, as its own route tells it."""


@cache
def waiting() -> "Waiting":
    """What waits for whom."""
    from chalicelib.waiting.service import Source, Waiting

    inspector, leader, supervisor = Role.INSPECTOR, Role.LEADER, Role.SUPERVISOR
    reviewer, publisher = Role.REVIEWER, Role.PUBLISHER
    officers, merchant = frozenset({inspector, leader, supervisor}), frozenset({Role.MERCHANT})
    return Waiting(
        (
            Source("visits", frozenset({inspector}), _self, _visits),
            Source("files", frozenset({inspector}), _self, _files),
            Source("approvals", frozenset({leader}), _districts, _approvals),
            Source("reviews", frozenset({reviewer}), _districts, _reviews),
            Source("rechecks", officers, _districts, _rechecks),
            Source("alarms", officers, _districts, _alarms),
            Source("late_files", frozenset({leader, supervisor}), _units, _late_files),
            Source("entries", frozenset({reviewer, publisher}), _districts, _entries),
            Source("proposals", frozenset({supervisor}), _districts, _proposals),
            Source("answers", merchant, _merchants, _answers, is_whole=True),
            Source("results", merchant, _merchants, _results, is_whole=True),
            Source("orders", merchant, _merchants, _orders, is_whole=True),
            Source("notices", merchant, _merchants, _notices),
            Source("applications", frozenset({Role.LAB}), _districts, _applications, is_whole=True),
            Source("due", frozenset({Role.ORGANISER}), _sites, _due, is_whole=True),
        )
    )


def _today() -> "date":
    return local_day(runtime.clock()())


def _self(actor: Actor) -> tuple[str, ...]:
    return (actor.id,)


def _districts(actor: Actor) -> tuple[str, ...]:
    from chalicelib.registry.districts import DISTRICTS

    return tuple(filter(actor.works_in, DISTRICTS))


def _units(actor: Actor) -> tuple[str, ...]:
    from chalicelib.complaints.model import INTAKE
    from chalicelib.registry.districts import DISTRICTS

    return tuple(filter(actor.works_in, (INTAKE, *DISTRICTS)))


def _merchants(actor: Actor) -> tuple[str, ...]:
    return tuple(sorted(actor.merchants))


def _sites(actor: Actor) -> tuple[str, ...]:
    return tuple(sorted(actor.sites))


def _visits(actor: Actor, _: str, __: str) -> Tally:
    from chalicelib.inspection.shown import VisitRow

    page, today = runtime.inspection().open_visits(actor), _today()
    rows = (VisitRow.on(row, today) for row in page.rows)
    return tallied(
        rows, page.after, waits=lambda row: row.waits(today), late=lambda row: row.is_late, first=True
    )


def _visits_in(actor: Actor, district: str, state: str) -> Tally:
    from chalicelib.inspection.shown import VisitRow

    page, today = runtime.inspection().visits_of(actor, district, state, ""), _today()
    rows = (VisitRow.on(row, today) for row in page.rows)
    return tallied(rows, page.after, late=lambda row: row.is_late)


def _approvals(actor: Actor, district: str, _: str) -> Tally:
    return _visits_in(actor, district, "planned")


def _reviews(actor: Actor, district: str, _: str) -> Tally:
    return _visits_in(actor, district, "entered")


def _rechecks(actor: Actor, district: str, _: str) -> Tally:
    from chalicelib.runtime_inspection import orders

    page = orders().of_district(actor, district, "submitted", "")
    return tallied(page.rows, page.after)


def _alarms(actor: Actor, district: str, _: str) -> Tally:
    page = runtime.alarms().list(actor, district, "open", "", _PAGE)
    return tallied(page.rows, page.after)


def _files(actor: Actor, _: str, __: str) -> Tally:
    from chalicelib.complaints.service_desk import Wanted
    from chalicelib.complaints.shown import FileRow
    from chalicelib.runtime_complaints_desk import desk

    page, today = desk().queue(actor, Wanted(None), ""), _today()
    rows = (FileRow.on(row, today) for row in page.rows)
    return tallied(
        rows, page.after, waits=lambda row: row.is_pressing(today), late=lambda row: row.late, first=True
    )


def _late_files(actor: Actor, unit: str, _: str) -> Tally:
    from chalicelib.runtime_complaints_desk import desk

    return tallied(desk().late(actor, (unit,)), late=lambda _: True)


def _entries(actor: Actor, district: str, _: str) -> Tally:
    from chalicelib.publication.shown import EntryRow
    from chalicelib.runtime_publication import rights

    page, today = rights().in_district(actor, district, "due", ""), _today()
    rows = map(EntryRow.model_validate, page.rows)
    return tallied(rows, page.after, late=lambda row: row.is_late(today))


def _proposals(actor: Actor, district: str, _: str) -> Tally:
    from chalicelib.runtime_standing import standings

    page = standings().proposals(actor, district, "", _PAGE)
    return tallied(page.rows, page.after)


def _answers(actor: Actor, merchant: str, after: str) -> Tally:
    from chalicelib.runtime_complaints_desk import respondents

    (rows, after), today = respondents().told(actor, merchant, after), _today()
    return tallied(
        rows, after, waits=lambda row: row.answer_due is not None, late=lambda row: row.is_late(today)
    )


def _results(actor: Actor, merchant: str, after: str) -> Tally:
    from chalicelib.publication.shown import EntryRow
    from chalicelib.runtime_publication import rights

    page = rights().of_merchant(actor, merchant, after)
    rows = map(EntryRow.model_validate, page.rows)
    return tallied(rows, page.after, waits=lambda row: row.hears_merchant)


def _orders(actor: Actor, merchant: str, after: str) -> Tally:
    from chalicelib.inspection.shown_orders import OrderRow
    from chalicelib.runtime_inspection import orders

    page, today = orders().of_merchant(actor, merchant, after), _today()
    rows = (OrderRow.on(row, today) for row in page.rows)
    return tallied(rows, page.after, waits=lambda row: row.awaits_merchant, late=lambda row: row.overdue)


def _notices(_: Actor, merchant: str, __: str) -> Tally:
    rows, after = runtime.notices().book.of_merchant(merchant, "", _PAGE)
    return tallied(rows, after, waits=lambda row: not row.get("read_at"), first=True)


def _applications(_: Actor, district: str, after: str) -> Tally:
    from chalicelib.registry.due import Due, everything

    page, today = runtime.due_lists().listed("applied", district, everything(), after, _PAGE), _today()
    rows = map(Due.model_validate, page.rows)
    return tallied(
        rows, page.after, waits=lambda row: row.awaits_lab(today), late=lambda row: row.is_missed(today)
    )


def _due(_: Actor, site: str, after: str) -> Tally:
    from chalicelib.registry.due import Due, span

    today = _today()
    page = runtime.due_lists().listed("site", site, span(None, today), after, _PAGE)
    rows = map(Due.model_validate, page.rows)
    return tallied(
        rows,
        page.after,
        waits=lambda row: row.applied_on is None,
        late=lambda row: row.waits_for(today) == "overdue",
    )
