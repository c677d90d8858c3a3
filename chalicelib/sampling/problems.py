"""The failures of sampling, by name."""

from collections.abc import Mapping
from typing import ClassVar

from chalicelib.errors import Conflict, Denied, Invalid, Missing, Sentence, Unavailable

PLAN_STATES: dict[str, Sentence] = {
    "draft": Sentence("为草稿", "a draft"),
    "approved": Sentence("已批准", "approved"),
    "published": Sentence("已公布", "published"),
    "frozen": Sentence("已冻结", "frozen"),
    "drawn": Sentence("已抽取", "drawn"),
    "opened": Sentence("已公开", "opened"),
    "void": Sentence("已作废", "void"),
}
"""State of a plan -> as people are told it."""
ASSIGNMENT_STATES: dict[str, Sentence] = {
    "open": Sentence("未检查", "open"),
    "done": Sentence("已检查", "done"),
    "refused": Sentence("拒绝检查", "refused"),
    "closed": Sentence("停业或无人", "closed"),
    "moved": Sentence("已搬迁", "moved"),
    "substituted": Sentence("已递补", "substituted"),
    "voided": Sentence("已作废", "void"),
}
"""State of an assignment -> as people are told it."""


class _OfState(Conflict):
    """A failure that tells a state: its code for machines, its word for people."""

    words: ClassVar[Mapping[str, Sentence]]

    def sentence(self) -> Sentence:
        """See Problem."""
        word = self.words[self.facts["state"]]
        return Sentence(self.zh.format(state=word.zh), self.en.format(state=word.en))


class PlanSettled(Conflict):
    """A plan that was approved is not edited; it goes on or is withdrawn."""

    code = "sampling.plan_settled"
    zh = "计划已经批准，不能再修改；如需调整，请另立计划，原计划不冻结就不会抽取。"
    en = "The plan is approved and cannot be changed. Make another one; a plan that is never frozen draws nobody."


class ForLaterPlans(Conflict):
    """Weights are proposed for plans that begin after what they were counted from."""

    code = "sampling.for_later_plans"
    zh = "这份权重建议统计到 {last}，只能用于之后开始的计划；请选择更早季度的建议，或推迟计划开始日。"
    en = "These weights were counted until {last} and are for plans that begin later. Take an earlier quarter's."


class ItemSettled(Conflict):
    """What stands on the public list is not edited; it may be given an end."""

    code = "sampling.item_settled"
    zh = "该抽查事项已经公布或已经停用，不能再修改；如需调整，请由公示员设定停用日期，再另立一项。"
    en = "The item is published or over and cannot be changed. A publisher ends it; make another one."


class EndsTooSoon(Invalid):
    """An item is not taken off the list for days that are over."""

    code = "sampling.ends_too_soon"
    zh = "停用日期须晚于今天和起始日，请选择以后的日期。"
    en = "An item ends on a day after today and after its first day. Choose a later one."


class WrongState(_OfState):
    """The plan is not in the state this step starts from."""

    code = "sampling.wrong_state"
    words = PLAN_STATES
    zh = "计划目前{state}，不能办理此步骤；请刷新页面，按当前状态办理下一步。"
    en = "The plan is {state}; this step does not start from there. Reload the page for the step that does."


class SamePerson(Denied):
    """Drafting, approving and publishing are three persons' work."""

    code = "sampling.same_person"
    zh = "起草、批准和公布不能由同一人办理，请由另一位同事办理。"
    en = "Drafting, approving and publishing are done by different people. Ask a colleague."


class NotYourDistrict(Denied):
    """A plan reaches outside the districts of who writes or approves it."""

    code = "sampling.not_your_district"
    zh = "计划涉及您负责的行政区以外的对象，请由全市范围的同事办理。"
    en = "The plan reaches outside your districts. Ask a colleague who works in all of them."


class ItemNotPublished(Invalid):
    """What is not on the published list may not be inspected."""

    code = "sampling.item_not_published"
    zh = "抽查事项 {item} 未公布，或在计划期间不适用，不能列入计划。"
    en = "Item {item} is not published, or not in force during the plan; it cannot be planned."


class OtherObjects(Invalid):
    """An item is about another kind of object than the plan's scope."""

    code = "sampling.other_objects"
    zh = "抽查事项 {item} 的检查对象与计划的抽查对象不一致。"
    en = "Item {item} is about another kind of object than the plan."


class AboveCeiling(Invalid):
    """A ratio above what the item's published ceiling allows."""

    code = "sampling.above_ceiling"
    zh = "分层“{stratum}”的抽查比例超过事项 {item} 的上限。"
    en = "Stratum {stratum} draws more than the ceiling of item {item} allows."


class NotExempt(Invalid):
    """A reason that is not on the list of those exempt from the annual ceiling when the visits begin."""

    code = "sampling.not_exempt"
    zh = "“{reason}”不在不受年度频次上限限制的检查之列，请从清单中选择，或留空。"
    en = "{reason} is not among the reasons exempt from the annual ceiling. Choose one of the list, or none."


class RandomnessPast(Invalid):
    """A source whose randomness is there already, or comes before there is time to freeze."""

    code = "sampling.randomness_past"
    zh = "随机数来源的时间须晚于现在，请选择更晚的期次。"
    en = "The randomness must come into being in the future. Choose a later round or draw."


class UnknownOfficer(Invalid):
    """No inspector has this account."""

    code = "sampling.unknown_officer"
    zh = "该账号不是执法人员，不能列入检查人员名录库。"
    en = "This account is not an inspector's; it cannot be in the register of officers."


class AssignmentSettled(_OfState):
    """An assignment that was done, refused or substituted stays so."""

    code = "sampling.assignment_settled"
    words = ASSIGNMENT_STATES
    zh = "该检查任务已办结（{state}），不能再更换或安排；确需检查的，请另行安排检查。"
    en = "This assignment has ended as {state}: neither substituted nor visited again. Plan a visit of its own."


class AssignmentVoided(Conflict):
    """The draw that gave an assignment out is void, so nobody is sent by it any more."""

    code = "sampling.assignment_voided"
    zh = "该检查任务所属的抽取已作废，不能再安排、批准检查或递补；确需检查的，请另立计划。"
    en = "The draw of this assignment is void: its visit can be neither planned nor approved. Make another plan."


class NoSubstitute(Conflict):
    """All entries a stratum holds in reserve have been taken."""

    code = "sampling.no_substitute"
    zh = "本层的递补名单已用完，不能更换；请如实登记未能检查的原因。"
    en = "The reserve of this stratum is used up. Record truthfully why it could not be visited."


class DrawUnavailable(Unavailable):
    """The function that knows the sealed result does not answer."""

    code = "sampling.draw_unavailable"
    zh = "暂时无法读取抽取顺序，请稍后重试；内容没有丢失。"
    en = "The sealed order of the draw cannot be read now. Try again later; nothing was lost."


class NotFrozen(Missing):
    """There is no frozen pool of this plan yet."""

    code = "sampling.not_frozen"
    zh = "该计划的名录库尚未冻结，冻结后即可查询。"
    en = "The pool of this plan is not frozen yet. Ask again after the freeze."


class NotInPool(Missing):
    """The number is not an entry of the frozen pool."""

    code = "sampling.not_in_pool"
    zh = "冻结的名录库中没有编号 {number}。"
    en = "The frozen pool has no entry {number}."


class NumbersDiffer(Conflict):
    """The second person entered other numbers than the first."""

    code = "sampling.numbers_differ"
    zh = "两次录入的结果不一致，请两人共同核对原始结果后重新录入。"
    en = "The two entries differ. Check the original result together and enter it again."


class NumbersSettled(Conflict):
    """Numbers that two people entered are not changed."""

    code = "sampling.numbers_settled"
    zh = "随机数结果已由两人录入确认，不能再修改。"
    en = "Two people have entered the outcome; it cannot be changed."


class NumbersUnfit(Invalid):
    """An outcome of another form or source than the plan names, or before its time."""

    code = "sampling.numbers_unfit"
    zh = (
        "录入的结果与计划约定的随机数来源不符，或时间未到；使用备用来源须写明首选来源失败的原因；"
        "见证人只填编号，不填姓名。"
    )
    en = (
        "The outcome is not of the source named, or not due yet; the fall-back needs the reason the first failed; "
        "witnesses are told by ids, not by names."
    )


class VisitsOpen(Conflict):
    """Opening while visits are left would warn those who were drawn."""

    code = "sampling.visits_open"
    zh = "还有检查任务未办结，办结后或计划结束后才能公开抽取结果。"
    en = "Some assignments are still open. The draw is opened when they have ended, or after the plan's last day."


class TooLong(Invalid):
    """An entry of the white list that ends later than the setting allows."""

    code = "sampling.white_list_too_long"
    zh = "白名单期限最长到 {latest}，请缩短期限。"
    en = "An entry of the white list may last until {latest} at most."
