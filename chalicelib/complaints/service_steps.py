"""How every step of a file is taken: one read, one decision, one transaction, again if somebody else was first."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.clock import Clock, in_milliseconds, local_day
from chalicelib.complaints.clocks import upcoming
from chalicelib.complaints.model import File
from chalicelib.complaints.problems import OtherFile, Recused
from chalicelib.complaints.service_book import Book, Changed, Stored, Whole, Write
from chalicelib.complaints.steps import NewStep, Same, Step
from chalicelib.complaints.steps_hands import Taker
from chalicelib.complaints.steps_taking import NAMED, take, taking_in
from chalicelib.errors import IdTaken, NotFound, VersionStale
from chalicelib.store import digest

_ATTEMPTS = 12


@dataclass(frozen=True)
class Procedure:
    """The steps of files, by whomever."""

    book: Book
    clock: Clock

    def take(
        self,
        complaint_id: str,
        step_id: str,
        new: NewStep,
        taker: Taker,
        admits: Callable[[File, Any], None],
    ) -> tuple[Whole, Step, bool]:
        """The file after a step, the step, and whether it is new; the same again is the same.

        admits   whether this person may know of the file and take such a step in it: raises NotFound or a problem

        Raises NotFound, IdTaken, VersionStale, and what steps_taking.take raises.
        """
        content = digest(new.model_dump(mode="json", exclude_none=True))
        for _ in range(_ATTEMPTS):
            whole = self.book.whole(complaint_id)
            if whole is None:
                raise NotFound(id=complaint_id)
            admits(whole.file.value, new.root)
            if step_id in whole.contents:
                return whole, _standing(whole, step_id, content), False
            at = in_milliseconds(self.clock())
            other = self._named(new.root, admits)
            taken = take(whole.file.value, whole.steps, step_id, new.root, taker, at)
            file = Stored(taken.file, whole.file.version, whole.file.content)
            try:
                self.book.take(Write(file, taken.step, content, taken.opens, _after(other, file.value)))
            except Changed:
                continue
            after = replace(
                whole,
                file=Stored(taken.file, file.version + 1, file.content),
                steps=(*whole.steps, taken.step),
                contents={**whole.contents, step_id: content},
            )
            return after, taken.step, True
        raise VersionStale

    def renew(self, complaint_id: str) -> bool:
        """Bring what is due next to what the calendar says now; whether it was another day. Raises VersionStale."""
        for _ in range(_ATTEMPTS):
            whole = self.book.whole(complaint_id)
            if whole is None:
                return False
            file = whole.file.value
            due = upcoming(file, whole.steps, local_day(self.clock()))
            if due == file.next:
                return False
            try:
                self.book.renew(replace(whole.file, value=file.model_copy(update={"next": due})))
            except Changed:
                continue
            return True
        raise VersionStale

    def _named(self, sent: Any, admits: Callable[[File, Any], None]) -> Stored[File] | None:
        """The file that a step names, if it names one that this person may know of. Raises OtherFile."""
        if not isinstance(sent, Same):
            return None
        other = self.book.file(sent.of)
        if other is None or not NAMED[sent.kind](other.value):
            raise OtherFile
        try:
            admits(other.value, sent)
        except (NotFound, Recused):
            raise OtherFile from None
        return other


def _after(other: Stored[File] | None, file: File) -> Stored[File] | None:
    """The file that was named, once `file` took its step."""
    if other is None or file.merged_into != other.value.id:
        return other
    return replace(other, value=taking_in(other.value, file))


def _standing(whole: Whole, step_id: str, content: str) -> Step:
    if whole.contents[step_id] != content:
        raise IdTaken(id=step_id)
    return next(step for step in whole.steps if step.id == step_id)
