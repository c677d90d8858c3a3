"""A picture, its table and its files say the same: the map of markets from the counts of the open data."""

import csv
import io
from datetime import date

from playwright.sync_api import Page, expect

from chalicelib.publication.overview import Overview
from chalicelib.store import canonical
from infra.local.places import Places

SITES = (("sit-1", "甲市场", "24.456", "118.074", 4, 1), ("sit-2", "=乙市场", "24.520", "118.110", 2, 0))


def overview() -> str:
    counted = Overview(date(2026, 11, 27))
    told = {"district": "350203", "category": "price_scale", "state": "in_use", "verified_on": "2026-06-01"}
    for site, name, lat, lon, instruments, voided in SITES:
        place = {"id": site, "name": name, "venue": "market", "district": "350203", "lat": lat, "lon": lon}
        counted.take("sites", place)
        for n in range(instruments):
            at = {"site_id": site, "valid_until": "2027-05-31", "voided": n < voided}
            counted.take("instruments", {**told, **at})
    return canonical(counted.told())


def test_a_map_its_table_and_its_files_say_the_same(page: Page, stack: Places) -> None:
    page.route(
        "**/public/data/overview.json",
        lambda route: route.fulfill(body=overview(), content_type="application/json"),
    )
    page.goto(f"{stack.origin}/open/map")
    figure = page.get_by_role("figure")
    drawing = figure.get_by_role("img")
    expect(figure.locator("figcaption")).to_have_text("2 个场所，其中 1 个有一成以上器具没有有效检定。")
    expect(drawing).to_have_accessible_name("图，同样的数字在下面的表格里")
    shown = [
        row.get_by_role("cell").or_(row.get_by_role("rowheader")).all_inner_texts()
        for row in figure.get_by_role("row").all()[1:]
    ]
    assert shown == [["甲市场", "思明区", "4", "1"], ["=乙市场", "思明区", "2", "0"]]
    expect(drawing.locator("path.leads")).to_have_count(len(SITES))
    raw = {}
    for kind in ("表格 CSV", "图 SVG", "图 PNG"):
        with page.expect_download() as taken:
            figure.get_by_role("button", name=kind).click()
        raw[kind] = taken.value.path().read_bytes()
    rows = list(csv.reader(io.StringIO(raw["表格 CSV"].decode("utf-8-sig"))))
    assert raw["表格 CSV"].startswith("\ufeff".encode())
    assert rows[1:] == [[cell.replace("=", "'=") for cell in row] for row in shown]
    svg = raw["图 SVG"].decode()
    assert all(name in svg for _, name, *_ in SITES)
    assert "var(" not in svg
    assert raw["图 PNG"].startswith(b"\x89PNG")
    page.route("**/open/markets/sit-1", lambda route: route.fulfill(body="甲市场"))
    drawing.locator("path.leads").first.click()
    expect(page).to_have_url(f"{stack.origin}/open/markets/sit-1")
