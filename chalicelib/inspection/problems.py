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


class NotSigned(Conflict):
    """A record without what it says: the signature, or the note of its refusal with the witness."""

    code = "visit.not_signed"
    zh = "还没有收到经营者的签名，或注明见证人的拒签说明；请先在“证据”中签名或填写拒签说明，再提交检查记录。"
    en = "Neither the merchant's signature nor a refusal note with its witness is there. Take it first, then close."


class NoEvidence(Conflict):
    """A visit that could not be done, and nothing shows it."""

    code = "visit.no_evidence"
    zh = "还没有现场证据；请先拍摄停业、搬迁或拒绝检查的情况，再报告未能检查。"
    en = "Nothing shows it. Take at least one photo, video or file of what was found, then tell why."


class EvidenceMissing(Conflict):
    """Something told names evidence that nobody announced at this visit; its faults say which."""

    code = "visit.evidence_missing"
    zh = "有 {missing} 项证据还没有登记到本次检查：请先联网登记这些证据，再重新提交；已经没有的，请去掉后提交。"
    en = "{missing} pieces of evidence named are not announced at this visit. Announce them first, or leave them out."


class NotVerified(Conflict):
    """The signature, or the note of its refusal, has not arrived as it was captured."""

    code = "visit.not_verified"
    zh = "签名或拒签说明还没有上传并核对一致，暂不能审核；请检查人员联网上传后再审核。"
    en = "The signature or refusal note has not arrived and been verified. Have an officer upload it, then review."


class ItemNotListed(Invalid):
    """What is not on the published list may not be inspected (国办发〔2024〕54号)."""

    code = "visit.item_not_listed"
    zh = "抽查事项 {item} 未公布，或在检查日不适用，不能安排；请从已公布的清单中选择。"
    en = "Item {item} is not published, or not in force on the planned day. Choose one of the published list."


class LeftAlone(Conflict):
    """An object on the white list is visited only for cause, or when it was drawn before it got there."""

    code = "visit.left_alone"
    zh = "该对象在无事不扰白名单上，不安排日常或专项检查；有投诉、线索等事由的，请填写任务来源。"
    en = "This object is on the white list: no ordinary or campaign visit. Name the source if there is cause."


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
    """A visit of a draw: to what was drawn, by those drawn, for an item of the plan, under the assignment's id."""

    code = "visit.not_as_drawn"
    zh = "检查对象、检查人员、抽查事项须与抽取结果和计划一致，请从检查任务页安排检查。"
    en = "Place and officers must be those drawn, the item one of the plan's. Plan this visit from its assignment."
