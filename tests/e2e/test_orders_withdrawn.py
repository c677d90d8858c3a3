"""On the deployed stack: a void visit withdraws its order, what it stopped comes back, and the merchant is told."""

from collections.abc import Callable
from typing import Any

from infra.local.places import Places
from tests.e2e.office import Office
from tests.e2e.test_papers import found, ordered
from tests.office import made

PLACE = 7021
VISIT, ORDER = f"/api/v1/visits/{made('vis', PLACE)}", f"/api/v1/rectifications/{made('rec', PLACE)}"


def test_a_void_visit_gives_back_what_its_order_stopped(stack: Places, token: Callable[[str], str]) -> None:
    office = Office(stack, token)
    keeper, scale = found(office, PLACE)

    def state() -> Any:
        return office.ask("GET", f"/api/v1/instruments/{scale}", "inspector1")["instrument"]["state"]

    assert ordered(office, PLACE, merchant_id=keeper, stop_use=[scale])["stopped_at"]
    assert state() == "suspended"
    office.ask("PUT", f"{VISIT}/voiding", "leader1", {"reason": "重复安排(演示)"})
    assert office.ask("GET", ORDER, "merchant1")["state"] == "withdrawn"
    office.wait(lambda: state() == "in_use")

    def told() -> set[str]:
        notices = office.ask("GET", f"/api/v1/notices?merchant={keeper}", "merchant1")["items"]
        return {one["subject"] for one in notices}

    office.wait(lambda: f"/orders/{made('rec', PLACE)}" in told())
