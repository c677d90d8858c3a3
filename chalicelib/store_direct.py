"""DynamoDB without botocore for calls that succeed: one signed request on a kept connection.

botocore costs a millisecond of CPU a call and 150 ms of cold start; a scan is little else (bench/scan.py). Whatever
is not a plain success (a condition that failed, throttling, a lost connection, a wrong checksum, a machine whose
credentials are not in the environment) is asked again through boto3's client, which knows retries, clock skew,
refresh and every exception. Asking again is safe: reads change nothing, and every write of ours is conditional.
"""

import hashlib
import hmac
import json
import threading
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from chalicelib.clock import Clock

_TIMEOUT_S = 4.0
_OK = 200
_JSON = "application/x-amz-json-1.0"
_NEEDED = frozenset({"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"})
_OTHER_ENDPOINTS = frozenset({"AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"})
_OTHER_WAYS = frozenset({"AWS_CA_BUNDLE", "HTTPS_PROXY", "https_proxy"})
"""Settings of the environment that only botocore understands; the latter touch https alone."""


@dataclass(frozen=True)
class Access:
    """Where and as whom to call."""

    address: str
    region: str
    key_id: str
    secret: str
    token: str

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Access | None":
        """What Lambda's environment says; None where only botocore can tell."""
        if not environment.keys() >= _NEEDED or _OTHER_ENDPOINTS & environment.keys():
            return None
        region = environment["AWS_DEFAULT_REGION"]
        if region.count("-") != 2:  # noqa: PLR2004 - isolated partitions have longer names and other domains
            return None
        domain = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
        named = environment.get("AWS_ENDPOINT_URL_DYNAMODB") or environment.get("AWS_ENDPOINT_URL")
        address = named or f"https://dynamodb.{region}.{domain}"
        if address.startswith("https:") and _OTHER_WAYS & environment.keys():
            return None
        return cls(
            address=address,
            region=region,
            key_id=environment["AWS_ACCESS_KEY_ID"],
            secret=environment["AWS_SECRET_ACCESS_KEY"],
            token=environment.get("AWS_SESSION_TOKEN", ""),
        )


def signed_headers(access: Access, operation: str, body: bytes, at: str) -> dict[str, str]:
    """Headers of one call with its Signature Version 4; `at` is the time as 20261124T030000Z."""
    headers = {
        "content-type": _JSON,
        "host": urlsplit(access.address).netloc,
        "x-amz-date": at,
        **({"x-amz-security-token": access.token} if access.token else {}),
        "x-amz-target": f"DynamoDB_20120810.{operation}",
    }
    names = ";".join(headers)
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
    canonical = f"POST\n/\n\n{lines}\n{names}\n{hashlib.sha256(body).hexdigest()}"
    scope = f"{at[:8]}/{access.region}/dynamodb/aws4_request"
    key = f"AWS4{access.secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    to_sign = f"AWS4-HMAC-SHA256\n{at}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    credential = f"Credential={access.key_id}/{scope}"
    headers["authorization"] = f"AWS4-HMAC-SHA256 {credential}, SignedHeaders={names}, Signature={signature}"
    return headers


class DirectDynamo:
    """The calls of boto3's DynamoDB client that stores use, answered alike.

    client       makes boto3's client, when it is needed
    environment  where Lambda puts region and credentials
    clock        the machine's own time, for the signature
    """

    def __init__(self, client: Callable[[], Any], environment: Mapping[str, str], clock: Clock) -> None:
        self._client = client
        self._environment = environment
        self._clock = clock
        self._local = threading.local()

    @property
    def exceptions(self) -> Any:
        """boto3's exception classes."""
        return self._client().exceptions

    def get_item(self, **request: Any) -> Any:
        """As boto3's."""
        return self._call("GetItem", "get_item", request)

    def batch_get_item(self, **request: Any) -> Any:
        """As boto3's."""
        return self._call("BatchGetItem", "batch_get_item", request)

    def query(self, **request: Any) -> Any:
        """As boto3's."""
        return self._call("Query", "query", request)

    def put_item(self, **request: Any) -> Any:
        """As boto3's."""
        return self._call("PutItem", "put_item", request)

    def transact_write_items(self, **request: Any) -> Any:
        """boto3's own: it names the call by a token, so that asking again is one transaction."""
        return self._client().transact_write_items(**request)

    def _call(self, operation: str, method: str, request: dict[str, Any]) -> Any:
        access = Access.of(self._environment)
        answer = self._sent(access, operation, json.dumps(request).encode()) if access else None
        return getattr(self._client(), method)(**request) if answer is None else answer

    def _sent(self, access: Access, operation: str, body: bytes) -> Any:
        """The answer, or None when it was not a plain success."""
        from http.client import HTTPException

        headers = signed_headers(access, operation, body, f"{self._clock():%Y%m%dT%H%M%SZ}")
        connection = self._connection(access.address)
        try:
            connection.request("POST", "/", body, headers)
            answer = connection.getresponse()
            raw: bytes = answer.read()
        except (OSError, HTTPException):
            connection.close()
            return None
        checksum = answer.headers.get("x-amz-crc32")
        if answer.status != _OK or (checksum is not None and int(checksum) != zlib.crc32(raw)):
            return None
        return json.loads(raw)

    def _connection(self, address: str) -> Any:
        """This thread's connection; http.client opens it again after it was closed."""
        from http.client import HTTPConnection, HTTPSConnection

        kept = getattr(self._local, "connection", None)
        if kept is None:
            parts = urlsplit(address)
            kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
            kept = self._local.connection = kind(parts.netloc, timeout=_TIMEOUT_S)
        return kept
