"""What the rights clock refuses, and what to do instead."""

from chalicelib.errors import Conflict, Denied, Invalid


class NoSuchStep(Conflict):
    """A step that an entry in this state does not take."""

    code = "publication.no_such_step"
    zh = "该公示条目当前状态不能办理这一步；请刷新查看当前状态。"
    en = "This entry does not take this step as it stands now. Look at it again."


class OtherVisit(Invalid):
    """A penalty that names a visit without a reviewed result of its party."""

    code = "publication.other_visit"
    zh = "该检查没有关于这个当事人、已经审核的结果；请从检查结果的条目录入，或者不填所依据的检查。"
    en = "That visit has no reviewed result of this party. Enter the penalty from the result, or name no visit."


class TooEarly(Conflict):
    """A publication before its clock."""

    code = "publication.too_early"
    zh = "当事人的陈述期到 {until} 为止，期满次日起才能公示。"
    en = "Its merchant may reply until {until}. It can be published from the day after."


class Held(Conflict):
    """A publication while an objection is open."""

    code = "publication.held"
    zh = "当事人的异议还没有处理，最迟到 {until} 后才能公示；请先处理异议。"
    en = "An objection is open. Decide it first; without a decision it can be published after {until}."


class ExplanationNeeded(Invalid):
    """A late publication without a word why."""

    code = "publication.explanation_needed"
    zh = "已超过公示期限 {due}，公示时须说明原因，说明会一并公开。"
    en = "The last day to publish was {due}. Say why it is late; the explanation is shown."


class Involved(Denied):
    """Whoever had a hand in it decides nothing about it."""

    code = "publication.involved"
    zh = "您参与过该检查或该条目的办理，不能由您决定；请由未参与的负责人或审核员处理。"
    en = "You had a hand in this visit or entry and may not decide. A leader or reviewer who had none must."


class OwnConfirmation(Denied):
    """Nobody confirms what they entered or proposed."""

    code = "publication.own_confirmation"
    zh = "这是您自己录入或提出的，须由另一人核对确认。"
    en = "You entered or proposed this. Another person must confirm it."


class NotRepairable(Conflict):
    """An application for repair before the shortest period, or of what cannot be repaired."""

    code = "publication.not_repairable"
    zh = "最短公示期到 {until} 为止，期满后才能申请修复。"
    en = "The shortest period ends on {until}. Apply for repair after it."


class NeverRepaired(Conflict):
    """An application for repair of an entry that has none."""

    code = "publication.never_repaired"
    zh = "该类条目不适用信用修复，到期自动停止公示。"
    en = "Entries of this kind are not repaired. It stops being shown by itself."


class NotThatDay(Invalid):
    """A hand-over before the decision, or on a day to come."""

    code = "publication.not_that_day"
    zh = "报送日期应当不早于决定日期 {since}，也不晚于今天。"
    en = "Name a day from the decision ({since}) to today."


class AlreadyOpen(Conflict):
    """A second objection, application or proposal while one is open."""

    code = "publication.already_open"
    zh = "已有一件正在处理，请等待处理结果。"
    en = "One is being dealt with already. Wait for its decision."


class NothingOpen(Conflict):
    """A decision where nothing waits for one."""

    code = "publication.nothing_open"
    zh = "没有待处理的异议、申请或撤下提议，请刷新查看。"
    en = "Nothing waits for a decision here. Look at it again."
