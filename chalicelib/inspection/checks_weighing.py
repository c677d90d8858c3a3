"""Checks of weighing instruments with reference weights (衡器示值检测)."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from chalicelib.ids import InstrumentId
from chalicelib.inspection.checks import Check, Judged, NewCheck
from chalicelib.inspection.document import Closed, Text
from chalicelib.instants import Day
from chalicelib.law.model import Verdict
from chalicelib.quantities import Grams, Positive

Mass = Annotated[Grams, Field(max_digits=13, decimal_places=5)]
"""Up to a hundred tonnes, to a tenth of the finest interval; the law's sums then stay exact."""
Load = Annotated[Mass, Field(ge=0)]


class Weights(Closed):
    """The reference weights (标准砝码) the readings were taken with.

    accuracy_class  OIML R 111 / JJG 99; `class` on the wire     nominal_g    which weights were used
    mpe_g           greatest error of the load they make up, grams, from the certificate
    valid_until     last day of their certificate, inclusive
    """

    model_config = ConfigDict(serialize_by_alias=True, validate_by_alias=True, validate_by_name=True)

    accuracy_class: Literal["E1", "E2", "F1", "F2", "M1", "M1-2", "M2", "M2-3", "M3"] = Field(alias="class")
    nominal_g: Annotated[tuple[Positive, ...], Field(max_length=20)] = ()
    certificate_no: Text | None = None
    valid_until: Day | None = None
    mpe_g: Load | None = None


class Reading(Closed):
    """One reading (示值) of a scale.

    load_g          reference weights on it, grams           indication_g   what it showed, grams, signed
    added_load_g    ΔL: small weights added until the indication changes to the next step, grams
    zero_error_g    E0: error at zero found the same way, grams, signed
    direction       whether weights were being put on or taken off
    """

    load_g: Load
    indication_g: Mass
    added_load_g: Load | None = None
    zero_error_g: Mass | None = None
    direction: Literal["increasing", "decreasing"] | None = None

    def asked(self) -> dict[str, object]:
        """What the law is asked of it."""
        return {name: value for name, value in self if name in _ASKED}


_ASKED = {"load_g", "indication_g", "added_load_g", "zero_error_g"}


class WeighingCheck(NewCheck):
    """A check of a weighing instrument with reference weights, as sent.

    stage       always in service: what is found at an initial verification is the lab's
    """

    kind: Literal["weighing_instrument"]
    instrument_id: InstrumentId
    stage: Literal["in_service"] = "in_service"
    weights: Weights
    readings: Annotated[tuple[Reading, ...], Field(min_length=1, max_length=50)]


class JudgedReading(Reading):
    """A reading and what the law says of it."""

    verdict: Verdict


class Parameters(Closed):
    """What the instrument was on record when it was judged, grams; never what the phone said."""

    accuracy_class: Literal["I", "II", "III", "IIII"] | None = None
    e_g: Positive | None = None
    d_g: Positive | None = None
    max_g: Positive | None = None
    min_g: Positive | None = None


class JudgedWeighing(Judged):
    """What a check of a scale came to: every reading has its verdict, and the errors are its error curve."""

    parameters: Parameters
    readings: tuple[JudgedReading, ...]


class KeptWeighing(WeighingCheck, Check):
    """A check of a scale as kept."""

    readings: tuple[JudgedReading, ...]
    parameters: Parameters
