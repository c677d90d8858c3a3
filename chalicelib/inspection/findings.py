"""Findings (检查发现): what was found wrong, on what it rests, and a person's decision that it is so; pure.

A verdict of ours is a hint. A finding counts when a person confirmed it against the text of the law (quote and
source), or it is dropped with the reason. Every decision is kept; the last one holds.
"""

from collections.abc import Collection, Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from chalicelib.errors import Conflict, Invalid
from chalicelib.ids import CheckId, EvidenceId, InstrumentId, MerchantId
from chalicelib.inspection.document import Closed
from chalicelib.inspection.endings import NewResult
from chalicelib.inspection.results import Results
from chalicelib.instants import Instant
from chalicelib.texts import VISIBLE

Kind = Literal["instrument", "data", "behaviour", "result"]
"""In this order: 器具, 数据, 行为, 结果."""
Said = Annotated[str, StringConstraints(min_length=4, max_length=500, strip_whitespace=True), VISIBLE]
MOST = 40
"""Findings of one visit; the review writes a record of each that is confirmed in one transaction."""


class FindingsOpen(Conflict):
    """A result must not be entered or reviewed while something that was found is undecided."""

    code = "visit.findings_open"
    zh = "还有 {open} 项问题未经人工确认，请对照法规条文逐项确认或排除，再录入或审核结果。"
    en = "{open} findings are undecided. Confirm each against the text of the law or drop it first."


class ResultDisagrees(Invalid):
    """The result says something else than the findings."""

    code = "visit.result_disagrees"
    zh = (
        "检查结果与已确认的问题不一致：有问题的不能选“未发现问题”，选“发现问题”的须有已确认的问题，"
        "选“已责令改正”的须先下达责令改正。"
    )
    en = "The result differs from the findings: choose codes that say what was confirmed, and issue the order first."


class NotConfirmed(Invalid):
    """An order rests on confirmed findings of its visit, of its merchant."""

    code = "visit.not_confirmed"
    zh = "责令改正须依据本次检查中已确认的、该经营者的问题，请先确认问题。"
    en = "An order rests on confirmed findings of this visit about this merchant. Confirm them first."


class UnknownBasis(Invalid):
    """A finding names a check that is not of its visit."""

    code = "visit.unknown_basis"
    zh = "所依据的检测不在本次检查中，或尚未上传；请先上传检测。"
    en = "A check named is not of this visit, or has not arrived. Send it first."


class NotOfVisit(Invalid):
    """A finding about an instrument that the visit is not to, or about a merchant whose it is not."""

    code = "visit.not_of_visit"
    zh = "所填器具或经营者不在本次检查范围内，或器具不属于该经营者；请核对器具编号和经营者后重新提交。"
    en = "The instrument or merchant is not part of this visit, or the instrument is another's. Compare both."


class Basis(Closed):
    """On what a finding rests: checks, evidence, and the article it is thought to break."""

    checks: Annotated[tuple[CheckId, ...], Field(max_length=20)] = ()
    evidence: Annotated[tuple[EvidenceId, ...], Field(max_length=20)] = ()
    citation: Annotated[str, StringConstraints(max_length=300, strip_whitespace=True)] = ""

    @model_validator(mode="after")
    def _is_something(self) -> Self:
        if not self.checks and not self.evidence:
            raise ValueError("请填写依据的检测或证据 (name the checks or the evidence it rests on)")
        return self


class NewFinding(Closed):
    """What was found wrong, as an officer says it."""

    kind: Kind
    text: Said
    basis: Basis
    instrument_id: InstrumentId | None = None
    merchant_id: MerchantId | None = None


class Quote(Closed):
    """The words of the law a finding was compared with, and where they stand."""

    text: Annotated[str, StringConstraints(min_length=4, max_length=1000, strip_whitespace=True), VISIBLE]
    source: Annotated[str, StringConstraints(min_length=4, max_length=300, strip_whitespace=True), VISIBLE]


class NewDecision(Closed):
    """Confirmed against the text, or dropped because of a reason."""

    decision: Literal["confirmed", "dropped"]
    quote: Quote | None = None
    reason: Annotated[str, StringConstraints(max_length=500, strip_whitespace=True), VISIBLE] = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.decision == "confirmed" and self.quote is None:
            raise ValueError("确认问题须引用条文和出处 (a confirmation quotes the text and its source)")
        if self.decision == "dropped" and not self.reason:
            raise ValueError("排除问题须说明理由 (say why it is dropped)")
        return self


class Decision(NewDecision):
    """A decision as kept."""

    by: str
    at: Instant


class Finding(NewFinding):
    """A finding as kept: who found it, and every decision about it, the last of which holds.

    owner  the merchant it concerns, where that is known: of an instrument, whose it was on the day of the visit's check
    """

    id: str
    owner: str | None = None
    by: str
    at: Instant
    decisions: Annotated[tuple[Decision, ...], Field(max_length=20)] = ()

    @property
    def state(self) -> Literal["open", "confirmed", "dropped"]:
        """What holds of it."""
        return self.decisions[-1].decision if self.decisions else "open"

    def is_told(self, new: NewFinding) -> bool:
        """Whether this is what was sent."""
        return all(getattr(self, name) == getattr(new, name) for name in NewFinding.model_fields)

    def decided(self, new: NewDecision, by: str, at: Instant) -> Self:
        """After a decision; itself when that holds already."""
        last = self.decisions[-1] if self.decisions else None
        if last and all(getattr(last, name) == getattr(new, name) for name in NewDecision.model_fields):
            return self
        return self.model_copy(update={"decisions": (*self.decisions, Decision(**dict(new), by=by, at=at))})


def confirmed(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Those that hold."""
    return tuple(one for one in found if one.state == "confirmed")


def undecided(found: Sequence[Finding], failing: Collection[str] = ()) -> tuple[str, ...]:
    """What a person must still decide: open findings, and failing checks that no finding rests on."""
    covered = {check for one in found for check in one.basis.checks}
    return (*(one.id for one in found if one.state == "open"), *sorted(set(failing) - covered))


def compare(found: Sequence[Finding], result: NewResult, table: Results, *, is_ordered: bool) -> None:
    """The result must say what was found, no more and no less. Raises FindingsOpen, ResultDisagrees."""
    if waiting := undecided(found):
        raise FindingsOpen(open=len(waiting))
    codes, holds = table.chosen(result.codes), bool(confirmed(found))
    if (
        (any(one.alone for one in codes) and (holds or len(codes) > 1))
        or (any(one.finding for one in codes) and not holds)
        or (any(one.order for one in codes) and not is_ordered)
        or len(codes) != len(result.codes)
    ):
        raise ResultDisagrees
