"""Rounds of drand chains over HTTPS, from the relays of a setting; an answer is believed for its signature alone."""

import json
from collections.abc import Callable, Sequence
from http.client import HTTPException
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from chalicelib.sampling.bundle import Drand
from chalicelib.sampling.service_draws import NoAnswer

_TIMEOUT_SECONDS = 3
_MOST_BYTES = 4096
_AT_HOME = {"127.0.0.1", "localhost"}

type Fetch = Callable[[str], bytes]
type Check = Callable[[bytes, int, bytes], bool]


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def fetch(address: str) -> bytes:
    """The body under an https address (http on this machine only); at most 4 KB, in 3 seconds, without redirects."""
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _AT_HOME):
        raise ValueError("relays speak https")
    request = Request(address, headers={"Accept": "application/json"})  # noqa: S310 - the scheme is checked above
    with build_opener(_NoRedirects).open(request, timeout=_TIMEOUT_SECONDS) as answer:
        return bytes(answer.read(_MOST_BYTES + 1))


class Relays:
    """See service_draws.Beacon."""

    def __init__(self, addresses: str, is_signed: Check, get: Fetch = fetch) -> None:
        self._relays: Sequence[str] = addresses.split()
        self._is_signed = is_signed
        self._get = get

    def signature(self, source: Drand) -> bytes:
        """See Beacon: the first valid answer of any relay."""
        silent = "没有可用的drand中继 no relay is named"
        for relay in self._relays:
            try:
                raw = self._get(f"{relay.rstrip('/')}/{source.chain}/public/{source.round}")
                told = json.loads(raw) if len(raw) <= _MOST_BYTES else {}
                found = bytes.fromhex(told["signature"])
            except (URLError, HTTPException, OSError, ValueError, KeyError, TypeError):
                silent = "drand中继没有给出该轮结果 no relay told the round"
                continue
            if self._is_signed(bytes.fromhex(source.public_key), source.round, found):
                return found
            silent = "drand中继给出的签名无效 the relays' signature is not valid"
        raise NoAnswer(silent)
