"""Fault injection for offline sync: the phone's own code against the real service.

Most seeds run in node, on an IndexedDB in memory against the service in this process; web/tests/faults/sync.ts says
what fails. A few run in a browser, on its own IndexedDB against the deployed stack.
"""

import json
import os
import re
import secrets
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Route, expect

from chalicelib import ids, runtime_sync
from infra.local.demo.ids import demo_id
from infra.local.places import ROOT, Places
from tests.contract.asking import asked
from tests.e2e.test_journey import sign_in
from tests.edge import call
from tests.office import ANNA
from tests.phones import Desk, Mortal

pytestmark = pytest.mark.worker

WEB = ROOT / "web"


class Service:
    """The whole API in this process; every seed gets an office of its own."""

    def __init__(self) -> None:
        self.one_at_a_time = threading.Lock()
        self.begin()

    def begin(self) -> None:
        self.table = Mortal()
        self.desk = Desk(self.table)

    def post(self, path: str, body: str) -> tuple[int, str]:
        """Answer a call; status 0 when the server died over it."""
        if path == "/new":
            self.begin()
            return 200, "{}"
        if path == "/state":
            return 200, json.dumps(self.state())
        if path.startswith("/cut/"):
            self.table.writes_left = int(path.removeprefix("/cut/"))
        try:
            answer = call("POST", "/v1/sync", body, actor=ANNA)
        except KeyboardInterrupt:
            return 0, ""
        finally:
            self.table.writes_left = -1
        return answer.status, answer.text

    def state(self) -> dict[str, Any]:
        """What is kept: chains and what lies beside them by device, and checks."""
        chains: dict[str, list[dict[str, Any]]] = {}
        beside: dict[str, list[str]] = {}
        for (pk, sk), item in sorted(self.table.items.items()):
            device = pk.rpartition("#")[2]
            if not pk.startswith("J#") or sk == "~":
                continue
            if item.state == "received":
                beside.setdefault(device, []).append(str(item.document["hash"]))
            else:
                told = {name: item.document.get(name, "") for name in ("n", "hash", "before", "state", "id")}
                chains.setdefault(device, []).append(told)
        checks = sorted(sk.removeprefix("C#") for pk, sk in self.table.items if sk.startswith("C#chk-"))
        return {"chains": chains, "beside": beside, "checks": checks}


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a service that the phone's code is tried on."""
    kept = Service()
    monkeypatch.setattr(runtime_sync, "sync", lambda: kept.desk.sync)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"] or 0)).decode()
            with kept.one_at_a_time:
                status, text = kept.post(self.path, body)
            if status == 0:
                self.close_connection = True
                return
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def run(service: str, seeds: str) -> str:
    """What the runs of these seeds print; fails when one of them does."""
    done = subprocess.run(
        ["npx", "vitest", "run", "--config", "vitest.faults.config.ts", "--no-color"],
        cwd=WEB,
        env={**os.environ, "SYNC_SERVER": service, "SYNC_SEEDS": seeds, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]
    return done.stdout


def test_what_the_phones_have_is_what_the_server_has_or_the_gap_is_named(service: str) -> None:
    said = run(service, "1-8")
    met = json.loads(re.findall(r"faults met: (\{.*\})", said)[-1])
    faults = {"none", "unsent", "lost", "twice", "late", "other", "cut", "expired", "broken", "killed"}
    assert met.keys() == {*faults, "numbers named as lost"}
    assert min(met.values()) > 0, met


@pytest.mark.soak
@pytest.mark.parametrize("first", range(1, 1001, 50))
def test_a_thousand_seeds(service: str, first: int) -> None:
    print(re.findall(r"faults met: .*|Tests .*|Duration .*", run(service, f"{first}-{first + 49}")))  # noqa: T201 - soak prints its figures


PUT_AS_BEFORE = """async ([account, visit, instrument, ids]) => {
  const opened = await new Promise((done, failed) => {
    const asked = indexedDB.open("steelyard", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("drafts", { keyPath: "key" });
      asked.result.createObjectStore("queue", { keyPath: "check" });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  const writing = opened.transaction("queue", "readwrite");
  const at = new Date(Date.now() - 60000).toISOString();
  ids.forEach((check, place) => {
    const reading = { load_g: "1000", indication_g: String(1000 + (place % 3)) };
    const readings = place % 10 === 9 ? [] : [reading];
    const told = { instrument_id: instrument, device_at: at, device: "web", weights: { class: "M1" } };
    const body = { kind: "weighing_instrument", ...told, readings };
    writing.objectStore("queue").put({ account, check, visit, instrument, body, made: Date.now() + place });
  });
  await new Promise((done) => (writing.oncomplete = done));
  opened.close();
}"""
ENTRIES = """() => new Promise((done, failed) => {
  const asked = indexedDB.open("steelyard-sync", 1);
  asked.onerror = () => failed(asked.error);
  asked.onsuccess = () => {
    const all = asked.result.transaction("entries").objectStore("entries").getAll();
    all.onsuccess = () => { asked.result.close(); done(all.result); };
  };
})"""


EXPIRED = {
    "status": 401,
    "code": "gateway.unauthorized",
    "sentences": {"zh": "请重新登录。", "en": "Sign in again."},
}


class BadNetwork:
    """Between the browser and the deployed stack: loses questions and answers, repeats, ends sessions."""

    def __init__(self, page: Page, seed: int) -> None:
        self.page, self.random, self.met = page, Random(seed), set[str]()  # noqa: S311 - an order to try, not a secret
        page.route("**/api/v1/sync", self.pass_on)

    def pass_on(self, route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        fault = self.random.choice(("none", "unsent", "lost", "lost", "twice", "expired", "broken"))
        self.met.add(fault)
        with suppress(Error):  # the page was killed meanwhile, and its question with it
            self.answer(route, fault)

    @staticmethod
    def answer(route: Route, fault: str) -> None:
        match fault:
            case "unsent":
                route.abort()
            case "lost":
                route.fetch()
                route.abort()
            case "twice":
                route.fetch()
                route.continue_()
            case "expired":
                route.fulfill(status=401, json=EXPIRED)
            case "broken":
                route.fulfill(status=502, content_type="text/html", body="<html>")
            case _:
                route.continue_()


def a_visit(stack: Places, token: Callable[[str], str]) -> str:
    """A visit of its own, identified, so that other tests keep theirs."""
    visit = ids.new("visit", int(time.time() * 1000), secrets.token_bytes(10))

    def ask(method: str, path: str, subject: str, body: object = None) -> Any:
        signed = {"Authorization": f"Bearer {token(subject)}"} if subject else {}
        headers = {**signed, "Content-Type": "application/json"}
        raw = json.dumps(body).encode() if body is not None else b""
        status, _, text = asked(stack.port, method, f"/api/v1/{path}", headers, raw)
        assert status in {200, 201}, text
        return json.loads(text)

    model = ask("GET", f"visits/{demo_id('visit', 'market')}", "inspector1")["visit"]
    plan = {name: model[name] for name in ("item", "site_id", "officers", "planned_on")}
    ask("PUT", f"visits/{visit}", "supervisor1", plan)
    ask("POST", f"visits/{visit}/approval", "leader1")
    ask("POST", f"visits/{visit}/acceptance", "inspector1")
    code = ask("GET", f"visits/{visit}/code", "inspector1")["address"].rpartition("#")[2]
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    ask("PUT", f"public/visits/{visit}/confirmation", "", {"code": code, "device_at": now})
    return visit


def handed_in(
    page: Page, stack: Places, token: Callable[[str], str], seed: int, count: int
) -> tuple[str, list[dict[str, Any]], set[str]]:
    """Checks that the app of before left, handed in through a bad network by a page that is killed again and again."""
    visit = a_visit(stack, token)
    sign_in(page, stack, "inspector1")
    account = page.evaluate("JSON.parse(sessionStorage.getItem('steelyard.me')).account")
    now = int(time.time() * 1000)
    made = [ids.new("check", now + place, secrets.token_bytes(10)) for place in range(count)]
    page.context.set_offline(True)
    page.evaluate(PUT_AS_BEFORE, [account, visit, demo_id("instrument", "market-12"), made])
    page.context.set_offline(False)
    network = BadNetwork(page, seed)
    for turn in range(60):
        if turn >= 6 and len(network.met) > 1:
            break
        page.goto(f"{stack.origin}/sync")
        if "/sign-in" in page.url:
            sign_in(page, stack, "inspector1")
            page.goto(f"{stack.origin}/sync")
        page.wait_for_timeout(network.random.randrange(50, 1_500))
        page.goto("about:blank")
    page.unroute("**/api/v1/sync")
    sign_in(page, stack, "inspector1")
    page.goto(f"{stack.origin}/sync")
    expect(page.get_by_text(f"已确认 {count - count // 10} / {count}").first).to_be_visible()
    kept = page.evaluate(ENTRIES)
    assert sorted(one["id"] for one in kept) == made
    return visit, kept, network.met


def at_the_server(stack: Places, token: Callable[[str], str], visit: str) -> set[str]:
    """The checks of a visit."""
    found: set[str] = set()
    cursor = ""
    while True:
        headers = {"Authorization": f"Bearer {token('inspector1')}"}
        page = json.loads(asked(stack.port, "GET", f"/api/v1/visits/{visit}?cursor={cursor}", headers)[2])
        found |= {one["id"] for one in page["checks"]}
        if not (cursor := page.get("cursor", "")):
            return found


@pytest.mark.parametrize(("seed", "count"), [(1, 30), pytest.param(2, 500, marks=pytest.mark.soak)])
def test_a_browser_hands_in_all_it_has_through_a_bad_network(
    page: Page, stack: Places, token: Callable[[str], str], seed: int, count: int
) -> None:
    visit, kept, met = handed_in(page, stack, token, seed, count)
    assert len(met) > 1
    outcomes = {one["id"]: one["answer"]["outcome"] for one in kept}
    assert set(outcomes.values()) <= {"accepted", "already", "refused"}
    accepted = {check for check, outcome in outcomes.items() if outcome != "refused"}
    assert len(accepted) == count - count // 10
    assert at_the_server(stack, token, visit) == accepted
    expect(page.get_by_text(f"{count // 10} 项未办理").first).to_be_visible()
