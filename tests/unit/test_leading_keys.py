"""Functions whose rights are bound to partition keys stay within them.

The policies are read and each call is held to them (tests/governed.py).
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.accounts.account import Account, account_id
from chalicelib.accounts.service import Accounts, Gate, founded
from chalicelib.accounts.store import AccountStore
from chalicelib.accounts.tokens import KeySet
from chalicelib.complaints.sent_answers import SentAnswer
from chalicelib.complaints.store_identities import IdentityStore
from chalicelib.complaints.store_materials import MaterialStore
from chalicelib.complaints.store_retention import RetentionStore
from chalicelib.inspection.service_evidence_export import Packing
from chalicelib.inspection.service_evidence_verify import Verifying
from chalicelib.inspection.store_evidence import EvidenceStore
from chalicelib.inspection.store_papers import PaperStore
from chalicelib.labels.service_bundle import BundleMaker
from chalicelib.labels.store import LabelStore
from chalicelib.notices.service import Delivery, Notices, Outbox
from chalicelib.notices.store import NoticeStore
from chalicelib.registry.model import number
from chalicelib.registry.service_names import NamesMaker
from chalicelib.registry.service_reminders import Reminders
from chalicelib.registry.store import RegistryStore
from chalicelib.registry.store_due import DueStore
from chalicelib.registry.store_names import NamesStore
from chalicelib.registry.store_reminders import WalkStore
from chalicelib.sampling.service_fairness import FairnessMaker
from chalicelib.sampling.service_opening import DueDraws
from chalicelib.sampling.service_pools import RegisteredObjects
from chalicelib.sampling.service_substitutes import SealedOrder
from chalicelib.sampling.store_assignments import AssignmentStore
from chalicelib.sampling.store_draws import DrawStore
from chalicelib.sampling.store_fairness import EndedDraws
from chalicelib.store import Item, Put
from tests.exhibits import EVIDENCE, EXPORT, Room, new, photo
from tests.fakes import FakeTable
from tests.governed import Denied, Governed
from tests.intake import ADDRESS, COMPLAINT, MATERIAL, OPENING, SECRET, STEP, Window, picture, sent
from tests.office import ANNA, DISTRICT, LEADER, MERCHANT, NOON, SCALE, SITE, VISIT, Office
from tests.papers import PaperDesk
from tests.standings import COMING, TODAY, day, entry, problem
from tests.standings import Hall as Standings
from tests.unit.accounts.keys import AUDIENCE, ISSUER, NOW, document, published, rsa_key, token
from tests.unit.labels.desk import LAB
from tests.unit.labels.desk import SCALE as LABELLED
from tests.unit.labels.test_bundle_maker import Printing
from tests.unit.registry.test_due import followed, verified
from tests.unit.sampling.desk import PLAN
from tests.unit.sampling.hall import Hall
from tests.unit.sampling.past import FakeShelf


@pytest.fixture
def office() -> Office:
    made = Office(FakeTable()).furnished()
    verified(made, SCALE, date(2026, 12, 1))
    followed(made)
    return made


def items(office: Office) -> dict[tuple[str, str], Item]:
    assert isinstance(office.table, FakeTable)
    return office.table.items


def always() -> bool:
    return True


def test_reminding_writes_notices_only_and_delivering_too(office: Office) -> None:
    reminding = Governed("remind", items(office))
    notices = Notices(NoticeStore(reminding), office.clock)
    walks = WalkStore(FakeTable())
    assert Reminders(DueStore(reminding), walks, notices, (DISTRICT,), office.clock).run(always) == 1
    delivering = Governed("deliver", items(office))
    assert Delivery(NoticeStore(delivering), Outbox(), office.clock).run(always) == 1


def test_making_names_reads_lists_and_writes_its_own(office: Office) -> None:
    class Files:
        def put(self, district: str, raw: bytes) -> None:
            assert (district, bool(raw)) == (DISTRICT, True)

        def address(self, district: str) -> str:
            raise AssertionError(district)

    making = NamesStore(Governed("make-names", items(office)))
    making_names = NamesMaker(making, Files(), (DISTRICT,), office.clock)
    assert making_names.run(always) == 1


def test_the_authorizer_reads_accounts_only() -> None:
    kept = FakeTable()
    founded(AccountStore(kept), Account(id=account_id(ISSUER, "anna"), name="安"))
    keys = KeySet(lambda: document(published("rsa", rsa_key())), lambda: NOW)
    gate = Gate(keys, AccountStore(Governed("authorize", kept.items)), ISSUER, AUDIENCE, lambda: NOW)
    assert gate.admit(f"Bearer {token()}").id == account_id(ISSUER, "anna")


def test_reporting_on_fairness_reads_plans_and_their_assignments_only() -> None:
    hall = Hall().opened()
    hall.desk.now = datetime(2027, 1, 4, tzinfo=UTC)
    reporting, shelf = Governed("report-fairness", hall.table.items), FakeShelf()
    maker = FairnessMaker(EndedDraws(reporting), AssignmentStore(reporting), hall.public, shelf, hall.clock)
    maker.turn("2026-12")
    assert f"draws/{PLAN}.json" in shelf.kept
    for pk in ("U#acc-1", "I#7K3M9Q2RTB", "O#acc-1", "WHITE"):
        with pytest.raises(Denied):
            reporting.get(pk, "~")
    with pytest.raises(Denied):
        reporting.put(Item(f"D#{PLAN}", "~", {}), 0)


def test_restanding_reads_and_writes_standings_and_rulebooks_only() -> None:
    hall = Standings()
    hall.brings(entry(until=day(-1)), problem())
    hall = Standings(table=Governed("restand", hall.table.items)).on(TODAY + timedelta(days=2))
    assert hall.run() == 1
    assert hall.rulebook_store.heads([COMING])[COMING.sha256][0].report


def test_asking_for_turns_reads_the_draws_that_are_due_only() -> None:
    hall = Hall().frozen()
    hall.desk.later(timedelta(hours=3))
    asking, asked = Governed("due-draws", hall.table.items), list[str]()
    DueDraws(DrawStore(asking), asked.append, hall.clock).run()
    assert asked == [PLAN]
    for pk, index in (("ACCOUNTS", "a"), ("PLANS#2026", "a"), ("INSPECTORS", "u")):
        with pytest.raises(Denied):
            asking.query(pk, index=index)


def test_the_sealed_order_reads_draws_and_what_they_draw_only() -> None:
    hall = Hall().drawn()
    reading = Governed("next-substitute", hall.table.items)
    order = SealedOrder(DrawStore(reading), hall.objects, hall.private, hall.public, hall.vault)
    assert order.next(PLAN, 0, ()) == hall.order.next(PLAN, 0, ())
    objects = RegisteredObjects(RegistryStore(reading))
    assert objects.named("instrument", SCALE).name == number(SCALE)
    assert objects.named("site", SITE).name == number(SITE)
    assert objects.named("merchant", MERCHANT).name == number(MERCHANT)
    for pk in ("U#acc-1", "O#acc-1", "V#vis-1", "K#LABELS"):
        with pytest.raises(Denied):
            reading.get(pk, "~")


def test_verifying_and_packing_evidence_stay_within_the_visits_evidence() -> None:
    room = Room(FakeTable())
    kept = items(room.office)
    room.exhibits.announce(ANNA, VISIT, EVIDENCE, new(photo()))
    room.verifying = Verifying(EvidenceStore(Governed("verify-evidence", kept)), room.files, room.clock)
    assert room.deliver(room.files.upload(photo(), NOON))
    room.packing = Packing(EvidenceStore(Governed("pack-evidence", kept)), room.packs, room.clock)
    room.exporting.ask(LEADER, VISIT, EXPORT)
    room.pack()
    assert room.kept().state == "verified"
    assert room.exporting.read(LEADER, VISIT, EXPORT)[0].state == "done"


def test_making_papers_writes_papers_and_reads_what_they_say() -> None:
    table = FakeTable()
    desk = PaperDesk(table).closed()
    governed = Governed("make-paper", table.items)
    accounts = Accounts(AccountStore(governed), desk.office.clock, str)
    people = replace(desk.office.identifications, names=lambda: accounts)
    shelf = PaperStore(governed)
    desk.making = replace(desk.making, shelf=shelf, sources=shelf, officer=people.officer)
    for name in ("notice", "record"):
        desk.papers.ask(ANNA, VISIT, name)
    assert desk.work()
    assert [one.state for one in shelf.papers(VISIT)] == ["made", "made"]
    governed.get("R#rec-01jd0000000000000000000001", "~")
    for key in (f"M#{MERCHANT}", f"O#{ANNA.id}"):
        governed.get(key, "A")


def test_making_the_bundle_reads_keys_and_revocations_only() -> None:
    printing = Printing()
    printing.desk.labels.issue(LAB, LABELLED, 1, None)
    printing.revocations.revoke(LAB, LABELLED, 1, "damaged", "")
    ledger = LabelStore(Governed("make-bundle", printing.desk.table.items))
    maker = BundleMaker(
        ledger, printing.maker.marks, printing.shelf, printing.desk.signer, printing.desk.clock
    )
    assert maker.bring_up_to_date() == "made"
    assert len(printing.bundle().revoked) == 1


def test_sealing_opening_looking_and_forgetting_stay_within_files_of_complaints() -> None:
    table = FakeTable()
    window = Window(table)
    window.identities.keeper = replace(
        window.keeper, ledger=IdentityStore(Governed("identities", table.items))
    )
    raw = photo()
    window.submit(sent(pictures=[{**picture(raw), "id": MATERIAL}]))
    window.identities.open(COMPLAINT, OPENING, ANNA.id, "联系投诉人核实")
    looking = replace(window.looking, shelf=MaterialStore(Governed("verify-evidence", table.items)))
    looking.turn(window.pictures.upload(raw, window.clock))
    withdrawn = SentAnswer.model_validate({"kind": "withdrawal"})
    window.following.answer(ADDRESS, COMPLAINT, SECRET, STEP, withdrawn)
    forgetting = replace(window.forgetting, archive=RetentionStore(Governed("forget", table.items)))
    window.retention.ask(COMPLAINT, NOON)
    assert forgetting.run(always) == 1
    window.clock.at += timedelta(days=1100)
    assert forgetting.run(always) == 0
    for function in ("identities", "forget"):
        for pk in ("Q#7K3M9Q2RTB", "U#acc-1", "V#vis-1"):
            with pytest.raises(Denied):
                Governed(function, {}).query(pk)
        with pytest.raises(Denied):
            Governed(function, {}).query("Q#acc-1", index="u")
    with pytest.raises(Denied):
        Governed("identities", {}).query("Q#350203", index="a")


@pytest.mark.parametrize(
    ("function", "own"),
    [
        ("make-names", "NAMES#350203"),
        ("remind", "N#not-1"),
        ("deliver", "N#not-1"),
        ("verify-evidence", "F#vis-1"),
        ("verify-evidence", "Q#cmp-1"),
        ("identities", "Q#cmp-1"),
        ("forget", "Q#cmp-1"),
        ("pack-evidence", "F#vis-1"),
    ],
)
def test_nobody_writes_an_account_an_instrument_or_a_key(function: str, own: str) -> None:
    table = Governed(function, {})
    table.put(Item(own, "~", {}), 0)
    for other in ("U#acc-1", "I#7K3M9Q2RTB", "K#LABELS", "M#mer-1", "V#vis-1", "G#1", "NAMES", "N"):
        with pytest.raises(Denied):
            table.put(Item(other, "~", {}), 0)
        with pytest.raises(Denied):
            table.put_all([Put(Item(own, "1", {}), 0), Put(Item(other, "~", {}), 0)])


def test_a_list_of_another_kind_is_not_read() -> None:
    for function in ("make-names", "remind", "deliver"):
        for pk in ("D#pln-1#open", "ACCOUNTS", "V#350203#planned", "ALM#350203#open"):
            with pytest.raises(Denied):
                Governed(function, {}).query(pk, index="a")
        with pytest.raises(Denied):
            Governed(function, {}).query("D#350203", index="u")
    for pk in ("U#acc-1", "I#7K3M9Q2RTB", f"U#{account_id(ISSUER, 'anna')}#2026-11"):
        with pytest.raises(Denied):
            Governed("authorize", {}).get(pk, "~")
    for function in ("verify-evidence", "pack-evidence", "make-bundle"):
        for pk in ("U#acc-1", "I#7K3M9Q2RTB", "F#", "V#350203#planned", "D#pln-1"):
            with pytest.raises(Denied):
                Governed(function, {}).get_many([("V#vis-1", "~"), (pk, "~")])
            with pytest.raises(Denied):
                Governed(function, {}).query(pk)
