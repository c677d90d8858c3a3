"""Why a row of an import is bad, odd or changed, in words a clerk understands; what the row says is repeated masked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from chalicelib.errors import Sentence

Severity = Literal["bad", "warning", "info"]
_SHOWN_CHARACTERS = 40


@dataclass(frozen=True)
class Reason:
    """One kind of note: how grave it is, and its sentence with {places} for the note's facts."""

    severity: Severity
    zh: str
    en: str


@dataclass(frozen=True)
class Note:
    """One thing to say about a row; facts fill the reason's sentence."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """How grave it is: a bad row is not imported."""
        return REASONS[self.code].severity

    def sentence(self) -> Sentence:
        """What is wrong and what to do."""
        reason = REASONS[self.code]
        return Sentence(reason.zh, reason.en).filled(dict(self.facts))

    def kept(self) -> list[Any]:
        """As JSON."""
        return [self.code, dict(self.facts)]


class Wrong(Exception):
    """A value that cannot be read: the reason's code and its facts."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def of(kept: list[Any]) -> Note:
    """The note that `kept` made."""
    code, facts = kept
    return Note(code, facts)


def shown(value: str, *, is_personal: bool = False) -> str:
    """A value as a reason repeats it: short, and of a person's name the first character alone."""
    if is_personal:
        return value[:1] + "*"
    return value if len(value) <= _SHOWN_CHARACTERS else value[:_SHOWN_CHARACTERS] + "…"


REASONS: dict[str, Reason] = {
    "missing": Reason("bad", "缺少“{column}”，请补填。", "{column_en} is empty. Fill it in."),
    "too_long": Reason(
        "bad",
        "“{column}”太长，最多 {limit} 个字，请缩短。",
        "{column_en} is too long: at most {limit} characters.",
    ),
    "control_character": Reason(
        "bad",
        "“{column}”中有看不见的控制字符，请重新输入。",
        "{column_en} holds invisible control characters. Type it again.",
    ),
    "number_damaged": Reason(
        "bad",
        "“{column}”超过 15 位，Excel 已把末尾改成 0。请把该列设为文本后重新输入。",
        "{column_en} has over 15 digits and Excel zeroed the last ones. Make the column text and type it again.",
    ),
    "district_unknown": Reason(
        "bad",
        "不认识行政区划“{value}”，请填区名（如思明区）或六位代码（如 350203）。",
        "District {value} is unknown. Write its name or its six-digit code, e.g. 350203.",
    ),
    "district_not_yours": Reason(
        "bad",
        "{value}不在您负责的行政区，请由当地同事导入。",
        "{value} is outside your districts. A colleague there must import it.",
    ),
    "credit_code_shape": Reason(
        "bad",
        "统一社会信用代码应为 18 位数字和大写字母（没有 I、O、S、V、Z），请对照营业执照。",
        "The credit code has 18 digits and capitals (no I, O, S, V, Z). Compare it with the licence.",
    ),
    "credit_code_check_digit": Reason(
        "warning",
        "统一社会信用代码的校验位不符，请对照营业执照；少数早期代码本来如此，仍会导入。",
        "The credit code's check digit does not fit. Compare it with the licence; a few early codes are like that.",
    ),
    "stall_missing": Reason(
        "bad",
        "没有统一社会信用代码的摊主须填摊位号，否则无法认定是哪一家。",
        "A stall-keeper without a credit code needs a stall number, or nobody knows which one it is.",
    ),
    "site_unknown": Reason(
        "bad",
        "{district}没有登记名为“{value}”的场所。{nearest}请先登记该场所，或改用登记的名称。",
        "No site named {value} is registered in {district_en}.{nearest_en} Register it, or use the registered name.",
    ),
    "site_ambiguous": Reason(
        "bad",
        "{district}有不止一个名为“{value}”的场所，请先把登记的名称改得可以区分。",
        "Several sites in {district_en} are named {value}. Give them different names first.",
    ),
    "category_unknown": Reason(
        "bad",
        "不认识器具种别“{value}”。{nearest}",
        "Kind of instrument {value} is unknown.{nearest_en}",
    ),
    "count_not_one": Reason(
        "bad",
        "器具数量为“{value}”：一行只登记一台，请每台各写一行和各自的出厂编号。",
        "The row counts {value}: write one row with its own serial number for each instrument.",
    ),
    "quantity_form": Reason(
        "bad",
        "“{column}”的“{value}”看不懂，请写一个大于零的数和单位，如 15 kg 或 5 g。",
        "{column_en}: {value} cannot be read. Write one number above zero with its unit, e.g. 15 kg or 5 g.",
    ),
    "quantity_unit_missing": Reason(
        "bad",
        "“{column}”的“{value}”没有单位，请写成如 15 kg，或在列名里注明单位，如 最大秤量(kg)。",
        "{column_en}: {value} has no unit. Write e.g. 15 kg, or put the unit into the column's title.",
    ),
    "quantity_unit_illegal": Reason(
        "bad",
        "“{column}”的“{value}”用了斤或两，不是法定计量单位，请换算成 kg 或 g。",
        "{column_en}: {value} is in jin or liang, which are no legal units. Convert it to kg or g.",
    ),
    "scale_incomplete": Reason(
        "bad",
        "秤须填“{column}”，请照铭牌补填。",
        "A scale needs {column_en}. Copy it from the name plate.",
    ),
    "class_unknown": Reason(
        "bad",
        "秤的准确度等级应为 I、II、III 或 IIII，不能是“{value}”。",
        "The class of a scale is I, II, III or IIII, not {value}.",
    ),
    "class_left_out": Reason(
        "warning",
        "准确度等级“{value}”不是秤的等级，暂不登记，其余照常导入。",
        "Class {value} is not a class of scales; it is left out and the rest imported.",
    ),
    "date_form": Reason(
        "bad",
        "“{column}”的“{value}”不是日期，请写成如 2026-03-01。",
        "{column_en}: {value} is no date. Write e.g. 2026-03-01.",
    ),
    "date_future": Reason(
        "bad",
        "“{column}”{value}还没有到，请核对年份。",
        "{column_en} {value} is in the future. Check the year.",
    ),
    "dates_contradict": Reason(
        "bad",
        "“{column}”{value}不晚于“{other}”{other_value}，请核对这两个日期。",
        "{column_en} {value} is not after {other_en} {other_value}. Check both dates.",
    ),
    "conclusion_contradicts": Reason(
        "bad",
        "检定结论为不合格，却填了有效期，请核对。",
        "The conclusion is fail, yet there is a valid-until date. Check them.",
    ),
    "choice_unknown": Reason(
        "bad",
        "“{column}”不能是“{value}”，请填：{choices}。",
        "{column_en} cannot be {value}. Write one of: {choices}.",
    ),
    "too_many_seals": Reason(
        "bad",
        "铅封编号最多 10 个，请只写在用的。",
        "At most 10 seal numbers. Write those in use only.",
    ),
    "duplicate": Reason(
        "bad",
        "与第 {row} 行是同一台（生产厂家和出厂编号相同），请只留一行。",
        "The same instrument as row {row} (same maker and serial number). Keep one row.",
    ),
    "over": Reason(
        "bad",
        "该器具已报废或已更换，不能再修改，请核对出厂编号。",
        "This instrument was scrapped or replaced and cannot change any more. Check the serial number.",
    ),
    "needs_act": Reason(
        "bad",
        "“{columns}”与登记不同。转移、换封、维修等变动须先在器具页面办理，不能靠导入修改。",
        "{columns_en} differ from the register. Moves, new seals and repairs are told by acts, not by an import.",
    ),
    "merchant_not_yours": Reason(
        "bad",
        "该经营者尚未登记，您不能登记经营者，请先由当地监管科登记。",
        "The merchant is not registered, and you may not register it. Ask the supervisors of the district.",
    ),
    "not_valid": Reason(
        "bad", "“{column}”的内容不能登记，请核对。", "{column_en} cannot be registered. Check it."
    ),
    "refused": Reason("bad", "{zh}", "{en}"),
    "name_differs": Reason(
        "warning",
        "该统一社会信用代码登记的名称是“{registered}”，与此不同，将沿用登记的名称；如已更名，请先修改经营者。",
        "Registered under this code is {registered}; that name is kept. If it was renamed, change the merchant first.",
    ),
    "name_differs_in_file": Reason(
        "warning",
        "与第 {row} 行代码相同而名称不同，将按第 {row} 行的名称登记。",
        "Row {row} has the same code and another name; the name of row {row} is registered.",
    ),
    "verification_not_yours": Reason(
        "warning",
        "检定信息不导入：只有检定机构能登记自己的检定结果，其余照常导入。",
        "The verification is left out: only a lab records its own. The rest is imported.",
    ),
    "verification_older": Reason(
        "warning",
        "已登记更新的检定（{verified_on}），这一条不导入。",
        "A newer verification ({verified_on}) is registered; this one is left out.",
    ),
    "verification_incomplete": Reason(
        "bad",
        "检定信息不全，缺少“{column}”，请补填，或把检定各列都留空。",
        "The verification lacks {column_en}. Fill it in, or leave all of the verification empty.",
    ),
    "changes": Reason("info", "将修改：{changes}。", "Will change: {changes_en}."),
    "verification_new": Reason(
        "info",
        "将登记 {verified_on} 的检定。",
        "The verification of {verified_on} will be recorded.",
    ),
}
