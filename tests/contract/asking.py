"""Asking the local stack over plain HTTP, and waiting for what comes about later."""

import http.client
import time
from collections.abc import Callable

PATIENCE_S = 150


def eventually(is_so: Callable[[], object], patience_s: int = PATIENCE_S) -> None:
    until = time.monotonic() + patience_s
    while not is_so():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.1)


def asked(
    port: int, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b""
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()
