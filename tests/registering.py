"""A market whose public register is kept, for tests: events as their packages emit them, and where files lie."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from chalicelib.publication.opendata_files import versions
from chalicelib.publication.service_opendata import DataMaker
from chalicelib.publication.service_projection import RegisterEffect
from chalicelib.publication.service_publish import Publisher
from chalicelib.publication.store_history import HistoryStore
from chalicelib.publication.store_register import MarkStore, RegisterStore
from chalicelib.registry.stalls import StallTold
from chalicelib.store import Item
from tests.fakes import FakeTable
from tests.office import DISTRICT, MERCHANT, SITE, SUPERVISOR, VISIT, Office, Ticking, made

ENTRY, PENALTY, COMMITMENT = made("ent", 1), made("ent", 2), made("com", 1)


def entry(n: int = 1, **changed: Any) -> Item:
    """`entry.shown/1` of a result with a problem, as publication/views writes it."""
    document = {
        "id": ENTRY,
        "n": n,
        "at": f"2026-11-{10 + n:02d}T02:00:00.000Z",
        "step": "published",
        "state": "shown",
        "kind": "result_problem",
        "merchant_id": MERCHANT,
        "day": "2026-11-02",
        "district": DISTRICT,
        "title": {"zh": "随机抽查结果", "en": "Result of a random check"},
        "contested": False,
        "published_on": "2026-11-11",
        "until": "2027-11-10",
        "periods": [],
        "reply": {"text": "秤已送修(演示)", "at": "2026-11-08T02:00:00.000Z"},
        "rectified": {"on": "2026-11-09", "on_time": True},
        "visit_id": VISIT,
        "codes": [
            {
                "code": "5",
                "zh": "发现问题已责令改正",
                "en": "Problem found, ordered to rectify",
                "problem": True,
            }
        ],
        "item": {"code": "JL-01", "name": "集贸市场在用衡器监督检查"},
        "source": "draw",
        "plan": made("pln", 1),
        "order": 3,
        "problem": True,
        "checks": 2,
        **changed,
    }
    return Item(
        f"P#{document['id']}",
        f"L#{n:03d}",
        {name: value for name, value in document.items() if value is not None},
        event="entry.shown/1",
    )


def hidden(n: int, step: str = "expired", of: str = ENTRY) -> Item:
    """The same once it is shown no longer: that, and nothing of what it said."""
    at = f"2026-11-{10 + n:02d}T02:00:00.000Z"
    told = {"id": of, "n": n, "at": at, "step": step, "state": "hidden", "kind": "result_problem"}
    return Item(
        f"P#{of}", f"L#{n:03d}", {**told, "merchant_id": MERCHANT, "day": "2026-11-02"}, event="entry.shown/1"
    )


def penalty(n: int = 1, **changed: Any) -> Item:
    """`entry.shown/1` of a penalty decision."""
    gone = dict.fromkeys(("visit_id", "codes", "item", "plan", "order", "checks", "rectified", "reply"))
    decided = {
        "number": "思明市监处罚〔2026〕8号(演示)",
        "decided_on": "2026-10-20",
        "authority": "厦门市思明区市场监督管理局(演示)",
        "measures": ["fine", "confiscation"],
        "summary": "使用不合格计量器具，罚款1000元，没收违法所得(演示)。",
        "violation": "使用不合格的计量器具",
        "basis": "《计量法实施细则》第四十六条",
        "fine_cny": "1000.00",
        "confiscated_cny": "85449.80",
    }
    told = {"id": PENALTY, "kind": "penalty_general", "day": "2026-10-20", "source": "penalty"}
    title = {"zh": "行政处罚（一般）", "en": "Penalty (general)"}
    return entry(n, **{**gone, **told, "class": "general", "title": title, "penalty": decided, **changed})


def commitment(n: int = 1, **changed: Any) -> Item:
    """`commitment.shown/1`."""
    document = {
        "id": COMMITMENT,
        "n": n,
        "at": f"2026-11-{n:02d}T02:00:00.000Z",
        "step": "published",
        "state": "shown",
        "merchant_id": MERCHANT,
        "district": DISTRICT,
        "venue": "market",
        "template": {"id": "market", "version": "2026-01-01"},
        "signed_on": "2026-11-01",
        "until": "2027-11-30",
        **changed,
    }
    return Item(f"B#{COMMITMENT}", f"L#{n:03d}", document, event="commitment.shown/1")


def standing(n: int = 1, **changed: Any) -> Item:
    """`standing.shown/1`."""
    document = {
        "merchant_id": MERCHANT,
        "district": DISTRICT,
        "n": n,
        "at": f"2026-11-{10 + n:02d}T03:00:00.000Z",
        "day": f"2026-11-{10 + n:02d}",
        "grade": "fair",
        "grade_zh": "一般",
        "grade_en": "Fair",
        "rulebook": {"id": "demo", "from": "2026-01-01", "sha256": "0" * 64},
        "facts_sha256": "1" * 64,
        "confirmed": False,
        **changed,
    }
    return Item(f"T#{MERCHANT}", f"L#{n:05d}", document, event="standing.shown/1")


def plan(v: int = 1, **changed: Any) -> Item:
    """`plan.changed/1`."""
    document = {
        "id": made("pln", 1),
        "name": "2026年集贸市场计量专项抽查(演示)",
        "campaign": "market",
        "year": 2026,
        "from": "2026-11-25",
        "until": "2026-12-15",
        "state": "published",
        "approved_by": SUPERVISOR.id,
        **changed,
    }
    return Item(f"D#{document['id']}", "A", document, v=v, event="plan.changed/1")


def opened() -> Item:
    """`draw.opened/1`."""
    told = {"plan": made("pln", 1), "step": "opened", "at": "2026-12-16T00:00:00.000Z", "about": "a3"}
    return Item(f"D#{told['plan']}", "H#opened", told, event="draw.opened/1")


def items() -> Iterator[Item]:
    """One row of each kind."""
    register = Register()
    register.follow()
    register.follow(entry(), commitment(), standing(), plan(), opened())
    register.maker.run()
    ours = (item for item in register.table.items.values() if item.pk.startswith(("G#", "DAYS#")))
    yield from (item for item in ours if item.sk != "~")


class FakeFiles:
    """See service_publish.Files and service_opendata.Files."""

    def __init__(self) -> None:
        self.raw: dict[str, bytes] = {}

    def put(self, name: str, raw: bytes) -> None:
        self.raw[name] = raw

    @contextmanager
    def open(self, name: str) -> Iterator[BytesIO]:
        sink = BytesIO()
        yield sink
        self.raw[name] = sink.getvalue()

    def read(self, name: str) -> bytes | None:
        return self.raw.get(name)

    def json(self, name: str) -> Any:
        return json.loads(self.raw[f"{name}.json"])


class Register:
    """The register of an office's market: what is written there is followed, and published when asked."""

    def __init__(self) -> None:
        self.table, self.ops = FakeTable(), FakeTable()
        self.office = Office(self.table).furnished()
        held = StallTold(name="A12", merchant_id=MERCHANT, since=date(2026, 1, 1))
        self.office.stalls.put_stall(SUPERVISOR, SITE, made("stl", 1), held, None)
        self.machine = Ticking()
        self.shelf, self.marks = RegisterStore(self.table), MarkStore(self.ops, self.machine)
        self.days = HistoryStore(self.table)
        self.effect = RegisterEffect(self.shelf, self.marks)
        self.files = FakeFiles()
        self.publisher = Publisher(self.shelf, self.marks, self.files, self.office.clock, self.machine)
        self.data = FakeFiles()
        self.maker = DataMaker(
            self.shelf,
            self.marks,
            self.days,
            self.data,
            versions(),
            self.office.clock,
            self.machine,
            "SCALES.EXAMPLE.CN",
        )

    def follow(self, *items: Item) -> None:
        """These events, or all that stand in the table, in whatever order."""
        for item in items or tuple(self.table.items.values()):
            for key in self.effect.touched(item):
                self.effect.refresh(key)

    def published(self, *items: Item) -> "Register":
        """The files after these events."""
        self.follow(*items)
        self.machine.at += timedelta(minutes=1)
        self.publisher.run(lambda: True)
        return self

    def page(self) -> Any:
        """The merchant's."""
        return self.files.json(f"merchants/{MERCHANT}")
