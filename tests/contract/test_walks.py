"""What it costs to rename a merchant of 5,000 instruments, on the embedded DynamoDB; prints its figures."""

import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chalicelib.registry.parties import Merchant
from chalicelib.registry.service_walks import PAGE
from chalicelib.store import pages
from chalicelib.store_dynamo import DynamoTable, attributes
from tests.office import CLERK, DISTRICT, MERCHANT, SITE, Office, made, scale

MANY = 5_000
MOST_CPU_S = 2
"""Of the follower's minute; the embedded DynamoDB's own time is not ours to judge."""
RENAMED = Merchant(name="演示海鲜", kind="stall_keeper", district=DISTRICT)


class Counting:
    """A client that counts its calls."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.calls = Counter[str]()

    def __getattr__(self, name: str) -> Any:
        method: Callable[..., Any] = getattr(self.client, name)

        def counted(**request: Any) -> Any:
            self.calls[name] += 1
            return method(**request)

        return method if name == "exceptions" else counted


@pytest.mark.soak
def test_a_merchant_of_five_thousand_instruments_is_renamed_in_small_records(
    direct: Any, main_table: str
) -> None:
    client = Counting(direct)
    table = DynamoTable(client, main_table)
    office = Office(table).furnished()

    def register(place: int) -> None:
        new = scale(f"MANY-{place}", SITE)
        office.registry.put_instrument(CLERK, made("ins", 1000 + place), new, None)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(register, range(MANY)))
    office.registry.put_merchant(CLERK, MERCHANT, RENAMED, 1)
    client.calls.clear()
    item, taken = table.get(f"M#{MERCHANT}", "A"), list[float]()
    began = time.monotonic()
    while item is not None:
        at = time.process_time()
        record = {"dynamodb": {"SequenceNumber": f"{len(taken)}", "NewImage": attributes(item)}}
        assert office.follower.consume([record]) == {"batchItemFailures": []}
        taken.append(time.process_time() - at)
        mark = table.get(f"M#{MERCHANT}", "W")
        item = mark if mark != item else None
    sys.stdout.write(
        f"\n{MANY} heads in {time.monotonic() - began:.0f} s, {len(taken)} records, at most {max(taken):.2f} s of CPU;"
        f" a head: {1000 * sum(taken) / MANY:.1f} ms of CPU, {client.calls.total() / MANY:.1f} requests\n"
    )
    rows = list(pages(table, f"M#{MERCHANT}", index="u"))
    assert {one.row["merchant"] for one in rows} == {RENAMED.name}
    assert len(taken) == -(-len(rows) // PAGE)
    assert max(taken) < MOST_CPU_S
