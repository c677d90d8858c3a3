"""How files of complaints and reports are kept.

key                          what                                    read by
Q#{complaint}  ~             the file; a = Q#{unit}, u = Q#{handler} GetItem; queues of a unit and of a person by b
Q#{complaint}  S#{step}      a step, written once                    with the file: one Query of the partition
Q#{complaint}  M#{material}  see store_materials
Q#{complaint}  N             the identity, sealed                    the same Query: its masked form
Q#{complaint}  O#{opening}   that the identity was opened            the same
Q#{complaint}  P#{thing}     that it is about a site, stall, instrument or merchant; a = Q#{thing}, b = time and id

b of a file is `1#{day due}#{id}` until it is over and `2#{day closed}#{id}` afterwards, so a unit's queue, what of it
is late, and what was closed between two days are each one Query over a range. What has no clock stands last.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.clock import stamp
from chalicelib.complaints.model import File
from chalicelib.complaints.service_book import Changed, Stored, Whole, Write
from chalicelib.complaints.steps import Step
from chalicelib.events import COMPLAINT_RECEIVED, COMPLAINT_STEPPED
from chalicelib.registry.service_book import stored
from chalicelib.store import Clash, Item, Put, Table, pages

OPEN, CLOSED = "1", "2"
_NEVER = "9999-12-31"


def partition(complaint_id: str) -> str:
    """The partition of a file and all that belongs to it."""
    return f"Q#{complaint_id}"


def place(file: File) -> str:
    """Where a file stands in the queues."""
    if file.is_over:
        return f"{CLOSED}#{file.closed_on.isoformat() if file.closed_on else _NEVER}#{file.id}"
    return f"{OPEN}#{file.next.due_on.isoformat() if file.next else _NEVER}#{file.id}"


def file_put(file: File, content: str, seen: int) -> Put:
    """The file as its version seen + 1; its first version tells that it was received."""
    document, row = file.model_dump(mode="json", exclude_none=True), file.row()
    common: dict[str, Any] = {
        "v": seen + 1,
        "state": file.state,
        "a": f"Q#{file.unit}",
        "u": f"Q#{file.handler}" if file.handler else "",
        "b": place(file),
        "h": content,
        "row": row,
    }
    if seen:
        return Put(Item(partition(file.id), "~", document, **common), seen)
    return Put(Item(partition(file.id), "~", document, **common, event=COMPLAINT_RECEIVED.mark), 0)


def place_puts(file: File) -> list[Put]:
    """That a new file is about these things."""
    about = file.about
    things = (about.site_id, about.stall_id, about.instrument_id, about.merchant_id)
    row = {"id": file.id, "kind": file.kind, "received_at": stamp(file.received_at)}
    return [
        Put(
            Item(
                partition(file.id),
                f"P#{thing}",
                row,
                a=f"Q#{thing}",
                b=f"{row['received_at']}#{file.id}",
                row=row,
            ),
            0,
        )
        for thing in dict.fromkeys(things)
        if thing
    ]


def new_puts(file: File, content: str) -> list[Put]:
    """All that stands when a file was received, but what its sender alone brings."""
    return [file_put(file, content, 0), *place_puts(file)]


def step_put(step: Step, content: str) -> Put:
    """A step, written once."""
    document = step.model_dump(mode="json", exclude_none=True)
    return Put(
        Item(
            partition(step.complaint),
            f"S#{step.id}",
            document,
            state=step.sent.kind,
            h=content,
            event=COMPLAINT_STEPPED.mark,
        ),
        0,
    )


def erased_at(table: Table, complaint_id: str) -> str:
    """Since when a file is erased; "" while it is not. Who wrote something personal beside it looks afterwards."""
    item = table.get(partition(complaint_id), "~")
    return str(item.document.get("erased_at", "")) if item else ""


class ComplaintStore:
    """See service_book.Book."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def file(self, complaint_id: str) -> Stored[File] | None:
        """The file: one GetItem."""
        return stored(self._table.get(partition(complaint_id), "~"), File)

    def files(self, complaint_ids: tuple[str, ...]) -> tuple[File, ...]:
        """At most 100 files, those that are there: one BatchGetItem."""
        found = (
            self._table.get_many([(partition(one), "~") for one in complaint_ids]) if complaint_ids else ()
        )
        return tuple(File.model_validate(item.document) for item in found if item)

    def whole(self, complaint_id: str) -> Whole | None:
        """A file with its steps and openings: one Query per 500 items."""
        file: Stored[File] | None = None
        steps, contents = list[Step](), dict[str, str]()
        openings = list[Mapping[str, Any]]()
        identity: Item | None = None
        for item in pages(self._table, partition(complaint_id)):
            match item.sk[0]:
                case "~":
                    file = stored(item, File)
                case "S":
                    step = Step.model_validate(item.document)
                    steps.append(step)
                    contents[step.id] = item.h
                case "N" if item.sk == "N":
                    identity = item
                case "O":
                    openings.append(item.document)
        if file is None:
            return None
        steps.sort(key=lambda step: step.n)
        return Whole(
            file,
            tuple(steps),
            contents,
            tuple(openings),
            has_identity=identity is not None and "seal" in identity.document,
            identity=identity.document.get("masked") if identity else None,
        )

    def add(self, file: File, content: str) -> None:
        """A file that no citizen sent: from the desk or another platform. Raises Changed."""
        self._write(new_puts(file, content))

    def take(self, write: Write) -> None:
        """A step with the file after it, the file it opens and the one it names, all or nothing. Raises Changed."""
        puts = [
            file_put(write.file.value, write.file.content, write.file.version),
            step_put(write.step, write.content),
        ]
        if write.opens is not None:
            puts += new_puts(write.opens, write.content)
        if write.named is not None:
            puts.append(file_put(write.named.value, write.named.content, write.named.version))
        self._write(puts)

    def renew(self, file: Stored[File]) -> None:
        """See Book: one conditional put."""
        self._write([file_put(file.value, file.content, file.version)])

    def open_of(self, unit: str) -> Iterator[str]:
        """The ids of all open files of a unit, for jobs: one Query of index a per 500."""
        for item in pages(self._table, f"Q#{unit}", begins=f"{OPEN}#", index="a"):
            yield str(item.row["id"])

    def _write(self, puts: list[Put]) -> None:
        try:
            self._table.put_all(puts)
        except Clash as clash:
            raise Changed from clash
