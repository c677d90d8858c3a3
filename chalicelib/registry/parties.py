"""Who uses instruments and where: merchants (经营者), sites (场所), venue types; districts are in districts."""

import unicodedata
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from chalicelib.documents import Document
from chalicelib.errors import Sentence
from chalicelib.ids import MerchantId
from chalicelib.quantities import Exact
from chalicelib.registry.districts import District
from chalicelib.texts import public_name


def visible(text: str) -> str:
    """Without signs that nobody sees (zero width, direction marks), which copying from a screen brings along."""
    return text if text.isprintable() else "".join(one for one in text if unicodedata.category(one) != "Cf")


def has_control(text: str) -> bool:
    """Whether a control character is in it, a line's end too."""
    return not text.isprintable() and any(unicodedata.category(one) in _CONTROL for one in text)


def _visible(text: Any) -> Any:
    return visible(text) if isinstance(text, str) else text


def _one_line(text: Any) -> Any:
    if not isinstance(text, str) or text.isprintable():
        return text
    return "".join(" " if unicodedata.category(one) in _CONTROL else one for one in visible(text))


_CONTROL = {"Cc", "Zl", "Zp"}
Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=80, strip_whitespace=True),
    BeforeValidator(_one_line),
]
"""What people and things are called, on one line: control characters become spaces, unseen signs are dropped."""
Code = Annotated[
    str,
    StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f]+$"),
    BeforeValidator(_visible),
]
"""A number or code as it is written on something; control characters are refused, unseen signs dropped."""

VENUES: dict[str, Sentence] = {
    "market": Sentence("集贸市场", "wet market"),
    "seafood_street": Sentence("海鲜大排档", "seafood street"),
    "petrol_station": Sentence("加油(气)站", "petrol station"),
    "supermarket": Sentence("商超", "supermarket"),
    "hospital": Sentence("医疗机构", "hospital"),
    "optical_shop": Sentence("眼镜制配场所", "optical shop"),
    "packer": Sentence("定量包装商品生产企业", "prepackage producer"),
    "grain_buyer": Sentence("粮食收购", "grain buyer"),
}
Venue = Literal[
    "market",
    "seafood_street",
    "petrol_station",
    "supermarket",
    "hospital",
    "optical_shop",
    "packer",
    "grain_buyer",
]


class Merchant(Document):
    """A merchant (经营者): an enterprise, an individual business, or a stall-keeper without a code of its own.

    credit_code  GB 32100 unified social credit code, upper case; never invented for a stall-keeper
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    kind: Literal["enterprise", "individual_business", "stall_keeper"]
    district: District
    credit_code: (
        Annotated[str, StringConstraints(pattern=r"^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$")]
        | None
    ) = None

    @model_validator(mode="after")
    def _has_a_code_unless_a_stall_keeper(self) -> "Merchant":
        if (self.credit_code is None) != (self.kind == "stall_keeper"):
            raise ValueError(
                "企业和个体户须填统一社会信用代码，摊主不填 (a business has a credit code, a stall-keeper none)"
            )
        return self

    @property
    def public_name(self) -> str:
        """The name anybody may see."""
        return public_name(self.name, self.kind)


def doubts(merchant: Merchant) -> list[str]:
    """Codes of what is odd but not refused: some genuine Fujian codes fail their check digit (process.md 8.1)."""
    if merchant.credit_code is None:
        return []
    from stdnum.cn import uscc
    from stdnum.exceptions import ValidationError

    try:
        uscc.validate(merchant.credit_code)
    except ValidationError:
        return ["registry.credit_code_check_digit"]
    return []


class Spot(Document):
    """Where something stands: WGS 84 degrees as text, to about a metre."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lat: Annotated[Exact, Field(ge=-90, le=90, max_digits=8, decimal_places=6)]
    lon: Annotated[Exact, Field(ge=-180, le=180, max_digits=9, decimal_places=6)]


class Site(Document):
    """A site (场所) where instruments are used; its organiser (主办者) is a merchant.

    organiser_id  the merchant who runs a market or mall and answers for its stalls (SAMR Order 94)
    place         where it stands, if surveyed: a visit's identification is compared with it, never refused for it
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    venue: Venue
    district: District
    address: Annotated[str, Field(max_length=120)] = ""
    organiser_id: MerchantId | None = None
    place: Spot | None = None
