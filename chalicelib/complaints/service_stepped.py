"""Following the steps of files: which step an event tells of, and that step with its file as they stand."""

from collections.abc import Container, Iterable

from chalicelib import events
from chalicelib.complaints.service_book import Book, Whole
from chalicelib.complaints.steps import Step
from chalicelib.store import Item


def told(item: Item, kinds: Container[str]) -> Iterable[str]:
    """The key `complaint step`, if the item tells of a step of one of these kinds."""
    if item.event != events.COMPLAINT_STEPPED.mark or item.document["sent"]["kind"] not in kinds:
        return ()
    return (f"{item.document['complaint']} {item.document['id']}",)


def found(book: Book, key: str) -> tuple[Whole, Step] | None:
    """The step under this key and its file; None when either is not there."""
    complaint, step_id = key.split()
    whole = book.whole(complaint)
    step = next((one for one in whole.steps if one.id == step_id), None) if whole else None
    return (whole, step) if whole and step else None
