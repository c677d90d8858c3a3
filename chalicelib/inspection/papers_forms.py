"""What the papers of a visit say: the fields of the standard forms (process.md 5.4), from what is on record; pure.

Only what was recorded is told as done. Rights are told as rights.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.clock import local_day
from chalicelib.inspection import offices, papers_wording
from chalicelib.inspection.checks import Check, Kind
from chalicelib.inspection.endings import Closing, Ending
from chalicelib.inspection.evidence import Evidence
from chalicelib.inspection.identification import OfficerCard
from chalicelib.inspection.model import Visit
from chalicelib.inspection.papers import TITLES, OrderPaper
from chalicelib.inspection.sources import ReasonClass
from chalicelib.law.model import Answer
from chalicelib.papers.model import Form, Picture, Row, Signature, day_words, time_words
from chalicelib.registry.model import number

MOST_PICTURES = 24
MOST_CHARACTERS = 90_000
"""Of all checks together, so that a form of 300 of them stays an item of less than 400 KB."""
_SHORT = 16
_REASONS: dict[ReasonClass, str] = {
    "ordinary": "日常检查",
    "draw": "双随机抽查",
    "campaign": "专项检查",
    "complaint": "投诉举报核查",
    "recheck": "整改复查",
    "assigned": "交办转办",
    "requested": "经营者申请",
    "data_clue": "数据监测线索核查",
    "licence": "许可核查",
    "emergency": "紧急情况",
}
_KINDS: dict[Kind, str] = {
    "weighing_instrument": "衡器示值检测",
    "retail": "零售商品称重复核",
    "prepackage_lot": "定量包装商品净含量检验",
    "fuel": "加油机检测",
    "spectacles": "眼镜制配检测",
    "identity": "证书、铅封与软件核对",
    "checklist": "制度与标识检查",
}
_ANSWERS: dict[Answer, str] = {
    "pass": "合格",
    "fail": "不合格",
    "out_of_table": "超出限值表，不作判定",
    "exempt": "不适用",
    "not_tested": "未检测",
    "cannot_tell": "无法判定",
}
_INDICATIVE = "（参考性判定：所据限值尚未与法规原文核对，未经人工确认不得作为处理依据）"
_ENDINGS = {"refused": "拒绝检查", "closed": "停业或无人", "moved": "已搬迁"}
_EVIDENCE = {
    "photo": "照片",
    "video": "视频",
    "file": "文件",
    "signature": "签名",
    "refusal_note": "拒签说明",
}


@dataclass(frozen=True)
class Facts:
    """What a paper is composed from.

    officers   each officer's name and certificate, by account     at_times  the visits of its owner recorded this year
    """

    visit: Visit
    officers: Mapping[str, OfficerCard]
    at_times: int
    checks: Sequence[Check] = ()
    evidence: Sequence[Evidence] = ()


def notice(facts: Facts) -> Form:
    """The notice of inspection (行政检查通知书)."""
    visit = facts.visit
    day = local_day(visit.acceptance.at) if visit.acceptance else visit.planned_on
    rights = papers_wording.on(day)
    return Form(
        title=TITLES["notice"].zh,
        no=_no(visit),
        day=day,
        lead=f"{visit.place_name}：根据已公布的检查事项，我局决定对你单位（户）实施行政检查，现将有关事项通知如下。",
        rows=(
            Row(label="检查机关", text=offices.name(visit.district, day)),
            Row(label="检查对象", text=visit.place_name),
            Row(label="检查事项", text=f"{visit.item.name}（事项编码 {visit.item.code}）"),
            Row(label="任务来源", text=_source(visit)),
            Row(label="检查方式", text="现场检查"),
            Row(label="检查时间", text=day_words(visit.planned_on)),
            Row(label="检查频次", text=_times(facts)),
            Row(label="检查人员", text=_people(facts, visit.officers)),
            Row(label="协助人员", text="无。检查开始前未确定的人员不得协助检查。"),
            Row(label="批准", text=_approval(visit)),
            Row(label="回避", text=rights.recusal),
            Row(label="权利与救济", text=rights.rights),
            Row(label="配合义务", text=rights.duties),
        ),
        signatures=(
            Signature(label="检查机关（盖章）"),
            Signature(label="检查对象签收"),
        ),
    )


def record(facts: Facts, told: Closing | Ending) -> Form:
    """The record of inspection (现场检查记录).

    told  how the visit was closed, or why it could not be done
    """
    visit, day = facts.visit, local_day(told.at)
    rights = papers_wording.on(day)
    closing = told if isinstance(told, Closing) else None
    present = closing.present if closing else visit.officers
    rows = [
        Row(label="检查机关", text=offices.name(visit.district, day)),
        Row(label="检查对象", text=visit.place_name),
        Row(label="检查事项", text=f"{visit.item.name}（事项编码 {visit.item.code}）"),
        Row(label="任务来源", text=_source(visit)),
        Row(label="检查频次", text=_times(facts)),
        Row(label="批准", text=_approval(visit)),
        Row(label="检查人员", text=_people(facts, present)),
        Row(label="协助人员", text="无"),
        Row(label="身份核验", text=_identified(visit)),
        Row(label="检查时间", text=_span(visit, told.at)),
        Row(label="告知", text=rights.recusal + rights.rights),
        *_checks(facts.checks),
    ]
    if closing and closing.note:
        rows.append(Row(label="情况说明", text=closing.note))
    if isinstance(told, Ending):
        rows.append(Row(label="未能检查", text=f"{_ENDINGS.get(told.outcome, told.outcome)}：{told.reason}"))
    rows.append(Row(label="证据", text=_listed(facts.evidence)))
    signed = next((one.id for one in facts.evidence if one.kind == "signature" and one.has_thumbnail), "")
    signatures = [Signature(label=f"检查人员 {_name(facts, one)}") for one in present]
    closing_lines = ["以上记录已交检查对象核对。"] if closing and closing.signed == "merchant" else []
    if closing and closing.signed == "refused":
        closing_lines.append(f"检查对象拒绝签字，由见证人 {closing.witness} 见证。")
        signatures.append(Signature(label="见证人"))
    elif closing:
        signatures.append(Signature(label="检查对象代表", evidence=signed))
    return Form(
        title=TITLES["record"].zh,
        no=_no(visit),
        day=day,
        lead=f"通知书文号：{_no(visit)}。本记录由检查人员现场录入，检测结果由系统按检测当日有效的规定判定。",
        rows=tuple(rows),
        closing=tuple(closing_lines),
        signatures=tuple(signatures),
        pictures=tuple(
            Picture(evidence=one.id, caption=f"{_EVIDENCE[one.kind]} {time_words(one.captured_at)}")
            for one in facts.evidence
            if one.has_thumbnail and one.kind != "signature"
        )[:MOST_PICTURES],
    )


def order(facts: Facts, one: OrderPaper) -> Form:
    """The order to correct (责令改正通知书)."""
    visit, rights = facts.visit, papers_wording.on(one.ordered_on)
    rows = [
        Row(label="责令机关", text=offices.name(visit.district, one.ordered_on)),
        Row(label="当事人", text=one.merchant),
        Row(label="检查依据", text=f"通知书 {_no(visit)}；{visit.item.name}（{visit.item.code}）"),
        *(
            Row(label=f"问题 {place}", text=f"{found}\n依据：{source}" if source else found)
            for place, (found, source) in enumerate(one.findings, 1)
        ),
        Row(label="改正要求", text=one.demand),
        Row(label="改正期限", text=f"{day_words(one.due_on)}前（含当日）"),
    ]
    if one.stop_use:
        rows.append(Row(label="停止使用", text="自收到本通知书起停止使用：" + "、".join(one.stop_use)))
    rows += [
        Row(label="检查人员", text=_people(facts, visit.officers)),
        Row(label="陈述申辩", text=rights.statement),
        Row(label="救济", text=rights.remedy),
        Row(label="复查", text="改正后请提交整改情况，检查机关将复查；逾期不改正的，将依法处理。"),
    ]
    return Form(
        title=TITLES["order"].zh,
        no=one.no,
        day=one.ordered_on,
        lead=f"{one.merchant}：经检查，发现你单位（户）存在下列问题，现责令改正。",
        rows=tuple(rows),
        signatures=(Signature(label="责令机关（盖章）"), Signature(label="当事人签收")),
    )


def _no(visit: Visit) -> str:
    return visit.acceptance.notice_no if visit.acceptance else visit.notice_id or ""


def _source(visit: Visit) -> str:
    """The reason class, and what names the source: a number, never a person."""
    told = visit.source.model_dump(exclude={"kind", "merchant"}, exclude_none=True) if visit.source else {}
    if visit.assignment:
        told = {"plan": visit.assignment.plan, "order": visit.assignment.order}
    named = "，".join(str(one) for one in told.values())
    return _REASONS[visit.reason] + (f"（{named}）" if named else "")


def _times(facts: Facts) -> str:
    """Its own visit is in the count once it was coded in."""
    if facts.visit.identifications:
        return f"截至制作本文书时，本年度已记录检查 {facts.at_times} 次（含本次）"
    return f"本年度第 {facts.at_times + 1} 次检查（此前已记录 {facts.at_times} 次）"


def _name(facts: Facts, account: str) -> str:
    return facts.officers[account].name


def _people(facts: Facts, accounts: Sequence[str]) -> str:
    cards = [facts.officers[one] for one in accounts]
    return "；".join(f"{one.name}（执法证号 {one.certificate_no or '未登记'}）" for one in cards)


def _approval(visit: Visit) -> str:
    approved = (
        f"已由行政机关负责人于 {time_words(visit.approved_at)} 批准"
        if visit.approved_at
        else "尚待补办批准手续"
    )
    return f"紧急情况：{visit.emergency.reason}。{approved}" if visit.emergency else approved


def _identified(visit: Visit) -> str:
    if not visit.identifications:
        return "未进行"
    first = visit.identifications[0]
    how = "检查对象扫描检查码核对" if first.how == "inspection_code" else "检查人员扫描经营者码核验"
    return f"{time_words(first.at)} {how}"


def _span(visit: Visit, until: datetime) -> str:
    since = visit.identifications[0].at if visit.identifications else None
    return f"{time_words(since)} 至 {time_words(until)}" if since else time_words(until)


def _checks(checks: Sequence[Check]) -> Iterator[Row]:
    """Every check; what is longer than its share says that it goes on in the system."""
    room = MOST_CHARACTERS // max(1, len(checks))
    for place, one in enumerate(checks, 1):
        text = _check(one)
        yield Row(
            label=f"检测 {place}", text=text if len(text) <= room else f"{text[:room]}…（全文见系统记录）"
        )


def _check(one: Check) -> str:
    about = f"器具 {number(one.instrument_id)}，" if one.instrument_id else ""
    verdict = _ANSWERS[one.verdict] + (_INDICATIVE if one.authority == "indicative" else "")
    differs = "（与手机当场显示的判定不同，以本记录为准）" if one.difference else ""
    note = f"\n备注：{one.note}" if one.note else ""
    what = f"{_KINDS[one.kind]}，{about}{time_words(one.device_at)}"
    return f"{what}\n判定：{verdict}{differs}\n{one.explanation.zh}{note}"


def _listed(evidence: Sequence[Evidence]) -> str:
    """Every piece by its digest, so that paper and files can be compared."""
    states = {
        "verified": "",
        "announced": "（待上传）",
        "mismatch": "（文件不符）",
        "refused": "（类型不符）",
    }
    told = [
        f"{_EVIDENCE[one.kind]} {time_words(one.captured_at)} SHA-256 {one.sha256[:_SHORT]}…{states[one.state]}"
        for one in evidence
    ]
    return "\n".join(told) or "无"
