"""What inspection's events bring to entries: reviewed results, accepted corrections, orders as they are rectified."""

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib import events
from chalicelib.errors import Sentence
from chalicelib.notices.model import NewNotice, Words, notice_id
from chalicelib.notices.service import Notices
from chalicelib.publication.moves import Step
from chalicelib.publication.results import Order, Reviewed
from chalicelib.publication.rights import SYSTEM
from chalicelib.publication.service_rights import Rights
from chalicelib.store import Item, canonical

_TOLD: dict[Step, Sentence] = {
    "publish": Sentence(
        "“{title}”已公示，可打开查看、附上陈述或提出异议。",
        "«{title}» is public now. Open it to read, reply or object.",
    ),
    "correct": Sentence("“{title}”的内容已更正，请打开查看。", "«{title}» was corrected. Open it to read."),
    "reject": Sentence(
        "您对“{title}”的异议已处理，请打开查看结果和理由。",
        "Your objection to «{title}» was decided. Open it for why.",
    ),
    "uphold": Sentence(
        "您对“{title}”的异议成立，不再公示。", "Your objection to «{title}» holds. It is not shown any more."
    ),
    "withdraw": Sentence("“{title}”已撤下，不再公示。", "«{title}» was withdrawn and is not shown any more."),
    "repair": Sentence(
        "“{title}”的信用修复已同意，不再公示。", "Your repair of «{title}» is granted; it is not shown now."
    ),
    "refuse": Sentence(
        "“{title}”的信用修复没有同意，请打开查看理由。",
        "Your repair of «{title}» was not granted. Open it for the reason.",
    ),
    "expire": Sentence(
        "“{title}”公示期满，不再公示。", "«{title}» came to its last day and is not shown any more."
    ),
}
"""What a step tells its merchant, besides the notice before all (service_rights_keep)."""


@dataclass(frozen=True)
class EntryEffect:
    """Tells merchants how their entries go on. Keys are an entry and the number of its step."""

    rights: Rights
    notices: Notices
    name: str = "entry-notices"

    def touched(self, item: Item) -> Iterable[str]:
        """See follow.Effect."""
        is_entry = item.event == events.ENTRY_CHANGED.mark
        return (f"{item.document['id']} {len(item.document['steps'])}",) if is_entry else ()

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        entry_id, _, number = key.partition(" ")
        standing = self.rights.book.entry(entry_id)
        taken = standing[0].steps[int(number) - 1] if standing else None
        if standing is None or taken is None or taken.step not in _TOLD:
            return
        entry = standing[0]
        if entry.notified_on is None or (taken.step, taken.by) == ("publish", SYSTEM):
            return  # nobody was told of it, or told with the notice a moment ago
        terms = self.rights.terms(entry)
        sentence = _TOLD[taken.step]
        words = Words(zh=sentence.zh.format(title=terms.zh), en=sentence.en.format(title=terms.en))
        told = NewNotice(
            id=notice_id("publication.entry", entry.id, number),
            kind=f"publication.{taken.step}",
            merchant_id=entry.merchant_id,
            district=entry.district,
            subject=f"/mine/results/{entry.id}",
            sentences=words,
        )
        self.notices.tell([told])


@dataclass(frozen=True)
class RightsEffect:
    """Only what somebody else reviewed enters the rights clock: no check, no finding and no verdict does by itself.

    A key is the mark, the version and the document. A visit from before it told whom it concerns makes no entry.
    """

    rights: Rights
    name: str = "rights"

    def touched(self, item: Item) -> Iterable[str]:
        """See follow.Effect."""
        told = item.document
        is_result = item.event in {events.VISIT_REVIEWED.mark, events.VISIT_CORRECTED.mark}
        if (is_result and told.get("concerned")) or item.event == events.RECTIFICATION_CHANGED.mark:
            return (f"{item.event} {item.v} {canonical(told)}",)
        return ()

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        mark, version, told = key.split(" ", 2)
        if mark == events.RECTIFICATION_CHANGED.mark:
            self.rights.ordered(Order.model_validate_json(told), int(version))
        elif mark == events.VISIT_REVIEWED.mark:
            self.rights.reviewed(Reviewed.model_validate_json(told))
        else:
            self.rights.corrected(Reviewed.model_validate_json(told))
