"""Red flags (疑点线索) in what checks of one instrument saw: the law's hints, never a verdict; pure.

A check alone raises most. Readings that are all too high by one share may also show only over several checks, each at
one load: the last checks are then looked at together.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chalicelib import law
from chalicelib.inspection.checks import Check
from chalicelib.inspection.checks_instruments import KeptIdentity
from chalicelib.inspection.checks_weighing import JudgedReading, KeptWeighing
from chalicelib.law.redflags import Flag, Observations
from chalicelib.law.redflags import Reading as Seen
from chalicelib.registry.search import lookup

LAST_CHECKS = 5
"""What the instrument's head tells of its history."""
_MOST = 50
_IDENTITY = 64
_OVER_TIME = "systematic_ratio"


@dataclass(frozen=True)
class Found:
    """A flag, and the checks it rests on, newest first."""

    flag: Flag
    checks: tuple[Check, ...]


def found(checks: Sequence[Check]) -> list[Found]:
    """The flags of the newest of an instrument's checks, and those its last checks show together.

    checks  newest first, at most LAST_CHECKS are looked at
    """
    newest, scales = checks[0], [one for one in checks[:LAST_CHECKS] if isinstance(one, KeptWeighing)]
    own = [Found(flag, (newest,)) for flag in law.flags(observed(newest))]
    if not isinstance(newest, KeptWeighing) or any(one.flag.code == _OVER_TIME for one in own):
        return own
    together = Observations(readings=_seen(reading for one in scales for reading in one.readings))
    over_time = [flag for flag in law.flags(together) if flag.code == _OVER_TIME]
    return own + [Found(flag, tuple(scales)) for flag in over_time]


def observed(check: Check) -> Observations:
    """What one check saw, as the law's hints ask it; nothing of the kinds that have none."""
    if isinstance(check, KeptWeighing):
        return Observations(
            readings=_seen(check.readings), e_g=check.parameters.e_g, same_load_g=_repeated(check.readings)
        )
    if isinstance(check, KeptIdentity):
        known, seals = check.parameters, check.seal_nos
        return Observations(
            seal_intact=check.seal_intact,
            seal_found=_identity(seals) if seals is not None else None,
            seal_recorded=_identity(known.seal_nos),
            serial_found=_identity(check.serial_no),
            serial_recorded=_identity(known.serial_no),
            software_found=_identity(check.software_id),
            software_recorded=_identity(known.software_id),
        )
    return Observations()


def _seen(readings: Iterable[JudgedReading]) -> tuple[Seen, ...]:
    """Readings with something on the scale."""
    told = [
        Seen.model_construct(load_g=one.load_g, indication_g=one.indication_g)
        for one in readings
        if one.load_g > 0 and one.indication_g >= 0
    ]
    return tuple(told[:_MOST])


def _repeated(readings: Sequence[JudgedReading]) -> tuple[object, ...]:
    """The indications at the load that was put on most often in one direction; none when none was put on twice."""
    loads = Counter((one.load_g, one.direction) for one in readings)
    load, times = loads.most_common(1)[0]
    if times < 2:  # noqa: PLR2004 - twice is a repetition
        return ()
    return tuple(one.indication_g for one in readings if (one.load_g, one.direction) == load)


def _identity(told: str | Iterable[str] | None) -> str | None:
    """A number, or several in any order, in the one form of search.lookup; long ones by their digest."""
    if not told:
        return None
    text = ",".join(sorted({lookup(one) for one in ([told] if isinstance(told, str) else told)}))
    return text if len(text) <= _IDENTITY else hashlib.sha256(text.encode()).hexdigest()
