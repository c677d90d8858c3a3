"""Where imports' files are: uploads in the quarantine bucket, rows and reports in the files bucket."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from chalicelib import objects
from chalicelib.registry.imports_files import LIMIT_BYTES
from chalicelib.registry.imports_job import Announced
from chalicelib.registry.imports_refusals import FileTooLarge
from chalicelib.registry.service_imports import FileChanged, FileMissing

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


class S3Files:
    """See service_imports.Files.

    client  makes the client when it is first needed: a look at a job needs none
    """

    def __init__(self, client: Callable[[], Any], quarantine: str, files: str) -> None:
        self._client = client
        self._quarantine = quarantine
        self._files = files

    def slot(self, import_id: str, announced: Announced) -> tuple[str, dict[str, str]]:
        """See Files."""
        return objects.form(
            self._client(),
            self._quarantine,
            _upload(import_id),
            size_bytes=announced.size_bytes,
            content_type="application/octet-stream",
            sha256=announced.sha256,
        )

    def uploaded(self, import_id: str, announced: Announced) -> bytes:
        """See Files."""
        client = self._client()
        try:
            answer = client.get_object(Bucket=self._quarantine, Key=_upload(import_id))
        except client.exceptions.ClientError as failure:
            if failure.response["Error"]["Code"] not in objects.ABSENT:
                raise
            raise FileMissing from None
        if answer["ContentLength"] > LIMIT_BYTES:
            raise FileTooLarge
        raw: bytes = answer["Body"].read()
        if hashlib.sha256(raw).hexdigest() != announced.sha256:
            raise FileChanged
        return raw

    def put(self, key: str, content: Any) -> None:
        """See Files."""
        import gzip

        body = gzip.compress(json.dumps(content, ensure_ascii=False).encode(), compresslevel=3, mtime=0)
        self._client().put_object(Bucket=self._files, Key=key, Body=body)

    def get(self, key: str) -> Any:
        """See Files."""
        import gzip

        body = self._client().get_object(Bucket=self._files, Key=key)["Body"].read()
        return json.loads(gzip.decompress(body))

    def publish(self, name: str, path: Path) -> None:
        """See Files."""
        with path.open("rb") as body:
            self._client().put_object(
                Bucket=self._files,
                Key=f"reports/{name}",
                Body=body,
                ContentType=_TYPES[path.suffix.removeprefix(".")],
            )

    def link(self, name: str, shown_as: str) -> str:
        """See Files."""
        wanted = {
            "Bucket": self._files,
            "Key": f"reports/{name}",
            "ResponseContentDisposition": f"attachment; filename*=UTF-8''{quote(shown_as)}",
        }
        return str(
            self._client().generate_presigned_url("get_object", wanted, ExpiresIn=objects.SLOT_SECONDS)
        )


def _upload(import_id: str) -> str:
    return f"imports/{import_id}"
