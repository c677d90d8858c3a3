"""A phone in a real browser that is killed at a chosen step: its own code and IndexedDB, the service in this process.

The page is the code of web/src/sync alone (web/tests/faults/phone.ts). At the chosen step it asks a synchronous
question that nobody answers, which stops it there; then the browser's process is ended.
"""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Page, Route

from infra.local.places import ROOT
from tests.e2e.steps import PATIENCE_MS
from tests.office import ANNA

WEB = ROOT / "web"
ORIGIN = "http://localhost:9"
ME = {"account": ANNA.id, "roles": ["inspector"], "districts": [], "merchants": [], "sites": [], "labs": []}
STEPS = """
const [kill, isFine, ahead, me] = TOLD;
let steps = -Infinity;
const tell = (path) => {
  const ask = new XMLHttpRequest();
  ask.open("GET", path, false);
  ask.send();
};
Object.assign(globalThis, {
  isFine,
  begin: () => (steps = 0),
  isNext: () => steps++ === kill,
  step: (name) => steps++ === kill && tell(`/die/${encodeURIComponent(name)}`),
  said: (what) => tell(`/said/${encodeURIComponent(what)}`),
});
const now = Date.now;
Date.now = () => now() + ahead;
sessionStorage.setItem("steelyard.me", JSON.stringify(me));
"""


class Server(Protocol):
    """What answers a phone; status 0: it died over the question."""

    def post(self, path: str, body: str) -> tuple[int, str]: ...


def built(folder: Path) -> str:
    """The phone's code as one script."""
    subprocess.run(
        ["npx", "vite", "build", "--config", "vite.faults.config.ts", "--outDir", str(folder)],
        cwd=WEB,
        check=True,
        capture_output=True,
    )
    return (folder / "phone.js").read_text()


class Phone:
    """One store, and the app that is opened on it again and again.

    ahead_ms  how far its clock is ahead
    faults    what becomes of a question: see `ask`
    is_fine   whether steps that differ in nothing stored are steps too
    """

    def __init__(
        self,
        browser: Browser,
        script: str,
        server: Server,
        *,
        ahead_ms: int = 0,
        faults: Callable[[], str] = lambda: "none",
        is_fine: bool = False,
    ) -> None:
        self.context: BrowserContext = browser.new_context()
        self.server, self.ahead_ms, self.faults, self.is_fine = server, ahead_ms, faults, is_fine
        self.html = f"<!doctype html><meta charset=utf-8><script>{script}</script>"
        self.said: list[str] = []
        self.died = ""
        self.context.route("**/*", self.answer)

    def answer(self, route: Route) -> None:
        """Serve the page, hear what it says, and let it ask the server as `faults` has it."""
        path = unquote(urlsplit(route.request.url).path)
        with suppress(Error):  # the page is gone
            if path.startswith("/die/"):
                self.died = path.removeprefix("/die/")
            elif path.startswith("/said/"):
                self.said.append(path.removeprefix("/said/"))
                route.fulfill(body="")
            elif path.startswith("/api/v1/sync"):
                self.ask(route, "killed" if "x-die" in route.request.headers else self.faults())
            else:
                route.fulfill(body=self.html, content_type="text/html")

    def ask(self, route: Route, fault: str) -> None:
        """One question: unsent, its session over, the app killed over it, its answer lost, or answered."""
        if fault == "unsent":
            route.abort()
            return
        if fault == "expired":
            told = {"status": 401, "code": "gateway.unauthorized", "sentences": {"zh": "x", "en": "x"}}
            route.fulfill(status=401, body=json.dumps(told), content_type="application/json")
            return
        status, text = self.server.post("/api/v1/sync", route.request.post_data or "")
        if fault == "killed":
            self.died = "before it is answered"
        elif fault == "lost" or status == 0:
            route.abort()
        else:
            route.fulfill(status=status, body=text, content_type="application/json")

    def opened(self, kill: int = -1) -> Page:
        """The app, just opened and signed in; it dies at its step number `kill`."""
        self.died, self.said = "", []
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.add_init_script(STEPS.replace("TOLD", json.dumps([kill, self.is_fine, self.ahead_ms, ME])))
        page.goto(ORIGIN)
        return page

    def work(self, page: Page, acts: list[dict[str, Any]]) -> str:
        """Do this, and from here on count steps; answers the step it died at, or nothing when it came to its end."""
        page.evaluate("told => void setTimeout(() => phone.work(...told))", [ANNA.id, acts])
        began = time.monotonic()
        while not self.died and "done" not in self.said:
            assert time.monotonic() - began < PATIENCE_MS / 1000, self.said
            page.wait_for_timeout(1)
        if self.died:
            with page.expect_event("crash"):
                self.kill()
        page.close()
        return self.died

    def kill(self) -> None:
        """End every process of this browser that runs a page, as a phone short of memory does.

        One that was kept in reserve goes too; until the browser knows, it would give it to the next page.
        """
        browser = self.context.browser
        assert browser is not None
        asked = browser.new_browser_cdp_session()

        def running() -> set[int]:
            found = asked.send("SystemInfo.getProcessInfo")["processInfo"]
            return {one["id"] for one in found if one["type"] == "renderer"}

        ended = running()
        for process in ended:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        while running() & ended:
            time.sleep(0.01)
        asked.detach()

    def kept(self) -> dict[str, Any]:
        """What stands in its store when it was opened once more and handed in all it can."""
        page = self.opened()
        found: dict[str, Any] = ask(page, "kept")
        page.close()
        return found


def ask(page: Page, what: str, *told: object) -> Any:
    """Have an open app do something that nobody kills."""
    return page.evaluate(f"told => phone.{what}(...told)", [ANNA.id, *told])
