"""Identification (亮码入企): before anything is checked, officers and merchant know each other, in one of two ways.

The merchant opens the inspection code (检查码) the officers show and says that it was compared; or an officer sends the
merchant's code (经营者码). Where and when it was is kept with what is odd about it, and never refused for that.
"""

import hmac
import math
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from chalicelib import ids
from chalicelib.clock import local_day
from chalicelib.errors import Sentence
from chalicelib.inspection.checks import Device, Place
from chalicelib.inspection.document import Closed
from chalicelib.inspection.terms import Version
from chalicelib.instants import Day, Instant
from chalicelib.registry.parties import Spot

CODE_BITS = 80
_CODE_CHARACTERS = CODE_BITS // 5
_BODY = 10
_EARTH_M = 6_371_000
InspectionCode = Annotated[str, StringConstraints(pattern=rf"^[{ids.ALPHABET}]{{{_CODE_CHARACTERS}}}$")]
"""The secret part of a visit's inspection code; it travels in the fragment of an address, which no server logs."""


def inspection_code(entropy: Callable[[int], bytes]) -> str:
    """A new code of 80 random bits."""
    return _characters(entropy(CODE_BITS // 8), _CODE_CHARACTERS)


def is_code(kept: str | None, told: str) -> bool:
    """Whether this is the visit's code; in the same time whatever was told."""
    return kept is not None and hmac.compare_digest(kept, told)


def merchant_code(entropy: Callable[[int], bytes]) -> str:
    """A new merchant's code: M, ten characters of 50 random bits, and their check character.

    Random, not derived from an id that officers know: who sends it has seen it.
    """
    body = _characters(entropy(7), _BODY).upper()
    return f"M{body}{ids.check_character(body)}"


def _characters(raw: bytes, count: int) -> str:
    number = int.from_bytes(raw)
    return "".join(ids.ALPHABET[number >> 5 * place & 31] for place in range(count))


def code_of(typed: object) -> str:
    """A merchant's code as scanned or typed, in its one form. Raises what pydantic makes a fault of."""
    text = unicodedata.normalize("NFKC", typed)[:40] if isinstance(typed, str) else ""
    code = ids.normalised(text)
    body = code[1:-1]
    is_whole = len(body) == _BODY and code[0] == "M" and set(code[1:]) <= set(ids.ALPHABET.upper())
    if not is_whole or ids.check_character(body) != code[-1]:
        raise PydanticCustomError("merchant_code", "mistyped merchant's code")
    return code


MerchantCode = Annotated[
    str,
    BeforeValidator(code_of),
    WithJsonSchema({"type": "string", "minLength": _BODY + 2, "examples": ["M7K3M9-Q2RTB-P"]}),
]

Remark = Literal["far", "no_place", "no_survey", "other_day", "clock_ahead", "came_late"]
"""What is odd about where or when it was; `no_place`: the phone did not say, `no_survey`: the site's is unknown."""


class NewIdentification(Closed):
    """What an officer sends after scanning the merchant's code; it may wait in the phone's queue."""

    code: MerchantCode
    device_at: Instant
    device: Device
    place: Place | None = None


class NewConfirmation(Closed):
    """What the merchant's phone sends after «我已核对»; whoever has the code may, nobody signs in for it."""

    code: InspectionCode
    device_at: Instant
    place: Place | None = None


class Identification(Closed):
    """An identification as kept.

    how          the merchant compared the inspection code, or an officer scanned the merchant's
    by           the officer's account; empty for a merchant, who did not sign in
    merchant     whose code it was                   at          our clock
    on           the local day it happened: the phone's when that can be true
    distance_m   from the surveyed place of the site, metres; the phone's accuracy is in `place`
    """

    how: Literal["inspection_code", "merchant_code"]
    by: str = ""
    merchant: str = ""
    at: Instant
    on: Day
    device_at: Instant
    device: str = ""
    place: Place | None = None
    distance_m: Annotated[int, Field(ge=0)] | None = None
    remarks: tuple[Remark, ...] = ()

    def is_repeat_of(self, other: Self) -> bool:
        """Whether both tell the same: the same way, by the same person, at the same moment of the same phone."""
        return (self.how, self.by, self.device_at) == (other.how, other.by, other.device_at)


Refusal = Literal[
    "visit.not_accepted", "visit.ended", "visit.void", "code.unknown", "code.other_merchant", "code.future"
]
"""Why an identification by the merchant's code is not taken."""
REFUSALS: dict[Refusal, Sentence] = {
    "visit.not_accepted": Sentence(
        "本次检查还没有接收，没有通知书号，身份核验未记入；请组长先接收任务。",
        "This visit has no notice yet; the identification was not recorded. The team lead accepts it first.",
    ),
    "visit.ended": Sentence(
        "本次检查已结束，身份核验未记入；如需再查，请监管科新建一次检查。",
        "This visit has ended; the identification was not recorded. Ask for a new visit.",
    ),
    "visit.void": Sentence(
        "本次检查已作废，身份核验未记入；请离开现场并联系监管科。",
        "This visit is void; the identification was not recorded. Leave, and ask the supervisor.",
    ),
    "code.unknown": Sentence(
        "没有这个经营者码，身份核验未记入；请核对后重新扫描。",
        "No merchant has this code; the identification was not recorded. Compare it and scan again.",
    ),
    "code.other_merchant": Sentence(
        "这是另一家经营者的码，不在本次检查的场所，身份核验未记入；请核对检查对象。",
        "This is the code of a merchant who is not at the place of this visit; it was not recorded. Compare the place.",
    ),
    "code.future": Sentence(
        "扫码时间晚于当前时间，身份核验未记入；请校准手机时间后重新扫描。",
        "The scan lies in the future; it was not recorded. Set the phone's clock and scan again.",
    ),
}
"""Reason of a refusal -> what happened and what to do."""


class IdentificationAttempt(Closed):
    """An identification that a rule refused, with all that was sent: nothing is lost."""

    id: str
    visit_id: str
    by: str
    reason: Refusal
    received_at: Instant
    sent: NewIdentification


class OfficerCard(Closed):
    """An officer as the merchant sees him or her at the door (亮证)."""

    name: str
    certificate_no: str


class VisitCard(Closed):
    """What anybody sees who has a visit's inspection code: is this visit real, who comes, who let it happen."""

    id: str
    state: str
    item: str
    item_code: str
    place_name: str
    planned_on: Day
    officers: tuple[OfficerCard, ...]
    approved_at: Instant | None = None
    emergency: str | None = None
    notice_no: str | None = None
    identified_at: Instant | None = None


def distance_m(place: Place, spot: Spot) -> int:
    """Metres between where a phone says it is and a surveyed place, along the sphere."""
    lat, lon, to_lat, to_lon = (
        math.radians(float(one)) for one in (place.lat, place.lon, spot.lat, spot.lon)
    )
    half = (
        math.sin((to_lat - lat) / 2) ** 2
        + math.cos(lat) * math.cos(to_lat) * math.sin((to_lon - lon) / 2) ** 2
    )
    return round(2 * _EARTH_M * math.asin(math.sqrt(min(1.0, half))))


def remarks(
    place: Place | None,
    spot: Spot | None,
    device_at: datetime,
    received_at: datetime,
    planned_on: date,
    terms: Version,
) -> tuple[Remark, ...]:
    """What is odd about an identification; an honest phone indoors may earn some, so nothing follows by itself."""
    away = distance_m(place, spot) if place and spot else 0
    odd: dict[Remark, bool] = {
        "no_place": place is None,
        "no_survey": spot is None,
        "far": away > terms.far_m + (int(place.accuracy_m or 0) if place else 0),
        "other_day": local_day(device_at) != planned_on,
        "clock_ahead": device_at > received_at,
        "came_late": received_at - device_at > timedelta(minutes=terms.late_minutes),
    }
    return tuple(remark for remark, holds in odd.items() if holds)
