"""The small picture of a piece of evidence: upright, and without anything the camera wrote beside the pixels."""

import warnings
from io import BytesIO
from typing import IO

from chalicelib.labels.photo import DAMAGE, LIMIT_PIXELS

EDGE_PX = 480
JPEG_LIMIT_PIXELS = 50_000_000
"""A JPEG is decoded at a fraction of its size; only a progressive one is held whole, at 6 bytes a pixel."""
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


def thumbnail(file: IO[bytes], media_type: str, edge_px: int = EDGE_PX) -> bytes | None:
    """A JPEG of at most `edge_px` a side; None for what is no picture, too large to decode, or damaged.

    The pixels move into a new image: EXIF, XMP, comments and colour profiles cannot come along.
    """
    if media_type not in _FORMATS:
        return None
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = Image.open(file, formats=(_FORMATS[media_type],))
            limit = JPEG_LIMIT_PIXELS if media_type == "image/jpeg" else LIMIT_PIXELS
            if image.width * image.height > limit:
                return None
            image.draft("RGB", (2 * edge_px, 2 * edge_px))
            image.thumbnail((edge_px, edge_px))
            upright = ImageOps.exif_transpose(image)
            clear = upright.convert("RGBA")
            flat = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")
        except (*DAMAGE, Image.DecompressionBombError):  # the evidence itself is kept
            return None
    kept = BytesIO()
    Image.frombytes("RGB", flat.size, flat.tobytes()).save(kept, "JPEG", quality=80)
    return kept.getvalue()
