"""The desk on the deployed stack: a complaint is handled by the demo's people, and the stream does its part."""

import hashlib
import json
import secrets
from pathlib import Path
from typing import Any

import pytest

from chalicelib.accounts.account import account_id
from chalicelib.ids import ALPHABET
from chalicelib.registry.model import number
from infra.local.demo import items
from infra.local.demo.ids import MARKET, demo_id, stall_keeper
from infra.local.issuer import Issuer
from infra.local.personas import PERSONAS
from infra.local.places import Places
from tests.contract.asking import asked, eventually
from tests.contract.test_evidence import made

COMPLAINT = {
    "wants": "complaint",
    "about": {"instrument": number(demo_id("instrument", "market-1"))},
    "facts": "花蛤少了八十克(演示)。",
    "request": {"wants": ["make_good"]},
    "reporter": {"name": "欧阳测试", "phone": "13900001111", "address": "思明区测试里1号"},
}


class Bureau:
    """The demo's people at their desks, and one complaint."""

    def __init__(self, stack: Places) -> None:
        self._stack = stack
        self._issuer = Issuer(stack.issuer, Path(stack.issuer_key), stack.origin)
        self.complaint = made("complaint")
        secret = "7" + "".join(secrets.choice(ALPHABET) for _ in range(25))
        sent = {"secret_hash": hashlib.sha256(secret.encode()).hexdigest(), **COMPLAINT}
        assert self.call("", "PUT", f"public/complaints/{self.complaint}", sent)["files"]

    def account(self, subject: str) -> str:
        return account_id(self._stack.issuer, subject)

    def call(self, subject: str, method: str, path: str, body: object = None) -> Any:
        headers = {"Content-Type": "application/json"}
        if subject:
            (person,) = (one for one in PERSONAS if one.subject == subject)
            headers["Authorization"] = f"Bearer {self._issuer.mint(person)}"
        sent = b"" if body is None else json.dumps(body).encode()
        status, _, answer = asked(self._stack.port, method, f"/api/v1/{path}", headers, sent)
        assert status < 300, answer
        return json.loads(answer)

    def step(self, subject: str, kind: str, **said: Any) -> Any:
        path = f"complaints/{self.complaint}/steps/{made('step')}"
        return self.call(subject, "PUT", path, {"kind": kind, **said})

    def file(self, subject: str = "auditor1") -> Any:
        return self.call(subject, "GET", f"complaints/{self.complaint}")


@pytest.fixture
def bureau(stack: Places) -> Bureau:
    return Bureau(stack)


def test_a_complaint_is_handled_told_to_its_merchant_and_learns_of_its_visit(bureau: Bureau) -> None:
    queue = bureau.call("supervisor1", "GET", "complaints?unit=350203")["items"]
    assert bureau.complaint in [row["id"] for row in queue]
    bureau.step("supervisor1", "assign", handler=bureau.account("inspector1"))
    mine = bureau.call("inspector1", "GET", "complaints?mine=true")["items"]
    assert bureau.complaint in [row["id"] for row in mine]
    today = bureau.step("inspector1", "accept")["clocks"][-1]["started"]
    bureau.step("inspector1", "ask", text="请说明当日称重情况(演示)", due_on="2199-01-04")

    def told() -> list[str]:
        notices = bureau.call("merchant1", "GET", f"notices?merchant={stall_keeper(1)}")["items"]
        page = f"/mine/complaints/{stall_keeper(1)}/{bureau.complaint}"
        return sorted(one["kind"] for one in notices if one["subject"] == page)

    eventually(lambda: told() == ["complaints.accepted", "complaints.asked"])
    plan = {
        "item": items.named("market"),
        "site_id": MARKET,
        "officers": [bureau.account("inspector1"), bureau.account("inspector2")],
        "planned_on": today,
        "source": {"kind": "complaint", "id": bureau.complaint},
    }
    visit = made("visit")
    bureau.call("supervisor1", "PUT", f"visits/{visit}", plan)
    bureau.call("leader1", "POST", f"visits/{visit}/approval")
    eventually(lambda: [one["id"] for one in bureau.file()["file"]["links"]["visits"]] == [visit])
    read = json.dumps(bureau.file(), ensure_ascii=False)
    assert not any(mark in read for mark in ("欧阳测试", "13900001111", "测试里"))


def test_an_exchange_is_kept_as_it_was_handed_on(bureau: Bureau) -> None:
    exchange = made("exchange")
    sent = {"kind": "export", "system": "12315", "complaints": [bureau.complaint]}
    kept = bureau.call("supervisor1", "PUT", f"complaint-exchanges/{exchange}", sent)
    assert kept["rows"][0]["document"]["state"] == "received"
    bureau.step("supervisor1", "refuse", ground="other", text="演示用语")
    assert bureau.call("auditor1", "GET", f"complaint-exchanges/{exchange}") == kept
    assert [step["sent"]["kind"] for step in bureau.file()["steps"]] == ["exchange", "refuse"]
