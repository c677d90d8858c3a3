"""What officers, reviewers and leaders tell of a visit once it was accepted, and what is kept of it.

Told once, by one of its officers: the record closed (检查记录), or why the visit could not be done; then the result
and its review; and by a leader that the visit is void.
"""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from chalicelib.documents import Document
from chalicelib.ids import AccountId, CheckId, EvidenceId
from chalicelib.inspection.evidence_types import Kind
from chalicelib.inspection.results import NOTHING_FOUND, ObjectStatus, ResultCode
from chalicelib.instants import Day, Instant
from chalicelib.sampling.assignments import AssignmentRef, Outcome
from chalicelib.texts import VISIBLE

Reason = Annotated[str, StringConstraints(max_length=500, strip_whitespace=True), VISIBLE]
Evidence = Annotated[tuple[EvidenceId, ...], Field(max_length=50)]


class _Told(Document):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NewEnding(_Told):
    """Why a visit could not be done: refused 拒绝, closed 停业或无人, moved 已搬迁; in words, and with evidence."""

    outcome: Literal["refused", "closed", "moved"]
    reason: Annotated[Reason, Field(min_length=1)]
    evidence: Evidence = ()


class Ending(_Told):
    """An ending as kept, and as the event tells it: `done` with the closed record, `voided` by a leader.

    day  the local day, by our clock
    """

    outcome: Outcome
    reason: Reason = ""
    evidence: Evidence = ()
    visit_id: str
    assignment: AssignmentRef | None = None
    by: str
    at: Instant
    day: Day


class NewClosing(_Told):
    """An officer closes the record (检查记录): all checks are in it, and the merchant signed or refused to.

    checks     every check of the visit the phone knows of       present  the officers who were there
    signed     by the merchant's representative, or refused with a witness
    evidence   the signature or the refusal note, photos
    note       needed when nothing was checked: why
    """

    checks: Annotated[tuple[CheckId, ...], Field(max_length=300)] = ()
    present: Annotated[tuple[AccountId, ...], Field(min_length=2, max_length=10)]
    signed: Literal["merchant", "refused"]
    witness: Annotated[str, StringConstraints(max_length=40, strip_whitespace=True), VISIBLE] = ""
    evidence: Evidence = ()
    note: Reason = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.signed == "refused" and not self.witness:
            raise ValueError("拒绝签字须有见证人 (a refusal to sign needs a witness)")
        if not self.checks and not self.note:
            raise ValueError("没有检测项目时请说明原因 (say why nothing was checked)")
        if len(set(self.checks)) != len(self.checks) or len(set(self.present)) != len(self.present):
            raise ValueError("检测与人员不能重复 (name every check and officer once)")
        return self


SIGNED_BY: dict[str, Kind] = {"merchant": "signature", "refused": "refusal_note"}
"""`signed` of a record -> the evidence that shows it."""


class Closing(NewClosing):
    """A closed record as kept."""

    by: str
    at: Instant


class NewResult(_Told):
    """The result an officer enters (录入): one or more codes; «nothing found» stands alone.

    status  what became of the object, when it is not there as registered: no result of the check
    """

    codes: Annotated[tuple[ResultCode, ...], Field(min_length=1, max_length=8)]
    status: ObjectStatus | None = None
    note: Reason = ""

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if len(set(self.codes)) != len(self.codes):
            raise ValueError("结果不能重复 (name every result once)")
        if NOTHING_FOUND in self.codes and len(self.codes) > 1:
            raise ValueError("“未发现问题”不能与其他结果同时选择 (nothing found stands alone)")
        return self


class Result(NewResult):
    """A result as kept; `table` is the first day of the table of codes it was entered by."""

    by: str
    at: Instant
    table: Day | None = None


class Signed(_Told):
    """Who took a step, and when: an acceptance, a review."""

    by: str
    at: Instant


class Acceptance(Signed):
    """The team lead took the visit on; `notice_no` is the number of its notice (检查通知书), given here."""

    notice_no: str


class NewVoiding(_Told):
    """Why a leader makes a visit void (作废): the object is gone, it was planned twice, the cap was hit."""

    reason: Annotated[Reason, Field(min_length=4)]


class Voiding(NewVoiding):
    """A voiding as kept."""

    by: str
    at: Instant
