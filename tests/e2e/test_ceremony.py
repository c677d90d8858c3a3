"""A draw on the deployed stack, as office and public live through it: from a published plan to a bundle that holds."""

import hashlib
import io
import json
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.accounts.account import account_id
from chalicelib.clock import local_day, stamp, system_clock
from chalicelib.registry.model import number
from chalicelib.sampling import merkle, verify
from infra.local import testchain
from infra.local.demo.ids import demo_id
from infra.local.deploy import client
from infra.local.places import Places

PLAN, ITEM = demo_id("plan", "e2e"), demo_id("item", "e2e")
_PATIENCE_SECONDS = 90.0
_NOT_FOUND = 404
_A_MINUTE = json.dumps(
    {
        "version": "0",
        "account": "",
        "region": "",
        "detail": {},
        "detail-type": "",
        "source": "",
        "time": "",
        "id": "",
        "resources": [],
    }
).encode()
"""What the schedule says every minute."""


class Office:
    """The stack as its people reach it, over HTTP."""

    def __init__(self, stack: Places, token: Callable[[str], str]) -> None:
        self.stack = stack
        self.token = token
        self.aws = client(stack, "lambda")
        self.due_draws = json.loads(stack.outputs.read_text())["outputs"]["DueDrawsName"]

    def ask(self, method: str, path: str, who: str = "", body: object = None) -> Any:
        headers = {"content-type": "application/json"}
        if who:
            headers["authorization"] = f"Bearer {self.token(who)}"
        raw = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.stack.origin}{path}", raw, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())

    def download(self, path: str) -> bytes | None:
        address = path if path.startswith("http") else f"{self.stack.origin}/public/draws/{PLAN}/{path}"
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as failure:
            if failure.code != _NOT_FOUND:
                raise
            return None

    def now(self) -> datetime:
        return system_clock() + timedelta(seconds=self.ask("GET", "/_local/clock")["ahead_seconds"])

    def until(self, state: str) -> dict[str, Any]:
        """Wait for the draw to get there, with the schedule's minute shortened."""
        began = time.monotonic()
        while True:
            self.aws.invoke(FunctionName=self.due_draws, Payload=_A_MINUTE)
            told: dict[str, Any] = self.ask("GET", f"/api/v1/plans/{PLAN}/draw", "supervisor1")
            if told["state"] == state:
                return told
            assert time.monotonic() - began < _PATIENCE_SECONDS, told
            time.sleep(1)


@pytest.fixture
def office(stack: Places, token: Callable[[str], str]) -> Office:
    return Office(stack, token)


def published(office: Office) -> str:
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
    for one in ("inspector1", "inspector2"):
        account = account_id(office.stack.issuer, one)
        entered = {"account": account, "certificate_no": f"闽执法-{one}(演示)"}
        office.ask("PUT", f"/api/v1/officers/{account}", "supervisor1", entered)
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
    }
    office.ask("PUT", f"/api/v1/plans/{PLAN}", "supervisor1", plan)
    office.ask("POST", f"/api/v1/plans/{PLAN}/approval", "leader1")
    return str(office.ask("POST", f"/api/v1/plans/{PLAN}/publication", "publisher1")["digest"])


def test_from_a_published_plan_to_a_bundle_that_holds(office: Office, tmp_path: Path) -> None:
    digest = published(office)
    assert office.ask("POST", f"/api/v1/plans/{PLAN}/freeze", "supervisor1")["state"] == "freezing"

    frozen = office.until("frozen")
    raw = office.download("freeze.json")
    assert raw is not None
    shown = office.ask("GET", f"/api/v1/public/plans/{PLAN}")
    assert (shown["state"], shown["freeze_digest"]) == ("frozen", frozen["freeze_digest"])
    told = json.loads(raw)
    assert (hashlib.sha256(raw).hexdigest(), told["plan_digest"]) == (frozen["freeze_digest"], digest)
    assert told["size"] > 50
    assert told["officers"] >= 2
    scale = number(demo_id("instrument", "market-2"))
    entry = office.ask("GET", f"/api/v1/public/draws/{PLAN}/entries/{scale.lower()}")
    record, proof = bytes.fromhex(entry["record"]), [bytes.fromhex(one) for one in entry["proof"]]
    root = bytes.fromhex(told["pool_root"])
    assert merkle.is_included(record, entry["index"], told["size"], proof, root)

    office.ask("POST", "/_local/clock", body={"days": 1})
    office.until("drawn")
    board = office.ask("GET", f"/api/v1/plans/{PLAN}/assignments", "supervisor1")["items"]
    assert len(board) == 5
    assert all(len(one["officers"]) == 2 for one in board)
    assert json.loads(office.download("randomness.json") or b"")["used"] == "source"
    assert [office.download(name) for name in ("opening.json", "result.json", "bundle.zip")] == [None] * 3
    with pytest.raises(urllib.error.HTTPError, match="409"):
        office.ask("POST", f"/api/v1/plans/{PLAN}/opening", "supervisor1")
    left = f"/api/v1/plans/{PLAN}/assignments/0/substitute"
    came = office.ask("PUT", left, "supervisor1", {"reason": "已搬迁, 现场无人"})

    office.ask("POST", "/_local/clock", body={"days": 3})
    office.until("opened")
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(office.download("bundle.zip") or b"")
    said: list[str] = []
    assert verify.main([str(bundle), "--freeze-digest", frozen["freeze_digest"]], said.append) == 0, said
    result = json.loads(zipfile.ZipFile(io.BytesIO(bundle.read_bytes())).read("result.json"))
    assert [place[0] for place in result["strata"][0]["drawn"]] == [one["number"] for one in board]
    assert result["strata"][0]["substitutes"][0][0] == came["substitute"]["number"]
    link = office.ask("GET", f"/api/v1/plans/{PLAN}/pairs", "auditor1")["link"]
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr("pairs.json", office.download(link) or b"")
    assert verify.main([str(bundle)], said.append) == 0, said
    assert "检查人员搭配" in said[-1]
