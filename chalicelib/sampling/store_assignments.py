"""How assignments are kept (main table).

key                              what                                    read by
D#{plan}  E#{order}              assignment; a = D#{plan}#{state}        GetItem; board in order; by state and order
D#{plan}  F#{order}#{account}    an officer goes; u = E#{account}        an officer's own, by due day, while open

`order` has five digits. An assignment and its officers' rows are written together or not at all; a row leaves its index
when the assignment is not open any more.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import batched

from chalicelib.registry.service_book import Changed, Listing, Stored, stored
from chalicelib.sampling.assignments import Assignment, State
from chalicelib.store import Clash, Item, Put, Table, canonical, pages

_TOGETHER = 33
"""Assignments of one transaction: each is three items, and a transaction has at most 100."""


class AssignmentStore:
    """See service_assignments.Book."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def assignment(self, plan_id: str, order: int) -> Stored[Assignment] | None:
        """See Book."""
        return stored(self._table.get(f"D#{plan_id}", f"E#{order:05d}"), Assignment)

    def add(self, assignments: Sequence[Assignment]) -> None:
        """Write what a draw made; those that stand there already as they are now are passed over. Raises Changed."""
        for some in batched(assignments, _TOGETHER, strict=False):
            self._add(some)

    def _add(self, some: Sequence[Assignment]) -> None:
        try:
            self._table.put_all([put for one in some for put in _puts(one, 0)])
        except Clash as clash:
            standing = [self.assignment(one.plan, one.order) for one in some]
            if any(
                stored is None or not _is_same(stored.value, one)
                for stored, one in zip(standing, some, strict=True)
            ):
                raise Changed from clash

    def change(self, assignment: Assignment, seen: int, substitute: Assignment | None = None) -> None:
        """See Book."""
        puts = _puts(assignment, seen)
        if substitute is not None:
            puts += _puts(substitute, 0)
        self._change(puts)

    def void(self, plan_id: str) -> None:
        """See Book."""
        standing = (
            (Assignment.model_validate(item.document), item.v)
            for item in pages(self._table, f"D#{plan_id}", begins="E#")
        )
        left = ((one.voided(), seen) for one, seen in standing if one != one.voided())
        for some in batched(left, _TOGETHER, strict=False):
            self._change([put for one, seen in some for put in _puts(one, seen)])

    def _change(self, puts: list[Put]) -> None:
        try:
            self._table.put_all(puts)
        except Clash as clash:
            raise Changed from clash

    def tail(self, plan_id: str) -> tuple[int, tuple[Assignment, ...]]:
        """How many there are, and the substitutes among them in the order they came."""
        found: list[Assignment] = []
        count, after = 0, ""
        while True:
            page = self._table.query(f"D#{plan_id}", begins="E#", after=after, limit=20, backwards=True)
            for item in page.items:
                one = Assignment.model_validate(item.document)
                count = count or one.order + 1
                if one.replaces is None:
                    return count, tuple(reversed(found))
                found.append(one)
            if not (after := page.after):
                return count, tuple(reversed(found))

    def board(self, plan_id: str, state: State | None, after: str, limit: int) -> Listing:
        """See Book."""
        if state is None:
            page = self._table.query(f"D#{plan_id}", begins="E#", after=after, limit=limit)
        else:
            page = self._table.query(f"D#{plan_id}#{state}", after=after, limit=limit, index="a")
        return Listing(tuple(item.row for item in page.items), page.after)

    def own(self, account: str, after: str, limit: int) -> Listing:
        """See Book."""
        page = self._table.query(f"E#{account}", after=after, limit=limit, index="u")
        return Listing(tuple(item.row for item in page.items), page.after)

    def in_state(self, plan_id: str, state: State) -> Iterable[Mapping[str, object]]:
        """See Book."""
        return (item.row for item in pages(self._table, f"D#{plan_id}#{state}", index="a"))


def _puts(one: Assignment, seen: int) -> list[Put]:
    """The writes of one assignment; its officers' rows always have its own version."""
    place = f"{one.order:05d}"
    partition, row = f"D#{one.plan}", _row(one)
    document = one.model_dump(mode="json", exclude_none=True)
    kept = Item(
        partition,
        f"E#{place}",
        document,
        v=seen + 1,
        state=one.state,
        a=f"D#{one.plan}#{one.state}",
        b=place,
        row=row,
    )
    is_open = one.state == "open"
    due = f"{one.due_on.isoformat()}#{one.plan}#{place}"
    officers = [
        Item(
            partition,
            f"F#{place}#{account}",
            {"plan": one.plan, "order": one.order, "account": account},
            v=seen + 1,
            state=one.state,
            u=f"E#{account}" if is_open else "",
            b=due if is_open else "",
            row=row if is_open else {},
        )
        for account in one.officers
    ]
    return [Put(item, seen) for item in (kept, *officers)]


def _row(one: Assignment) -> dict[str, object]:
    told = one.model_dump(mode="json", exclude_none=True, exclude={"endings", "substitution"})
    by = {"replaced_by": one.substitution.order} if one.substitution else {}
    ended = {"last_visit": one.endings[-1].visit} if one.endings else {}
    return {**told, **by, **ended, "visit": one.visit, "visits": len(one.endings)}


def _is_same(standing: Assignment, drawn: Assignment) -> bool:
    """Whether what stands there came from this draw, whatever became of it, or of the object's entry, since."""
    fresh = {
        "state": "open",
        "endings": (),
        "substitution": None,
        "is_draw_void": None,
        "object_name": drawn.object_name,
        "merchant": drawn.merchant,
        "district": drawn.district,
    }
    return canonical(standing.model_copy(update=fresh).model_dump(mode="json")) == canonical(
        drawn.model_dump(mode="json")
    )
