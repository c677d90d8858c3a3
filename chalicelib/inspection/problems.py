"""Why something is not done with a visit; refusals by rule are results and stand in rules.py and identification.py."""

from chalicelib.errors import Conflict, Denied, Invalid


class OwnVisit(Denied):
    """Nobody approves a visit they go on, or makes it void."""

    code = "visit.own_visit"
    zh = "您是本次检查的检查人员，不能审批自己的检查，请由其他负责人审批。"
    en = "You are an officer of this visit and may not approve it. Another leader must."


class OwnReview(Denied):
    """Nobody reviews a visit they went on."""

    code = "visit.own_review"
    zh = "您是本次检查的检查人员，不能审核自己的检查，请由其他审核员审核。"
    en = "You are an officer of this visit and may not review it. Another reviewer must."


class NotTeamLead(Denied):
    """Only the first officer accepts a visit."""

    code = "visit.not_team_lead"
    zh = "接收检查任务由组长（第一名检查人员）办理，请联系组长。"
    en = "The team lead, the first officer named, accepts a visit. Ask the lead."


class NotYourDistrict(Denied):
    """A visit outside the districts this person works in."""

    code = "visit.not_your_district"
    zh = "该检查不在您负责的行政区，请联系当地同事。"
    en = "This visit is outside your districts. Ask a colleague there."


class NotAnOfficer(Invalid):
    """An account that may not inspect there: only certified officers do, never helpers or third parties."""

    code = "visit.not_an_officer"
    zh = "所列人员不是该区的执法人员，请更换。"
    en = "Somebody named is not an inspector of that district. Name another officer."


class NotPresent(Invalid):
    """Fewer than two of the visit's officers were there, or somebody else."""

    code = "visit.not_present"
    zh = "到场人员须为本次检查的检查人员，且不少于两人，请核对。"
    en = (
        "At least two of this visit's officers must have been there, and nobody else counts. Correct who was."
    )


class ChecksMissing(Conflict):
    """A closing names checks that have not arrived."""

    code = "visit.checks_missing"
    zh = "还有 {missing} 项检测没有上传，请先联网上传，再提交检查记录。"
    en = "{missing} of the checks named have not arrived. Send them first, then close the record."


class Settled(Conflict):
    """What a leader approved, or what is over, is not changed afterwards."""

    code = "visit.settled"
    zh = "该检查已审批或已结束，不能再修改；请新建一次检查。"
    en = "This visit is approved or ended and is not changed any more. Plan a new one."


class NotApproved(Conflict):
    """A visit that no leader let happen goes no further; an emergency's approval must be made up."""

    code = "visit.not_approved"
    zh = "本次检查尚未经负责人批准，不能办理这一步；请先报批，紧急检查请补办审批。"
    en = "No leader has approved this visit, so this step must wait. Have it approved; for an emergency, make it up."


class TooEarly(Conflict):
    """A step whose predecessor is missing."""

    code = "visit.too_early"
    zh = "还不能办理这一步：请先完成前一步（接收、身份核验、检查记录、录入结果、审核须依次办理）。"
    en = "This step is too early: accept, identify, close the record, enter the result and review come in this order."


class NotAsDrawn(Invalid):
    """A visit of a draw goes to what was drawn, by those drawn, under the id that follows from the assignment."""

    code = "visit.not_as_drawn"
    zh = "检查对象、检查人员须与抽取结果一致，请从检查任务页安排检查。"
    en = "Place and officers must be those drawn. Plan this visit from its assignment."
