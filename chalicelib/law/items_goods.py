"""What can be asked about goods: sales by weight, gold and silver, prepackages. Exact numbers are text on the wire."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from chalicelib.law.model import Asked, Frozen
from chalicelib.law.units import UNITS, Unit
from chalicelib.quantities import Exact, NotNegative, Positive

FoodClass = Literal[
    "grain_vegetable_fruit",
    "meat_egg_poultry_aquatic_pastry_sweets_seasoning",
    "dried_delicacy",
]
Special = Literal["live_poultry", "live_fish", "water_soaked", "live_other_aquatic"]
Method = Literal["original_instrument", "high_accuracy", "equal_accuracy"]
Metal = Literal["gold", "silver"]
Plan = Literal["jjf1070-2005", "oiml-r87-2016"]
LARGEST_SAMPLE = 500


class Sale(Frozen):
    """A sale by weight and how it was checked, masses in kilograms.

    settled_kg   the mass that was paid for (S)      actual_kg   the mass found on checking (A)
    method       the 核称 method of article 6; each asks another accuracy of the reference
    weights_*    weights put on the seller's scale and what it showed (original-instrument method)
    reference_mpe_g   greatest permitted error of the reference scale or weights, grams
    """

    food_class: FoodClass | None = None
    special: Special | None = None
    unit_price_yuan_per_kg: Positive | None = None
    settled_kg: Positive
    actual_kg: NotNegative
    method: Method
    weights_nominal_kg: Positive | None = None
    weights_indication_kg: NotNegative | None = None
    reference_mpe_g: NotNegative | None = None


class RetailWeighing(Sale, Asked):
    """One sale by weight (零售商品称重), masses in kilograms."""

    kind: Literal["retail_weighing"] = "retail_weighing"


class PreciousMetal(Asked):
    """One piece of gold or silver jewellery (金银饰品), masses in grams."""

    kind: Literal["precious_metal"] = "precious_metal"
    metal: Metal
    settled_g: Positive
    actual_g: NotNegative


class Labelled(Frozen):
    """The net content printed on a package (标注净含量)."""

    value: Positive
    unit: Unit


class Content(Frozen):
    """The net content found in a package (实际含量)."""

    value: NotNegative
    unit: Unit


class PrepackageItem(Asked):
    """One prepackage (单件定量包装商品): what is printed and what is in it, in units of one kind."""

    kind: Literal["prepackage_item"] = "prepackage_item"
    nominal: Labelled
    actual: Content

    @model_validator(mode="after")
    def _one_kind_of_quantity(self) -> Self:
        if UNITS[self.nominal.unit].dimension != UNITS[self.actual.unit].dimension:
            raise PydanticCustomError(
                "units_differ_in_kind", "nominal and actual are not of one kind of quantity"
            )
        return self


class Summary(Frozen):
    """A sample already worked out, in the nominal's unit.

    t1_count   packages short by more than T, up to and including 2T     t2_count   packages short by more than 2T
    """

    sample_size: Annotated[int, Field(ge=1, le=LARGEST_SAMPLE)]
    mean: NotNegative
    standard_deviation: NotNegative
    t1_count: Annotated[int, Field(ge=0)]
    t2_count: Annotated[int, Field(ge=0)]

    @model_validator(mode="after")
    def _counts_fit(self) -> Self:
        if self.t1_count + self.t2_count > self.sample_size:
            raise PydanticCustomError(
                "counts_exceed_sample", "more short packages than packages in the sample"
            )
        return self


class PrepackageLot(Asked):
    """A lot of prepackages (检验批) and the sample drawn from it, in the nominal's unit.

    contents   what each package of the sample holds, or summary   the sample already worked out
    """

    kind: Literal["prepackage_lot"] = "prepackage_lot"
    nominal: Labelled
    lot_size: Annotated[int, Field(ge=1, le=10**9)]
    plan: Plan
    contents: Annotated[tuple[NotNegative, ...], Field(min_length=1, max_length=LARGEST_SAMPLE)] | None = None
    summary: Summary | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.contents is None) == (self.summary is None):
            raise PydanticCustomError("contents_or_summary", "send either contents or summary")
        size = self.summary.sample_size if self.summary else len(self.contents or ())
        if size > self.lot_size:
            raise PydanticCustomError("sample_exceeds_lot", "the sample is larger than the lot")
        return self


class PrepackageMarking(Asked):
    """How the net content is printed (净含量标注): the unit used and the height of its characters."""

    kind: Literal["prepackage_marking"] = "prepackage_marking"
    nominal: Labelled
    character_height_mm: Annotated[Exact, Field(gt=0)]
