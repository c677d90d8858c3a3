"""How materials are kept, and where their pictures are.

key or object                             what                                        read by
Q#{complaint}  M#{material}               a material                                  GetItem, or with its file
quarantine  evidence/{complaint}/{mat}    a picture as posted, for a day
materials   {complaint}/{mat}.jpg         its pixels, until the file's data are erased

Complaint pictures share the prefix and the queue of evidence; ids tell them apart. Their bucket is not locked as that
of evidence is, because what is personal must be erased in time.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from chalicelib import objects
from chalicelib.complaints.materials import Look, Material
from chalicelib.complaints.service_book import Changed, Stored
from chalicelib.complaints.service_materials import Found, Slot
from chalicelib.complaints.store import erased_at
from chalicelib.labels import photo
from chalicelib.registry.service_book import stored
from chalicelib.store import Clash, Item, Put, Table, pages

_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_HEAD_BYTES = 64


def material_put(material: Material, content: str, seen: int) -> Put:
    """A material as its version seen + 1."""
    document = material.model_dump(mode="json", exclude_none=True)
    item = Item(
        f"Q#{material.complaint}", f"M#{material.id}", document, v=seen + 1, state=material.state, h=content
    )
    return Put(item, seen)


class MaterialStore:
    """See service_materials.Shelf."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def material(self, complaint: str, material: str) -> Stored[Material] | None:
        """See Shelf: one GetItem."""
        return stored(self._table.get(f"Q#{complaint}", f"M#{material}"), Material)

    def materials(self, complaint: str) -> tuple[Stored[Material], ...]:
        """All of a submission, by id: one Query."""
        items = pages(self._table, f"Q#{complaint}", begins="M#")
        return tuple(Stored(Material.model_validate(item.document), item.v, item.h) for item in items)

    def write(self, material: Material, content: str, seen: int) -> None:
        """See Shelf."""
        self._put(material_put(material, content, seen))
        if at := erased_at(self._table, material.complaint):
            self._put(material_put(material.erased(datetime.fromisoformat(at)), "", seen + 1))
            raise Changed

    def _put(self, put: Put) -> None:
        try:
            self._table.put(put.item, put.seen)
        except Clash as clash:
            raise Changed from clash


class MaterialFiles:
    """See service_materials.Slots and Vault.

    client  makes the client when it is first needed
    """

    def __init__(self, client: Callable[[], Any], quarantine: str, kept: str) -> None:
        self._client = client
        self._quarantine = quarantine
        self._kept = kept

    def slot(self, material: Material) -> Slot:
        """See Slots."""
        return objects.form(
            self._client(),
            self._quarantine,
            _arrives(material),
            size_bytes=material.size_bytes,
            content_type=material.media_type,
            sha256=material.sha256 or "",
        )

    @contextmanager
    def fetch(self, material: Material) -> Iterator[Found | None]:
        """See Vault."""
        place, size_bytes = _arrives(material), material.size_bytes
        with objects.arrived(self._client(), self._quarantine, place, size_bytes, _HEAD_BYTES) as found:
            yield Found(_look(found), found.file) if found else None

    def keep(self, material: Material, picture: bytes) -> None:
        """See Vault: the pixels of one verified picture are the same bytes whenever they are drawn."""
        self._client().put_object(
            Bucket=self._kept, Key=_lies(material), Body=picture, ContentType="image/jpeg"
        )

    def empty(self, material: Material) -> None:
        """See Vault: whoever judges pictures may write them and delete none."""
        self.keep(material, b"")

    def link(self, material: Material) -> str:
        """Where whoever may see it reads a verified picture for a quarter of an hour."""
        asked = {
            "Bucket": self._kept,
            "Key": _lies(material),
            "ResponseContentType": "image/jpeg",
            "ResponseContentDisposition": f'inline; filename="{material.id}.jpg"',
        }
        return str(self._client().generate_presigned_url("get_object", asked, ExpiresIn=objects.SLOT_SECONDS))

    def erase(self, materials: Iterable[Material]) -> None:
        """Delete the pictures of these; deleting what is not there changes nothing."""
        for one in materials:
            self._client().delete_object(Bucket=self._kept, Key=_lies(one))


def _arrives(material: Material) -> str:
    return f"evidence/{material.complaint}/{material.id}"


def _lies(material: Material) -> str:
    return f"{material.complaint}/{material.id}.jpg"


def _look(found: objects.Arrived) -> Look:
    return Look(
        mark=found.mark,
        uploaded_at=found.uploaded_at,
        size_bytes=found.size_bytes,
        sha256=found.sha256,
        media_type=_TYPES.get(photo.kind(found.head), ""),
    )
