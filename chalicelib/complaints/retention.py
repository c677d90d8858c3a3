"""When a reporter's personal data go (保存期限), and what is left of a file afterwards; pure."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from chalicelib.complaints.identities import Opening
from chalicelib.complaints.model import File
from chalicelib.complaints.steps import Step
from chalicelib.law.rulebook import Row, load
from chalicelib.registry.marks import Frozen

ERASED = "（已清除）"
"""What stands in the place of words that were erased: some steps cannot be read without any."""
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
    """The file without what its sender told, and what was written of them: statistics, procedure and outcome stay."""
    asked = file.request.model_copy(update={"text": ""}) if file.request else None
    hidden = file.hidden
    if hidden is not None:
        lifting = hidden.lifting.model_copy(update={"text": ""}) if hidden.lifting else None
        hidden = hidden.model_copy(update={"text": "", "lifting": lifting})
    gone = {
        "facts": "",
        "request": asked,
        "about": file.about.model_copy(update={"place_text": ""}),
        "hidden": hidden,
        "secret_hash": "",
    }
    return file.model_copy(update={**gone, "erased_at": file.erased_at or now})


def silenced(step: Step) -> Step:
    """A step without the words that anybody wrote in it; itself when it has none."""
    sent = silent(step.sent)
    return step if sent is step.sent else step.model_copy(update={"sent": sent})


def silent[Sent: Frozen](sent: Sent) -> Sent:
    """What is sent with a step, without words."""
    gone = {"text": ERASED, "place": ""}
    left = {name: to for name, to in gone.items() if getattr(sent, name, "") not in {"", to}}
    return sent.model_copy(update=left) if left else sent


def unexplained(opening: Opening) -> Opening:
    """An opening without its reason."""
    return opening if opening.why == ERASED else opening.model_copy(update={"why": ERASED})
