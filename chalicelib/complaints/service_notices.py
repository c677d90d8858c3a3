"""What merchants are told of files about them: that something is asked, and how mediation goes; never by whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from chalicelib import events
from chalicelib.complaints.model import INTAKE, File
from chalicelib.complaints.service_book import Book
from chalicelib.complaints.steps import Step
from chalicelib.notices.model import NewNotice, Words, notice_id
from chalicelib.store import Item

_WORDS: dict[str, tuple[str, Words]] = {
    "accept": (
        "complaints.accepted",
        Words(
            zh="一件与您有关的投诉已受理，请打开查看，并说明是否同意调解；您也可以提出解决方案。",
            en="A complaint about you was accepted. Open it, say whether you agree to mediation, or make an offer.",
        ),
    ),
    "ask": (
        "complaints.asked",
        Words(
            zh="市场监管部门请您在 {due} 前答复一件投诉举报，请打开查看并答复。",
            en="The office asks you about a complaint or report. Open it and answer by {due}.",
        ),
    ),
    "mediate": (
        "complaints.mediation",
        Words(
            zh="一件投诉将于 {due} 组织调解，请打开查看地点并按时参加；您可以先提出解决方案。",
            en="A complaint is mediated on {due}. Open it to see where, and come; you may offer a settlement before.",
        ),
    ),
    "end": (
        "complaints.ended",
        Words(
            zh="一件投诉的调解已经终止，请打开查看原因。",
            en="The mediation of a complaint ended. Open it to see why.",
        ),
    ),
    "withdraw": (
        "complaints.ended",
        Words(zh="一件投诉已由投诉人撤回。", en="A complaint was withdrawn."),
    ),
    "offer_accepted": (
        "complaints.offer_answered",
        Words(
            zh="投诉人同意您提出的解决方案，请等待承办单位安排。",
            en="Your offer is accepted; the office tells you how it goes on.",
        ),
    ),
    "offer_refused": (
        "complaints.offer_answered",
        Words(
            zh="投诉人不同意您提出的解决方案，您可以再提一个。",
            en="Your offer is not accepted; you may make another.",
        ),
    ),
}
"""What a step tells a merchant -> kind of notice and its words."""


def matter(kind: str, accepts: bool | None) -> str:  # noqa: FBT001 - as the step has it
    """What a step of this kind tells a merchant: itself, or what became of an offer; "" for a plain supplement."""
    if kind != "supplement":
        return kind
    return {True: "offer_accepted", False: "offer_refused", None: ""}[accepts]


class Outbox(Protocol):
    """Queues notices that are not there yet; answers how many were new."""

    def tell(self, new: Sequence[NewNotice]) -> int: ...


@dataclass(frozen=True)
class MerchantEffect:
    """Tells a registered merchant once of each such step; keys are `complaint step`."""

    book: Book
    outbox: Outbox
    name: str = "complaint-notice"

    def touched(self, item: Item) -> Iterable[str]:
        """The step, if merchants are told of its kind."""
        if item.event != events.COMPLAINT_STEPPED.mark:
            return ()
        sent = item.document["sent"]
        if matter(sent["kind"], sent.get("accepts")) not in _WORDS:
            return ()
        return (f"{item.document['complaint']} {item.document['id']}",)

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        complaint, step_id = key.split()
        whole = self.book.whole(complaint)
        step = next((one for one in whole.steps if one.id == step_id), None) if whole else None
        if whole is not None and step is not None and (told := notice(whole.file.value, step)):
            self.outbox.tell([told])


def notice(file: File, step: Step) -> NewNotice | None:
    """What a merchant is told of a step; None when none is registered, or it was never told of the file before."""
    merchant = file.about.merchant_id
    if merchant is None or file.unit == INTAKE:
        return None
    if step.sent.kind == "withdraw" and step.was not in {"accepted", "mediating"}:
        return None
    sent: Any = step.sent
    kind, words = _WORDS[matter(sent.kind, getattr(sent, "accepts", None))]
    due = str(getattr(sent, "due_on", None) or getattr(sent, "on", ""))
    return NewNotice(
        id=notice_id(kind, file.id, step.id),
        kind=kind,
        merchant_id=merchant,
        district=file.unit,
        subject=f"/mine/complaints/{merchant}/{file.id}",
        sentences=Words(zh=words.zh.format(due=due), en=words.en.format(due=due)),
    )
