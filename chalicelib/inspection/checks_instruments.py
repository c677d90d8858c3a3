"""Checks of fuel dispensers (加油机), and of any instrument's certificate, seal and software (证书、铅封、软件)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.ids import InstrumentId
from chalicelib.inspection.checks import Check, Judged, NewCheck, Reference
from chalicelib.inspection.document import Closed, Text
from chalicelib.law.items_instruments import Code, FuelRun


class FuelCheck(NewCheck):
    """Deliveries of a fuel dispenser into a standard measure, as sent."""

    kind: Literal["fuel"]
    instrument_id: InstrumentId
    nozzle: Text | None = None
    fuel: Text | None = None
    runs: Annotated[tuple[FuelRun, ...], Field(min_length=1, max_length=60)]
    reference: Reference | None = None


class KeptFuel(FuelCheck, Check):
    """A check of a fuel dispenser as kept."""


class IdentityCheck(NewCheck):
    """What stands on an instrument and its seals, as sent; it is compared with the register, not with the phone.

    certificate_no  on the certificate shown           seal_nos  on its seals        software_id  as it shows itself
    *_code          of a price-computing scale (三码)   networked    whether the scale is connected
    """

    kind: Literal["identity"]
    instrument_id: InstrumentId
    seal_intact: bool
    seal_nos: Annotated[tuple[Code, ...], Field(max_length=10)] | None = None
    certificate_no: Code | None = None
    serial_no: Code | None = None
    software_id: Code | None = None
    production_code: Code | None = None
    repair_code: Code | None = None
    verification_code: Code | None = None
    networked: bool | None = None


class Registered(Closed):
    """What the register said when the identity was judged."""

    serial_no: str
    compulsory: bool
    certificate_no: str | None = None
    verified_on: date | None = None
    valid_until: date | None = None
    conclusion: str | None = None
    repaired_on: date | None = None
    seal_changed_on: date | None = None
    seal_nos: tuple[str, ...] = ()
    production_code: str | None = None
    repair_code: str | None = None
    verification_code: str | None = None
    software_id: str | None = None
    first_used_on: date | None = None
    networked: bool | None = None


class JudgedIdentity(Judged):
    """What the identity came to; what differs from the register is a note, the law alone gives the verdict."""

    parameters: Registered


class KeptIdentity(IdentityCheck, Check):
    """A check of an identity as kept."""

    parameters: Registered
