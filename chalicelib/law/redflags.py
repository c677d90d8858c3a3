"""Red flags of cheating (作弊疑点): hints for an officer where to look, never verdicts (metrology.md section 9)."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import Annotated

from pydantic import Field

from chalicelib.errors import Sentence
from chalicelib.law.model import Frozen, Words, short, words
from chalicelib.law.rulebook import Row, load
from chalicelib.quantities import Exact, NotNegative, Positive

RULE = "flags.thresholds"
Identity = Annotated[str, Field(min_length=1, max_length=64)]


class Threshold(Row):
    """When a flag is raised."""

    flag: str
    ratio_variation_percent: Decimal | None = None
    loads_at_least: int | None = None
    ratio_steps_percent: tuple[Decimal, ...] = ()
    near_step_percent: Decimal = Decimal(0)
    beyond_e: Decimal = Decimal(0)


class Reading(Frozen):
    """What a scale showed under a load."""

    load_g: Positive
    indication_g: NotNegative


class Observations(Frozen):
    """What an officer saw; everything is optional.

    before_restart_g, after_restart_g   indication under one and the same load, before and after switching off and on
    same_load_g                         indications under one and the same load
    *_recorded, *_found                 as registered, as read on the instrument
    """

    readings: Annotated[tuple[Reading, ...], Field(max_length=50)] = ()
    e_g: Positive | None = None
    before_restart_g: Exact | None = None
    after_restart_g: Exact | None = None
    same_load_g: Annotated[tuple[Exact, ...], Field(max_length=50)] = ()
    seal_recorded: Identity | None = None
    seal_found: Identity | None = None
    seal_intact: bool | None = None
    serial_recorded: Identity | None = None
    serial_found: Identity | None = None
    software_recorded: Identity | None = None
    software_found: Identity | None = None


class Flag(Frozen):
    """One hint: never a verdict."""

    code: str
    explanation: Words


_RATIO = Sentence(
    "几次读数都偏大，且偏大的比例几乎相同(约 {percent} %)，疑似按比例作弊，请进一步检查。",
    "Every reading is too high by nearly the same share (about {percent} %): look for cheating by ratio.",
)
_STEP = Sentence(
    "偏大的比例接近 {step} %，是常见作弊档位，请检查按键和菜单。",
    "Readings are too high by close to {step} %, a usual step of cheating: look at keys and menus.",
)
_RESTART = Sentence(
    "重启前后同一重物的读数相差 {found} g，请检查是否有遥控或密码程序。",
    "Before and after a restart the same load differs by {found} g: look for remote control or hidden modes.",
)
_REPEAT = Sentence(
    "同一重物多次称量相差 {found} g，请检查秤的状态。",
    "The same load was weighed with a difference of {found} g: look at the state of the scale.",
)
_SEAL = Sentence("铅封破损或编号与登记不符。", "The seal is broken or is not the one on record.")
_SERIAL = Sentence("出厂编号与登记不符。", "The serial number is not the one on record.")
_SOFTWARE = Sentence("软件标识与登记不符。", "The software is not the one on record.")


def flags(seen: Observations) -> tuple[Flag, ...]:
    """The hints that follow from what was seen."""
    thresholds = {row.flag: row for row in load(RULE, Threshold).version[-1].rows}
    with localcontext(prec=60):
        found = [
            *_ratio(seen.readings, thresholds),
            *_spread("changed_over_power_cycle", _restart(seen), _RESTART, seen.e_g, thresholds),
            *_spread("not_repeatable", seen.same_load_g, _REPEAT, seen.e_g, thresholds),
        ]
    if seen.seal_intact is False or _differ(seen.seal_recorded, seen.seal_found):
        found.append(Flag(code="seal_mismatch", explanation=words(_SEAL)))
    if _differ(seen.serial_recorded, seen.serial_found):
        found.append(Flag(code="serial_mismatch", explanation=words(_SERIAL)))
    if _differ(seen.software_recorded, seen.software_found):
        found.append(Flag(code="software_mismatch", explanation=words(_SOFTWARE)))
    return tuple(found)


def _ratio(readings: Sequence[Reading], thresholds: dict[str, Threshold]) -> list[Flag]:
    """All errors positive, and their share of the load nearly the same: CV below the threshold, or close to a step."""
    shares = [(one.indication_g - one.load_g) * 100 / one.load_g for one in readings]
    if not shares or min(shares) <= 0:
        return []
    told = []
    systematic, step = thresholds["systematic_ratio"], thresholds["ratio_step"]
    mean = sum(shares, Decimal(0)) / len(shares)
    if len(shares) >= (systematic.loads_at_least or 0):
        variance = sum(((share - mean) ** 2 for share in shares), Decimal(0)) / (len(shares) - 1)
        if variance.sqrt() * 100 < (systematic.ratio_variation_percent or 0) * mean:
            percent = short(mean.quantize(Decimal("0.1")))
            told.append(Flag(code="systematic_ratio", explanation=words(_RATIO, percent=percent)))
    near = [
        level
        for level in step.ratio_steps_percent
        if all(abs(share - level) <= step.near_step_percent for share in shares)
    ]
    return told + [Flag(code="ratio_step", explanation=words(_STEP, step=level)) for level in near]


def _restart(seen: Observations) -> tuple[Decimal, ...]:
    if seen.before_restart_g is None or seen.after_restart_g is None:
        return ()
    return seen.before_restart_g, seen.after_restart_g


def _spread(
    code: str,
    values: Sequence[Decimal],
    told: Sentence,
    e_g: Decimal | None,
    thresholds: dict[str, Threshold],
) -> list[Flag]:
    """One load with results further apart than so many e; without e any difference is worth a look."""
    if not values:
        return []
    found = max(values) - min(values)
    if found <= thresholds[code].beyond_e * (e_g or 0):
        return []
    return [Flag(code=code, explanation=words(told, found=found))]


def _differ(recorded: str | None, found: str | None) -> bool:
    return recorded is not None and found is not None and recorded != found
