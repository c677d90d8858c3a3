"""Penalty decisions (行政处罚决定) as entered from the official document: no numbers of persons, no officers.

What 双公示 and 令第45号第四条 ask for is asked of what is sent; what was stored before stays readable.
"""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, ValidationInfo, model_validator

from chalicelib.ids import MerchantId, VisitId
from chalicelib.instants import Day
from chalicelib.publication.terms import Closed
from chalicelib.publication.words import PublicText
from chalicelib.quantities import Positive
from chalicelib.texts import VISIBLE

Class = Literal["minor", "general", "serious"]
Measure = Literal[
    "warning",
    "criticism",
    "fine",
    "confiscation",
    "licence_suspended",
    "licence_lowered",
    "licence_revoked",
    "business_restricted",
    "business_stopped",
    "closed_down",
    "work_barred",
]
"""警告, 通报批评, 罚款, 没收, 暂扣许可证, 降低资质等级, 吊销许可证, 限制经营, 责令停产停业, 责令关闭, 限制从业."""
LASTING: frozenset[Measure] = frozenset(
    {"licence_lowered", "licence_revoked", "business_restricted", "business_stopped", "work_barred"}
)
"""What keeps a decision from being repaired early (市场监管总局令第45号 第十四条)."""
Line = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True), VISIBLE]
Yuan = Annotated[Positive, Field(max_digits=14, decimal_places=2)]
"""An amount of money in yuan (CNY), greater than 0, in whole fen."""


class NewPenalty(Closed):
    """A decision, from its document.

    number      of the document (文号)         decided_on  its date
    class_      轻微, 一般, 严重, as the document or its notice of repair says
    lower_fine  whether its fine is a lower one by the province's standard (令第45号第十三条)
    summary     what was done wrong and what was decided, in words that may be public
    visit_id    the visit it follows from: its result and this decision are the same facts
    violation   the kind of violation (违法行为类型)            basis  the law it rests on (处罚依据), with its articles
    fine_cny    of a fine, in yuan                          confiscated_cny  gains and goods confiscated, in yuan
    """

    model_config = ConfigDict(serialize_by_alias=True)

    merchant_id: MerchantId
    district: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    number: Line
    decided_on: Day
    authority: Line
    measures: Annotated[tuple[Measure, ...], Field(min_length=1, max_length=11)]
    class_: Annotated[Class, Field(alias="class")]
    lower_fine: bool = False
    summary: Annotated[PublicText, Field(min_length=4)]
    visit_id: VisitId | None = None
    violation: Annotated[PublicText, Field(min_length=2, max_length=100)] | None = None
    basis: Annotated[PublicText, Field(min_length=4, max_length=500)] | None = None
    fine_cny: Yuan | None = None
    confiscated_cny: Yuan | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if len(set(self.measures)) != len(self.measures):
            raise ValueError("处罚种类不能重复 (name every measure once)")
        if set(self.measures) == {"warning"} and self.class_ != "minor":
            raise ValueError(
                "仅警告的处罚不公示，类别应为轻微 (a warning alone is minor and never published)"
            )
        if (self.fine_cny and "fine" not in self.measures) or (
            self.confiscated_cny and "confiscation" not in self.measures
        ):
            raise ValueError("金额须与处罚种类一致 (an amount goes with its measure)")
        return self

    @model_validator(mode="after")
    def _is_whole(self, info: ValidationInfo) -> Self:
        is_sent = bool(info.context and info.context.get("sent"))
        if is_sent and not (self.violation and self.basis):
            raise ValueError("须填写违法行为类型和处罚依据 (say which kind of violation, and by which law)")
        if is_sent and "fine" in self.measures and not self.fine_cny:
            raise ValueError("罚款须填写金额，单位元 (say how much the fine is, in yuan)")
        return self

    @property
    def is_light(self) -> bool:
        """Whether it is criticism or a lower fine and nothing else, a warning aside."""
        hard = {"criticism", "fine"} if self.lower_fine else {"criticism"}
        return set(self.measures) <= {*hard, "warning"}

    @property
    def is_lasting(self) -> bool:
        """Whether a measure keeps it from being repaired early."""
        return not LASTING.isdisjoint(self.measures)
