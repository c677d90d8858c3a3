"""Sheets as clerks send them, made from a seed: good rows, and three in a hundred of every kind of mistake.

Every row comes with what its check must say, so that a report can be held to it.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from chalicelib.registry.districts import DISTRICTS
from chalicelib.registry.imports_notes import REASONS
from chalicelib.registry.parties import Site

EACH = 0.03
TITLES = (
    "使用单位名称",
    "统一社会信用代码",
    "使用地点行政区划",
    "场所名称",
    "摊位号",
    "器具名称",
    "器具种别",
    "型号规格",
    "准确度等级",
    "最大秤量",
    "检定分度值",
    "分度值",
    "出厂编号",
    "生产厂家",
    "器具用途",
    "送检方式",
    "器具数量",
    "铅封编号",
    "出厂日期",
    "启用日期",
    "备注",
)
_SURNAMES = "陈林黄张李王吴蔡郑许"
_NUMBERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"

type Row = dict[str, str]


@dataclass(frozen=True)
class Made:
    """One row and the code of what is wrong with it, empty for a good one."""

    cells: Row
    wrong: str

    @property
    def is_bad(self) -> bool:
        return bool(self.wrong) and REASONS[self.wrong].severity == "bad"


def sites() -> list[tuple[str, Site]]:
    """The markets the sheets speak of, four in each district; `key` is for making an id."""
    return [
        (
            f"{district}-{place}",
            Site.model_validate(
                {
                    "name": f"{meaning.name.zh[:-1]}第{place}农贸市场(演示)",
                    "venue": "market",
                    "district": district,
                }
            ),
        )
        for district, meaning in DISTRICTS.items()
        for place in range(1, 5)
    ]


def credit_code(serial: int, *, is_odd: bool = False) -> str:
    """An invented credit code; an odd one has a wrong check digit."""
    from stdnum.cn import uscc

    body = f"91350200MADH{serial:05d}"
    digit = str(uscc.calc_check_digit(body))
    return body + (_NUMBERS[(_NUMBERS.index(digit) + 1) % len(_NUMBERS)] if is_odd else digit)


def _good(place: int, seed: int, random: Random) -> Row:
    _, site = random.choice(sites())
    is_large = random.random() < 0.3
    is_business = place % 2 == 0
    stall = f"{'ABCDEF'[place % 6]}{place:06d}"
    return {
        "使用单位名称": f"演示商行{place}" if is_business else f"{_SURNAMES[place % 10]}摊主{place}",
        "统一社会信用代码": credit_code(place % 100_000) if is_business else "",
        "使用地点行政区划": random.choice([site.district, DISTRICTS[site.district].name.zh]),
        "场所名称": site.name,
        "摊位号": stall,
        "器具名称": "电子计价秤",
        "器具种别": random.choice(["电子计价秤", "电子秤", "非自动衡器"]),
        "型号规格": "ACS-30" if is_large else "ACS-15",
        "准确度等级": random.choice(["III", "Ⅲ", "三级", "3"]),
        "最大秤量": random.choice(
            ["30 kg", "30kg", "30000g"] if is_large else ["15 kg", "15千克", "15,000 g"]
        ),
        "检定分度值": "10 g" if is_large else random.choice(["5g", "0.005 kg", "5克"]),
        "分度值": "10 g" if is_large else "5 g",
        "出厂编号": f"S{seed}-{place:07d}",
        "生产厂家": f"鹭岛衡器{place % 7}厂(演示)",
        "器具用途": "贸易结算",
        "送检方式": random.choice(["现场检定", "送检"]),
        "器具数量": "1",
        "铅封编号": f"XM{place:06d}",
        "出厂日期": random.choice(["2024-03-01", "2024/3/1", "2024年3月1日"]),
        "启用日期": "2024-06-01",
        "备注": random.choice(["", '=HYPERLINK("http://evil")', "春节前检"]),
    }


def _change(**changed: str) -> Callable[[Row, Row | None], Row]:
    return lambda row, _: row | changed


def _dated(row: Row, _: Row | None) -> Row:
    return row | {"出厂日期": "2024-07-01", "启用日期": "2024-06-01"}


def _twice(row: Row, before: Row | None) -> Row:
    return row | {name: (before or row)[name] for name in ("出厂编号", "生产厂家")}


def _odd(row: Row, _: Row | None) -> Row:
    return row | {"统一社会信用代码": credit_code(int(row["摊位号"][1:]) % 100_000, is_odd=True)}


def _renamed(row: Row, before: Row | None) -> Row:
    other = before or row
    return row | {
        "统一社会信用代码": other["统一社会信用代码"],
        "使用单位名称": other["使用单位名称"] + "更名",
    }


MISTAKES: dict[str, Callable[[Row, Row | None], Row]] = {
    "missing": _change(型号规格=""),
    "too_long": _change(生产厂家="长" * 81),
    "district_unknown": _change(使用地点行政区划="鼓浪屿区"),
    "credit_code_shape": _change(统一社会信用代码="91350200MADH1"),
    "credit_code_check_digit": _odd,
    "stall_missing": _change(统一社会信用代码="", 摊位号=""),
    "site_unknown": _change(场所名称="不存在的市场"),
    "category_unknown": _change(器具种别="电子计数秤台", 器具名称="计数台"),
    "quantity_form": _change(最大秤量="十五公斤左右"),
    "quantity_unit_missing": _change(最大秤量="15"),
    "quantity_unit_illegal": _change(最大秤量="30斤"),
    "scale_incomplete": _change(检定分度值=""),
    "class_unknown": _change(准确度等级="五级"),
    "date_form": _change(出厂日期="去年三月"),
    "date_future": _change(启用日期="2099-01-01"),
    "dates_contradict": _dated,
    "choice_unknown": _change(器具用途="随便用用"),
    "count_not_one": _change(器具数量="3"),
    "duplicate": _twice,
    "name_differs_in_file": _renamed,
}
"""Every kind of mistake: how a good row is spoiled, given an earlier good row of a business."""


def rows(count: int, seed: int) -> list[Made]:
    """So many rows, the same for the same seed."""
    random = Random(seed)  # noqa: S311 - examples, not secrets
    each = int(count * EACH)
    kinds = [kind for kind in MISTAKES for _ in range(each)]
    marks = kinds + [""] * (count - len(kinds) - 1)
    random.shuffle(marks)
    made: list[Made] = []
    before: Row | None = None
    for place, wrong in enumerate(["", *marks]):
        row = _good(place, seed, random)
        if wrong:
            row = MISTAKES[wrong](row, before)
        elif row["统一社会信用代码"]:
            before = row
        made.append(Made(row, wrong))
    return made


def expected(made: Sequence[Made]) -> Counter[str]:
    """How many rows are good or bad."""
    return Counter("bad" if one.is_bad else "good" for one in made)


def as_csv(made: Sequence[Made], encoding: str = "utf-8-sig", title: str = "") -> bytes:
    """A CSV, with a line above the header when `title` is given."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    if title:
        table.writerow([title])
    table.writerow(TITLES)
    table.writerows([one.cells[name] for name in TITLES] for one in made)
    return text.getvalue().encode(encoding)


def as_xlsx(made: Sequence[Made]) -> bytes:
    """An XLSX."""
    return xlsx(TITLES, ([one.cells[name] for name in TITLES] for one in made))


def xlsx(titles: Sequence[str], rows: Iterator[Sequence[Any]] | Sequence[Sequence[Any]]) -> bytes:
    """An XLSX of any cells: texts, numbers, dates, truths."""
    from datetime import date

    from xlsxwriter import Workbook

    kept = io.BytesIO()
    book = Workbook(kept, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("台账")
    days = book.add_format({"num_format": "yyyy/m/d"})
    for place, title in enumerate(titles):
        sheet.write_string(0, place, title)
    for row, cells in enumerate(rows, 1):
        for place, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(row, place, cell, days)
            elif isinstance(cell, str):
                sheet.write_string(row, place, cell)
            else:
                sheet.write(row, place, cell)
    book.close()
    return kept.getvalue()
