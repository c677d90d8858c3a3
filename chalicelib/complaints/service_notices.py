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
}
"""Kind of step -> kind of notice and its words."""


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
        if item.event != events.COMPLAINT_STEPPED.mark or item.document["sent"]["kind"] not in _WORDS:
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
    kind, words = _WORDS[step.sent.kind]
    sent: Any = step.sent
    due = str(getattr(sent, "due_on", None) or getattr(sent, "on", ""))
    return NewNotice(
        id=notice_id(kind, file.id, step.id),
        kind=kind,
        merchant_id=merchant,
        district=file.unit,
        subject=f"/complaints/{file.id}",
        sentences=Words(zh=words.zh.format(due=due), en=words.en.format(due=due)),
    )
