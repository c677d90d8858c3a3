"""Acts (办理): what people do to an instrument besides verifying it, as sent and as kept."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from chalicelib.certified import Standing
from chalicelib.documents import OneOf
from chalicelib.ids import InstrumentId, LabId, MerchantId, SiteId
from chalicelib.instants import Day, Instant
from chalicelib.registry.marks import Frozen
from chalicelib.registry.parties import Code
from chalicelib.texts import VISIBLE

Why = Annotated[str, Field(max_length=200), VISIBLE]
Said = Annotated[str, Field(min_length=1, max_length=200), VISIBLE]
Seals = Annotated[tuple[Code, ...], Field(max_length=10)]


class Sent(Frozen):
    """What every act may say.

    reason      why, for the record; an order to stop needs one
    device_at   when it was done, by the phone's clock
    """

    reason: Why = ""
    device_at: Instant | None = None


class Apply(Sent):
    """报检: ask the lab for a verification (计量法 art. 9)."""

    kind: Literal["apply"]


class Schedule(Sent):
    """排期: the lab names the local day."""

    kind: Literal["schedule"]
    lab_id: LabId
    day: Day


class Suspend(Sent):
    """责令停止使用."""

    kind: Literal["suspend"]
    reason: Said


class Release(Sent):
    """撤销停止使用: for an order given in error; after a repair the lab's verification restores."""

    kind: Literal["release"]


class Freeze(Sent):
    """封存: a dispute about the instrument is being settled (计量法实施细则 art. 35)."""

    kind: Literal["freeze"]
    reason: Said


class Unfreeze(Sent):
    """解除封存: the instrument is again what it was before."""

    kind: Literal["unfreeze"]


class Repair(Sent):
    """维修: the certificate counts no more (集贸市场计量监督管理办法 art. 9).

    repair_code, seal_nos   what the instrument has after it; absent: as before
    """

    kind: Literal["repair"]
    repair_code: Code | None = None
    seal_nos: Seals | None = None


class SealChange(Sent):
    """铅封变动: the seals found or put on now, none when there is none; the certificate counts no more."""

    kind: Literal["seal_change"]
    seal_nos: Seals


class Replace(Sent):
    """更换: another instrument of the same merchant took its place, for ever."""

    kind: Literal["replace"]
    new_instrument_id: InstrumentId


class Transfer(Sent):
    """转移: to another merchant, site or stall; what is absent stays."""

    kind: Literal["transfer"]
    merchant_id: MerchantId | None = None
    site_id: SiteId | None = None
    stall: Annotated[str, Field(max_length=20)] | None = None

    @model_validator(mode="after")
    def _says_where_to(self) -> "Transfer":
        if self.merchant_id is None and self.site_id is None and self.stall is None:
            raise ValueError(
                "请填写 merchant_id、site_id、stall 中至少一项 (name merchant_id, site_id or stall)"
            )
        return self


class Scrap(Sent):
    """报废, for ever."""

    kind: Literal["scrap"]


type AnyAct = (
    Apply
    | Schedule
    | Suspend
    | Release
    | Freeze
    | Unfreeze
    | Repair
    | SealChange
    | Replace
    | Transfer
    | Scrap
)
Kind = Literal[
    "apply",
    "schedule",
    "suspend",
    "release",
    "freeze",
    "unfreeze",
    "repair",
    "seal_change",
    "replace",
    "transfer",
    "scrap",
]


class NewAct(OneOf[Annotated[AnyAct, Field(discriminator="kind")]]):
    """An act as sent; `kind` tells which."""


Reason = Literal[
    "act.over",
    "act.frozen",
    "act.already_applied",
    "act.not_applied",
    "act.day_past",
    "act.already_suspended",
    "act.not_suspended",
    "act.not_frozen",
    "act.same_seals",
    "act.other_merchant",
    "act.same_place",
]
"""Why a rule refuses an act; the sentences stand in life.REASONS."""


class KeptAct(Frozen):
    """An act as kept, once and unchanged.

    by            account            received_at   our clock, device_at in `sent` the phone's
    was, became   the instrument's standing before and after, on the local day it was received
    """

    id: str
    instrument_id: InstrumentId
    by: str
    received_at: Instant
    was: Standing
    became: Standing
    sent: NewAct


class ActAttempt(Frozen):
    """An act that a rule refused, with all that was sent."""

    id: str
    act_id: str
    instrument_id: InstrumentId
    by: str
    received_at: Instant
    reason: Reason
    sent: NewAct
