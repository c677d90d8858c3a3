"""A phone killed at every step, and five hundred entries through every fault: a real browser's store, the real service.

What is claimed: whatever the officer was told is saved is at the server afterwards, once, and the server's chain is the
phone's. docs/sync-protocol.md; the same with random faults in test_sync_faults.py.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from chalicelib import runtime_sync
from chalicelib.clock import stamp
from tests import reviewing
from tests.e2e.killing import Phone, ask, built
from tests.e2e.test_sync_faults import Service
from tests.golden.sync.make import dumped
from tests.office import SCALE, VISIT, made

TWO_HOURS_MS = 7_200_000
MADE_MS = 1_795_492_080_000
"""Twelve minutes before noon by the office's clock."""
THEIRS = made("chk", 9000)
"""What the other phone with the same queue checked."""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> str:
    return built(tmp_path_factory.mktemp("phone"))


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    service = Service()
    monkeypatch.setattr(runtime_sync, "sync", lambda: service.desk.sync)
    return service


def act(kind: str, body: dict[str, Any], id_: str, made_ms: int = MADE_MS) -> dict[str, Any]:
    return {"kind": kind, "visit": VISIT, "id": id_, "body": body, "made": made_ms}


def check(place: int, *, is_good: bool = True, ahead_ms: int = 0) -> dict[str, Any]:
    """A check as the form makes it, or one with nothing measured."""
    at = stamp(datetime.fromtimestamp((MADE_MS + ahead_ms) / 1000, UTC))
    told = {"kind": "weighing_instrument", "instrument_id": SCALE, "device_at": at, "device": "web"}
    readings = [{"load_g": "1000", "indication_g": "1020"}] if is_good else []
    return act("check", {**told, "weights": {"class": "M1"}, "readings": readings}, made("chk", place))


def day() -> list[dict[str, Any]]:
    """A failing scale, what was found, that it is so, and what is ordered."""
    finding, order = dumped(reviewing.finding()), dumped(reviewing.order())
    return [
        check(1),
        act("finding", finding, reviewing.FINDING),
        act("decision", dumped(reviewing.confirms()), reviewing.FINDING),
        act("order", order, reviewing.ORDER),
    ]


def agree(service: Service, *phones: Phone) -> dict[str, str]:
    """All is handed in, and the server's set is the phones'; answers what became of every entry by kind and id."""
    kept = [phone.kept() for phone in phones]
    state = service.state()
    became: dict[str, str] = {}
    for one in (one for found in kept for one in found["entries"] if "moved" not in one):
        name = f"{one['kind']} {one['id']}"
        assert name not in became, "it stands once"
        became[name] = one["answer"]["outcome"]
        assert became[name] in {"accepted", "already", "refused"}, one
        assert state["chains"][one["device"]][one["n"] - 1]["hash"] == one["hash"]
    assert [found["old"] for found in kept] == [0] * len(phones)
    for chain in state["chains"].values():
        assert [one["n"] for one in chain] == list(range(1, len(chain) + 1))
        links = ["0" * 64, *(one["hash"] for one in chain)]
        assert [one["before"] for one in chain] == links[:-1]
    accepted = {name for name, outcome in became.items() if outcome != "refused"}
    checks = {name.partition(" ")[2] for name in accepted if name.startswith("check ")}
    assert {one for one in state["checks"] if one != THEIRS} == checks
    return became


def worked(page: Page, service: Service) -> list[dict[str, Any]]:
    """A day's acts are written down and handed in."""
    del page, service
    return day()


def updated(page: Page, service: Service) -> list[dict[str, Any]]:
    """The app of before left two checks; a newer one takes them over."""
    del service
    ask(page, "left", [check(8), check(7)])
    return [check(1)]


def forked(page: Page, service: Service) -> list[dict[str, Any]]:
    """Another phone with a copy of this store was first: what this one has left moves to a queue of its own."""
    copied(page, service)
    return [check(2), check(3)]


def everything(page: Page, service: Service) -> list[dict[str, Any]]:
    """All of it at once, as short as it can be."""
    copied(page, service)
    ask(page, "left", [check(7)])
    return day()[1:2]


def copied(page: Page, service: Service) -> None:
    """One check is handed in; then the copy writes the second entry."""
    ask(page, "write", [check(1)])
    (entry,) = ask(page, "kept")["entries"]
    named = {"n": 2, "before": entry["hash"], "kind": "check", "visit": VISIT, "id": THEIRS}
    theirs = {**named, "made_at": "2026-11-24T03:50:00.000Z", "body": check(9000)["body"]}
    batch = {"device": entry["device"], "entries": [theirs]}
    assert service.post("/api/v1/sync", json.dumps(batch))[0] == 200


IN_SOAK = pytest.mark.soak


@pytest.mark.parametrize(
    ("case", "is_fine"),
    [(everything, False), *(pytest.param(case, True, marks=IN_SOAK) for case in (worked, updated, forked))],
)
def test_killed_at_every_step_nothing_is_lost_or_done_twice(
    browser: Browser,
    script: str,
    service: Service,
    case: Callable[[Page, Service], list[dict[str, Any]]],
    is_fine: bool,  # noqa: FBT001 - told by its name in the parameters
) -> None:
    met: list[str] = []
    while True:
        service.begin()
        phone = Phone(browser, script, service, is_fine=is_fine)
        page = phone.opened(len(met))
        died = phone.work(page, case(page, service))
        saved = {what.removeprefix("saved ") for what in phone.said if what.startswith("saved ")}
        became = agree(service, phone)
        phone.context.close()
        assert saved <= became.keys(), died
        assert set(became.values()) <= {"accepted", "already"}, died
        if not died:
            break
        met.append(died)
    print(f"{case.__name__}: killed at {len(met)} steps")  # noqa: T201 - soak prints its figures
    assert {"before it is sent", "before it is answered", "before it is noted", "committed"} <= set(met)
    assert {"put entries", "put queues"} <= set(met)
    assert ("put entries done" in met) is is_fine
    if case is worked:
        assert became.keys() == {f"{one['kind']} {one['id']}" for one in day()}
        assert reviewing.Desk(service.desk.office).kept().id == reviewing.ORDER
    else:
        assert "delete queue" in met or case is forked


def faults(random: Random, met: dict[str, int]) -> Callable[[], str]:
    """Three answers of ten are lost; the rest fails in other ways, or does not."""

    def one() -> str:
        others = ("none", "unsent", "expired", "killed", "killed")
        fault = "lost" if random.random() < 0.3 else random.choice(others)
        met[fault] = met.get(fault, 0) + 1
        return fault

    return one


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(2, 12))])
def test_five_hundred_entries_of_two_phones_through_every_fault(
    browser: Browser, script: str, service: Service, seed: int
) -> None:
    """Two phones of one officer, clocks two hours behind and right, sessions that end, apps replaced over it."""
    random, met = Random(seed), dict[str, int]()  # noqa: S311 - an order to try, not a secret
    service.begin()
    phones = [
        Phone(browser, script, service, ahead_ms=ahead, faults=faults(random, met))
        for ahead in (0, -TWO_HOURS_MS)
    ]
    firsts = (0, 1000)
    for phone, first in zip(phones, firsts, strict=True):
        page = phone.opened()
        ask(page, "left", [check(first + place, ahead_ms=phone.ahead_ms) for place in range(1, 11)])
        page.close()
    for burst in range(11, 251, 20):
        for phone, first in zip(phones, firsts, strict=True):
            places = range(burst, burst + 20)
            made_up = [
                check(first + place, is_good=place % 10 != 9, ahead_ms=phone.ahead_ms) for place in places
            ]
            page = phone.opened()
            ask(page, "write", made_up)
            phone.work(page, [])
    for phone in phones:
        phone.faults = lambda: "none"
    became = agree(service, *phones)
    assert len(became) == 500
    assert sum(outcome == "refused" for outcome in became.values()) == 2 * 24
    assert met.keys() >= {"lost", "unsent", "expired", "killed"}, met
    print(f"seed {seed}: {met}")  # noqa: T201 - soak prints its figures
    for phone in phones:
        phone.context.close()
