"""An instrument in plain words for anybody: what it is, whether it is lawful to use today."""

from datetime import date

from chalicelib.certified import Standing
from chalicelib.errors import Sentence
from chalicelib.registry.categories import KINDS
from chalicelib.registry.districts import DISTRICTS, district
from chalicelib.registry.model import InstrumentHead, PublicInstrument, PublicVerification, Words

_SENTENCES: dict[Standing, Sentence] = {
    "valid": Sentence(
        "这台{what}检定合格，有效期至 {until}，可以放心使用。",
        "This {what} passed verification and may be used until {until}.",
    ),
    "due_soon": Sentence(
        "这台{what}检定合格，有效期至 {until}，快到期了，请提醒经营者按时送检。",
        "This {what} passed verification; it is due again by {until}.",
    ),
    "overdue": Sentence(
        "这台{what}的检定已于 {until} 过期，不应再用于交易，可到公平秤复秤。",
        "The verification of this {what} ended on {until}. Do not use it for trade; weigh on the fair scale.",
    ),
    "unverified": Sentence(
        "这台{what}还没有检定记录，不应用于交易，可到公平秤复秤。",
        "There is no verification of this {what}. It should not be used for trade; weigh again on the fair scale.",
    ),
    "failed": Sentence(
        "这台{what}最近一次检定不合格，不得使用，请勿凭它结账。",
        "This {what} failed its last verification and may not be used. Do not pay by it.",
    ),
    "void": Sentence(
        "这台{what}检定之后修理过或动过铅封，须重新检定合格后才能使用，请勿凭它结账。",
        "This {what} was repaired or its seal was changed after it was verified. Do not pay by it.",
    ),
    "suspended": Sentence(
        "这台{what}已被责令停止使用，请勿凭它结账。",
        "This {what} has been ordered out of use. Do not pay by it.",
    ),
    "disputed_frozen": Sentence(
        "这台{what}正在进行计量纠纷仲裁，暂时封存，请勿凭它结账。",
        "This {what} is sealed while a dispute about it is settled. Do not pay by it.",
    ),
    "replaced": Sentence(
        "这台{what}已被另一台替换，标签不应再出现，请告诉市场监管部门。",
        "This {what} was replaced by another; its label should be gone. Please tell the market regulator.",
    ),
    "scrapped": Sentence(
        "这台{what}已报废，标签不应再出现，请告诉市场监管部门。",
        "This {what} was scrapped; its label should be gone. Please tell the market regulator.",
    ),
}


def view(head: InstrumentHead, day: date) -> PublicInstrument:
    """What anybody may see of an instrument on the local `day`; natural persons are masked, the serial cut."""
    kind, standing, held = KINDS[head.category].name, head.standing(day), head.verification
    until = held.valid_until.isoformat() if held and held.valid_until else ""
    sentence = _SENTENCES[standing]
    named = district(head.district, day) or DISTRICTS[head.district]
    return PublicInstrument(
        number=head.number,
        category=head.category,
        category_name=Words(zh=kind.zh, en=kind.en),
        name=head.name,
        model=head.model,
        maker=head.maker,
        serial_tail=head.serial_no[-4:],
        site_name=head.site.public_name,
        stall=head.stall,
        merchant_name=head.merchant.public_name,
        district=head.district,
        district_name=Words(zh=named.name.zh, en=named.name.en),
        standing=standing,
        sentences=Words(
            zh=sentence.zh.format(what=kind.zh, until=until), en=sentence.en.format(what=kind.en, until=until)
        ),
        seal_nos=head.seal_nos,
        accuracy_class=head.accuracy_class,
        max_g=head.max_g,
        e_g=head.e_g,
        verification=PublicVerification.model_validate(
            held.model_dump(include=set(PublicVerification.model_fields))
        )
        if held
        else None,
        as_of=day,
    )
