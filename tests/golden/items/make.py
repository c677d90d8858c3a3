"""Writes one stored item of every kind and schema that has none yet: `python -m tests.golden.items.make`.

What was stored must stay readable for ever: files are added, never rewritten. A kind whose document changes its
form gets the next schema number in its store and here a second file.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from chalicelib.accounts.account import Scopes
from chalicelib.accounts.model import Actor, Role
from chalicelib.complaints.exchange import NewExchange
from chalicelib.inspection.endings import NewEnding
from chalicelib.inspection.judging import judge
from chalicelib.inspection.ratings import RatingCount
from chalicelib.inspection.review import NewCorrection, NewVerdict
from chalicelib.inspection.service import Inspection
from chalicelib.inspection.service_book import Counted
from chalicelib.inspection.store_merchants import DealingStore
from chalicelib.labels.service import ScanNote
from chalicelib.labels.service_copies import CopyEffect
from chalicelib.labels.service_revocation import Revocations
from chalicelib.labels.service_sightings import Sightings
from chalicelib.labels.store_copies import CopyStore
from chalicelib.labels.store_sightings import SightingStore
from chalicelib.notices.service import Notices
from chalicelib.notices.store import NoticeStore
from chalicelib.registry.model import Verification, number
from chalicelib.registry.reminders import reminder
from chalicelib.registry.search import lookup
from chalicelib.registry.service_due import DueEffect
from chalicelib.registry.service_names import Built
from chalicelib.registry.service_search import CertificateLookupEffect
from chalicelib.registry.service_walks import Walk
from chalicelib.registry.stalls import StallTold
from chalicelib.registry.store import RegistryStore
from chalicelib.registry.store_names import NamesStore
from chalicelib.sampling.assignments import Ending as Outcome
from chalicelib.store import Item
from chalicelib.store_dynamo import attributes
from tests import (
    complaining,
    counting,
    exhibits,
    intake,
    papering,
    papers,
    pledging,
    publishing,
    registering,
    reviewing,
    standings,
    visiting,
)
from tests import office as demo
from tests.alarming import evidence
from tests.fakes import FakeTable
from tests.golden.items import drawing
from tests.golden.items.kinds import kind
from tests.importing import imported
from tests.office import ANNA, CHECK, CLERK, LEADER, SCALE, STRANGER, SUPERVISOR, VISIT, Office, made
from tests.phones import handed_in
from tests.reviewing import Desk as ReviewDesk
from tests.unit.labels.desk import LAB, OTHER, SCAN, Desk
from tests.unit.labels.shop import PrintShop

FOLDER = Path(__file__).parent


def items() -> Iterator[Item]:
    """A market's items after a check, a refusal, a verification and a label."""
    table = FakeTable()
    office = Office(table).furnished()
    inspection = Inspection(
        office.store,
        lambda: office.registry,
        lambda: office.people,
        lambda: office.assignments,
        lambda: office.lists,
        judge,
        office.clock,
        office.caps,
        office.entropy,
    )
    passed = Verification(
        lab_id=made("lab", 1),
        lab_name="演示检定所",
        certificate_no="JL-2026-0001",
        conclusion="pass",
        verified_on=date(2026, 3, 1),
        valid_until=date(2027, 2, 28),
    )
    tester = Actor(made("acc", 40), frozenset({Role.LAB}), labs=frozenset({made("lab", 1)}))
    office.heads.record_verification(tester, SCALE, made("ver", 1), passed)
    office.registry.put_merchant(CLERK, made("mer", 2), demo.business(), None)
    office.people.invite(
        SUPERVISOR, made("inv", 1), "ABCDEFGHJK", Role.MERCHANT, Scopes(merchants=(demo.MERCHANT,)), "演示"
    )
    office.identified(notice_id="演示检通〔2026〕1号", instruments=[SCALE])
    weights = {"class": "M1", "nominal_g": ["1000"], "certificate_no": "SZ-17", "valid_until": "2027-01-31"}
    place = {"lat": "24.4798", "lon": "118.0894", "accuracy_m": "12"}
    readings = [
        {"load_g": "1000", "indication_g": "1020", "added_load_g": "2.5", "zero_error_g": "0.5"},
        {"load_g": "20000", "indication_g": "20000"},
    ]
    sent = demo.check(weights=weights, place=place, readings=readings, note="演示")
    kept, _ = inspection.put_check(ANNA, VISIT, CHECK, sent)
    inspection.put_check(STRANGER, VISIT, made("chk", 2), sent)
    office.clock.at += timedelta(minutes=1)
    stored = table.get(f"V#{VISIT}", f"C#{kept.id}")
    assert stored is not None
    office.follower.consume([{"dynamodb": {"SequenceNumber": "1", "NewImage": attributes(stored)}}])
    office.suspend(ANNA, SCALE, "示值超差")
    office.suspend(ANNA, SCALE, "示值超差")
    _visited(office)
    visiting.emergency(office)
    count = RatingCount(district=demo.DISTRICT, year=2026).after("5")
    DealingStore(table).rate(VISIT, "0" * 32, Counted(count, 0))
    told = StallTold(name="A12", merchant_id=demo.MERCHANT, since=date(2026, 1, 1))
    office.stalls.put_stall(SUPERVISOR, demo.SITE, made("stl", 1), told, None)
    office.alarms.raise_("certificate_on_two_serials", office.head(), "JL-2026-0001", evidence(), demo.NOON)
    shelf = number(SCALE)
    DueEffect(office.due_lists).refresh(shelf)
    CertificateLookupEffect(office.search.book).refresh(f"{shelf} {lookup(passed.certificate_no)}")
    RegistryStore(table).put_walk(f"M#{demo.MERCHANT}", Walk(of=1, step=1, after="{}"), 0)
    RegistryStore(table).certificate_owner(passed.lab_id, passed.certificate_no, SCALE)
    listed, _ = office.due_lists.standing(shelf)
    shelved = NamesStore(table)
    shelved.mark(demo.DISTRICT, "2026-11-24T04:00:00.000Z")
    shelved.keep(
        Built(
            district=demo.DISTRICT,
            version="0" * 64,
            built_at="2026-11-24T04:05:00.000Z",
            count=3,
            size_bytes=200,
            mark=1,
        ),
        0,
    )
    notice = reminder(listed, date(2027, 2, 20)) if listed else None
    Notices(NoticeStore(table), office.clock).tell([notice] if notice else [])
    yield from sorted(table.items.values(), key=lambda item: (item.pk != f"I#{shelf}", item.pk, item.sk))
    yield from _reviewed()
    yield from PrintShop(issues=True).printed().table.items.values()
    yield from _labelled(office)
    yield from imported(table)
    yield from drawing.planned()
    yield from drawing.drawn()
    yield from _shown()
    yield from _complained()
    yield from _taken_in()


def _taken_in() -> Iterator[Item]:
    """What is kept beside a complaint that a citizen sent: sealed, promised, opened, and asked to be erased."""
    table = FakeTable()
    window = intake.Window(table)
    raw = exhibits.photo()
    promised = {**intake.picture(raw), "id": intake.MATERIAL}
    window.submit(intake.sent(pictures=[promised]))
    window.looking.turn(window.pictures.upload(raw, lambda: demo.NOON))
    window.identities.open(intake.COMPLAINT, intake.OPENING, ANNA.id, "联系投诉人核实(演示)")
    window.following.erase(intake.COMPLAINT, intake.SECRET)
    beside = {
        "complaint-identity",
        "complaint-opening",
        "complaint-way",
        "complaint-material",
        "complaint-erasure",
    }
    yield from (item for item in table.items.values() if kind(item) in beside)


def _complained() -> Iterator[Item]:
    """A complaint as it was received with all a citizen may tell, and its first step."""
    unit = complaining.Unit(FakeTable())
    unit.receive(**complaining.WEIGHED)
    received = dict(unit.table.items)
    unit.handled()
    exchanged = {"kind": "export", "system": "12315", "complaints": [complaining.COMPLAINT]}
    unit.exchanges.put(complaining.CITY, made("exc", 1), NewExchange.model_validate(exchanged))
    answered = {"complaint": complaining.COMPLAINT, "number": "12315-1", "status": "received"}
    answers = {"kind": "answers", "system": "12315", "answers": [answered]}
    unit.exchanges.put(complaining.CITY, made("exc", 2), NewExchange.model_validate(answers))
    yield from received.values()
    yield from (item for key, item in unit.table.items.items() if key not in received)


def _shown() -> Iterator[Item]:
    """A refusal note that was verified and opened, and an export."""
    table = FakeTable()
    room = exhibits.Room(table)
    raw = exhibits.photo()
    note = {
        "kind": "refusal_note",
        "witness": exhibits.WITNESS,
        "note": "当事人拒签(演示)",
        "about": "signed",
    }
    room.exhibits.announce(ANNA, VISIT, exhibits.EVIDENCE, exhibits.new(raw, **note))
    room.deliver(room.files.upload(raw, demo.NOON))
    room.exhibits.open(LEADER, VISIT, exhibits.EVIDENCE)
    room.exporting.ask(LEADER, VISIT, exhibits.EXPORT)
    room.pack()
    yield from (item for item in table.items.values() if item.pk.startswith("F#"))
    yield from handed_in()
    yield from papers.items()
    yield from papering.items()
    yield from counting.items()
    yield from registering.items()
    yield from pledging.items()
    yield from publishing.items()
    yield from standings.items()


def _labelled(office: Office) -> Iterator[Item]:
    """A label's items after a scan, and another one's after its revocation."""
    desk = Desk()
    content = desk.issue()
    note = ScanNote(
        content=content,
        device_at="2026-11-24T03:00:00.000Z",
        device="phone-1",
        place={"lat": "24.48", "lon": "118.09", "accuracy_m": "50"},
        digest="0" * 64,
        circumstances={"sent_at": "2026-11-24T03:00:01.000Z", "how": "camera", "stall": "A12"},
    )
    desk.labels.scan(ANNA, SCAN, "2026-11", note)
    desk.labels.issue(LAB, OTHER, 1, date(2027, 11, 23))
    Revocations(desk.book, desk.clock).revoke(LAB, OTHER, 1, "copied", "演示")
    citizens = Sightings(SightingStore(desk.table, FakeTable()), desk.clock, bytes)
    CopyEffect(CopyStore(desk.table), office.alarms, citizens, office.clock).refresh(
        f"U#{ANNA.id}#2026-11 N#{SCAN}"
    )
    yield from desk.table.items.values()


def _reviewed() -> Iterator[Item]:
    """A failing scale was found, ordered to be put right, reviewed, rechecked; the result was corrected."""
    desk = ReviewDesk(Office(FakeTable()).furnished()).checked().found()
    desk.ordered(stop_use=[SCALE])
    desk.orders.start(reviewing.KEEPER, reviewing.ORDER)
    desk.orders.photo(reviewing.KEEPER, reviewing.ORDER, made("evi", 5), exhibits.new(exhibits.photo()))
    desk.orders.submit(reviewing.KEEPER, reviewing.ORDER, reviewing.submission(evidence=[made("evi", 5)]))
    desk.reviewed().recheck(reviewing.NOTHING)
    correction = NewCorrection(corrects="result", text="误选代码(演示)", codes=("8",))
    desk.review.correct(ANNA, VISIT, reviewing.CORRECTION, correction)
    entered = NewCorrection(corrects="result", text="应为待后续处理(演示)", codes=("8",))
    desk.review.correct(ANNA, VISIT, made("cor", 2), entered)
    desk.review.judge(demo.actor(10, Role.REVIEWER), VISIT, made("cor", 2), NewVerdict(verdict="accepted"))
    table = desk.office.table
    assert isinstance(table, FakeTable)
    ours = {f"V#{VISIT}", f"R#{reviewing.ORDER}", f"Y#ORDER#{demo.DISTRICT}"}
    yield from (item for item in table.items.values() if item.pk in ours)


def _visited(office: Office) -> None:
    """A drawn site was found closed."""
    drawn = office.drawn()
    where = {"plan": drawn.plan, "order": drawn.order}
    office.inspection.put_visit(SUPERVISOR, drawn.visit, demo.plan(assignment=where), None)
    office.inspection.approve(LEADER, drawn.visit, None)
    office.moves.end(ANNA, drawn.visit, NewEnding(outcome="closed", reason="摊位停业(演示)"))
    office.assignments.note(
        drawn.plan, 0, Outcome(visit=drawn.visit, outcome="closed", on=date(2026, 11, 24))
    )


def main() -> None:
    """Add the files that are missing."""
    for item in items():
        target = FOLDER / f"{kind(item)}-{item.schema}.json"
        if not target.exists():
            image = json.dumps(attributes(item), ensure_ascii=False, indent=1, sort_keys=True)
            target.write_text(image + "\n")


if __name__ == "__main__":
    main()
