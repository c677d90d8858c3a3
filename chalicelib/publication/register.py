"""The static files of the public register (公示名册): which a row touches, and what each says; pure.

Files lie under `public/register/`. Nothing in them depends on when they were made, only on what is shown and on the
local day; how far the register is up to date is said by `now.json` alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chalicelib.publication.projection import Row

type Told = Mapping[str, Any]

NOW = "now"
DRAWS = "draws"
CHANGES = "changes"
PLACES = "places/"
"""No file but a mark: the files of all sites where a merchant is."""
MOST_RESULTS = 300
"""A district's list has the newest so many; all of them are in the open data."""
MOST_CHANGES = 500
_OF_ENTRY = (
    "id",
    "kind",
    "day",
    "title",
    "codes",
    "item",
    "problem",
    "source",
    "published_on",
    "until",
    "contested",
    "rectified",
    "class",
)
"""What a district's list shows of an entry; the merchant's file has all."""


def files(row: Row) -> Iterator[str]:
    """Names of the files that say something of this row."""
    told = row.told
    match row.kind:
        case "merchant":
            yield from (f"merchants/{told['id']}", f"districts/{told['district']}")
        case "site":
            yield from (f"sites/{told['id']}", f"districts/{told['district']}")
        case "stall":
            yield f"sites/{told['site_id']}"
        case "instrument":
            yield from (f"merchants/{told['merchant_id']}", f"sites/{told['site_id']}")
        case "plan" | "draw":
            yield DRAWS
        case kind:
            yield f"merchants/{told['merchant_id']}"
            if "district" in told:
                yield f"{'results' if kind == 'entry' else 'districts'}/{told['district']}"
            yield f"{PLACES}{told['merchant_id']}" if kind == "standing" else CHANGES


def touched(row: Row, before: Row | None) -> list[str]:
    """What must be made again when a row comes in the place of another, which may have stood in other files."""
    return list(dict.fromkeys([*files(row), *(files(before) if before else ())]))


def is_shown(row: Row, day: str) -> bool:
    """Whether it may be seen on the local `day` (ISO): the last day still counts; after it nobody needs to say so."""
    is_over = row.kind in {"entry", "commitment"} and day > str(row.told.get("until", "9999-12-31"))
    return row.told.get("state") != "hidden" and not is_over


@dataclass
class Whole:
    """What is kept of a merchant or site, sorted by kind."""

    rows: dict[str, list[Told]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, rows: Iterable[Row], day: str) -> "Whole":
        """What of these rows is shown on the local day."""
        whole = cls()
        for row in rows:
            if is_shown(row, day):
                whole.rows[row.kind].append(row.told)
        return whole

    def one(self, kind: str) -> Told | None:
        """The only one of a kind."""
        return next(iter(self.rows[kind]), None)


def merchant(own: Whole, instruments: Sequence[Told], sites: Mapping[str, Told]) -> dict[str, Any] | None:
    """The page of a merchant: who and where, instruments, results with replies, commitments, standing."""
    who = own.one("merchant")
    if who is None:
        return None
    places = dict.fromkeys((one["site_id"], one["stall"]) for one in instruments)
    return {
        **who,
        "places": [
            {"site": site, "name": sites[site]["name"], "venue": sites[site]["venue"], "stall": stall}
            for site, stall in places
            if site in sites
        ],
        "instruments": [_instrument(one) for one in instruments],
        "entries": sorted(own.rows["entry"], key=lambda one: (one["day"], one["id"]), reverse=True),
        "commitments": sorted(own.rows["commitment"], key=lambda one: one["id"], reverse=True),
        "standing": own.one("standing"),
    }


def site(
    own: Whole, instruments: Sequence[Told], merchants: Mapping[str, Told], standings: Mapping[str, Told]
) -> dict[str, Any] | None:
    """The page of a market or another site: stall by stall who is there, with which instruments, and how they stand."""
    where = own.one("site")
    if where is None:
        return None
    there: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for stall in own.rows["stall"]:
        if "merchant_id" in stall:
            there[stall["name"], stall["merchant_id"]] = []
    for one in instruments:
        there[one["stall"], one["merchant_id"]].append(one)
    organiser = merchants.get(where.get("organiser_id", ""))
    return {
        **where,
        "organiser": _named(organiser) if organiser else None,
        "stalls": [
            {
                "stall": stall,
                "merchant": _named(merchants[who]),
                "standing": _grade(standings.get(who)),
                "instruments": [_instrument(one) for one in found],
            }
            for (stall, who), found in sorted(there.items())
            if who in merchants
        ],
    }


def district(
    code: str, parties: Iterable[Row], standings: Iterable[Row], commitments: Iterable[Row], day: str
) -> dict[str, Any]:
    """Everybody in a district, for a search on the phone: merchants and sites by name."""
    committed = {one.told["merchant_id"] for one in commitments if is_shown(one, day)}
    grades = {one.told["merchant_id"]: _grade(one.told) for one in standings if is_shown(one, day)}
    found = list(parties)
    return {
        "district": code,
        "merchants": [
            {
                **_named(one.told),
                "credit_code": one.told.get("credit_code"),
                "standing": grades.get(one.told["id"]),
                "committed": one.told["id"] in committed,
            }
            for one in found
            if one.kind == "merchant"
        ],
        "sites": [
            {name: one.told[name] for name in ("id", "name", "venue")} for one in found if one.kind == "site"
        ],
    }


def results(code: str, entries: Iterable[Row], merchants: Mapping[str, Told], day: str) -> dict[str, Any]:
    """A district's newest published results and decisions, as they are given: newest first."""
    return {
        "district": code,
        "entries": [
            {
                **{name: one.told[name] for name in _OF_ENTRY if name in one.told},
                "merchant": _named(merchants[one.told["merchant_id"]]),
            }
            for one in entries
            if is_shown(one, day) and one.told["merchant_id"] in merchants
        ],
    }


def changes(rows: Iterable[Row]) -> dict[str, Any]:
    """What changed last: each entry and commitment once, with its last step. No names, also of what is hidden now."""
    named = ("id", "n", "at", "step", "state")
    return {"changes": [{"what": one.kind, **{name: one.told[name] for name in named}} for one in rows]}


def draws(rows: Iterable[Row]) -> dict[str, Any]:
    """Plans that are public, the newest first, each with the steps of its draw."""
    plans: dict[str, dict[str, Any]] = {}
    steps: dict[str, list[Told]] = defaultdict(list)
    for row in rows:
        if row.kind == "plan":
            plans[row.told["id"]] = dict(row.told)
        else:
            steps[row.told["plan"]].append(row.told)
    newest = sorted(plans.values(), key=lambda one: (one["from"], one["id"]), reverse=True)
    return {
        "plans": [
            {**one, "steps": sorted(steps[one["id"]], key=lambda step: str(step["at"]))} for one in newest
        ]
    }


def _instrument(told: Told) -> dict[str, Any]:
    return {
        name: told[name]
        for name in ("number", "category", "name", "stall", "state", "verified_on", "valid_until", "voided")
        if name in told
    }


def _named(merchant: Told) -> dict[str, Any]:
    return {name: merchant[name] for name in ("id", "name", "kind")}


def _grade(standing: Told | None) -> dict[str, Any] | None:
    return {name: standing[name] for name in ("grade", "grade_zh", "grade_en", "day")} if standing else None
