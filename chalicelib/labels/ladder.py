"""Reading the codes in a photo: zxing-cpp, then zxing-cpp on prepared copies, then zbar; measured in qr.md.

Each step rescues photos the steps before it lose. It ends at the first code that is wanted, and when time is up.
Pillow alone prepares the copies: numpy and OpenCV would not fit the function's package.
"""

import ctypes
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from chalicelib.labels import photo

if TYPE_CHECKING:
    from PIL.Image import Image

type Outcome = Literal["one", "none", "several", "unreadable"]
type Point = tuple[int, int]

BUDGET_S = 8.0
CODES_LIMIT = 16
_ENLARGED_PIXELS = photo.LIMIT_PIXELS
_WORTH_ENLARGING = 1.3
_SMALL_SIDE = 640


@dataclass(frozen=True)
class Code:
    """One code: its text, and its corners clockwise in pixels of the upright photo."""

    text: str
    position: tuple[Point, ...]


@dataclass(frozen=True)
class Reading:
    """What was found in a photo.

    outcome  none: no code in sight; unreadable: a code is seen but too damaged or blurred to read
    step     the last step of the ladder that ran
    zbar     whether the second decoder was there to help
    """

    outcome: Outcome
    codes: tuple[Code, ...]
    width: int
    height: int
    step: str
    zbar: bool


def read(
    raw: bytes,
    wanted: Callable[[str], bool] = bool,
    *,
    budget_s: float = BUDGET_S,
    monotonic: Callable[[], float] = time.monotonic,
) -> Reading:
    """Every code the ladder finds. Raises the Photo… problem that names what is wrong with the file.

    wanted     tells a text worth stopping for: a payment code beside a label must not end the search
    budget_s   no new step begins after so many seconds
    monotonic  the clock of the budget
    """
    until = monotonic() + budget_s
    image = photo.grey(raw)
    codes: dict[str, list[Code]] = {}
    damaged = False
    last = ""
    second = zbar()
    for name, step in _steps(image, second):
        found, spoiled = step()
        last = name
        damaged = damaged or spoiled
        fresh = {code.text for code in found} - codes.keys()
        for code in found:
            if code.text in fresh:
                codes.setdefault(code.text, []).append(code)
        if any(wanted(text) for text in codes) or monotonic() > until:
            break
    every = tuple(code for same in codes.values() for code in same)[:CODES_LIMIT]
    return Reading(
        _outcome(len(every), damaged=damaged), every, image.width, image.height, last, second is not None
    )


def _outcome(count: int, *, damaged: bool) -> Outcome:
    if count:
        return "one" if count == 1 else "several"
    return "unreadable" if damaged else "none"


type _Step = Callable[[], tuple[Sequence[Code], bool]]


def _steps(image: "Image", second: Any) -> Iterator[tuple[str, _Step]]:
    thresholded = _Kept(lambda: _thresholded(image))
    sharpened = _Kept(lambda: _sharpened(image))
    yield "zxing", lambda: _zxing(image)
    yield "zxing threshold", lambda: _zxing(thresholded())
    yield "zxing sharp", lambda: _zxing(sharpened())
    yield "zxing contrast", lambda: _zxing(_contrasted(image))
    times = min(2.0, (_ENLARGED_PIXELS / (image.width * image.height)) ** 0.5)
    if times >= _WORTH_ENLARGING:
        yield "zxing enlarged", lambda: _zxing(_sharpened(_resized(image, times)), times)
    if second is None:
        return
    yield "zbar", lambda: _zbar(second, image)
    times = _SMALL_SIDE / max(image.size)
    if times < 1:
        yield "zbar small", lambda: _zbar(second, _resized(image, times), times)
    yield "zbar threshold", lambda: _zbar(second, thresholded())
    yield "zbar sharp", lambda: _zbar(second, sharpened())


class _Kept:
    """A prepared copy, made when first asked for."""

    def __init__(self, make: "Callable[[], Image]") -> None:
        self._make = make
        self._made: Image | None = None

    def __call__(self) -> "Image":
        self._made = self._made or self._make()
        return self._made


def _radius(image: "Image") -> int:
    return max(7, min(image.size) // 30)


def _thresholded(image: "Image") -> "Image":
    """Black where a pixel is darker than its neighbourhood: shadow and glare go."""
    from PIL import ImageChops, ImageFilter

    around = image.filter(ImageFilter.BoxBlur(_radius(image)))
    above = ImageChops.subtract(image, around, offset=128)
    return above.point([0 if value < 128 - 7 else 255 for value in range(256)])


def _sharpened(image: "Image") -> "Image":
    from PIL import ImageFilter

    return image.filter(ImageFilter.UnsharpMask(radius=3, percent=400, threshold=0))


def _contrasted(image: "Image") -> "Image":
    """Every neighbourhood stretched around middle grey."""
    from PIL import ImageChops, ImageFilter

    around = image.filter(ImageFilter.BoxBlur(2 * _radius(image)))
    return ImageChops.subtract(image, around, scale=0.3, offset=128)


def _resized(image: "Image", times: float) -> "Image":
    from PIL import Image as Images

    size = (max(1, round(image.width * times)), max(1, round(image.height * times)))
    return image.resize(size, Images.Resampling.BICUBIC if times > 1 else Images.Resampling.BOX)


def _zxing(image: "Image", times: float = 1) -> tuple[list[Code], bool]:
    import zxingcpp

    found = zxingcpp.read_barcodes(
        image,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        text_mode=zxingcpp.TextMode.Plain,
        return_errors=True,
    )
    codes = [Code(one.text, _corners(one.position, times)) for one in found if one.valid and one.text]
    return codes, any(not one.valid for one in found)


def _corners(position: Any, times: float) -> tuple[Point, ...]:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return tuple((round(corner.x / times), round(corner.y / times)) for corner in corners)


def zbar() -> Any:
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


def _zbar(pyzbar: Any, image: "Image", times: float = 1) -> tuple[list[Code], bool]:
    codes = []
    for one in pyzbar.decode(image, symbols=[pyzbar.ZBarSymbol.QRCODE]):
        corners = one.polygon if len(one.polygon) == 4 else _box(one.rect)  # noqa: PLR2004 - a square has four
        text = one.data.decode("utf-8", "replace")
        if text:
            codes.append(Code(text, tuple((round(x / times), round(y / times)) for x, y in corners)))
    return codes, False


def _box(rect: Any) -> tuple[Point, ...]:
    left, top, width, height = rect
    return (left, top), (left + width, top), (left + width, top + height), (left, top + height)
