"""How papers of complaints are kept.

key                      what                                         read by
Q#{complaint}  D#{name}  a paper and its form, with blanks            GetItem; a file's by one Query
PAPER#{number}  ~        what anybody may learn of it                 GetItem; written once, with the paper that is made
Y#PAPER#{kind}#{unit}  {year}  the last number given                  GetItem; moved in the transaction of the form
The files are s3://MATERIALS_BUCKET/papers/{complaint}/{number}.pdf: not locked, because what is personal is erased.
"""

from collections.abc import Callable, Iterable
from typing import Any

from chalicelib import objects
from chalicelib.complaints.papers import Numbers, Paper
from chalicelib.complaints.service_book import Changed, Stored
from chalicelib.complaints.store import erased_at
from chalicelib.papers.model import Genuine, Kind, genuine_put
from chalicelib.registry.service_book import stored
from chalicelib.store import Clash, Item, Put, Table, pages

_STANDS = {"PreconditionFailed", "412"}


class PaperStore:
    """See service_papers.Shelf and service_papers_make.Register."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def paper(self, complaint: str, name: str) -> Stored[Paper] | None:
        """See Shelf."""
        return stored(self._table.get(f"Q#{complaint}", f"D#{name}"), Paper)

    def papers(self, complaint: str) -> tuple[Paper, ...]:
        """See Shelf."""
        return tuple(
            Paper.model_validate(item.document) for item in pages(self._table, f"Q#{complaint}", begins="D#")
        )

    def save(self, paper: Paper, seen: int) -> None:
        """See Shelf."""
        puts = [_paper_put(paper, seen)]
        if paper.state == "made" and paper.form is not None:
            told = paper.model_dump(include=set(Genuine.model_fields))
            puts.append(
                genuine_put(Genuine.model_validate({**told, "no": paper.form.no, "day": paper.form.day}))
            )
        self._write(paper, seen, puts)

    def numbers(self, kind: Kind, unit: str, year: int) -> tuple[Numbers, int]:
        """See Register."""
        item = self._table.get(_series(kind, unit), str(year))
        if item is None:
            return Numbers(kind=kind, unit=unit, year=year), 0
        return Numbers.model_validate(item.document), item.v

    def number(self, paper: Paper, seen: int, given: Numbers, given_seen: int) -> None:
        """See Register."""
        counter = Item(
            _series(given.kind, given.unit), str(given.year), given.model_dump(mode="json"), v=given_seen + 1
        )
        self._write(paper, seen, [_paper_put(paper, seen), Put(counter, given_seen)])

    def _write(self, paper: Paper, seen: int, puts: list[Put]) -> None:
        """Also raises Changed when the file was erased meanwhile: then nothing of the paper's text stays."""
        try:
            self._table.put_all(puts)
            if erased_at(self._table, paper.complaint):
                self._table.put(_paper_put(paper.erased(), seen + 1).item, seen + 1)
                raise Changed
        except Clash as clash:
            raise Changed from clash


class PaperFiles:
    """See service_papers.Links, service_papers_make.Files and service_retention.Papers.

    client  makes the client when it is first needed: asking for a paper needs none
    """

    def __init__(self, client: Callable[[], Any], bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def keep(self, paper: Paper, pdf: bytes) -> None:
        """See Files."""
        client = self._client()
        try:
            client.put_object(**self._object(paper), Body=pdf, ContentType="application/pdf", IfNoneMatch="*")
        except client.exceptions.ClientError as failure:
            if failure.response["Error"]["Code"] not in _STANDS:
                raise

    def empty(self, paper: Paper) -> None:
        """See Files: whoever makes papers may write them and delete none."""
        self._client().put_object(**self._object(paper), Body=b"", ContentType="application/pdf")

    def link(self, paper: Paper) -> str:
        """See Links."""
        asked = {
            **self._object(paper),
            "ResponseContentDisposition": f'attachment; filename="{paper.kind}-{paper.number}.pdf"',
        }
        return str(self._client().generate_presigned_url("get_object", asked, ExpiresIn=objects.SLOT_SECONDS))

    def erase(self, papers: Iterable[Paper]) -> None:
        """Delete the files of these; deleting what is not there changes nothing."""
        for one in papers:
            self._client().delete_object(**self._object(one))

    def _object(self, paper: Paper) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": f"papers/{paper.complaint}/{paper.number}.pdf"}


def _paper_put(paper: Paper, seen: int) -> Put:
    document = paper.model_dump(mode="json", exclude_none=True)
    return Put(Item(f"Q#{paper.complaint}", f"D#{paper.name}", document, v=seen + 1, state=paper.state), seen)


def _series(kind: Kind, unit: str) -> str:
    return f"Y#PAPER#{kind}#{unit}"
