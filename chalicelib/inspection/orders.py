"""Rectification (责令改正, process.md SM5): the order, what its merchant does, and what the recheck found; pure.

ordered ─start→ in_progress ─submit→ submitted ─recheck reviewed→ passed | failed ─escalate→ escalated
ordered, in_progress, submitted, failed ─the visit becomes void→ withdrawn
A merchant may submit without saying that work began. Officers may recheck earlier, and what they find done is done;
that nothing was done counts only of what was submitted or is late.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from chalicelib.accounts.model import Role
from chalicelib.clock import local_day
from chalicelib.errors import Conflict, Invalid, Unsupported
from chalicelib.ids import EvidenceId, FindingId, InstrumentId, MerchantId, VisitId
from chalicelib.inspection import dated
from chalicelib.inspection.dated import Dated
from chalicelib.inspection.document import Closed
from chalicelib.inspection.findings import Finding
from chalicelib.instants import Day, Instant
from chalicelib.registry.districts import District
from chalicelib.texts import VISIBLE

State = Literal["ordered", "in_progress", "submitted", "passed", "failed", "escalated", "withdrawn"]
MOVES: dict[tuple[State, State], Role] = {
    ("ordered", "in_progress"): Role.MERCHANT,
    ("ordered", "submitted"): Role.MERCHANT,
    ("in_progress", "submitted"): Role.MERCHANT,
    ("ordered", "passed"): Role.REVIEWER,
    ("in_progress", "passed"): Role.REVIEWER,
    ("submitted", "passed"): Role.REVIEWER,
    ("ordered", "failed"): Role.REVIEWER,
    ("in_progress", "failed"): Role.REVIEWER,
    ("submitted", "failed"): Role.REVIEWER,
    ("failed", "escalated"): Role.LEADER,
    ("ordered", "escalated"): Role.LEADER,
    ("in_progress", "escalated"): Role.LEADER,
    ("ordered", "withdrawn"): Role.LEADER,
    ("in_progress", "withdrawn"): Role.LEADER,
    ("submitted", "withdrawn"): Role.LEADER,
    ("failed", "withdrawn"): Role.LEADER,
}
"""From and to -> who causes it. Passed and failed come with the review of a recheck; escalating from «ordered» and
«in_progress» only when the term is over; an order is withdrawn with the visit it rests on, never alone."""
WAITING: tuple[State, ...] = ("ordered", "in_progress")
"""The merchant is to act."""
OPEN: tuple[State, ...] = (*WAITING, "submitted")
Said = Annotated[str, StringConstraints(min_length=4, max_length=500, strip_whitespace=True), VISIBLE]


class OrderSettled(Conflict):
    """A step that an order in this state does not take."""

    code = "rectification.settled"
    zh = "该责令改正已提交、已复查或已结束，不能办理这一步；请刷新查看当前状态。"
    en = "This order was answered, rechecked or ended, and does not take this step. Look at it again."


class NotLate(Conflict):
    """An order is escalated when its recheck failed or its term is over."""

    code = "rectification.not_late"
    zh = "改正期限未满且未经复查，不能转立案处理；请等待期限届满或先复查。"
    en = "The term is not over and nothing was rechecked. Wait for its end, or recheck first."


class OtherTerm(Invalid):
    """A term the setting does not know."""

    code = "rectification.other_term"
    zh = "改正期限只能选 {terms} 天，请重新选择。"
    en = "The term is one of {terms} days. Choose one of them."


class OtherInstrument(Invalid):
    """An order to stop names an instrument of another merchant or outside the visit."""

    code = "rectification.other_instrument"
    zh = "责令停止使用的器具须属于该经营者并在本次检查范围内，请核对器具编号。"
    en = "An instrument to be stopped is not this merchant's or not part of the visit. Compare its number."


class OnlyPhotos(Unsupported):
    """Merchants send photos."""

    code = "rectification.only_photos"
    zh = "整改材料只接收照片，请改用照片。"
    en = "Send photos of what was put right."


class TooManyPhotos(Conflict):
    """More photos than one order needs."""

    code = "rectification.too_many_photos"
    zh = "照片已达 {most} 张，请直接提交整改情况；如需补充，请联系检查人员。"
    en = "There are {most} photos already. Submit what was done; ask the officers if more are needed."


class Setting(Dated):
    """The terms an order may name, from a day on."""

    term_days: tuple[Annotated[int, Field(ge=1, le=366)], ...]


@cache
def settings() -> tuple[Setting, ...]:
    """Every version, oldest first."""
    return dated.read(Setting, "orders")


def setting(day: date) -> Setting:
    """The setting in force on the local `day`."""
    return dated.on(settings(), day)


class NewRectification(Closed):
    """An order as officers issue it.

    findings    confirmed ones of the visit      term_days  calendar days after today, the last one in time
    stop_use    instruments ordered out of use at once (计量法实施细则 第四十三条)
    """

    visit_id: VisitId
    merchant_id: MerchantId
    findings: Annotated[tuple[FindingId, ...], Field(min_length=1, max_length=20)]
    demand: Said
    term_days: Annotated[int, Field(ge=1, le=366)]
    stop_use: Annotated[tuple[InstrumentId, ...], Field(max_length=20)] = ()

    @model_validator(mode="after")
    def _names_once(self) -> Self:
        if len(set(self.findings)) != len(self.findings) or len(set(self.stop_use)) != len(self.stop_use):
            raise ValueError("问题和器具不能重复 (name every finding and instrument once)")
        return self


class NewSubmission(Closed):
    """What the merchant says was done, with photos announced under the order."""

    text: Said
    evidence: Annotated[tuple[EvidenceId, ...], Field(max_length=9)] = ()


class Submission(NewSubmission):
    """A submission as kept."""

    by: str
    at: Instant


class Recheck(Closed):
    """What a recheck visit found, taken over when it was reviewed. `day`: the local day its record was closed."""

    visit_id: str
    day: Day
    reviewed_by: str
    at: Instant


class NewEscalation(Closed):
    """Why a leader hands an order over to be filed as a case (转立案)."""

    reason: Said


class Escalation(NewEscalation):
    """An escalation as kept."""

    by: str
    at: Instant


class Withdrawal(Closed):
    """Why an order holds no more (撤回): the leader's reason for making its visit void, who and when."""

    reason: Said
    by: str
    at: Instant


class Text(Closed):
    """A finding as the order tells it."""

    id: str
    text: str
    quote: str
    source: str


def told(findings: Iterable[Finding]) -> tuple[Text, ...]:
    """Confirmed findings with the words of the law they were compared with."""
    return tuple(
        Text(id=one.id, text=one.text, quote=quote.text, source=quote.source)
        for one in findings
        if one.decisions and (quote := one.decisions[-1].quote)
    )


class Rectification(NewRectification):
    """An order as kept.

    no      the office's number of it (文号); empty of orders from before they were numbered
    place_id, place_name, district  of the visit         told   its findings, as they were confirmed
    due_on                          last day in time     corrected_on  经责令已改正: the day a recheck found it done
    stopped_at                      when every instrument of `stop_use` had been ordered out of use
    """

    id: str
    no: str = ""
    state: State = "ordered"
    place_id: str
    place_name: str
    district: District
    told: tuple[Text, ...]
    by: str
    at: Instant
    due_on: Day
    started_at: Instant | None = None
    submission: Submission | None = None
    recheck: Recheck | None = None
    corrected_on: Day | None = None
    escalation: Escalation | None = None
    stopped_at: Instant | None = None
    withdrawal: Withdrawal | None = None

    def is_late(self, today: date) -> bool:
        """Whether its merchant should have answered."""
        return self.state in WAITING and self.due_on < today

    def started(self, at: datetime) -> Self:
        """The merchant began. Raises OrderSettled."""
        return self._moved("in_progress", started_at=at)

    def submitted(self, submission: Submission) -> Self:
        """The merchant says it is done, also when late. Raises OrderSettled."""
        return self._moved("submitted", submission=submission)

    def rechecked(self, recheck: Recheck, *, is_done: bool) -> Self:
        """After a recheck; itself when that settles nothing: it is over, or its merchant still has time."""
        if self.state not in OPEN:
            return self
        if is_done:
            return self._moved("passed", recheck=recheck, corrected_on=recheck.day)
        if self.state in WAITING and not self.is_late(recheck.day):
            return self
        return self._moved("failed", recheck=recheck)

    def escalated(self, escalation: Escalation) -> Self:
        """A leader hands it over. Raises NotLate, OrderSettled."""
        if self.state in WAITING and not self.is_late(local_day(escalation.at)):
            raise NotLate
        return self._moved("escalated", escalation=escalation)

    def withdrawn(self, withdrawal: Withdrawal) -> Self:
        """After its visit became void; itself when it is over."""
        is_over = (self.state, "withdrawn") not in MOVES
        return self if is_over else self._moved("withdrawn", withdrawal=withdrawal)

    def _moved(self, to: State, **told: object) -> Self:
        if (self.state, to) not in MOVES:
            raise OrderSettled
        return self.model_copy(update={"state": to, **told})

    def row(self) -> dict[str, object]:
        """What lists show of it."""
        corrected = {"corrected_on": self.corrected_on.isoformat()} if self.corrected_on else {}
        return {
            "id": self.id,
            "no": self.no,
            "visit_id": self.visit_id,
            "merchant_id": self.merchant_id,
            "state": self.state,
            "place_name": self.place_name,
            "district": self.district,
            "demand": self.demand,
            "due_on": self.due_on.isoformat(),
            **corrected,
        }


def ordered(
    new: NewRectification, findings: Iterable[Finding], *, by: str, at: datetime, **placed: str
) -> Rectification:
    """A new order, due so many calendar days after today. Raises OtherTerm."""
    today = local_day(at)
    allowed = setting(today).term_days
    if new.term_days not in allowed:
        raise OtherTerm(terms=" / ".join(map(str, allowed)))
    due = today + timedelta(days=new.term_days)
    return Rectification.model_validate(
        {**dict(new), **placed, "told": told(findings), "by": by, "at": at, "due_on": due}
    )
