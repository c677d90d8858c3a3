"""A print shop for tests: an office's registry, a label desk's signer, and everything printed kept in memory."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pylopdf_fonts_zh_cn import sans_path

from chalicelib.accounts.model import Actor, Role
from chalicelib.jobs import Worker
from chalicelib.labels.service import Labels
from chalicelib.labels.service_keys import KeyRing
from chalicelib.labels.service_press import Press
from chalicelib.labels.service_sheets import Sheets
from chalicelib.labels.sheets import Order, Sheet
from chalicelib.labels.store import LabelStore
from chalicelib.labels.store_sheets import OrderStore
from chalicelib.registry.model import Verification, number
from chalicelib.registry.store import RegistryStore
from chalicelib.store import digest
from tests.fakes import FakeTable
from tests.office import DISTRICT, OTHER_SCALE, SCALE, SITE, Office, made
from tests.unit.labels.desk import HOST, DirectSigner, FakeKms

SHEET = made("sht", 1)
LAB = made("lab", 1)
TESTER = Actor(made("acc", 40), frozenset({Role.LAB}), labs=frozenset({LAB}))
SUPERVISOR = Actor(made("acc", 41), frozenset({Role.SUPERVISOR}), frozenset({DISTRICT}))
UNTIL = date(2027, 2, 28)
FONT = str(sans_path())


class Drawer:
    """Files and links, in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, sheet: str, pdf: bytes) -> None:
        self.kept[sheet] = pdf

    def link(self, sheet: str, name: str) -> str:
        return f"https://files.example/{sheet}?name={name}"


class Waiting:
    """A queue, in memory."""

    def __init__(self) -> None:
        self.jobs: list[str] = []

    def send(self, job: str) -> None:
        self.jobs.append(job)


class PrintShop:
    """Four instruments: SCALE and OTHER_SCALE verified by LAB, PUMP and ELSEWHERE (another site) by nobody.

    issues  whether SCALE has a label already
    """

    def __init__(self, *, issues: bool = False) -> None:
        self.table = FakeTable()
        self.office = Office(self.table).furnished()
        for place, instrument in enumerate((SCALE, OTHER_SCALE)):
            self.verify(instrument, place, UNTIL)
        signer = DirectSigner(FakeKms())
        book = LabelStore(self.table)
        ring = KeyRing(book, signer, self.clock)
        self.labels = Labels(book, self.office.registry, ring, signer, self.clock, HOST)
        self.book = book
        self.orders = OrderStore(self.table)
        self.drawer, self.queue = Drawer(), Waiting()
        self.sheets = Sheets(self.orders, self.office.registry, self.drawer, self.queue, self.clock)
        self.machine = datetime(2026, 11, 24, tzinfo=UTC)
        self.press = self.made_press(lambda: self.machine)
        if issues:
            self.labels.issue(TESTER, SCALE, 1, None)

    def made_press(self, now: Callable[[], datetime]) -> Press:
        shelf = RegistryStore(self.table)
        return Press(self.orders, shelf, self.labels, self.drawer, lambda: FONT, self.clock, now)

    def clock(self) -> datetime:
        return self.office.clock()

    def later(self, **by: float) -> None:
        self.office.clock.at += timedelta(**by)

    def verify(self, instrument: str, place: int, until: date, lab: str = LAB) -> None:
        today = self.office.clock.at.date()
        found = Verification(
            lab_id=lab,
            lab_name="演示检定所",
            certificate_no=f"JL-{until}-{place}",
            conclusion="pass",
            verified_on=today,
            valid_until=until,
        )
        lab_person = Actor(TESTER.id, TESTER.roles, labs=frozenset({lab}))
        self.office.heads.record_verification(
            lab_person, instrument, made("ver", until.toordinal() * 10 + place), found
        )

    def order(self, actor: Actor = TESTER, sheet: str = SHEET, **asked: Any) -> Sheet:
        order = Order.model_validate(asked or {"site": SITE})
        return self.sheets.put(actor, sheet, order, digest(order.model_dump(mode="json")))[0]

    def work(self, press: Press | None = None) -> None:
        """Until the queue is empty."""
        worker = Worker(press or self.press, self.queue)
        while self.queue.jobs:
            job = self.queue.jobs.pop(0)
            message = {"messageId": "m", "body": job, "attributes": {"ApproximateReceiveCount": "1"}}
            assert worker.consume([message]) == {"batchItemFailures": []}

    def printed(self, actor: Actor = TESTER, **asked: Any) -> "PrintShop":
        """With an order done."""
        self.order(actor, **asked)
        self.work()
        return self

    def told(self, actor: Actor = TESTER, sheet: str = SHEET) -> Sheet:
        return self.sheets.read(actor, sheet)


def numbers(*instruments: str) -> list[str]:
    return [number(one) for one in instruments]
