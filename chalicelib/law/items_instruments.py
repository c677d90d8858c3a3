"""What can be asked about instruments, spectacles and certificates. Exact numbers are text on the wire."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.law.model import Asked, Frozen
from chalicelib.quantities import Exact, NotNegative, Positive

Code = Annotated[str, Field(min_length=1, max_length=64)]
Temperature = Annotated[Exact, Field(ge=-50, le=80)]
Dioptres = Annotated[Exact, Field(ge=-100, le=100)]
Axis = Annotated[Exact, Field(ge=0, le=180)]


class WeighingInstrument(Asked):
    """One reading of a non-automatic weighing instrument (非自动衡器), all masses in grams.

    e_g          verification scale interval        d_g   actual scale interval, e_g when absent
    load_g       mass of the weights on it          indication_g   what it shows
    added_load_g small weights added until the indication turns to the next interval (ΔL)
    zero_error_g error at or near zero load, found the same way (E0)
    stage        verification, or in_service where the limits are doubled
    """

    kind: Literal["weighing_instrument"] = "weighing_instrument"
    accuracy_class: Literal["I", "II", "III", "IIII"]
    e_g: Positive
    load_g: NotNegative
    indication_g: Exact
    added_load_g: NotNegative | None = None
    zero_error_g: Exact | None = None
    stage: Literal["verification", "in_service"]
    max_g: Positive | None = None
    min_g: NotNegative | None = None
    d_g: Positive | None = None


class PriceComputingScaleIdentity(Asked):
    """Identity of an electronic price-computing scale (三码一封: production, repair, verification code and seal).

    approved_software_id   the software of the type approval certificate (CPA)
    first_used_on          the day it was put into use: older models have terms
    """

    kind: Literal["price_computing_scale_identity"] = "price_computing_scale_identity"
    production_code: Code | None = None
    repair_code: Code | None = None
    verification_code: Code | None = None
    seal_intact: bool
    software_id: Code | None = None
    approved_software_id: Code | None = None
    networked: bool | None = None
    first_used_on: date | None = None


class FuelRun(Frozen):
    """One delivery into a standard measure.

    flow_point     name of the flow it was made at; repeatability is judged among runs of one flow point
    standard_l     volume of the standard measure; at 20 °C when temperature_c is given, as delivered otherwise
    """

    flow_point: Annotated[str, Field(min_length=1, max_length=20)] | None = None
    indicated_l: NotNegative
    standard_l: Positive
    temperature_c: Temperature | None = None
    material: Literal["stainless_steel", "carbon_steel"] | None = None


class FuelDispenser(Asked):
    """A check of a fuel dispenser (燃油加油机)."""

    kind: Literal["fuel_dispenser"] = "fuel_dispenser"
    runs: Annotated[tuple[FuelRun, ...], Field(min_length=1, max_length=100)]


class Lens(Frozen):
    """The powers of a lens (镜片), dioptres; the axis in degrees; add is the near addition of a progressive lens."""

    sphere_d: Dioptres
    cylinder_d: Dioptres | None = None
    axis_deg: Axis | None = None
    add_d: Annotated[Exact, Field(ge=0, le=20)] | None = None


class FinishedLens(Frozen):
    """A lens as ordered and as measured."""

    ordered: Lens
    measured: Lens
    progressive: bool = False


class SpectacleLens(FinishedLens, Asked):
    """A finished lens against its prescription (配装眼镜镜片)."""

    kind: Literal["spectacle_lens"] = "spectacle_lens"


class Centration(Frozen):
    """Where the optical centres lie, millimetres.

    pd_mm                  pupillary distance ordered      measured_distance_mm   distance of the optical centres
    right_mm, left_mm      distance of each centre from the middle of the frame
    horizontal_power_d     power of the horizontal meridian      vertical_power_d   of the vertical meridian
    ready_made             ready-made near-vision spectacles (老视成镜), not made for one person
    """

    horizontal_power_d: Dioptres
    pd_mm: Positive
    measured_distance_mm: Positive
    right_mm: Positive | None = None
    left_mm: Positive | None = None
    vertical_difference_mm: NotNegative | None = None
    vertical_power_d: Dioptres | None = None
    ready_made: bool = False


class SpectacleCentration(Centration, Asked):
    """Where the optical centres of assembled spectacles lie (光学中心), millimetres."""

    kind: Literal["spectacle_centration"] = "spectacle_centration"


class ErrorFound(Frozen):
    """An error of indication and its unit, as the instrument's regulation writes it."""

    value: Exact
    unit: Annotated[str, Field(min_length=1, max_length=10)]


class InstrumentError(Asked):
    """The error of an instrument whose regulation is a plain table of limits; `law.instrument_names()` lists them."""

    kind: Literal["instrument_error"] = "instrument_error"
    instrument: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,60}$")]
    accuracy_class: Annotated[str, Field(min_length=1, max_length=10)] | None = None
    error: ErrorFound


class Certificate(Asked):
    """The standing of an instrument's verification certificate (检定证书) on a day.

    conclusion   as printed: 合格, 不合格, III级, 1.6级合格, 符合…级 …
    """

    kind: Literal["certificate"] = "certificate"
    compulsory: bool
    verified_on: date | None = None
    valid_until: date | None = None
    conclusion: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    repaired_on: date | None = None
    seal_changed_on: date | None = None
