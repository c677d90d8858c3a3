"""Photos of labels: where to send one, and what the codes in it are."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from chalicelib import ids
from chalicelib.clock import Clock
from chalicelib.documents import Document
from chalicelib.errors import Invalid, Missing, Problem, Unavailable, Unprocessable
from chalicelib.labels import photo
from chalicelib.labels.model import Resolution
from chalicelib.labels.service import Labels

TYPES = ("image/jpeg", "image/png", "image/webp")
_PHONE_TYPES = ("image/heic", "image/heif", "image/avif", "image/heic-sequence", "image/heif-sequence")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class PhotoMissing(Missing):
    """The photo was not uploaded, or is older than 24 hours."""

    code = "photo.missing"
    zh = "找不到这张照片：可能尚未上传完成，或已超过 24 小时被清除。请重新上传。"
    en = "This photo is not there: not uploaded yet, or older than 24 hours and gone. Upload it again."


class PhotoChanged(Unprocessable):
    """The bytes uploaded are not those promised."""

    code = "photo.changed"
    zh = "上传的照片与申请上传时的校验值不一致，请重新上传。"
    en = "The photo uploaded is not the one announced (its SHA-256 differs). Upload it again."


class BadDigest(Invalid):
    """The promised SHA-256 is not 64 hexadecimal digits."""

    code = "photo.bad_digest"
    zh = "sha256 应为 64 位小写十六进制。"
    en = "sha256 must be 64 lower-case hexadecimal digits."


class PhotoReaderUnavailable(Unavailable):
    """The function that reads photos did not answer."""

    code = "photo.reader_unavailable"
    zh = "照片识别服务暂时不可用，照片已保留，请稍后重试；也可直接输入标签编号。"
    en = "The photo reading service did not answer; the photo is kept. Try again later, or type the label's number."


REFUSALS: dict[str, type[Problem]] = {
    kind.code: kind
    for kind in (
        photo.PhotoHeic,
        photo.PhotoNotAnImage,
        photo.PhotoAnimated,
        photo.PhotoDamaged,
        photo.PhotoTooManyPixels,
        photo.PhotoTooLarge,
        PhotoMissing,
        PhotoChanged,
    )
}
"""What the reading function may refuse, by code."""


class PhotoSlot(Document):
    """Where to post a photo: a form with these fields, and the file last, to this address, within 15 minutes."""

    photo: str
    url: str
    fields: dict[str, str]


class ReadCode(Document):
    """One code in a photo: its text, its four corners in pixels of the upright photo, what it is."""

    text: str
    position: list[tuple[int, int]]
    resolution: Resolution


class PhotoReading(Document):
    """What a photo shows. unreadable: a code is seen but too damaged or blurred."""

    outcome: Literal["one", "none", "several", "unreadable"]
    codes: list[ReadCode]
    width: int
    height: int


class Quarantine(Protocol):
    """Where photos arrive, and the function that reads them there."""

    def slot(
        self, photo_id: str, size_bytes: int, content_type: str, sha256: str
    ) -> tuple[str, dict[str, str]]:
        """Address and form fields for posting exactly these bytes."""

    def read(self, photo_id: str) -> Mapping[str, Any]:
        """The reader's answer: outcome, codes, width, height, or `refused`. Raises PhotoReaderUnavailable."""


@dataclass(frozen=True)
class Photos:
    """Photos of labels: upload and reading."""

    quarantine: Quarantine
    labels: Labels
    clock: Clock
    entropy: Callable[[int], bytes]

    def slot(self, size_bytes: int, content_type: str, sha256: str) -> PhotoSlot:
        """Where to post a photo of this size, type and SHA-256. Refuses by name what could not be read."""
        if content_type in _PHONE_TYPES:
            raise photo.PhotoHeic
        if content_type not in TYPES:
            raise photo.PhotoNotAnImage
        if size_bytes > photo.LIMIT_BYTES:
            raise photo.PhotoTooLarge
        if not _SHA256.fullmatch(sha256):
            raise BadDigest
        made = ids.new("photo", int(self.clock().timestamp() * 1000), self.entropy(10))
        url, fields = self.quarantine.slot(made, size_bytes, content_type, sha256)
        return PhotoSlot(photo=made, url=url, fields=fields)

    def read(self, photo_id: str) -> PhotoReading:
        """The codes in an uploaded photo and what each is. Raises the problem that names what is wrong with it."""
        answer = self.quarantine.read(photo_id)
        if "refused" in answer:
            raise REFUSALS.get(answer["refused"], PhotoReaderUnavailable)
        texts = [code["text"] for code in answer["codes"]]
        told = zip(answer["codes"], self.labels.resolve_all(texts), strict=True)
        return PhotoReading(
            outcome=answer["outcome"],
            codes=[
                ReadCode(text=code["text"], position=code["position"], resolution=resolution)
                for code, resolution in told
            ],
            width=answer["width"],
            height=answer["height"],
        )
