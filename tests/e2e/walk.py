"""Every page of the app, each opened by who sees most of it, with the demo's things or what `made` adds; "" is nobody.

`{word}` in an address stands for what only the stack knows: see `made`.
"""

import hashlib
from typing import Any

from chalicelib.accounts.account import account_id
from chalicelib.publication.entries import entry_id
from chalicelib.registry.model import number
from infra.local.demo import complaints, odd
from infra.local.demo.draws import FROZEN, OPENED
from infra.local.demo.ids import MARKET, demo_id, stall_keeper
from tests.e2e.office import Office

SCALE = demo_id("instrument", "market-1")
_SCALE, _SITE, _KEEPER = f"/instruments/{SCALE}", f"/sites/{MARKET}", f"/merchants/{stall_keeper(1)}"
_COMPLAINT = f"/complaints/{demo_id('complaint', 'short')}"
_VISIT = f"/visits/{demo_id('visit', 'market')}"
_COMMITMENT = demo_id("commitment", "public")
_REPLIED = entry_id(demo_id("visit", "rights-replied"), stall_keeper(1))
_FILE = demo_id("complaint", "short")
_ORDER, _FINDING = demo_id("rectification", "walk"), demo_id("finding", "walk")
_SHEET, _IMPORT, _EXCHANGE = demo_id("sheet", "walk"), demo_id("import", "walk"), demo_id("exchange", "walk")
_CENTRE = "350203"
_PUBLIC = f"/public/register/sites/{MARKET}.json"
_FLAGS = "/api/v1/alarms?district=350212"
"""What the stream brings some seconds after the demo is loaded: the market's file, and the flag of the odd check."""

PAGES: dict[str, tuple[str, ...]] = {
    "": (
        "/",
        "/i/{label}",
        "/k/{visit}#{code}",
        "/d/{paper}",
        "/sign-in",
        "/callback",
        "/scan",
        "/laws",
        "/weigh",
        f"/weigh?at={number(SCALE)}",
        f"/complain?at={number(SCALE)}",
        "/f",
        f"/f/{demo_id('complaint', 'unknown')}",
        f"/f/{_FILE}#{complaints.secret('short')}",
        "/open",
        f"/open/markets/{MARKET}",
        f"/m/{stall_keeper(1)}",
        "/open/map",
        "/open/data",
        "/draws",
        "/counts",
        "/counts/2025-Q4",
        "/fairness",
        "/standing/rulebook",
        "/standing/changes",
        "/log",
        "/verify",
        "/items",
        f"/draws/{OPENED}",
        f"/draws/{FROZEN}",
        "/join",
        "/not-for-you",
        "/docs/api",
        "/nowhere",
    ),
    "inspector1": (
        "/home",
        "/home/enforcement",
        "/search",
        "/due",
        "/visits",
        _VISIT,
        f"{_VISIT}/check/{SCALE}",
        f"{_VISIT}/form/spectacles",
        "/assignments",
        "/officers/{inspector}",
        "/orders",
        "/alarms",
        "/alarms/{alarm}",
        "/complaints",
        "/invite",
        "/offline",
        "/sync",
        _SCALE,
        _KEEPER,
    ),
    "inspector3": (f"/visits/{odd.VISIT}", f"/visits/{odd.VISIT}/checks/{odd.CHECK}", f"/orders/{_ORDER}"),
    "reviewer1": ("/reviews", "/reviews/{closed}", "/ratings", "/publication", f"/publication/{_REPLIED}"),
    "leader1": ("/visits", "/ratings", f"/plans/{FROZEN}", f"/plans/{OPENED}/board"),
    "supervisor1": (
        "/home",
        "/dashboard",
        "/complaints",
        "/complaints/new",
        "/complaint-exchanges",
        f"/complaint-exchanges/{_EXCHANGE}",
        "/weights",
        _COMPLAINT,
        "/visits/new",
        _SCALE,
        _SITE,
        "/register/merchant",
        "/register/site",
        "/register/instrument",
        f"{_KEEPER}/correct",
        f"{_SITE}/correct",
        f"{_SCALE}/correct",
        "/outbox",
        "/standing/proposals",
        f"/standing/proposals/{stall_keeper(6)}",
        "/commitments",
        f"/commitments/{_COMMITMENT}",
        "/sheets",
        f"/sheets/{_SHEET}",
        "/imports",
        f"/imports/{_IMPORT}",
        "/plans",
        "/plans/new",
        f"/plans/{OPENED}",
        f"/plans/{FROZEN}",
        f"/plans/{FROZEN}/edit",
        f"/plans/{OPENED}/board",
        "/items/new",
        f"/items/{demo_id('item', 'market')}/edit",
        "/officers",
    ),
    "auditor1": (f"/plans/{OPENED}", f"/plans/{OPENED}/board", "/officers"),
    "publisher1": ("/publication", "/publication/new", f"/publication/{_REPLIED}"),
    "lab1": ("/applications", _SCALE, f"{_SCALE}/verify"),
    "merchant1": (
        "/mine",
        "/mine/visits",
        "/mine/complaints",
        f"/mine/complaints/{stall_keeper(1)}/{demo_id('complaint', 'agreed')}",
        "/mine/results",
        f"/mine/results/{_REPLIED}",
        "/mine/commitments",
        "/mine/commitments/new",
        f"/mine/commitments/{_COMMITMENT}",
        "/mine/self-checks",
        "/mine/cards",
        "/mine/standing",
        _SCALE,
        "/notices",
    ),
    "merchant2": (f"/mine/standing/{stall_keeper(6)}",),
    "organiser1": ("/markets", f"/markets/{MARKET}/cards"),
    "admin1": ("/accounts", "/accounts/{inspector}"),
    "newcomer1": ("/home",),
}


def made(office: Office) -> dict[str, str]:
    """Add what the demo has none of: an order, a paper, a sheet, an import, an exchange; asked again it is the same.

    Answers what only this stack knows, by the words in the addresses.
    """
    label = office.ask("GET", f"/api/v1/instruments/{SCALE}/labels/1", "lab1")["content"]
    code = office.ask("GET", f"/api/v1{_VISIT}/code", "inspector1")["address"]
    paper = office.ask("PUT", f"/api/v1/visits/{odd.VISIT}/papers/notice", "supervisor1", {})
    _order(office)
    office.ask("PUT", f"/api/v1/sheets/{_SHEET}", "supervisor1", {"numbers": [number(SCALE)]})
    sent = {"name": "台账(演示).xlsx", "size_bytes": 1_000, "sha256": hashlib.sha256().hexdigest()}
    office.ask("PUT", f"/api/v1/imports/{_IMPORT}", "supervisor1", sent)
    handed = {"kind": "export", "system": "12315", "unit": _CENTRE, "complaints": [_FILE]}
    office.ask("PUT", f"/api/v1/complaint-exchanges/{_EXCHANGE}", "supervisor1", handed)
    office.wait(lambda: bool(_flags(office)) and office.download(office.stack.origin + _PUBLIC) is not None)
    closed = office.ask("GET", f"/api/v1/visits?district={_CENTRE}&state=checked", "reviewer1")["items"]
    visit, _, secret = code.rpartition("/")[2].partition("#")
    return {
        "label": label.rpartition("/")[2],
        "visit": visit,
        "code": secret,
        "paper": paper["number"],
        "inspector": account_id(office.stack.issuer, "inspector1"),
        "alarm": _flags(office)[0]["id"],
        "closed": closed[0]["id"],
    }


def _flags(office: Office) -> list[dict[str, Any]]:
    flags: list[dict[str, Any]] = office.ask("GET", _FLAGS, "supervisor1")["items"]
    return flags


def _order(office: Office) -> None:
    """The scale of the odd check is found wanting, and its user ordered to put it right."""
    found = {"kind": "instrument", "text": "电子计价秤超差(演示)", "instrument_id": odd.SCALE}
    basis = {"checks": [odd.CHECK], "evidence": []}
    visit = f"/api/v1/visits/{odd.VISIT}"
    office.ask("PUT", f"{visit}/findings/{_FINDING}", "inspector3", {**found, "basis": basis})
    quote = {"text": "不得使用不合格的计量器具(演示)", "source": "计量法实施细则(演示)"}
    decided = {"decision": "confirmed", "quote": quote}
    office.ask("PUT", f"{visit}/findings/{_FINDING}/decision", "inspector4", decided)
    instrument = office.ask("GET", f"/api/v1/instruments/{odd.SCALE}", "inspector3")["instrument"]
    demanded = {"demand": "停用并送修，重新检定合格后再用(演示)", "term_days": 15}
    ordered = {**demanded, "visit_id": odd.VISIT, "merchant_id": instrument["merchant_id"]}
    path = f"/api/v1/rectifications/{_ORDER}"
    office.ask("PUT", path, "inspector3", {**ordered, "findings": [_FINDING]})
