"""A merchant's desk of commitments, for tests: the real services on any table, people, published entries."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import local_day, stamp
from chalicelib.credit import settings
from chalicelib.credit.cards import NewCard, NewCardStep
from chalicelib.credit.certificates import Certificate
from chalicelib.credit.commitments import Commitment, NewCommitment
from chalicelib.credit.risks import NewRisk
from chalicelib.credit.self_checks import NewSelfCheck, lists
from chalicelib.credit.service_book import Party
from chalicelib.credit.service_cards import Cards, StallOf
from chalicelib.credit.service_certificates import Certificates, Making
from chalicelib.credit.service_commitments import Pledges
from chalicelib.credit.service_duties import OwnDuties
from chalicelib.credit.service_follow import CardEffect, PledgeEffect, QuestionEffect
from chalicelib.credit.service_keeping import Keeper
from chalicelib.credit.steps import NewStep
from chalicelib.credit.store_cards import CardStore
from chalicelib.credit.store_certificates import CertificateStore
from chalicelib.credit.store_commitments import CommitmentStore
from chalicelib.credit.store_duties import DutyStore
from chalicelib.credit.store_waking import WakingStore
from chalicelib.credit.templates import template
from chalicelib.errors import NotFound
from chalicelib.events import ENTRY_SHOWN
from chalicelib.follow import Follower
from chalicelib.jobs import Worker
from chalicelib.notices.service import Notices
from chalicelib.notices.store import NoticeStore
from chalicelib.store import Item, Table
from chalicelib.store_dynamo import attributes
from tests.fakes import FakeTable
from tests.importing import FakeQueue
from tests.office import DISTRICT, MERCHANT, NOON, SITE, SUPERVISOR, Ticking, made
from tests.unit.labels.desk import HOST
from tests.unit.labels.shop import FONT

COMMITMENT, ENTRY, CARD, STALL = made("com", 1), made("ent", 1), made("crd", 1), made("stl", 1)
KEEPER = Actor(made("acc", 62), frozenset({Role.MERCHANT}), merchants=frozenset({MERCHANT}))
RIVAL = Actor(made("acc", 63), frozenset({Role.MERCHANT}), merchants=frozenset({made("mer", 2)}))
ORGANISER = Actor(made("acc", 64), frozenset({Role.ORGANISER}), sites=frozenset({SITE}))
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


def self_check(list_: str = "market_weekly", problem: str = "") -> NewSelfCheck:
    """A self-check of a list, all in order, or with a problem at the first point."""
    asked = next(one for one in lists(local_day(NOON)) if one.id == list_)
    answers: list[dict[str, str]] = [{"point": point.id, "outcome": "ok"} for point in asked.points]
    if problem:
        answers[0] |= {"outcome": "problem", "note": problem}
    return NewSelfCheck.model_validate({"merchant_id": MERCHANT, "list": list_, "answers": answers})


def risk(**changed: Any) -> NewRisk:
    """A risk as a merchant enters it."""
    told = {
        "merchant_id": MERCHANT,
        "what": "秤盘积水使零点漂移(演示)",
        "measure": "每天收市后擦干秤盘(演示)",
        "who": "摊主",
        "level": "middle",
        "due_on": "2026-12-01",
    }
    return NewRisk.model_validate({**told, **changed})


def carding(**changed: Any) -> NewCard:
    """A card as the organiser shows it."""
    told = {
        "site_id": SITE,
        "stall_id": STALL,
        "merchant_id": MERCHANT,
        "colour": "yellow",
        "reason": "示值被遮挡(演示)",
        "term_days": 15,
    }
    return NewCard.model_validate({**told, **changed})


class FakeFiles:
    """Certificates in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def keep(self, certificate: Certificate, pdf: bytes) -> None:
        self.kept.setdefault(certificate.number, pdf)

    def link(self, certificate: Certificate) -> str:
        return f"https://files.example/{certificate.number}"


def stall(site_id: str, stall_id: str) -> StallOf:
    """The one stall of these tests."""
    if (site_id, stall_id) != (SITE, STALL):
        raise NotFound(id=stall_id)
    return StallOf("A12", MERCHANT, DISTRICT)


class PledgeDesk:
    """Commitments, self-checks, risks and cards of one merchant, and everybody at them."""

    def __init__(self, table: Table | None = None) -> None:
        self.table = table or FakeTable()
        self.clock = Ticking()
        self.store = CommitmentStore(self.table)
        self.pledges = Pledges(self.store, party, self.clock)
        self.duties = OwnDuties(DutyStore(self.table), party, self.clock)
        self.cards = Cards(CardStore(self.table), stall, self.clock)
        self.notices = Notices(NoticeStore(self.table), self.clock)
        self.keeper = Keeper(
            WakingStore(self.table), self.pledges, self.duties.book, self.notices, self.clock
        )
        self.files, self.queue, self.shelf = FakeFiles(), FakeQueue(), CertificateStore(self.table)
        drawn = count(1)
        self.certificates = Certificates(
            self.pledges,
            self.shelf,
            self.files,
            self.queue,
            self.clock,
            lambda size: next(drawn).to_bytes(size),
        )
        self.making = Making(self.store, self.shelf, self.files, party, lambda: FONT, HOST, self.clock)
        self.follower = Follower(
            (
                QuestionEffect(self.pledges),
                PledgeEffect(self.pledges, self.duties, self.notices),
                CardEffect(self.cards.book, self.notices),
            )
        )
        self.taken = count(1)

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
            "codes": [{"code": "5" if changed.get("problem", True) else "1", "zh": "演示", "en": "演示"}],
            **changed,
        }
        item = Item(f"P#{entry}", f"L#{n:03d}", told, event=ENTRY_SHOWN.mark)
        self.table.put(item, 0)
        return item

    def heard(self, *items: Item) -> "PledgeDesk":
        """The stream brings what was written; twice, because it may."""
        records = [
            {"dynamodb": {"SequenceNumber": str(n), "NewImage": attributes(item)}}
            for n, item in enumerate(items)
        ]
        for _ in range(2):
            assert self.follower.consume(records) == {"batchItemFailures": []}
        return self

    def follow(self, commitment: str = COMMITMENT) -> "PledgeDesk":
        """The stream brings the commitment as it stands."""
        item = self.table.get(f"B#{commitment}", "~")
        assert item is not None
        return self.heard(item)

    def told(self) -> list[str]:
        """The kinds of the notices the merchant got, in the order of time."""
        rows = NoticeStore(self.table).of_merchant(MERCHANT, "", 100)[0]
        return [str(row["kind"]).removeprefix("credit.") for row in reversed(rows)]

    def days(self, count_: int) -> "PledgeDesk":
        """So many days pass, and the keeper runs on the last."""
        self.clock.at += timedelta(days=count_)
        self.keeper.run(lambda: True)
        return self

    def made(self, commitment: str = COMMITMENT) -> bytes:
        """Ask for the certificate and make it; answers the file."""
        certificate, _ = self.certificates.ask(KEEPER, commitment)
        self.work()
        return self.files.kept[certificate.number]

    def work(self, attempt: int = 1) -> None:
        """Deliver what waits to be made."""
        worker = Worker(self.making, self.queue)
        while self.queue.messages:
            record = {"messageId": "m", "body": self.queue.messages.pop(0)}
            worker.consume([{**record, "attributes": {"ApproximateReceiveCount": str(attempt)}}])

    def kept(self, commitment: str = COMMITMENT) -> Commitment:
        """The commitment as it stands."""
        standing = self.store.commitment(commitment)
        assert standing is not None
        return standing.value


def items() -> Iterator[Item]:
    """A commitment that was published, questioned, and found broken; every kind of item of it."""
    table = FakeTable()
    desk = PledgeDesk(table).published()
    desk.made()
    desk.follow()
    desk.duties.check(KEEPER, made("sck", 1), self_check(problem="铅封有磨损(演示)"))
    desk.duties.put_risk(KEEPER, made("rsk", 1), risk(self_check=made("sck", 1)), None)
    desk.cards.show(ORGANISER, CARD, carding())
    desk.cards.step(KEEPER, CARD, made("stp", 800), NewCardStep(kind="appeal", text=SAID))
    desk.heard(desk.entered())
    desk.step(KEEPER, "explain")
    desk.step(SUPERVISOR, "breach")
    yield from (item for item in table.items.values() if item.pk.startswith("B#"))
