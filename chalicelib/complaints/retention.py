"""When a reporter's personal data go (保存期限), and what is left of a file afterwards; pure."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from chalicelib.complaints.model import File
from chalicelib.complaints.steps import Step
from chalicelib.law.rulebook import Row, load

_DATA = Path(__file__).parent / "data"


class Years(Row):
    """So many years after closing personal data are kept."""

    years: int


def years(today: date) -> int:
    """How many years after closing personal data are kept, by the setting of the local day."""
    row: Years = load("complaints.retention", Years, _DATA).on(today).rows[0]
    return row.years


def closed_until(today: date) -> date:
    """What was closed on this local day or before has been kept long enough on `today`."""
    year = today.year - years(today)
    try:
        return today.replace(year=year)
    except ValueError:  # 29 February
        return today.replace(year=year, day=28)


def is_due(files: Sequence[File], today: date, *, requested: bool) -> bool:
    """Whether the data of a submission go: all its files are over, for long enough or at the reporter's request."""
    if any(not file.is_over or file.closed_on is None for file in files):
        return False
    limit = today if requested else closed_until(today)
    return all(file.closed_on <= limit for file in files if file.closed_on is not None)


def erased(file: File, now: datetime) -> File:
    """The file without what its sender told: statistics, procedure and outcome stay."""
    asked = file.request.model_copy(update={"text": ""}) if file.request else None
    return file.model_copy(
        update={"facts": "", "request": asked, "secret_hash": "", "erased_at": file.erased_at or now}
    )


def silenced(step: Step) -> Step:
    """A citizen's step without its words; itself when it has none, or is the office's."""
    if step.as_ != "citizen" or not getattr(step.sent, "text", ""):
        return step
    return step.model_copy(update={"sent": step.sent.model_copy(update={"text": ""})})
