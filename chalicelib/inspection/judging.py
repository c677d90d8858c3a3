"""Judging a check: the law is asked for every reading, with what the registry says of the instrument; pure."""

from datetime import date

from chalicelib import law
from chalicelib.inspection.checks import GRAVITY, Judged, JudgedReading, NewCheck, Parameters, overall
from chalicelib.law.model import Verdict, Words
from chalicelib.registry.model import InstrumentHead

WEIGHTS_EXPIRED = "weights_expired"
_EXPIRED = Words(
    zh="所用标准砝码的证书在检测当日已过期，读数已保存，但不能据此作出判定；请换用有效砝码重新检测。",
    en="The certificate of the weights had expired on the day of the check. The readings are kept but judge nothing;"
    " check again with weights whose certificate is valid.",
)


def judge(new: NewCheck, head: InstrumentHead, day: date) -> Judged:
    """What the law of the local `day` says of a scale with the parameters on record.

    Weights whose certificate had expired prove nothing: the readings keep their verdicts, the check has none.
    """
    parameters = Parameters(
        accuracy_class=head.accuracy_class, e_g=head.e_g, d_g=head.d_g, max_g=head.max_g, min_g=head.min_g
    )
    asked = {
        "on": day,
        "stage": new.stage,
        **parameters.model_dump(exclude_none=True),
    }
    readings = tuple(
        JudgedReading(
            **dict(reading), verdict=law.judge(law.WeighingInstrument.model_validate(asked | dict(reading)))
        )
        for reading in new.readings
    )
    verdicts = [reading.verdict for reading in readings]
    verdict, authority = overall((one.verdict, one.authority) for one in verdicts)
    explanation, notes = max(verdicts, key=_weight).explanation, tuple[str, ...]()
    if new.weights.valid_until is not None and new.weights.valid_until < day:
        verdict, authority, explanation, notes = "cannot_tell", "indicative", _EXPIRED, (WEIGHTS_EXPIRED,)
    return Judged(
        parameters=parameters,
        readings=readings,
        verdict=verdict,
        authority=authority,
        explanation=explanation,
        notes=notes,
    )


def _weight(verdict: Verdict) -> tuple[int, object]:
    """The gravest reading decides; of failing ones that which is furthest beyond its limit."""
    return GRAVITY.index(verdict.verdict), verdict.excess.value if verdict.excess else 0
