"""Which pages of the register and its labels each of the demo's people may open; "" is nobody signed in."""

from infra.local.demo.ids import MARKET, demo_id, stall_keeper

SCALE = demo_id("instrument", "market-1")
_SHARED = ("/home", "/search", "/due", f"/instruments/{SCALE}", f"/sites/{MARKET}")
_KEEPER = f"/merchants/{stall_keeper(1)}"

PAGES: dict[str, tuple[str, ...]] = {
    "": ("/", "/sign-in", "/scan", "/laws", "/laws/try", "/join", "/not-for-you", "/nowhere"),
    "inspector1": (*_SHARED, _KEEPER, "/visits", "/alarms", "/invite", "/scan"),
    "supervisor1": (
        *_SHARED,
        _KEEPER,
        "/register/merchant",
        "/register/site",
        "/register/instrument",
        f"{_KEEPER}/correct",
        f"/sites/{MARKET}/correct",
        f"/instruments/{SCALE}/correct",
        "/alarms",
        "/outbox",
        "/sheets",
        "/imports",
    ),
    "lab1": (*_SHARED, _KEEPER, f"/instruments/{SCALE}/verify", "/sheets", "/imports"),
    "merchant1": ("/home", "/mine", _KEEPER, f"/instruments/{SCALE}", "/due", "/notices"),
    "organiser1": ("/home", "/markets", f"/sites/{MARKET}", f"/instruments/{SCALE}", "/due"),
    "publisher1": ("/home",),
    "admin1": ("/home", "/accounts"),
    "newcomer1": ("/home",),
}
