"""What an officer's scan tells of where and when a label hung; pure.

Every doubt counts for the innocent: what the phone cannot know well enough is left out, or is a wider interval.
"""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from chalicelib.clock import local_day, stamp
from chalicelib.labels.thresholds import Thresholds
from chalicelib.registry.alarm_evidence import Encounter

KEPT = 48
"""Encounters kept per label: weeks of a busy market, and one small item."""
COMPANY = 12
"""Scans of the same phone that are looked at beside one."""
COARSE_M = 79
"""Half the diagonal of a square of 0.001 degrees: positions are kept rounded to it."""
_EARTH_M = 6_371_009
_ALIKE = str.maketrans("OIL", "011")


def instant(text: str) -> datetime:
    """An instant as it is stored."""
    return datetime.fromisoformat(text)


def bounds(document: Mapping[str, Any], limits: Thresholds) -> tuple[datetime, datetime]:
    """Earliest and latest true time of a scan.

    The phone tells when it scanned and when it sent by the same clock, however wrong; we know when the record came. So
    the scan was as long before that as the phone waited, and at most the way of the request earlier. A clock that was
    put right while the scan waited adds doubt on both sides. A phone that does not say when it sent, or whose clock ran
    backwards meanwhile, tells no more than that the scan was made before it came.
    """
    received = instant(document["received_at"])
    sent = document.get("sent_at")
    waited = instant(sent) - instant(document["device_at"]) if sent else timedelta(-1)
    if waited < timedelta(0):
        return received - timedelta(days=limits.unknown_days), received
    made = received - waited
    is_late = waited > timedelta(seconds=limits.online_s)
    step = timedelta(seconds=limits.clock_step_s if is_late else 0)
    return made - step - timedelta(seconds=limits.network_s), min(received, made + step)


def encounter(
    document: Mapping[str, Any], company: Iterable[Mapping[str, Any]], limits: Thresholds
) -> Encounter | None:
    """The encounter in a scan's record; None when it is not of a label whose signature is right.

    company   records of other scans by the same account

    A label read from a photo, or a number typed at a desk, is not seen where the phone is: it keeps no place. The site
    is the one that labels scanned by the same phone at about the same time are registered at, when they agree; else the
    one the phone named, which may be that of a visit left open. Where the two differ and neither is the label's own,
    nobody knows.
    """
    resolution = document["resolution"]
    if "serial_digest" not in resolution:
        return None
    earliest, latest = bounds(document, limits)
    seen = Encounter(
        scan=document["id"],
        account=document["account"],
        device=document.get("device", ""),
        received_at=document["received_at"],
        earliest=stamp(earliest),
        latest=stamp(latest),
        counter=resolution["counter"],
        how=document.get("how"),
        registered_at=_registered_at(document),
        serial_seen=document.get("serial_seen"),
    )
    if document.get("how") != "camera":
        return seen
    place = document.get("place") or {}
    placed = seen.model_copy(update={name: place.get(name) for name in ("lat", "lon", "accuracy_m")})
    around = [one for one in company if _is_company(one, document, limits)]
    agree = {one["id"]: _agrees(placed, one.get("place") or {}, limits) for one in around}
    near = [one for one in around if agree[one["id"]] is not False]
    home = _home(document, around)
    neighbours = home or _site_of(near, limits)
    named = document.get("site")
    is_doubtful = not home and named and neighbours and named != neighbours
    return placed.model_copy(
        update={
            "site_id": None if is_doubtful else neighbours or named,
            "site_by": None if is_doubtful else "neighbours" if neighbours else "phone" if named else None,
            "stall": document.get("stall"),
            "steady": any(agree.values()) or None,
        }
    )


def kept(known: Iterable[Encounter], new: Encounter) -> tuple[Encounter, ...]:
    """The last KEPT encounters with the new one, in order of time; one that is known already stays as it was told."""
    every = {new.scan: new} | {one.scan: one for one in known}
    return tuple(sorted(every.values(), key=lambda one: (one.latest, one.scan))[-KEPT:])


def day_of(one: Encounter) -> date | None:
    """The local day it was made on, when that is sure."""
    first, last = local_day(instant(one.earliest)), local_day(instant(one.latest))
    return first if first == last else None


def longest_s(first: Encounter, second: Encounter) -> int:
    """Most seconds that can lie between two encounters, whichever came first."""
    longest = max(
        instant(second.latest) - instant(first.earliest), instant(first.latest) - instant(second.earliest)
    )
    return math.ceil(longest.total_seconds())


def located(limits: Thresholds, *encounters: Encounter) -> bool:
    """Whether each has a position that is good enough to tell anything."""
    return all(
        one.lat and one.lon and one.accuracy_m and Decimal(one.accuracy_m) <= limits.accuracy_limit_m
        for one in encounters
    )


def distances(first: Encounter, second: Encounter, limits: Thresholds) -> tuple[int, int]:
    """Metres between two positions, and the same less all that both may be wrong; 0 when either is no use."""
    if not located(limits, first, second):
        return 0, 0
    distance_m = _haversine_m(first, second)
    return distance_m, max(0, distance_m - _error_m(first, limits) - _error_m(second, limits))


def loose(text: str | None) -> str:
    """As a person compares: letters and digits only, capitals, O as 0, I and L as 1."""
    plain = unicodedata.normalize("NFKC", text or "").upper()
    return "".join(character for character in plain if character.isalnum()).translate(_ALIKE)


def is_slip(typed: str, meant: str) -> bool:
    """Whether one character was typed wrong, left out, typed twice, or swapped with the next."""
    if abs(len(typed) - len(meant)) > 1 or typed == meant:
        return False
    start = next((at for at, pair in enumerate(zip(typed, meant, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return True
    here, there = typed[start:], meant[start:]
    swapped = here[:2] == there[1::-1] and here[2:] == there[2:]
    return swapped or here[1:] == there[1:] or here[1:] == there or here == there[1:]


def _registered_at(document: Mapping[str, Any]) -> str | None:
    registered = document.get("registered") or {}
    return f"{registered.get('site_id', '')} {registered.get('stall', '')}".strip() or None


def _is_company(one: Mapping[str, Any], document: Mapping[str, Any], limits: Thresholds) -> bool:
    """Whether another label was scanned by the same phone at about the same time, by that phone's clock."""
    apart = abs(instant(one["device_at"]) - instant(document["device_at"]))
    same = one.get("device", "") == document.get("device", "") and one.get("how") == "camera"
    other = one["resolution"].get("number") != document["resolution"]["number"]
    return same and other and apart <= timedelta(seconds=limits.company_s)


def _home(document: Mapping[str, Any], around: Sequence[Mapping[str, Any]]) -> str | None:
    """Where the label belongs, when no other site has more labels around: one neighbour is enough for the innocent."""
    votes, home = _votes(around), (document.get("registered") or {}).get("site_id", "")
    return home if votes[home] and votes[home] == max(votes.values()) else None


def _site_of(around: Sequence[Mapping[str, Any]], limits: Thresholds) -> str | None:
    """The site where the labels around are registered: when there are enough, and three in four agree."""
    votes = _votes(around)
    site, most = max(votes.items(), key=lambda vote: (vote[1], vote[0]), default=("", 0))
    return site if most >= limits.company_least and 4 * most >= 3 * votes.total() else None


def _votes(around: Sequence[Mapping[str, Any]]) -> Counter[str]:
    """How many labels are registered at each site; a label counts once."""
    sites = {
        one["resolution"]["number"]: one["registered"]["site_id"] for one in around if "registered" in one
    }
    return Counter(sites.values())


def _agrees(seen: Encounter, place: Mapping[str, str], limits: Thresholds) -> bool | None:
    """Whether a phone's other position is the same place; None when one of them tells nothing."""
    other = seen.model_copy(update={name: place.get(name) for name in ("lat", "lon", "accuracy_m")})
    if not located(limits, seen, other):
        return None
    distance_m, apart_m = distances(seen, other, limits)
    return apart_m == 0 or distance_m <= limits.same_place_m


def _error_m(one: Encounter, limits: Thresholds) -> int:
    stated_m = math.ceil(Decimal(one.accuracy_m or 0) * limits.accuracy_factor)
    return max(stated_m, limits.accuracy_floor_m) + COARSE_M


def _haversine_m(first: Encounter, second: Encounter) -> int:
    """Metres on a sphere. In floats, against the house rule: this is a hint for a person and no measured quantity.

    The sphere is wrong by 0.5 %, doubles by less than a millimetre; the positions by tens of metres.
    """
    lat_1, lon_1, lat_2, lon_2 = (
        math.radians(float(text or 0)) for text in (first.lat, first.lon, second.lat, second.lon)
    )
    half = math.sin((lat_2 - lat_1) / 2) ** 2
    half += math.cos(lat_1) * math.cos(lat_2) * math.sin((lon_2 - lon_1) / 2) ** 2
    return int(2 * _EARTH_M * math.asin(math.sqrt(min(1.0, half))))
