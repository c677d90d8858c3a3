"""What each effect of the stream's follower costs: `python -m bench.follow`, on a stack just made (reset, then run).

The demo's own stream is followed again from its first record, by the real effects, over two empty tables in memory and
in batches as Lambda hands them over: the records' images are put down first, then their batch is followed. So effects
find what they found the first time, and write what they wrote. The tables' own CPU is not counted; instead a request
is counted as what a GetItem costs this machine on the stack, signing and parsing included. Network waits come on top.
"""

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import batched
from typing import Any
from unittest.mock import patch

from bench.conditions import machine
from chalicelib import runtime, runtime_workers
from chalicelib.follow import Effect, Follower
from chalicelib.store import Item, Page, Put
from chalicelib.store_dynamo import item_of
from infra.local.deploy import client
from infra.local.places import Places
from tests.fakes import FakeTable

BATCH = 100
"""As app.py asks for."""
_THEIRS = ("G#", "T#")
"""Partitions that effects alone write: put down before its time, a row would be in their way."""

type Record = Mapping[str, Any]


@dataclass
class Asked:
    """Requests to the database so far, and the CPU the tables in memory took for them."""

    reads: int = 0
    writes: int = 0
    seconds: float = 0.0


class Counted(FakeTable):
    """A table in memory whose requests are counted."""

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self._asked = asked

    def get(self, pk: str, sk: str) -> Item | None:
        """See Table."""
        return self._timed(0, super().get, pk, sk)

    def get_many(self, keys: Sequence[tuple[str, str]]) -> tuple[Item | None, ...]:
        """See Table."""
        return self._timed(0, lambda: tuple(FakeTable.get(self, *key) for key in keys))

    def query(self, pk: str, **asked: Any) -> Page:
        """See Table."""
        return self._timed(0, super().query, pk, **asked)

    def put_all(self, puts: Sequence[Put]) -> None:
        """See Table."""
        self._timed(1, super().put_all, puts)

    def _timed[T](self, writes: int, work: Callable[..., T], *args: Any, **named: Any) -> T:
        self._asked.reads += 1 - writes
        self._asked.writes += writes
        began = time.process_time()
        try:
            return work(*args, **named)
        finally:
            self._asked.seconds += time.process_time() - began


@dataclass(eq=False)
class Measured:
    """An effect, and what it cost so far."""

    effect: Effect
    asked: Asked
    items: int = 0
    keys: int = 0
    seconds: float = 0.0
    reads: int = 0
    writes: int = 0

    @property
    def name(self) -> str:
        """See follow.Effect."""
        return self.effect.name

    def touched(self, item: Item) -> Iterable[str]:
        """See follow.Effect."""
        with self._measured():
            found = list(self.effect.touched(item))
        self.items += bool(found)
        return found

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        self.keys += 1
        with self._measured():
            self.effect.refresh(key)

    @contextmanager
    def _measured(self) -> Iterator[None]:
        before, began = replace(self.asked), time.process_time()
        yield
        self.seconds += time.process_time() - began - (self.asked.seconds - before.seconds)
        self.reads += self.asked.reads - before.reads
        self.writes += self.asked.writes - before.writes


def stream(places: Places, table: str) -> Iterator[Record]:
    """Every record of a table's stream."""
    streams = client(places, "dynamodbstreams")
    arn = client(places, "dynamodb").describe_table(TableName=table)["Table"]["LatestStreamArn"]
    for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
        asked = {"StreamArn": arn, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
        place = streams.get_shard_iterator(**asked)["ShardIterator"]
        while (page := streams.get_records(ShardIterator=place, Limit=1000))["Records"]:
            yield from page["Records"]
            place = page["NextShardIterator"]


def followed(records: Sequence[Record], request_s: float) -> tuple[list[Measured], list[tuple[float, int]]]:
    """The effects with their costs; of each batch the seconds of CPU, requests included, and how many these were."""
    asked = Asked()
    main, ops = Counted(asked), Counted(asked)
    with patch.object(runtime, "main_table", lambda: main), patch.object(runtime, "ops_table", lambda: ops):
        effects = [Measured(one, asked) for one in runtime_workers.follower().effects]
        follower, batches = Follower(effects), list[tuple[float, int]]()
        for batch in batched(records, BATCH, strict=False):
            for record in batch:
                image = record["dynamodb"].get("NewImage")
                if image and not image["pk"]["S"].startswith(_THEIRS):
                    item = item_of(image)
                    main.items[item.pk, item.sk] = item
            before, began = replace(asked), time.process_time()
            failed = follower.consume(batch)["batchItemFailures"]
            own = time.process_time() - began - (asked.seconds - before.seconds)
            requests = asked.reads + asked.writes - before.reads - before.writes
            batches.append((own + requests * request_s, requests))
            if failed:
                raise SystemExit(f"not followed: {failed}")
    return effects, batches


def queue(places: Places) -> str:
    """A queue of our own for the papers that effects ask for: those of the demo are made."""
    return str(client(places, "sqs").create_queue(QueueName="bench-follow")["QueueUrl"])


def request_seconds() -> float:
    """CPU of one GetItem on the stack: the best of some rounds, because other load only ever adds."""
    table, rounds = runtime.ops_table(), list[float]()
    for _ in range(10):
        began = time.process_time()
        for _ in range(20):
            table.get("DEMO", "~")
        rounds.append((time.process_time() - began) / 20)
    return min(rounds)


def main() -> None:
    """Print it."""
    places = Places.from_environment()
    told = json.loads(places.outputs.read_text())["outputs"]
    os.environ.update(places.credentials())
    os.environ.update(
        MAIN_TABLE=told["MainTableName"], OPS_TABLE=told["OpsTableName"], PAPERS_QUEUE=queue(places)
    )
    records, request_s = list(stream(places, told["MainTableName"])), request_seconds()
    try:
        effects, batches = followed(records, request_s)
    finally:
        client(places, "sqs").delete_queue(QueueUrl=os.environ["PAPERS_QUEUE"])
    count, seconds = len(records), sum(cpu for cpu, _ in batches)
    cpu, requests = (max(found) for found in zip(*batches, strict=True))
    print(machine())
    print(
        f"{count:,} records, {seconds * 1e3 / count:.2f} ms of CPU each; a request {request_s * 1e3:.2f} ms"
    )
    print(
        f"a batch of {BATCH}: {seconds / len(batches):.2f} s of CPU, the largest {cpu:.2f} s and {requests} requests"
    )
    titles = "".join(
        f"{one:>10}" for one in ("records", "keys", "ms a key", "reads", "writes", "µs/record", "share")
    )
    print(f"{'effect':24}{titles}")
    costs = {one: one.seconds + (one.reads + one.writes) * request_s for one in effects}
    for one, cost in sorted(costs.items(), key=lambda found: -found[1]):
        keys = one.keys or 1
        each = f"{cost * 1e3 / keys:10.2f}{one.reads / keys:10.1f}{one.writes / keys:10.1f}"
        share = f"{cost * 1e6 / count:10.1f}{cost / seconds:10.1%}"
        print(f"{one.name:24}{one.items:10}{one.keys:10}{each}{share}")
    rest = seconds - sum(costs.values())
    print(f"{'reading the records':24}{rest * 1e6 / count:60.1f}{rest / seconds:10.1%}")


if __name__ == "__main__":
    main()
