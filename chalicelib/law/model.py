"""What is asked of the law and what it answers. Exact numbers are text on the wire."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from chalicelib.errors import Sentence
from chalicelib.law.rulebook import Authority, Mark, Rule, Version
from chalicelib.quantities import Exact, NotNegative, Positive

Answer = Literal["pass", "fail", "out_of_table", "exempt", "not_tested", "cannot_tell"]


class Frozen(BaseModel):
    """An input or answer that nobody changes in place and that knows all its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Amount(Frozen):
    """A number and its unit."""

    value: Exact
    unit: str


class RuleRef(Frozen):
    """The rule that answered, so that a verdict can be read again after the law has changed."""

    id: str
    version_from: date
    title: str
    source: str
    url: str
    confidence: Mark


class Words(Frozen):
    """A sentence in both languages, for a stall-keeper."""

    zh: str
    en: str


class Verdict(Frozen):
    """What the law says of one item.

    limit    the greatest found value that passes, inclusive     found   signed, as the rule defines it
    excess   how far found lies beyond the limit, > 0 on fail    notes   codes of what a reader should know
    """

    verdict: Answer
    authority: Authority
    limit: Amount | None = None
    found: Amount | None = None
    excess: Amount | None = None
    rule: RuleRef
    notes: tuple[str, ...] = ()
    explanation: Words
    details: dict[str, Any] = {}


class WeighingInstrument(Frozen):
    """One reading of a non-automatic weighing instrument (非自动衡器), all masses in grams.

    e_g          verification scale interval        d_g   actual scale interval, e_g when absent
    load_g       mass of the weights on it          indication_g   what it shows
    added_load_g small weights added until the indication turns to the next interval (ΔL)
    zero_error_g error at or near zero load, found the same way (E0)
    stage        verification, or in_service where the limits are doubled
    """

    kind: Literal["weighing_instrument"] = "weighing_instrument"
    on: date
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


FoodClass = Literal[
    "grain_vegetable_fruit",
    "meat_egg_poultry_aquatic_pastry_sweets_seasoning",
    "dried_delicacy",
]


class RetailWeighing(Frozen):
    """One sale by weight (零售商品称重), masses in kilograms.

    settled_kg   the mass that was paid for (S)      actual_kg   the mass found on checking (A)
    method       the 核称 method of article 6; each asks another accuracy of the reference
    weights_*    weights put on the seller's scale and what it showed (original-instrument method)
    reference_mpe_g   greatest permitted error of the reference scale or weights, grams
    """

    kind: Literal["retail_weighing"] = "retail_weighing"
    on: date
    food_class: FoodClass | None = None
    special: Literal["live_poultry", "live_fish", "water_soaked", "live_other_aquatic"] | None = None
    unit_price_yuan_per_kg: Positive | None = None
    settled_kg: Positive
    actual_kg: NotNegative
    method: Literal["original_instrument", "high_accuracy", "equal_accuracy"]
    weights_nominal_kg: Positive | None = None
    weights_indication_kg: NotNegative | None = None
    reference_mpe_g: NotNegative | None = None


Item = Annotated[WeighingInstrument | RetailWeighing, Field(discriminator="kind")]
ITEM: TypeAdapter[Item] = TypeAdapter(Item)


def reference(rule: Rule[Any], version: Version[Any], mark: Mark | None = None) -> RuleRef:
    """The citation of a version, with the mark of the row that answered when it has its own."""
    return RuleRef(
        id=rule.id,
        version_from=version.from_,
        title=rule.title,
        source=version.source.title,
        url=version.source.url,
        confidence=mark or version.confidence,
    )


def words(sentence: Sentence, **facts: Decimal | str) -> Words:
    """A sentence with its numbers filled in as people write them."""
    shown = {name: short(fact) if isinstance(fact, Decimal) else fact for name, fact in facts.items()}
    return Words(zh=sentence.zh.format(**shown), en=sentence.en.format(**shown))


def short(number: Decimal) -> str:
    """A number without trailing zeros and exponent: 5.00 is 5, 1E+2 is 100."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
