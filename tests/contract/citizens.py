"""A citizen's phone over plain HTTP, on the local stack: no account, an id and a secret of its own."""

import hashlib
import json
import secrets
import uuid
from typing import Any

from chalicelib import ids
from chalicelib.ids import ALPHABET
from infra.local.places import Places
from tests.contract.asking import asked
from tests.contract.test_deployed import BOUNDARY, _form


def made(thing: str) -> str:
    """An id nobody else has."""
    return ids.new(thing, 1_767_225_600_000, uuid.uuid4().bytes)


class Citizen:
    """One phone with one submission, in a network of its own."""

    def __init__(self, stack: Places) -> None:
        self._stack = stack
        self.complaint = made("complaint")
        self.secret = "7" + "".join(secrets.choice(ALPHABET) for _ in range(25))
        self._address = f"100.{secrets.randbelow(256)}.{secrets.randbelow(256)}.7, 127.0.0.1"

    def call(self, method: str, path: str = "", body: object = None, **headers: str) -> tuple[int, Any]:
        """Status and answer of a call about this submission."""
        sent = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        told = {
            "Content-Type": "application/json",
            "X-Following-Secret": self.secret,
            "X-Forwarded-For": self._address,
            **headers,
        }
        address = f"/api/v1/public/complaints/{self.complaint}{path}"
        status, _, answer = asked(self._stack.port, method, address, told, sent)
        return status, json.loads(answer)

    def submit(self, **told: Any) -> Any:
        """The receipt."""
        hashed = hashlib.sha256(self.secret.encode()).hexdigest()
        status, receipt = self.call("PUT", "", {"secret_hash": hashed, **told})
        assert status in {200, 201}, receipt
        return receipt

    def post(self, upload: dict[str, Any], raw: bytes) -> int:
        """Post a picture as the page does."""
        headers = {
            "Origin": self._stack.origin,
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        }
        path = upload["url"].removeprefix(self._stack.aws)
        return asked(self._stack.aws_port, "POST", path, headers, _form(upload["fields"], raw))[0]
