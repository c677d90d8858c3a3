"""From what a citizen sent to files (案卷): whom it is about, what the law engine says, which files it makes; pure."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from chalicelib import ids, law
from chalicelib.complaints import steps_taking
from chalicelib.complaints.model import About, File, Purchase, Request
from chalicelib.complaints.moves import FIRST, FileKind
from chalicelib.complaints.sent import SentPurchase, Submission
from chalicelib.errors import Sentence
from chalicelib.law.model import Verdict, words
from chalicelib.law.rulebook import NoVersion
from chalicelib.registry.model import InstrumentHead
from chalicelib.registry.parties import Site
from chalicelib.store import digest

LATELY = timedelta(days=30)
"""How far back something like it is looked for."""
SECRET_LENGTH = 26
_FOOD = frozenset(
    {"grain_vegetable_fruit", "meat_egg_poultry_aquatic_pastry_sweets_seasoning", "dried_delicacy"}
)
_USABLE = frozenset({"valid", "due_soon"})
_GRAMS = Decimal(1000)
_UNPROVEN = Sentence(
    "只有检定有效的公平秤或执法人员的检测能证明短秤；您的复称结果会作为线索交给承办人员。",
    "Only a fair scale with a valid verification, or an officer's check, proves short weight. What you found goes "
    "to the office as a clue.",
)


@dataclass(frozen=True)
class Found:
    """What of the registry a submission names.

    tenant   id and public name of the merchant at the stall      fair  the fair scale it was weighed on again
    """

    head: InstrumentHead | None = None
    site_id: str | None = None
    site: Site | None = None
    stall_id: str | None = None
    tenant: tuple[str, str] | None = None
    fair: InstrumentHead | None = None


def hashed(secret: str) -> str:
    """What is kept of a following secret: its SHA-256, hex. People may type it in any case, with spaces."""
    return hashlib.sha256(ids.normalised(secret[: 2 * SECRET_LENGTH]).lower().encode()).hexdigest()


def second(first: str, secret_hash: str) -> str:
    """The id of the report sent with a complaint; who knows the complaint's id alone cannot ask whether it is there."""
    return ids.derived("complaint", f"{first}/report/{secret_hash}")


def family(first: File) -> tuple[str, str]:
    """The ids that the files of a submission can have; the first of an older one does not name the second."""
    return first.id, first.second or ids.derived("complaint", f"{first.id}/report")


def join_mark(file: str) -> str:
    """What stands for an earlier file towards strangers: as unguessable as its id, and it leads nowhere."""
    return ids.derived("complaint", f"{file}/join").removeprefix("cmp-")


def content(submission: Submission) -> str:
    """What decides whether the same id was sent the same: of the person only what is masked goes into the digest."""
    told = submission.model_dump(mode="json", exclude_none=True)
    told["facts"] = submission.masked(submission.facts)
    if submission.request is not None:
        told["request"]["text"] = submission.masked(submission.request.text)
    if submission.reporter is not None:
        told["reporter"] = submission.reporter.masked().model_dump(mode="json")
    return digest(told)


def sealed_texts(submission: Submission) -> dict[str, str]:
    """What is sealed: who it is, and what they wrote as they wrote it."""
    reporter = submission.reporter.model_dump(exclude_none=True) if submission.reporter else {}
    asked = {"request": submission.request.text} if submission.request and submission.request.text else {}
    return {**reporter, "facts": submission.facts, **asked}


def files(
    first: str,
    submission: Submission,
    found: Found,
    now: datetime,
    today: date,
    joined: str | None,
    by: str | None,
) -> tuple[File, ...]:
    """The files a submission makes: one, or a complaint and a report on the same day.

    by   the officer who wrote it down for its sender; None for what came from a citizen's phone
    """
    kinds: tuple[FileKind, ...] = (
        ("complaint", "report") if submission.wants == "both" else (submission.wants,)
    )
    other = second(first, submission.secret_hash) if len(kinds) > 1 else None
    made = zip(kinds, (first, other or first), strict=False)
    told = [_file(one, first, kind, submission, found, now, today, joined, by) for kind, one in made]
    told[0] = told[0].model_copy(update={"second": other})
    return tuple(map(steps_taking.received, told))


def _file(
    file_id: str,
    first: str,
    kind: FileKind,
    submission: Submission,
    found: Found,
    now: datetime,
    today: date,
    joined: str | None,
    by: str | None,
) -> File:
    sent, is_named = submission.purchase, submission.reporter is not None
    asked = submission.request if kind == "complaint" else None
    return File(
        id=file_id,
        kind=kind,
        submission=first,
        state=FIRST[kind],
        unit=_district(submission, found),
        received_at=now,
        channel="desk" if by else "web",
        taken_by=by,
        anonymous=not is_named,
        real_name=kind == "report" and is_named,
        about=_about(submission, found),
        purchase=_purchase(submission, sent, found) if sent else None,
        judgement=judgement(sent, found, today) if sent else None,
        facts=submission.masked(submission.facts),
        request=Request(wants=asked.wants, text=submission.masked(asked.text)) if asked else None,
        secret_hash=submission.secret_hash,
        joined=joined,
    )


def _district(submission: Submission, found: Found) -> Any:
    if found.head is not None:
        return found.head.district
    return found.site.district if found.site is not None else submission.about.district


def _about(submission: Submission, found: Found) -> About:
    """What the registry knows goes before what was written; natural persons stand in their public form."""
    written, head, site = submission.about, found.head, found.site
    merchant_id, name = found.tenant or (
        (head.merchant.id, head.merchant.public_name) if head else (None, "")
    )
    return About(
        site_id=head.site.id if head else found.site_id,
        stall_id=found.stall_id,
        instrument_id=head.id if head else None,
        merchant_id=merchant_id,
        respondent_name=submission.masked(name or written.respondent_name or (site.name if site else "")),
        respondent_address=submission.masked(written.respondent_address or (site.address if site else "")),
        place_text=submission.masked(written.place_text or (head.stall if head else "")),
    )


def _purchase(submission: Submission, sent: SentPurchase, found: Found) -> Purchase:
    told = sent.model_dump(exclude={"fair_scale"}, exclude_none=True)
    told["goods"] = submission.masked(sent.goods)
    return Purchase(**told, fair_scale_instrument_id=found.fair.id if found.fair else None)


def judgement(sent: SentPurchase, found: Found, today: date) -> Verdict | None:
    """What the law engine says of a purchase; None where masses are missing, or it has no row for goods or day."""
    try:
        return _judged(sent, found, today)
    except NoVersion:
        return None


def _judged(sent: SentPurchase, found: Found, today: date) -> Verdict | None:
    """The verdict.

    A fair scale counts while its verification does; it is taken to be as accurate as the stall's, which is the rule
    that spares the merchant. One's own scale proves nothing.
    """
    if sent.settled_g is None or sent.found_g is None:
        return None
    if sent.category == "other" and sent.price_yuan_per_kg is None:
        return None
    is_proof = _is_proof(found, today)
    method = "equal_accuracy" if is_proof else "original_instrument"
    of = {"food_class": sent.category} if sent.category in _FOOD else {"special": sent.category}
    item = law.RetailWeighing.model_validate(
        {
            **(of if sent.category != "other" else {}),
            "on": sent.bought_on,
            "unit_price_yuan_per_kg": sent.price_yuan_per_kg,
            "settled_kg": sent.settled_g / _GRAMS,
            "actual_kg": sent.found_g / _GRAMS,
            "method": method,
            "reference_mpe_g": _permitted_g(found.fair, sent) if is_proof else None,
        }
    )
    verdict = law.judge(item)
    if is_proof or verdict.verdict not in {"pass", "fail"}:
        return verdict
    told = {
        "verdict": "cannot_tell",
        "excess": None,
        "notes": ("reference_too_coarse",),
        "explanation": words(_UNPROVEN),
    }
    return verdict.model_copy(update=told)


def _is_proof(found: Found, today: date) -> bool:
    """Whether the scale it was weighed on again is a verified one of the same place, as far as the place is known."""
    if found.fair is None or found.fair.standing(today) not in _USABLE:
        return False
    site = found.head.site.id if found.head else found.site_id
    return site is None or site == found.fair.site.id


def _permitted_g(fair: InstrumentHead | None, sent: SentPurchase) -> Decimal | None:
    """How wrong a fair scale may be at this load; None where its name plate is not on record."""
    if fair is None or fair.accuracy_class is None or fair.e_g is None:
        return None
    reading = law.WeighingInstrument.model_validate(
        {
            "on": sent.bought_on,
            "accuracy_class": fair.accuracy_class,
            "e_g": fair.e_g,
            "max_g": fair.max_g,
            "load_g": sent.found_g,
            "indication_g": sent.found_g,
            "stage": "in_service",
        }
    )
    limit = law.judge(reading).limit
    return limit.value if limit else None
