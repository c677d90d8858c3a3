"""What merchants do in the files about them: read, answer, agree to mediation, offer a settlement."""

from dataclasses import dataclass
from typing import Any, Protocol

from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock, local_day
from chalicelib.complaints.model import File
from chalicelib.complaints.problems import StepNotNow
from chalicelib.complaints.respondents import ANSWERS, NewAnswer, RespondentFile, RespondentRow, is_told
from chalicelib.complaints.service_book import Book, Listing, Whole
from chalicelib.complaints.service_steps import Procedure
from chalicelib.complaints.service_words import Words
from chalicelib.complaints.steps import Consent, NewStep
from chalicelib.complaints.steps_hands import Taker
from chalicelib.errors import NotFound


class Places(Protocol):
    """Which files are about a thing: rows with their id, the last received first."""

    def about(self, thing: str, after: str) -> Listing: ...


@dataclass(frozen=True)
class Respondents:
    """The side a file is about."""

    procedure: Procedure
    book: Book
    places: Places
    clock: Clock
    words: Words

    def told(self, actor: Actor, merchant_id: str, after: str) -> tuple[tuple[RespondentRow, ...], str]:
        """A page of what one's own merchant was told of, and where the next begins. Raises NotFound."""
        _admit(actor, merchant_id)
        page = self.places.about(merchant_id, after)
        files = self.book.files(tuple(str(row["id"]) for row in page.rows))
        rows = (RespondentRow.of(file) for file in files if is_told(file, merchant_id))
        return tuple(rows), page.after

    def read(self, actor: Actor, merchant_id: str, complaint_id: str) -> RespondentFile:
        """A file about one's own merchant. Raises NotFound, also for what the merchant was not told of."""
        _admit(actor, merchant_id)
        whole = self.book.whole(complaint_id)
        if whole is None or not is_told(whole.file.value, merchant_id):
            raise NotFound(id=complaint_id)
        return self._shown(actor, whole)

    def answer(
        self, actor: Actor, merchant_id: str, complaint_id: str, step_id: str, new: NewAnswer
    ) -> tuple[RespondentFile, bool]:
        """The file after an answer, and whether it is new; the same again is the same.

        Raises NotFound, StepNotNow for what is no answer of a merchant, and what Procedure.take raises.
        """
        _admit(actor, merchant_id)

        def admits(file: File, sent: Any) -> None:
            if not is_told(file, merchant_id):
                raise NotFound(id=complaint_id)
            if sent.kind not in ANSWERS or (isinstance(sent, Consent) and sent.of != "respondent"):
                raise StepNotNow(state=file.state)

        sent = self.words.blindly(complaint_id, NewStep(new.root))
        whole, _, is_new = self.procedure.take(complaint_id, step_id, sent, _taker(actor), admits)
        return self._shown(actor, whole), is_new

    def _shown(self, actor: Actor, whole: Whole) -> RespondentFile:
        return RespondentFile.of(whole.file.value, whole.steps, _taker(actor), local_day(self.clock()))


def _admit(actor: Actor, merchant_id: str) -> None:
    if merchant_id not in actor.merchants:
        raise NotFound(id=merchant_id)


def _taker(actor: Actor) -> Taker:
    """As the merchant, whatever else the account may be."""
    return Taker(actor.id, frozenset({"merchant"}))
