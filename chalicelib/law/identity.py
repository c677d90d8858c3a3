"""Identity of price-computing scales: 三码一封 and the terms of older models (JJG 1204-2025, JJF 2184-2025)."""

from datetime import date
from typing import Any, Literal

from chalicelib.errors import Sentence
from chalicelib.law.items_instruments import PriceComputingScaleIdentity
from chalicelib.law.model import Answer, Verdict, reference, words
from chalicelib.law.rulebook import Row, Version, load

RULE = "weighing.identity"
_CODES = ("production_code", "repair_code", "verification_code")
_ZH = {"production_code": "生产码", "repair_code": "维修码", "verification_code": "检定码"}

Age = Literal["new", "ordinary_old", "networked_old"]


class Term(Row):
    """Whether scales of this age must bear the three codes.

    new_from      first day a scale put into use counts as new      disputed_on   days on which sources disagree
    """

    applies_to: Age
    required: bool
    new_from: date | None = None
    disputed_on: tuple[date, ...] = ()


_SEAL = Sentence(
    "铅封已损坏，这台秤须重新检定合格后才能使用。",
    "The seal is broken: the scale must be verified again before it is used.",
)
_SOFTWARE = Sentence(
    "软件标识与型式批准证书不一致，这台秤不得用于交易。",
    "The software differs from the one approved: the scale may not be used for trade.",
)
_MISSING = Sentence(
    "缺少{codes}，「三码一封」不完整，这台秤不得用于交易。",
    "Missing: {codes_en}. Without its three codes the scale may not be used for trade.",
)
_UNKNOWN = Sentence(
    "缺少{codes}。是否必须具备取决于启用日期和是否联网，请补充后再判定。",
    "Missing: {codes_en}. Whether they are required depends on when the scale was first used and whether it is"
    " networked; add these.",
)
_OLD = Sentence(
    "铅封完好。这台旧秤处于过渡期内，今天还可以使用。",
    "The seal is intact. This older model is within its term and may still be used today.",
)
_COMPLETE = Sentence("三码齐全、铅封完好。", "The three codes are there and the seal is intact.")


def judge(item: PriceComputingScaleIdentity) -> Verdict:
    """Judge a scale's identity by what is asked of a scale of its age on that day."""
    rule = load(RULE, Term)
    version = rule.on(item.on)
    missing = [code for code in _CODES if getattr(item, code) is None]
    terms = _terms(item, version)
    is_required = {term.required for term in terms}
    has_other_software = (
        item.software_id is not None
        and item.approved_software_id is not None
        and item.software_id != item.approved_software_id
    )
    notes = _notes(item, has_other_software=has_other_software)
    codes = {"codes": "、".join(_ZH[code] for code in missing), "codes_en": ", ".join(missing)}
    deciding: tuple[Term, ...] = terms
    verdict: Answer = "pass"
    told, facts = _OLD if missing else _COMPLETE, dict[str, str]()
    if not item.seal_intact:
        verdict, told, deciding = "fail", _SEAL, ()
    elif has_other_software and is_required == {True}:
        verdict, told = "fail", _SOFTWARE
    elif has_other_software and is_required == {True, False}:
        verdict, told, facts = "cannot_tell", _UNKNOWN, codes | {"codes": "启用信息", "codes_en": "first use"}
    elif missing and is_required == {True}:
        verdict, told, facts = "fail", _MISSING, codes
    elif missing and is_required == {True, False}:
        verdict, told, facts = "cannot_tell", _UNKNOWN, codes
    elif not missing:
        deciding = ()
    disputed = tuple(
        "sources_differ_by_a_day" for term in deciding if item.on in term.disputed_on and missing
    )[:1]
    settled = version.authority(item.on, *(term.confidence for term in deciding))
    details: dict[str, Any] = {"codes_required": len(is_required) == 1 and True in is_required}
    return Verdict(
        verdict=verdict,
        authority="indicative" if disputed else settled,
        rule=reference(rule, version, deciding[0] if len(deciding) == 1 else None),
        notes=(*notes, *disputed),
        explanation=words(told, **facts),
        details={**details, "missing": missing},
    )


def _terms(item: PriceComputingScaleIdentity, version: Version[Term]) -> tuple[Term, ...]:
    """The terms that may be this scale's: one when its age and networking are known as far as they matter."""
    new_from = next((term.new_from for term in version.rows if term.new_from), None)
    ages: set[Age] = set()
    first = item.first_used_on
    if new_from is not None and (first is None or first >= new_from):
        ages.add("new")
    if new_from is None or first is None or first < new_from:
        ages |= {"networked_old"} if item.networked else {"ordinary_old"}
        ages |= {"networked_old"} if item.networked is None else set()
    return tuple(term for term in version.rows if term.applies_to in ages)


def _notes(item: PriceComputingScaleIdentity, *, has_other_software: bool) -> tuple[str, ...]:
    is_uncompared = item.software_id is None or item.approved_software_id is None
    told = (
        ("verify_again_before_use", not item.seal_intact),
        ("software_not_compared", is_uncompared),
        ("software_differs", has_other_software),
    )
    return tuple(note for note, is_so in told if is_so)
