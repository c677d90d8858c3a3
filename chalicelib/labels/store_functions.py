"""Signing and photo reading: the adapters that invoke those functions by name, and what runs inside them.

Each function has its own rights: signing alone has kms:Sign, reading alone sees the quarantine bucket's photos.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from chalicelib import ids, invoking, logs, objects
from chalicelib.clock import Clock
from chalicelib.errors import Problem
from chalicelib.labels import bundle, codec, ladder, photo
from chalicelib.labels.model import SignerUnavailable
from chalicelib.labels.service_keys import Signature
from chalicelib.labels.service_photos import PhotoChanged, PhotoMissing, PhotoReaderUnavailable
from chalicelib.registry.model import is_number

_PACKED = re.compile(r"[0-9a-f]{12}")


class BadRequest(ValueError):
    """The signing function was asked for something it does not sign; it fails, and the failure is alarmed."""


class KmsSigner:
    """The signing function: signs nothing but well-formed labels and bundles; no caller can have other bytes signed."""

    def __init__(self, kms: Any, key: str) -> None:
        self._kms = kms
        self._key = key
        self._spki: dict[str, str] = {}

    def answer(self, event: Mapping[str, Any]) -> dict[str, str]:
        """One of three: the public key, the signature of a label, the signature of a bundle.

        {"do": "public_key"}
        {"do": "sign", "number", "packed"}   the six bytes of a label's fields in hex
        {"do": "sign_bundle", "packed"}      a bundle's bytes before the signature, base64
        """
        if event == {"do": "public_key"}:
            return {"spki": self._public_key(self._key)}
        if set(event) == {"do", "number", "packed"} and event["do"] == "sign":
            return self._signed(_label_message(event["number"], event["packed"]))
        if set(event) == {"do", "packed"} and event["do"] == "sign_bundle":
            return self._signed(_bundle_message(event["packed"]))
        raise BadRequest("neither sign, sign_bundle nor public_key")

    def _public_key(self, key: str) -> str:
        return base64.b64encode(self._kms.get_public_key(KeyId=key)["PublicKey"]).decode()

    def _signed(self, message: bytes) -> dict[str, str]:
        from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

        answer = self._kms.sign(
            KeyId=self._key,
            Message=hashlib.sha256(message).digest(),
            MessageType="DIGEST",
            SigningAlgorithm="ECDSA_SHA_256",
        )
        # By the key that signed, not by the alias: it may be pointed at another key at any moment.
        used = answer["KeyId"]
        if used not in self._spki:
            self._spki[used] = self._public_key(used)
        half = codec.SIGNATURE_BYTES // 2
        r, s = decode_dss_signature(answer["Signature"])
        return {"spki": self._spki[used], "signature": (r.to_bytes(half) + s.to_bytes(half)).hex()}


class LambdaSigner:
    """See service_keys.Signer and service_bundle.BundleSigner.

    client  makes the client when it is first needed: a scan signs nothing and must not pay for it
    """

    def __init__(self, client: Callable[[], Any], function: str) -> None:
        self._client = client
        self._function = function

    def public_key(self) -> str:
        """See Signer."""
        return str(self._ask({"do": "public_key"})["spki"])

    def sign(self, number: str, packed: bytes) -> Signature:
        """See Signer."""
        answer = self._ask({"do": "sign", "number": number, "packed": packed.hex()})
        return Signature(bytes.fromhex(answer["signature"]), str(answer["spki"]))

    def sign_bundle(self, packed: bytes) -> Signature:
        """See service_bundle.BundleSigner."""
        answer = self._ask({"do": "sign_bundle", "packed": base64.b64encode(packed).decode()})
        return Signature(bytes.fromhex(answer["signature"]), str(answer["spki"]))

    def _ask(self, event: dict[str, str]) -> Any:
        answer = invoking.asked(self._client(), self._function, event)
        if answer is None:
            raise SignerUnavailable
        return answer


class PhotoReader:
    """The reading function: fetches one photo from the quarantine bucket and reads its codes."""

    def __init__(self, s3: Any, bucket: str, clock: Clock) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._clock = clock

    def answer(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """`{"photo": id}` -> outcome, codes with corners, size and the step that ended the search; or `refused`."""
        try:
            reading = ladder.read(self._fetched(str(event["photo"])), _may_be_ours)
        except Problem as refusal:
            return {"refused": refusal.code}
        at_ms = int(self._clock().timestamp() * 1000)
        logs.count("PhotoRead", at_ms, outcome=reading.outcome, step=reading.step)
        if not reading.zbar:
            logs.count("PhotoReadByOneDecoderOnly", at_ms, reason="libzbar missing")
        return {
            "outcome": reading.outcome,
            "codes": [{"text": code.text, "position": code.position} for code in reading.codes],
            "width": reading.width,
            "height": reading.height,
            "step": reading.step,
        }

    def _fetched(self, photo_id: str) -> bytes:
        if not ids.matches("photo", photo_id):
            raise PhotoMissing
        try:
            answer = self._s3.get_object(Bucket=self._bucket, Key=_object(photo_id))
        except self._s3.exceptions.ClientError as failure:
            if failure.response["Error"]["Code"] not in objects.ABSENT:
                raise
            logs.logger().warning("photo not there", extra={"item": photo_id})
            raise PhotoMissing from None
        if answer["ContentLength"] > photo.LIMIT_BYTES:
            raise photo.PhotoTooLarge
        raw: bytes = answer["Body"].read()
        if hashlib.sha256(raw).hexdigest() != answer["Metadata"].get("sha256"):
            raise PhotoChanged
        return raw


class QuarantinedPhotos:
    """See service_photos.Quarantine."""

    def __init__(self, s3: Any, functions: Any, bucket: str, reader: str) -> None:
        self._s3 = s3
        self._functions = functions
        self._bucket = bucket
        self._reader = reader

    def slot(
        self, photo_id: str, size_bytes: int, content_type: str, sha256: str
    ) -> tuple[str, dict[str, str]]:
        """See Quarantine."""
        return objects.form(
            self._s3,
            self._bucket,
            _object(photo_id),
            size_bytes=size_bytes,
            content_type=content_type,
            sha256=sha256,
        )

    def read(self, photo_id: str) -> Mapping[str, Any]:
        """See Quarantine."""
        answer = invoking.asked(self._functions, self._reader, {"photo": photo_id})
        if answer is None:
            raise PhotoReaderUnavailable
        return dict(answer)


def _label_message(number: object, packed: object) -> bytes:
    if not isinstance(number, str) or not is_number(number):
        raise BadRequest("not a number")
    if not isinstance(packed, str) or not _PACKED.fullmatch(packed):
        raise BadRequest("not six bytes")
    raw = bytes.fromhex(packed)
    if raw[0] // codec.KEY_IDS != codec.VERSION or codec.Fields.unpacked(number, raw).counter == 0:
        raise BadRequest("not the fields of a label")
    return codec.message(number, raw)


def _bundle_message(packed: object) -> bytes:
    if not isinstance(packed, str):
        raise BadRequest("not base64")
    try:
        raw = base64.b64decode(packed, validate=True)
        bundle.Bundle.unpacked(raw)
    except ValueError as failure:
        raise BadRequest("not a bundle") from failure
    return bundle.message(raw)


def _object(photo_id: str) -> str:
    return f"photos/{photo_id}"


def _may_be_ours(text: str) -> bool:
    """Whether a text is worth ending the search for; a payment code beside a label is not."""
    return "/i/" in text.lower()
