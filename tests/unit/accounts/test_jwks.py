"""The issuer's key set is read from where we were told, and from nowhere else."""

import urllib.error
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from chalicelib.accounts import jwks

LIMIT = 64 * 1024


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
            return
        if self.path == "/noise":
            self.wfile.write(b"not HTTP\r\n\r\n")
            return
        self.send_response(404 if self.path == "/none" else 200)
        self.end_headers()
        self.wfile.write(b"x" * int(self.path[1:] or 0) if self.path[1:].isdecimal() else b"{}")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_key_set_on_loopback_is_read_past_any_proxy(origin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    assert jwks.read(f"{origin}/jwks") == b"{}"


def test_64_kb_are_read_and_a_byte_more_is_not(origin: str) -> None:
    assert len(jwks.read(f"{origin}/{LIMIT}")) == LIMIT
    with pytest.raises(jwks.NotAllowed):
        jwks.read(f"{origin}/{LIMIT + 1}")


@pytest.mark.parametrize(
    "url",
    [
        "http://issuer.example/jwks",
        "http://127.0.0.1.issuer.example/jwks",
        "http://127.0.0.1@issuer.example/jwks",
        "http://10.0.0.1/jwks",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "ftp://127.0.0.1/jwks",
        "data:application/json,{}",
        "jwks",
        "",
    ],
)
def test_no_other_address_is_asked(url: str) -> None:
    with pytest.raises(jwks.NotAllowed):
        jwks.read(url)


@pytest.mark.parametrize("to", ["http://169.254.169.254/", "file:///etc/passwd", "/jwks"])
def test_a_redirect_is_not_followed(origin: str, to: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        jwks.read(f"{origin}/to/{to}")
    refused.value.close()
    assert refused.value.code == 302


def test_what_is_no_http_is_a_failure_of_the_network(origin: str) -> None:
    with pytest.raises(OSError, match="BadStatusLine"):
        jwks.read(f"{origin}/noise")


def test_a_page_that_is_not_there_is_a_failure(origin: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        jwks.read(f"{origin}/none")
    refused.value.close()
