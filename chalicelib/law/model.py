"""What the law answers: a verdict with its number, its rule and a sentence anybody can read."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, PlainSerializer, WithJsonSchema

from chalicelib.documents import Document
from chalicelib.errors import Sentence
from chalicelib.law.rulebook import Authority, Mark, Row, Rule, Version
from chalicelib.quantities import plain

Answer = Literal["pass", "fail", "out_of_table", "exempt", "not_tested", "cannot_tell"]


class Frozen(Document):
    """An input or answer that nobody changes in place and that knows all its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Number = Annotated[
    Decimal,
    Field(allow_inf_nan=False),
    PlainSerializer(plain, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$", "examples": ["0.10"]}),
]
"""A number the law answers, as text on the wire: of as many digits as the sum of what was asked has."""


class Asked(Frozen):
    """Something asked of the law of a local day; with what is asked of it as the other base."""

    on: date


class Amount(Frozen):
    """A number and its unit."""

    value: Number
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

    limit    the last found value that passes, inclusive         found   signed, as the rule defines it
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
    details: dict[str, Any] = Field(default_factory=dict)


def reference(rule: Rule[Any], version: Version[Any], row: Row | None = None) -> RuleRef:
    """The citation of a version, by the row that answered where the row has a mark or source of its own."""
    own = row or Row()
    return RuleRef(
        id=rule.id,
        version_from=version.from_,
        title=rule.title,
        source=own.source or version.source.title,
        url=own.url or version.source.url,
        confidence=own.confidence or version.confidence,
    )


def words(sentence: Sentence, **facts: Decimal | str | Sentence) -> Words:
    """A sentence with its numbers filled in as people write them, and with words in its own language."""
    zh, en = dict[str, str](), dict[str, str]()
    for name, fact in facts.items():
        if isinstance(fact, Sentence):
            zh[name], en[name] = fact.zh, fact.en
        else:
            zh[name] = en[name] = short(fact) if isinstance(fact, Decimal) else fact
    return Words(zh=sentence.zh.format(**zh), en=sentence.en.format(**en))


def short(number: Decimal) -> str:
    """A number without trailing zeros, exponent and a sign of zero: 5.00 is 5, 1E+2 is 100, -0.0 is 0."""
    text = f"{abs(number) if number.is_zero() else number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
