"""What of an event the register (公示名册) keeps: rows of what anybody may see, and nothing else; pure.

What comes in is whole: full names, accounts, reasons. What is named here goes out; names of natural persons are masked.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Literal, Self

from chalicelib import events
from chalicelib.certified import ShownInstrument
from chalicelib.store import Item, canonical
from chalicelib.texts import public_name

Kind = Literal["merchant", "site", "stall", "instrument", "entry", "commitment", "standing", "plan", "draw"]
PLANS = "G#PLANS"
_HUNDRED_METRES = Decimal("0.001")
_PUBLIC_PLANS = {"published", "frozen", "drawn", "opened", "void"}
"""States in which anybody may read a plan; that it is drawn is the office's until the opening."""


@dataclass(frozen=True)
class Row:
    """One thing as anybody may see it; what is no longer shown keeps its place and says so.

    of        which statement about the thing it is: an older one never overwrites a newer one
    a, u, b   the lists it stands in, and where
    """

    kind: Kind
    pk: str
    sk: str
    of: int
    told: Mapping[str, Any] = field(default_factory=dict)
    a: str = ""
    u: str = ""
    b: str = ""

    def key(self) -> str:
        """The row as one text."""
        return canonical(asdict(self))

    @classmethod
    def read(cls, key: str) -> Self:
        """The row in such a text."""
        return cls(**json.loads(key))


def row(item: Item) -> Row | None:
    """What follows from an item; None when nothing of it is public."""
    make = _ROWS.get(item.event)
    return make(item) if make else None


def partition(thing_id: str) -> str:
    """Where what is shown of a merchant or site stands."""
    return f"G#{thing_id}"


def of_district(district: str, what: Literal["", "#C", "#E", "#T"] = "") -> str:
    """A district's list: its merchants (M#) and sites (S#), or its commitments, entries, standings."""
    return f"G#{district}{what}"


def changes_of(month: str) -> str:
    """The list of what changed last in a month, `2026-11`."""
    return f"G#CHANGES#{month}"


def _merchant(item: Item) -> Row:
    told, merchant = item.document, item.pk.removeprefix("M#")
    shown = {
        "id": merchant,
        "name": public_name(told["name"], told["kind"]),
        "kind": told["kind"],
        "district": told["district"],
        "credit_code": told.get("credit_code"),
    }
    return Row(
        "merchant",
        partition(merchant),
        "A",
        item.v,
        _there(shown),
        a=of_district(told["district"]),
        b=f"M#{merchant}",
    )


def _site(item: Item) -> Row:
    told, site = item.document, item.pk.removeprefix("S#")
    shown = {"id": site, **{name: told.get(name) for name in ("name", "venue", "district", "organiser_id")}}
    shown["address"] = told.get("address") or None
    shown["place"] = _coarse(told.get("place"))
    return Row(
        "site", partition(site), "A", item.v, _there(shown), a=of_district(told["district"]), b=f"S#{site}"
    )


def _coarse(place: Mapping[str, str] | None) -> dict[str, str] | None:
    """WGS 84 degrees as text to about a hundred metres: enough for a picture of the city, and no survey of it."""
    if not place:
        return None
    return {name: str(Decimal(place[name]).quantize(_HUNDRED_METRES)) for name in ("lat", "lon")}


def _stall(item: Item) -> Row:
    told = item.document
    last = told["tenancies"][-1] if told.get("tenancies") else {}
    holder = None if last.get("until") else last.get("merchant_id")
    shown = {"id": told["id"], "site_id": told["site_id"], "name": told["name"], "merchant_id": holder}
    return Row("stall", partition(told["site_id"]), f"T#{told['id']}", item.v, _there(shown))


def _instrument(item: Item) -> Row:
    shown = ShownInstrument.of(item.document)
    return Row(
        "instrument",
        partition(shown.number),
        "I",
        item.v,
        shown.told(),
        a=partition(shown.site_id),
        u=partition(shown.merchant_id),
        b=f"{shown.stall:>20}#{shown.number}",
    )


def _entry(item: Item) -> Row:
    return _stepped("entry", "E", item.document)


def _commitment(item: Item) -> Row:
    return _stepped("commitment", "C", item.document)


def _stepped(kind: Literal["entry", "commitment"], letter: Literal["C", "E"], told: Mapping[str, Any]) -> Row:
    """What p1's and p3's public steps have in common: the whole view, or that it is hidden."""
    is_shown = told["state"] == "shown"
    return Row(
        kind,
        partition(told["merchant_id"]),
        f"{letter}#{told['id']}",
        told["n"],
        told,
        a=of_district(told["district"], "#C" if letter == "C" else "#E") if is_shown else "",
        u=changes_of(told["at"][:7]),
        b=f"{told['at']}#{told['id']}",
    )


def _standing(item: Item) -> Row:
    told = item.document
    return Row(
        "standing",
        partition(told["merchant_id"]),
        "T",
        told["n"],
        told,
        a=of_district(told["district"], "#T"),
        b=told["merchant_id"],
    )


def _plan(item: Item) -> Row | None:
    told = item.document
    if told["state"] not in _PUBLIC_PLANS:
        return None
    state = "frozen" if told["state"] == "drawn" else told["state"]
    shown = {name: told.get(name) for name in ("id", "name", "campaign", "year", "from", "until")}
    return Row("plan", PLANS, f"A#{told['id']}", item.v, _there({**shown, "state": state}))


def _draw(item: Item) -> Row:
    told = item.document
    return Row("draw", PLANS, f"H#{told['plan']}#{told['step']}", 1, told)


_ROWS: dict[str, Callable[[Item], Row | None]] = {
    events.MERCHANT_CHANGED.mark: _merchant,
    events.SITE_CHANGED.mark: _site,
    events.STALL_CHANGED.mark: _stall,
    events.INSTRUMENT_SHOWN.mark: _instrument,
    events.ENTRY_SHOWN.mark: _entry,
    events.COMMITMENT_SHOWN.mark: _commitment,
    events.STANDING_SHOWN.mark: _standing,
    events.PLAN_CHANGED.mark: _plan,
    events.DRAW_FROZEN.mark: _draw,
    events.DRAW_OPENED.mark: _draw,
    events.DRAW_VOIDED.mark: _draw,
}


def _there(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value is not None}
