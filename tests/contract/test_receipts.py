"""Unknown, wrong and erased receipts cannot be told apart, by answer or by time (soak: a few minutes)."""

import json
import random
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from http.client import HTTPConnection
from itertools import groupby

import pytest

from chalicelib.complaints.store_retention import RetentionStore
from chalicelib.store_dynamo import DynamoTable
from infra.local.deploy import client
from infra.local.places import Places
from tests.contract.citizens import Citizen
from tests.contract.test_complaints import REPORT
from tests.contract.test_deployed import outputs  # noqa: F401 - a fixture of that file

CALLS, FILES = 2000, 20
KINDS = ("unknown", "wrong", "erased")
CRITICAL_1_PERCENT = {1: 6.635, 2: 9.210}
"""Of chi-squared, by degrees of freedom."""


def kruskal_wallis(groups: Sequence[Sequence[float]]) -> float:
    """H of the rank test by Kruskal and Wallis, corrected for ties: chi-squared with one degree less than groups."""
    pooled = sorted((value, place) for place, group in enumerate(groups) for value in group)
    total, ranks, ties, before = len(pooled), [0.0] * len(groups), 0, 0
    for _, same in groupby(pooled, key=lambda one: one[0]):
        tied = list(same)
        for _, place in tied:
            ranks[place] += before + (len(tied) + 1) / 2
        ties += len(tied) ** 3 - len(tied)
        before += len(tied)
    raw = 12 / (total * (total + 1)) * sum(
        rank**2 / len(group) for rank, group in zip(ranks, groups, strict=True)
    ) - 3 * (total + 1)
    return raw / (1 - ties / (total**3 - total))


def test_the_rank_test_finds_a_shift_and_not_what_is_not_there() -> None:
    chance = random.Random(1)  # noqa: S311 - a simulation
    same = [[chance.gauss(10, 1) for _ in range(CALLS)] for _ in range(2)]
    assert kruskal_wallis(same) < CRITICAL_1_PERCENT[1]
    assert kruskal_wallis([same[0], [value + 0.15 for value in same[1]]]) > CRITICAL_1_PERCENT[1]


@pytest.mark.soak
def test_times_of_two_thousand_calls_each_do_not_differ(
    stack: Places,
    outputs: dict[str, str],  # noqa: F811
) -> None:
    there, gone = ([Citizen(stack) for _ in range(FILES)] for _ in range(2))
    for one in (*there, *gone):
        one.submit(**REPORT)
    table = DynamoTable(client(stack, "dynamodb"), outputs["MainTableName"])
    for one in gone:
        RetentionStore(table).erase(one.complaint, datetime.now(UTC))
    asked = {
        "unknown": [(Citizen(stack).complaint, one.secret) for one in there],
        "wrong": [(one.complaint, Citizen(stack).secret) for one in there],
        "erased": [(one.complaint, one.secret) for one in gone],
        "right": [(one.complaint, one.secret) for one in there],
    }
    chance = random.Random(7)  # noqa: S311 - an order, no secret
    order = [kind for kind in KINDS for _ in range(CALLS)] + ["right"] * (CALLS // 10)
    chance.shuffle(order)
    times: dict[str, list[float]] = {kind: [] for kind in asked}
    answers = set[str]()
    connection = HTTPConnection("127.0.0.1", stack.port, timeout=30)
    for kind in ["unknown"] * 50 + order:
        complaint, secret = chance.choice(asked[kind])
        started = time.perf_counter()
        connection.request(
            "GET", f"/api/v1/public/complaints/{complaint}", headers={"X-Following-Secret": secret}
        )
        answer = connection.getresponse()
        told = json.loads(answer.read())
        times[kind].append(time.perf_counter() - started)
        if kind != "right":
            answers.add(json.dumps({**told, "request": ""}))
    connection.close()
    assert len(answers) == 1
    measured = [times[kind][-CALLS:] for kind in KINDS]
    medians = {kind: f"{sorted(times[kind])[len(times[kind]) // 2] * 1000:.2f} ms" for kind in times}
    found = kruskal_wallis(measured)
    sys.stdout.write(f"medians {medians}; H = {found:.2f}, {CRITICAL_1_PERCENT[2]} at 1 %\n")
    assert kruskal_wallis([times["right"], times["unknown"]]) > CRITICAL_1_PERCENT[1], (
        "the test sees what is there"
    )
    assert found < CRITICAL_1_PERCENT[2]
