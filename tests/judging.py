"""A judge for tests."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from chalicelib.inspection.checks import Judged, NewCheck
from chalicelib.inspection.checks_weighing import JudgedReading, JudgedWeighing, Parameters, WeighingCheck
from chalicelib.inspection.evidence_types import Kind
from chalicelib.inspection.judging import judge
from chalicelib.inspection.sources import ReasonClass
from chalicelib.law import overall
from chalicelib.law.model import RuleRef, Verdict, Words
from chalicelib.registry.model import InstrumentHead
from chalicelib.sampling.items import KeptItem
from chalicelib.sampling.plans import DrawnFor
from tests.unit.sampling import desk as desks

RULE = RuleRef(
    id="demo.e", version_from=date(2020, 1, 1), title="演示", source="演示", url="", confidence="A"
)


def simple_judge(new: NewCheck, head: InstrumentHead | None, day: date) -> Judged:
    """Beyond e is a failure of a scale: enough to tell verdicts apart without the law; the law judges other kinds."""
    if head is None or not isinstance(new, WeighingCheck):
        return judge(new, head, day)
    readings = tuple(
        JudgedReading(
            **dict(reading),
            verdict=Verdict(
                verdict="fail" if abs(reading.indication_g - reading.load_g) > (head.e_g or 0) else "pass",
                authority="settled",
                rule=RULE,
                explanation=Words(zh=f"{day} 演示", en=f"{day} demonstration"),
            ),
        )
        for reading in new.readings
    )
    verdict, authority = overall((one.verdict.verdict, one.verdict.authority) for one in readings)
    return JudgedWeighing(
        parameters=Parameters(accuracy_class=head.accuracy_class, e_g=head.e_g, max_g=head.max_g),
        readings=readings,
        verdict=verdict,
        authority=authority,
        explanation=readings[0].verdict.explanation,
    )


@dataclass
class Lists:
    """Every code is a published item until told otherwise; plans draw for JL-01; nobody is on the white list."""

    unpublished: set[str] = field(default_factory=set)
    spared: set[str] = field(default_factory=set)
    exempt: str | None = None

    def item(self, code: str, day: date) -> KeptItem | None:
        item = desks.item(code=code, since="2001-01-01")
        is_listed = code not in self.unpublished and item.may_be_inspected(day)
        return KeptItem(**dict(item), id=desks.ITEM, state="published") if is_listed else None

    def drawn_for(self, plan_id: str) -> DrawnFor:  # noqa: ARG002 - every plan is the same here
        return DrawnFor(("JL-01",), self.exempt)

    def is_spared(self, object_ids: Iterable[str], day: date) -> bool:  # noqa: ARG002
        return not self.spared.isdisjoint(object_ids)


@dataclass
class Exhibits:
    """Every visit has the same evidence, all of it verified until told otherwise, and every piece that is named."""

    announced: frozenset[Kind] = frozenset({"photo", "signature", "refusal_note"})
    waiting: frozenset[Kind] = frozenset()
    unknown: frozenset[str] = frozenset()

    def known(self, visit_id: str, named: Sequence[str]) -> frozenset[str]:  # noqa: ARG002
        return frozenset(named) - self.unknown

    def kinds(self, visit_id: str, *, is_verified: bool = False) -> frozenset[Kind]:  # noqa: ARG002
        return self.announced - self.waiting if is_verified else self.announced


@dataclass
class Caps:
    """Four visits a year, but for complaints and emergencies."""

    most: int | None = 4

    def visits_per_year(self, day: date) -> int | None:  # noqa: ARG002 - every day is the same here
        return self.most

    def is_exempt(self, reason: ReasonClass, day: date) -> bool:  # noqa: ARG002
        return reason in {"complaint", "emergency"}
