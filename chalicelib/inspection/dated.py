"""The office's own settings as dated data (data/*.toml): in force from a day on, with their source and who looked."""

import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.inspection.document import Closed, Text

_DATA = Path(__file__).parent / "data"


class Source(Closed):
    """Where a setting comes from and who looked."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    checked: date
    checked_by: Text


class Dated(Closed):
    """One version of a setting, from a local day on."""

    from_: Annotated[date, Field(alias="from")]
    confidence: Literal["text", "secondary", "unverified", "own_setting"]
    source: Source


def read[D: Dated](model: type[D], name: str) -> tuple[D, ...]:
    """Every version in data/`name`.toml, oldest first."""
    told = tomllib.loads((_DATA / f"{name}.toml").read_text())["version"]
    found = tuple(model.model_validate(one) for one in told)
    if list(found) != sorted(found, key=lambda one: one.from_):
        raise ValueError("versions stand in order")
    return found


def on[D: Dated](versions: Sequence[D], day: date) -> D:
    """The version in force on the local `day`; the first one before there was any."""
    return [one for one in versions if one.from_ <= day or one is versions[0]][-1]
