"""Importing on the deployed stack: every kind of mistake, twice; a worker killed in mid-apply; the screens."""

import hashlib
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from chalicelib import ids
from infra.local.deploy import client
from infra.local.places import Places
from tests import sheets
from tests.importing import reported

DELIVERED_AGAIN_S = 20
"""A dead worker's message is waited for as long, here instead of minutes."""


class Clerk:
    """A supervisor at the API of the stack."""

    def __init__(self, stack: Places, token: str) -> None:
        self.stack = stack
        self.token = token
        for key, site in sheets.sites():
            self.ask(
                "PUT",
                f"/v1/sites/{ids.derived('site', key)}",
                site.model_dump(mode="json", exclude_none=True),
            )

    def ask(self, method: str, path: str, body: object = None) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        sent = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(f"{self.stack.origin}/api{path}", sent, headers, method=method)
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.loads(answer.read())

    def check(self, raw: bytes, name: str = "台账.xlsx") -> dict[str, Any]:
        """Announce, upload and check."""
        made = ids.new("import", int(time.time() * 1000), os.urandom(10))
        told = {"name": name, "size_bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
        slot = self.ask("PUT", f"/v1/imports/{made}", told)["upload"]
        post(slot["url"], slot["fields"], raw)
        self.ask("POST", f"/v1/imports/{made}/check")
        return self.wait(made, "checked")

    def apply(self, import_id: str) -> dict[str, Any]:
        self.ask("POST", f"/v1/imports/{import_id}/apply")
        return self.wait(import_id, "applied")

    def wait(self, import_id: str, state: str, seconds: int = 3600) -> dict[str, Any]:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            time.sleep(1)
            try:
                seen: dict[str, Any] = self.ask("GET", f"/v1/imports/{import_id}")
            except urllib.error.HTTPError as failure:
                if failure.code < 500:
                    raise
                continue  # a long run on a busy machine: whoever waits asks again
            except TimeoutError:
                continue  # so is a stack that saves half a gigabyte meanwhile
            assert seen["state"] != "failed", seen
            if seen["state"] == state:
                return seen
        raise TimeoutError(import_id)


def post(url: str, fields: dict[str, str], raw: bytes) -> None:
    """A form with a file, as a browser sends it."""
    border = uuid.uuid4().hex
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    parts.append(
        f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n'.encode()
        + raw
        + f"\r\n--{border}--\r\n".encode()
    )
    headers = {"Content-Type": f"multipart/form-data; boundary={border}"}
    with urllib.request.urlopen(urllib.request.Request(url, b"".join(parts), headers, method="POST")):
        pass


def report(view: dict[str, Any]) -> list[list[str]]:
    with urllib.request.urlopen(view["report_url"]) as answer:
        return list(reported(answer.read()))


def run_twice(clerk: Clerk, count: int, seed: int) -> dict[str, Any]:
    """Check and apply a generated sheet twice, and hold every row of both reports to what was made."""
    rows = sheets.rows(count, seed)
    wanted = sheets.expected(rows)
    raw = sheets.as_xlsx(rows)
    began = time.monotonic()
    first = clerk.check(raw)
    assert first["counts"] == {"new": wanted["good"], "bad": wanted["bad"]}
    assert first["reasons"] == Counter(one.wrong for one in rows if one.wrong)
    for line, one in zip(report(first)[1:], rows, strict=True):
        assert ("bad" in line[1], bool(line[2])) == (one.is_bad, bool(one.wrong)), line
    checked = time.monotonic()
    assert clerk.apply(first["id"])["applied"] == first["counts"]
    applied = time.monotonic()
    again = clerk.check(raw)
    assert again["counts"] == {"unchanged": wanted["good"], "bad": wanted["bad"]}
    assert clerk.apply(again["id"])["applied"] == again["counts"]
    print(f"\n{count} rows: checked in {checked - began:.0f} s, applied in {applied - checked:.0f} s")  # noqa: T201 - make soak prints its figures
    return first


@pytest.fixture(scope="module")
def clerk(stack: Places, token: Callable[[str], str]) -> Clerk:
    return Clerk(stack, token("supervisor1"))


def test_two_thousand_rows_with_every_mistake_run_twice(clerk: Clerk) -> None:
    run_twice(clerk, 2_000, 11)


@pytest.mark.soak
def test_a_hundred_thousand_rows_with_every_mistake_run_twice(clerk: Clerk) -> None:
    run_twice(clerk, 100_000, 13)


def workers(stack: Places) -> list[int]:
    """Processes of the import worker: children of the embedded AWS that its function's settings were given to."""
    found = subprocess.run(
        ["pgrep", "-P", (stack.state / "launcher.pid").read_text()],
        capture_output=True,
        text=True,
        check=False,
    )
    pids = [int(pid) for pid in found.stdout.split()]
    return [pid for pid in pids if b"WorkImports" in Path(f"/proc/{pid}/environ").read_bytes()]


@pytest.fixture
def soon_again(stack: Places) -> Iterator[None]:
    """The import queue delivers a dead worker's message again within seconds."""
    queue = client(stack, "sqs")
    url = json.loads(stack.outputs.read_text())["outputs"]["ImportQueueUrl"]
    name = "VisibilityTimeout"
    usual = queue.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"][name]
    queue.set_queue_attributes(QueueUrl=url, Attributes={name: str(DELIVERED_AGAIN_S)})
    yield
    queue.set_queue_attributes(QueueUrl=url, Attributes={name: usual})


@pytest.mark.usefixtures("soon_again")
def test_a_worker_killed_in_mid_apply_goes_on_where_it_stood(clerk: Clerk) -> None:
    rows = [one for one in sheets.rows(6_000, 17) if not one.wrong][:2_000]
    job = clerk.check(sheets.as_csv(rows), "台账.csv")
    clerk.ask("POST", f"/v1/imports/{job['id']}/apply")
    seen = clerk.ask("GET", f"/v1/imports/{job['id']}")
    while seen["done"] < 500:
        assert seen["state"] == "applying"
        time.sleep(0.1)
        seen = clerk.ask("GET", f"/v1/imports/{job['id']}")
    assert seen["done"] < len(rows), "it was faster than the kill"
    killed = workers(clerk.stack)
    assert killed
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    done = clerk.wait(job["id"], "applied")
    assert done["applied"] == {"new": len(rows)}
    assert clerk.check(sheets.as_csv(rows), "台账.csv")["counts"] == {"unchanged": len(rows)}


def test_a_clerk_imports_on_a_phone_and_a_reload_loses_nothing(
    page: Page, clerk: Clerk, tmp_path: Path
) -> None:
    sheet = tmp_path / "演示台账.xlsx"
    sheet.write_bytes(sheets.as_xlsx(sheets.rows(300, 19)))
    page.goto(f"{clerk.stack.origin}/sign-in")
    page.get_by_role("main").get_by_role("button").click()
    page.locator("button[value=supervisor1]").click()
    expect(page.get_by_role("main")).to_be_visible()
    page.wait_for_url("**/home**")
    page.goto(f"{clerk.stack.origin}/imports")
    page.locator("input[type=file]").set_input_files(sheet)
    expect(page.get_by_text("检查结果（还没有写入）")).to_be_visible()
    page.reload()
    expect(page.get_by_text("已检查，待导入")).to_be_visible()
    expect(page.get_by_text("有错误的行（前 20 行）")).to_be_visible()
    expect(page.get_by_role("link", name="下载结果表")).to_be_visible()
    page.screenshot(path="artefacts/import-checked.png", full_page=True)
    page.get_by_role("button", name="导入").click()
    expect(page.get_by_text("已导入", exact=True)).to_be_visible()
    page.get_by_role("link", name="导入另一个文件").click()
    expect(page.get_by_role("link", name="演示台账.xlsx")).to_be_visible()
    page.get_by_role("button", name="导出 CSV").click()
    expect(page.get_by_role("link", name="下载（")).to_be_visible()
    page.screenshot(path="artefacts/imports.png", full_page=True)
