"""Guided forms (检测表单): the steps that lead an officer through a check, as versioned data that works offline.

One file per version, data/forms-{id}-{version}.json; a published file never changes (guard). A record pins the form it
was filled in by, so that it can be read again as it was asked.
"""

import hashlib
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from chalicelib.inspection.checks import FormRef, Kind
from chalicelib.inspection.document import Closed
from chalicelib.quantities import Exact
from chalicelib.registry.categories import Category

DATA = Path(__file__).parent / "data"


class Choice(Closed):
    """One answer that can be chosen."""

    value: str
    zh: str
    en: str


class Repeats(Closed):
    """How often a group is asked: at least, at most, and how many the officer sees at first."""

    least: int
    most: int
    usual: int


class Step(Closed):
    """One question.

    field       where the answer goes in the check that is sent, with dots; within a group, in its element
    unit        of the answer as shown on the keypad        decimals   digits after the point the keypad offers
    least, most what is plausible, inclusive, in that unit: outside it the phone asks again, it never refuses
    repeats     a group asked several times; without it `group` only gathers steps under one heading
    """

    field: str
    asks: Literal["number", "choice", "text", "yes_no", "date", "group"]
    zh: str
    en: str
    unit: str | None = None
    decimals: int | None = None
    least: Exact | None = None
    most: Exact | None = None
    optional: bool = False
    choices: tuple[Choice, ...] = ()
    repeats: Repeats | None = None
    steps: "tuple[Step, ...]" = ()


class Form(Closed):
    """One version of a form.

    from        first local day it is offered; the newest version begun is the one to use
    categories  of instruments it is for; empty for checks of goods and organisers
    fixed       fields of the check that are the same in every one, by the same paths as steps
    """

    model_config = ConfigDict(serialize_by_alias=True, validate_by_alias=True, validate_by_name=True)

    id: str
    version: int
    kind: Kind
    from_: Annotated[date, Field(alias="from")]
    categories: tuple[Category, ...] = ()
    zh: str
    en: str
    fixed: dict[str, str] = Field(default_factory=dict)
    steps: tuple[Step, ...]


class Forms(Closed):
    """All versions of all forms."""

    items: tuple[Form, ...]


@cache
def bundle() -> tuple[str, str]:
    """All forms as the JSON of `Forms`, and a tag that changes with it."""
    items = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(DATA.glob("forms-*.json"))]
    text = json.dumps({"items": items}, ensure_ascii=False, separators=(",", ":"))
    return text, hashlib.sha256(text.encode()).hexdigest()[:32]


def is_published(ref: FormRef, kind: Kind) -> bool:
    """Whether there is such a version, for this kind of check."""
    path = DATA / f"forms-{ref.id}-{ref.version}.json"
    if not path.is_file():
        return False
    form: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return (form["id"], form["version"], form["kind"]) == (ref.id, ref.version, kind)
