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
    zh = "该器具不在您负责的行政区，请联系当地同事。"
    en = "This instrument is outside your districts. Ask a colleague there."


class Scrapped(Conflict):
    """Nothing more happens to a scrapped instrument."""

    code = "registry.scrapped"
    zh = "该器具已报废，不能再办理。"
    en = "The instrument was scrapped; nothing more can be done with it."


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
