"""How long a certificate may last, and what is odd about one but not refused: a person has to look at it; pure."""

import calendar
from datetime import date
from typing import Literal

from chalicelib.errors import Sentence
from chalicelib.law.catalogue import NoInterval, interval
from chalicelib.law.model import RuleRef
from chalicelib.law.rulebook import Authority, NoVersion
from chalicelib.registry.categories import KINDS, Category
from chalicelib.registry.marks import Frozen
from chalicelib.registry.model import Verification, Words

_BEYOND = Sentence(
    "有效期比{name}的检定周期({months} 个月，至 {longest})长，请核对证书；记录已保存。",
    "The certificate lasts longer than the interval of this {name} ({months} months, until {longest})."
    " Compare it with the paper; it was recorded.",
)


class Longest(Frozen):
    """The longest a certificate of a kind may last.

    longest     last day the interval allows, inclusive: the same day of the month, `months` later (民法典 art. 202)
    rule        where the interval stands, with the confidence of that source; `authority` says what it is good for
    """

    months: int
    longest: date
    authority: Authority
    rule: RuleRef


class Doubt(Longest):
    """A certificate that lasts beyond the longest interval of its kind."""

    code: Literal["verification.beyond_interval"] = "verification.beyond_interval"
    sentences: Words


def longest(category: Category, verified_on: date) -> Longest | None:
    """How long a certificate of that day may last for this kind; None where no interval was read."""
    name = KINDS[category].interval
    if not name:
        return None
    try:
        known = interval(name, verified_on)
    except (NoInterval, NoVersion):
        return None
    return Longest(
        months=known.months,
        longest=months_later(verified_on, known.months),
        authority=known.authority,
        rule=known.rule,
    )


def doubts(verification: Verification, category: Category) -> list[Doubt]:
    """What is odd about this verification of an instrument of this kind; nothing where no interval was read."""
    known = longest(category, verification.verified_on)
    if known is None or verification.valid_until is None or verification.valid_until <= known.longest:
        return []
    kind = KINDS[category]
    facts: dict[str, object] = {"months": known.months, "longest": known.longest.isoformat()}
    words = Words(zh=_BEYOND.zh.format(name=kind.zh, **facts), en=_BEYOND.en.format(name=kind.en, **facts))
    return [Doubt(sentences=words, **dict(known))]


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last day of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
