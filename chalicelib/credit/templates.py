"""The texts merchants promise by (承诺书模板): one for each kind of site, dated (data/templates-*.toml); pure."""

import hashlib
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from chalicelib import dated
from chalicelib.credit.document import Closed, Words
from chalicelib.dated import Dated

_DATA = Path(__file__).parent / "data"


class Head(Closed):
    """One promise: its short name, what is promised, and where the wording comes from."""

    title: Words
    text: Words
    source: Annotated[str, Field(min_length=1, max_length=200)]


class Template(Dated):
    """The text from a day on: who promises (title), before the promises (lead), the promises, after them (closing)."""

    title: Words
    lead: Words
    heads: Annotated[tuple[Head, ...], Field(min_length=1, max_length=12)]
    closing: Words

    @property
    def sha256(self) -> str:
        """Digest of all that is promised, in both languages, as canonical JSON: what a signature is given for."""
        told = self.model_dump(mode="json", include={"title", "lead", "heads", "closing"})
        text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@cache
def templates() -> dict[str, tuple[Template, ...]]:
    """Every version of every text, oldest first, by the kind of site it is for."""
    found = sorted(_DATA.glob("templates-*.toml"))
    return {path.stem.removeprefix("templates-"): dated.read(Template, path) for path in found}


def template(venue: str, day: date) -> Template | None:
    """The text for a kind of site in force on the local `day`; None where there is none for it."""
    versions = templates().get(venue, ())
    in_force = [one for one in versions if one.from_ <= day]
    return in_force[-1] if in_force else None


def version(venue: str, since: date) -> Template | None:
    """The version of a text that begins on a day."""
    return next((one for one in templates().get(venue, ()) if one.from_ == since), None)
