"""What papers say of rights and remedies: dated data with its source (data/papers.toml)."""

from datetime import date
from functools import cache

from chalicelib.inspection import dated
from chalicelib.inspection.dated import Dated


class Wording(Dated):
    """The sentences in force from a day on."""

    recusal: str
    rights: str
    duties: str
    statement: str
    remedy: str


@cache
def versions() -> tuple[Wording, ...]:
    """Every version, oldest first."""
    return dated.read(Wording, "papers")


def on(day: date) -> Wording:
    """The wording of the local `day`; of days before the first version, the first."""
    return dated.on(versions(), day)
