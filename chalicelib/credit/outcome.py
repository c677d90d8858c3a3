"""What a reckoned standing comes to: a better word holds at once, a worse one once a person confirmed it; pure.

Law: PIPL (个人信息保护法) article 24: no decision with effect on a person is made by reckoning alone.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from chalicelib import workdays
from chalicelib.credit.document import Closed, Said, Sha256
from chalicelib.credit.rulebook import Grade, Published, Rulebook
from chalicelib.credit.standing import BookName, Standing, is_worse, standing
from chalicelib.instants import Day, Instant

State = Literal["open", "lapsed", "confirmed", "refused"]


class NewExplanation(Closed):
    """What a merchant says of a proposal (陈述申辩), and whether it asks to be heard by a person."""

    proposal: int
    text: Said
    asks_to_be_heard: bool = False


class Explanation(NewExplanation):
    """As kept."""

    at: Instant
    by: str


class NewDecision(Closed):
    """What a person decides of a proposal.

    facts_sha256  of the standing that was looked at: other facts, another decision
    heard_on      the day somebody heard the merchant, where it asked for that
    """

    proposal: int
    facts_sha256: Sha256
    outcome: Literal["confirmed", "refused"]
    reason: Said
    heard_on: Day | None = None


class Decision(NewDecision):
    """As kept."""

    at: Instant
    by: str


class Shown(Closed):
    """The word that holds, from `at` on.

    n          which it is, from 1      day, rulebook, facts_sha256   of the standing it rests on
    confirmed  a person confirmed that it is worse than the one before
    refused    the worse word these facts come to, which a person refused
    """

    n: int
    at: Instant
    day: Day
    grade: Grade
    rulebook: BookName
    facts_sha256: Sha256
    confirmed: bool = False
    refused: Grade | None = None


class Proposal(Closed):
    """A worse word that waits for a person, or that one decided on.

    n, revision    which it is of its merchant, and how often it was written
    explain_until  the last day of the merchant's time to explain itself; not confirmed before unless it did
    """

    n: int
    revision: int = 1
    state: State = "open"
    was: Grade
    reckoned: Standing
    made_at: Instant
    explain_until: Day
    explanation: Explanation | None = None
    decision: Decision | None = None
    lapsed_at: Instant | None = None


class Refusal(Closed):
    """What a person refused: a word, under a rulebook, for these harms. The same is not proposed again."""

    grade: Grade
    rulebook: Sha256
    harms: tuple[str, ...]

    def covers(self, reckoned: Standing) -> bool:
        """Whether nothing was added since."""
        is_known = set(_harms(reckoned)) <= set(self.harms)
        return (
            is_known
            and reckoned.rulebook.sha256 == self.rulebook
            and not is_worse(reckoned.grade, self.grade)
        )


class Kept(Closed):
    """A merchant's standing: as it was last reckoned, the word that holds, and the last proposal."""

    merchant_id: str
    district: str
    reckoned: Standing
    shown: Shown
    proposal: Proposal | None = None
    refusal: Refusal | None = None

    @property
    def open(self) -> Proposal | None:
        """The proposal that waits."""
        return self.proposal if self.proposal is not None and self.proposal.state == "open" else None


@dataclass(frozen=True)
class Change:
    """What is written together: the standing, and of its proposals those that changed."""

    kept: Kept
    proposals: tuple[Proposal, ...] = ()


def reckoned(
    kept: Kept | None, merchant_id: str, district: str, new: Standing, published: Published, now: datetime
) -> Change | None:
    """What a new reckoning comes to; None when it says what was said before.

    published   the rulebook `new` was reckoned by
    """
    if kept is None:
        nothing = standing((), published, new.day)
        held = nothing if is_worse(new.grade, nothing.grade) else new
        shown = _shown(None, held, held.grade, now)
        kept = Kept(merchant_id=merchant_id, district=district, reckoned=new, shown=shown)
        return Change(kept) if held is new else _worse(kept, new, published.rulebook, now)
    if kept.district == district and kept.reckoned == new.model_copy(update={"day": kept.reckoned.day}):
        return None
    kept = kept.model_copy(update={"district": district, "reckoned": new})
    if not is_worse(new.grade, kept.shown.grade):
        return _settled(kept, _shown(kept.shown, new, new.grade, now), None, now)
    if kept.refusal is not None and kept.refusal.covers(new):
        shown = _shown(kept.shown, new, kept.shown.grade, now, refused=new.grade)
        return _settled(kept, shown, kept.refusal, now)
    return _worse(kept, new, published.rulebook, now)


def explained(kept: Kept, new: NewExplanation, by: str, now: datetime) -> Change:
    """With what the merchant said of the open proposal, which is not there yet."""
    proposal = _open(kept)
    said = Explanation(**dict(new), at=now, by=by)
    return _with(kept, _revised(proposal, explanation=said))


def decided(kept: Kept, new: NewDecision, by: str, now: datetime) -> Change:
    """With a person's decision on the open proposal."""
    reckoned = kept.reckoned
    decision = Decision(**dict(new), at=now, by=by)
    change = _with(kept, _revised(_open(kept), state=new.outcome, decision=decision))
    if new.outcome == "confirmed":
        shown = _shown(kept.shown, reckoned, reckoned.grade, now, confirmed=True)
        refusal = None
    else:
        shown = _shown(kept.shown, reckoned, kept.shown.grade, now, refused=reckoned.grade)
        refusal = Refusal(
            grade=reckoned.grade, rulebook=reckoned.rulebook.sha256, harms=tuple(_harms(reckoned))
        )
    after = change.kept.model_copy(update={"shown": shown, "refusal": refusal})
    return Change(after, change.proposals)


def may_confirm_on(proposal: Proposal, day: date) -> bool:
    """Whether the merchant explained itself, or its time for that is over."""
    return proposal.explanation is not None or day > proposal.explain_until


def published(kept: Kept, book: Rulebook) -> dict[str, Any]:
    """What everybody may know of the word that holds: the document of standing.shown/1."""
    word = book.graded(kept.shown.grade).word
    told = kept.shown.model_dump(mode="json", exclude_none=True)
    named = {"grade_zh": word.zh, "grade_en": word.en}
    return {"merchant_id": kept.merchant_id, "district": kept.district, **told, **named}


def _worse(kept: Kept, new: Standing, book: Rulebook, now: datetime) -> Change:
    """A proposal, or the open one brought to the new facts; more harm is a new one, with its own time to explain."""
    waits = kept.open
    if waits is not None and set(_harms(new)) <= set(_harms(waits.reckoned)):
        return _with(kept, _revised(waits, reckoned=new))
    lapsed = (_lapsed(waits, now),) if waits is not None else ()
    made = Proposal(
        n=1 + (kept.proposal.n if kept.proposal else 0),
        was=kept.shown.grade,
        reckoned=new,
        made_at=now,
        explain_until=workdays.add_workdays(now, book.explain_workdays).day,
    )
    return Change(kept.model_copy(update={"proposal": made}), (*lapsed, made))


def _settled(kept: Kept, shown: Shown, refusal: Refusal | None, now: datetime) -> Change:
    after = kept.model_copy(update={"shown": shown, "refusal": refusal})
    return Change(after) if after.open is None else _with(after, _lapsed(after.open, now))


def _lapsed(proposal: Proposal, now: datetime) -> Proposal:
    return _revised(proposal, state="lapsed", lapsed_at=now)


def _revised(proposal: Proposal, **changed: Any) -> Proposal:
    return proposal.model_copy(update={"revision": proposal.revision + 1, **changed})


def _with(kept: Kept, proposal: Proposal) -> Change:
    return Change(kept.model_copy(update={"proposal": proposal}), (proposal,))


def _shown(
    before: Shown | None,
    of: Standing,
    word: Grade,
    now: datetime,
    *,
    confirmed: bool = False,
    refused: Grade | None = None,
) -> Shown:
    return Shown(
        n=1 + (before.n if before else 0),
        at=now,
        day=of.day,
        grade=word,
        rulebook=of.rulebook,
        facts_sha256=of.facts_sha256,
        confirmed=confirmed,
        refused=refused,
    )


def _harms(of: Standing) -> list[str]:
    return sorted({one.fact for one in of.because if one.points < 0 or one.instead})


def _open(kept: Kept) -> Proposal:
    if kept.open is None:
        raise ValueError("no proposal is open")
    return kept.open
