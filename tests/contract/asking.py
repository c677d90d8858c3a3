"""Asking the local stack over plain HTTP, and waiting for what comes about later."""

import http.client
import time
from collections.abc import Callable

PATIENCE_S = 600
"""On a fresh stack and a busy machine the follower is minutes behind the demo; less patience tests the machine."""


def eventually(is_so: Callable[[], object], pause_s: float = 0.1) -> None:
    """Wait until it is so, looking again after every pause."""
    until = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(pause_s)


def asked(
    port: int, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b""
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()
