"""Retail weighing of gold and silver jewellery (Order 66/2004 annex table 2).

found = settled mass - actual mass, in grams; only a shortfall beyond the limit fails, the limit itself passes.
"""

from decimal import Decimal

from chalicelib.errors import Sentence
from chalicelib.law.findings import beyond
from chalicelib.law.items_goods import Metal, PreciousMetal
from chalicelib.law.model import Amount, Verdict, reference, words
from chalicelib.law.rulebook import Row, load

RULE = "retail.precious"


class Piece(Row):
    """Pieces up to and including `up_to_g`: the negative deviation in grams."""

    metal: Metal
    up_to_g: Decimal
    limit_g: Decimal


_ABOVE = Sentence(
    "单件 {mass} g 超出法定称重范围，法规没有给出允许短缺量，不作判定。",
    "A piece of {mass} g is above the range of the table; the law gives no number and there is no verdict.",
)
_PASSED = Sentence(
    "少 {found} g，在允许的 {limit} g 以内，不算短秤。",
    "It is {found} g short; {limit} g are permitted: not short weight.",
)
_ENOUGH = Sentence("没有短少，足秤。", "Nothing is missing: full weight.")
_FAILED = Sentence(
    "少 {found} g，超过允许的 {limit} g，属于短秤。",
    "It is {found} g short; {limit} g are permitted: short weight.",
)


def judge(item: PreciousMetal) -> Verdict:
    """Judge one piece by the table in force on its day; the settled mass picks the band."""
    rule = load(RULE, Piece)
    version = rule.on(item.on)
    found = item.settled_g - item.actual_g
    row = next(row for row in version.rows if row.metal == item.metal)
    authority, cited = version.authority(item.on, row.confidence), reference(rule, version, row)
    if item.settled_g > row.up_to_g:
        return Verdict(
            verdict="out_of_table",
            authority=authority,
            found=Amount(value=found, unit="g"),
            rule=cited,
            notes=("above_last_band",),
            explanation=words(_ABOVE, mass=item.settled_g),
        )
    numbers = beyond(found, row.limit_g, "g")
    told = _FAILED if numbers["excess"] else _PASSED if found > 0 else _ENOUGH
    return Verdict(
        **numbers,
        authority=authority,
        rule=cited,
        explanation=words(told, found=found, limit=row.limit_g),
    )
