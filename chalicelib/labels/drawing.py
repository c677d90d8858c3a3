"""Drawing a label: text in, SVG text or PNG bytes out. 25 mm at error correction M, 40 mm at Q (qr.md).

The quiet zone of four modules belongs to the size; the number stands in clear below, because it is what people type.
"""

from io import BytesIO
from typing import Literal

type SizeMm = Literal[25, 40]

QUIET_MODULES = 4
VERSIONS = {25: 6, 40: 8}
"""Size in mm -> QR version: 41 modules at M, 49 at Q. A host of 8 to 17 characters fits both."""
_CAPTION_MODULES = 6
_CAPTION_SHARE = 0.62
"""Part of the width that the number takes: as wide as the eye needs at arm's length, clear of the quiet zone."""
_PNG_DOTS_PER_MM = 24
_MM_PER_INCH = 25.4


class TooLong(ValueError):
    """The text does not fit the QR version printed at this size; a shorter label host does."""


def modules(content: str, size_mm: SizeMm) -> list[list[bool]]:
    """The code with its quiet zone, row by row, True where it is black. Raises TooLong."""
    from qrcode import QRCode, constants
    from qrcode.exceptions import DataOverflowError

    level = constants.ERROR_CORRECT_M if size_mm == min(VERSIONS) else constants.ERROR_CORRECT_Q
    code = QRCode(version=VERSIONS[size_mm], error_correction=level, border=QUIET_MODULES)
    code.add_data(content, optimize=0)
    try:
        code.make(fit=False)
    except DataOverflowError as failure:
        raise TooLong(f"{len(content)} characters do not fit a {size_mm} mm label") from failure
    return [[bool(dark) for dark in row] for row in code.get_matrix()]


def spaced(number: str) -> str:
    """The number as printed: two groups of five."""
    return f"{number[:5]} {number[5:]}"


def svg(content: str, number: str, size_mm: SizeMm) -> str:
    """The label as SVG, true to size when printed."""
    rows = modules(content, size_mm)
    side = len(rows)
    height = side + _CAPTION_MODULES
    path = "".join(f"M{x} {y}h{width}v1h-{width}z" for y, row in enumerate(rows) for x, width in runs(row))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size_mm}mm" height="{size_mm * height / side:.2f}mm"'
        f' viewBox="0 0 {side} {height}" shape-rendering="crispEdges">'
        f"<title>{number}</title>"
        f'<path fill="#fff" d="M0 0h{side}v{height}H0z"/><path d="{path}"/>'
        f'<text x="{side / 2}" y="{side + 3.7}" text-anchor="middle" textLength="{side * _CAPTION_SHARE:.2f}"'
        f' lengthAdjust="spacingAndGlyphs" font-family="monospace" font-size="5">{spaced(number)}</text></svg>'
    )


def runs(row: list[bool]) -> list[tuple[int, int]]:
    """Where black runs start and how long they are."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((x, 1))
    return runs


def png(content: str, number: str, size_mm: SizeMm) -> bytes:
    """The label as a black-and-white PNG of about 600 dpi; its dpi make it print true to size."""
    from PIL import Image, ImageDraw, ImageFont

    rows = modules(content, size_mm)
    side = len(rows)
    scale = size_mm * _PNG_DOTS_PER_MM // side
    small = Image.frombytes("L", (side, side), bytes(0 if dark else 255 for row in rows for dark in row))
    image = Image.new("L", (side * scale, (side + _CAPTION_MODULES) * scale), 255)
    image.paste(small.resize((side * scale, side * scale), Image.Resampling.NEAREST))
    font = ImageFont.load_default(5 * scale)
    ImageDraw.Draw(image).text(
        (side * scale / 2, (side + 2) * scale), spaced(number), fill=0, font=font, anchor="mm"
    )
    dpi = side * scale / size_mm * _MM_PER_INCH
    out = BytesIO()
    image.convert("1", dither=Image.Dither.NONE).save(out, "PNG", optimize=True, dpi=(dpi, dpi))
    return out.getvalue()
