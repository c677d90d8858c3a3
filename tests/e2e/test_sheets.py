"""End to end: order a sheet, rasterise and degrade it, read it, land on the right instrument."""

import hashlib
import io
import json
import re
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from typing import Any

import zxingcpp
from PIL import Image, ImageFilter
from playwright.sync_api import Page, expect

from infra.local.demo.ids import demo_id
from infra.local.places import Places
from tests.contract.asking import eventually
from tests.unit.labels.reading import contents, pages, texts

SITE = demo_id("site", "petrol")
DISPENSERS = 12


def ask(stack: Places, token: str, method: str, path: str, body: object = None) -> Any:
    request = urllib.request.Request(
        f"{stack.origin}/api{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read())


def fetched(address: str) -> bytes:
    with urllib.request.urlopen(address) as answer:
        file: bytes = answer.read()
        return file


def printed(stack: Places, token: str, sheet: str, **order: Any) -> dict[str, Any]:
    """An order, when it is over."""
    told: dict[str, Any] = ask(stack, token, "PUT", f"/v1/sheets/{sheet}", order)

    def is_over() -> bool:
        told.update(ask(stack, token, "GET", f"/v1/sheets/{sheet}"))
        return told["state"] in {"done", "failed"}

    eventually(is_over)
    return told


def photographed(page: Image.Image, box: tuple[int, int, int, int]) -> bytes:
    """A phone's picture of one label of a printed page: tilted, a little blurred, JPEG."""
    label = page.convert("RGB").crop(box)
    wall = Image.new("RGB", (label.width + 400, label.height + 400), (190, 186, 178))
    wall.paste(label, (200, 200))
    tilted = wall.rotate(8, Image.Resampling.BICUBIC, fillcolor=(190, 186, 178))
    kept = io.BytesIO()
    tilted.filter(ImageFilter.GaussianBlur(1.5)).save(kept, "JPEG", quality=60)
    return kept.getvalue()


def read(stack: Places, token: str, photo: bytes) -> Any:
    """What the photo route makes of a picture."""
    announced = {
        "size_bytes": len(photo),
        "content_type": "image/jpeg",
        "sha256": hashlib.sha256(photo).hexdigest(),
    }
    slot = ask(stack, token, "POST", "/v1/photos", announced)
    boundary = uuid.uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in slot["fields"].items()
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="p"\r\n\r\n'.encode()
    body = b"".join(parts) + head + photo + f"\r\n--{boundary}--\r\n".encode()
    form = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    with urllib.request.urlopen(urllib.request.Request(slot["url"], body, form, method="POST")):
        pass
    return ask(stack, token, "POST", "/v1/labels/readings", {"photo": slot["photo"]})


def test_a_printed_label_leads_to_its_instrument(stack: Places, token: Callable[[str], str]) -> None:
    lab = token("lab1")
    told = printed(stack, lab, "sht-01jd00000000000000000000e1", site=SITE, size_mm=40)
    rows = ask(stack, lab, "GET", f"/v1/instruments?site={SITE}")["items"]
    assert told["labels"] + sum(told["left_out"].values()) == len(rows) == DISPENSERS
    assert told["labels"] > DISPENSERS / 2
    file = fetched(told["link"])
    assert len(contents(file)) == told["labels"]
    assert "海沧大道加油站经营部(演示)" in texts(file).replace("\r\n", "")
    page = next(iter(pages(file)))
    stalls = {row["number"]: row["stall"] for row in rows}
    kind = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for code in zxingcpp.read_barcodes(page, formats=kind)[:3]:
        corner, size = code.position.top_left, code.position.bottom_right.x - code.position.top_left.x
        box = (corner.x - 80, corner.y - 80, corner.x + 2 * size, corner.y + size + 80)
        reading = read(stack, lab, photographed(page, box))
        assert reading["outcome"] == "one"
        (found,) = reading["codes"]
        assert found["resolution"]["outcome"] == "genuine"
        number = re.findall(r"/I/(\w{10})\.", code.text)[0]
        assert found["resolution"]["instrument"]["number"] == number
        assert found["resolution"]["instrument"]["stall"] == stalls[number]


def test_the_same_order_again_is_the_same_sheet(stack: Places, token: Callable[[str], str]) -> None:
    sheet, lab = "sht-01jd00000000000000000000e2", token("lab1")
    first = printed(stack, lab, sheet, site=SITE)
    again = ask(stack, lab, "PUT", f"/v1/sheets/{sheet}", {"site": SITE})
    assert (again["finished_at"], again["labels"]) == (first["finished_at"], first["labels"])


def test_a_supervisor_orders_a_sheet_on_the_phone(page: Page, stack: Places) -> None:
    page.goto(f"{stack.origin}/sign-in")
    page.get_by_role("main").get_by_role("button").click()
    page.locator("button[value=supervisor1]").click()
    expect(page).to_have_url(re.compile("/(home|visits)"))
    page.goto(f"{stack.origin}/sheets")
    page.get_by_label("行政区").select_option("350205")
    page.get_by_role("button", name="海沧大道加油站").click()
    page.reload()
    expect(page.get_by_text("海沧大道加油站(演示)")).to_be_visible()
    page.get_by_text("80×50").click()
    page.get_by_role("button", name="开始排版").click()
    expect(page.get_by_text("已完成")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 PDF").click()
    assert download.value.suggested_filename.startswith("steelyard-labels-")
    page.get_by_role("link", name="再打印一份").click()
    expect(page.get_by_role("link", name="已完成").first).to_be_visible()


def test_pasted_numbers_are_checked_before_they_are_sent(page: Page, stack: Places) -> None:
    page.goto(f"{stack.origin}/sign-in")
    page.get_by_role("main").get_by_role("button").click()
    page.locator("button[value=lab1]").click()
    expect(page).to_have_url(re.compile("/(home|visits)"))
    page.goto(f"{stack.origin}/sheets?number=7K3M9Q2RTX")
    expect(page.get_by_text("第 1 个编号不对")).to_be_visible()
    page.get_by_role("button", name="开始排版").click()
    expect(page.locator("#numbers")).to_be_focused()
