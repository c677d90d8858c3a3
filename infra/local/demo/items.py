"""The demo's published list of inspection items, on it since the year began."""

from collections.abc import Mapping
from datetime import date

from chalicelib import runtime_sampling
from chalicelib.accounts.model import Actor
from chalicelib.sampling.items import Item
from infra.local.demo.ids import demo_id

DEPARTMENT = "厦门市市场监督管理局(演示)"
_LAW = {"title": "中华人民共和国计量法", "article": "第九条"}
ITEMS = {
    "instruments": ("JL-01", "在用强制检定计量器具检查(演示)", "instrument"),
    "sites": ("JL-02", "集贸市场计量管理检查(演示)", "site"),
    "market": ("JL-03", "集贸市场在用计量器具检查(演示)", "site"),
    "seafood": ("JL-04", "海鲜大排档在用计量器具检查(演示)", "site"),
    "supermarket": ("JL-05", "商超在用计量器具检查(演示)", "site"),
}
"""Key -> code, name, and what it is about."""


def publish(people: Mapping[str, Actor], today: date) -> None:
    """Write and publish all of them; again is the same."""
    plans = runtime_sampling.plans()
    for key, (code, name, objects) in ITEMS.items():
        item = {
            "code": code,
            "name": name,
            "basis": [_LAW],
            "objects": objects,
            "weight_class": "key",
            "department": DEPARTMENT,
            "since": f"{today.year - 1}-01-01",
        }
        plans.put_item(people["supervisor1"], demo_id("item", key), Item.model_validate(item), None)
        plans.publish_item(people["publisher1"], demo_id("item", key))


def named(key: str) -> dict[str, str]:
    """An item as a visit names it."""
    code, name, _ = ITEMS[key]
    return {"code": code, "name": name}
