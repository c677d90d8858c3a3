"""A merchant's desk of commitments, for tests: the real services on any table, people, published entries."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import Any

from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import local_day, stamp
from chalicelib.credit import settings
from chalicelib.credit.commitments import Commitment, NewCommitment
from chalicelib.credit.service_book import Party
from chalicelib.credit.service_commitments import Pledges
from chalicelib.credit.steps import NewStep, Told
from chalicelib.credit.store_commitments import CommitmentStore
from chalicelib.credit.templates import template
from chalicelib.errors import NotFound
from chalicelib.store import Item, Table
from tests.fakes import FakeTable
from tests.office import DISTRICT, MERCHANT, NOON, SUPERVISOR, Ticking, made

COMMITMENT, ENTRY = made("com", 1), made("ent", 1)
KEEPER = Actor(made("acc", 62), frozenset({Role.MERCHANT}), merchants=frozenset({MERCHANT}))
RIVAL = Actor(made("acc", 63), frozenset({Role.MERCHANT}), merchants=frozenset({made("mer", 2)}))
SAID = "演示用语(演示)"
STROKES: list[list[list[int]]] = [
    [[100 + 40 * at, 200 + 30 * (at % 3)] for at in range(12)],
    [[500, 100], [520, 300]],
]
"""A signature by finger."""


def party(merchant_id: str) -> Party:
    """Who the merchants of these tests are."""
    if merchant_id != MERCHANT:
        raise NotFound(id=merchant_id)
    return Party(name="演示水产", district=DISTRICT)


def signing(at: datetime = NOON, venue: str = "market", **changed: Any) -> NewCommitment:
    """A commitment as the phone sends it, with the text in force at an instant."""
    text = template(venue, local_day(at))
    assert text is not None
    told = {"id": venue, "version": text.from_.isoformat(), "sha256": text.sha256}
    return NewCommitment.model_validate(
        {
            "merchant_id": MERCHANT,
            "venue": venue,
            "template": told,
            "capacity": "owner",
            "signature": {"strokes": STROKES},
            **changed,
        }
    )


class PledgeDesk:
    """Commitments of one merchant, and everybody at them."""

    def __init__(self, table: Table | None = None) -> None:
        self.table = table or FakeTable()
        self.clock = Ticking()
        self.store = CommitmentStore(self.table)
        self.pledges = Pledges(self.store, party, self.clock)
        self.taken = count(1)
        self._entries = count(1)

    def at(self, at: datetime) -> "PledgeDesk":
        """Another instant."""
        self.clock.at = at
        return self

    def signed(self, commitment: str = COMMITMENT, **changed: Any) -> "PledgeDesk":
        """The merchant signs."""
        self.pledges.sign(KEEPER, commitment, signing(self.clock.at, **changed))
        return self

    def published(self, commitment: str = COMMITMENT) -> "PledgeDesk":
        """The merchant signs, and agrees to the publication."""
        self.signed(commitment).step(KEEPER, "consent", commitment)
        return self

    def step(self, who: Actor, kind: str, commitment: str = COMMITMENT, **said: Any) -> Commitment:
        """A step by somebody, with what it needs."""
        told: dict[str, Any] = {"text": SAID}
        if kind == "consent":
            told = {"wording": settings.on(local_day(self.clock.at)).from_.isoformat()}
        elif kind == "withdraw":
            told = {}
        step_id = said.pop("id_", made("stp", next(self.taken)))
        sent = NewStep.model_validate({"kind": kind, **told, **said})
        return self.pledges.step(who, commitment, step_id, sent)[0]

    def entered(self, entry: str = ENTRY, **changed: Any) -> Item:
        """A public step of an entry, as publication writes it."""
        n = len(self.table.query(f"P#{entry}", begins="L#", limit=1000).items) + 1
        told = {
            "id": entry,
            "n": n,
            "at": stamp(self.clock()),
            "step": "published",
            "state": "shown",
            "kind": "check",
            "merchant_id": MERCHANT,
            "day": local_day(self.clock.at).isoformat(),
            "problem": True,
            **changed,
        }
        item = Item(f"P#{entry}", f"L#{n:03d}", told, event="entry.shown/1")
        self.table.put(item, 0)
        return item

    def kept(self, commitment: str = COMMITMENT) -> Commitment:
        """The commitment as it stands."""
        standing = self.store.commitment(commitment)
        assert standing is not None
        return standing.value


def items() -> Iterator[Item]:
    """A commitment that was published, questioned, and found broken; every kind of item of it."""
    table = FakeTable()
    desk = PledgeDesk(table).published()
    told = Told(kind="question", entry=ENTRY, day=local_day(desk.clock.at))
    desk.pledges.bring(COMMITMENT, lambda _: told, ENTRY)
    desk.step(KEEPER, "explain")
    desk.step(SUPERVISOR, "breach")
    yield from table.items.values()
