"""Which judge answers which kind of item; a judge's module and its tables are read when it is first asked."""

import importlib
from collections.abc import Callable
from datetime import date
from decimal import Context, localcontext
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from chalicelib.law.model import Verdict
from chalicelib.law.rulebook import rule

if TYPE_CHECKING:
    from chalicelib.law.items import Item

_MODULES = {
    "retail_weighing": "retail",
    "precious_metal": "precious",
    "prepackage_item": "prepackage",
    "prepackage_lot": "lots",
    "prepackage_marking": "marking",
    "weighing_instrument": "weighing",
    "price_computing_scale_identity": "identity",
    "fuel_dispenser": "fuel",
    "spectacle_lens": "lenses",
    "spectacle_centration": "centration",
    "instrument_error": "instruments",
    "certificate": "certificates",
}
_EXACT = Context(prec=120)
"""Sums, squares and products of 18-digit numbers stay exact; only divisions and roots round."""


def judge(item: "Item") -> Verdict:
    """Judge one item by the law of its day. Raises NoVersion for a day before the law's first version."""
    with localcontext(_EXACT):
        verdict = _judge(item.kind)(item)
    return noted(verdict, item.on)


def noted(verdict: Verdict, day: date) -> Verdict:
    """The verdict with the code of why it is only indicative, where it is."""
    if verdict.authority == "settled":
        return verdict
    return verdict.model_copy(update={"notes": (*verdict.notes, _reason(verdict, day))})


def _reason(verdict: Verdict, day: date) -> str:
    """The code of why a verdict is only indicative."""
    version = rule(verdict.rule.id).on(day)
    if version.carried_forward:
        return "text_carried_forward"
    return "first_day_in_doubt" if version.is_in_doubt(day) else "number_not_settled"


@cache
def _judge(kind: str) -> Callable[[Any], Verdict]:
    module = importlib.import_module(f"chalicelib.law.{_MODULES[kind]}")
    return cast("Callable[[Any], Verdict]", module.judge)
