"""The events, the contract between packages that may not import each other: who emits what, and what is public.

An item written to the main table names its event in attribute `e` as `name/version`; the stream carries it.
Consumers see every event at least once, in no promised order.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """One kind of event: stable name, version, the package that emits it, its document's fields, its publicity."""

    name: str
    version: int
    emitter: str
    fields: tuple[str, ...]
    public: bool

    @property
    def mark(self) -> str:
        """What the item carries in attribute `e`."""
        return f"{self.name}/{self.version}"


MERCHANT_CHANGED = Event("merchant.changed", 1, "registry", ("name", "kind", "district"), public=False)
SITE_CHANGED = Event("site.changed", 1, "registry", ("name", "venue", "district"), public=False)
HEADS_WAITING = Event("heads.waiting", 1, "registry", ("of", "step", "after"), public=False)
STALL_CHANGED = Event("stall.changed", 1, "registry", ("id", "site_id", "name", "tenancies"), public=False)
INSTRUMENT_CHANGED = Event("instrument.changed", 1, "registry", ("id", "merchant_id", "state"), public=False)
INSTRUMENT_ACTED = Event(
    "instrument.acted",
    1,
    "registry",
    ("id", "instrument_id", "by", "received_at", "was", "became", "sent"),
    public=False,
)
INSTRUMENT_SHOWN = Event(
    "instrument.shown",
    1,
    "registry",
    ("id", "number", "category", "name", "merchant_id", "site_id", "stall", "district", "state"),
    public=False,
)
"""A head changed; its public facts are those of certified.ShownInstrument, and no others may leave by it."""
VERIFICATION_RECORDED = Event(
    "verification.recorded", 1, "registry", ("id", "instrument_id", "conclusion", "valid_until"), public=False
)
LABEL_CHANGED = Event("label.changed", 1, "labels", ("instrument_id", "counter", "state"), public=False)
SCAN_RECORDED = Event(
    "scan.recorded", 1, "labels", ("id", "account", "received_at", "resolution"), public=False
)
ALARM_RAISED = Event("alarm.raised", 1, "registry", ("id", "kind", "about", "raised_at"), public=False)
CHECK_RECORDED = Event(
    "check.recorded",
    1,
    "inspection",
    ("id", "instrument_id", "visit_id", "received_at", "verdict"),
    public=False,
)
VISIT_APPROVED = Event("visit.approved", 1, "inspection", ("visit_id", "district", "by", "at"), public=False)
VISIT_IDENTIFIED = Event(
    "visit.identified", 1, "inspection", ("visit_id", "owner", "reason", "how", "at", "on"), public=False
)
VISIT_ENDED = Event(
    "visit.ended", 1, "inspection", ("visit_id", "assignment", "outcome", "day"), public=False
)
VISIT_REVIEWED = Event(
    "visit.reviewed", 1, "inspection", ("visit_id", "district", "owner", "codes", "by", "at"), public=False
)
VISIT_CORRECTED = Event(
    "visit.corrected", 1, "inspection", ("id", "visit_id", "corrects", "by", "at", "review"), public=False
)
FINDING_CONFIRMED = Event(
    "finding.confirmed", 1, "inspection", ("id", "visit_id", "kind", "text", "reviewed_at"), public=False
)
RECTIFICATION_CHANGED = Event(
    "rectification.changed", 1, "inspection", ("id", "visit_id", "merchant_id", "state"), public=False
)
COMPLAINT_RECEIVED = Event(
    "complaint.received", 1, "complaints", ("id", "kind", "unit", "received_at"), public=False
)
COMPLAINT_STEPPED = Event(
    "complaint.stepped", 1, "complaints", ("id", "complaint", "at", "was", "became", "sent"), public=False
)
COMPLAINTS_COUNTED = Event(
    "complaints.counted",
    1,
    "complaints",
    ("quarter", "last", "made_at", "areas", "weights", "rule", "rule_from", "rule_source"),
    public=True,
)
ITEM_CHANGED = Event("item.changed", 1, "sampling", ("id", "code", "state"), public=False)
PLAN_CHANGED = Event("plan.changed", 1, "sampling", ("id", "name", "state"), public=False)
DRAW_FROZEN = Event("draw.frozen", 1, "sampling", ("plan", "step", "at", "about"), public=True)
DRAW_DRAWN = Event("draw.drawn", 1, "sampling", ("plan", "step", "at", "about"), public=False)
DRAW_OPENED = Event("draw.opened", 1, "sampling", ("plan", "step", "at", "about"), public=True)
DRAW_VOIDED = Event("draw.voided", 1, "sampling", ("plan", "step", "at", "about"), public=True)
COMMITMENT_CHANGED = Event(
    "commitment.changed", 1, "credit", ("id", "merchant_id", "district", "state"), public=False
)
COMMITMENT_SHOWN = Event(
    "commitment.shown", 1, "credit", ("id", "n", "at", "step", "state", "merchant_id"), public=True
)
ENTRY_CHANGED = Event(
    "entry.changed", 1, "publication", ("id", "kind", "state", "merchant_id", "district"), public=False
)
ENTRY_SHOWN = Event(
    "entry.shown",
    1,
    "publication",
    ("id", "n", "at", "step", "state", "kind", "merchant_id", "day"),
    public=True,
)
STANDING_CHANGED = Event(
    "standing.changed", 1, "credit", ("merchant_id", "district", "reckoned", "shown"), public=False
)
STANDING_SHOWN = Event(
    "standing.shown",
    1,
    "credit",
    ("merchant_id", "district", "n", "at", "day", "grade", "rulebook", "facts_sha256", "confirmed"),
    public=True,
)
RULEBOOK_SHOWN = Event(
    "rulebook.shown", 1, "credit", ("id", "n", "at", "step", "state", "rulebook"), public=True
)
CARD_CHANGED = Event("card.changed", 1, "credit", ("id", "merchant_id", "site_id", "state"), public=False)

EVENTS = {
    event.mark: event
    for event in (
        MERCHANT_CHANGED,
        SITE_CHANGED,
        HEADS_WAITING,
        STALL_CHANGED,
        INSTRUMENT_CHANGED,
        INSTRUMENT_ACTED,
        INSTRUMENT_SHOWN,
        VERIFICATION_RECORDED,
        LABEL_CHANGED,
        SCAN_RECORDED,
        ALARM_RAISED,
        CHECK_RECORDED,
        VISIT_APPROVED,
        VISIT_IDENTIFIED,
        VISIT_ENDED,
        VISIT_REVIEWED,
        VISIT_CORRECTED,
        FINDING_CONFIRMED,
        RECTIFICATION_CHANGED,
        COMPLAINT_RECEIVED,
        COMPLAINT_STEPPED,
        COMPLAINTS_COUNTED,
        ITEM_CHANGED,
        PLAN_CHANGED,
        DRAW_FROZEN,
        DRAW_DRAWN,
        DRAW_OPENED,
        DRAW_VOIDED,
        COMMITMENT_CHANGED,
        COMMITMENT_SHOWN,
        ENTRY_CHANGED,
        ENTRY_SHOWN,
        STANDING_CHANGED,
        STANDING_SHOWN,
        RULEBOOK_SHOWN,
        CARD_CHANGED,
    )
}
