"""What can be wrong with a commitment and its steps; the remedy in both languages."""

from chalicelib.errors import Conflict, Denied


class CommitmentNotNow(Conflict):
    """A step that a commitment in this state does not take."""

    code = "commitment.not_now"
    zh = "承诺书现处于“{state}”状态，不能办理这一步；请刷新后按页面提示办理。"
    en = "In the state {state} this commitment does not take this step. Read it again and choose one it offers."


class CommitmentNotYours(Denied):
    """A step for another role."""

    code = "commitment.not_yours"
    zh = "这一步不由您办理；签署、公开、说明由经营者办理，核查、决定由监管科或负责人办理。"
    en = "This step is not yours. Merchants sign, publish and explain; supervisors and leaders decide."


class OtherText(Conflict):
    """What was signed, or agreed to, is not the text in force today."""

    code = "commitment.other_text"
    zh = "承诺书文本已更新，请重新打开页面，读过现行文本后再签署。"
    en = "The text has changed. Open the page again, read the one in force, then sign."


class CommitmentOver(Conflict):
    """The commitment's last day is over."""

    code = "commitment.over"
    zh = "承诺书的有效期已满，请签署新的承诺书。"
    en = "The term of this commitment is over. Sign a new one."


class ReplyWindow(Conflict):
    """A breach is not confirmed before the merchant could explain itself."""

    code = "commitment.reply_window"
    zh = "经营者说明的期限至 {until}，期满或收到说明之后才能确认违诺。"
    en = "The merchant may explain itself until {until}. Confirm after that day, or once it has."


class Contested(Conflict):
    """The merchant objects to the very result a breach would rest on."""

    code = "commitment.contested"
    zh = "经营者对依据的检查结果提出了异议，异议决定之后才能确认违诺。"
    en = "The merchant objects to the result this would rest on. Confirm once that objection is decided."


class RectifyWindow(Conflict):
    """A commitment is not revoked before the merchant could put things right."""

    code = "commitment.rectify_window"
    zh = "经营者整改的期限至 {until}，期满或收到整改情况之后才能撤销承诺。"
    en = "The merchant has until {until} to put it right. Revoke after that day, or once it has answered."


class AlreadyTold(Conflict):
    """One explanation for a question, one objection at a time."""

    code = "commitment.already_told"
    zh = "已收到您的说明或异议，请等待答复；补充内容请联系市场监管部门。"
    en = "Your explanation or objection is there already. Wait for the answer, or call the office to add to it."


class NothingObjected(Conflict):
    """There is no objection to answer."""

    code = "commitment.nothing_objected"
    zh = "没有待答复的异议。"
    en = "There is no objection to answer. Read the commitment again."


class OwnDecision(Denied):
    """Who confirmed the breach does not decide about the objection to it."""

    code = "commitment.own_decision"
    zh = "您确认过该违诺，不能再决定对它的异议；请由另一位负责人办理。"
    en = "You confirmed this breach and do not decide the objection to it. Ask another leader."
