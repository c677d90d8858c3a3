"""The failures of the registry, by name."""

from chalicelib.errors import Conflict, Denied, Invalid, NotFound, Unavailable


class NoInstrument(NotFound):
    """No instrument has this number or id."""

    code = "registry.no_instrument"
    zh = "没有登记编号为 {id} 的计量器具，请核对标签上的编号。"
    en = "No instrument is registered under {id}. Check the number on the label."


class CodeTaken(Conflict):
    """A credit code or serial number belongs to another merchant or instrument."""

    code = "registry.code_taken"
    zh = "{what} 已有登记，请核对或直接使用该登记。"
    en = "{what} is already registered. Check it, or use that registration."


class UnknownParty(Invalid):
    """An instrument names a merchant or site that is not registered."""

    code = "registry.unknown_party"
    zh = "经营者或场所尚未登记，请先登记。"
    en = "The merchant or the site is not registered. Register it first."


class NotYourLab(Denied):
    """A lab person records for a lab they do not belong to."""

    code = "registry.not_your_lab"
    zh = "您只能为所属的检定机构登记检定结果。"
    en = "You may record verifications for your own lab only."


class NotYourDistrict(Denied):
    """An officer acts outside their districts."""

    code = "registry.not_your_district"
    zh = "这里不在您负责的行政区，请联系当地同事。"
    en = "This is outside your districts. Ask a colleague there."


class NotYourAct(Denied):
    """An act that is not for the caller's role, or that the role may not do to this instrument."""

    code = "registry.not_your_act"
    zh = "您的角色不能对该器具办理此事，请由有权限的人办理。"
    en = "Your role may not do this to this instrument. Somebody who may must do it."


class NotYourMarket(Denied):
    """An organiser registers stalls and stall-keepers of their own market only."""

    code = "registry.not_your_market"
    zh = "您只能登记自己市场的摊位和摊主；企业和个体户请由监管科登记。"
    en = "You may register stalls and stall-keepers of your own market only. The supervisor registers businesses."


class Scrapped(Conflict):
    """Nothing more happens to a scrapped or replaced instrument."""

    code = "registry.scrapped"
    zh = "该器具已报废或已被更换，不能再办理。"
    en = "The instrument was scrapped or replaced; nothing more can be done with it."


class NeedsAct(Conflict):
    """A change that tells what happened to an instrument, not what was mistyped: an act or a verification tells it."""

    code = "registry.needs_act"
    zh = "经营者和场所须通过转移办理，铅封号须通过铅封变动或检定办理，已登记的代码由检定或维修更新，不能直接修改。"
    en = "Merchant and site change by a transfer, seals by a seal change or verification, codes by those or a repair."


class VerifiedInFuture(Invalid):
    """A verification of a day that has not come."""

    code = "registry.verified_in_future"
    zh = "检定日期不能晚于今天，请核对。"
    en = "The day of the verification lies in the future. Check it."


class Busy(Unavailable):
    """Too many changes to one instrument at once."""

    code = "registry.busy"
    zh = "该器具正在被多人同时办理，请稍后重试。"
    en = "Several people are changing this instrument at once. Try again in a moment."


class BadNumber(Invalid):
    """A typed number whose check character does not fit."""

    code = "registry.bad_number"
    zh = "编号有误：应为 10 位，且末位是校验位，请对照标签重新输入。"
    en = (
        "The number is wrong: ten characters, the last of which checks the others. Compare it with the label."
    )
