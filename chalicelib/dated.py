"""An office's own settings and texts as dated data: in force from a day on, with their source and who looked."""

import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from chalicelib.documents import Document


class Source(Document):
    """Where a setting comes from and who looked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    checked: date
    checked_by: Annotated[str, StringConstraints(min_length=1, max_length=80)]


class Dated(Document):
    """One version of a setting, from a local day on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    from_: Annotated[date, Field(alias="from")]
    confidence: Literal["text", "secondary", "unverified", "own_setting"]
    source: Source


def read[D: Dated](model: type[D], path: Path) -> tuple[D, ...]:
    """Every version in a file, oldest first."""
    found = tuple(model.model_validate(one) for one in tomllib.loads(path.read_text("utf-8"))["version"])
    if list(found) != sorted(found, key=lambda one: one.from_):
        raise ValueError("versions stand in order")
    return found


def on[D: Dated](versions: Sequence[D], day: date) -> D:
    """The version in force on the local `day`; the first one before there was any."""
    return [one for one in versions if one.from_ <= day or one is versions[0]][-1]
