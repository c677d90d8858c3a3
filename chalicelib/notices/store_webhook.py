"""Handing notices to a webhook: one POST over https, signed, to a public address only, never where it redirects to.

The receiver checks X-Steelyard-Signature, `v1=` and the hex HMAC-SHA256 of `{timestamp}.{body}`, refuses a
timestamp older than five minutes, and takes the same X-Steelyard-Notice once.
"""

import hmac
import ipaddress
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from chalicelib.clock import Clock
from chalicelib.notices.model import Notice, content
from chalicelib.notices.service import Undelivered
from chalicelib.store import canonical

if TYPE_CHECKING:
    import ssl

TIMEOUT_S = 5.0
_HTTPS_PORT = 443
_OK = range(200, 300)
type Resolve = Callable[[str, int], tuple[str, ...]]


def addresses(host: str, port: int) -> tuple[str, ...]:
    """What the host resolves to now."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


def key_of(client: Any, parameter: str) -> bytes:
    """The key of the signature, a SecureString; read for each notice, so that it may be changed."""
    found = client.get_parameter(Name=parameter, WithDecryption=True)
    return str(found["Parameter"]["Value"]).encode()


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """What the receiver compares with."""
    return "v1=" + hmac.digest(secret, timestamp.encode() + b"." + body, "sha256").hex()


class Webhook:
    """See service.Carrier.

    url       https, no user, no fragment; its host must resolve to public addresses only
    secret    reads the key of the signature, when it is needed
    resolve   what a host resolves to; the connection goes to the very address that was looked at
    """

    name = "webhook"

    def __init__(
        self,
        url: str,
        secret: Callable[[], bytes],
        clock: Clock,
        resolve: Resolve = addresses,
        trust: "ssl.SSLContext | None" = None,
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme != "https" or not parts.hostname or parts.username or parts.password:
            raise ValueError("a webhook is an https address without a user")
        self._host, self._port = parts.hostname, parts.port or _HTTPS_PORT
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._secret, self._clock, self._resolve, self._trust = secret, clock, resolve, trust

    def carry(self, notice: Notice) -> None:
        """POST once; anything but a 2xx is a failure, a redirect too."""
        from http.client import HTTPException

        body = canonical(content(notice, notice.created_at)).encode()
        timestamp = str(int(self._clock().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "steelyard",
            "X-Steelyard-Notice": notice.id,
            "X-Steelyard-Timestamp": timestamp,
            "X-Steelyard-Signature": signature(self._secret(), timestamp, body),
        }
        try:
            status = self._post(self._public_address(), body, headers)
        except (OSError, HTTPException) as failure:
            raise Undelivered(type(failure).__name__) from failure
        if status not in _OK:
            raise Undelivered(f"status {status}")

    def _public_address(self) -> str:
        """An address of the host; all of them must be public, so that no name leads inside."""
        found = self._resolve(self._host, self._port)
        if not found or not all(_is_public(one) for one in found):
            raise Undelivered("address")
        return found[0]

    def _post(self, address: str, body: bytes, headers: dict[str, str]) -> int:
        import ssl
        from http.client import HTTPSConnection

        context = self._trust or ssl.create_default_context()
        connection = HTTPSConnection(self._host, self._port, timeout=TIMEOUT_S, context=context)
        plain = socket.create_connection((address, self._port), timeout=TIMEOUT_S)
        try:
            connection.sock = context.wrap_socket(plain, server_hostname=self._host)
            connection.request("POST", self._path, body, headers)
            return connection.getresponse().status
        finally:
            connection.close()
            plain.close()


def _is_public(address: str) -> bool:
    """Whether an address is of the open internet; one in another's clothes counts as that other."""
    known = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(known, ipaddress.IPv6Address):
        inner = known.ipv4_mapped or known.sixtofour
        if inner is not None:
            known = inner
    return known.is_global and not known.is_multicast
