"""Ask the law as the API does: plain fields in, a verdict out."""

from decimal import Decimal
from typing import Any

from chalicelib import law
from chalicelib.law.model import Verdict


def asked(**fields: Any) -> Verdict:
    """The verdict on an item given by its fields, numbers as text."""
    return law.judge(law.ITEM.validate_python(fields))


def plain(value: Decimal) -> str:
    """A number as it travels."""
    return f"{value:f}"
