"""Judging spectacles: each lens, and the centration."""

from collections.abc import Iterator
from datetime import date

from chalicelib import law
from chalicelib.inspection.checks import Judged
from chalicelib.inspection.checks_optics import SpectaclesCheck
from chalicelib.inspection.judging import together
from chalicelib.law.model import Verdict
from chalicelib.registry.model import InstrumentHead


def spectacles(new: SpectaclesCheck, _head: InstrumentHead | None, day: date) -> Judged:
    """Whatever of the pair was measured."""
    return Judged(**together(_parts(new, day)))


def _parts(new: SpectaclesCheck, day: date) -> Iterator[tuple[str, Verdict]]:
    for side, lens in (("right", new.right), ("left", new.left)):
        if lens is not None:
            yield side, law.judge(law.SpectacleLens(on=day, **dict(lens)))
    if new.centration is not None:
        yield "centration", law.judge(law.SpectacleCentration(on=day, **dict(new.centration)))
