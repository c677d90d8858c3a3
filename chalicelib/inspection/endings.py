"""How a visit ends (检查办结): done, or why it could not be done; told once, by one of its officers."""

from typing import Annotated, Self

from pydantic import ConfigDict, StringConstraints, model_validator

from chalicelib.documents import Document
from chalicelib.instants import Day, Instant
from chalicelib.sampling.assignments import AssignmentRef, Outcome


class NewEnding(Document):
    """What an officer tells: refused 拒绝, closed 停业或无人 and moved 已搬迁 need a reason in words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    outcome: Outcome
    reason: Annotated[str, StringConstraints(max_length=500, strip_whitespace=True)] = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.outcome != "done" and not self.reason:
            raise ValueError("请填写未能检查的原因 (say why the visit could not be done)")
        return self


class Ending(NewEnding):
    """An ending as kept.

    day  the local day, by our clock
    """

    visit_id: str
    assignment: AssignmentRef | None = None
    by: str
    at: Instant
    day: Day
