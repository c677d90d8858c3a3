"""The two decoders of QR codes behind one shape: an upright grey picture in, codes with their corners out."""

import ctypes
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

type Point = tuple[int, int]
type Corners = tuple[Point, ...]

_CORNERS = 4


@dataclass(frozen=True)
class Code:
    """One code: its text, and its corners clockwise in pixels of the upright photo."""

    text: str
    position: Corners

    def covers(self, other: Corners) -> bool:
        """Whether the middle of another outline lies within this code."""
        middle = [sum(corner[axis] for corner in other) / len(other) for axis in (0, 1)]
        sides = [[corner[axis] for corner in self.position] for axis in (0, 1)]
        return all(min(side) <= place <= max(side) for side, place in zip(sides, middle, strict=True))


@dataclass(frozen=True)
class Found:
    """What one look at one picture found. unread: outlines of codes that are seen but cannot be read."""

    codes: tuple[Code, ...] = ()
    unread: tuple[Corners, ...] = ()


def zxing(image: "Image", times: float) -> Found:
    """By zxing-cpp, in a picture so many times larger than the photo."""
    import zxingcpp

    seen = zxingcpp.read_barcodes(
        image,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        text_mode=zxingcpp.TextMode.Plain,
        return_errors=True,
    )
    return Found(
        tuple(Code(one.text, _corners(one.position, times)) for one in seen if one.valid and one.text),
        tuple(_corners(one.position, times) for one in seen if not one.valid),
    )


def _corners(position: Any, times: float) -> Corners:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return tuple((round(corner.x / times), round(corner.y / times)) for corner in corners)


def libzbar() -> Any:
    """The pyzbar module, or None where libzbar is not installed."""
    try:
        from pyzbar import zbar_library

        find = zbar_library.find_library
        # pyzbar asks find_library alone, which sees nothing on Lambda: neither ldconfig nor a compiler is there.
        zbar_library.find_library = lambda name: find(name) or _loadable()
        from pyzbar import pyzbar
    except (ImportError, OSError):
        return None
    zbar_library.find_library = find
    return pyzbar


def _loadable() -> str | None:
    """What the loader takes: the library by its own name, else the one that stands in the package."""
    for name in ("libzbar.so.0", str(Path(__file__).parents[2] / "lib" / "libzbar.so.0")):
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return name
    return None


def zbar(pyzbar: Any, image: "Image", times: float) -> Found:
    """By zbar, in a picture so many times larger than the photo."""
    codes = []
    for one in pyzbar.decode(image, symbols=[pyzbar.ZBarSymbol.QRCODE]):
        corners = one.polygon if len(one.polygon) == _CORNERS else _box(one.rect)
        text = one.data.decode("utf-8", "replace")
        if text:
            codes.append(Code(text, tuple((round(x / times), round(y / times)) for x, y in corners)))
    return Found(tuple(codes))


def _box(rect: Any) -> Corners:
    left, top, width, height = rect
    return (left, top), (left + width, top), (left + width, top + height), (left, top + height)
