"""Reading printed sheets as people and phones do: rasterised, decoded, their text extracted."""

from collections.abc import Iterator

import pypdfium2
import zxingcpp
from PIL import Image

DPI = 300


def pages(pdf: bytes, dpi: int = DPI) -> Iterator[Image.Image]:
    """Every page as a printer would put it on paper."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            yield page.render(scale=dpi / 72).to_pil()
    finally:
        document.close()


def contents(pdf: bytes) -> set[str]:
    """The texts of all codes, each page read by zxing-cpp."""
    kind = zxingcpp.BarcodeFormats(
        zxingcpp.BarcodeFormat.QRCode
    )  # otherwise it also finds line codes that are not there
    return {code.text for page in pages(pdf) for code in zxingcpp.read_barcodes(page, formats=kind)}


def texts(pdf: bytes) -> str:
    """All text, page by page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
