"""Exact numbers: `Decimal` inside, text outside; never a float for a measured or legal quantity."""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

_FORM = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")


def _exact(value: object) -> object:
    """Accept text or a Decimal, refuse JSON numbers: they have lost digits before we see them."""
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str) or not _FORM.fullmatch(value):
        raise PydanticCustomError("exact_number", 'send numbers as text of at most 18 digits, e.g. "0.10"')
    return value


def plain(value: Decimal) -> str:
    """The number as plain text, without exponent: Decimal("1E+2") is "100"."""
    return f"{value:f}"


Exact = Annotated[
    Decimal,
    BeforeValidator(_exact),
    Field(max_digits=18, allow_inf_nan=False),
    PlainSerializer(plain, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": f"^{_FORM.pattern}$", "examples": ["0.10"]}),
]
"""A decimal of at most 18 digits, as text on the wire; finite, signed."""

Grams = Exact
"""Mass in grams, signed."""

Positive = Annotated[Exact, Field(gt=0)]
NotNegative = Annotated[Exact, Field(ge=0)]
