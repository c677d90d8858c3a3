"""A notice (告知): what is told to a merchant once, and how its delivery went; pure.

queued -> sent      the carrier took it
queued -> queued    it did not; tried again later
queued -> failed    it did not take it the last time either
"""

import hashlib
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import ConfigDict, StringConstraints

from chalicelib.clock import stamp
from chalicelib.documents import Document
from chalicelib.ids import ALPHABET, PREFIXES, MerchantId

AGAIN_MINUTES = (5, 30, 120, 720, 1440)
"""How long to wait after each failed attempt; after the last of them the notice has failed."""
State = Literal["queued", "sent", "failed"]
Kind = Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z_]+$")]
"""Package and matter, such as `registry.due_soon`."""


class Frozen(Document):
    """A document that nobody changes in place and that knows all its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Frozen):
    """A sentence in both languages."""

    zh: str
    en: str


class Attempt(Frozen):
    """One try to hand a notice on: when, by which carrier, and what was wrong; empty when it was taken."""

    at: str
    by: str
    failure: str = ""


class NewNotice(Frozen):
    """What is to be told.

    id          follows from what the notice is about, so that it is made once
    subject     where the app shows the matter, a path such as /instruments/ins-…
    """

    id: str
    kind: Kind
    merchant_id: MerchantId
    district: str
    subject: str
    sentences: Words


class Notice(NewNotice):
    """A notice as kept.

    next_at    not to be tried before; empty when it is not queued any more
    read_at    when somebody of the merchant's marked it as read, and who
    """

    created_at: str
    state: State = "queued"
    attempts: tuple[Attempt, ...] = ()
    next_at: str = ""
    read_at: str | None = None
    read_by: str | None = None


def notice_id(*about: str) -> str:
    """The id of the one notice about this: 128 bits of a hash of the parts, each with its length."""
    text = "".join(f"{len(part)}:{part}" for part in about)
    number = int.from_bytes(hashlib.sha256(f"steelyard/notice {text}".encode()).digest()) >> 128
    places = "".join(ALPHABET[number >> shift & 31] for shift in range(120, -5, -5))
    return f"{PREFIXES['notice']}-{ALPHABET[number >> 125 & 7]}{places}"


def queued(new: NewNotice, at: datetime) -> Notice:
    """A new notice, ready to be carried."""
    return Notice(**dict(new), created_at=stamp(at), next_at=stamp(at))


def tried(notice: Notice, by: str, failure: str, at: datetime) -> Notice:
    """The notice after an attempt; an empty `failure` is a success."""
    attempts = (*notice.attempts, Attempt(at=stamp(at), by=by, failure=failure))
    if not failure:
        return notice.model_copy(update={"state": "sent", "attempts": attempts, "next_at": ""})
    if len(attempts) > len(AGAIN_MINUTES):
        return notice.model_copy(update={"state": "failed", "attempts": attempts, "next_at": ""})
    wait = timedelta(minutes=AGAIN_MINUTES[len(attempts) - 1])
    return notice.model_copy(update={"attempts": attempts, "next_at": stamp(at + wait)})


def content(notice: NewNotice, created_at: str) -> dict[str, str]:
    """What leaves the system: which notice, of what kind, to whom, about what; no name and no free text."""
    return {
        "id": notice.id,
        "kind": notice.kind,
        "merchant_id": notice.merchant_id,
        "subject": notice.subject,
        "created_at": created_at,
    }
