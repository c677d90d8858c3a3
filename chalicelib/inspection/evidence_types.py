"""What may be sent as evidence: types and sizes by kind, and what bytes are by their first ones; never by a name."""

from dataclasses import dataclass
from typing import Literal

from chalicelib.errors import TooLarge, Unsupported
from chalicelib.labels import photo

Kind = Literal["photo", "video", "file", "signature", "refusal_note"]
MB = 1024 * 1024
HEAD_BYTES = 64
"""So many first bytes tell what a file is."""


@dataclass(frozen=True)
class Allowed:
    """What one kind of evidence may be: its types, and at most so many bytes (inclusive)."""

    types: tuple[str, ...]
    limit_bytes: int


ALLOWED: dict[Kind, Allowed] = {
    "photo": Allowed(("image/jpeg", "image/png", "image/webp"), 20 * MB),
    "video": Allowed(("video/mp4", "video/webm"), 64 * MB),
    "file": Allowed(("application/pdf",), 20 * MB),
    "signature": Allowed(("image/png",), 1 * MB),
    "refusal_note": Allowed(("image/png", "image/jpeg", "application/pdf"), 20 * MB),
}
LIMIT_BYTES = max(one.limit_bytes for one in ALLOWED.values())
EXTENSIONS: dict[str, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "application/pdf": "pdf",
}
_PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_MP4_BRANDS = (b"isom", b"iso", b"mp41", b"mp42", b"avc1", b"M4V ", b"mmp4", b"MSNV", b"3gp")
_EBML = b"\x1a\x45\xdf\xa3"


class OtherType(Unsupported):
    """A type that this kind of evidence may not have."""

    code = "evidence.type_not_taken"
    zh = "这种证据不支持该文件格式，请改用 {types}；手机照片请在相机设置中选择“兼容性最佳”（JPEG）。"
    en = "This kind of evidence takes {types} only. For photos set the camera to “most compatible” (JPEG)."


class EvidenceTooLarge(TooLarge):
    """More bytes than this kind of evidence may have."""

    code = "evidence.too_large"
    zh = "文件超过 {limit_mb} MB，请降低画质或分段拍摄后再添加。"
    en = "The file is larger than {limit_mb} MB. Lower the quality, or record it in parts."


def check(kind: Kind, media_type: str, size_bytes: int) -> None:
    """Refuse by name what could never be kept as this kind. Raises OtherType, EvidenceTooLarge."""
    allowed = ALLOWED[kind]
    if media_type not in allowed.types:
        raise OtherType(types=" / ".join(EXTENSIONS[one].upper() for one in allowed.types))
    if size_bytes > allowed.limit_bytes:
        raise EvidenceTooLarge(limit_mb=allowed.limit_bytes // MB)


def sniffed(head: bytes) -> str:
    """The type of a file by its first HEAD_BYTES; empty for anything we do not keep."""
    if picture := _PICTURES.get(photo.kind(head)):
        return picture
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head[4:8] == b"ftyp" and head[8:12].startswith(_MP4_BRANDS):
        return "video/mp4"
    if head.startswith(_EBML) and b"\x42\x82\x84webm" in head:
        return "video/webm"
    return ""
