"""What can be wrong with sending and following a file, and with opening identities; the remedy in both languages."""

from chalicelib.errors import Conflict, Denied, Missing, TooMany, Unavailable


class NoFile(Missing):
    """No such file, a wrong secret, or one whose personal data were erased: all in the same words."""

    code = "complaint.not_found"
    zh = "查询链接无效：请使用提交后保存的完整链接。若已申请清除个人信息，链接不再可用。"
    en = "This link leads nowhere. Use the whole link you kept; after personal data are erased it works no more."


class NoPlace(Missing):
    """Something named of the registry is not there."""

    code = "complaint.no_place"
    zh = "没有找到所填的器具、市场或摊位，请重新扫码或选择，也可以改为文字填写。"
    en = "The instrument, market or stall is not registered. Scan or choose again, or describe it in words."


class TooManyMaterials(Conflict):
    """More than one file takes."""

    code = "complaint.too_many_materials"
    zh = "每件最多 {most} 份材料，请把剩下的交给承办单位，或拨打它的电话。"
    en = "A file takes at most {most} materials. Bring the rest to the office, or call it."


class TooManyFromHere(TooMany):
    """A network sent so much in this hour that more waits for the next."""

    code = "complaint.too_many"
    zh = "您所在的网络这一小时提交太多了，请在 {at} 之后再试；急事请直接拨打 12315。"
    en = "Too much came from your network in this hour. Try again after {at}; if it is urgent, call 12315."


class IdentitiesUnavailable(Unavailable):
    """The function that seals and opens identities failed."""

    code = "complaint.identities_unavailable"
    zh = "身份信息暂时无法加密保存或打开，没有保存任何内容，请稍后再试。"
    en = "Identities cannot be sealed or opened just now, and nothing was kept. Try again later."


class NoIdentity(Missing):
    """An anonymous file, or one whose personal data were erased."""

    code = "complaint.no_identity"
    zh = "本案没有可查看的身份信息：匿名举报，或已按规定清除。"
    en = "There is no identity here: the report is anonymous, or its personal data were erased."


class IdentityNotYours(Denied):
    """An identity is opened by whom the file needs it for."""

    code = "complaint.identity_not_yours"
    zh = "身份信息只能由本案承办人或承办单位的监管科打开；请由他们查看，或先分派给您。"
    en = "Only the handler or a supervisor of the unit opens an identity. Ask them, or have the file assigned to you."
