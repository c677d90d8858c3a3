"""How evidence is kept.

key                                              what                       read by
F#{visit}  E#{evidence}                          one piece of evidence      GetItem; a visit's by one Query
F#{visit}  H#{evidence}#{recorded_at}#{step}#{…} a step of its custody      one Query for a piece; written once
F#{visit}  X#{export}                            an export of all of it     GetItem
V#{visit}  ~                                     the visit                  read with a piece in ONE BatchGetItem

A partition of its own, beside the visit's: a visit's page is one Query backwards over its partition, and two hundred
photos in it would push the checks off the first page. State and steps change in one transaction.
"""

from collections.abc import Iterator, Sequence

from chalicelib.clock import stamp
from chalicelib.inspection.evidence import STEPS, Evidence, Step
from chalicelib.inspection.evidence_pack import Pack
from chalicelib.inspection.model import Visit
from chalicelib.inspection.service_book import Changed, Stored
from chalicelib.store import Clash, Item, Put, Table, pages

PAGE = 100


class EvidenceStore:
    """See service_evidence.Shelf and service_evidence_export.Packs."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def visit(self, visit_id: str) -> Visit | None:
        """The visit: one GetItem."""
        return _visit(self._table.get(f"V#{visit_id}", "~"))

    def desk(self, visit_id: str, evidence_id: str) -> tuple[Visit | None, Stored[Evidence] | None]:
        """All that an announcement is decided on: one BatchGetItem, strongly consistent."""
        visit, kept = self._table.get_many([(f"V#{visit_id}", "~"), (f"F#{visit_id}", f"E#{evidence_id}")])
        stored = Stored(Evidence.model_validate(kept.document), kept.v, kept.h) if kept else None
        return _visit(visit), stored

    def known(self, visit_id: str, named: Sequence[str]) -> frozenset[str]:
        """Those of at most 100 ids that were announced: one BatchGetItem."""
        keys = [(f"F#{visit_id}", f"E#{one}") for one in dict.fromkeys(named)]
        return frozenset(item.sk[2:] for item in self._table.get_many(keys) if item) if keys else frozenset()

    def page(self, visit_id: str, after: str) -> tuple[tuple[Evidence, ...], str]:
        """A page of a visit's evidence, oldest first: one Query."""
        page = self._table.query(f"F#{visit_id}", begins="E#", after=after, limit=PAGE)
        return tuple(Evidence.model_validate(item.document) for item in page.items), page.after

    def everything(self, visit_id: str) -> Iterator[Evidence]:
        """All evidence of a visit, oldest first."""
        for item in pages(self._table, f"F#{visit_id}", begins="E#"):
            yield Evidence.model_validate(item.document)

    def custody(self, visit_id: str, evidence_id: str = "") -> tuple[Step, ...]:
        """The chain of custody of one piece, or of all of a visit, in the order it was recorded."""
        begins = f"H#{evidence_id}#" if evidence_id else "H#"
        return tuple(
            Step.model_validate(item.document) for item in pages(self._table, f"F#{visit_id}", begins=begins)
        )

    def write(self, evidence: Evidence, content: str, seen: int, steps: Sequence[Step]) -> None:
        """Write version seen + 1 with its steps, or nothing. Raises Changed."""
        kept = Item(
            f"F#{evidence.visit_id}",
            f"E#{evidence.id}",
            evidence.model_dump(mode="json", exclude_none=True),
            v=seen + 1,
            state=evidence.state,
            h=content,
        )
        try:
            self._table.put_all([Put(kept, seen), *(Put(_step(evidence.visit_id, one), 0) for one in steps)])
        except Clash as clash:
            raise Changed from clash

    def note(self, visit_id: str, step: Step) -> None:
        """Write a step alone; the same step in the same millisecond is one."""
        try:
            self._table.put(_step(visit_id, step), seen=0)
        except Clash:
            return

    def pack(self, visit_id: str, export_id: str) -> Stored[Pack] | None:
        """An export."""
        item = self._table.get(f"F#{visit_id}", f"X#{export_id}")
        return Stored(Pack.model_validate(item.document), item.v, item.h) if item else None

    def save_pack(self, pack: Pack, seen: int) -> None:
        """Write version seen + 1 of an export. Raises Changed."""
        document = pack.model_dump(mode="json", exclude_none=True)
        try:
            self._table.put(
                Item(f"F#{pack.visit_id}", f"X#{pack.id}", document, v=seen + 1, state=pack.state), seen
            )
        except Clash as clash:
            raise Changed from clash


def _visit(item: Item | None) -> Visit | None:
    return Visit.model_validate(item.document) if item else None


def _step(visit_id: str, step: Step) -> Item:
    place = (
        stamp(step.recorded_at),
        str(STEPS.index(step.step)),
        step.step,
        step.by or "",
        step.export or "",
    )
    return Item(
        f"F#{visit_id}",
        "#".join(("H", step.evidence_id, *place)).rstrip("#"),
        step.model_dump(mode="json", exclude_none=True),
        state=step.step,
    )
