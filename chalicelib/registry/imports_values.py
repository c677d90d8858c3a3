"""Reading and writing single cells exactly: masses, dates, codes, choices as clerks type them; pure."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from chalicelib.quantities import plain
from chalicelib.registry.districts import in_force
from chalicelib.registry.imports_columns import GRAMS
from chalicelib.registry.imports_notes import Wrong
from chalicelib.registry.parties import visible
from chalicelib.texts import unguarded

DAMAGED = "\ufffd"
"""Ends the text of a number cell of more than 15 digits: Excel has rounded it."""
_MASS = re.compile(
    r"(?:max|min|e|d|最大|最小)?[=:]?([0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]{1,8})?([a-z一-鿿]*)"
)
_FINEST_G = Decimal("0.00001")
_LARGEST_G = Decimal(10) ** 8
_DATE = re.compile(
    r"([0-9]{4})([-/.年])([0-9]{1,2})([-/.月])([0-9]{1,2})日?(?:[T ]0{1,2}:00(?::00)?(?:\.0+)?)?"
)
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_SERIAL = re.compile(r"([0-9]{5})(?:\.0+)?")
_EXCEL_EPOCH = date(1899, 12, 30)
_FIRST, _LAST = date(1950, 1, 1), date(2150, 12, 31)
_EMPTY = frozenset({"/", "\\", "-", "--", "—", "——", "无", "空"})
_SEALS = re.compile(r"[、,;\n]+")
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")

CLASSES = {
    **dict.fromkeys(("i", "1", "一", "特种准确度"), "I"),
    **dict.fromkeys(("ii", "2", "二", "高准确度"), "II"),
    **dict.fromkeys(("iii", "3", "三", "中准确度"), "III"),
    **dict.fromkeys(("iiii", "iv", "4", "四", "普通准确度"), "IIII"),
}
PURPOSES = {
    "贸易结算": "trade",
    "安全防护": "safety",
    "医疗卫生": "medical",
    "环境监测": "environment",
}
PLACES = {
    "现场检定": "on_site",
    "送检": "at_lab",
    "现场": "on_site",
    "上门检定": "on_site",
    "上门": "on_site",
    "送实验室": "at_lab",
    "实验室检定": "at_lab",
}
YES_NO = {"是": True, "否": False, "已联网": True, "未联网": False, "有": True, "无": False}
_PASSES = re.compile(r"(?:.{0,8}级)?合格|符合.{0,8}级|pass")
_FAILS = re.compile(r"不合格|fail")


def words(text: str) -> str:
    """Running text: outer spaces gone, inner ones single; nothing for what clerks put into cells they leave empty."""
    found = " ".join(unguarded(visible(text)).split())
    return "" if found in _EMPTY else found


def code(text: str) -> str:
    """A number or code: also full-width characters made plain. Raises Wrong for what Excel has damaged."""
    if text.endswith(DAMAGED):
        raise Wrong("number_damaged")
    return words(unicodedata.normalize("NFKC", text))


def plain_name(text: str) -> str:
    """A name as compared with another: without spaces, width and capitals."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def credit_code(text: str) -> str:
    """A unified social credit code, upper case. Raises Wrong."""
    found = code(text).replace(" ", "").replace("-", "").upper()
    if not _CREDIT_CODE.fullmatch(found):
        raise Wrong("credit_code_shape")
    return found


def district(text: str, day: date) -> str:
    """The GB/T 2260 code of the name or code of a district that is one on the local `day`. Raises Wrong."""
    wanted = plain_name(text).removeprefix("福建省").removeprefix("厦门市")
    for number, meaning in in_force(day).items():
        name = meaning.name
        if wanted in {
            number,
            name.zh,
            name.zh.removesuffix("区"),
            f"{number}{name.zh}",
            f"{name.zh}{number}",
        }:
            return number
    raise Wrong("district_unknown")


def simplest(value: Decimal) -> Decimal:
    """The same number without needless zeros and without an exponent."""
    shortest = value.normalize()
    return shortest.quantize(Decimal(1)) if shortest.as_tuple().exponent > 0 else shortest  # type: ignore[operator]


def mass_g(text: str, grams_per_unit: Decimal | None = None) -> Decimal:
    """A mass in grams, exactly; `grams_per_unit` is that of the column's title, for cells without a unit.

    Above zero, to a hundred thousandth of a gram, under a hundred tonnes. Raises Wrong.
    """
    written = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
    found = _MASS.fullmatch(written)
    if found is None:
        raise Wrong("quantity_form")
    whole, fraction, unit = found[1].replace(",", ""), found[2] or "", found[3]
    if unit.endswith(("斤", "两")) and unit != "公斤":
        raise Wrong("quantity_unit_illegal")
    per_unit = GRAMS.get(unit) if unit else grams_per_unit
    if per_unit is None:
        raise Wrong("quantity_form" if unit else "quantity_unit_missing")
    grams = Decimal(whole + fraction) * per_unit
    if not 0 < grams < _LARGEST_G or grams % _FINEST_G:
        raise Wrong("quantity_form")
    return simplest(grams)


def mass_text(grams: Decimal) -> str:
    """A mass as people write it; `mass_g` reads it back."""
    thousand = Decimal(1000)
    return f"{plain(simplest(grams / thousand))} kg" if grams >= thousand else f"{plain(simplest(grams))} g"


def day(text: str) -> date:
    """A date in the forms clerks type, and as Excel counts days when a cell lost its format. Raises Wrong."""
    written = unicodedata.normalize("NFKC", text).strip()
    try:
        if found := _DATE.fullmatch(written.replace("年 ", "年").replace("月 ", "月")):
            if (found[2] == "年") != (found[4] == "月"):
                raise Wrong("date_form")
            made = date(int(found[1]), int(found[3]), int(found[5]))
        elif found := _COMPACT.fullmatch(written):
            made = date(int(found[1]), int(found[2]), int(found[3]))
        elif found := _SERIAL.fullmatch(written):
            made = _EXCEL_EPOCH + timedelta(days=int(found[1]))
        else:
            raise Wrong("date_form")
    except ValueError:
        raise Wrong("date_form") from None
    if not _FIRST <= made <= _LAST:
        raise Wrong("date_form")
    return made


def accuracy_class(text: str) -> str:
    """The class of a scale. Raises Wrong."""
    wanted = plain_name(text).strip("()").removesuffix("级").strip("()")
    if wanted not in CLASSES:
        raise Wrong("class_unknown")
    return CLASSES[wanted]


def choice(text: str, choices: Mapping[str, Any]) -> Any:
    """One of a few words. Raises Wrong."""
    wanted = plain_name(text)
    if wanted not in choices:
        raise Wrong("choice_unknown", choices="、".join(choices))
    return choices[wanted]


def conclusion(text: str) -> str:
    """What the verification found, pass or fail. Raises Wrong."""
    wanted = plain_name(text)
    if _FAILS.fullmatch(wanted):
        return "fail"
    if _PASSES.fullmatch(wanted):
        return "pass"
    raise Wrong("choice_unknown", choices="合格、不合格")


def seals(text: str) -> tuple[str, ...]:
    """Seal numbers written one after another. Raises Wrong."""
    found = tuple(part.strip() for part in _SEALS.split(code(text)) if part.strip())
    if len(found) > 10:  # noqa: PLR2004 - as many as Instrument takes
        raise Wrong("too_many_seals")
    return found


def written(value: object) -> str:
    """A field as a cell shows it; the readers above read it back."""
    backwards: dict[object, str] = {}
    for table in (YES_NO, PLACES, PURPOSES):
        for word, meant in table.items():
            backwards.setdefault((type(meant), meant), word)
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    return backwards.get((type(value), value)) or str(value)
