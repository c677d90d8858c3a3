"""The walk for barriers opens every page that the router knows."""

import re

from infra.local.places import ROOT
from tests.e2e.walk import PAGES

ROUTER = (ROOT / "web" / "src" / "router.ts").read_text()
CATCH_ALL = "/:rest(.*)*"


def route(path: str, routes: list[str]) -> str:
    """The route that opens this address: of those that fit, the one with the most words of its own."""
    fitting = [one for one in routes if re.fullmatch(pattern(one), path)]
    return max(fitting, key=lambda one: sum(not part.startswith(":") for part in one.split("/")))


def pattern(one: str) -> str:
    if one == CATCH_ALL:
        return ".*"
    return re.sub(r"/:\w+", "/[^/]+", re.sub(r"/:\w+\?", "(/[^/]+)?", one))


def test_every_page_is_walked() -> None:
    routes = re.findall(r'\{ path: "([^"]+)"', ROUTER)
    assert len(routes) > 90
    addresses = {re.split(r"[?#]", path)[0] for paths in PAGES.values() for path in paths}
    opened = {path: route(path, routes) for path in addresses}
    assert sorted(set(routes) - set(opened.values())) == []
    assert [path for path, one in opened.items() if one == CATCH_ALL] == ["/nowhere"]
