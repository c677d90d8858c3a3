"""How visits and checks are kept.

key                             what                              read by
V#{visit}  ~                    visit; a = V#{district}#{state}   GetItem; work list of a district by planned day
V#{visit}  O#{account}          an officer goes on it; u = U#…    Query of index u: an officer's own visits, one read
V#{visit}  E                    how it ended                      the stream: its event tells whose assignment ended
V#{visit}  C#{check}            check                             a visit with its checks is one Query, backwards
V#{visit}  X#{attempt}          refused attempt                   in the same Query
I#{number} ~                    head, kept by the registry        read with the visit and the check in ONE BatchGetItem

A visit has at least two officers, so one index attribute on the visit cannot list it for each: every officer has
a row of their own beside the visit, written in the visit's transaction (planning and approving are rare, checks are
not). An officer who is taken off keeps the row without `u`, which takes it out of the sparse index. `~` sorts after
every letter and the Query runs backwards, so the visit stands in the first page however many checks there are.

Recording a check is one read and one conditional put, no transaction: a check that was under way while its visit ended
or its instrument was suspended is kept, with the time it came in.
"""

from collections.abc import Sequence
from typing import Any

from chalicelib.events import CHECK_RECORDED, VISIT_ENDED
from chalicelib.inspection.checks import Attempt, Check, read
from chalicelib.inspection.model import Visit
from chalicelib.inspection.service_book import Changed, Desk, File, Rows, Stored
from chalicelib.registry.model import InstrumentHead, number
from chalicelib.store import Clash, Item, Put, Table, put_once

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
        for item in page.items:
            match item.sk[0]:
                case "~":
                    visit = _visit(item)
                case "C":
                    checks.append(read(item.document))
                case "X":
                    attempts.append(Attempt.model_validate(item.document))
        return File(visit, tuple(checks), tuple(attempts), page.after)

    def own(self, account: str, after: str) -> Rows:
        """An officer's visits, latest planned day first: one Query of index u."""
        return self._rows(f"U#{account}", "u", after)

    def of_district(self, district: str, state: str, after: str) -> Rows:
        """A district's visits in a state, latest planned day first: one Query of index a."""
        return self._rows(f"V#{district}#{state}", "a", after)

    def _rows(self, partition: str, index: Any, after: str) -> Rows:
        page = self._table.query(partition, after=after, limit=PAGE, backwards=True, index=index)
        return Rows(tuple(item.row for item in page.items), page.after)

    def write_visit(self, visit: Visit, content: str, seen: int, left: Sequence[str]) -> None:
        """Write version seen + 1 and every officer's row, once with the ending, or nothing. Raises Changed.

        left  officers of the version before who are not officers any more
        """
        partition = f"V#{visit.id}"
        place = f"{visit.planned_on.isoformat()}#{visit.id}"
        row = visit.row()
        standing = {item.sk: item.v for item in self._officers(partition)} if seen else {}
        kept = Item(
            partition,
            "~",
            visit.model_dump(mode="json", exclude_none=True),
            v=seen + 1,
            state=visit.state,
            a=f"V#{visit.district}#{visit.state}",
            b=place,
            h=content,
            row=row,
        )
        puts = [Put(kept, seen)]
        for officer in (*visit.officers, *left):
            version = standing.get(f"O#{officer}", 0)
            goes = officer in visit.officers
            item = Item(
                partition,
                f"O#{officer}",
                {"visit_id": visit.id, "account": officer, "goes": goes},
                v=version + 1,
                state=visit.state,
                u=f"U#{officer}" if goes else "",
                b=place if goes else "",
                row=row if goes else {},
            )
            puts.append(Put(item, version))
        if visit.ending is not None:
            ending = visit.ending.model_dump(mode="json", exclude_none=True)
            told = Item(partition, "E", ending, state=visit.ending.outcome, event=VISIT_ENDED.mark)
            puts.append(Put(told, 0))
        try:
            self._table.put_all(puts)
        except Clash as clash:
            raise Changed from clash

    def _officers(self, partition: str) -> tuple[Item, ...]:
        return self._table.query(partition, begins="O#", limit=PAGE).items

    def add_check(self, check: Check, content: str) -> tuple[Check, bool]:
        """Keep a check, once: one conditional put; answers what stands, and whether it is new. Raises Changed."""
        item = Item(
            f"V#{check.visit_id}",
            f"C#{check.id}",
            check.model_dump(mode="json", exclude_none=True, exclude={"outcome"}),
            state=check.verdict,
            h=content,
            event=CHECK_RECORDED.mark,
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
