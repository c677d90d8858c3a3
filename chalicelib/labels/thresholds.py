"""Dated thresholds of the copied-label alarm, from data/copies.toml."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, Field

from chalicelib.documents import Document

_DATA = Path(__file__).parent / "data" / "copies.toml"

Count = Annotated[int, Field(gt=0, strict=True)]


class Thresholds(Document):
    """One version: first day it counts, where it comes from, and the numbers; the file says what each is for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    from_: Annotated[date, Field(alias="from")]
    source: Annotated[str, Field(min_length=1)]
    limit_kmh: Count
    far_m: Count
    jump_m: Count
    same_place_m: Count
    accuracy_factor: Count
    accuracy_floor_m: Count
    accuracy_limit_m: Count
    network_s: Count
    online_s: Count
    clock_step_s: Count
    unknown_days: Count
    company_s: Count
    company_least: Count


@cache
def versions() -> tuple[Thresholds, ...]:
    """Every version, oldest first."""
    read = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return tuple(Thresholds.model_validate(one) for one in read["version"])


def thresholds(day: date) -> Thresholds:
    """The version that counts on `day`; the first for days before it, so that no scan goes unlooked at."""
    begun = [one for one in versions() if one.from_ <= day]
    return begun[-1] if begun else versions()[0]
