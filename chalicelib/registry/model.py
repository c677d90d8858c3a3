"""Instruments (计量器具), their verifications (检定), the head one scan shows, and the public number people type."""

import hashlib
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from chalicelib.certified import Certified, Standing, State
from chalicelib.documents import Document
from chalicelib.ids import ALPHABET, InstrumentId, LabId, MerchantId, SiteId, check_character
from chalicelib.instants import Instant
from chalicelib.quantities import Positive
from chalicelib.registry.categories import SCALES, Category
from chalicelib.registry.districts import District
from chalicelib.registry.marks import Application, Freeze, Frozen, Suspension, Void
from chalicelib.registry.parties import Code, Name

NUMBER_LENGTH = 10
"""Nine Crockford base32 characters and a check character."""
_UPPER = ALPHABET.upper()

Mass = Annotated[Positive, Field(max_digits=13, decimal_places=5)]
"""Grams up to a hundred tonnes, to a tenth of the finest interval, as checks take them."""

TOLD_BY_ACTS = ("seal_nos", "production_code", "repair_code", "verification_code", "software_id")
"""What of an instrument a registration may say first, and only acts and verifications afterwards."""
OVER: frozenset[State] = frozenset({"replaced", "scrapped"})
"""States nothing leads out of."""


def number(instrument_id: str) -> str:
    """The public number of an instrument: 45 bits of SHA-256 of its id, and the check character."""
    bits = int.from_bytes(hashlib.sha256(instrument_id.encode()).digest()[:6]) >> 3
    body = "".join(_UPPER[bits >> shift & 31] for shift in range(40, -5, -5))
    return body + check_character(body)


def is_number(text: str) -> bool:
    """Whether a normalised text is a number with the right check character."""
    return (
        len(text) == NUMBER_LENGTH
        and all(character in _UPPER for character in text)
        and check_character(text[:-1]) == text[-1]
    )


class Instrument(Frozen):
    """An instrument as registered (metrology.md section 8: the columns of e-CQS and the minimum record).

    max_g, min_g        greatest and least load, grams    e_g, d_g   verification and actual scale interval, grams
    measuring_range     测量范围 as the name plate says it, for what is not a scale
    origin              器具产地                    purpose      器具用途, what makes verification compulsory
    verified_where      送检方式                    networked    whether it is connected (matters until 2030, JJF 2184)
    made_on             day of manufacture          first_used_on  day it was put into use
    *_code              三码: production, repair and verification code of price-computing scales (JJF 2184-2025)
    """

    category: Category
    name: Name
    model: Code
    maker: Name
    serial_no: Code
    merchant_id: MerchantId
    site_id: SiteId
    stall: Annotated[str, Field(max_length=20)] = ""
    accuracy_class: Literal["I", "II", "III", "IIII"] | None = None
    max_g: Mass | None = None
    min_g: Mass | None = None
    e_g: Mass | None = None
    d_g: Mass | None = None
    production_code: Code | None = None
    repair_code: Code | None = None
    verification_code: Code | None = None
    seal_nos: Annotated[tuple[Code, ...], Field(max_length=10)] = ()
    software_id: Code | None = None
    type_approval_no: Code | None = None
    measuring_range: Code | None = None
    origin: Code | None = None
    purpose: Literal["trade", "safety", "medical", "environment"] | None = None
    verified_where: Literal["on_site", "at_lab"] | None = None
    networked: bool | None = None
    made_on: date | None = None
    first_used_on: date | None = None

    @model_validator(mode="after")
    def _scales_say_how_they_weigh(self) -> "Instrument":
        if self.category in SCALES and None in (self.accuracy_class, self.max_g, self.e_g):
            raise ValueError(
                "秤须填准确度等级、最大秤量和检定分度值 (a scale needs accuracy_class, max_g and e_g)"
            )
        return self


class KeptInstrument(Instrument):
    """An instrument as kept: what was registered, and what became of it (life)."""

    id: InstrumentId
    state: State = "in_use"
    suspension: Suspension | None = None
    freeze: Freeze | None = None
    void: Void | None = None
    application: Application | None = None
    replaced_by: InstrumentId | None = None

    def corrects(self, new: Instrument) -> bool:
        """Whether `new` only corrects or completes what was registered.

        Where an instrument belongs, and a seal or code once on record, change by something that happened to it.
        """
        is_there = (self.merchant_id, self.site_id) == (new.merchant_id, new.site_id)
        return is_there and all(
            getattr(self, name) in {None, (), getattr(new, name)} for name in TOLD_BY_ACTS
        )


class Verification(Frozen):
    """A verification (检定) a lab recorded.

    valid_until   last day the certificate holds, inclusive; a pass has one, a fail has none
    seal_nos, verification_code, software_id   what the instrument has after it; absent: as registered
    """

    lab_id: LabId
    lab_name: Name
    certificate_no: Code
    conclusion: Literal["pass", "fail"]
    verified_on: date
    valid_until: date | None = None
    seal_nos: Annotated[tuple[Code, ...], Field(max_length=10)] | None = None
    verification_code: Code | None = None
    software_id: Code | None = None

    @model_validator(mode="after")
    def _a_pass_ends_after_it_began(self) -> "Verification":
        if (self.conclusion == "pass") != (self.valid_until is not None):
            raise ValueError("合格须填有效期，不合格不填 (a pass has valid_until, a fail has none)")
        if self.valid_until is not None and self.valid_until <= self.verified_on:
            raise ValueError("有效期须晚于检定日期 (valid_until must be after verified_on)")
        return self


class KeptVerification(Verification):
    """A verification as kept, with its id; when and by whom it was recorded, absent from old ones."""

    id: str
    recorded_at: Instant | None = None
    recorded_by: str | None = None

    def masked(self) -> "KeptVerification":
        """As merchants and organisers see it: without the account of who recorded it."""
        return self.model_copy(update={"recorded_by": None})


class PartyName(Frozen):
    """A merchant or site as heads name it."""

    id: str
    name: str
    public_name: str


class HeadLabel(Frozen):
    """The label that counts now."""

    counter: int
    valid_until: date | None = None


class CheckSummary(Frozen):
    """One check in an instrument's history."""

    id: str
    visit_id: str
    received_at: str
    kind: str
    verdict: str
    authority: str


class InstrumentHead(KeptInstrument):
    """All that one scan shows, in one item: rebuilt from its sources, never patched."""

    number: str
    district: District
    merchant: PartyName
    site: PartyName
    verification: KeptVerification | None = None
    label: HeadLabel | None = None
    checks: tuple[CheckSummary, ...] = ()

    def masked(self) -> "InstrumentHead":
        """As merchants and organisers see it: without the accounts of officers and labs."""
        marks = {name: getattr(self, name) for name in ("suspension", "freeze", "void", "application")}
        unsigned = {name: mark.model_copy(update={"by": ""}) for name, mark in marks.items() if mark}
        held = self.verification and self.verification.masked()
        return self.model_copy(update={**unsigned, "verification": held})

    @property
    def application_state(self) -> Literal["", "applied", "scheduled"]:
        """How far an open application has come."""
        if self.application is None:
            return ""
        return "scheduled" if self.application.scheduled_on else "applied"

    @property
    def is_voided(self) -> bool:
        """Whether a repair or changed seal ended the newest certificate."""
        held = self.verification
        return bool(self.void and held and self.void.covers(held.verified_on, held.id))

    def certified_until(self, day: date) -> date | None:
        """The last day of the certificate that counts on the local `day`; None when none does."""
        last = self.verification.valid_until if self.verification and not self.is_voided else None
        return last if last is not None and day <= last else None

    def standing(self, day: date) -> Standing:
        """What the instrument is on the local `day`; the certificate's last day still counts."""
        held = self.verification
        certified = Certified(
            state=self.state,
            verified_on=held.verified_on if held else None,
            valid_until=held.valid_until if held else None,
            voided=self.is_voided,
        )
        return certified.standing(day)


class Words(Document):
    """A sentence in both languages, as sent."""

    zh: str
    en: str


class PublicVerification(Document):
    """What anybody may know of a verification."""

    conclusion: Literal["pass", "fail"]
    verified_on: date
    valid_until: date | None = None
    lab_name: str


class PublicInstrument(Document):
    """The public page of an instrument: plain words, no personal data.

    seal_nos, serial_tail, accuracy_class, max_g, e_g   what anybody compares with seal and name plate
    """

    number: str
    category: Category
    category_name: Words
    name: str
    model: str
    maker: str
    serial_tail: str
    site_name: str
    stall: str
    merchant_name: str
    district: District
    district_name: Words
    standing: Standing
    sentences: Words
    seal_nos: tuple[str, ...] = ()
    accuracy_class: str | None = None
    max_g: Mass | None = None
    e_g: Mass | None = None
    verification: PublicVerification | None = None
    as_of: date
