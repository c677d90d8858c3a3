"""One row of a file, read cell by cell into what it would register; pure, and ignorant of what is registered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import partial
from typing import Any

from chalicelib.registry import imports_values as values
from chalicelib.registry.categories import KINDS, SCALES, Category
from chalicelib.registry.imports_columns import BY_KEY, Header
from chalicelib.registry.imports_notes import Note, Wrong, shown
from chalicelib.registry.parties import has_control

LIMITS = {"merchant_name": 80, "site_name": 80, "stall": 20, "name": 80, "maker": 80, "lab_name": 80}
"""Greatest lengths in characters; other texts take 64."""
_CODE_LENGTH = 64
OTHER_NAMES: dict[str, Category] = {
    "电子秤": "price_scale",
    "计价秤": "price_scale",
    "电子计价天平": "price_scale",
    "台秤": "platform_scale",
    "案秤": "platform_scale",
    "电子案秤": "platform_scale",
    "地磅": "truck_scale",
    "汽车衡": "truck_scale",
    "地上衡": "truck_scale",
    "加油机": "fuel_dispenser",
    "燃油加油枪": "fuel_dispenser",
    "压缩天然气加气机": "gas_dispenser",
    "液化石油气加气机": "gas_dispenser",
    "充电桩": "ev_charger",
    "电动汽车充电设备": "ev_charger",
    "验光机": "refractor",
    "自动电脑验光仪": "refractor",
    "电脑验光仪": "refractor",
    "瞳距测量仪": "pupilometer",
    "非接触式眼压计": "tonometer",
    "纯音听力计": "audiometer",
    "血压表": "blood_pressure_gauge",
    "水银血压计": "blood_pressure_gauge",
    "电子血压计": "electronic_blood_pressure",
    "心电图仪": "ecg",
    "监护仪": "patient_monitor",
    "谷物水分测定仪": "moisture_meter",
    "计价器": "taxi_meter",
    "冷水水表": "water_meter",
    "煤气表": "gas_meter",
    "电表": "electricity_meter",
}
"""Names besides those of categories.KINDS."""
CATEGORIES: dict[str, Category] = {kind.zh: category for category, kind in KINDS.items()} | OTHER_NAMES

type Reader = Callable[[str], Any]


@dataclass(frozen=True)
class Line:
    """A row as read. `fields` are the instrument's own, only those given; `notes` are what is wrong or odd."""

    row: int
    merchant_name: str
    credit_code: str
    district: str
    site_name: str
    stall: str
    fields: Mapping[str, Any]
    verification: Mapping[str, Any]
    notes: tuple[Note, ...]

    @property
    def is_bad(self) -> bool:
        """Whether a note forbids importing it."""
        return any(note.severity == "bad" for note in self.notes)


class _Cells:
    """The cells of one row, read by column; what cannot be read becomes a note."""

    def __init__(self, header: Header, cells: Sequence[str]) -> None:
        self._header = header
        self._cells = cells
        self.notes: list[Note] = []

    def note(self, code: str, key: str, value: str = "", **facts: str) -> None:
        column = BY_KEY[key]
        told = shown(value, is_personal=column.is_personal)
        named = {"column": column.zh, "column_en": column.en, "value": told}
        self.notes.append(Note(code, named | facts))

    def read(self, key: str, reader: Reader, *, limit: int = 0) -> Any:
        """What the cell says, None when it is empty or wrong."""
        raw = values.words(self._header.cell(key, self._cells))
        if not raw:
            return None
        if has_control(raw):
            self.note("control_character", key)
            return None
        try:
            found = reader(raw)
        except Wrong as wrong:
            self.note(wrong.code, key, raw, **wrong.facts)
            return None
        most = limit or LIMITS.get(key, _CODE_LENGTH)
        if isinstance(found, str) and len(found) > most:
            self.note("too_long", key, limit=str(most))
            return None
        return found or (found if found is False else None)

    def needed(self, key: str, reader: Reader) -> Any:
        """The same for a cell that may not be empty."""
        if not values.words(self._header.cell(key, self._cells)):
            self.note("missing", key)
            return None
        return self.read(key, reader)


def line(header: Header, row: int, cells: Sequence[str], today: date) -> Line:
    """Read one row; `today` is the local day."""
    told = _Cells(header, cells)
    name = told.needed("merchant_name", values.words) or ""
    credit_code = told.read("credit_code", values.credit_code)
    had_code = bool(credit_code) or any(note.code.startswith("credit_code") for note in told.notes)
    if credit_code and _is_odd(credit_code):
        told.note("credit_code_check_digit", "credit_code")
    district = told.needed("district", lambda text: values.district(text, today)) or ""
    site_name = told.needed("site_name", values.words) or ""
    stall = told.read("stall", values.code) or ""
    if (
        not had_code
        and not stall
        and not any(note.facts["column"] == BY_KEY["stall"].zh for note in told.notes)
    ):
        told.note("stall_missing", "stall")
    count = told.read("count", values.code)
    if count not in (None, "1", "1台", "1件"):
        told.note("count_not_one", "count", count)
    fields = _fields(told, header)
    _in_order(told, fields, "made_on", "first_used_on", is_same_allowed=True)
    for key in ("made_on", "first_used_on"):
        _not_future(told, key, fields.get(key), today)
    verification = _verification(told, today)
    return Line(
        row, name, credit_code or "", district, site_name, stall, fields, verification, tuple(told.notes)
    )


def identity(header: Header, cells: Sequence[str]) -> tuple[str, str] | None:
    """Maker and serial number of a row as they are registered; None where one is missing or damaged."""
    try:
        found = values.words(header.cell("maker", cells)), values.code(header.cell("serial_no", cells))
    except Wrong:
        return None
    return found if all(found) else None


def first_of_code(
    header: Header, row: int, cells: Sequence[str], today: date
) -> tuple[str, tuple[int, str, str]] | None:
    """A row's credit code, and the row, name and district it would register it with; None without them."""
    name = values.words(header.cell("merchant_name", cells))
    try:
        code = values.credit_code(header.cell("credit_code", cells))
        district = values.district(header.cell("district", cells), today)
    except Wrong:
        return None
    return (code, (row, name, district)) if 0 < len(name) <= LIMITS["merchant_name"] else None


def _is_odd(credit_code: str) -> bool:
    from stdnum.cn import uscc

    return not uscc.is_valid(credit_code)


def _fields(told: _Cells, header: Header) -> dict[str, Any]:
    found = {
        "name": told.needed("name", values.words),
        "model": told.needed("model", values.code),
        "maker": told.needed("maker", values.words),
        "serial_no": told.needed("serial_no", values.code),
        "category": _category(told, header),
    }
    for key in ("max_g", "min_g", "e_g", "d_g"):
        found[key] = told.read(key, partial(values.mass_g, grams_per_unit=header.grams.get(key)))
    for key in (
        "measuring_range",
        "origin",
        "production_code",
        "repair_code",
        "verification_code",
        "software_id",
        "type_approval_no",
    ):
        found[key] = told.read(key, values.code)
    found["purpose"] = told.read("purpose", partial(values.choice, choices=values.PURPOSES))
    found["verified_where"] = told.read("verified_where", partial(values.choice, choices=values.PLACES))
    found["networked"] = told.read("networked", partial(values.choice, choices=values.YES_NO))
    found["seal_nos"] = told.read("seal_nos", values.seals)
    found["made_on"] = told.read("made_on", values.day)
    found["first_used_on"] = told.read("first_used_on", values.day)
    _class(told, found)
    return {key: value for key, value in found.items() if value is not None}


def _category(told: _Cells, header: Header) -> Category | None:
    written = [
        told.read(key, values.code) for key in ("kind", "name", "item", "group") if key in header.places
    ]
    plain = [values.plain_name(one) for one in written if one]
    for one in plain:
        if one in CATEGORIES:
            return CATEGORIES[one]
    if plain:
        near = "、".join(get_close_matches(plain[0], CATEGORIES, n=3, cutoff=0.3))
        key = next(key for key in ("kind", "name", "item", "group") if key in header.places)
        nearest = {"nearest": f"最接近的是：{near}。", "nearest_en": f" Nearest: {near}."} if near else {}
        offered = {
            "nearest": "请填器具目录里的名称，如电子计价秤。",
            "nearest_en": " Use a name of the catalogue.",
        }
        told.note("category_unknown", key, plain[0], **(nearest or offered))
    return None


def _class(told: _Cells, found: dict[str, Any]) -> None:
    """Class, Max and e are what makes a scale a scale; other kinds have classes of their own, which nobody keeps."""
    if found["category"] in SCALES:
        found["accuracy_class"] = told.read("accuracy_class", values.accuracy_class)
        said = {note.facts.get("column") for note in told.notes}
        for key in ("accuracy_class", "max_g", "e_g"):
            if found[key] is None and BY_KEY[key].zh not in said:
                told.note("scale_incomplete", key)
    elif found["category"] is not None and (written := told.read("accuracy_class", values.code)):
        told.note("class_left_out", "accuracy_class", written)


def _verification(told: _Cells, today: date) -> dict[str, Any]:
    found = {
        "lab_name": told.read("lab_name", values.words),
        "conclusion": told.read("conclusion", values.conclusion),
        "verified_on": told.read("verified_on", values.day),
        "valid_until": told.read("valid_until", values.day),
        "certificate_no": told.read("certificate_no", values.code),
    }
    if found["conclusion"] == "fail" and found["valid_until"]:
        told.note("conclusion_contradicts", "conclusion")
    _not_future(told, "verified_on", found["verified_on"], today)
    _in_order(told, found, "verified_on", "valid_until", is_same_allowed=False)
    if found["conclusion"] is None and found["valid_until"]:
        found["conclusion"] = "pass"
    return {key: value for key, value in found.items() if value is not None}


def _not_future(told: _Cells, key: str, found: date | None, today: date) -> None:
    if found is not None and found > today:
        told.note("date_future", key, found.isoformat())


def _in_order(
    told: _Cells, found: Mapping[str, Any], earlier: str, later: str, *, is_same_allowed: bool
) -> None:
    first, last = found.get(earlier), found.get(later)
    if first is None or last is None or last > first or (is_same_allowed and last == first):
        return
    other = BY_KEY[earlier]
    told.note(
        "dates_contradict", later, last.isoformat(), other=other.zh, other_en=other.en, other_value=str(first)
    )
