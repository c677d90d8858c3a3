"""Judging answers to a list of duties."""

from datetime import date

from chalicelib import law
from chalicelib.inspection.checks import Judged
from chalicelib.inspection.checks_lists import ListCheck
from chalicelib.inspection.judging import together
from chalicelib.registry.model import InstrumentHead


def checklist(new: ListCheck, _head: InstrumentHead | None, day: date) -> Judged:
    """Every duty in force on the day; an answer to what was none then is noted and says nothing."""
    given = {code: one.answer for code, one in new.answers.items()}
    parts = tuple(law.duties(new.duties, day, given))
    unknown = ("answer_not_in_list",) if given.keys() - {code for code, _ in parts} else ()
    return Judged(**together(parts, unknown))
