"""How a file and its steps are told to the citizen who follows it, in plain words; pure.

What the office notes for itself, who handles it, and what others wrote is not told.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from chalicelib.clock import local_day
from chalicelib.complaints import clocks, codes, steps_taking
from chalicelib.complaints.materials import Material
from chalicelib.complaints.model import File
from chalicelib.complaints.moves import Kind
from chalicelib.complaints.receipts import (
    FileTold,
    FollowedFile,
    MaterialTold,
    NextTold,
    RequestTold,
    StepTold,
    UnitTold,
)
from chalicelib.complaints.steps import Step
from chalicelib.complaints.steps_hands import CITIZEN, open_offer
from chalicelib.errors import Problem, Sentence
from chalicelib.law.model import Words, words

STATES: dict[str, Sentence] = {
    "received": Sentence("已收到，正在决定是否受理", "Received; whether to accept it is being decided"),
    "identity_asked": Sentence("请提供身份证明材料", "Please send the identity papers asked for"),
    "accepted": Sentence("已受理，准备调解", "Accepted; mediation is being prepared"),
    "refused": Sentence("不予受理", "Not accepted"),
    "mediating": Sentence("正在调解", "Being mediated"),
    "agreed": Sentence("已达成调解协议，等待履行", "Agreed; to be performed"),
    "ended": Sentence("调解已终止", "Mediation has ended"),
    "performed": Sentence("协议已履行", "The agreement was performed"),
    "unperformed": Sentence(
        "协议没有履行，您可以起诉或申请仲裁", "The agreement was not performed; you may go to court"
    ),
    "verifying": Sentence("正在核查", "Being verified"),
    "extended": Sentence("核查期限已延长", "The time for verification was extended"),
    "filed": Sentence("已立案调查", "A case was filed"),
    "not_filed": Sentence("不予立案", "No case was filed"),
    "told": Sentence("处理结果已告知", "The outcome was told"),
    "merged": Sentence(
        "已与同一事项的举报并案办理", "Handled together with another report of the same facts"
    ),
    "repeated": Sentence("同一事项此前已经处理", "The same facts were dealt with before"),
    "closed": Sentence("已办结", "Closed"),
}
STEPS: dict[Kind, Sentence] = {
    "route": Sentence("已分送承办单位", "Sent to the unit that handles it"),
    "return": Sentence("承办单位无管辖权，已退回重新分送", "Returned to be sent to the competent unit"),
    "ask_identity": Sentence("请在期限前提供身份证明材料", "Please send identity papers in time"),
    "identify": Sentence("您已提供身份证明材料", "You sent identity papers"),
    "accept": Sentence("已受理", "Accepted"),
    "refuse": Sentence("决定不予受理", "Not accepted"),
    "consent": Sentence("已记录是否同意调解", "Noted who agrees to mediation"),
    "mediate": Sentence("已安排调解", "Mediation is arranged"),
    "recuse": Sentence("有人申请回避，正在决定", "A recusal is being decided"),
    "pause_testing": Sentence("正在检测鉴定，期间不计入调解期限", "Testing goes on; its time does not count"),
    "resume": Sentence("继续办理", "The procedure goes on"),
    "offer": Sentence("经营者提出了和解方案", "The merchant made an offer"),
    "agree": Sentence("达成调解协议", "An agreement was reached"),
    "end": Sentence("调解终止", "Mediation ended"),
    "withdraw": Sentence("投诉已撤回或双方已和解", "Taken back, or settled"),
    "performed": Sentence("协议已履行", "The agreement was performed"),
    "unperformed": Sentence("协议没有履行", "The agreement was not performed"),
    "advance": Sentence("市场主办方先行赔付", "The market's organiser paid in advance"),
    "clue": Sentence("发现违法线索，已另行核查", "A suspected violation is verified separately"),
    "extend": Sentence("核查期限经批准延长", "The time for verification was extended"),
    "file": Sentence("决定立案", "A case was filed"),
    "not_file": Sentence("决定不予立案", "No case was filed"),
    "tell": Sentence("已告知处理结果", "The outcome was told"),
    "outcome": Sentence("并案办理的举报已有处理结果", "The report that yours was merged into was decided"),
    "merge": Sentence("已与同一事项的举报并案办理", "Handled together with another report of the same facts"),
    "repeat": Sentence("同一事项此前已经处理", "The same facts were dealt with before"),
    "handed": Sentence("已移送公安机关", "Handed over to the police"),
    "supplement": Sentence("补充了材料或说明", "More was added"),
    "callback": Sentence("承办单位已回访", "The office followed up"),
    "close": Sentence("已办结", "Closed"),
}
"""The steps that are told. Assigning, asking and answering the merchant, links, notes, hiding are not."""
UNTOLD: frozenset[clocks.Name] = frozenset({"to_police"})
"""Terms that are not told while they run: whoever is suspected of blackmail reads this page."""
WITH_TEXT: frozenset[Kind] = frozenset(
    {
        "ask_identity",
        "refuse",
        "mediate",
        "offer",
        "agree",
        "end",
        "tell",
        "not_file",
        "supplement",
        "withdraw",
    }
)
"""Steps whose text is written for the citizen, or by them."""
MAY: dict[Kind, str] = {
    "supplement": "material",
    "identify": "identity",
    "consent": "consent",
    "withdraw": "withdrawal",
}
"""Steps of a citizen, and how the page names them."""


def file(one: File, steps: Sequence[Step], today: date) -> FileTold:
    """A file as its receipt tells it."""
    return FileTold(**_told(one, steps, today))


def followed(
    one: File,
    steps: Sequence[Step],
    openings: Iterable[Mapping[str, Any]],
    today: date,
    lead: tuple[File, Sequence[Step]] | None = None,
) -> FollowedFile:
    """A file as its sender follows it; `lead`: the file it was merged into in the end, whose outcome is its own."""
    offer, received = open_offer(steps), local_day(one.received_at)
    offered = [offer] if offer else []
    may = [name for kind, name in MAY.items() if _may(one, kind)] + (["settlement"] if offered else [])
    asked = [step for step in steps if step.sent.kind == "ask_identity"][-1:] if one.identity_due else []
    return FollowedFile(
        **{**_told(one, steps, today), **(_led(one, *lead, today) if lead else {})},
        facts=one.facts,
        steps=tuple(step(each, received) for each in steps if each.sent.kind in STEPS),
        asked=tuple(step(each, received) for each in (*asked, *offered)),
        may=(*may, "erasure"),
        opened=tuple(datetime.fromisoformat(str(each["at"])) for each in openings),
        closed_on=None if one.owed else lead[0].closed_on if lead else one.closed_on,
    )


def step(one: Step, received: date) -> StepTold:
    """A step in plain words; grounds are those of the order in force on the local day of receipt."""
    sent: Any = one.sent
    kind: Kind = sent.kind
    return StepTold(
        at=one.at,
        kind=kind,
        says=words(STEPS[kind]),
        text=_text(sent, received) if kind in WITH_TEXT else "",
        due_on=sent.due_on if kind == "ask_identity" else None,
    )


def material(one: Material, now: datetime) -> MaterialTold:
    """A material as its sender sees it."""
    return MaterialTold(
        id=one.id, kind=one.kind, state=one.state_at(now), announced_at=one.announced_at, text=one.text
    )


def _told(one: File, steps: Sequence[Step], today: date) -> dict[str, Any]:
    row = codes.unit(one.unit, today)
    asked = one.request
    return {
        "id": one.id,
        "number": one.number,
        "kind": one.kind,
        "state": one.state,
        "state_says": words(STATES[one.state]),
        "received_at": one.received_at,
        "unit": UnitTold(code=one.unit, name=Words(zh=row.zh, en=row.en), phone=row.phone),
        "respondent_name": one.about.respondent_name,
        "request": RequestTold(wants=asked.wants, text=asked.text) if asked else None,
        "next": _next(clocks.first_due(one, steps, today, UNTOLD)),
    }


def _led(one: File, lead: File, steps: Sequence[Step], today: date) -> dict[str, Any]:
    """How the file stands that this one was merged into: what was decided, or how far it is, and what is due next.

    What is asked of that one's own sender is not told; what this one's is owed goes before.
    """
    decided: list[Kind] = [one.sent.kind for one in steps if one.sent.kind in {"file", "not_file"}]
    due = clocks.first_due(lead, steps, today, UNTOLD)
    says, merged = STEPS[decided[-1]] if decided else STATES[lead.state], STATES["merged"]
    return {
        "state_says": Words(zh=f"{merged.zh}：{says.zh}", en=f"{merged.en}: {says.en}"),
        **({} if one.owed == "telling" else {"next": _next(due if due and due.whose == "unit" else None)}),
    }


def _next(clock: clocks.Clock | None) -> NextTold | None:
    if clock is None:
        return None
    return NextTold(name=clock.name, says=clock.title, due_on=clock.due_on, provisional=clock.provisional)


def _text(sent: Any, received: date) -> str:
    """What the step says in its own words, with its ground, day, place or amount before it."""
    forms = {"on": "{}", "place": "{}", "amount_yuan": "{} 元", "text": "{}", "perform_by": "{} 前履行"}
    parts = [form.format(told) for name, form in forms.items() if (told := getattr(sent, name, None))]
    ground = getattr(sent, "ground", None)
    if ground is not None:
        table: codes.Table = "refusal" if sent.kind == "refuse" else "ending"
        known = codes.ground(table, received, ground)
        parts.insert(0, known.zh if known else "")
    return " · ".join(part for part in parts if part)


def _may(one: File, kind: Kind) -> bool:
    if kind == "identify" and one.identity_due is None:
        return False
    try:
        steps_taking.may(one, kind, CITIZEN)
    except Problem:
        return False
    return True
