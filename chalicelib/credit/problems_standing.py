"""What can be wrong with explaining or deciding a worse standing; the remedy in both languages."""

from chalicelib.errors import Conflict


class NoProposal(Conflict):
    """Nothing waits, or another proposal does."""

    code = "standing.no_proposal"
    zh = "这条等级调整建议已不在等待处理；请刷新后查看现在的状况。"
    en = "This proposal does not wait any more. Read the standing again."


class AlreadyExplained(Conflict):
    """Other words were said before."""

    code = "standing.already_explained"
    zh = "您已经提交过说明；请等待工作人员处理，或致电市场监管部门补充。"
    en = "You have explained yourself already. Wait for the decision, or call the office to add something."


class FactsMoved(Conflict):
    """The standing is not the one that was looked at."""

    code = "standing.facts_moved"
    zh = "依据的记录已有变化，请刷新后重新查看再决定。"
    en = "The facts have changed since you looked. Read the proposal again before you decide."


class StillExplaining(Conflict):
    """The merchant still has time to explain itself."""

    code = "standing.still_explaining"
    zh = "经营者可在 {until} 前作出说明；在此之前不能确认降低等级（可以不予采纳）。"
    en = "The merchant may explain itself until {until}; a worse grade is not confirmed before. You may refuse it now."


class NotHeard(Conflict):
    """The merchant asked to be heard."""

    code = "standing.not_heard"
    zh = "经营者要求人工沟通；请先联系并填写沟通日期，再确认降低等级。"
    en = "The merchant asks to be heard by a person. Hear it and give the day before you confirm a worse grade."
