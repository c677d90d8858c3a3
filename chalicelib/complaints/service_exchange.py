"""Handing files to other platforms and taking their answers: kept first, then noted in every file, once."""

from dataclasses import dataclass
from typing import Protocol

from chalicelib import ids
from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import Clock, in_milliseconds, local_day
from chalicelib.complaints import exchange
from chalicelib.complaints.clocks import clocks
from chalicelib.complaints.exchange import (
    Answer,
    AnswerRow,
    Exchange,
    NewAnswers,
    NewExchange,
    NewExport,
    Row,
)
from chalicelib.complaints.model import INTAKE, File
from chalicelib.complaints.problems import OtherFile
from chalicelib.complaints.service_book import Book, Changed, Stored
from chalicelib.complaints.service_steps import Procedure
from chalicelib.complaints.service_words import Words
from chalicelib.complaints.steps import Exchanged, NewStep
from chalicelib.complaints.steps_hands import SYSTEM
from chalicelib.errors import IdTaken, NotFound
from chalicelib.store import digest

READERS = (Role.SUPERVISOR, Role.LEADER, Role.AUDITOR)


class Ledger(Protocol):
    """How exchanges are kept; adding raises Changed."""

    def exchange(self, exchange_id: str) -> Stored[Exchange] | None: ...
    def add(self, exchange: Exchange, content: str) -> None: ...


@dataclass(frozen=True)
class Exchanges:
    """What is handed on to other platforms, and what they answer."""

    book: Book
    ledger: Ledger
    procedure: Procedure
    clock: Clock
    words: Words

    def read(self, actor: Actor, exchange_id: str) -> Exchange:
        """An exchange of one of the actor's units. Raises NotFound."""
        stored = self.ledger.exchange(exchange_id)
        if stored is None or not actor.works_in(stored.value.unit):
            raise NotFound(id=exchange_id)
        return self._worded(stored.value)

    def put(self, actor: Actor, exchange_id: str, new: NewExchange) -> tuple[Exchange, bool]:
        """Keep an exchange and note it in every file of it; answers whether it is new.

        Told again after a lost answer it is the same exchange, and what is missing is noted.
        Raises NotFound, OtherFile for an export of a file that is not the unit's, IdTaken.
        """
        sent = new.root
        if not actor.works_in(sent.unit):
            raise NotFound(id=sent.unit)
        content = digest(new.model_dump(mode="json", exclude_none=True))
        standing, is_new = self.ledger.exchange(exchange_id), False
        if standing is None:
            is_new = True
            made = self._made(actor, exchange_id, sent)
            try:
                self.ledger.add(made, content)
            except Changed:
                standing, is_new = self.ledger.exchange(exchange_id), False
            else:
                standing = Stored(made, 1, content)
        if standing is None or standing.content != content:
            raise IdTaken(id=exchange_id)
        self._note(standing.value, sent)
        return self._worded(standing.value), is_new

    def _made(self, actor: Actor, exchange_id: str, sent: NewExport | NewAnswers) -> Exchange:
        rows = tuple(self._row(sent, one) for one in sent.complaints) if isinstance(sent, NewExport) else ()
        answers = (
            tuple(self._answer(sent, one) for one in sent.answers) if isinstance(sent, NewAnswers) else ()
        )
        return Exchange(
            id=exchange_id,
            kind=sent.kind,
            system=sent.system,
            unit=sent.unit,
            by=actor.id,
            at=in_milliseconds(self.clock()),
            rows=rows,
            answers=answers,
        )

    def _worded(self, kept: Exchange) -> Exchange:
        files = {file.id: file for file in self.book.files(tuple(row.complaint for row in kept.rows))}
        rows = tuple(exchange.worded(row, files[row.complaint]) for row in kept.rows)
        return kept.model_copy(update={"rows": rows})

    def _row(self, sent: NewExport, complaint_id: str) -> Row:
        whole = self.book.whole(complaint_id)
        if whole is None or not _is_of(whole.file.value.unit, sent.unit):
            raise OtherFile
        file = whole.file.value
        return exchange.row(file, whole.steps, clocks(file, whole.steps, local_day(self.clock())))

    def _answer(self, sent: NewAnswers, answer: Answer) -> AnswerRow:
        whole = self.book.whole(answer.complaint)
        silent = {**dict(answer), "text": ""}
        if whole is None or not _is_of(whole.file.value.unit, sent.unit):
            return AnswerRow(**silent, outcome="unknown")
        told = self._told(whole.file.value, answer)
        known = [step.sent for step in whole.steps if isinstance(step.sent, Exchanged)]
        is_known = exchange.answered(sent.system, told) in known
        return AnswerRow(**silent, outcome="again" if is_known else "taken")

    def _told(self, file: File, answer: Answer) -> Answer:
        return answer.model_copy(update={"text": self.words.text(file, answer.text)})

    def _note(self, kept: Exchange, sent: NewExport | NewAnswers) -> None:
        for one in kept.rows:
            self._take(kept, one.complaint, exchange.exported(kept.system))
        if not isinstance(sent, NewAnswers):
            return
        for row, answer in zip(kept.answers, sent.answers, strict=True):
            file = self.book.file(answer.complaint) if row.outcome == "taken" else None
            if file is not None:
                told = self._told(file.value, answer)
                self._take(kept, answer.complaint, exchange.answered(kept.system, told))

    def _take(self, kept: Exchange, complaint_id: str, sent: Exchanged) -> None:
        told = digest(sent.model_dump(mode="json"))
        step = ids.derived("step", f"{kept.id}/{complaint_id}/{told}")
        self.procedure.take(complaint_id, step, NewStep(sent), SYSTEM, lambda *_: None)


def _is_of(unit: str, asked: str) -> bool:
    """Whether a file of this unit belongs to an exchange of that one; the city's intake has all."""
    return asked in {unit, INTAKE}
