"""Districts (行政区) of the city by their GB/T 2260 codes, and when each code meant which district."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from chalicelib.errors import Invalid, Sentence

SOURCE = "GB/T 2260 (行政区划代码) by year, as python-stdnum's loc.dat has it; facts/process.md 8.2"
"""Known to the year only: a code's first day is taken as 1 January, its last as 31 December."""

District = Literal["350203", "350205", "350206", "350211", "350212", "350213"]
"""The codes that records may have. A new code is added; none is taken out, or what has it could be read no more: what
may be written today says `in_force`."""
RECORDED_FROM = date(2026, 1, 1)
"""No record is older."""


@dataclass(frozen=True)
class Meaning:
    """What a code meant from a day on until another, the first on which it no longer did; None while it does."""

    code: str
    name: Sentence
    since: date
    until: date | None = None


def _meaning(code: str, zh: str, en: str, first_year: int, last_year: int | None = None) -> Meaning:
    until = date(last_year + 1, 1, 1) if last_year else None
    return Meaning(code, Sentence(zh, en), date(first_year, 1, 1), until)


MEANINGS = (
    _meaning("350202", "鼓浪屿区", "Gulangyu", 1983, 2003),
    _meaning("350203", "思明区", "Siming", 1983),
    _meaning("350204", "开元区", "Kaiyuan", 1983, 2003),
    _meaning("350205", "杏林区", "Xinglin", 1983, 2002),
    _meaning("350205", "海沧区", "Haicang", 2003),
    _meaning("350206", "湖里区", "Huli", 1987),
    _meaning("350211", "郊区", "Jiaoqu", 1983, 1986),
    _meaning("350211", "集美区", "Jimei", 1987),
    _meaning("350212", "同安区", "Tong'an", 1996),
    _meaning("350213", "翔安区", "Xiang'an", 2003),
)
"""All meanings, by code and time."""

DISTRICTS: dict[str, Meaning] = {
    one.code: one for one in MEANINGS if one.until is None or one.until > RECORDED_FROM
}
"""Code that records may have -> its last meaning."""


class NoSuchDistrict(Invalid):
    """A merchant or site in a district that is none on the day."""

    code = "registry.no_such_district"
    zh = "{district} 不是现行的行政区代码，请改选现在的行政区。"
    en = "{district} is not the code of a district today. Choose one that is."


def in_force(day: date) -> dict[str, Meaning]:
    """Code -> what it means on the local `day`, of every code that may be written then."""
    return {one.code: one for one in MEANINGS if one.since <= day and (one.until is None or day < one.until)}


def district(code: str, day: date) -> Meaning | None:
    """What the code meant on the local `day`; None when it meant nothing then."""
    return in_force(day).get(code)
