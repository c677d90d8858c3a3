"""Which pages of register, labels and draws the demo's people open, each page by who sees most of it; "" is nobody."""

from chalicelib.registry.model import number
from infra.local.demo.draws import FROZEN, OPENED
from infra.local.demo.ids import MARKET, demo_id, stall_keeper

SCALE = demo_id("instrument", "market-1")
_SCALE, _SITE, _KEEPER = f"/instruments/{SCALE}", f"/sites/{MARKET}", f"/merchants/{stall_keeper(1)}"
_COMPLAINT = f"/complaints/{demo_id('complaint', 'short')}"
_VISIT = f"/visits/{demo_id('visit', 'market')}"

PAGES: dict[str, tuple[str, ...]] = {
    "": (
        "/",
        "/sign-in",
        "/scan",
        "/laws",
        "/weigh",
        f"/weigh?at={number(SCALE)}",
        f"/complain?at={number(SCALE)}",
        "/f",
        f"/f/{demo_id('complaint', 'unknown')}",
        "/open",
        f"/open/markets/{MARKET}",
        f"/m/{stall_keeper(1)}",
        "/draws",
        "/counts",
        "/fairness",
        "/items",
        f"/draws/{OPENED}",
        f"/draws/{FROZEN}",
        "/join",
        "/not-for-you",
        "/nowhere",
    ),
    "leader1": ("/visits", "/ratings", f"/plans/{FROZEN}", f"/plans/{OPENED}/board"),
    "inspector1": (
        "/home",
        "/search",
        "/due",
        "/visits",
        _VISIT,
        f"{_VISIT}/check/{SCALE}",
        f"{_VISIT}/form/spectacles",
        "/alarms",
        "/complaints",
        "/invite",
        _SCALE,
        _KEEPER,
    ),
    "supervisor1": (
        "/home",
        "/complaints",
        "/complaints/new",
        "/complaint-exchanges",
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
        "/sheets",
        "/imports",
        "/plans",
        "/plans/new",
        f"/plans/{OPENED}",
        f"/plans/{FROZEN}",
        f"/plans/{OPENED}/board",
        "/items/new",
        "/officers",
    ),
    "auditor1": (f"/plans/{OPENED}", f"/plans/{OPENED}/board", "/officers"),
    "lab1": (_SCALE, f"{_SCALE}/verify"),
    "merchant1": ("/mine", "/mine/visits", "/mine/complaints", _SCALE, "/notices"),
    "organiser1": ("/markets",),
    "admin1": ("/accounts",),
    "newcomer1": ("/home",),
}
