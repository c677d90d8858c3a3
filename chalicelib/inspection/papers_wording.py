"""What papers say of rights and remedies: dated data with its source (data/papers.toml)."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.inspection.document import Closed
from chalicelib.inspection.terms import Source

_DATA = Path(__file__).parent / "data" / "papers.toml"


class Wording(Closed):
    """The sentences in force from a day on."""

    from_: Annotated[date, Field(alias="from")]
    confidence: Literal["text", "secondary", "unverified", "own_setting"]
    source: Source
    recusal: str
    rights: str
    duties: str
    statement: str
    remedy: str


@cache
def versions() -> tuple[Wording, ...]:
    """Every version, oldest first."""
    return tuple(Wording.model_validate(one) for one in tomllib.loads(_DATA.read_text())["version"])


def on(day: date) -> Wording:
    """The wording of the local `day`; of days before the first version, the first."""
    return [one for one in versions() if one.from_ <= day or one is versions()[0]][-1]
