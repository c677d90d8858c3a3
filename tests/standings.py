"""Public events as standing meets them, for tests: documents, facts, and strategies that make many of each."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from chalicelib import facts, ids
from chalicelib.accounts.model import Actor, Role
from chalicelib.credit.outcome import Kept, NewDecision
from chalicelib.credit.rulebook import Published, all_published
from chalicelib.credit.service_facts import Gathering, StandingEffect
from chalicelib.credit.service_restand import Restanding
from chalicelib.credit.service_standing import Rulebooks, Standings
from chalicelib.credit.store_rulebooks import RulebookStore, WalkStore
from chalicelib.credit.store_standing import StandingStore
from chalicelib.facts import Fact
from chalicelib.store import Item
from tests.fakes import FakeTable

FIRST, COMING, ONCE = all_published()
TODAY = date(2026, 11, 26)
MERCHANT = ids.derived("merchant", "standing")
DISTRICT = "350203"
OWNER = Actor("acc-owner", frozenset({Role.MERCHANT}), merchants=frozenset({MERCHANT}))
SUPERVISOR = Actor("acc-supervisor", frozenset({Role.SUPERVISOR}), districts=frozenset({DISTRICT}))
ELSEWHERE = Actor("acc-other", frozenset({Role.SUPERVISOR}), districts=frozenset({"350206"}))


def day(days_ago: int) -> str:
    return (TODAY - timedelta(days=days_ago)).isoformat()


def coded(*codes: str) -> list[dict[str, Any]]:
    return [{"code": one, "zh": "…", "en": "…", "problem": one not in "17"} for one in codes]


def entry(name: str = "a", *, ago: int = 100, n: int = 1, **changed: Any) -> dict[str, Any]:
    """The document of an entry.shown: a drawn check that found nothing."""
    told = {
        "id": f"ent-{name}",
        "n": n,
        "at": f"{day(ago - 30)}T04:00:00.000Z",
        "step": "published",
        "state": "shown",
        "kind": "result_clean",
        "merchant_id": MERCHANT,
        "district": DISTRICT,
        "day": day(ago),
        "codes": coded("1"),
        "problem": False,
        "source": "draw",
    }
    return told | changed


def problem(name: str = "p", **changed: Any) -> dict[str, Any]:
    said: dict[str, Any] = {
        "kind": "result_problem",
        "problem": True,
        "codes": coded("5"),
        "until": day(-500),
    } | changed
    return entry(name, **said)


def hidden(told: Mapping[str, Any], n: int, step: str = "repaired") -> dict[str, Any]:
    """How a later step says that something is no longer shown."""
    kept = {name: told[name] for name in ("id", "merchant_id") if name in told}
    return {
        **kept,
        "n": n,
        "at": f"{TODAY}T04:00:00.000Z",
        "step": step,
        "state": "hidden",
        "kind": "result",
        "day": day(0),
    }


def commitment(
    name: str = "c", *, ago: int = 100, n: int = 1, step: str = "published", **changed: Any
) -> dict[str, Any]:
    return {
        "id": f"com-{name}",
        "n": n,
        "at": f"{day(ago)}T04:00:00.000Z",
        "step": step,
        "state": "shown",
        "merchant_id": MERCHANT,
        "district": DISTRICT,
        "venue": "market",
        "signed_on": day(ago),
        "until": day(ago - 365),
    } | changed


def head(name: str = "i", *, lapsed: int = 60, **changed: Any) -> dict[str, Any]:
    """What standing reads of an instrument's head; its certificate ended `lapsed` days ago."""
    return {
        "id": ids.derived("instrument", name),
        "number": f"{name:0>10}",
        "merchant_id": MERCHANT,
        "site_id": ids.derived("site", "s"),
        "district": DISTRICT,
        "category": "price_scale",
        "name": "电子计价秤(演示)",
        "state": "in_use",
        "verification": {"id": "ver-1", "verified_on": day(lapsed + 365), "valid_until": day(lapsed)},
    } | changed


def of_entry(told: Mapping[str, Any]) -> Fact:
    return facts.fact("entry.shown/1", told, 1)


def of_commitment(told: Mapping[str, Any]) -> Fact:
    return facts.fact("commitment.shown/1", told, 1)


def of_head(told: Mapping[str, Any], version: int = 1) -> Fact:
    return facts.fact("instrument.shown/1", told, version)


_NAMES = st.sampled_from("abcdefgh")
_AGO = st.integers(-40, 900)
_UNTIL = st.none() | st.integers(-800, 300).map(day)


@st.composite
def entries(draw: st.DrawFn) -> Fact:
    codes = draw(st.lists(st.sampled_from("12345678"), min_size=1, max_size=2, unique=True))
    told = entry(name := draw(_NAMES), ago=(ago := draw(_AGO)), n=draw(st.integers(1, 4)))
    told |= {
        "visit_id": f"vis-{name}",
        "codes": coded(*codes),
        "problem": draw(st.booleans()),
        "source": draw(st.sampled_from(("draw", "campaign", "complaint", "recheck"))),
        "until": draw(_UNTIL),
    }
    if draw(st.booleans()):
        told["rectified"] = {"on": day(draw(st.integers(-60, ago))), "on_time": draw(st.booleans())}
    if draw(st.integers(0, 4)) == 0:
        told |= {"kind": "penalty", "class": draw(st.sampled_from(("general", "serious")))}
        told["visit_id"] = draw(st.sampled_from((None, "vis-a", "vis-b")))
    return of_entry(hidden(told, told["n"]) if draw(st.integers(0, 4)) == 0 else told)


@st.composite
def commitments(draw: st.DrawFn) -> Fact:
    step = draw(st.sampled_from(("published", "breached", "restored", "revoked", "withdrawn")))
    told = commitment(draw(_NAMES), ago=draw(_AGO), n=draw(st.integers(1, 4)), step=step)
    return of_commitment(hidden(told, told["n"]) if draw(st.integers(0, 4)) == 0 else told)


@st.composite
def instruments(draw: st.DrawFn) -> Fact:
    state = draw(st.sampled_from(("in_use", "in_use", "suspended", "scrapped")))
    return of_head(
        head(draw(_NAMES), lapsed=draw(st.integers(-400, 100)), state=state), draw(st.integers(1, 4))
    )


def whole(found: list[Fact]) -> list[Fact]:
    """As the stream has them: two statements about one thing are never of one number."""
    return list({(one.about, one.id, one.n): one for one in found}.values())


histories = st.lists(st.one_of(entries(), commitments(), instruments()), max_size=12).map(whole)
days = st.integers(-60, 60).map(lambda ago: TODAY - timedelta(days=ago))
books = st.sampled_from((FIRST, COMING, ONCE))


class Hall:
    """Standings over a table in memory, with the stream's records brought by hand and a clock that is moved."""

    def __init__(
        self, published: Sequence[Published] = (FIRST, COMING), table: FakeTable | None = None
    ) -> None:
        self.table, self.ops = table or FakeTable(), FakeTable()
        self.now = datetime.combine(TODAY, time(4), UTC)
        self.store = StandingStore(self.table, published)
        self.rulebook_store = RulebookStore(self.table, published)
        self.shelf: dict[str, bytes] = {}
        rulebooks = Rulebooks(published, self.rulebook_store.reported)
        self.standings = Standings(self.store, rulebooks, lambda: self.now)
        self.effect = StandingEffect(Gathering(self.store), self.standings.reckon)
        self.restanding = Restanding(
            standings=self.standings,
            lists=self.store,
            book=self.rulebook_store,
            walks=WalkStore(self.ops),
            shelf=self,
            districts=(DISTRICT, "350206"),
            clock=lambda: self.now,
        )

    def put(self, name: str, raw: bytes) -> None:
        """See service_restand.Shelf."""
        self.shelf[name] = raw

    def on(self, day_: date) -> "Hall":
        """Move the clock to noon of a local day."""
        self.now = datetime.combine(day_, time(4), UTC)
        return self

    def brings(self, *told: Mapping[str, Any], version: int = 1) -> None:
        """A public event comes down the stream."""
        for one in told:
            mark = _MARKS[one["id"][:3]]
            item = Item("?", "?", one, v=one.get("n", version) if mark[0] == "i" else 1, event=mark)
            for key in dict.fromkeys(self.effect.touched(item)):
                self.effect.refresh(key)

    def kept(self, merchant: str = MERCHANT) -> Kept:
        kept, _ = self.store.standing(merchant)
        assert kept is not None
        return kept

    def shown(self, merchant: str = MERCHANT) -> list[dict[str, Any]]:
        """Every word that was made public, as the stream brings it."""
        return [
            dict(item.document)
            for key, item in sorted(self.table.items.items())
            if key[0] == f"T#{merchant}" and item.event == "standing.shown/1"
        ]

    def words(self) -> list[tuple[str, bool, str | None]]:
        """The grades of these, whether a person confirmed each, and what a person refused."""
        return [(one["grade"], one["confirmed"], one.get("refused")) for one in self.shown()]

    def decision(self, outcome: str = "confirmed", **changed: Any) -> NewDecision:
        """A decision on the last proposal, by the facts as they stand."""
        kept = self.kept()
        assert kept.proposal
        told = {
            "proposal": kept.proposal.n,
            "facts_sha256": kept.reckoned.facts_sha256,
            "outcome": outcome,
            "reason": "复核了公示的检查结果",
        }
        return NewDecision.model_validate(told | changed)

    def run(self, steps: int = 1_000_000) -> int:
        """The hourly function, with time for so many steps."""
        left = iter(range(steps))
        return self.restanding.run(lambda: next(left, None) is not None)


_MARKS = {"ent": "entry.shown/1", "com": "commitment.shown/1", "ins": "instrument.shown/1"}


def items() -> Iterator[Item]:
    """A merchant's items with a proposal that waits, and what was shown of the rulebooks."""
    hall = Hall()
    hall.brings(entry(), commitment(), head())
    hall.brings(problem("q", ago=10))
    hall.run()
    for _, item in sorted(hall.table.items.items()):
        yield item
