"""What merchants are told of their commitments, duties and cards, in plain words; each notice once; pure."""

from collections.abc import Iterable, Mapping

from chalicelib.credit import steps
from chalicelib.credit.cards import Card
from chalicelib.credit.commitments import Commitment, Step
from chalicelib.credit.moves import Kind
from chalicelib.credit.risks import Risk
from chalicelib.credit.self_checks import CheckList, Duty
from chalicelib.errors import Sentence
from chalicelib.notices.model import NewNotice, Words, notice_id

_STEPS: Mapping[Kind, Sentence] = {
    "question": Sentence(
        "一条已公示的检查结果与您签署的诚信计量承诺有关，监管科将核实是否违诺。请在 {until} 前说明情况，也可以不说明。",
        "A published result touches your commitment; the office looks whether it was broken. Explain by {until}.",
    ),
    "dismiss": Sentence(
        "监管科核实后认定没有违诺，承诺书继续有效。理由：{text}",
        "The office found that the commitment was not broken. It stands. Reason: {text}",
    ),
    "breach": Sentence(
        "监管科确认违反承诺，已公开的承诺书会标明。请改正后在承诺书页面提交整改情况；"
        "不服可以提出异议，由另一位负责人决定。理由：{text}",
        "A breach was confirmed and is shown with the commitment. Put it right and say so, or object: another "
        "leader decides then. Reason: {text}",
    ),
    "clear": Sentence(
        "有关检查结果已撤回或更正，对您承诺书的核实已结束，承诺书继续有效。",
        "The result was withdrawn or corrected. Nothing is held against your commitment; it stands.",
    ),
    "restore": Sentence(
        "监管科认可您的整改，承诺书已恢复。{text}",
        "What you put right was accepted; the commitment is restored. {text}",
    ),
    "revoke": Sentence(
        "承诺书已被撤销。不服可以提出异议；也可以改正后重新签署。理由：{text}",
        "The commitment was revoked. You may object, or put things right and sign anew. Reason: {text}",
    ),
    "uphold": Sentence(
        "您的异议成立，承诺书已恢复。{text}", "Your objection was upheld; the commitment is restored. {text}"
    ),
    "reject": Sentence(
        "您的异议不成立。理由：{text}。还可以依法申请行政复议或提起诉讼。",
        "Your objection was not upheld. Reason: {text}. Review and suit remain open by law.",
    ),
    "remind": Sentence(
        "您的诚信计量承诺书 {term} 到期，请续签；到期后不再公开。",
        "Your commitment to honest measurement ends on {term}. Sign again; it is not public after that day.",
    ),
    "expire": Sentence(
        "您的诚信计量承诺书已于 {term} 到期，已停止公开。可以重新签署。",
        "Your commitment to honest measurement ended on {term} and is not public any more. You may sign anew.",
    ),
}
_SHOWN = {
    "yellow": Sentence("黄牌", "yellow card"),
    "red": Sentence("红牌", "red card"),
}
_CARD = Sentence(
    "市场主办者对您的摊位 {stall} 出示{colour}，有效期至 {until}。理由：{text}。不服可以向监管科申诉。",
    "The market's organiser showed your stall {stall} a {colour} until {until}. Reason: {text}. You may appeal.",
)
_CARD_STEPS = {
    "uphold": Sentence(
        "您对摊位 {stall} {colour}的申诉不成立。理由：{text}",
        "Your appeal against the {colour} at stall {stall} was not upheld. Reason: {text}",
    ),
    "cancel": Sentence(
        "您的申诉成立，摊位 {stall} 的{colour}已撤销。{text}",
        "Your appeal was upheld; the {colour} at stall {stall} is cancelled. {text}",
    ),
    "lift": Sentence(
        "摊位 {stall} 的{colour}已由市场主办者解除。{text}",
        "The organiser lifted the {colour} at stall {stall}. {text}",
    ),
}
_DUTY = (
    Sentence("该做自查了：{what}。", "A self-check is due: {what}."),
    Sentence("自查已逾期：{what}，应在 {day} 前完成。", "A self-check is late: {what}, due on {day}."),
)
_RISK = (
    Sentence("风险措施今天到期：{what}", "A measure against a risk is due today: {what}"),
    Sentence("风险措施已逾期（{day}）：{what}", "A measure against a risk is late ({day}): {what}"),
)


def of_commitment(commitment: Commitment) -> Iterable[NewNotice]:
    """What every step that is not the merchant's own is told with."""
    for step in commitment.steps:
        if step.kind in _STEPS and (step.was != step.became or step.kind in ("reject", "remind")):
            yield _of_step(commitment, step)


def _of_step(commitment: Commitment, step: Step) -> NewNotice:
    until = steps.reply_until_of(step)
    facts = {"until": until.isoformat(), "term": commitment.until.isoformat(), "text": step.text}
    return _notice(
        ("credit.commitment", step.id),
        f"credit.commitment_{step.kind}",
        commitment.merchant_id,
        commitment.district,
        f"/mine/commitments/{commitment.id}",
        _STEPS[step.kind].filled(dict(facts)),
    )


def of_card(card: Card) -> Iterable[NewNotice]:
    """That a card was shown, and what became of it."""
    told = [
        ("shown", _CARD, card.reason),
        *((one.kind, _CARD_STEPS.get(one.kind), one.text) for one in card.steps),
    ]
    for kind, sentence, text in told:
        if sentence is None:
            continue
        colour = _SHOWN[card.colour]
        facts = {"stall": card.stall, "until": card.until.isoformat(), "text": text}
        words = Sentence(
            sentence.zh.format(**facts, colour=colour.zh), sentence.en.format(**facts, colour=colour.en)
        )
        yield _notice(
            ("credit.card", card.id, kind),
            f"credit.card_{kind}",
            card.merchant_id,
            card.district,
            "/mine/cards",
            words,
        )


def of_duty(duty: Duty, asked: CheckList) -> NewNotice:
    """That a self-check is due, or late when it was told of before."""
    sentence = _DUTY[min(duty.reminded, 1)]
    day = duty.due_on.isoformat()
    words = Sentence(
        sentence.zh.format(what=asked.title.zh, day=day), sentence.en.format(what=asked.title.en, day=day)
    )
    about = ("credit.self_check", duty.merchant_id, duty.list, day, str(duty.reminded))
    return _notice(
        about, "credit.self_check_due", duty.merchant_id, duty.district, "/mine/self-checks", words
    )


def of_risk(risk: Risk) -> NewNotice:
    """That a measure is due, or late when it was told of before."""
    day = risk.due_on.isoformat()
    words = _RISK[min(risk.reminded, 1)].filled({"what": risk.measure, "day": day})
    about = ("credit.risk", risk.id, day, str(risk.reminded))
    return _notice(about, "credit.risk_due", risk.merchant_id, risk.district, "/mine/self-checks", words)


def _notice(
    about: tuple[str, ...], kind: str, merchant_id: str, district: str, subject: str, words: Sentence
) -> NewNotice:
    return NewNotice(
        id=notice_id(*about),
        kind=kind,
        merchant_id=merchant_id,
        district=district,
        subject=subject,
        sentences=Words(zh=words.zh, en=words.en),
    )
