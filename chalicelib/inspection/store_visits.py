"""The items of one step of a visit, as one transaction writes them; keys are told in store.py."""

from collections import Counter
from contextlib import suppress
from dataclasses import replace

from chalicelib.events import (
    FINDING_CONFIRMED,
    VISIT_APPROVED,
    VISIT_ENDED,
    VISIT_IDENTIFIED,
    VISIT_REVIEWED,
)
from chalicelib.inspection import concerned
from chalicelib.inspection.caps import YearCount
from chalicelib.inspection.findings import confirmed
from chalicelib.inspection.model import Visit
from chalicelib.inspection.service_book import Counted, Write
from chalicelib.inspection.sources import ByComplaint
from chalicelib.inspection.store_numbers import numbers_put
from chalicelib.inspection.store_orders import order_put
from chalicelib.inspection.sync_pull import OVER
from chalicelib.store import Clash, Item, Put, Table, pages

_MOST_OFFICERS = 100
_KNOWN = {"coded_in", "checked", "entered", "reviewed"}
"""From when on its owner may know of a visit: nobody is told beforehand."""


def count_key(owner: str) -> str:
    """The partition of an owner's yearly counts."""
    return f"Y#{owner}"


def visit_puts(table: Table, write: Write) -> list[Put]:
    """Everything this step writes; the rows that stand beside the visit are read for their versions."""
    visit = write.visit
    partition = f"V#{visit.id}"
    place = f"{visit.planned_on.isoformat()}#{visit.id}"
    kept = Item(
        partition,
        "~",
        visit.model_dump(mode="json", exclude_none=True),
        v=write.seen + 1,
        state=visit.state,
        a=f"V#{visit.district}#{visit.state}",
        u=f"W#{visit.owner}" if visit.owner and visit.state in _KNOWN else "",
        b=place,
        h=write.content,
        row=visit.row(),
    )
    puts = [Put(kept, write.seen), *_officers(table, write, place), *_told(table, write)]
    if visit.emergency is not None:
        puts.append(_unapproved(table, visit))
    if write.notices is not None:
        puts.append(numbers_put("notice", write.notices))
    if write.count is not None:
        puts.append(_counter(write.count))
    return [*puts, *(order_put(one.value, one.content, one.version) for one in write.orders)]


def list_with_officers(table: Table, visit_id: str) -> None:
    """Enter an open visit that is older than that list in its officers' lists of open ones."""
    for item in table.query(f"V#{visit_id}", begins="O#", limit=_MOST_OFFICERS).items:
        if item.u and not item.a:
            with suppress(Clash):  # a step was taken meanwhile, and entered it
                table.put(replace(item, a=f"O#{item.sk[2:]}", v=item.v + 1), item.v)


def checks_of(table: Table, visit_id: str) -> Counter[str]:
    """How many of a visit's checks were of what each merchant has: one Query per 500."""
    found = pages(table, f"V#{visit_id}", begins="C#")
    return Counter(merchant for item in found if (merchant := item.u.removeprefix("K#")))


def _officers(table: Table, write: Write, place: str) -> list[Put]:
    visit, partition, puts = write.visit, f"V#{write.visit.id}", list[Put]()
    rows = table.query(partition, begins="O#", limit=_MOST_OFFICERS).items if write.seen else ()
    standing = {item.sk: item.v for item in rows}
    for officer in (*visit.officers, *write.left):
        version = standing.get(f"O#{officer}", 0)
        goes = officer in visit.officers
        item = Item(
            partition,
            f"O#{officer}",
            {"visit_id": visit.id, "account": officer, "goes": goes},
            v=version + 1,
            state=visit.state,
            a=f"O#{officer}" if goes and visit.state not in OVER else "",
            u=f"U#{officer}" if goes else "",
            b=place if goes else "",
            row=visit.row() if goes else {},
        )
        puts.append(Put(item, version))
    return puts


def _told(table: Table, write: Write) -> list[Put]:
    visit, partition = write.visit, f"V#{write.visit.id}"
    if write.tells == "approved":
        approval = {
            "visit_id": visit.id,
            "district": visit.district,
            "by": visit.approved_by,
            "at": visit.model_dump(mode="json")["approved_at"],
            **_cause(visit),
        }
        return [Put(Item(partition, "A", approval, event=VISIT_APPROVED.mark), 0)]
    if write.tells == "identified":
        identification = {
            "visit_id": visit.id,
            "owner": visit.owner,
            "reason": visit.reason,
            **visit.identifications[0].model_dump(mode="json", exclude_none=True),
        }
        return [Put(Item(partition, "I", identification, event=VISIT_IDENTIFIED.mark), 0)]
    if write.tells == "ended" and visit.ending is not None:
        before = int(write.told_before)
        ending = {**visit.ending.model_dump(mode="json", exclude_none=True), **_cause(visit)}
        told = Item(partition, "E", ending, v=before + 1, state=visit.ending.outcome, event=VISIT_ENDED.mark)
        return [Put(told, before)]
    return _reviewed(table, visit) if write.tells == "reviewed" else []


def _cause(visit: Visit) -> dict[str, str]:
    """The complaint or report that led to it, for those who follow its events."""
    return {"complaint": visit.source.id} if isinstance(visit.source, ByComplaint) else {}


def _reviewed(table: Table, visit: Visit) -> list[Put]:
    """That it was reviewed, and a record of every confirmed finding, which nothing changes any more."""
    whole = visit.model_dump(mode="json", exclude_none=True)
    review, partition = whole["review"], f"V#{visit.id}"
    reviewed = {
        "visit_id": visit.id,
        "district": visit.district,
        "owner": visit.owner,
        **{name: value for name, value in whole["result"].items() if name in {"codes", "status", "table"}},
        **review,
        **_cause(visit),
        **concerned.told(visit, visit.result.codes if visit.result else (), checks_of(table, visit.id)),
    }
    told = {
        "visit_id": visit.id,
        "reviewed_by": review["by"],
        "reviewed_at": review["at"],
        **_cause(visit),
    }
    return [
        Put(Item(partition, "W", reviewed, event=VISIT_REVIEWED.mark), 0),
        *(
            Put(
                Item(
                    partition,
                    f"D#{one.id}",
                    {**one.model_dump(mode="json", exclude_none=True), **told},
                    state=one.kind,
                    event=FINDING_CONFIRMED.mark,
                ),
                0,
            )
            for one in confirmed(visit.findings)
        ),
    ]


def _unapproved(table: Table, visit: Visit) -> Put:
    """In the district's list while an emergency's approval is to be made up, out of it afterwards."""
    standing, due = table.get(f"V#{visit.id}", "M"), visit.approval_due_on()
    seen = standing.v if standing else 0
    item = Item(
        f"V#{visit.id}",
        "M",
        {"visit_id": visit.id},
        v=seen + 1,
        state=visit.state,
        a=f"V#{visit.district}#unapproved" if due else "",
        b=f"{due.isoformat()}#{visit.id}" if due else "",
        row=visit.row() if due else {},
    )
    return Put(item, seen)


def _counter(count: Counted[YearCount]) -> Put:
    value = count.value
    document = value.model_dump(mode="json")
    return Put(Item(count_key(value.owner), str(value.year), document, v=count.seen + 1), count.seen)
