"""How corrections of reviewed visits are kept.

key                             what                                  read by
V#{visit}  K#{correction}       a correction; a = V#{district}#correcting while it waits for a reviewer
V#{visit}  W#{correction}       that it was accepted, written once    the stream
"""

from chalicelib.events import VISIT_CORRECTED
from chalicelib.inspection import concerned
from chalicelib.inspection.model import Visit
from chalicelib.inspection.review import Correction
from chalicelib.inspection.service_book import Changed, Stored
from chalicelib.inspection.store_visits import checks_of
from chalicelib.store import Clash, Item, Put, Table, pages


class CorrectionStore:
    """See service_review.Corrections."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def correction(self, visit_id: str, correction_id: str) -> Stored[Correction] | None:
        """One correction: one GetItem."""
        item = self._table.get(f"V#{visit_id}", f"K#{correction_id}")
        return Stored(Correction.model_validate(item.document), item.v, item.h) if item else None

    def of_visit(self, visit_id: str) -> tuple[Correction, ...]:
        """All of a visit, oldest first."""
        found = pages(self._table, f"V#{visit_id}", begins="K#")
        return tuple(Correction.model_validate(item.document) for item in found)

    def write(self, visit: Visit, correction: Correction, seen: int) -> None:
        """Write version seen + 1; it leaves the reviewers' list when it was judged. Raises Changed."""
        waits = correction.review is None
        item = Item(
            f"V#{visit.id}",
            f"K#{correction.id}",
            correction.model_dump(mode="json", exclude_none=True),
            v=seen + 1,
            state=correction.review.verdict if correction.review else "waiting",
            a=f"V#{visit.district}#correcting" if waits else "",
            b=f"{visit.planned_on.isoformat()}#{correction.id}" if waits else "",
            row=visit.row() if waits else {},
        )
        try:
            self._table.put_all([Put(item, seen), *self._told(visit, correction)])
        except Clash as clash:
            raise Changed from clash

    def _told(self, visit: Visit, correction: Correction) -> list[Put]:
        """An accepted correction, and whom its codes concern, when it names codes."""
        review = correction.review
        if review is None or review.verdict != "accepted":
            return []
        told = {
            **correction.model_dump(mode="json", exclude_none=True),
            "district": visit.district,
            **(
                concerned.told(
                    visit, correction.codes, checks_of(self._table, visit.id), (correction.by, review.by)
                )
                if correction.codes
                else {}
            ),
        }
        return [Put(Item(f"V#{visit.id}", f"W#{correction.id}", told, event=VISIT_CORRECTED.mark), 0)]
