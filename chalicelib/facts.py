"""Public facts, one line each: what standing (诚信计量状况) is computed from, and what the open data list.

A fact follows from the newest public event of one thing: an entry, a commitment, an instrument. Its line is the
canonical JSON of the fields named here, as they are in that event's document, so that the lines, sorted, are all that
anybody needs to compute a standing again (`public/data/standing-facts.jsonl`). Shared, because the packages that show
facts and those that reckon with them may not know each other.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from chalicelib.certified import ShownInstrument
from chalicelib.events import COMMITMENT_SHOWN, ENTRY_SHOWN, INSTRUMENT_SHOWN
from chalicelib.store import canonical

About = Literal["commitment", "entry", "instrument"]
ABOUT: dict[str, About] = {
    COMMITMENT_SHOWN.mark: "commitment",
    ENTRY_SHOWN.mark: "entry",
    INSTRUMENT_SHOWN.mark: "instrument",
}
"""The mark of a public event -> what its facts are about."""

_FIELDS: dict[About, tuple[str, ...]] = {
    "entry": (
        "id",
        "merchant_id",
        "district",
        "kind",
        "step",
        "day",
        "visit_id",
        "source",
        "problem",
        "codes",
        "rectified",
        "contested",
        "class",
        "until",
    ),
    "commitment": ("id", "merchant_id", "district", "step", "at", "signed_on", "until"),
    "instrument": (
        "id",
        "number",
        "merchant_id",
        "district",
        "category",
        "state",
        "verified_on",
        "valid_until",
        "voided",
    ),
}
"""What a line tells of each; a field that is absent or null in the document is absent from the line."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One public fact.

    n      which statement about the thing it is: a later one replaces an earlier one
    told   the fields of its line; None: the thing is no longer shown
    """

    about: About
    id: str
    merchant_id: str
    n: int
    told: Mapping[str, Any] | None

    def line(self) -> str:
        """The line, without its end. Only of a fact that is shown."""
        if self.told is None:
            raise ValueError(f"{self.id} is not shown")
        return canonical({"about": self.about, **self.told})

    def is_shown(self, day: date) -> bool:
        """Whether it is public on the local `day`: an entry's last day still counts, the day after does not."""
        if self.told is None:
            return False
        return self.about != "entry" or self.told.get("until", "9999-12-31") >= day.isoformat()


def fact(mark: str, document: Mapping[str, Any], version: int) -> Fact:
    """The fact in a public event of one of the marks in ABOUT; `version` is that of the item which carried it."""
    about = ABOUT[mark]
    return of(about, ShownInstrument.of(document).told() if about == "instrument" else document, version)


def of(about: About, shown: Mapping[str, Any], version: int) -> Fact:
    """The fact in what is public of a thing: of an instrument as ShownInstrument tells it, of others their document."""
    told = {name: shown[name] for name in _FIELDS[about] if shown.get(name) is not None}
    is_shown = shown["state"] != "hidden"
    return Fact(about, shown["id"], shown["merchant_id"], shown.get("n", version), told if is_shown else None)


def newest(found: Iterable[Fact]) -> list[Fact]:
    """Of each thing the last statement, in whichever order and however often they came."""
    standing: dict[tuple[str, str], Fact] = {}
    for one in found:
        before = standing.get((one.about, one.id))
        if before is None or before.n < one.n:
            standing[one.about, one.id] = one
    return list(standing.values())


def lines(found: Iterable[Fact], day: date) -> list[str]:
    """The lines of what is shown on the local `day`, sorted."""
    return [line for line, _ in owned(found, day)]


def owned(found: Iterable[Fact], day: date) -> list[tuple[str, str]]:
    """The same lines, each with its merchant."""
    return sorted((one.line(), one.merchant_id) for one in newest(found) if one.is_shown(day))


def sha256(told: Iterable[str]) -> str:
    """SHA-256, hex, of sorted lines, each with its end (LF)."""
    return hashlib.sha256("".join(f"{line}\n" for line in told).encode()).hexdigest()


def sums(told: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Of each merchant the SHA-256 of its lines, out of those of all as `owned` gives them."""
    digests: dict[str, Any] = defaultdict(hashlib.sha256)
    for line, merchant_id in told:
        digests[merchant_id].update(f"{line}\n".encode())
    return {merchant_id: digest.hexdigest() for merchant_id, digest in digests.items()}


def read(raw: Iterable[str]) -> Iterator[Fact]:
    """The facts in lines. Raises ValueError for what is not one."""
    for line in raw:
        told = json.loads(line)
        try:
            about = told.pop("about")
            yield Fact(about, told["id"], told["merchant_id"], 1, told)
        except (AttributeError, KeyError, TypeError) as failure:
            raise ValueError(f"not a fact: {line[:200]}") from failure
