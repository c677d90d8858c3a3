"""CPU per entry of a phone's queue, and what an evening costs. `python -m bench.sync`.

CPU: the whole handler in process, API Gateway event in, answer out, with DynamoDB canned on loopback (bench/canned.py),
whose CPU is not counted; the smallest batch counts. Peer: the same checks, each by its own PUT, as phones did before.

Cost: one officer's request is worked on a table in memory that adds up what DynamoDB would bill: write units by the
size of every item and its copy in every index it enters, reads by the size of what they find. Then the stream follows
as the deployed function does.
"""

import json
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from bench import canned
from bench.conditions import machine
from chalicelib.inspection.judging import judge
from chalicelib.registry.model import number
from chalicelib.store import Item, Page, Put
from chalicelib.store_dynamo import attributes
from tests import office as demo
from tests.fakes import FakeTable
from tests.office import ANNA, SCALE, VISIT, made
from tests.phones import Desk, Phone, told

ROUNDS = 12
OFFICERS, EACH, PEAK_S = 5_000, 20, 900
MEMORY_GB = 0.5
TRIP_MS = 5
"""A round trip to DynamoDB from Lambda; assumed, not measured."""
PRICES_ON = date(2026, 11, 23)
PRICES_FROM = "us-east-1 in USD, on demand: AWS pages of DynamoDB (after November 2024), Lambda, API Gateway"
PRICES = {  # USD a million
    "write unit": 0.625,
    "read unit": 0.125,
    "Lambda request": 0.20,
    "Lambda GB-second": 16.6667,
    "API Gateway request (REST)": 3.50,
}


class Metered(FakeTable):
    """A table that adds up what DynamoDB would bill."""

    def __init__(self) -> None:
        super().__init__()
        self.reset()

    def reset(self) -> None:
        """Begin a new bill."""
        self.writes = self.trips = 0
        self.reads = 0.0
        self.put_items: list[Item] = []

    def get(self, pk: str, sk: str) -> Item | None:
        """See Table."""
        self.trips += 1
        return self._read(pk, sk)

    def get_many(self, keys: Sequence[tuple[str, str]]) -> tuple[Item | None, ...]:
        """See Table."""
        self.trips += 1
        return tuple(self._read(*key) for key in keys)

    def query(self, pk: str, **how: Any) -> Page:
        """See Table."""
        self.trips += 1
        page = super().query(pk, **how)
        size = sum(map(size_bytes, page.items))
        self.reads += math.ceil(max(size, 1) / 4096) / (2 if how.get("index") else 1)
        return page

    def put_all(self, puts: Sequence[Put]) -> None:
        """See Table."""
        self.trips += 1
        super().put_all(puts)
        for put in puts:
            self.writes += units(put.item) * (2 if len(puts) > 1 else 1)
            self.put_items.append(put.item)

    def _read(self, pk: str, sk: str) -> Item | None:
        found = super().get(pk, sk)
        self.reads += math.ceil((size_bytes(found) if found else 1) / 4096)
        return found


def size_bytes(item: Item) -> int:
    """As DynamoDB counts: names and values in UTF-8, numbers as about two digits a byte."""
    return sum(
        len(name) + len(str(next(iter(value.values()))).encode()) for name, value in attributes(item).items()
    )


def units(item: Item) -> int:
    """Write units of an item and its copies in indexes; a copy that is replaced is counted once."""
    copied = len(item.pk) + len(item.sk) + len(json.dumps(item.row, ensure_ascii=False).encode()) + 120
    return math.ceil(size_bytes(item) / 1024) + sum(
        math.ceil(copied / 1024) for key in (item.a, item.u) if key
    )


def phone(entries: int) -> Phone:
    """A queue of checks as officers make them: five readings, weights, place, a note."""
    made_up = Phone()
    readings = [
        {"load_g": str(load), "indication_g": str(load + 2)} for load in (200, 1000, 2500, 5000, 10000)
    ]
    more = {
        "place": {"lat": "24.4798", "lon": "118.0894", "accuracy_m": "12"},
        "note": "示值稳定(演示)",
    }
    for one in range(1, entries + 1):
        made_up.add("check", demo.sent(readings=readings, **more), id=made("chk", one))
    return made_up


def answers(desk: Desk) -> dict[bytes, bytes]:
    """What the canned DynamoDB says: the visit and the head are there, the check and the queue are not."""
    table = desk.table
    found = [table.get(f"V#{VISIT}", "~"), table.get(f"I#{number(SCALE)}", "~")]
    batch = {
        "Responses": {canned.TABLE: [attributes(item) for item in found if item]},
        "UnprocessedKeys": {},
    }
    return {b"batchgetitem": json.dumps(batch).encode(), b"query": b'{"Items":[],"Count":0,"ScannedCount":0}'}


def milliseconds(call: Callable[[], Any]) -> float:
    """CPU of one call."""
    began = time.process_time()
    call()
    return (time.process_time() - began) * 1000


def _all(app: Any, events: Sequence[dict[str, Any]]) -> list[Any]:
    return [app(event, None) for event in events]


def _are_good(name: str, said: Sequence[Any]) -> None:
    """Every check was recorded: otherwise the figures say nothing."""
    for one in said:
        told_so = json.loads(one["body"])
        outcomes = {answer["outcome"] for answer in told_so.get("answers", [told_so])}
        assert outcomes <= {"accepted", "recorded"}, (name, told_so)


def cpu() -> float:
    """Print CPU per entry; answers that of a request of 20."""
    desk = Desk()
    with canned.dynamodb(answers(desk)):
        from app import app

        def event(method: str, resource: str, path: dict[str, str], body: object) -> dict[str, Any]:
            asked = canned.event(method, resource, path, body)
            asked["requestContext"]["authorizer"]["account"] = ANNA.id
            return asked

        single = "/v1/visits/{visit}/checks/{check}"
        puts = [
            event("PUT", single, {"visit": VISIT, "check": entry["id"]}, entry["body"])
            for entry in phone(EACH).entries
        ]
        batches = {
            size: event("POST", "/v1/sync", {}, {"device": made("dev", 1), "entries": phone(size).entries})
            for size in (1, EACH, 200)
        }
        calls: dict[str, tuple[int, Callable[[], list[Any]]]] = {
            f"POST /v1/sync, {size} entries": (size, partial(_all, app, [asked]))
            for size, asked in batches.items()
        }
        calls["PUT of each check"] = (EACH, partial(_all, app, puts))
        for name, (_, call) in calls.items():
            _are_good(name, call())
        best = dict.fromkeys(calls, math.inf)
        for _ in range(ROUNDS):
            for name, (size, call) in calls.items():
                best[name] = min(best[name], milliseconds(call) / size)
    print(f"CPU-ms an entry, min of {ROUNDS}, alternating; {machine()}; DynamoDB canned on loopback, no TLS")
    for name, spent in best.items():
        print(f"{name:32}{spent:8.3f}")
    return best[f"POST /v1/sync, {EACH} entries"] * EACH


def evening(cpu_ms: float) -> None:
    """Print what 5,000 officers with 20 entries each cost."""
    table = Metered()
    desk = Desk(table)
    office = desk.office
    office.inspection = replace(office.inspection, judge=judge)
    sync = desk.sync
    batch = phone(EACH).batch()
    table.reset()
    taken = sync.take(ANNA, batch)
    assert set(told(taken)) == {"accepted"}
    direct = (table.writes, table.reads, table.trips)
    ledger = sum(units(item) for item in table.put_items if item.pk.startswith("J#"))
    written = list(table.put_items)
    table.reset()
    for place, item in enumerate(written):
        office.follower.consume([{"dynamodb": {"SequenceNumber": str(place), "NewImage": attributes(item)}}])
    stream = (table.writes, table.reads)
    lasts_s = (cpu_ms + direct[2] * TRIP_MS) / 1000
    written_units = direct[0] + stream[0]
    bill = {
        "write unit": written_units * OFFICERS,
        "read unit": (direct[1] + stream[1]) * OFFICERS,
        "Lambda request": 2 * OFFICERS,
        "Lambda GB-second": lasts_s * MEMORY_GB * OFFICERS,
        "API Gateway request (REST)": OFFICERS,
    }
    print(f"\nOne officer, {EACH} checks in one request: {direct[2]} round trips, {lasts_s * 1000:.0f} ms")
    print(f"write units {direct[0]}, of them the queue's {ledger}; by the stream {stream[0]}", end="; ")
    print(f"an entry {written_units / EACH:.2f}")
    print(f"read units {direct[1]:g}; by the stream {stream[1]:g}")
    print(f"\n{OFFICERS} officers in {PEAK_S // 60} minutes: {OFFICERS / PEAK_S:.1f} requests/s", end=", ")
    print(
        f"{OFFICERS * EACH / PEAK_S:.0f} entries/s, {bill['write unit'] / PEAK_S:.0f} write units/s", end=", "
    )
    print(f"{OFFICERS / PEAK_S * lasts_s:.1f} functions at once on average")
    print(f"prices of {PRICES_ON}, {PRICES_FROM}; a round trip of {TRIP_MS} ms is assumed")
    for name, count in bill.items():
        print(f"{name:32}{count:14,.0f}   USD {count * PRICES[name] / 1e6:8.4f}")
    total = sum(count * PRICES[name] for name, count in bill.items()) / 1e6
    print(f"{'an evening':32}{'':14}   USD {total:8.4f}; 250 evenings USD {total * 250:.2f}")


def main() -> None:
    """Measure and print."""
    evening(cpu())


if __name__ == "__main__":
    main()
