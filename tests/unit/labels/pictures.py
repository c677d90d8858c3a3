"""Photos of labels for tests: drawn, then degraded; deterministic."""

import struct
import zlib
from io import BytesIO

from PIL import Image

from chalicelib.labels import drawing

NUMBER = "7K3M9Q2RTX"
CONTENT = f"HTTPS://LABEL.TEST/I/{NUMBER}." + "ABCDEFG2" * 14
PAYMENT = "https://qr.alipay.com/fkx00000demo"


def label(content: str = CONTENT) -> Image.Image:
    return Image.open(BytesIO(drawing.png(content, NUMBER, 25))).convert("L")


def photo(*labels: Image.Image, size: tuple[int, int] = (1200, 800), grey: int = 170) -> Image.Image:
    """Labels side by side on a grey wall."""
    wall = Image.new("L", size, grey)
    for place, image in enumerate(labels):
        wall.paste(image.resize((360, 404)), (100 + 550 * place, 150))
    return wall


def file(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def plain_qr(text: str) -> Image.Image:
    import qrcode

    code = qrcode.QRCode(border=4, box_size=9)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    side = len(rows)
    image = Image.frombytes("L", (side, side), bytes(0 if dark else 255 for row in rows for dark in row))
    return image.resize((side * 9, side * 9), Image.Resampling.NEAREST)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of any claimed size whose rows are zeros: a decompression bomb of a few kilobytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 2_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200
