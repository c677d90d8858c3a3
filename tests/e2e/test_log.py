"""The public log on a phone: what was published, its receipt, and a check that names what somebody did to the files."""

import base64
import json

from playwright.sync_api import Page, Route, expect

from chalicelib.publication.log_audit import audit
from chalicelib.publication.log_notes import Key
from chalicelib.publication.log_tiles import CHECKPOINT
from chalicelib.publication.verify import KEYS, files, main
from infra.local.deploy import client
from infra.local.places import Places
from tests.contract.asking import eventually

WHOLE_MS = 120_000
"""For the whole log, entry by entry, on a busy machine."""
_A_MINUTE = json.dumps({"time": "2026-11-26T00:00:00Z", "source": "aws.events", "detail": {}}).encode()


def sealed(stack: Places) -> None:
    """Wait until something of the demo is in the log."""
    name = json.loads(stack.outputs.read_text())["outputs"]["SealLogName"]
    functions, public = client(stack, "lambda"), files(f"{stack.origin}/public/log")

    def size() -> int:
        functions.invoke(FunctionName=name, Payload=_A_MINUTE)
        raw = public(CHECKPOINT)
        return int(raw.split(b"\n")[1]) if raw else 0

    eventually(lambda: size() > 0)


def stand_still(page: Page, stack: Places) -> str:
    """To this phone the log neither grows nor loses what is taken back meanwhile; answers its checkpoint."""
    public, contents = files(f"{stack.origin}/public/log"), files(f"{stack.origin}/public/log-content")
    keys = [Key.of(line) for line in (public(KEYS) or b"").decode().splitlines()]
    kept: dict[str, bytes | None] = {}

    def read(name: str) -> bytes | None:
        return kept.setdefault(name, public(name))

    def content(name: str) -> bytes | None:
        return kept.setdefault(name, contents(name))

    def holds() -> bool:
        kept.clear()
        return not audit(read, keys, content).faults

    eventually(holds)
    checkpoint = kept[CHECKPOINT] or b""
    page.route("**/public/log/checkpoint", lambda route: served(route, checkpoint))
    page.route(
        "**/public/log-content/*", lambda route: served(route, kept[route.request.url.rpartition("/")[2]])
    )
    return checkpoint.decode()


def test_anybody_checks_the_log_and_learns_what_was_done_to_it(page: Page, stack: Places) -> None:
    sealed(stack)
    checkpoint = stand_still(page, stack)
    size = checkpoint.split("\n")[1]
    page.goto(f"{stack.origin}/log")
    page.get_by_text("看内容").first.click()
    expect(page.locator("pre").first).to_contain_text('"at":')
    with page.expect_download() as download:
        page.get_by_role("link", name="下载回执").first.click()
    page.get_by_role("link", name="核验日志和回执").click()
    expect(page.get_by_role("heading", name="核验公示日志")).to_be_visible()

    page.get_by_label("回执内容").fill("nonsense")
    page.get_by_role("button", name="核对回执").click()
    expect(page.get_by_role("alert")).to_contain_text("还没有日志的公钥")
    whole = page.get_by_role("button", name="开始核验")
    whole.click()
    expect(page.get_by_text("第一次见到这个日志")).to_be_visible(timeout=WHOLE_MS)
    whole.click()
    expect(page.get_by_text("是这台手机上次见过的那份")).to_be_visible(timeout=WHOLE_MS)
    page.get_by_label("回执文件").set_input_files(download.value.path())
    expect(page.get_by_text("这一条在日志里")).to_be_visible()
    page.get_by_label("较早的检查点").fill(checkpoint)
    page.get_by_label("较晚的检查点").fill(checkpoint)
    compare = page.get_by_role("button", name="比一比")
    compare.click()
    expect(page.get_by_text("是同一份日志", exact=True)).to_be_visible()
    page.get_by_label("较晚的检查点").fill(checkpoint.replace(f"\n{size}\n", f"\n{int(size) + 1}\n"))
    compare.click()
    expect(page.get_by_text("检查点没有这个日志的有效签名")).to_be_visible()

    bundles = "**/public/log/tile/entries/000**"
    page.route(
        bundles, lambda route: served(route, route.fetch().body().replace(b"commitment", b"commitmenT", 1))
    )
    whole.click()
    expect(page.get_by_text("这一条被改动过")).to_be_visible(timeout=WHOLE_MS)
    expect(page.get_by_text("entry.changed · 0")).to_be_visible()
    page.unroute(bundles)
    page.route("**/public/log/keys", lambda route: served(route, other_key()))
    whole.click()
    expect(page.get_by_text("没见过的公钥")).to_be_visible(timeout=WHOLE_MS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_command_finds_that_the_demo_s_log_holds(stack: Places) -> None:
    sealed(stack)
    said: list[str] = []
    public = f"{stack.origin}/public"
    assert main(["log", f"{public}/log", "--contents", f"{public}/log-content"], said.append) == 0, said


def served(route: Route, raw: bytes | None) -> None:
    if raw is None:
        route.fulfill(status=404)
    else:
        route.fulfill(status=200, content_type="application/octet-stream", body=raw)


def other_key() -> bytes:
    from tests.sealing import FakeSigner

    told = FakeSigner("thief").key().told()
    assert base64.b64decode(told.rpartition("+")[2])
    return f"{told}\n".encode()
