"""The log's files and contents in S3, and its key in KMS.

bucket          object                         what
LOG_BUCKET      public/log/checkpoint, keys    replaced; every version stays, locked
LOG_BUCKET      public/log/tile/…              written once, locked for years
PUBLIC_BUCKET   public/log-content/{index}     content and salt of an entry, until they are erased
"""

import hashlib
from collections.abc import Callable
from typing import Any

from chalicelib.objects import ABSENT, put_once
from chalicelib.publication.log_leaf import content_name
from chalicelib.publication.log_notes import ECDSA, Key, Signature
from chalicelib.publication.service_log import LogChanged

PREFIX = "public/log/"
CONTENT_PREFIX = "public/log-content/"
_FRESH = "public, max-age=5"
_FOR_EVER = "public, max-age=31536000, immutable"


class LogFiles:
    """See service_log.Shelf; the client is made when it is first needed."""

    def __init__(self, client: Callable[[], Any], bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def read(self, name: str) -> bytes | None:
        """See Shelf."""
        return _read(self._client(), self._bucket, PREFIX + name)

    def keep(self, name: str, raw: bytes) -> None:
        """See Shelf."""
        told = {"Body": raw, "ContentType": "application/octet-stream", "CacheControl": _FOR_EVER}
        is_new = put_once(self._client(), {"Bucket": self._bucket, "Key": PREFIX + name}, **told)
        if not is_new and self.read(name) != raw:
            raise LogChanged(f"{name} stands there with other bytes")

    def replace(self, name: str, raw: bytes) -> None:
        """See Shelf."""
        self._client().put_object(
            Bucket=self._bucket,
            Key=PREFIX + name,
            Body=raw,
            ContentType="text/plain; charset=utf-8",
            CacheControl=_FRESH,
        )


class LogContents:
    """See service_log.Contents. The bucket keeps versions, so erasing means each of them."""

    def __init__(self, client: Callable[[], Any], bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def read(self, index: int) -> bytes | None:
        """See Contents."""
        return _read(self._client(), self._bucket, CONTENT_PREFIX + content_name(index))

    def put(self, index: int, raw: bytes) -> None:
        """See Contents."""
        place = {"Bucket": self._bucket, "Key": CONTENT_PREFIX + content_name(index)}
        put_once(self._client(), place, Body=raw, ContentType="application/json", CacheControl=_FRESH)

    def erase(self, index: int) -> None:
        """See Contents."""
        s3, key = self._client(), CONTENT_PREFIX + content_name(index)
        listed = s3.list_object_versions(Bucket=self._bucket, Prefix=key)
        for one in (*listed.get("Versions", ()), *listed.get("DeleteMarkers", ())):
            s3.delete_object(Bucket=self._bucket, Key=one["Key"], VersionId=one["VersionId"])


class KmsLogKey:
    """See service_log.LogSigner."""

    def __init__(self, kms: Any, key: str, origin: str) -> None:
        self._kms = kms
        self._key = key
        self._origin = origin

    def sign(self, text: str) -> tuple[Key, Signature]:
        """See LogSigner."""
        answer = self._kms.sign(
            KeyId=self._key,
            Message=hashlib.sha256(text.encode()).digest(),
            MessageType="DIGEST",
            SigningAlgorithm="ECDSA_SHA_256",
        )
        # By the key that signed, not by the alias: it may be pointed at another key at any moment.
        public = self._kms.get_public_key(KeyId=answer["KeyId"])["PublicKey"]
        key = Key(self._origin, ECDSA, public)
        return key, key.signed(answer["Signature"])


def _read(s3: Any, bucket: str, key: str) -> bytes | None:
    try:
        return bytes(s3.get_object(Bucket=bucket, Key=key)["Body"].read())
    except s3.exceptions.ClientError as failure:
        if failure.response["Error"]["Code"] not in ABSENT:
            raise
        return None
