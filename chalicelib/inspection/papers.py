"""Papers (文书) of a visit: notice, record, order to correct; what is kept; pure.

A paper is composed once: its form is the text as it was then, and the file follows from the form alone. So a file made
again is the same bytes, whatever names and rules have become since.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.errors import Conflict, Sentence
from chalicelib.inspection.document import Closed
from chalicelib.inspection.evidence import Sha256
from chalicelib.instants import Instant
from chalicelib.papers.model import Form

Kind = Literal["notice", "record", "order"]
"""行政检查通知书, 现场检查记录, 责令改正通知书."""
TITLES: dict[Kind, Sentence] = {
    "notice": Sentence("行政检查通知书", "Notice of inspection"),
    "record": Sentence("现场检查记录", "Record of inspection"),
    "order": Sentence("责令改正通知书", "Order to correct"),
}


class PaperTooEarly(Conflict):
    """The step that this paper tells of has not been taken."""

    code = "paper.too_early"
    zh = "现在还不能制作这份文书：通知书在组长接收任务后制作，检查记录在提交检查记录或报告未能检查后制作。"
    en = "Not yet. A notice is made once the team lead accepted the visit, a record once the visit was closed or ended."


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
