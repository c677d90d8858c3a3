"""What several stores do with S3 objects: forms for uploads into quarantine, and files written as they stream by.

The client is passed in: who has which rights is decided where it is made.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

SLOT_SECONDS = 900
"""How long a form or a link holds."""
ABSENT = frozenset({"NoSuchKey", "404", "403", "AccessDenied"})
"""Codes of what is not there: without the right to list, S3 answers 403."""
_STANDS = frozenset({"PreconditionFailed", "412"})
_PART_BYTES = 8 * 1024 * 1024
"""S3 takes parts of at least 5 MB, and 10,000 of them."""
_CHUNK_BYTES = 1024 * 1024


def form(
    s3: Any, bucket: str, key: str, *, size_bytes: int, content_type: str, sha256: str
) -> tuple[str, dict[str, str]]:
    """Address and form fields for posting exactly so many bytes of this type, once announced as this SHA-256."""
    fixed = {"Content-Type": content_type, "x-amz-meta-sha256": sha256}
    made = s3.generate_presigned_post(
        bucket,
        key,
        Fields=dict(fixed),
        Conditions=[
            *({name: value} for name, value in fixed.items()),
            ["content-length-range", size_bytes, size_bytes],
        ],
        ExpiresIn=SLOT_SECONDS,
    )
    return made["url"], made["fields"]


@dataclass(frozen=True)
class Arrived:
    """What lies under a key: its bytes in a file of our own, so that what is kept is what was hashed.

    mark      one upload of one object      sha256   empty when it has another size than promised, and was not read
    """

    mark: str
    uploaded_at: datetime
    size_bytes: int
    sha256: str
    head: bytes
    file: IO[bytes]


@contextmanager
def arrived(s3: Any, bucket: str, key: str, promised_bytes: int, head_bytes: int) -> Iterator[Arrived | None]:
    """What was posted under a key, read if it has the size promised; None when nothing lies there."""
    try:
        answer = s3.get_object(Bucket=bucket, Key=key)
    except s3.exceptions.ClientError as failure:
        if failure.response["Error"]["Code"] not in ABSENT:
            raise
        yield None
        return
    size_bytes, uploaded_at = int(answer["ContentLength"]), answer["LastModified"]
    made, head = hashlib.sha256(), b""
    with tempfile.TemporaryFile() as file:
        if size_bytes == promised_bytes:
            while raw := answer["Body"].read(_CHUNK_BYTES):
                made.update(raw)
                head = head or raw[:head_bytes]
                file.write(raw)
        mark = f"{answer['ETag'].strip('"')} {uploaded_at.isoformat()}"
        yield Arrived(mark, uploaded_at, size_bytes, made.hexdigest() if head else "", head, file)


def put_once(s3: Any, place: dict[str, str], **told: Any) -> bool:
    """Write an object unless one stands there; whether it was written.

    place  Bucket and Key      told  the body, and what it is kept with
    Raises ClientError also while another write is under way: nobody knows yet what it leaves.
    """
    try:
        s3.put_object(**place, **told, IfNoneMatch="*")
    except s3.exceptions.ClientError as failure:
        if failure.response["Error"]["Code"] not in _STANDS:
            raise
        return False
    return True


class Upload:
    """One file as it streams by: small ones by one put, others by parts; a part or two are in memory.

    place  Bucket and Key     told  what else the object is kept with, such as ContentType
    """

    def __init__(self, s3: Any, place: dict[str, str], told: dict[str, str]) -> None:
        self._s3 = s3
        self._place = place
        self._told = told
        self._waiting = bytearray()
        self._id = ""
        self._parts: list[dict[str, Any]] = []

    def write(self, raw: bytes) -> None:
        """Take the next bytes."""
        self._waiting += raw
        while len(self._waiting) >= _PART_BYTES:
            with memoryview(self._waiting) as waiting:
                part = bytes(waiting[:_PART_BYTES])
            self._send(part)
            del self._waiting[:_PART_BYTES]

    def _send(self, part: bytes) -> None:
        if not self._id:
            self._id = self._s3.create_multipart_upload(**self._place, **self._told)["UploadId"]
        number = len(self._parts) + 1
        answer = self._s3.upload_part(**self._place, UploadId=self._id, PartNumber=number, Body=part)
        self._parts.append({"ETag": answer["ETag"], "PartNumber": number})

    def complete(self) -> None:
        """Make the object of what was written."""
        if not self._id:
            self._s3.put_object(**self._place, **self._told, Body=bytes(self._waiting))
            return
        if self._waiting:
            self._send(bytes(self._waiting))
        self._s3.complete_multipart_upload(
            **self._place, UploadId=self._id, MultipartUpload={"Parts": self._parts}
        )

    def abort(self) -> None:
        """Forget what was written."""
        if self._id:
            self._s3.abort_multipart_upload(**self._place, UploadId=self._id)
