"""The keeper of the clocks: tells merchants, ends windows, publishes what needs no person, ends what is over."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.clock import local_day
from chalicelib.errors import Language, Sentence
from chalicelib.notices.model import NewNotice, Words, notice_id
from chalicelib.notices.service import Notices
from chalicelib.publication.results import Result
from chalicelib.publication.rights import SYSTEM, Entry
from chalicelib.publication.service_rights import Changed, Rights
from chalicelib.publication.terms import Terms

KEPT = ("reviewed", "notified", "due", "published", "contested")
"""The states the clock itself may end."""
_MOST_STEPS = 5
"""From reviewed to expired are four."""
_CLEAN = Sentence(
    "{day}的检查结果“{codes}”将向社会公示。您可以随时查看、附上陈述或提出异议。",
    "The result of the visit of {day} («{codes}») becomes public. You may read it, reply beside it, or object.",
)
_PROBLEM = Sentence(
    "{day}的检查结果“{codes}”拟向社会公示。{until}前可以提交陈述，陈述会与结果一并公示；不服的可以提出异议。",
    "The result of the visit of {day} («{codes}») is to be published. Reply until {until}: your words stand beside it. "
    "You may object.",
)
_PENALTY = Sentence(
    "行政处罚决定 {number} 将依法公示。您可以附上陈述、提出异议；最短公示期满后可以申请信用修复。",
    "The penalty decision {number} is to be published. You may reply beside it, object, and later apply for repair.",
)


@dataclass(frozen=True)
class Keeper:
    """What runs every few minutes."""

    rights: Rights
    notices: Notices
    districts: Iterable[str]

    def run(self, has_time: Callable[[], bool]) -> int:
        """Do what the clocks call for until it is done or time is up; answers how many entries moved."""
        moved = 0
        yesterday = self.rights.today() - timedelta(days=1)
        for district in self.districts:
            for state in KEPT:
                until = None if state in {"reviewed", "due"} else yesterday
                after = ""
                while has_time():
                    page = self.rights.book.in_district(district, state, after, until)
                    moved += sum(self.tend(str(row["id"])) for row in page.rows if has_time())
                    after = page.after
                    if not after:
                        break
        return moved

    def tend(self, entry_id: str) -> int:
        """Take an entry as far as its clock goes today; answers how many steps it took."""
        for taken in range(_MOST_STEPS):
            standing = self.rights.book.entry(entry_id)
            if standing is None:
                return taken
            entry, seen = standing
            after = self._next(entry)
            if after is entry:
                return taken
            try:
                self.rights.book.write(after, self.rights.terms(after), seen)
            except Changed:
                return taken  # somebody took a step meanwhile; the next run goes on
        return _MOST_STEPS

    def _next(self, entry: Entry) -> Entry:
        terms, now = self.rights.terms(entry), self.rights.clock()
        match entry.next_step(terms, local_day(now)):
            case "notify":
                told = entry.rectifying(self.rights.book.orders(entry.id), now).notified(now)
                self.notices.tell([_notice(told, terms)])
                return told
            case "keep":
                return entry.kept(now)
            case "lapse":
                return entry.lapsed(terms, now)
            case "publish":
                return entry.published(terms, SYSTEM, now)
            case "expire":
                return entry.expired(now)
            case _:
                return entry


def _notice(entry: Entry, terms: Terms) -> NewNotice:
    """Told before the entry says that it was: no entry goes on that nobody was told of."""
    result, penalty, window = entry.result, entry.penalty, entry.reply_until(terms)
    facts: dict[str, object] = {"day": entry.day, "until": window.day if window else ""}
    sentence = _PENALTY if penalty else _PROBLEM if window else _CLEAN
    words = [
        sentence.filled({**facts, "number": penalty.number if penalty else "", "codes": codes})
        for codes in (_codes(result, "zh"), _codes(result, "en"))
    ]
    times = sum(one.step == "notify" for one in entry.steps)
    return NewNotice(
        id=notice_id("publication.to_publish", entry.id, str(times)),
        kind="publication.to_publish",
        merchant_id=entry.merchant_id,
        district=entry.district,
        subject=f"/mine/results/{entry.id}",
        sentences=Words(zh=words[0].zh, en=words[1].en),
    )


def _codes(result: Result | None, language: Language) -> str:
    said = [one.zh if language == "zh" else one.en for one in result.codes] if result else []
    return ("、" if language == "zh" else ", ").join(said)
