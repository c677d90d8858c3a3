"""A commitment on the merchant's phone: read, signed by finger, published, printed; and verified by anybody."""

import re

from playwright.sync_api import Page, expect

from infra.local.places import Places
from tests.e2e.conftest import ARTEFACTS
from tests.e2e.steps import phone_of, sign
from tests.e2e.test_journey import sign_in
from tests.unit.labels.reading import texts

PHONE = 390


def test_a_merchant_signs_publishes_and_prints_and_anybody_verifies_it(page: Page, stack: Places) -> None:
    sign_in(page, stack, "merchant1")
    page.goto(f"{stack.origin}/mine/commitments")
    expect(page.get_by_text("已到期")).to_be_visible()
    page.get_by_role("link", name="签署承诺书").click()
    page.get_by_label("商超").check()
    expect(page.get_by_role("heading", name="诚信计量自我承诺书(商店超市)")).to_be_visible()
    page.get_by_label("法定代表人").check()
    button = page.get_by_role("button", name="签署", exact=True)
    button.click()
    expect(page.get_by_text("请先在框内签名")).to_be_visible()
    sign(page)
    page.reload()
    expect(button).to_be_enabled()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE
    page.screenshot(path=ARTEFACTS / "commitment-sign.png", full_page=True)
    button.click()
    expect(page.get_by_text("已签署，未公开")).to_be_visible()
    page.get_by_role("button", name="我同意公开").click()
    expect(page.get_by_text("已公开，有效")).to_be_visible()
    page.get_by_role("button", name="制作证书 PDF").click()
    link = page.get_by_role("link", name="下载证书 PDF")
    expect(link).to_be_visible()
    said = re.sub(r"\s", "", texts(page.request.get(str(link.get_attribute("href"))).body()))
    for told in ("诚信计量自我承诺书(商店超市)", "签署（法定代表人）", "依法检定"):
        assert told in said
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE
    page.screenshot(path=ARTEFACTS / "commitment.png", full_page=True)
    number = str(page.get_by_role("link", name="核验页面").get_attribute("href"))

    browser = page.context.browser
    assert browser is not None
    stranger = phone_of(browser)
    stranger.goto(f"{stack.origin}{number}")
    expect(stranger.get_by_text("承诺现在有效")).to_be_visible()
    expect(stranger.get_by_text("诚信计量自我承诺证书")).to_be_visible()
    stranger.screenshot(path=ARTEFACTS / "commitment-verified.png", full_page=True)

    page.get_by_role("button", name="撤回承诺").click()
    expect(page.get_by_text("已撤回", exact=True)).to_be_visible()
    stranger.reload()
    expect(stranger.get_by_text("这张证书不再有效")).to_be_visible()
