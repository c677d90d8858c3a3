"""What the ten official papers (process.md 4.1) say, from file and steps; pure. Titles and sentences: data/papers.toml.

Who the reporter is stands in none of them: there are blanks (papers.BLANKS). Facts are the masked copy of the file.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from chalicelib.complaints import codes
from chalicelib.complaints.model import File, Want
from chalicelib.complaints.papers_told import Told
from chalicelib.complaints.steps import Outcome
from chalicelib.law.model import Answer
from chalicelib.law.rulebook import Row as Line
from chalicelib.law.rulebook import Version, load
from chalicelib.papers.model import Form, Kind, Row, Signature, day_words, time_words

_DATA = Path(__file__).parent / "data"
_CHANNELS = {"web": "网上提交", "desk": "承办单位登记", "12315": "全国12315平台转来"}
_WANTS: dict[Want, str] = {
    "make_good": "补足",
    "refund": "退差价或退款",
    "compensation": "赔偿",
    "apology": "道歉",
    "other": "其他",
}
_METHODS = {"fair_scale": "公平秤复称", "own_scale": "自备秤复称", "other": "其他方式复称"}
_ANSWERS: dict[Answer, str] = {
    "pass": "未超出允许短缺量",
    "fail": "超出允许短缺量",
    "out_of_table": "超出限值表，不作判定",
    "exempt": "不适用",
    "not_tested": "未检测",
    "cannot_tell": "无法判定",
}


class Wording(Line):
    """A kind of paper: its title, how its number reads, and its sentences."""

    kind: Kind
    zh: str
    en: str
    number: str
    lead: str
    closing: tuple[str, ...]


def wording(kind: Kind, day: date) -> Wording:
    """The wording of the local `day`."""
    version: Version[Wording] = load("complaints.papers", Wording, _DATA).on(day)
    return next(row for row in version.rows if row.kind == kind)


def number_words(kind: Kind, unit: str, day: date, n: int) -> str:
    """A paper's number (文号), such as 思明市监投受〔2026〕第12号."""
    short = codes.unit(unit, day).short
    return wording(kind, day).number.format(short=short, year=day.year, n=n)


def compose(kind: Kind, told: Told, no: str) -> Form:
    """A paper under its number."""
    said, file = wording(kind, told.day), told.file
    lead = said.lead.format(
        reporter=told.reporter(),
        respondent=told.respondent or "被投诉人",
        kind=_of(file),
        no=file.number,
        received=day_words(told.received),
        order=codes.order(told.received),
        unit=codes.unit(told.step.unit if told.step else file.unit, told.day).zh,
    )
    rows = [Row(label=label, text=text) for label, text in _ROWS[kind](told) if text]
    office = Row(label="承办单位", text=_office(told.issuer, told.day))
    return Form(
        title=said.zh,
        no=no,
        day=told.day,
        lead=lead,
        rows=(*rows, office),
        closing=tuple(one.format(order=codes.order(told.received)) for one in said.closing),
        signatures=tuple(Signature(label=label) for label in _SIGNS.get(kind, ("承办单位（盖章）",))),
    )


type _Lines = list[tuple[str, str]]


def _of(file: File) -> str:
    return "投诉" if file.kind == "complaint" else "举报"


def _office(unit: str, day: date) -> str:
    one = codes.unit(unit, day)
    return f"{one.zh}，电话 {one.phone}"


def _register(told: Told) -> _Lines:
    file = told.file
    asked = file.request
    consent = {True: "同意", False: "不同意", None: ""}
    return [
        ("编号", file.number),
        ("收到时间", time_words(file.received_at)),
        ("来源", _CHANNELS[file.channel] + ("（投诉处理中发现的线索）" if file.clue_of else "")),
        (f"{_of(file)}人", told.reporter()),
        ("联系电话", "" if file.anonymous else told.reporter("phone")),
        ("联系地址", "" if file.anonymous else told.reporter("address")),
        *_respondent(told),
        ("商品与复称", _purchase(file)),
        ("初步比对", _judged(file)),
        ("诉求", "、".join(_WANTS[one] for one in asked.wants) + f" {asked.text}".rstrip() if asked else ""),
        ("事实与线索", file.facts),
        ("同意调解", consent[file.consents.reporter] if file.kind == "complaint" else ""),
        ("委托调解", consent[file.consents.delegation] if file.kind == "complaint" else ""),
    ]


def _respondent(told: Told) -> _Lines:
    about = told.file.about
    return [
        (f"被{_of(told.file)}人", told.respondent),
        ("对方地址", about.respondent_address),
        ("发生地点", about.place_text),
    ]


def _purchase(file: File) -> str:
    bought = file.purchase
    if bought is None:
        return ""
    told = [
        bought.goods,
        f"购买日期 {day_words(bought.bought_on)}" if bought.bought_on else "",
        f"单价 {bought.price_yuan_per_kg} 元/千克" if bought.price_yuan_per_kg is not None else "",
        f"付款 {bought.paid_yuan} 元" if bought.paid_yuan is not None else "",
        f"结算 {bought.settled_g} 克" if bought.settled_g is not None else "",
        f"{_METHODS[bought.method or 'other']} {bought.found_g} 克" if bought.found_g is not None else "",
    ]
    return "，".join(filter(None, told))


def _judged(file: File) -> str:
    if file.judgement is None:
        return ""
    return f"{_ANSWERS[file.judgement.verdict]}（系统按收到当日的规定比对，仅供参考，不是执法认定）"


def _sent(told: Told) -> Any:
    return told.step.sent if told.step else None


def _distribution(told: Told) -> _Lines:
    return [
        ("编号", told.file.number),
        *_respondent(told),
        ("分送理由", _sent(told).text),
        ("办理期限", told.due("acceptance" if told.file.kind == "complaint" else "report_check")),
    ]


def _identity_request(told: Told) -> _Lines:
    return [
        ("所需材料", _sent(told).text),
        ("期限", f"{day_words(_sent(told).due_on)}前（含当日）"),
        ("提供方式", "打开提交时保存的查询链接上传，或者送交承办单位。"),
    ]


def _acceptance(told: Told) -> _Lines:
    return [*_respondent(told), ("说明", _sent(told).text), ("调解期限", told.due("mediation"))]


def _grounded(told: Told) -> _Lines:
    """The ground of a refusal or an ending, by its place in the article, and the reasons."""
    is_refusal = _sent(told).kind == "refuse"
    code = "withdrawn" if _sent(told).kind == "withdraw" else _sent(told).ground
    table: codes.Table = "refusal" if is_refusal else "ending"
    ground = codes.ground(table, told.received, code)
    source = codes.grounds(table, told.received).source.title
    label = "不受理情形" if is_refusal else "终止情形"
    named = f"第{ground.item}项：{ground.zh}" if ground else code
    return [
        *_respondent(told),
        (label, named),
        ("依据", f"{source}" + (f"第{ground.item}项" if ground else "")),
        ("理由", _sent(told).text),
    ]


def _mediation(told: Told) -> _Lines:
    return [
        ("调解时间", day_words(_sent(told).on)),
        ("地点或方式", _sent(told).place),
        ("调解人员", told.handler),
        ("请携带", "购买凭证、复称记录等与争议有关的材料。"),
        ("说明", _sent(told).text),
    ]


def _settlement(told: Told) -> _Lines:
    sent = _sent(told)
    return [
        ("投诉人", told.reporter()),
        *_respondent(told),
        ("争议", _purchase(told.file) or told.file.facts),
        ("协议内容", sent.text),
        ("金额", f"{sent.amount_yuan} 元" if sent.amount_yuan is not None else ""),
        ("履行期限", f"{day_words(sent.perform_by)}前（含当日）" if sent.perform_by else ""),
        ("调解人员", told.handler),
    ]


def _report_outcome(told: Told) -> _Lines:
    """What was decided of one's own report, or of the one it was merged into, without words to another reporter."""
    sent = _sent(told)
    is_other = isinstance(sent, Outcome)
    decision = sent.decision if is_other else sent.kind
    merged = "您的举报已与同一事项的举报并案办理。" if is_other else ""
    return [
        *_respondent(told),
        ("处理结果", f"{merged}{_OUTCOMES[decision]}"),
        ("案号", getattr(sent, "case_number", "")),
        ("说明", sent.text if sent.kind in {"file", "not_file"} else ""),
        ("决定日期", day_words(sent.on if is_other else told.day)),
    ]


_FILED, _NOT_FILED = "已决定立案。", "经核查，决定不予立案。"
_REPEATED = "所举报的事项此前已经处理，属于重复举报，不再重复处理。"
_OUTCOMES = {
    "file": _FILED,
    "filed": _FILED,
    "not_file": _NOT_FILED,
    "not_filed": _NOT_FILED,
    "repeat": _REPEATED,
    "repeated": _REPEATED,
}


_ROWS: dict[Kind, Callable[[Told], _Lines]] = {
    "complaint_register": _register,
    "report_register": _register,
    "distribution": _distribution,
    "identity_request": _identity_request,
    "acceptance": _acceptance,
    "refusal": _grounded,
    "mediation": _mediation,
    "ending": _grounded,
    "settlement": _settlement,
    "report_outcome": _report_outcome,
}
_SIGNS: dict[Kind, tuple[str, ...]] = {
    "complaint_register": ("登记人",),
    "report_register": ("登记人",),
    "settlement": ("投诉人", "被投诉人", "调解人员", "承办单位（盖章）"),
}
