"""Whether a label hangs in two places, or on another instrument: pure rules over officers' scans.

A finding asks a person to look; it is no verdict, and says on what it rests.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from chalicelib.clock import local_day
from chalicelib.labels import codec
from chalicelib.labels.encounters import (
    day_of,
    distances,
    instant,
    is_slip,
    located,
    longest_s,
    loose,
)
from chalicelib.labels.thresholds import Thresholds
from chalicelib.registry.alarm_evidence import Encounter, Evidence, OtherSerial, OutOfUse, Trip, TwoStalls
from chalicelib.registry.alarms import AlarmKind


@dataclass(frozen=True)
class Finding:
    """What an alarm is raised with."""

    kind: AlarmKind
    key: str
    evidence: Evidence


def findings(
    document: Mapping[str, Any], new: Encounter, others: Iterable[Encounter], limits: Thresholds
) -> list[Finding]:
    """Everything odd about a scan, by itself and beside other encounters of the same label.

    By its key, all copies of a label in a month are one alarm, and so is each time it was out of use, and its serial.
    """
    label = f"{document['resolution']['number']}/{new.counter}"
    beside = [one for one in others if one.scan != new.scan]
    found = [
        Finding(kind, f"{label}{key}", evidence)
        for kind, key, evidence in (
            *_out_of_use(document, new, limits),
            *_other_serial(document, new, beside),
        )
    ]
    for other in beside:
        first, second = sorted((other, new), key=lambda one: (one.latest, one.scan))
        month = f"{label}/{local_day(instant(second.latest)):%Y-%m}"
        if went := trip(first, second, limits):
            found.append(Finding("label_in_two_places", month, went))
        elif stalls := two_stalls(first, second, limits):
            found.append(Finding("label_at_two_stalls", month, stalls))
    return found


def trip(first: Encounter, second: Encounter, limits: Thresholds) -> Trip | None:
    """Two positions too far apart for the longest time that can lie between.

    By two people only: one person cannot have gone so fast either, so it is their phone that errs. And not where both
    were at the same site: then one position is wrong.
    """
    if first.account == second.account or (first.site_id and first.site_id == second.site_id):
        return None
    distance_m, apart_m = distances(first, second, limits)
    between_s = longest_s(first, second)
    is_fast = apart_m * 3600 > limits.limit_kmh * 1000 * between_s
    if not is_fast or not _far(first, second, apart_m, limits):
        return None
    return Trip(
        first=first,
        second=second,
        distance_m=distance_m,
        apart_m=apart_m,
        longest_s=between_s,
        limit_kmh=limits.limit_kmh,
    )


def two_stalls(first: Encounter, second: Encounter, limits: Thresholds) -> TwoStalls | None:
    """Two stalls or sites on one local day, both surely on that day, without a move on record between."""
    day = day_of(first)
    if day is None or day != day_of(second) or first.registered_at != second.registered_at:
        return None
    if not _elsewhere(first, second, limits):
        return None
    told_m = distances(first, second, limits)[0] if located(limits, first, second) else None
    return TwoStalls(first=first, second=second, day=day, distance_m=told_m)


def _elsewhere(first: Encounter, second: Encounter, limits: Thresholds) -> bool:
    distance_m, apart_m = distances(first, second, limits)
    if not (first.site_id and second.site_id):
        return apart_m >= limits.far_m + 2 * limits.jump_m
    if first.site_id == second.site_id:
        return bool(first.stall and second.stall) and loose(first.stall) != loose(second.stall)
    if first.site_by == second.site_by == "neighbours":
        return not located(limits, first, second) or distance_m > limits.same_place_m
    # An officer who left the last visit open names the wrong site: the positions must say so too.
    return _far(first, second, apart_m, limits)


def _far(first: Encounter, second: Encounter, apart_m: int, limits: Thresholds) -> bool:
    """Farther than positions jump: each that the same phone did not repeat may have jumped."""
    jumps = [one.steady for one in (first, second)].count(None)
    return apart_m >= limits.far_m + jumps * limits.jump_m


def _other_serial(
    document: Mapping[str, Any], new: Encounter, others: Iterable[Encounter]
) -> Iterable[tuple[AlarmKind, str, Evidence]]:
    """A number that is one slip of the finger from the registered one counts when it was typed twice alike."""
    typed, on_label = new.serial_seen, document["resolution"]["serial_digest"]
    if typed is None:
        return
    digest = codec.serial_digest(unicodedata.normalize("NFKC", typed)).hex()
    serial_no = (document.get("registered") or {}).get("serial_no", "")
    seen, meant = loose(typed), loose(serial_no)
    is_repeated = any(loose(one.serial_seen) == seen for one in others)
    if digest == on_label or seen == meant or (is_slip(seen, meant) and not is_repeated):
        return
    told = OtherSerial(
        encounter=new,
        serial_seen=typed,
        serial_registered=serial_no,
        digest_label=on_label,
        digest_seen=digest,
    )
    yield "serial_mismatch", "", told


def _out_of_use(
    document: Mapping[str, Any], new: Encounter, limits: Thresholds
) -> Iterable[tuple[AlarmKind, str, Evidence]]:
    registered = document.get("registered") or {}
    since = registered.get("since")
    if state := _state_met(document, new, limits):
        told = OutOfUse(encounter=new, state=state, since=since)
        yield "scanned_out_of_use", f"/{state}/{since or ''}", told


def _state_met(
    document: Mapping[str, Any], new: Encounter, limits: Thresholds
) -> Literal["scrapped", "replaced", "suspended"] | None:
    """The state in which the label should not have been met where it was.

    On a visit a suspended instrument is what the officer came to look at, and on the day it was suspended they are
    still there. A scan that came late may have been made before the state it came into.
    """
    registered = document.get("registered") or {}
    state, since = registered.get("state"), registered.get("since")
    if new.how != "camera":
        return None
    if state == "suspended" and since and "visit" not in document:
        return "suspended" if local_day(instant(new.earliest)) > date.fromisoformat(since) else None
    prompt = timedelta(seconds=limits.online_s + limits.network_s)
    if instant(new.received_at) - instant(new.earliest) > prompt:
        return None
    return state if state in ("scrapped", "replaced") else None
