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
from tests.e2e.test_journey import sign_in
from tests.e2e.test_rectification import closed, code_in, planned
from tests.office import made
from tests.unit.labels.reading import contents, texts

VISIT = demo_id("visit", "market")
PLACE = 7011
CHECKED, ORDER = made("vis", PLACE), made("rec", PLACE)


def test_a_notice_is_made_downloaded_and_verified(page: Page, stack: Places, tmp_path: Path) -> None:
    sign_in(page, stack, "inspector1")
    page.goto(f"{stack.origin}/visits/{VISIT}")
    papers = page.locator("section.card", has=page.get_by_role("heading", name="文书"))
    papers.get_by_role("button", name="制作 PDF").first.click()
    link = papers.get_by_role("link", name=re.compile("下载 PDF")).first
    expect(link).to_be_visible()
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


def found(office: Office, place: int) -> tuple[str, str]:
    """A scale of merchant1 found wanting at a visit, which a person confirmed; answers merchant and scale.

    place  tells visit, check and finding from those of other tests
    """
    keeper = office.ask("GET", "/api/v1/me", "merchant1")["merchants"][0]
    scale = office.ask("GET", f"/api/v1/instruments?merchant={keeper}", "inspector1")["items"][0]["id"]
    planned(office, made("vis", place))
    code_in(office, made("vis", place))
    visit, check = f"/api/v1/visits/{made('vis', place)}", made("chk", place)
    sent = demo.sent(instrument_id=scale, device_at=office.now().isoformat())
    office.ask("PUT", f"{visit}/checks/{check}", "inspector1", sent)
    finding = reviewing.finding(basis={"checks": [check]}, instrument_id=scale).model_dump(mode="json")
    office.ask("PUT", f"{visit}/findings/{made('fin', place)}", "inspector1", finding)
    decision = {"decision": "confirmed", "quote": reviewing.QUOTE}
    office.ask("PUT", f"{visit}/findings/{made('fin', place)}/decision", "inspector2", decision)
    return keeper, scale


def ordered(office: Office, place: int, **changed: Any) -> Any:
    """The order that this be put right."""
    told = {"visit_id": made("vis", place), "findings": [made("fin", place)], **changed}
    new = reviewing.order(**told).model_dump(mode="json")
    return office.ask("PUT", f"/api/v1/rectifications/{made('rec', place)}", "inspector1", new)


def test_the_papers_of_a_record_and_of_an_order_say_what_is_on_record_and_the_merchant_has_its_own(
    page: Page, stack: Places, token: Callable[[str], str]
) -> None:
    office = Office(stack, token)
    keeper, _ = found(office, PLACE)
    closed(office, CHECKED, [made("chk", PLACE)], PLACE)
    order = ordered(office, PLACE, merchant_id=keeper)
    record = words(made_paper(office, f"/api/v1/visits/{CHECKED}/papers", "record", "inspector1"))
    for told in ("现场检查记录", "衡器示值检测", "签名"):
        assert told in record

    sign_in(page, stack, "merchant1")
    page.goto(f"{stack.origin}/orders/{ORDER}")
    expect(page.get_by_text(order["no"])).to_be_visible()
    page.get_by_role("button", name="制作 PDF").click()
    link = page.get_by_role("link", name=re.compile("下载 PDF"))
    expect(link).to_be_visible()
    paper = words(page.request.get(str(link.get_attribute("href"))).body())
    for told in ("责令改正通知书", order["no"], "".join(reviewing.QUOTE["source"].split())):
        assert told in paper
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.screenshot(path=ARTEFACTS / "paper-of-an-order.png", full_page=True)
