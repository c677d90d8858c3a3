"""Judging goods: a sale by its method of checking, a lot by its sampling plan and its label."""

from collections.abc import Iterator
from datetime import date

from chalicelib import law
from chalicelib.inspection.checks import Judged
from chalicelib.inspection.checks_goods import LotCheck, RetailCheck
from chalicelib.inspection.judging import together
from chalicelib.law.model import Verdict
from chalicelib.registry.model import InstrumentHead


def retail(new: RetailCheck, _head: InstrumentHead | None, day: date) -> Judged:
    """One sale."""
    return Judged(**together([("sale", law.judge(law.RetailWeighing(on=day, **dict(new.sale))))]))


def lot(new: LotCheck, _head: InstrumentHead | None, day: date) -> Judged:
    """The lot, and how its label is printed where that was measured."""
    return Judged(**together(_parts(new, day)))


def _parts(new: LotCheck, day: date) -> Iterator[tuple[str, Verdict]]:
    asked = law.PrepackageLot(
        on=day, nominal=new.nominal, lot_size=new.lot_size, plan=new.plan, contents=new.contents()
    )
    yield "lot", law.judge(asked)
    if new.character_height_mm is not None:
        height = new.character_height_mm
        yield (
            "marking",
            law.judge(law.PrepackageMarking(on=day, nominal=new.nominal, character_height_mm=height)),
        )
