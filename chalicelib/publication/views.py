"""What the public is told of an entry after each public step: the whole view, from the entry alone; pure."""

from datetime import date
from typing import Any

from chalicelib.clock import stamp
from chalicelib.publication import moves
from chalicelib.publication.entries import Recorded
from chalicelib.publication.terms import Terms


def shown(entry: Recorded, terms: Terms) -> dict[str, Any] | None:
    """The document of `entry.shown/1` after the entry's last step; None when that step is not public."""
    last = entry.steps[-1]
    if not last.public:
        return None
    told = {
        "id": entry.id,
        "n": last.public,
        "at": stamp(last.at),
        "step": moves.TOLD[last.step],
        "state": "shown" if entry.is_shown else "hidden",
        "kind": entry.kind,
        "merchant_id": entry.merchant_id,
        "day": entry.day.isoformat(),
    }
    return {**told, **_whole(entry, terms)} if entry.is_shown else told


def _whole(entry: Recorded, terms: Terms) -> dict[str, Any]:
    """Without what is not there. No name, no officer, no ground of an objection."""
    told = {
        "district": entry.district,
        "title": {"zh": terms.zh, "en": terms.en},
        "contested": entry.state == "contested",
        "published_on": _iso(entry.published_on),
        "until": _iso(entry.until(terms)),
        "repair_from": _iso(entry.repair_from(terms)),
        "periods": periods(entry, terms),
        "explanation": entry.explanation or None,
        "reply": {"text": entry.shown_reply.text, "at": stamp(entry.shown_reply.at)}
        if entry.shown_reply
        else None,
        "rectified": entry.rectified.model_dump(mode="json") if entry.rectified else None,
        **_facts(entry),
    }
    return {name: value for name, value in told.items() if value is not None}


def periods(entry: Recorded, terms: Terms) -> list[dict[str, Any]]:
    """How long each order lets it be shown; the one that ends first counts."""
    return [
        {
            "order": one.order,
            "shortest": _iso(one.shortest.ends(start).day) if one.shortest else None,
            "longest": one.longest.ends(start).day.isoformat(),
        }
        for one, start in entry.periods(terms)
    ]


def _facts(entry: Recorded) -> dict[str, Any]:
    if entry.result is not None:
        return {**entry.result.model_dump(mode="json", exclude_none=True), "problem": entry.result.is_problem}
    if entry.penalty is not None:
        named = {"number", "decided_on", "authority", "measures", "summary", "violation", "basis"}
        amounts = {"fine_cny", "confiscated_cny"}
        decision = entry.penalty.model_dump(mode="json", include=named | amounts, exclude_none=True)
        told = {"source": "penalty", "problem": True, "class": entry.penalty.class_, "penalty": decision}
        return told | ({"visit_id": entry.penalty.visit_id} if entry.penalty.visit_id else {})
    return {}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
