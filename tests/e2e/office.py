"""The office of the deployed stack as its people reach it, for whole draws: plans made public, and waiting."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from chalicelib.accounts.account import account_id
from chalicelib.clock import local_day, stamp, system_clock
from infra.local import schedules, testchain
from infra.local.demo.ids import demo_id
from infra.local.personas import PERSONAS
from infra.local.places import Places
from tests.contract.asking import eventually

ITEM = demo_id("item", "e2e")
_NOT_FOUND = 404


class Office:
    """The stack as its people reach it, over HTTP."""

    def __init__(self, stack: Places, token: Callable[[str], str]) -> None:
        self.stack = stack
        self.token = token
        outputs = json.loads(stack.outputs.read_text())["outputs"]
        self.due_draws, self.keep_clocks = outputs["DueDrawsName"], outputs["KeepClocksName"]
        self.publish = outputs["PublishName"]

    def ask(self, method: str, path: str, who: str = "", body: object = None) -> Any:
        headers = {"content-type": "application/json"}
        if who:
            headers["authorization"] = f"Bearer {self.token(who)}"
        raw = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.stack.origin}{path}", raw, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())

    def download(self, path: str) -> bytes | None:
        """A link, or a public file of a draw: `plan/name`; None when it is not there."""
        address = path if path.startswith("http") else f"{self.stack.origin}/public/draws/{path}"
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as failure:
            if failure.code != _NOT_FOUND:
                raise
            return None

    def who(self, account: str) -> str:
        """The persona with this account."""
        return next(one.subject for one in PERSONAS if account_id(self.stack.issuer, one.subject) == account)

    def now(self) -> datetime:
        return system_clock() + timedelta(seconds=self.ask("GET", "/_local/clock")["ahead_seconds"])

    def wait(self, is_so: Callable[[], bool]) -> None:
        """Wait for what the stream's follower brings about, however much it has to follow."""
        eventually(is_so, 1)

    def tend(self) -> None:
        """The keeper of the rights clocks runs, with the schedule's five minutes shortened."""
        schedules.run(self.stack, self.keep_clocks)

    def register(self, path: str) -> str:
        """A file of the public register as it is now, the minute of its schedule shortened; empty while not there."""
        schedules.run(self.stack, self.publish)
        return (self.download(f"{self.stack.origin}/public/register/{path}") or b"").decode()

    def until(self, plan: str, state: str) -> dict[str, Any]:
        """Wait for the draw to get there, with the schedule's minute shortened."""
        told: dict[str, Any] = {}

        def is_there() -> bool:
            schedules.run(self.stack, self.due_draws)
            told.clear()
            told.update(self.ask("GET", f"/api/v1/plans/{plan}/draw", "supervisor1"))
            return bool(told["state"] == state)

        eventually(is_there, 1)
        return told


def published(office: Office, plan_id: str, **changed: object) -> str:
    """A plan that three people brought to the public; answers its digest."""
    now = office.now()
    item = {
        "code": "E2E-1",
        "name": "在用强制检定计量器具检查(演示)",
        "basis": [{"title": "中华人民共和国计量法", "article": "第九条"}],
        "objects": "instrument",
        "weight_class": "key",
        "department": "厦门市市场监督管理局",
        "since": "2026-01-01",
    }
    office.ask("PUT", f"/api/v1/items/{ITEM}", "supervisor1", item)
    office.ask("POST", f"/api/v1/items/{ITEM}/publication", "publisher1")
    plan = {
        "name": "集贸市场在用秤抽查(演示)",
        "year": local_day(now).year,
        "campaign": "market",
        "items": [ITEM],
        "departments": ["厦门市市场监督管理局"],
        "scope": {"objects": "instrument", "venues": ["market"]},
        "strata": [{"name": "集贸市场", "count": 5, "reserve": 2}],
        "from": local_day(now).isoformat(),
        "until": (local_day(now) + timedelta(days=2)).isoformat(),
        "source": testchain.source(now + timedelta(minutes=20)),
        "fallback": {
            "kind": "lottery",
            "name": "双色球",
            "issue": "2026140",
            "drawn_at": stamp(now + timedelta(days=1)),
        },
        "open_by": stamp(now + timedelta(days=20)),
        **changed,
    }
    office.ask("PUT", f"/api/v1/plans/{plan_id}", "supervisor1", plan)
    office.ask("POST", f"/api/v1/plans/{plan_id}/approval", "leader1")
    return str(office.ask("POST", f"/api/v1/plans/{plan_id}/publication", "publisher1")["digest"])
