"""Files of draws in S3: `PUBLIC_BUCKET/public/draws/` for everybody, `DRAWS_BUCKET` for the function of draws alone,
but for `auditor/` in it, which the API hands to auditors.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from chalicelib.objects import ABSENT, SLOT_SECONDS, Upload

PUBLIC_PREFIX = "public/draws/"
PRIVATE_PREFIX = "sealed/"
AUDITOR_PREFIX = "auditor/"
_KINDS = {"json": "application/json", "zip": "application/zip"}


class S3Files:
    """See service_draws.Files.

    client    makes the client when it is first needed     fresh   what Cache-Control says of public ones
    """

    def __init__(self, client: Callable[[], Any], bucket: str, prefix: str, fresh: str = "") -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = prefix
        self._fresh = fresh

    @contextmanager
    def open(self, name: str) -> Iterator[Upload]:
        """See Files."""
        upload = Upload(self._client(), self._place(name), self._told(name))
        try:
            yield upload
        except BaseException:
            upload.abort()
            raise
        upload.complete()

    def put(self, name: str, raw: bytes) -> None:
        """See Files."""
        self._client().put_object(**self._place(name), **self._told(name), Body=raw)

    def read(self, name: str) -> bytes | None:
        """See Files."""
        found = self._get(name)
        return None if found is None else bytes(found.read())

    def part(self, name: str, first: int, size_bytes: int) -> bytes:
        """See Files."""
        found = self._get(name, Range=f"bytes={first}-{first + size_bytes - 1}")
        return b"" if found is None else bytes(found.read())

    def chunks(self, name: str, width: int) -> Iterator[bytes]:
        """See Files."""
        found = self._get(name)
        size = width * max(1, (1 << 20) // width)
        waiting = b""
        while found is not None and (raw := found.read(size)):
            waiting += raw
            whole = len(waiting) // width * width
            if whole:
                yield waiting[:whole]
            waiting = waiting[whole:]
        if waiting:
            raise ValueError("the file ends inside a record")

    def link(self, name: str, shown_as: str) -> str:
        """An address that downloads a file for fifteen minutes."""
        asked = {**self._place(name), "ResponseContentDisposition": f'attachment; filename="{shown_as}"'}
        return str(self._client().generate_presigned_url("get_object", Params=asked, ExpiresIn=SLOT_SECONDS))

    def _get(self, name: str, **asked: str) -> Any:
        s3 = self._client()
        try:
            return s3.get_object(**self._place(name), **asked)["Body"]
        except s3.exceptions.ClientError as failure:
            if failure.response["Error"]["Code"] in {*ABSENT, "InvalidRange", "416"}:
                return None
            raise

    def _place(self, name: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": f"{self._prefix}{name}"}

    def _told(self, name: str) -> dict[str, str]:
        kind = _KINDS.get(name.rpartition(".")[2], "application/octet-stream")
        return {"ContentType": kind} | ({"CacheControl": self._fresh} if self._fresh else {})
