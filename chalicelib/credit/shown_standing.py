"""What of standings, proposals and rulebooks is sent: with the rulebook's words beside every code."""

from dataclasses import dataclass
from datetime import date

from chalicelib.credit.changes import Head, Report
from chalicelib.credit.document import Words
from chalicelib.credit.outcome import Kept, Proposal
from chalicelib.credit.prospects import Prospect, prospects
from chalicelib.credit.rulebook import Basis, Grade, GradeRow, Published, Rulebook
from chalicelib.credit.standing import BookName, Point, Standing
from chalicelib.documents import Document
from chalicelib.instants import Day, Instant


@dataclass(frozen=True)
class Seen:
    """A merchant's standing as it is looked at: its rulebook, its facts' lines, and what a coming rulebook says."""

    kept: Kept | None
    reckoned: Standing
    rulebook: Published
    lines: tuple[str, ...]
    coming: Standing | None
    coming_book: Published | None
    begins: date | None


class SaidPoint(Document):
    """A point with its words: what happened, what would change it, and on what ground it counts."""

    point: Point
    says: Words
    change: Words
    basis: str


class SaidProspect(Document):
    """A prospect with its words."""

    prospect: Prospect
    says: Words
    change: Words


class SaidGrade(Document):
    """A grade with its words."""

    code: Grade
    word: Words
    means: Words


class Coming(Document):
    """What the next rulebook would say of the same facts; `begins` is absent until the report on it is public."""

    rulebook: BookName
    begins: Day | None = None
    grade: SaidGrade
    points: int


class MerchantStanding(Document):
    """A merchant's standing, why, and what would change it.

    grade       the word that holds          since    from when      confirmed   a person confirmed that it is worse
    refused     the worse word a person refused for these facts
    reckoned    as it was last reckoned; its word may be another while a proposal waits
    grades      every word there is, from the best
    facts       the lines it was reckoned from, as the open data have them
    public      whether the word is public, and on what ground; absent: it is not
    """

    merchant_id: str
    grade: SaidGrade
    since: Instant | None = None
    confirmed: bool = False
    refused: SaidGrade | None = None
    reckoned: Standing
    reckoned_grade: SaidGrade
    grades: list[SaidGrade]
    because: list[SaidPoint]
    prospects: list[SaidProspect]
    facts: list[str]
    proposal: Proposal | None = None
    coming: Coming | None = None
    public: Basis | None = None
    demonstration: bool
    explain_workdays: int

    @classmethod
    def of(cls, merchant_id: str, seen: Seen, *, as_merchant: bool) -> "MerchantStanding":
        """As a merchant or its office sees it; merchants see no accounts of officers."""
        book, reckoned, kept = seen.rulebook.rulebook, seen.reckoned, seen.kept
        held = kept.shown if kept else None
        return cls(
            merchant_id=merchant_id,
            grade=said(book, held.grade if held else reckoned.grade),
            since=held.at if held else None,
            confirmed=bool(held and held.confirmed),
            refused=said(book, held.refused) if held and held.refused else None,
            reckoned=reckoned,
            reckoned_grade=said(book, reckoned.grade),
            grades=[said(book, row.code) for row in book.grade],
            because=[_point(book, one) for one in reckoned.because],
            prospects=[_prospect(book, one) for one in prospects(reckoned, book)],
            facts=list(seen.lines),
            proposal=_proposal(kept, as_merchant=as_merchant),
            coming=_coming(seen),
            public=book.publication,
            demonstration=book.demonstration,
            explain_workdays=book.explain_workdays,
        )


class OneProposal(Document):
    """What waits for a person in a list."""

    merchant_id: str
    n: int
    was: Grade
    grade: Grade
    made_at: Instant
    explain_until: Day
    is_explained: bool
    asks_to_be_heard: bool


class Proposals(Document):
    """What waits in a district, the oldest first."""

    items: list[OneProposal]
    cursor: str


class ShownRulebook(Document):
    """A rulebook with its hash, its file, and how far it is.

    begins    the day it takes effect; absent while the report of who moves is not public
    is_now    in force on `as_of`
    """

    sha256: str
    rulebook: Rulebook
    text: str
    begins: Day | None = None
    is_now: bool
    reported_on: Day | None = None


class ShownRulebooks(Document):
    """Every rulebook there was, is or will be, the oldest first."""

    items: list[ShownRulebook]
    as_of: Day


class ShownChange(Document):
    """The newest report on a rulebook to come: its parts lie under /public/standing/."""

    rulebook: BookName
    title: Words
    begins: Day | None = None
    grades: list[GradeRow]
    report: Report


class ShownChanges(Document):
    """The reports on rulebooks, the newest rulebook first."""

    items: list[ShownChange]
    as_of: Day


def said(book: Rulebook, code: Grade) -> SaidGrade:
    """A grade in the rulebook's words."""
    row = book.graded(code)
    return SaidGrade(code=code, word=row.word, means=row.means)


def shown_change(one: Published, head: Head, begins: date | None) -> ShownChange | None:
    """The report on a rulebook, if there is one."""
    if head.report is None:
        return None
    book = one.rulebook
    return ShownChange(
        rulebook=head.rulebook, title=book.title, begins=begins, grades=list(book.grade), report=head.report
    )


def _point(book: Rulebook, point: Point) -> SaidPoint:
    rule = book.rules[point.kind]
    return SaidPoint(point=point, says=rule.says, change=rule.change, basis=rule.basis)


def _prospect(book: Rulebook, one: Prospect) -> SaidProspect:
    rule = book.rules[one.kind]
    return SaidProspect(prospect=one, says=rule.says, change=rule.change)


def _proposal(kept: Kept | None, *, as_merchant: bool) -> Proposal | None:
    proposal = kept.proposal if kept else None
    if proposal is None or not as_merchant or proposal.decision is None:
        return proposal
    return proposal.model_copy(update={"decision": proposal.decision.model_copy(update={"by": ""})})


def _coming(seen: Seen) -> Coming | None:
    if seen.coming is None or seen.coming_book is None:
        return None
    return Coming(
        rulebook=seen.coming.rulebook,
        begins=seen.begins,
        grade=said(seen.coming_book.rulebook, seen.coming.grade),
        points=seen.coming.points,
    )
