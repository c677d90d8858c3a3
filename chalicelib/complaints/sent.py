"""What a citizen sends to the intake (投诉、举报), and what each kind must say at least; pure, and hostile until read.

Order 121: a complaint (投诉) names who complains, how to reach them, who is complained of and where, what is asked and
what happened. A report (举报) gives a concrete clue; it may be anonymous, and then holds nothing about a person.
"""

import unicodedata
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from chalicelib.complaints import masking
from chalicelib.complaints.model import Want, Yuan
from chalicelib.documents import OneOf
from chalicelib.ids import MaterialId, SiteId, StallId, normalised
from chalicelib.instants import Day
from chalicelib.quantities import Exact
from chalicelib.registry.districts import District
from chalicelib.registry.marks import Frozen
from chalicelib.registry.model import is_number
from chalicelib.registry.parties import Name, visible
from chalicelib.texts import VISIBLE

PICTURE_LIMIT_BYTES = 12 * 1024 * 1024
MOST_MATERIALS, MOST_IN_ALL = 9, 30
"""Pictures that come with a submission; materials that a file takes in all."""


def _prose(text: object) -> object:
    """What somebody wrote, on several lines: unseen signs and control characters but the line's end are dropped."""
    if not isinstance(text, str):
        return text
    lines = visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(one for one in lines if one == "\n" or unicodedata.category(one) not in {"Cc", "Zl", "Zp"})


def half_width(text: object) -> object:
    """In half width, without signs that nobody sees."""
    return visible(unicodedata.normalize("NFKC", text)).strip() if isinstance(text, str) else text


def _number(text: str) -> str:
    found = normalised(text)
    if not is_number(found):
        raise ValueError(
            "器具编号不对，请重新扫码或核对 10 位编号 (scan the label again, or check the 10 characters)"
        )
    return found


def _phone(text: str) -> str:
    if sum(one.isdecimal() for one in text) < 7:  # noqa: PLR2004 - the shortest number of the city
        raise ValueError("请填写能接通的电话号码 (give a telephone number that can be called)")
    return text


Prose = Annotated[
    str, BeforeValidator(_prose), StringConstraints(strip_whitespace=True, max_length=2000), VISIBLE
]
ShortProse = Annotated[
    str, BeforeValidator(_prose), StringConstraints(strip_whitespace=True, max_length=500), VISIBLE
]
PersonName = Annotated[Name, StringConstraints(min_length=2, max_length=40, pattern=r"^\D*$"), VISIBLE]
Phone = Annotated[
    str,
    BeforeValidator(half_width),
    StringConstraints(max_length=20, pattern=r"^\+?[0-9][0-9 \-]{5,18}$"),
    AfterValidator(_phone),
]
InstrumentNumber = Annotated[str, StringConstraints(max_length=20), AfterValidator(_number)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Address = Annotated[Name, StringConstraints(max_length=120), VISIBLE]

Wants = Literal["complaint", "report", "both"]
Category = Literal[
    "grain_vegetable_fruit",
    "meat_egg_poultry_aquatic_pastry_sweets_seasoning",
    "dried_delicacy",
    "live_poultry",
    "live_fish",
    "water_soaked",
    "live_other_aquatic",
    "other",
]
"""What was bought, by the classes of the law engine and what its table has no number for."""
Method = Literal["fair_scale", "own_scale", "other"]
"""公平秤、自备秤、其他: what it was weighed on again."""


class SentAbout(Frozen):
    """Who and what it is about. A scanned number or a picked stall fills in the rest; otherwise it is written.

    instrument  public number of the scale       stall_id  needs its site_id
    district    where it happened, when nothing that is registered tells it
    """

    instrument: InstrumentNumber | None = None
    site_id: SiteId | None = None
    stall_id: StallId | None = None
    district: District | None = None
    respondent_name: Name | None = None
    respondent_address: Address | None = None
    place_text: Address | None = None

    @property
    def is_registered(self) -> bool:
        """Whether it names something in the registry."""
        return self.instrument is not None or self.site_id is not None

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        if self.stall_id is not None and self.site_id is None:
            raise ValueError("选了摊位还要选市场 (a stall needs its market)")
        if not self.is_registered and self.district is None:
            raise ValueError(
                "请扫码、选市场，或选事情发生在哪个区 (scan, pick a market, or say in which district)"
            )
        return self


class SentPurchase(Frozen):
    """What was bought and what weighing again showed; masses in grams.

    settled_g   what was paid for     found_g   what it weighed again     fair_scale  public number of the fair scale
    """

    goods: Name
    category: Category
    bought_on: Day
    price_yuan_per_kg: Yuan | None = None
    paid_yuan: Yuan | None = None
    settled_g: Annotated[Exact, Field(gt=0, le=1_000_000, decimal_places=5)] | None = None
    found_g: Annotated[Exact, Field(ge=0, le=1_000_000, decimal_places=5)] | None = None
    method: Method = "other"
    fair_scale: InstrumentNumber | None = None

    @model_validator(mode="after")
    def _a_fair_scale_is_named(self) -> Self:
        if self.fair_scale is not None and self.method != "fair_scale":
            raise ValueError("只有在公平秤上复称才填写公平秤编号 (only weighing on a fair scale names one)")
        return self


class SentRequest(Frozen):
    """What is asked for (诉求)."""

    wants: Annotated[tuple[Want, ...], Field(min_length=1, max_length=5)]
    text: ShortProse = ""


class Reporter(Frozen):
    """Who complains or reports under their name."""

    name: PersonName
    phone: Phone
    address: Address | None = None

    def masked(self) -> "MaskedReporter":
        """As it may be shown and kept."""
        return MaskedReporter(name=masking.name(self.name), phone=masking.text(self.phone))

    @property
    def told(self) -> tuple[str, ...]:
        """What they said of themselves, to be hidden wherever they wrote it."""
        return tuple(filter(None, (self.name, self.phone, self.address)))


class MaskedReporter(Frozen):
    """张*, 138****8000."""

    name: str
    phone: str


class SentPicture(Frozen):
    """A picture the phone promises: of what was bought, a receipt, a scale; for an identity request a paper."""

    kind: Literal["photo", "identity_paper"] = "photo"
    sha256: Sha256
    size_bytes: Annotated[int, Field(ge=1, le=PICTURE_LIMIT_BYTES, strict=True)]
    media_type: Literal["image/jpeg", "image/png", "image/webp"]


class SentText(Frozen):
    """Something added in words."""

    kind: Literal["text"]
    text: Annotated[Prose, StringConstraints(min_length=1)]


class SentMaterial(OneOf[Annotated[SentPicture | SentText, Field(union_mode="left_to_right")]]):
    """One material (材料), under an id made by the phone."""


class PromisedPicture(SentPicture):
    """A picture promised with the submission itself."""

    id: MaterialId
    kind: Literal["photo"] = "photo"


class Submission(Frozen):
    """A complaint, a report, or both, as it is sent once.

    secret_hash  SHA-256 of the following secret's 26 lower-case characters, hex
    reporter     absent: anonymous     join  the mark that `similar` answered, if the sender joins what others told
    """

    wants: Wants
    secret_hash: Sha256
    about: SentAbout
    facts: Annotated[Prose, StringConstraints(min_length=5)]
    request: SentRequest | None = None
    purchase: SentPurchase | None = None
    reporter: Reporter | None = None
    pictures: Annotated[tuple[PromisedPicture, ...], Field(max_length=MOST_MATERIALS)] = ()
    join: Annotated[str, StringConstraints(pattern=r"^[0-9a-z]{26}$")] | None = None

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Self:
        if self.wants == "report":
            if self.request is not None:
                raise ValueError(
                    "举报不提个人诉求；要赔偿请同时投诉 (a report asks for nothing; complain as well)"
                )
            return self
        if self.reporter is None or self.reporter.address is None:
            raise ValueError(
                "投诉须填写姓名、电话和地址 (a complaint needs your name, telephone and address)"
            )
        if self.request is None:
            raise ValueError("投诉须说明诉求 (a complaint says what you ask for)")
        about = self.about
        if not about.is_registered and not (about.respondent_name and about.respondent_address):
            raise ValueError("请写明被投诉人的名称和地址 (name the other side and its address)")
        return self

    @model_validator(mode="after")
    def _each_picture_once(self) -> Self:
        if len({one.id for one in self.pictures}) != len(self.pictures):
            raise ValueError("每张照片要有不同的编号 (each picture has an id of its own)")
        return self

    def masked(self, text: str) -> str:
        """A text of this submission as the file may keep it."""
        return masking.text(text, told=self.reporter.told if self.reporter else ())


class SentErasure(Frozen):
    """A lawful request to erase personal data (个人信息保护法 art. 47); it needs no reason."""


class SentSimilar(Frozen):
    """Where something like it may have been told already: an instrument, or a stall of a market."""

    instrument: InstrumentNumber | None = None
    site_id: SiteId | None = None
    stall_id: StallId | None = None

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.instrument is None) == (self.stall_id is None) or (self.stall_id and not self.site_id):
            raise ValueError("请给出器具编号，或市场和摊位 (give an instrument, or a market and a stall)")
        return self
