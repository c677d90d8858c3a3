"""Files of draws in S3: `PUBLIC_BUCKET/public/draws/` for everybody, `DRAWS_BUCKET` for the function of draws alone,
but for `auditor/` in it, which the API hands to auditors.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

PUBLIC_PREFIX = "public/draws/"
PRIVATE_PREFIX = "sealed/"
AUDITOR_PREFIX = "auditor/"
_PART_BYTES = 8 * 1024 * 1024
"""S3 takes parts of at least 5 MB, and 10,000 of them."""
_LINK_SECONDS = 900
_ABSENT = {"NoSuchKey", "404", "403", "AccessDenied"}
"""Without the right to list, S3 answers 403 for what is not there."""
_KINDS = {"json": "application/json", "zip": "application/zip"}


class _Upload:
    """One file as it streams by: small ones by one put, others by parts."""

    def __init__(self, s3: Any, place: dict[str, str], told: dict[str, str]) -> None:
        self._s3 = s3
        self._place = place
        self._told = told
        self._waiting = bytearray()
        self._id = ""
        self._parts: list[dict[str, Any]] = []

    def write(self, raw: bytes) -> None:
        self._waiting += raw
        while len(self._waiting) >= _PART_BYTES:
            self._send(bytes(self._waiting[:_PART_BYTES]))
            del self._waiting[:_PART_BYTES]

    def _send(self, part: bytes) -> None:
        if not self._id:
            self._id = self._s3.create_multipart_upload(**self._place, **self._told)["UploadId"]
        number = len(self._parts) + 1
        answer = self._s3.upload_part(**self._place, UploadId=self._id, PartNumber=number, Body=part)
        self._parts.append({"ETag": answer["ETag"], "PartNumber": number})

    def complete(self) -> None:
        if not self._id:
            self._s3.put_object(**self._place, **self._told, Body=bytes(self._waiting))
            return
        if self._waiting:
            self._send(bytes(self._waiting))
        self._s3.complete_multipart_upload(
            **self._place, UploadId=self._id, MultipartUpload={"Parts": self._parts}
        )

    def abort(self) -> None:
        if self._id:
            self._s3.abort_multipart_upload(**self._place, UploadId=self._id)


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
    def open(self, name: str) -> Iterator[_Upload]:
        """See Files."""
        upload = _Upload(self._client(), self._place(name), self._told(name))
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
        return str(self._client().generate_presigned_url("get_object", Params=asked, ExpiresIn=_LINK_SECONDS))

    def _get(self, name: str, **asked: str) -> Any:
        s3 = self._client()
        try:
            return s3.get_object(**self._place(name), **asked)["Body"]
        except s3.exceptions.ClientError as failure:
            if failure.response["Error"]["Code"] in {*_ABSENT, "InvalidRange", "416"}:
                return None
            raise

    def _place(self, name: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": f"{self._prefix}{name}"}

    def _told(self, name: str) -> dict[str, str]:
        kind = _KINDS.get(name.rpartition(".")[2], "application/octet-stream")
        return {"ContentType": kind} | ({"CacheControl": self._fresh} if self._fresh else {})
