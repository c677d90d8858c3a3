"""How papers are kept.

key                  what                              read by
F#{visit}  P#{name}  a paper and its form              GetItem; a visit's by one Query
PAPER#{number}  ~    what anybody may learn of it      GetItem; written once, with the paper that is made
The files are s3://EVIDENCE_BUCKET/papers/{visit}/{number}.pdf, locked as evidence is.
"""

from collections.abc import Callable, Iterator
from typing import Any

from chalicelib import objects
from chalicelib.inspection.caps import YearCount
from chalicelib.inspection.checks import Check, read
from chalicelib.inspection.evidence import Evidence
from chalicelib.inspection.model import Visit
from chalicelib.inspection.papers import Paper
from chalicelib.inspection.service_book import Changed, Counted, Stored
from chalicelib.inspection.store import InspectionStore
from chalicelib.inspection.store_evidence import EvidenceStore
from chalicelib.papers.model import Genuine, genuine_key, genuine_put
from chalicelib.store import Clash, Item, Put, Table, pages


class PaperStore:
    """See service_papers.Shelf and Sources."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._visits = InspectionStore(table)
        self._evidence = EvidenceStore(table)

    def visit(self, visit_id: str) -> Visit | None:
        """See Shelf."""
        return self._evidence.visit(visit_id)

    def paper(self, visit_id: str, name: str) -> Stored[Paper] | None:
        """See Shelf."""
        item = self._table.get(f"F#{visit_id}", f"P#{name}")
        return Stored(Paper.model_validate(item.document), item.v, item.h) if item else None

    def papers(self, visit_id: str) -> tuple[Paper, ...]:
        """See Shelf."""
        found = pages(self._table, f"F#{visit_id}", begins="P#")
        return tuple(Paper.model_validate(item.document) for item in found)

    def save(self, paper: Paper, seen: int) -> None:
        """See Shelf."""
        document = paper.model_dump(mode="json", exclude_none=True)
        puts = [
            Put(Item(f"F#{paper.visit_id}", f"P#{paper.name}", document, v=seen + 1, state=paper.state), seen)
        ]
        if paper.state == "made" and paper.form is not None:
            told = paper.model_dump(include=set(Genuine.model_fields))
            genuine = Genuine.model_validate({**told, "no": paper.form.no, "day": paper.form.day})
            puts.append(genuine_put(genuine))
        try:
            self._table.put_all(puts)
        except Clash as clash:
            raise Changed from clash

    def genuine(self, number: str) -> Genuine | None:
        """See Shelf."""
        item = self._table.get(*genuine_key(number))
        return Genuine.model_validate(item.document) if item else None

    def checks(self, visit_id: str) -> Iterator[Check]:
        """See Sources; oldest id first."""
        for item in pages(self._table, f"V#{visit_id}", begins="C#"):
            yield read(item.document)

    def evidence(self, visit_id: str) -> Iterator[Evidence]:
        """See Sources."""
        return self._evidence.everything(visit_id)

    def count(self, owner: str, year: int) -> Counted[YearCount]:
        """See Sources."""
        return self._visits.count(owner, year)


class PaperFiles:
    """See service_papers.Files and Links.

    client  makes the client when it is first needed: asking for a paper needs none
    """

    def __init__(self, client: Callable[[], Any], bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def thumbnail(self, visit_id: str, evidence_id: str) -> bytes:
        """See Files."""
        answer = self._client().get_object(Bucket=self._bucket, Key=f"thumbnails/{visit_id}/{evidence_id}")
        return bytes(answer["Body"].read())

    def keep(self, paper: Paper, pdf: bytes) -> None:
        """See Files."""
        objects.put_once(self._client(), self._object(paper), Body=pdf, ContentType="application/pdf")

    def link(self, paper: Paper) -> str:
        """See Links."""
        asked = {
            **self._object(paper),
            "ResponseContentDisposition": f'attachment; filename="{paper.kind}-{paper.number}.pdf"',
        }
        return str(self._client().generate_presigned_url("get_object", asked, ExpiresIn=objects.SLOT_SECONDS))

    def _object(self, paper: Paper) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": f"papers/{paper.visit_id}/{paper.number}.pdf"}
