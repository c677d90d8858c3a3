"""Ask the law as the API does: plain fields in, a verdict out."""

from decimal import Decimal
from typing import Any

from chalicelib import law
from chalicelib.law.model import Verdict
from chalicelib.law.notes import NOTES

REASONS = {"text_carried_forward", "first_day_in_doubt", "number_not_settled"}


def asked(**fields: Any) -> Verdict:
    """The verdict on an item given by its fields, numbers as text; every note has its words.

    Why a verdict is only indicative is checked here and left out of the notes, which then are the judge's own.
    """
    answer = law.judge(law.ITEM.validate_python(fields))
    assert set(answer.notes) <= NOTES.keys()
    reasons = REASONS & set(answer.notes)
    assert len(reasons) == (answer.authority == "indicative")
    return answer.model_copy(update={"notes": tuple(note for note in answer.notes if note not in REASONS)})


def plain(value: Decimal) -> str:
    """A number as it travels."""
    return f"{value:f}"
