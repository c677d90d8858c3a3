"""A notice made for a visit, downloaded, verified by its code; a PDF changed by a byte is told from the true one."""

import hashlib
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from infra.local.demo.ids import demo_id
from infra.local.places import Places
from tests.e2e.conftest import ARTEFACTS
from tests.e2e.test_evidence import PATIENCE_MS
from tests.e2e.test_journey import sign_in
from tests.unit.labels.reading import contents, texts

VISIT = demo_id("visit", "market")


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
