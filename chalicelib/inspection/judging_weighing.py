"""Judging scales: every reading by the limits of the class on record."""

from datetime import date
from decimal import Decimal

from chalicelib import law
from chalicelib.errors import Sentence
from chalicelib.inspection.checks_weighing import JudgedReading, JudgedWeighing, Parameters, WeighingCheck
from chalicelib.inspection.judging import expired
from chalicelib.law.model import Verdict
from chalicelib.registry.model import InstrumentHead

WEIGHTS_EXPIRED = "weights_expired"
_EXPIRED = Sentence(
    "所用标准砝码的证书在检测当日已过期，读数已保存，但不能据此作出判定；请换用有效砝码重新检测。",
    "The certificate of the weights had expired on the day of the check. The readings are kept but judge nothing;"
    " check again with weights whose certificate is valid.",
)


def weighing(new: WeighingCheck, head: InstrumentHead, day: date) -> JudgedWeighing:
    """Every reading, and all together; of failing ones that which is furthest beyond its limit explains the check."""
    parameters = Parameters(
        accuracy_class=head.accuracy_class, e_g=head.e_g, d_g=head.d_g, max_g=head.max_g, min_g=head.min_g
    )
    asked = {"on": day, "stage": new.stage, **parameters.model_dump(exclude_none=True)}
    readings = tuple(
        JudgedReading(
            **dict(reading), verdict=law.judge(law.WeighingInstrument.model_validate(asked | reading.asked()))
        )
        for reading in new.readings
    )
    verdicts = [reading.verdict for reading in readings]
    outcome, authority = law.overall((one.verdict, one.authority) for one in verdicts)
    deciding = max((one for one in verdicts if one.verdict == outcome), key=_excess)
    found = JudgedWeighing(
        parameters=parameters,
        readings=readings,
        verdict=outcome,
        authority=authority,
        explanation=deciding.explanation,
    )
    until = new.weights.valid_until
    return expired(found, WEIGHTS_EXPIRED, _EXPIRED) if until is not None and until < day else found


def _excess(verdict: Verdict) -> Decimal:
    return verdict.excess.value if verdict.excess else Decimal(0)
