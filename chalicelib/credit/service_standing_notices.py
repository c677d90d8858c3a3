"""What merchants are told of their standing: that a worse grade is proposed, and what a person decided."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from chalicelib import events
from chalicelib.notices.model import NewNotice, Words, notice_id
from chalicelib.store import Item, canonical

_WORDS = {
    "open": (
        "credit.standing_proposed",
        Words(
            zh="根据已公示的记录，系统建议调低您的诚信计量等级，尚未生效。"
            "请在 {until} 前查看依据并作出说明，可以要求人工沟通。",
            en="From what is public, a worse grade of standing is proposed; it does not hold yet. "
            "See why and explain yourself by {until}; you may ask to be heard by a person.",
        ),
    ),
    "confirmed": (
        "credit.standing_decided",
        Words(
            zh="工作人员已确认调低您的诚信计量等级，请查看理由和恢复办法。",
            en="A person confirmed a worse grade of your standing. See the reason and what restores it.",
        ),
    ),
    "refused": (
        "credit.standing_decided",
        Words(
            zh="工作人员没有采纳调低您诚信计量等级的建议，等级不变。",
            en="A person refused the worse grade that was proposed; your grade stays.",
        ),
    ),
    "lapsed": (
        "credit.standing_decided",
        Words(
            zh="依据的记录已有变化，调低您诚信计量等级的建议已经取消。",
            en="The facts have changed: the worse grade that was proposed is dropped.",
        ),
    ),
}
"""State of a proposal -> kind of notice and its words."""


class Outbox(Protocol):
    """Queues notices that are not there yet; answers how many were new."""

    def tell(self, new: Sequence[NewNotice]) -> int: ...


@dataclass(frozen=True)
class StandingNoticeEffect:
    """Tells a merchant once of each state of a proposal; keys are what the notice is made of."""

    outbox: Outbox
    name: str = "standing-notice"

    def touched(self, item: Item) -> Iterable[str]:
        """See follow.Effect."""
        proposal = item.document.get("proposal") if item.event == events.STANDING_CHANGED.mark else None
        if not proposal:
            return ()
        told = {
            "merchant_id": item.document["merchant_id"],
            "district": item.document["district"],
            "n": proposal["n"],
            "state": proposal["state"],
            "until": proposal["explain_until"],
        }
        return (canonical(told),)

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        self.outbox.tell([_notice(**json.loads(key))])


def _notice(merchant_id: str, district: str, n: int, state: str, until: str) -> NewNotice:
    kind, words = _WORDS[state]
    told: dict[str, Any] = {"until": until}
    return NewNotice(
        id=notice_id(kind, merchant_id, str(n), state),
        kind=kind,
        merchant_id=merchant_id,
        district=district,
        subject=f"/mine/standing/{merchant_id}",
        sentences=Words(zh=words.zh.format(**told), en=words.en.format(**told)),
    )
