"""What can be wrong with a step of a file; the remedy in both languages."""

from chalicelib.errors import Conflict, Denied, Invalid


class StepNotNow(Conflict):
    """A step that a file in this state does not take."""

    code = "complaint.not_now"
    zh = "该案卷现处于“{state}”状态，不能办理这一步；请刷新后按页面提示的步骤办理。"
    en = "In the state {state} this file does not take this step. Read it again and choose one it offers."


class StepNotYours(Denied):
    """A step for another role."""

    code = "complaint.not_yours"
    zh = "这一步不由您办理，请联系承办单位的监管科或负责人。"
    en = "This step is not yours to take. Ask the unit's supervisor or leader."


class NotHandler(Denied):
    """A handler's step by an inspector who is not the handler."""

    code = "complaint.not_handler"
    zh = "您不是该案卷的承办人；无人承办时请先分派给自己，已有承办人时请联系监管科改派。"
    en = "You do not handle this file. Assign it to yourself if nobody does, or ask the supervisor to assign it."


class Recused(Denied):
    """Somebody who stepped aside."""

    code = "complaint.recused"
    zh = "您已回避该案卷，不能再办理；请由新的承办人办理。"
    en = "You stepped aside from this file and take no more steps. Leave it to the new handler."


class OwnFile(Denied):
    """The one who decides is the one who handled it, or asked for it."""

    code = "complaint.own_file"
    zh = "承办人或提出人不能自己审批，请由另一位负责人办理。"
    en = "Whoever handled it or asked for it does not decide it. Ask another leader."


class Suspended(Conflict):
    """Mediation rests until a recusal is decided."""

    code = "complaint.suspended"
    zh = "有人申请调解人员回避，决定之前调解中止；请监管科改派承办人或决定不予回避。"
    en = "A recusal is asked for and mediation rests. The supervisor assigns another handler or decides against it."


class WithPolice(Conflict):
    """No mediation goes on in what is referred to the police."""

    code = "complaint.with_police"
    zh = "该案卷已批准移送公安，不再受理或调解；请办理不予受理或终止调解。"
    en = "This file is referred to the police and not mediated. Refuse it or end the mediation."


class NoConsent(Conflict):
    """Mediation needs both sides."""

    code = "complaint.no_consent"
    zh = "双方都同意才能组织调解；请先记录投诉人和经营者的意见，有一方拒绝的，终止调解。"
    en = "Both sides must agree to mediation. Record what each says; if one refuses, end it."


class NoNote(Invalid):
    """What somebody said by telephone or at the counter is noted in words."""

    code = "complaint.no_note"
    zh = "请写明来电或来访的时间和本人怎么说的，再记录其答复。"
    en = "Note when they called or came and what they said, then record their answer."


class NoGround(Invalid):
    """A ground that the order in force does not have."""

    code = "complaint.no_ground"
    zh = "收到该投诉时施行的办法没有“{ground}”这一情形，请从列出的情形中选择。"
    en = "The order in force when it was received has no ground {ground}. Choose one of those listed."


class TermRuns(Conflict):
    """A ground that only counts once a term is over."""

    code = "complaint.term_runs"
    zh = "期限未满，还不能以此为由办理；请等到 {due} 以后，或另选情形。"
    en = "The term is not over, so this is no ground yet. Wait until after {due}, or choose another."


class TermOver(Conflict):
    """A term is extended before it is over."""

    code = "complaint.term_over"
    zh = "核查期限已于 {due} 届满，不能再延长；请立即决定是否立案。"
    en = "The term ended on {due} and is not extended any more. Decide on filing at once."


class DayPast(Invalid):
    """A day somebody is given lies in the future."""

    code = "complaint.day_past"
    zh = "期限应晚于今天，请重新选择日期。"
    en = "Choose a day later than today."


class OtherFile(Invalid):
    """Another file that this one cannot be joined to, merged into, or repeat."""

    code = "complaint.other_file"
    zh = "所填的案卷不能这样关联：须是本单位的另一件案卷，未并入他案；并案的须是仍在核查的举报。请核对编号。"
    en = (
        "That file cannot be named here: name another file of your unit that was not merged; to merge, a report under "
        "verification. Compare the id."
    )


class NotAnInspector(Invalid):
    """A handler who is no inspector of the unit."""

    code = "complaint.not_an_inspector"
    zh = "所选人员不是承办单位的执法人员，请另选。"
    en = "The person named is not an inspector of this unit. Choose another."


class QuarterRuns(Conflict):
    """A quarter is counted when it is over."""

    code = "complaint.quarter_runs"
    zh = "该季度到 {last} 才结束，请在之后统计。"
    en = "The quarter runs until {last}. Count it afterwards."
