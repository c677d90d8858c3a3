"""A check (单项检测): what an officer's phone sends, what is kept of it, and what is kept of a refused one.

Kinds grow with the law engine: a kind is a model of what is sent with its own `kind`; NewCheck becomes their union.
"""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from chalicelib.ids import InstrumentId
from chalicelib.inspection.model import Closed, Text
from chalicelib.instants import Day, Instant
from chalicelib.law.model import Answer, Verdict, Words
from chalicelib.law.rulebook import Authority
from chalicelib.quantities import Exact, Grams, NotNegative, Positive

Degrees = Annotated[Exact, Field(ge=-180, le=180)]
Device = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f]+$")]
Note = Annotated[str, StringConstraints(max_length=500)]
Mass = Annotated[Grams, Field(max_digits=13, decimal_places=5)]
"""Up to a hundred tonnes, to a tenth of the finest interval; the law's sums then stay exact."""
Load = Annotated[Mass, Field(ge=0)]


class Place(Closed):
    """Where the phone says it was: degrees (WGS 84) and accuracy in metres. Stored, never trusted."""

    lat: Annotated[Exact, Field(ge=-90, le=90)]
    lon: Degrees
    accuracy_m: NotNegative | None = None


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
    """

    load_g: Load
    indication_g: Mass
    added_load_g: Load | None = None
    zero_error_g: Mass | None = None


class WeighingCheck(Closed):
    """A check of a weighing instrument with reference weights, as sent.

    device_at   when the reading was taken, by the phone's clock        device   which phone
    stage       always in service: what is found at an initial verification is the lab's
    """

    kind: Literal["weighing_instrument"]
    instrument_id: InstrumentId
    device_at: Instant
    device: Device
    stage: Literal["in_service"] = "in_service"
    weights: Weights
    readings: Annotated[tuple[Reading, ...], Field(min_length=1, max_length=50)]
    place: Place | None = None
    note: Note = ""


NewCheck = WeighingCheck
"""What may be sent; a union told apart by `kind` as soon as there are two."""


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


class Judged(Closed):
    """What a check came to.

    verdict      of all readings together: the gravest of theirs (see overall)
    authority    settled when the verdict rests on settled verdicts alone
    explanation  of the reading that decided, or of what forbids a verdict
    notes        codes of what forbids or weakens the verdict
    """

    parameters: Parameters
    readings: tuple[JudgedReading, ...]
    verdict: Answer
    authority: Authority
    explanation: Words
    notes: tuple[str, ...] = ()


GRAVITY: tuple[Answer, ...] = ("exempt", "pass", "not_tested", "out_of_table", "cannot_tell", "fail")
"""From mild to grave: one failing reading fails the check; what nobody could judge is never a pass."""


def overall(verdicts: Iterable[tuple[Answer, Authority]]) -> tuple[Answer, Authority]:
    """The verdict on at least one reading: the gravest; another or a graver reading never makes it milder.

    A failure rests on the readings that failed, so one settled failing reading settles it.
    Every other verdict says something of all readings, so all of them must be settled.
    """
    given = list(verdicts)
    verdict = max((outcome for outcome, _ in given), key=GRAVITY.index)
    rests_on = [authority for outcome, authority in given if verdict != "fail" or outcome == "fail"]
    is_settled = any if verdict == "fail" else all
    return verdict, "settled" if is_settled(one == "settled" for one in rests_on) else "indicative"


class Check(WeighingCheck):
    """A check as kept: what was sent, what it was judged to be, and by whose clock.

    by           the officer's account                  received_at  our clock
    judged_on    the local day whose law judged it      judged_by    whose clock told that day
    """

    readings: tuple[JudgedReading, ...]
    parameters: Parameters
    verdict: Answer
    authority: Authority
    explanation: Words
    notes: tuple[str, ...] = ()
    id: str
    visit_id: str
    by: str
    received_at: Instant
    judged_on: Day
    judged_by: Literal["device", "server"]


Reason = Literal[
    "visit.not_yours",
    "visit.not_approved",
    "visit.ended",
    "visit.other_instrument",
    "check.reading_in_future",
    "check.other_kind",
    "instrument.scrapped",
    "instrument.suspended",
]
"""Why a rule refuses a check; the sentences stand in rules.py."""


class Attempt(Closed):
    """A check that a rule refused, with all that was sent: nothing is lost."""

    id: str
    visit_id: str
    check_id: str
    by: str
    reason: Reason
    device_at: Instant
    received_at: Instant
    sent: NewCheck
