"""How documents of the registry become items and items documents; the keys stand in store."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from chalicelib.events import (
    HEADS_WAITING,
    INSTRUMENT_ACTED,
    INSTRUMENT_CHANGED,
    INSTRUMENT_SHOWN,
    MERCHANT_CHANGED,
    SITE_CHANGED,
    VERIFICATION_RECORDED,
)
from chalicelib.registry.acts import ActAttempt, KeptAct
from chalicelib.registry.history import History, LabelEvent
from chalicelib.registry.model import (
    CheckSummary,
    HeadLabel,
    InstrumentHead,
    KeptInstrument,
    KeptVerification,
    number,
)
from chalicelib.registry.parties import Merchant, Site
from chalicelib.registry.service_walks import Walk
from chalicelib.store import Item, digest


def verification_of(item: Item) -> KeptVerification:
    """The verification in an item."""
    return KeptVerification.model_validate(
        {name: value for name, value in item.document.items() if name != "instrument_id"}
    )


def label_of(items: Sequence[Item]) -> HeadLabel | None:
    """The label that counts, of the newest one."""
    if not items or items[0].document["state"] != "current":
        return None
    label = items[0].document
    return HeadLabel(counter=label["counter"], valid_until=label.get("valid_until"))


def guard(pk: str, owner: str) -> Item:
    """An item that says whose something unique is."""
    return Item(pk, "~", {"owner": owner}, h=digest({"owner": owner}))


def serial_key(maker: str, serial_no: str) -> str:
    """Where the guard of a maker's serial number stands; a `#` in the maker's name is written full width.

    So the next one ends the name: `A#B` with `C` is not `A` with `B#C`.
    """
    return f"X#SERIAL#{maker.replace('#', '\uff03')}#{serial_no}"


def merchant_item(merchant_id: str, merchant: Merchant, content: str, version: int) -> Item:
    """A merchant."""
    return Item(
        f"M#{merchant_id}",
        "A",
        merchant.model_dump(mode="json", exclude_none=True),
        v=version,
        a=f"M#{merchant.district}",
        b=merchant_id,
        h=content,
        row={"id": merchant_id, "name": merchant.name, "kind": merchant.kind},
        event=MERCHANT_CHANGED.mark,
    )


def walk_item(party: str, walk: Walk, version: int) -> Item:
    """Where a walk through a merchant's or site's instruments goes on."""
    return Item(party, "W", walk.model_dump(mode="json"), v=version, event=HEADS_WAITING.mark)


def instrument_item(kept: KeptInstrument, content: str, version: int) -> Item:
    """An instrument as registered; `content` is the digest of what was sent for it."""
    document = kept.model_dump(mode="json", exclude_none=True)
    return Item(
        f"I#{number(kept.id)}",
        "A",
        document,
        v=version,
        state=kept.state,
        h=content,
        event=INSTRUMENT_CHANGED.mark,
    )


def verification_item(head: InstrumentHead, verification: KeptVerification) -> Item:
    """A verification, beside its instrument."""
    document = {**verification.model_dump(mode="json", exclude_none=True), "instrument_id": head.id}
    return Item(
        f"I#{head.number}",
        f"R#{verification.verified_on}#{verification.id}",
        document,
        h=digest(document),
        event=VERIFICATION_RECORDED.mark,
    )


def head_item(head: InstrumentHead, version: int) -> Item:
    """A head, with what lists show of it."""
    row = {
        "id": head.id,
        "number": head.number,
        "name": head.name,
        "category": head.category,
        "stall": head.stall,
        "merchant": head.merchant.name,
        "merchant_id": head.merchant_id,
        "state": head.state,
        "applied": head.application_state,
        "voided": head.is_voided,
        "conclusion": head.verification.conclusion if head.verification else "",
        "valid_until": str(head.verification.valid_until or "") if head.verification else "",
    }
    return Item(
        f"I#{head.number}",
        "~",
        head.model_dump(mode="json", exclude_none=True),
        v=version,
        state=head.state,
        a=f"P#{head.site_id}",
        u=f"M#{head.merchant_id}",
        b=f"{head.stall:>20}#{head.number}",
        row=row,
        event=INSTRUMENT_SHOWN.mark,
        schema=2,
    )


def site_item(site_id: str, site: Site, content: str, version: int) -> Item:
    """A site."""
    return Item(
        f"S#{site_id}",
        "A",
        site.model_dump(mode="json", exclude_none=True),
        v=version,
        a=f"S#{site.district}",
        b=site_id,
        h=content,
        row={"id": site_id, "name": site.name, "venue": site.venue},
        event=SITE_CHANGED.mark,
    )


def history_of(items: Iterable[Item]) -> History:
    """What the items of an instrument's partition say of its past, and its head."""
    past = History()
    for item in items:
        match item.sk[0]:
            case "~":
                past.head = InstrumentHead.model_validate(item.document)
            case "E":
                past.acts.append(KeptAct.model_validate(item.document))
            case "R":
                past.verifications.append(verification_of(item))
            case "L":
                past.labels += label_events(item.document)
            case "C":
                past.checks.append(CheckSummary.model_validate(item.document))
    return past


def label_events(label: Mapping[str, Any]) -> Iterator[tuple[str, LabelEvent]]:
    """When a label was issued, and when and why it was revoked."""
    yield label["issued_at"], LabelEvent(counter=label["counter"], event="issued")
    if label.get("revoked_at"):
        because = str(label.get("revoked_because") or "")
        yield label["revoked_at"], LabelEvent(counter=label["counter"], event="revoked", because=because)


def act_item(act: KeptAct) -> Item:
    """An act, beside its instrument."""
    document = act.model_dump(mode="json", exclude_none=True)
    return Item(
        f"I#{number(act.instrument_id)}",
        f"E#{document['received_at']}#{act.id}",
        document,
        state=act.sent.root.kind,
        h=digest(act.sent.model_dump(mode="json", exclude_none=True)),
        event=INSTRUMENT_ACTED.mark,
    )


def attempt_item(attempt: ActAttempt, content: str) -> Item:
    """A refused act, beside its instrument."""
    return Item(
        f"I#{number(attempt.instrument_id)}",
        f"X#{attempt.id}",
        attempt.model_dump(mode="json", exclude_none=True),
        state=attempt.reason,
        h=content,
    )
