"""What a paper says (its form), the number that verifies it, and what anybody may learn of it; pure."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import StringConstraints

from chalicelib import ids
from chalicelib.clock import CITY_ZONE
from chalicelib.instants import Day, Instant
from chalicelib.registry.marks import Frozen
from chalicelib.store import Item, Put

Kind = Literal[
    "notice",
    "record",
    "order",
    "complaint_register",
    "report_register",
    "distribution",
    "identity_request",
    "acceptance",
    "refusal",
    "mediation",
    "ending",
    "settlement",
    "report_outcome",
    "commitment",
]
"""The first three are of visits (检查文书), the last is 承诺证书, the others are of complaints (投诉举报文书)."""
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_BODY = 15
_SPELLED = 4


class Row(Frozen):
    """One row of the form: what is asked (empty: the text takes the whole width), and the answer."""

    label: str = ""
    text: str


class Signature(Frozen):
    """Where somebody signs: a line to sign on, or the signature that was given on the phone."""

    label: str
    evidence: str = ""


class Picture(Frozen):
    """A small picture of a piece of evidence."""

    evidence: str
    caption: str


class Form(Frozen):
    """All a paper says, in the order it says it.

    no    the office's number of it (文号)      day  the local day it tells of
    """

    title: str
    no: str
    day: Day
    lead: str
    rows: tuple[Row, ...]
    closing: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    pictures: tuple[Picture, ...] = ()


class Genuine(Frozen):
    """What anybody may learn who holds a paper: that we made it, of which day, and the digest of its file.

    visit_id  of papers of visits only; commitment_id of certificates, whose standing is public.
    No names, no place: who holds the paper reads them there.
    """

    number: str
    kind: Kind
    no: str
    visit_id: str = ""
    commitment_id: str | None = None
    day: Day
    made_at: Instant
    sha256: Sha256
    size_bytes: int
    pages: int


def genuine_key(number: str) -> tuple[str, str]:
    """Where it stands."""
    return f"PAPER#{number}", "~"


def genuine_put(genuine: Genuine) -> Put:
    """Written once, with the paper that is made."""
    document = genuine.model_dump(mode="json", exclude_defaults=True)
    return Put(Item(*genuine_key(genuine.number), document), 0)


def day_words(day: date) -> str:
    """A day as papers say it: 2026年11月24日."""
    return f"{day.year}年{day.month}月{day.day}日"


def time_words(at: datetime | None) -> str:
    """An instant as papers say it, by the city's time; nothing of none."""
    if at is None:
        return ""
    local = at.astimezone(CITY_ZONE)
    return f"{day_words(local.date())} {local:%H:%M}"


def new_number(entropy: Callable[[int], bytes]) -> str:
    """A new paper's number: 15 characters of 75 random bits and their check character. Nobody guesses another's."""
    drawn = int.from_bytes(entropy(10))
    body = "".join(ids.ALPHABET[drawn >> 5 * place & 31] for place in range(_BODY)).upper()
    return body + ids.check_character(body)


def spelled(number: str) -> str:
    """The number as printed: four groups of four."""
    return "-".join(number[at : at + _SPELLED] for at in range(0, len(number), _SPELLED))


def number_of(typed: str) -> str | None:
    """A number as scanned or typed, in its one form; None for what is none."""
    number = ids.normalised(typed[:40])
    is_whole = len(number) == _BODY + 1 and set(number) <= set(ids.ALPHABET.upper())
    return number if is_whole and ids.check_character(number[:-1]) == number[-1] else None
