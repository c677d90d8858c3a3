"""Papers (文书) of a visit: notice, record, order to correct; what is kept, and what anybody may learn of one; pure.

A paper is composed once: its form is the text as it was then, and the file follows from the form alone. So a file made
again is the same bytes, whatever names and rules have become since.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chalicelib import ids
from chalicelib.errors import Conflict, Sentence
from chalicelib.inspection.document import Closed
from chalicelib.inspection.evidence import Sha256
from chalicelib.instants import Day, Instant

Kind = Literal["notice", "record", "order"]
"""行政检查通知书, 现场检查记录, 责令改正通知书."""
TITLES: dict[Kind, Sentence] = {
    "notice": Sentence("行政检查通知书", "Notice of inspection"),
    "record": Sentence("现场检查记录", "Record of inspection"),
    "order": Sentence("责令改正通知书", "Order to correct"),
}
_BODY = 15
_SPELLED = 4


class PaperTooEarly(Conflict):
    """The step that this paper tells of has not been taken."""

    code = "paper.too_early"
    zh = "现在还不能制作这份文书：通知书在组长接收任务后制作，检查记录在提交检查记录或报告未能检查后制作。"
    en = "Not yet. A notice is made once the team lead accepted the visit, a record once the visit was closed or ended."


class Row(Closed):
    """One row of the form: what is asked (empty: the text takes the whole width), and the answer."""

    label: str = ""
    text: str


class Signature(Closed):
    """Where somebody signs: a line to sign on, or the signature that was given on the phone."""

    label: str
    evidence: str = ""


class Picture(Closed):
    """A small picture of a piece of evidence."""

    evidence: str
    caption: str


class Form(Closed):
    """All a paper says, in the order it says it.

    no    the office's number of it (文号)      day  the local day it tells of
    """

    title: str
    no: str
    day: Day
    lead: str
    rows: tuple[Row, ...]
    closing: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    pictures: tuple[Picture, ...] = ()


class Paper(Closed):
    """A paper as kept.

    name     `notice`, `record`, or the id of an order         number   what its code says, see `new_number`
    form     as it was composed; none before that             sha256   of the file, once it is made
    state    queued until a function made it; failed after its last try, and asking again queues it anew
    """

    name: str
    kind: Kind
    visit_id: str
    number: str
    by: str
    asked_at: Instant
    state: Literal["queued", "made", "failed"] = "queued"
    form: Form | None = None
    made_at: Instant | None = None
    sha256: Sha256 | None = None
    size_bytes: Annotated[int, Field(ge=0)] = 0
    pages: Annotated[int, Field(ge=0)] = 0


class Genuine(Closed):
    """What anybody may learn who holds a paper: that we made it, of which visit and day, and the digest of its file.

    No names, no place: who holds the paper reads them there.
    """

    number: str
    kind: Kind
    no: str
    visit_id: str
    day: Day
    made_at: Instant
    sha256: Sha256
    size_bytes: int
    pages: int


@dataclass(frozen=True)
class OrderPaper:
    """An order to correct, as its paper tells it.

    no          its number              merchant   whom it obliges        demand    what is to be done
    ordered_on  local day               due_on     last day in time
    findings    each with the law it breaks, in words      stop_use   public numbers of instruments out of use
    """

    no: str
    merchant: str
    ordered_on: date
    due_on: date
    demand: str
    findings: tuple[tuple[str, str], ...]
    stop_use: tuple[str, ...] = ()


def kind_of(name: str) -> Kind:
    """The kind of the paper with this name: its own, or an order's id."""
    if name == "notice":
        return "notice"
    return "record" if name == "record" else "order"


def new_number(entropy: Callable[[int], bytes]) -> str:
    """A new paper's number: 15 characters of 75 random bits and their check character. Nobody guesses another's."""
    drawn = int.from_bytes(entropy(10))
    body = "".join(ids.ALPHABET[drawn >> 5 * place & 31] for place in range(_BODY)).upper()
    return body + ids.check_character(body)


def spelled(number: str) -> str:
    """The number as printed: four groups of four."""
    return "-".join(number[at : at + _SPELLED] for at in range(0, len(number), _SPELLED))


def number_of(typed: str) -> str | None:
    """A number as scanned or typed, in its one form; None for what is none."""
    number = ids.normalised(typed[:40])
    is_whole = len(number) == _BODY + 1 and set(number) <= set(ids.ALPHABET.upper())
    return number if is_whole and ids.check_character(number[:-1]) == number[-1] else None
