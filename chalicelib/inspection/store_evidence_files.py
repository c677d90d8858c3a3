"""Where the bytes of evidence are.

object                                    what
quarantine  evidence/{visit}/{evidence}   as posted by the phone, for a day
evidence    originals/{visit}/{evidence}  verified; versioned and locked, written once
evidence    thumbnails/{visit}/{evidence} a small JPEG without EXIF
files       evidence/{visit}/{export}.zip an export, for a week
"""

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from chalicelib import objects
from chalicelib.inspection.evidence import Evidence, Look
from chalicelib.inspection.evidence_pack import Pack
from chalicelib.inspection.evidence_types import EXTENSIONS, HEAD_BYTES, sniffed
from chalicelib.inspection.service_evidence import Slot
from chalicelib.inspection.service_evidence_verify import Found

_CHUNK_BYTES = 1024 * 1024


class EvidenceFiles:
    """See service_evidence.Slots and service_evidence_verify.Vault.

    client  makes the client when it is first needed: a look at a list without pictures needs none
    """

    def __init__(self, client: Callable[[], Any], quarantine: str, evidence: str) -> None:
        self._client = client
        self._quarantine = quarantine
        self._evidence = evidence

    def slot(self, evidence: Evidence) -> Slot:
        """See Slots."""
        return objects.form(
            self._client(),
            self._quarantine,
            f"evidence/{_place(evidence)}",
            size_bytes=evidence.size_bytes,
            content_type=evidence.media_type,
            sha256=evidence.sha256,
        )

    def link(self, evidence: Evidence) -> str:
        """See Slots."""
        name = f"{evidence.kind}-{evidence.id}.{EXTENSIONS[evidence.media_type]}"
        return self._link(f"originals/{_place(evidence)}", evidence.media_type, name)

    def thumbnail_link(self, evidence: Evidence) -> str:
        """See Slots."""
        return self._link(f"thumbnails/{_place(evidence)}", "image/jpeg", f"{evidence.id}.jpg")

    def _link(self, key: str, media_type: str, name: str) -> str:
        asked = {
            "Bucket": self._evidence,
            "Key": key,
            "ResponseContentType": media_type,
            "ResponseContentDisposition": f'inline; filename="{name}"',
        }
        return str(self._client().generate_presigned_url("get_object", asked, ExpiresIn=objects.SLOT_SECONDS))

    @contextmanager
    def fetch(self, evidence: Evidence) -> Iterator[Found | None]:
        """See Vault. The bytes pass through a file of our own, so that what is kept is what was hashed."""
        place = f"evidence/{_place(evidence)}"
        with objects.arrived(
            self._client(), self._quarantine, place, evidence.size_bytes, HEAD_BYTES
        ) as found:
            yield Found(_look(found), found.file) if found else None

    def keep(self, evidence: Evidence, file: IO[bytes]) -> None:
        """See Vault. S3 compares the SHA-256 once more, and never writes over what stands there."""
        self._put_once(
            f"originals/{_place(evidence)}",
            Body=file,
            ContentType=evidence.media_type,
            ChecksumSHA256=base64.b64encode(bytes.fromhex(evidence.sha256)).decode(),
        )

    def keep_thumbnail(self, evidence: Evidence, picture: bytes) -> None:
        """See Vault."""
        self._put_once(f"thumbnails/{_place(evidence)}", Body=picture, ContentType="image/jpeg")

    def _put_once(self, key: str, **told: Any) -> None:
        objects.put_once(self._client(), {"Bucket": self._evidence, "Key": key}, **told)


class PackFiles:
    """See service_evidence_export.Archive and PackLinks; `client` as above."""

    def __init__(self, client: Callable[[], Any], evidence: str, files: str) -> None:
        self._client = client
        self._evidence = evidence
        self._files = files

    def chunks(self, evidence: Evidence) -> Iterator[bytes]:
        """See Archive."""
        answer = self._client().get_object(Bucket=self._evidence, Key=f"originals/{_place(evidence)}")
        while raw := answer["Body"].read(_CHUNK_BYTES):
            yield raw

    @contextmanager
    def open(self, pack: Pack) -> Iterator[objects.Upload]:
        """See Archive."""
        told = {"ContentType": "application/zip"}
        upload = objects.Upload(self._client(), self._object(pack), told)
        try:
            yield upload
        except BaseException:
            upload.abort()
            raise
        upload.complete()

    def link(self, pack: Pack) -> str:
        """See PackLinks."""
        asked = {
            **self._object(pack),
            "ResponseContentDisposition": f'attachment; filename="evidence-{pack.id}.zip"',
        }
        return str(self._client().generate_presigned_url("get_object", asked, ExpiresIn=objects.SLOT_SECONDS))

    def _object(self, pack: Pack) -> dict[str, str]:
        """Below its visit: phones make the ids, and another visit's export must not be written over."""
        return {"Bucket": self._files, "Key": f"evidence/{pack.visit_id}/{pack.id}.zip"}


def _place(evidence: Evidence) -> str:
    return f"{evidence.visit_id}/{evidence.id}"


def _look(found: objects.Arrived) -> Look:
    return Look(
        mark=found.mark,
        uploaded_at=found.uploaded_at,
        size_bytes=found.size_bytes,
        sha256=found.sha256,
        media_type=sniffed(found.head),
    )
