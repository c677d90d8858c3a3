"""The index of names that phones search: every name with its pinyin and all readings of a polyphone; pure."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import ConfigDict

from chalicelib.documents import Document

Kind = Literal["m", "s", "t"]
"""Merchant, site, stall."""
MOST_READINGS = 4
_RUN = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")

SURNAMES = {
    "曾": "zeng",
    "单": "shan",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "任": "ren",
    "区": "ou",
    "盖": "ge",
    "朴": "piao",
    "翟": "zhai",
    "乐": "yue",
    "员": "yun",
    "缪": "miao",
    "覃": "qin",
    "冼": "xian",
    "黑": "he",
    "洗": "xian",
    "贲": "ben",
    "召": "shao",
    "种": "chong",
    "句": "gou",
    "折": "she",
    "秘": "bi",
    "繁": "po",
    "燕": "yan",
    "纪": "ji",
    "华": "hua",
    "宁": "ning",
}
"""How a character is read as a surname, where that is not its first reading."""


class Name(Document):
    """One name.

    id          of the merchant, or of the site (a stall has its site's)
    note        what tells it from others of its name: a stall's merchant
    syllables   pinyin without tones, one word for each character, readings joined by |, latin words as they are
    """

    model_config = ConfigDict(frozen=True)

    kind: Kind
    id: str
    name: str
    note: str = ""
    syllables: str = ""
    stall: str = ""

    def row(self) -> list[str]:
        """As the file has it."""
        row = [self.kind, self.id, self.name, self.note, self.syllables]
        return [*row, self.stall] if self.stall else row


def syllables(name: str) -> str:
    """The pinyin of a name: as it is read in its words, then otherwise; the first character as a surname too."""
    from pypinyin import Style, lazy_pinyin, pinyin

    words = []
    for run in _RUN.finditer(name.lower()):
        text = run.group()
        if text.isascii():
            words.append(text)
            continue
        spoken = lazy_pinyin(text, style=Style.NORMAL)
        known = pinyin(list(text), style=Style.NORMAL, heteronym=True)
        for place, character in enumerate(text):
            surname = [SURNAMES[character]] if run.start() + place == 0 and character in SURNAMES else []
            words.append(_word([*surname, spoken[place], *known[place]]))
    return " ".join(word for word in words if word)


def _word(readings: list[str]) -> str:
    """The readings joined, without repeats; a character nobody can read has none."""
    plain = (one.replace("ü", "v") for one in readings)
    return "|".join([one for one in dict.fromkeys(plain) if one.isascii()][:MOST_READINGS])


def names(
    merchants: Iterable[tuple[str, str]],
    sites: Iterable[tuple[str, str]],
    stalls: Iterable[tuple[str, str, str, str]],
) -> Iterator[Name]:
    """Every name once: merchants and sites by id and name; stalls by site id, site, stall and merchant."""
    for merchant_id, name in merchants:
        yield Name(kind="m", id=merchant_id, name=name, syllables=syllables(name))
    for site_id, name in sites:
        yield Name(kind="s", id=site_id, name=name, syllables=syllables(name))
    for site_id, site, stall, merchant in sorted(set(stalls)):
        name = f"{site} {stall}"
        yield Name(kind="t", id=site_id, name=name, note=merchant, syllables=syllables(name), stall=stall)
