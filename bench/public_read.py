"""What a reader of a public page costs: `python -m bench.public_read [ORIGIN]`, on a running stack (make run).

A browser without account opens each page with an empty cache and every request is put down: what goes to `/api/` calls
the API function once, and only that function reads the database for a reader; all else are objects of S3, which
CloudFront keeps. Beside them the page of a label, which asks the API.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.request import urlopen

from bench.conditions import machine

ORIGIN = "http://127.0.0.1:8000"
DISTRICT = "350203"
_KB = 1024


@dataclass
class Cost:
    """What one page asked for."""

    objects: int = 0
    size_bytes: int = 0
    lambda_calls: list[str] = field(default_factory=list)


def document(origin: str, name: str) -> Any:
    """A file of the register."""
    with urlopen(f"{origin}/public/register/{name}.json") as answer:  # noqa: S310 - our own origin
        return json.load(answer)


def pages(origin: str) -> Iterator[tuple[str, str]]:
    """What each page is, and its path."""
    district = document(origin, f"districts/{DISTRICT}")
    market = next(one for one in district["sites"] if one["venue"] == "market")
    stall = document(origin, f"sites/{market['id']}")["stalls"][0]
    yield "register, search", "/open"
    yield "market", f"/open/markets/{market['id']}"
    yield "merchant (poster)", f"/m/{stall['merchant']['id']}"
    yield "open data", "/open/data"
    yield "label, for comparison", f"/i/{stall['instruments'][0]['number']}"


def fresh(origin: str) -> str:
    """How long CloudFront and phones keep a file."""
    with urlopen(f"{origin}/public/register/districts/{DISTRICT}.json") as answer:  # noqa: S310 - our own origin
        return str(answer.headers["Cache-Control"])


def opened(browser: Any, origin: str, path: str) -> Cost:
    """The page in a fresh browser."""
    cost = Cost()
    context = browser.new_context(service_workers="block")
    page = context.new_page()

    def noted(answer: Any) -> None:
        where = answer.url.removeprefix(origin)
        if where.startswith("/api/"):
            cost.lambda_calls.append(where)
        elif not where.startswith("/_local/"):  # the demo's clock; there is none in production
            cost.objects += 1
            cost.size_bytes += int(answer.headers.get("content-length", 0))

    page.on("response", noted)
    page.goto(origin + path)
    page.wait_for_load_state("networkidle")
    context.close()
    return cost


def main(origin: str) -> int:
    """Measure and print; 1 when a page of the register called the API."""
    from playwright.sync_api import sync_playwright

    from infra.local import chromium

    print(machine())
    print(f"{'page':<24}{'objects':>8}{'KB':>7}{'Lambda calls':>14}{'database reads':>16}")
    called = 0
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright.chromium)
        for what, path in pages(origin):
            cost = opened(browser, origin, path)
            calls = len(cost.lambda_calls)
            reads = "0" if not calls else "at least 1"
            print(f"{what:<24}{cost.objects:>8}{cost.size_bytes // _KB:>7}{calls:>14}{reads:>16}")
            called += calls if "comparison" not in what else 0
        browser.close()
    print(f"Cache-Control: {fresh(origin)}; an edge location asks S3 for a file at most that often.")
    return 1 if called else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ORIGIN))
