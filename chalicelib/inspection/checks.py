"""A check (单项检测): what every kind of check says, what is kept of it, and what is kept of a refused one.

The kinds stand in checks_*.py, each with a model of what is sent and one of what is kept. A kind's models are loaded
when a check of that kind is first met: a cold start meets none.
"""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple, cast, get_args

from pydantic import BaseModel, Field, StringConstraints
from pydantic_core import PydanticCustomError, core_schema

from chalicelib.documents import OneOf
from chalicelib.ids import InstrumentId, MerchantId
from chalicelib.inspection.citations import spread
from chalicelib.inspection.document import Closed, Text
from chalicelib.instants import Day, Instant
from chalicelib.law.model import Answer, Verdict, Words
from chalicelib.law.rulebook import Authority
from chalicelib.quantities import Exact, NotNegative
from chalicelib.registry.categories import SCALES, Category
from chalicelib.texts import VISIBLE

Degrees = Annotated[Exact, Field(ge=-180, le=180)]
Device = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f]+$")]
Note = Annotated[str, StringConstraints(max_length=500), VISIBLE]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}$")]

Kind = Literal[
    "weighing_instrument", "retail", "prepackage_lot", "fuel", "spectacles", "identity", "checklist"
]


class Place(Closed):
    """Where the phone says it was: degrees (WGS 84) and accuracy in metres. Stored, never trusted."""

    lat: Annotated[Exact, Field(ge=-90, le=90)]
    lon: Degrees
    accuracy_m: NotNegative | None = None


class FormRef(Closed):
    """The guided form (检测表单) that led through the check; see forms.py."""

    id: Name
    version: Annotated[int, Field(ge=1, le=9999)]


class Shown(Closed):
    """The verdict the phone showed the officer; kept beside ours, never instead of it.

    tables  which tables of limits it judged by
    """

    verdict: Answer
    authority: Authority
    tables: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8,64}$")] | None = None


class NewCheck(Closed):
    """What a check of any kind says when it is sent.

    instrument_id  the instrument checked; goods and organisers have none     merchant_id  whose goods, where known
    device_at      when the reading was taken, by the phone's clock           device       which phone
    """

    kind: Kind
    instrument_id: InstrumentId | None = None
    merchant_id: MerchantId | None = None
    device_at: Instant
    device: Device
    form: FormRef | None = None
    shown: Shown | None = None
    place: Place | None = None
    note: Note = ""


class Reference(Closed):
    """What it was measured with (标准器): a reference scale, weights, a standard measure, a lensmeter.

    valid_until   last day of its certificate, inclusive
    """

    name: Text | None = None
    certificate_no: Text | None = None
    valid_until: Day | None = None


class Judgement(Closed):
    """What the law says of one part of a check.

    about   which part, as the kind names it
    """

    about: Text
    verdict: Verdict


class Judged(Closed):
    """What a check came to; kinds add what else they keep.

    verdict      of all parts together, as the law puts verdicts together (law.overall)
    authority    settled when the verdict rests on settled verdicts alone
    explanation  of the part that decided, or of what forbids a verdict
    notes        codes of what forbids or weakens the verdict
    """

    verdict: Answer
    authority: Authority
    explanation: Words
    notes: tuple[str, ...] = ()
    judgements: tuple[Judgement, ...] = ()


class Difference(Closed):
    """The phone showed another verdict than the record has."""

    shown: Shown
    judged: Answer
    authority: Authority


class Check(NewCheck, Judged):
    """A check as kept: what was sent, what it was judged to be, and by whose clock.

    by           the officer's account                  received_at  our clock
    judged_on    the local day whose law judged it      judged_by    whose clock told that day
    outcome      what became of it, for whoever reads the answer; not stored
    """

    outcome: Literal["recorded"] = "recorded"
    id: str
    visit_id: str
    by: str
    received_at: Instant
    judged_on: Day
    judged_by: Literal["device", "server"]
    difference: Difference | None = None


class _Home(NamedTuple):
    """Where a kind's models are, and the categories of instruments it fits; None: every one."""

    module: str
    sent: str
    kept: str
    fits: frozenset[Category] | None = frozenset()


_HOMES: Mapping[Kind, _Home] = {
    "weighing_instrument": _Home("weighing", "WeighingCheck", "KeptWeighing", SCALES),
    "retail": _Home("goods", "RetailCheck", "KeptRetail", frozenset({"price_scale", "platform_scale"})),
    "prepackage_lot": _Home("goods", "LotCheck", "KeptLot"),
    "fuel": _Home("instruments", "FuelCheck", "KeptFuel", frozenset({"fuel_dispenser"})),
    "spectacles": _Home("optics", "SpectaclesCheck", "KeptSpectacles"),
    "identity": _Home("instruments", "IdentityCheck", "KeptIdentity", None),
    "checklist": _Home("lists", "ListCheck", "KeptList"),
}


def fits(kind: Kind, category: Category) -> bool:
    """Whether instruments of this category can be checked so."""
    suited = _HOMES[kind].fits
    return suited is None or category in suited


def sent_model(kind: Kind) -> type[NewCheck]:
    """The model of what is sent for a check of this kind."""
    return cast("type[NewCheck]", _named(kind, _HOMES[kind].sent))


def kept_model(kind: Kind) -> type[Check]:
    """The model of what is kept of a check of this kind."""
    return cast("type[Check]", _named(kind, _HOMES[kind].kept))


def _named(kind: Kind, name: str) -> Any:
    return getattr(importlib.import_module(f"chalicelib.inspection.checks_{_HOMES[kind].module}"), name)


def read(document: Mapping[str, Any]) -> Check:
    """A kept check of any kind from its document."""
    return kept_model(document["kind"]).model_validate(spread(document))


@dataclass(frozen=True)
class _ByKind:
    """Validates a document by the model its `kind` names; described in the API as the union of all kinds."""

    family: Literal["sent", "kept"]

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(self, _schema: object, handler: Any) -> Any:
        unions = importlib.import_module("chalicelib.inspection.checks_union")
        union: type[BaseModel] = unions.SentCheck if self.family == "sent" else unions.KeptCheck
        union.model_rebuild()
        return handler(union.__pydantic_core_schema__)

    def _read(self, value: object) -> NewCheck:
        if isinstance(value, NewCheck):
            return value
        if not isinstance(value, Mapping):
            raise PydanticCustomError("model_type", "a check is an object")
        kind = _Kinded.model_validate(value).kind
        return (sent_model if self.family == "sent" else kept_model)(kind).model_validate(value)


class _Kinded(Closed, extra="ignore"):
    kind: Kind


AnySent = Annotated[NewCheck, _ByKind("sent")]
AnyKept = Annotated[Check, _ByKind("kept")]


class CheckBody(OneOf[AnySent]):
    """A check as sent, of any kind."""


Reason = Literal[
    "visit.not_yours",
    "visit.not_approved",
    "visit.not_identified",
    "visit.ended",
    "visit.void",
    "visit.other_instrument",
    "check.reading_in_future",
    "check.other_kind",
    "check.unknown_form",
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
    sent: AnySent


KINDS: tuple[Kind, ...] = get_args(Kind)
