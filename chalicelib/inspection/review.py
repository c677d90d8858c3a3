"""Review (审核): what is told when a record goes back to its officers, and corrections of what was reviewed; pure.

Nothing is edited in place once it was reviewed: a correction is a record of its own that points at the old one, and
counts when somebody reviewed it who neither wrote it nor was there.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from chalicelib.errors import Denied
from chalicelib.ids import pattern
from chalicelib.inspection.document import Closed
from chalicelib.inspection.endings import Result, Signed
from chalicelib.inspection.results import NOTHING_FOUND, ObjectStatus, ResultCode
from chalicelib.instants import Instant
from chalicelib.texts import VISIBLE

Why = Annotated[str, StringConstraints(min_length=4, max_length=500, strip_whitespace=True), VISIBLE]
Corrected = Annotated[
    str, StringConstraints(pattern=rf"^result$|{pattern('finding')}|{pattern('correction')}")
]
"""What a correction points at: the result, a finding, or an earlier correction."""


class OwnCorrection(Denied):
    """Nobody reviews a correction they wrote, or of a visit they went on."""

    code = "visit.own_correction"
    zh = "您是更正的提出人或本次检查的检查人员，不能审核该更正，请由其他审核员审核。"
    en = "You wrote this correction or went on its visit and may not review it. Another reviewer must."


class NewReturn(Closed):
    """Why a reviewer gives a record back (退回)."""

    reason: Why


class Returned(NewReturn):
    """A return as kept, with the result that was not accepted."""

    by: str
    at: Instant
    result: Result


class NewCorrection(Closed):
    """What was wrong in a reviewed record, and how it reads now.

    corrects  the result, a finding, or an earlier correction      codes, status  the result as it should read
    """

    corrects: Corrected
    text: Why
    codes: Annotated[tuple[ResultCode, ...], Field(max_length=8)] = ()
    status: ObjectStatus | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if (NOTHING_FOUND in self.codes and len(self.codes) > 1) or len(set(self.codes)) != len(self.codes):
            raise ValueError(
                "结果不能重复，“未发现问题”须单独选择 (every result once; nothing found stands alone)"
            )
        return self


class NewVerdict(Closed):
    """What a reviewer says of a correction."""

    verdict: Literal["accepted", "refused"]
    reason: Annotated[str, StringConstraints(max_length=500, strip_whitespace=True), VISIBLE] = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.verdict == "refused" and not self.reason:
            raise ValueError("退回更正须说明理由 (say why it is refused)")
        return self


class Verdict(NewVerdict, Signed):
    """A reviewer's word as kept."""


class Correction(NewCorrection):
    """A correction as kept; it counts when `review` accepts it."""

    id: str
    visit_id: str
    by: str
    at: Instant
    review: Verdict | None = None
