"""The webhook: signed, over TLS to a public address only, never where it redirects to."""

import hmac
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from chalicelib.notices import store_webhook
from chalicelib.notices.model import queued
from chalicelib.notices.service import Undelivered
from chalicelib.notices.store_topic import Topic
from chalicelib.notices.store_webhook import Webhook
from tests.office import NOON
from tests.unit.notices.test_notices import new

SECRET = b"a demonstration key"
NOTICE = queued(new(), NOON)


def hook(url: str, *found: str, trust: ssl.SSLContext | None = None) -> Webhook:
    return Webhook(url, lambda: SECRET, lambda: NOON, lambda _host, _port: found, trust)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.9",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - refused
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "2002:7f00:1::",
        "64:ff9b:1::1",
    ],
)
def test_an_address_inside_is_never_called(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("called")

    monkeypatch.setattr(socket, "create_connection", never)
    for found in ((address,), ("93.184.215.14", address)):
        with pytest.raises(Undelivered, match="address"):
            hook("https://hook.example/x", *found).carry(NOTICE)


@pytest.mark.parametrize(
    "url", ["http://hook.example/", "https://", "https://user:pw@hook.example/", "ftp://hook.example/", ""]
)
def test_only_https_without_a_user_is_a_webhook(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        hook(url, "93.184.215.14")


def test_a_host_that_resolves_to_nothing_is_a_failure() -> None:
    with pytest.raises(Undelivered, match="address"):
        hook("https://hook.example/").carry(NOTICE)


class Receiver(BaseHTTPRequestHandler):
    """Keeps what came, answers as told."""

    status: ClassVar[int] = 204
    seen: ClassVar[list[tuple[str, dict[str, str], bytes]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.status)
        if self.status in range(300, 400):
            self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hook.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hook.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    target = tmp_path_factory.mktemp("tls") / "hook.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    target.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return target


@pytest.fixture
def receiver(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, ssl.SSLContext]]:
    monkeypatch.setattr(store_webhook, "_is_public", lambda _: True)
    monkeypatch.setattr(Receiver, "seen", [])
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port, ssl.create_default_context(cafile=str(certificate))
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_post_is_signed_and_holds_ids_only(receiver: tuple[int, ssl.SSLContext]) -> None:
    port, trust = receiver
    hook(f"https://hook.example:{port}/in?x=1", "127.0.0.1", trust=trust).carry(NOTICE)
    ((path, headers, body),) = Receiver.seen
    stamp = headers["x-steelyard-timestamp"]
    assert path == "/in?x=1"
    assert headers["host"] == f"hook.example:{port}"
    assert stamp == str(int(NOON.timestamp()))
    assert (
        headers["x-steelyard-signature"]
        == "v1=" + hmac.digest(SECRET, f"{stamp}.".encode() + body, "sha256").hex()
    )
    assert headers["x-steelyard-notice"] == NOTICE.id
    assert json.loads(body).keys() == {"id", "kind", "merchant_id", "subject", "created_at"}


@pytest.mark.parametrize("status", [301, 307, 400, 404, 500, 503])
def test_anything_but_taken_is_a_failure_and_no_redirect_is_followed(
    receiver: tuple[int, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    port, trust = receiver
    monkeypatch.setattr(Receiver, "status", status)
    with pytest.raises(Undelivered, match=f"status {status}"):
        hook(f"https://hook.example:{port}/", "127.0.0.1", trust=trust).carry(NOTICE)
    assert len(Receiver.seen) == 1


def test_another_name_in_the_certificate_is_a_failure(receiver: tuple[int, ssl.SSLContext]) -> None:
    port, trust = receiver
    with pytest.raises(Undelivered, match="SSLCertVerificationError"):
        hook(f"https://other.example:{port}/", "127.0.0.1", trust=trust).carry(NOTICE)
    assert Receiver.seen == []


def test_nobody_listening_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_webhook, "_is_public", lambda _: True)
    with pytest.raises(Undelivered, match="ConnectionRefusedError"):
        hook("https://hook.example:1/", "127.0.0.1").carry(NOTICE)


class Sns:
    """boto3's client, as far as it is used."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure, self.published = failure, list[dict[str, Any]]()

    def publish(self, **request: Any) -> None:
        if self.failure:
            raise self.failure
        self.published.append(request)


def test_the_topic_gets_ids_and_attributes_to_filter_by() -> None:
    sns = Sns()
    Topic(sns, "arn:aws:sns:::t").carry(NOTICE)
    (sent,) = sns.published
    assert sent["TopicArn"] == "arn:aws:sns:::t"
    assert json.loads(sent["Message"])["merchant_id"] == NOTICE.merchant_id
    assert {name: one["StringValue"] for name, one in sent["MessageAttributes"].items()} == {
        "merchant_id": NOTICE.merchant_id,
        "kind": NOTICE.kind,
    }


def test_a_topic_that_fails_is_a_failure_by_name() -> None:
    from botocore.exceptions import EndpointConnectionError

    with pytest.raises(Undelivered, match="EndpointConnectionError"):
        Topic(Sns(EndpointConnectionError(endpoint_url="https://x")), "arn").carry(NOTICE)
