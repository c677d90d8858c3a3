"""How visits and checks are kept.

key                             what                              read by
V#{visit}  ~                    visit; a = V#{district}#{state}   GetItem; work list of a district by planned day
                                u = W#{owner} once coded in       its owner's list
V#{visit}  O#{account}          an officer goes on it; u = U#…    Query of index u: an officer's own visits, one read
                                a = O#{account} while open        what the officer's phone holds, and what waits
V#{visit}  A                    a leader approved it              the stream
V#{visit}  I                    it was coded in                   the stream
V#{visit}  E                    how it ended                      the stream: its event tells whose assignment ended
V#{visit}  W                    it was reviewed                   the stream
V#{visit}  D#{finding}          a confirmed finding, at review    the stream; never changed
V#{visit}  K#{correction}       see store_corrections
V#{visit}  R#{rectification}    see store_orders
V#{visit}  M                    an emergency to be approved yet   a = V#{district}#unapproved, by the last day
V#{visit}  C#{check}            check; u = K#{merchant}           a visit with its checks is one Query, backwards
V#{visit}  X#{attempt}          refused attempt                   in the same Query
V#{visit}  Y#{attempt}          refused identification            in the same Query
Y#{owner}  {year}               visits in a year, by reason       GetItem; moved in the transaction that codes in
Y#NOTICE#{district}  {year}     see store_numbers
I#{number} ~                    head, kept by the registry        read with the visit and the check in ONE BatchGetItem

A visit has at least two officers, so one index attribute on the visit cannot list it for each: every officer has
a row of their own beside the visit, written in the visit's transaction (planning and approving are rare, checks are
not). An officer who is taken off keeps the row without `u`, which takes it out of the sparse index. `~` sorts after
every letter and the Query runs backwards, so the visit stands in the first page however many checks there are.

Recording a check is one read and one conditional put, no transaction: a check that was under way while its visit ended
or its instrument was suspended is kept, with the time it came in.
"""

from chalicelib.events import CHECK_RECORDED
from chalicelib.inspection.caps import YearCount
from chalicelib.inspection.checks import Attempt, Check, read
from chalicelib.inspection.citations import gathered
from chalicelib.inspection.identification import IdentificationAttempt
from chalicelib.inspection.listed import Listed
from chalicelib.inspection.model import Visit
from chalicelib.inspection.offices import Numbers, Series
from chalicelib.inspection.orders import Rectification
from chalicelib.inspection.service_book import Changed, Counted, Desk, File, Rows, Stored, Touched, Write
from chalicelib.inspection.store_numbers import read_numbers
from chalicelib.inspection.store_orders import orders_of_visit, read_order
from chalicelib.inspection.store_visits import count_key, visit_puts
from chalicelib.registry.model import InstrumentHead, number
from chalicelib.store import Clash, Index, Item, Table, pages, put_once

PAGE = 100


class InspectionStore:
    """See service_book.Records."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def visit(self, visit_id: str) -> Stored[Visit] | None:
        """The visit: one GetItem."""
        return _visit(self._table.get(f"V#{visit_id}", "~"))

    def desk(self, visit_id: str, check_id: str, instrument_id: str | None) -> Desk:
        """All that a check is decided on: one BatchGetItem, strongly consistent."""
        partition = f"V#{visit_id}"
        instrument = [(f"I#{number(instrument_id)}", "~")] if instrument_id else []
        visit, check, *heads = self._table.get_many(
            [(partition, "~"), (partition, f"C#{check_id}"), *instrument]
        )
        head = heads[0] if heads else None
        return Desk(
            _visit(visit), _check(check), InstrumentHead.model_validate(head.document) if head else None
        )

    def visit_and_check(
        self, visit_id: str, check_id: str
    ) -> tuple[Stored[Visit] | None, Stored[Check] | None]:
        """One check and its visit: one BatchGetItem."""
        partition = f"V#{visit_id}"
        visit, check = self._table.get_many([(partition, "~"), (partition, f"C#{check_id}")])
        return _visit(visit), _check(check)

    def file(self, visit_id: str, after: str) -> File:
        """A visit with its checks and refused attempts, newest first: one Query; only the first page has the visit."""
        page = self._table.query(f"V#{visit_id}", after=after, limit=PAGE, backwards=True)
        visit: Stored[Visit] | None = None
        checks: list[Check] = []
        attempts: list[Attempt] = []
        unidentified: list[IdentificationAttempt] = []
        for item in page.items:
            match item.sk[0]:
                case "~":
                    visit = _visit(item)
                case "C":
                    checks.append(read(item.document))
                case "X":
                    attempts.append(Attempt.model_validate(item.document))
                case "Y":
                    unidentified.append(IdentificationAttempt.model_validate(item.document))
        return File(visit, tuple(checks), tuple(attempts), page.after, tuple(unidentified))

    def own(self, account: str, after: str) -> Rows:
        """An officer's visits, latest planned day first: one Query of index u."""
        return self._rows(f"U#{account}", "u", after)

    def own_open(self, account: str) -> Rows:
        """An officer's visits that are not over, first planned day first: one Query of index a."""
        return self._rows(f"O#{account}", "a", "", backwards=False)

    def of_district(self, district: str, state: str, after: str) -> Rows:
        """A district's visits in a state, latest planned day first: one Query of index a."""
        return self._rows(f"V#{district}#{state}", "a", after)

    def _rows(self, partition: str, index: Index, after: str, *, backwards: bool = True) -> Rows:
        page = self._table.query(partition, after=after, limit=PAGE, backwards=backwards, index=index)
        return Rows(tuple(item.row for item in page.items), page.after)

    def write_visit(self, write: Write) -> None:
        """Write version seen + 1 and every officer's row, with what is told and counted, or nothing. Raises Changed."""
        try:
            self._table.put_all(visit_puts(self._table, write))
        except Clash as clash:
            raise Changed from clash

    def numbers(self, series: Series, district: str, year: int) -> Counted[Numbers]:
        """The last number an office gave in a year: one GetItem."""
        return read_numbers(self._table, series, district, year)

    def count(self, owner: str, year: int) -> Counted[YearCount]:
        """The visits of a merchant (or site) in a year: one GetItem."""
        item = self._table.get(count_key(owner), str(year))
        if item is None:
            return Counted(YearCount(owner=owner, year=year), 0)
        return Counted(YearCount.model_validate(item.document), item.v)

    def checks_recorded(self, visit_id: str) -> frozenset[str]:
        """The ids of a visit's checks: one Query per 500."""
        return frozenset(item.sk[2:] for item in pages(self._table, f"V#{visit_id}", begins="C#"))

    def touched(self, visit_id: str) -> dict[str, Touched]:
        """What each of a visit's checks was of, by its id: one Query per 500."""
        return {
            item.sk[2:]: Touched(item.document.get("instrument_id", ""), item.u.removeprefix("K#"))
            for item in pages(self._table, f"V#{visit_id}", begins="C#")
        }

    def checks_failing(self, visit_id: str) -> frozenset[str]:
        """The ids of a visit's checks whose verdict is a failure: one Query per 500."""
        found = pages(self._table, f"V#{visit_id}", begins="C#")
        return frozenset(item.sk[2:] for item in found if item.state == "fail")

    def has_orders(self, visit_id: str) -> bool:
        """Whether the visit led to an order to rectify: one Query."""
        return bool(self._table.query(f"V#{visit_id}", begins="R#", limit=1).items)

    def orders(self, visit_id: str) -> tuple[Stored[Rectification], ...]:
        """The orders a visit led to: one Query and one BatchGetItem."""
        return orders_of_visit(self._table, visit_id)

    def order(self, order_id: str) -> Stored[Rectification] | None:
        """An order to rectify: one GetItem."""
        return read_order(self._table.get(f"R#{order_id}", "~"))

    def of_owner(self, owner: str, after: str) -> Rows:
        """The visits an owner knows of, latest planned day first: one Query of index u."""
        return self._rows(f"W#{owner}", "u", after)

    def stands_at(self, site_id: str, merchant_id: str) -> bool:
        """Whether a merchant has an instrument at a site: the site's list of heads, one Query per 500."""
        rows = pages(self._table, f"P#{site_id}", index="a")
        return any(item.row["merchant_id"] == merchant_id for item in rows)

    def add_refused_identification(
        self, attempt: IdentificationAttempt, content: str
    ) -> IdentificationAttempt:
        """Keep a refused identification, once; answers the one that stands."""
        item = Item(
            f"V#{attempt.visit_id}",
            f"Y#{attempt.id}",
            attempt.model_dump(mode="json", exclude_none=True),
            state=attempt.reason,
            h=content,
        )
        return IdentificationAttempt.model_validate(self._once(item).document)

    def add_check(self, check: Check, content: str, listed: Listed | None) -> tuple[Check, bool]:
        """Keep a check, once: one conditional put; answers what stands, and whether it is new. Raises Changed."""
        item = Item(
            f"V#{check.visit_id}",
            f"C#{check.id}",
            gathered(check.model_dump(mode="json", exclude_none=True, exclude={"outcome"})),
            state=check.verdict,
            u=f"K#{listed.merchant_id}" if listed else "",
            b=f"{check.received_at.isoformat()}#{check.id}" if listed else "",
            h=content,
            row=listed.row if listed else {},
            event=CHECK_RECORDED.mark,
            schema=2,
        )
        kept = self._once(item)
        return read(kept.document), kept is item

    def add_attempt(self, attempt: Attempt, content: str) -> Attempt:
        """Keep a refused attempt, once; answers the one that stands."""
        item = Item(
            f"V#{attempt.visit_id}",
            f"X#{attempt.id}",
            attempt.model_dump(mode="json", exclude_none=True),
            state=attempt.reason,
            h=content,
        )
        return Attempt.model_validate(self._once(item).document)

    def _once(self, item: Item) -> Item:
        try:
            return put_once(self._table, item)
        except Clash as clash:
            raise Changed from clash


def _visit(item: Item | None) -> Stored[Visit] | None:
    return Stored(Visit.model_validate(item.document), item.v, item.h) if item else None


def _check(item: Item | None) -> Stored[Check] | None:
    return Stored(read(item.document), item.v, item.h) if item else None
