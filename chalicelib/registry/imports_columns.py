"""The columns of e-CQS (强制检定工作计量器具业务管理平台) and how clerks write them, for import and export alike."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from chalicelib.errors import Unprocessable
from chalicelib.registry.parties import visible

HEADER_WITHIN_ROWS = 10
"""A table may have a title above it; its header is the row with the most known columns among the first ten."""


@dataclass(frozen=True)
class Column:
    """One column: what it fills, its title in both languages, other titles it goes by."""

    key: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    is_required: bool = False
    is_personal: bool = False
    is_mass: bool = False


COLUMNS = (
    Column(
        "merchant_name",
        "使用单位名称",
        "user",
        ("使用单位", "单位名称", "经营者名称", "经营者", "业户名称", "摊主姓名", "摊主"),
        is_required=True,
        is_personal=True,
    ),
    Column(
        "credit_code",
        "统一社会信用代码",
        "credit code",
        ("社会信用代码", "信用代码", "统一信用代码", "单位代码"),
    ),
    Column(
        "district",
        "使用地点行政区划",
        "district",
        ("行政区划", "行政区划代码", "所属行政区", "行政区", "所在区", "区"),
        is_required=True,
    ),
    Column(
        "site_name",
        "场所名称",
        "site",
        ("场所", "使用场所", "市场名称", "安装/使用地点", "安装使用地点", "安装地点", "使用地点"),
        is_required=True,
    ),
    Column("stall", "摊位号", "stall", ("摊位", "摊位编号", "档口号", "档口", "柜台号")),
    Column("name", "器具名称", "instrument", ("计量器具名称", "名称"), is_required=True),
    Column("group", "器具类别", "group", ("类别", "计量器具类别")),
    Column("item", "器具项别", "item", ("项别", "强检项别", "强检目录项别")),
    Column("kind", "器具种别", "kind", ("种别", "强检种别", "强检目录种别")),
    Column("model", "型号规格", "model", ("型号", "规格型号", "型号/规格", "规格"), is_required=True),
    Column("measuring_range", "测量范围", "measuring range", ("量程", "测量范围/量程")),
    Column("accuracy_class", "准确度等级", "accuracy class", ("准确度", "精度等级", "等级")),
    Column("max_g", "最大秤量", "greatest load", ("最大称量", "max", "秤量"), is_mass=True),
    Column("min_g", "最小秤量", "least load", ("最小称量", "min"), is_mass=True),
    Column("e_g", "检定分度值", "verification interval e", ("检定分度值e", "分度值e", "e"), is_mass=True),
    Column("d_g", "分度值", "scale interval d", ("实际分度值", "实际分度值d", "分度值d", "d"), is_mass=True),
    Column(
        "serial_no",
        "出厂编号",
        "serial number",
        ("器具编号", "出厂号", "产品编号", "序列号"),
        is_required=True,
    ),
    Column(
        "maker",
        "生产厂家",
        "maker",
        ("制造厂家", "生产厂商", "制造单位", "制造厂", "生产企业"),
        is_required=True,
    ),
    Column("origin", "器具产地", "origin", ("产地",)),
    Column("purpose", "器具用途", "purpose", ("用途", "强检用途")),
    Column("verified_where", "送检方式", "where verified", ("检定方式",)),
    Column("count", "器具数量", "count", ("数量", "台数", "台(件)数")),
    Column("production_code", "生产码", "production code", ("生产编码",)),
    Column("repair_code", "维修码", "repair code", ("修理码",)),
    Column("verification_code", "检定码", "verification code", ()),
    Column("seal_nos", "铅封编号", "seals", ("铅封号", "铅封", "封印编号")),
    Column("software_id", "软件识别码", "software id", ("软件标识", "软件版本")),
    Column("type_approval_no", "型式批准证书编号", "type approval", ("型式批准编号", "型批编号", "cpa编号")),
    Column("networked", "是否联网", "networked", ("联网",)),
    Column("made_on", "出厂日期", "made on", ("生产日期", "制造日期")),
    Column("first_used_on", "启用日期", "first used on", ("投用日期", "使用日期")),
    Column("lab_name", "检定机构", "lab", ("检定单位", "检定机构名称")),
    Column("conclusion", "检定结论", "conclusion", ("检定结果", "结论")),
    Column("verified_on", "检定日期", "verified on", ("最近检定日期", "本次检定日期")),
    Column("valid_until", "有效期至", "valid until", ("有效期", "检定有效期", "有效日期", "下次检定日期")),
    Column("certificate_no", "证书编号", "certificate", ("检定证书编号", "证书号")),
)
BY_KEY = {column.key: column for column in COLUMNS}
GRAMS = {
    "mg": Decimal("0.001"),
    "毫克": Decimal("0.001"),
    "g": Decimal(1),
    "克": Decimal(1),
    "kg": Decimal(1000),
    "千克": Decimal(1000),
    "公斤": Decimal(1000),
    "t": Decimal(1_000_000),
    "吨": Decimal(1_000_000),
}
"""Units of mass as people write them -> grams."""
_UNIT = re.compile(rf"[(/,]?(?:单位:?)?({'|'.join(GRAMS)})\)?$")
_DROPPED = re.compile(r"[\s*:_]|\(必填\)|\(选填\)")


class NoHeader(Unprocessable):
    """No row among the first ten names our columns."""

    code = "import.no_header"
    zh = "前 10 行里没有找到列名。请保留一行列名，至少有：{columns}。"
    en = "The first ten rows hold no column titles. Keep one row of titles with at least: {columns}."


class ColumnsMissing(Unprocessable):
    """The header lacks columns that every instrument needs."""

    code = "import.columns_missing"
    zh = "缺少这些列：{columns}。请补上列名和内容后重新上传。"
    en = "These columns are missing: {columns}. Add them and upload the file again."


class ColumnTwice(Unprocessable):
    """Two columns mean the same."""

    code = "import.column_twice"
    zh = "有两列都表示“{column}”，请只留一列后重新上传。"
    en = "Two columns mean {column}. Keep one and upload the file again."


@dataclass(frozen=True)
class Header:
    """The header of a file.

    row      its number in the sheet, from 1
    titles   as written
    places   key -> index of its column
    grams    key -> grams per unit named in the title, for masses
    ignored  titles we do not know
    """

    row: int
    titles: tuple[str, ...]
    places: Mapping[str, int]
    grams: Mapping[str, Decimal]
    ignored: tuple[str, ...]

    def cell(self, key: str, cells: Sequence[str]) -> str:
        """What a row says in a column; empty where the file or the row ends before it."""
        place = self.places.get(key)
        return cells[place] if place is not None and place < len(cells) else ""


def plain_title(title: str) -> str:
    """A title without its accidents: full width, spaces, unseen signs, asterisks, colons, capitals."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", visible(title))).casefold()


_KNOWN = {plain_title(name): column for column in COLUMNS for name in (column.zh, *column.aliases)}


def known(title: str) -> tuple[Column, Decimal | None] | None:
    """The column a title means, and the grams per unit it names."""
    plain = plain_title(title)
    if plain in _KNOWN:
        return _KNOWN[plain], None
    unit = _UNIT.search(plain)
    column = _KNOWN.get(plain[: unit.start()]) if unit else None
    return (column, GRAMS[unit[1]]) if unit and column and column.is_mass else None


def header(rows: Iterable[tuple[int, Sequence[str]]]) -> Header:
    """The header among the first rows of a sheet. Raises NoHeader, ColumnsMissing, ColumnTwice."""
    found = max((_header(row, titles) for row, titles in rows), key=lambda one: len(one.places), default=None)
    required = {column.key: column.zh for column in COLUMNS if column.is_required}
    if found is None or not found.places:
        raise NoHeader(columns="、".join(required.values()))
    for place, title in enumerate(found.titles):
        meant = known(title)
        if meant and found.places[meant[0].key] != place:
            raise ColumnTwice(column=meant[0].zh)
    missing = [title for key, title in required.items() if key not in found.places]
    if missing:
        raise ColumnsMissing(columns="、".join(missing))
    return found


def _header(row: int, titles: Sequence[str]) -> Header:
    places: dict[str, int] = {}
    grams: dict[str, Decimal] = {}
    ignored = []
    for place, title in enumerate(titles):
        meant = known(title)
        if meant is None:
            ignored += [title] if title.strip() else []
            continue
        column, unit = meant
        places.setdefault(column.key, place)
        if unit is not None:
            grams.setdefault(column.key, unit)
    return Header(row, tuple(titles), places, grams, tuple(ignored))
