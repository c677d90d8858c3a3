"""Files that everybody reads, in `PUBLIC_BUCKET`: under `public/register/` and `public/data/`.

They are replaced whole. What was withdrawn is gone from the cache within `FRESH`, and from the bucket's old versions
within a day (the lifecycle in infra/template.json).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from chalicelib.objects import ABSENT, Upload

REGISTER = "public/register/"
DATA = "public/data/"
FRESH = "public, max-age=60"
_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/jsonl; charset=utf-8",
    "jsonld": "application/ld+json",
    "txt": "text/plain; charset=utf-8",
}


class PublicFiles:
    """See service_publish.Files and service_opendata.Files.

    client   makes the client when it is first needed
    """

    def __init__(self, client: Callable[[], Any], bucket: str, prefix: str) -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = prefix

    def put(self, name: str, raw: bytes) -> None:
        """See Files."""
        self._client().put_object(**self._place(name), **_told(name), Body=raw)

    @contextmanager
    def open(self, name: str) -> Iterator[Upload]:
        """See service_opendata.Files."""
        upload = Upload(self._client(), self._place(name), _told(name))
        try:
            yield upload
        except BaseException:
            upload.abort()
            raise
        upload.complete()

    def read(self, name: str) -> bytes | None:
        """See service_opendata.Files."""
        s3 = self._client()
        try:
            return bytes(s3.get_object(**self._place(name))["Body"].read())
        except s3.exceptions.ClientError as failure:
            if failure.response["Error"]["Code"] not in ABSENT:
                raise
            return None

    def _place(self, name: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": f"{self._prefix}{name}"}


def _told(name: str) -> dict[str, str]:
    return {"ContentType": _KINDS[name.rpartition(".")[2]], "CacheControl": FRESH}
