"""CPU per scan, through the whole handler in process: API Gateway event in, answer out. `python -m bench.scan`.

Peer: the usual Chalice handler with boto3's `Table.query`, which reads the instrument's partition as native maps: the
instrument, its label and its last five checks as they were recorded. It neither validates nor verifies nor records.
Both talk to the same canned DynamoDB on loopback (bench/canned.py), whose CPU is not counted. Batches of both
alternate; the smallest batch counts, because other load on the machine only ever adds.
"""

import json
import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from bench import canned
from bench.conditions import machine

BATCH = 60
ROUNDS = 15


def naive_handler() -> Callable[[dict[str, Any], None], Any]:
    """The handler one writes first."""
    import boto3
    from boto3.dynamodb.conditions import Key
    from chalice.app import Chalice, Response

    table = boto3.resource("dynamodb").Table(canned.TABLE)
    app = Chalice(app_name="naive", configure_logs=False)

    @app.route("/scan/{number}")
    def scan(number: str) -> Response:
        rows = table.query(KeyConditionExpression=Key("pk").eq(f"I#{number}"), ScanIndexForward=False)[
            "Items"
        ]
        shown = ("id", "visit_id", "received_at", "kind", "verdict", "authority")
        checks = [{name: row[name] for name in shown} for row in rows if row["sk"].startswith("C#")]
        answer = {"instrument": next(row for row in rows if row["sk"] == "~"), "checks": checks}
        return Response(json.dumps(answer, default=str), {"Content-Type": "application/json"})

    return app


def milliseconds(call: Callable[[], Any]) -> float:
    """CPU of one call, as the mean of a batch."""
    began = time.process_time()
    for _ in range(BATCH):
        call()
    return (time.process_time() - began) * 1000 / BATCH


def main() -> None:
    """Measure and print."""
    with canned.dynamodb():
        from app import app

        naive = naive_handler()
        typed, signed = {"content": canned.number()}, {"content": canned.label()}
        scan = {**signed, "device_at": "2026-11-24T03:00:00Z", "device": "bench"}
        resolve, record = "/v1/public/labels/resolve", "/v1/scans/{scan}"
        scan_id = {"scan": "scn-01jd0000000000000000000000"}
        events: dict[str, tuple[Any, dict[str, Any]]] = {
            "naive Table.query": (naive, canned.event("GET", "/scan/{number}", {"number": canned.number()})),
            "typed number": (app, canned.event("POST", resolve, {}, typed)),
            "signed label": (app, canned.event("POST", resolve, {}, signed)),
            "officer's scan, recorded": (app, canned.event("PUT", record, scan_id, scan)),
        }
        for name, (handler, event) in events.items():
            answer = handler(event, None)
            assert answer["statusCode"] == HTTPStatus.OK, (name, answer)
            print(f"{name}: {len(answer['body'].encode())} bytes answered")
        best = dict.fromkeys(events, float("inf"))
        for _ in range(ROUNDS):
            for name, (handler, event) in events.items():
                best[name] = min(best[name], milliseconds(partial(handler, event, None)))
    peer = best.pop("naive Table.query")
    print(f"\nCPU-ms a call, min of {ROUNDS} batches of {BATCH}, alternating;")
    print(f"{machine()}; DynamoDB canned on loopback, no TLS")
    print(f"{'naive Table.query':28}{peer:8.3f}")
    for name, value in best.items():
        print(f"{name:28}{value:8.3f}   {peer / value:5.2f} x less than naive")


if __name__ == "__main__":
    main()
