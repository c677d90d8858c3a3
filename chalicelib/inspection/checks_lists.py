"""Checks by a list (检查清单): duties of a market's organiser, use of legal units."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.inspection.checks import Check, NewCheck, Note
from chalicelib.inspection.document import Closed
from chalicelib.law.dutylists import DutyAnswer, DutyList

DutyCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,40}$")]


class Answered(Closed):
    """The officer's answer to one duty."""

    answer: DutyAnswer
    note: Note = ""


class ListCheck(NewCheck):
    """Answers to a list of duties by their codes, as sent; those left out count as not answered."""

    kind: Literal["checklist"]
    instrument_id: None = None
    duties: DutyList
    answers: Annotated[dict[DutyCode, Answered], Field(min_length=1, max_length=50)]


class KeptList(ListCheck, Check):
    """Answers to a list as kept."""
