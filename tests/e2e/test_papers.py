"""A notice made for a visit, downloaded, verified by its code; a PDF changed by a byte is told from the true one."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from infra.local.demo.ids import demo_id
from infra.local.places import Places
from tests import office as demo
from tests import reviewing
from tests.e2e.conftest import ARTEFACTS
from tests.e2e.office import Office
from tests.e2e.test_evidence import PATIENCE_MS
from tests.e2e.test_journey import sign_in
from tests.e2e.test_rectification import closed, code_in, planned
from tests.office import made
from tests.unit.labels.reading import contents, texts

VISIT = demo_id("visit", "market")
CHECKED, CHECK, FINDING, ORDER = made("vis", 7011), made("chk", 7011), made("fin", 7011), made("rec", 7011)


def test_a_notice_is_made_downloaded_and_verified(page: Page, stack: Places, tmp_path: Path) -> None:
    sign_in(page, stack, "inspector1")
    page.goto(f"{stack.origin}/visits/{VISIT}")
    papers = page.locator("section.card", has=page.get_by_role("heading", name="文书"))
    papers.get_by_role("button", name="制作 PDF").first.click()
    link = papers.get_by_role("link", name=re.compile("下载 PDF")).first
    expect(link).to_be_visible(timeout=PATIENCE_MS)
    raw = page.request.get(str(link.get_attribute("href"))).body()
    assert "行政检查通知书" in texts(raw)
    (address,) = contents(raw)
    page.screenshot(path=ARTEFACTS / "papers-of-a-visit.png", full_page=True)

    page.context.clear_cookies()
    page.goto(stack.origin + address[address.index("/d/") :])
    expect(page.get_by_text("这份文书由本机关制作")).to_be_visible()
    expect(page.get_by_text(hashlib.sha256(raw).hexdigest())).to_be_visible()
    true, changed = tmp_path / "true.pdf", tmp_path / "changed.pdf"
    true.write_bytes(raw)
    changed.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    chooser = page.get_by_label("选择 PDF 文件")
    chooser.set_input_files(changed)
    expect(page.get_by_text("不一致")).to_be_visible()
    chooser.set_input_files(true)
    expect(page.get_by_text("一致：文件没有改动")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.screenshot(path=ARTEFACTS / "paper-verified.png", full_page=True)
    page.goto(f"{stack.origin}/d/7K3M-9Q2R-TB5X-A1ZC")
    expect(page.get_by_text("没有这份文书")).to_be_visible()


def made_paper(office: Office, papers: str, name: str, who: str) -> bytes:
    """A paper asked for by somebody, once it is made and downloaded by its link."""
    office.ask("PUT", f"{papers}/{name}", who, {})

    def mine() -> dict[str, Any]:
        listed: list[dict[str, Any]] = office.ask("GET", papers, who)["items"]
        return next(one for one in listed if one["name"] == name)

    office.wait(lambda: mine()["state"] == "made")
    paper = mine()
    raw = office.download(paper["url"])
    assert raw is not None
    told = office.ask("GET", f"/api/v1/public/documents/{paper['number']}")
    assert told["sha256"] == paper["sha256"] == hashlib.sha256(raw).hexdigest()
    return raw


def words(file: bytes) -> str:
    """The text without its breaks."""
    return "".join(texts(file).split())


def test_the_papers_of_a_record_and_of_an_order_say_what_is_on_record_and_the_merchant_has_its_own(
    stack: Places, token: Callable[[str], str]
) -> None:
    office = Office(stack, token)
    keeper = office.ask("GET", "/api/v1/me", "merchant1")["merchants"][0]
    scale = office.ask("GET", f"/api/v1/instruments?merchant={keeper}", "inspector1")["items"][0]["id"]
    planned(office, CHECKED)
    code_in(office, CHECKED)
    visit = f"/api/v1/visits/{CHECKED}"
    sent = demo.sent(instrument_id=scale, device_at=office.now().isoformat())
    office.ask("PUT", f"{visit}/checks/{CHECK}", "inspector1", sent)
    finding = reviewing.finding(basis={"checks": [CHECK]}, instrument_id=scale).model_dump(mode="json")
    office.ask("PUT", f"{visit}/findings/{FINDING}", "inspector1", finding)
    decision = {"decision": "confirmed", "quote": reviewing.QUOTE}
    office.ask("PUT", f"{visit}/findings/{FINDING}/decision", "inspector2", decision)
    closed(office, CHECKED, [CHECK], 7011)
    new = reviewing.order(visit_id=CHECKED, merchant_id=keeper, findings=[FINDING]).model_dump(mode="json")
    order = office.ask("PUT", f"/api/v1/rectifications/{ORDER}", "inspector1", new)

    record = words(made_paper(office, f"{visit}/papers", "record", "inspector1"))
    paper = words(made_paper(office, f"/api/v1/rectifications/{ORDER}/papers", ORDER, "merchant1"))
    for told in ("现场检查记录", "衡器示值检测", "签名"):
        assert told in record
    for told in ("责令改正通知书", order["no"], "".join(reviewing.QUOTE["source"].split())):
        assert told in paper
