"""Whom a reviewed visit concerns, and with which results; pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib import ids
from chalicelib.clock import local_day
from chalicelib.inspection import results
from chalicelib.inspection.findings import confirmed
from chalicelib.inspection.model import Visit
from chalicelib.inspection.results import NOTHING_FOUND, ResultCode


def told(
    visit: Visit,
    codes: Iterable[ResultCode],
    checks: Mapping[str, int],
    involved: Iterable[str | None] = (),
) -> dict[str, Any]:
    """What publication is told of a visit whose record is closed and entered: {} of any other.

    checks    merchant -> how many of the visit's checks were of what is theirs
    involved  further accounts that had a hand in it

    A finding concerns its merchant; one whose merchant is not known concerns the owner, as do results that rest on no
    finding. Whoever was checked and has no finding has the result «nothing found». A site nobody runs is no merchant.
    """
    if visit.closing is None or visit.result is None:
        return {}
    table = results.on(visit.result.table or local_day(visit.result.at))
    owner = visit.owner or visit.place_id
    found = {one.owner or one.merchant_id or owner for one in confirmed(visit.findings)}
    merchants = sorted(one for one in {owner, *checks, *found} if ids.matches("merchant", one))

    def of(merchant: str) -> list[dict[str, Any]]:
        own = tuple(
            one.code
            for one in table.chosen(tuple(codes))
            if not one.alone and (merchant in found if one.finding else merchant == owner)
        )
        shown = table.chosen(own or (NOTHING_FOUND,))
        return [{"code": one.code, "zh": one.zh, "en": one.en, "problem": one.problem} for one in shown]

    hands = (*visit.officers, visit.approved_by, visit.review.by if visit.review else None, *involved)
    return {
        "ended_on": local_day(visit.closing.at).isoformat(),
        "source": visit.reason,
        "item": visit.item.model_dump(mode="json"),
        **({"assignment": visit.assignment.model_dump(mode="json")} if visit.assignment else {}),
        "involved": list(dict.fromkeys(one for one in hands if one)),
        "concerned": [
            {"merchant_id": one, "codes": of(one), "checks": checks.get(one, 0)} for one in merchants
        ],
    }
