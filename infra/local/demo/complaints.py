"""Complaints and reports of the demo, sent as citizens send them; who their senders are is marked.

So a test can look for it everywhere (tests/contract/test_traces.py).
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from chalicelib import runtime_intake
from chalicelib.complaints.intake import SECRET_LENGTH, hashed
from chalicelib.complaints.sent import Submission
from chalicelib.ids import ALPHABET
from chalicelib.registry.model import number
from infra.local.demo.ids import MARKET, demo_id

NAME, PHONE, HOME = "欧阳标记(演示)", "13917651234", "思明区标记里7号(演示)"
"""Nobody's: the marks of the demo's reporters."""
_BOUGHT: dict[str, Any] = {
    "goods": "花蛤",
    "category": "meat_egg_poultry_aquatic_pastry_sweets_seasoning",
    "price_yuan_per_kg": "25.60",
    "settled_g": "1000",
    "found_g": "920",
}


def secret(name: str) -> str:
    """The following secret of a demo file; a real one is random."""
    digest = hashlib.sha256(f"steelyard-demo/secret/{name}".encode()).digest()
    return "7" + "".join(ALPHABET[byte % 32] for byte in digest[: SECRET_LENGTH - 1])


def load(today: str) -> None:
    """Send them; sent again they are the same."""
    for name, told in _submissions(today):
        sent = Submission.model_validate({**told, "secret_hash": hashed(secret(name))})
        runtime_intake.intakes().submit("", demo_id("complaint", name), sent)


def links(origin: str) -> Iterator[tuple[str, str]]:
    """What each sender kept."""
    for name, what in SHOWN.items():
        yield f"{origin}/f/{demo_id('complaint', name)}#{secret(name)}", what


SHOWN = {
    "short": "投诉并举报 a complaint with a report",
    "two-scales": "匿名举报 an anonymous report",
    "overdue": "举报检定过期的秤 a report of an overdue scale",
    "mediated": "调解中的投诉 a complaint in mediation",
}


def _submissions(today: str) -> Iterator[tuple[str, dict[str, Any]]]:
    reporter = {"name": NAME, "phone": PHONE, "address": HOME}
    scale = {"instrument": number(demo_id("instrument", "market-6"))}
    yield (
        "short",
        {
            "wants": "both",
            "about": scale,
            "facts": f"我是{NAME}，电话{PHONE}，住{HOME}。花蛤复称少了八十克(演示)。",
            "request": {"wants": ["make_good", "compensation"], "text": f"请打{PHONE}"},
            "reporter": reporter,
            "purchase": {**_BOUGHT, "bought_on": today, "method": "own_scale"},
        },
    )
    yield (
        "two-scales",
        {
            "wants": "report",
            "about": {"site_id": MARKET, "place_text": "东门第三排(演示)"},
            "facts": "同一摊位有两台秤，检查时换用另一台(演示)。",
        },
    )
    yield (
        "overdue",
        {
            "wants": "report",
            "about": scale,
            "facts": f"检定过期还在用(演示)，联系我：{PHONE[:3]}-{PHONE[3:7]}-{PHONE[7:]}",
            "reporter": {"name": NAME, "phone": PHONE},
        },
    )
