"""The public page of a draw on a phone, before and after the opening: one's own entry, and the whole of it recomputed.

The app is served with the files of a golden draw beside it, where the deployed stack serves those of real ones.
"""

import dataclasses
import json
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from chalicelib import ids
from chalicelib.registry.model import number
from chalicelib.sampling import freezing
from chalicelib.sampling.ceremony import Quota
from chalicelib.sampling.forms import Entry
from chalicelib.store import canonical
from infra.local import web
from tests.golden.draws import make

WIDTH = 13
NUMBERS = [number(ids.derived("merchant", f"draw page {place}")) for place in range(600)]
CASE = dataclasses.replace(
    next(make.cases()),
    name="draw-page",
    entries=[Entry(one.encode(), n % 2, 1 + n % 2 * 3) for n, one in enumerate(NUMBERS)],
    quotas=[Quota("思明区集贸市场", 12, 3), Quota("海鲜大排档", 6, 2)],
)
FILES = make.files(CASE)
FILES["exclusions.json"] = canonical(
    {"left_out": {"annual_cap": 0, "white_list": 2}, "plan": make.plan(CASE)}
).encode()
RESULT = json.loads(FILES["result.json"])
PLAN = {
    "id": make.plan(CASE),
    "name": "2026年集贸市场计量专项抽查",
    "year": 2026,
    "departments": ["厦门市市场监督管理局"],
    "scope": {"objects": "merchant", "districts": ["350203"], "venues": ["market", "seafood_street"]},
    "strata": [
        {"name": one.name, "count": one.quota, "reserve": one.reserve, "districts": [], "venues": []}
        for one in CASE.quotas
    ],
    "from": "2023-08-24",
    "until": "2023-10-20",
    "source": CASE.source.model_dump(mode="json"),
    "fallback": CASE.fallback.model_dump(mode="json"),
    "open_by": "2023-11-21T15:00:00.000Z",
}
BEFORE = ("freeze.json", "exclusions.json", "pool.bin", "officers.bin")


def entry(wanted: str) -> dict[str, Any] | None:
    """What the server answers of an entry."""
    raw = FILES["pool.bin"]
    records = [raw[place : place + WIDTH] for place in range(0, len(raw), WIDTH)]
    index = next((n for n, one in enumerate(records) if one[:10] == wanted.encode()), None)
    if index is None:
        return None
    begins = index // freezing.GROUP * freezing.GROUP
    found = freezing.frozen(records, lambda _: None)
    last = records[len(records) // freezing.GROUP * freezing.GROUP :]
    proof = freezing.proof(index, len(records), records[begins : begins + freezing.GROUP], found.nodes, last)
    told = {"size": len(records), "root": found.root.hex()}
    return {"index": index, "record": records[index].hex(), "proof": [one.hex() for one in proof], **told}


class Stage(SimpleHTTPRequestHandler):
    """The app, the plan in some state, and the files published by then."""

    state = "published"
    changed: dict[str, bytes] = {}  # noqa: RUF012 - set by each test

    def do_GET(self) -> None:
        """A file of the draw, an answer of the API, or the app."""
        path = self.path.split("?")[0]
        if path.startswith("/public/draws/"):
            name = path.rsplit("/", 1)[1]
            is_out = self.state == "opened" or (self.state == "frozen" and name in BEFORE)
            self._answer({**FILES, **self.changed}.get(name) if is_out else None)
        elif path == "/api/v1/public/plans":
            self._tell({"items": [{**PLAN, "state": self.state}], "cursor": ""})
        elif path.endswith("/open"):
            told = {"voided": 11} if self.state == "void" else {"open": 1, "numbers": [NUMBERS[0]]}
            self._tell({"plan": PLAN["id"], "has_ended": True, "drawn": 18, **told})
        elif path.startswith("/api/v1/public/plans/"):
            reason = "密值没有在期限前公开。" if self.state == "void" else None
            self._tell({"plan": PLAN, "digest": "0" * 64, "state": self.state, "void_reason": reason})
        elif path.startswith("/api/v1/public/draws/"):
            self._tell(entry(path.rsplit("/", 1)[1]))
        elif path == "/config.json":
            self._tell({"issuer": "", "client_id": "", "label_host": "", "demo": False})
        else:
            if "." not in path:
                self.path = "/index.html"
            super().do_GET()

    def _tell(self, document: Any) -> None:
        problem = {"status": 404, "code": "sampling.not_in_pool", "sentences": {"zh": "没有", "en": "none"}}
        self._answer(json.dumps(document or problem).encode(), 200 if document else 404)

    def _answer(self, body: bytes | None, status: int = 200) -> None:
        self.send_response(404 if body is None else status)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Stage, directory=str(web.WEB / "dist")))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _stage() -> Iterator[None]:
    yield
    Stage.state, Stage.changed = "published", {}


def look_up(page: Page, wanted: str) -> None:
    page.get_by_label("公示编号").fill(wanted.lower())
    page.get_by_role("button", name="查一查").click()


def test_before_the_freeze_the_page_tells_who_may_be_drawn_and_what_comes(page: Page, origin: str) -> None:
    page.goto(f"{origin}/draws")
    page.get_by_text(str(PLAN["name"])).click()
    expect(page.get_by_text("谁也不知道会抽到谁")).to_be_visible()
    expect(page.get_by_text("国际公共随机信标 drand 第 42 轮，2023-08-23 23:11")).to_be_visible()
    expect(page.get_by_text("抽 12，候补 3")).to_be_visible()
    expect(page.get_by_label("公示编号")).to_have_count(0)


def test_after_the_freeze_a_merchant_sees_that_it_is_in_the_pool_and_nothing_more(
    page: Page, origin: str
) -> None:
    Stage.state = "frozen"
    page.goto(f"{origin}/draws/{PLAN['id']}")
    look_up(page, NUMBERS[1])
    expect(page.get_by_text("这一条确实锁定在名录里")).to_be_visible()
    expect(page.get_by_text("在白名单上 2")).to_be_visible()
    expect(page.get_by_text("4（有 4 张签，取最小的一张）")).to_be_visible()
    expect(page.get_by_role("button", name="开始核对")).to_have_count(0)
    page.reload()
    expect(page.get_by_text("这一条确实锁定在名录里")).to_be_visible()
    look_up(page, number(ids.derived("merchant", "somebody else")))
    expect(page.get_by_text("不会被这次抽到")).to_be_visible()


@pytest.mark.parametrize("stratum", [0, 1])
def test_after_the_opening_everybody_sees_whether_and_why(page: Page, origin: str, stratum: int) -> None:
    Stage.state = "opened"
    page.goto(f"{origin}/draws/{PLAN['id']}")
    told = RESULT["strata"][stratum]
    listed = {place[0] for place in (*told["drawn"], *told["substitutes"])}
    other = next(one for n, one in enumerate(NUMBERS) if n % 2 == stratum and one not in listed)
    for one, words in (
        (told["drawn"][-1][0], "抽中了"),
        (told["substitutes"][1][0], "没抽中，候补第 2 位"),
        (other, "没有抽中"),
    ):
        look_up(page, one)
        expect(page.get_by_text(words, exact=True)).to_be_visible()
        expect(page.get_by_text("和公布的名单一致")).to_be_visible()


def test_the_whole_draw_is_recomputed_on_the_phone(page: Page, origin: str) -> None:
    Stage.state = "opened"
    page.goto(f"{origin}/draws/{PLAN['id']}")
    look_up(page, RESULT["strata"][0]["drawn"][0][0])
    page.get_by_role("button", name="开始核对").click()
    expect(page.get_by_text("全部一致")).to_be_visible()
    page.get_by_text("审计人员：同时核对人员搭配").click()
    pairs = {"name": "pairs.json", "mimeType": "application/json", "buffer": FILES["pairs.json"]}
    page.get_by_label("选择 pairs.json").set_input_files(pairs)  # type: ignore[arg-type]
    expect(page.get_by_text("检查人员的搭配也一致")).to_be_visible()


def test_what_is_wrong_is_named(page: Page, origin: str) -> None:
    Stage.state = "opened"
    page.goto(f"{origin}/draws/{PLAN['id']}")
    expect(page.get_by_text("您的手机已记下这个指纹")).to_be_visible()
    spared = json.loads(FILES["result.json"])
    drawn = spared["strata"][0]["drawn"]
    hidden = drawn.pop(3)
    Stage.changed = {
        "result.json": canonical(spared).encode(),
        "freeze.json": FILES["freeze.json"].replace(b'"load_cap":100', b'"load_cap":999'),
    }
    page.reload()
    expect(page.get_by_text("和您的手机以前记下的不一样")).to_be_visible()
    look_up(page, hidden[0])
    expect(page.get_by_text("公布的名单和您手机算出来的不一样")).to_be_visible()
    page.get_by_role("button", name="开始核对").click()
    expect(page.get_by_text("发现 2 处不对")).to_be_visible()
    expect(page.get_by_text("freeze.digest · freeze.json")).to_be_visible()
    expect(page.get_by_text(f"result.drawn · 思明区集贸市场[3] {drawn[3][0]}")).to_be_visible()


def test_a_void_draw_says_why(page: Page, origin: str) -> None:
    Stage.state = "void"
    page.goto(f"{origin}/draws/{PLAN['id']}")
    expect(page.get_by_text("密值没有在期限前公开。")).to_be_visible()
    expect(page.get_by_text("11 个随抽取作废")).to_be_visible()


def test_what_is_open_after_the_last_day_stands_on_the_public_page(page: Page, origin: str) -> None:
    Stage.state = "opened"
    page.goto(f"{origin}/draws/{PLAN['id']}")
    expect(page.get_by_text("还有 1 个没有结果")).to_be_visible()
    expect(page.locator("li").get_by_text(NUMBERS[0], exact=True)).to_be_visible()
