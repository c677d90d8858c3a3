"""Opening a photo safely: bytes in, a grey upright image out, or the name of what is wrong with it.

What a file claims to be is read from its first bytes, never from its name; its size is read before it is decoded.
"""

import struct
import warnings
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from chalicelib.errors import TooLarge, Unprocessable, Unsupported

if TYPE_CHECKING:
    from PIL.Image import Image, Transpose

LIMIT_BYTES = 12 * 1024 * 1024
LIMIT_PIXELS = 13_000_000
"""Cameras sold as 12 megapixels deliver up to 4096 x 3072."""
_ORIENTATION_TAG = 0x0112
DAMAGE = (
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    struct.error,
    zlib.error,
)
"""What Pillow's readers raise on broken files; the file's own first bytes said it is an image."""
_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")


class PhotoHeic(Unsupported):
    """HEIC, HEIF or AVIF, as phones save by default."""

    code = "photo.heic"
    zh = "不支持 HEIC/HEIF/AVIF 照片。请在手机相机设置中选择“兼容性最佳”（JPEG），或直接用本页面拍照。"
    en = "HEIC, HEIF and AVIF are not read. Set the camera to “most compatible” (JPEG), or take the photo in this page."


class PhotoNotAnImage(Unsupported):
    """Bytes that are neither JPEG, PNG nor WebP."""

    code = "photo.not_an_image"
    zh = "这不是可识别的照片。请上传 JPEG、PNG 或 WebP 格式的照片。"
    en = "This is not a photo we read. Send a JPEG, PNG or WebP."


class PhotoAnimated(Unsupported):
    """A moving picture."""

    code = "photo.animated"
    zh = "不支持动图。请上传一张静态照片。"
    en = "Moving pictures are not read. Send a still photo."


class PhotoDamaged(Unprocessable):
    """A file that ends too early, or whose image data is broken."""

    code = "photo.truncated"
    zh = "照片文件不完整或已损坏。请重新上传或重新拍照。"
    en = "The photo's file is incomplete or damaged. Upload it again, or take another photo."


class PhotoTooManyPixels(TooLarge):
    """More pixels than we decode; also how decompression bombs are refused."""

    code = "photo.too_many_pixels"
    zh = "照片像素过多（上限 1200 万像素）。请降低相机分辨率，或裁剪后再上传。"
    en = "The photo has too many pixels (12 megapixels are the limit). Lower the camera's resolution, or crop it."


class PhotoTooLarge(TooLarge):
    """More bytes than we take."""

    code = "photo.too_large"
    zh = "照片文件超过 12 MB。请降低相机分辨率或画质后再上传。"
    en = "The photo's file is larger than 12 MB. Lower the camera's resolution or quality."


def kind(raw: bytes) -> str:
    """JPEG, PNG, WEBP or HEIC by the first bytes; empty for anything else."""
    if raw.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return "WEBP"
    return "HEIC" if raw[4:8] == b"ftyp" and raw[8:12] in _BRANDS else ""


def grey(raw: bytes) -> "Image":
    """The photo upright, in 8-bit grey, transparency on white. Raises the Photo… problem that names what is wrong."""
    if len(raw) > LIMIT_BYTES:
        raise PhotoTooLarge
    name = kind(raw)
    if name == "HEIC":
        raise PhotoHeic
    if not name:
        raise PhotoNotAnImage
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _decoded(raw, name)


def _decoded(raw: bytes, name: str) -> "Image":
    from PIL import Image

    try:
        image = Image.open(BytesIO(raw), formats=(name,))
        if image.width * image.height > LIMIT_PIXELS:
            raise PhotoTooManyPixels
        # A JPEG of several pictures (MPO: depth maps, HDR gain maps) is still one photo.
        if name != "JPEG" and getattr(image, "is_animated", False):
            raise PhotoAnimated
        if name == "JPEG":
            image.draft("L", image.size)
        turn = _turn(image)
        flat = _flat(image)
    except Image.DecompressionBombError:
        raise PhotoTooManyPixels from None
    except DAMAGE:
        raise PhotoDamaged from None
    return flat if turn is None else flat.transpose(turn)


def _turn(image: "Image") -> "Transpose | None":
    from PIL import Image as Images

    turns = {
        2: Images.Transpose.FLIP_LEFT_RIGHT,
        3: Images.Transpose.ROTATE_180,
        4: Images.Transpose.FLIP_TOP_BOTTOM,
        5: Images.Transpose.TRANSPOSE,
        6: Images.Transpose.ROTATE_270,
        7: Images.Transpose.TRANSVERSE,
        8: Images.Transpose.ROTATE_90,
    }
    try:
        return turns.get(image.getexif().get(_ORIENTATION_TAG, 1))
    except DAMAGE:  # broken EXIF must not lose a readable photo
        return None


def _flat(image: "Image") -> "Image":
    from PIL import Image as Images

    if image.mode.startswith("I;16"):
        return image.point(lambda value: value * (1 / 256)).convert(
            "L"
        )  # convert alone clips instead of scaling
    if "A" in image.mode or "transparency" in image.info:
        clear = image.convert("RGBA")
        white = Images.new("RGBA", clear.size, "white")
        return Images.alpha_composite(white, clear).convert("L")
    return image.convert("L")
