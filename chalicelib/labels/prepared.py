"""A photo prepared for a second look: sharpened, smoothed, cut to black and white, larger, smaller.

Pillow alone makes the copies: numpy and OpenCV would not fit the function's package.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.labels import photo

if TYPE_CHECKING:
    from PIL.Image import Image

_SMALL_SIDE_PX = 1000
_WORTH_ENLARGING = 1.3


@dataclass(frozen=True)
class Copy:
    """A picture, and how many times larger than the photo it is."""

    image: "Image"
    times: float = 1


class Copies:
    """Every copy of a photo, made when first asked for. Its names are those of the ladder's steps."""

    def __init__(self, image: "Image") -> None:
        self._image = image

    @property
    def raw(self) -> Copy:
        """The photo itself."""
        return Copy(self._image)

    @cached_property
    def half(self) -> Copy:
        """Half as large and sharpened: against blur and grain at once."""
        return self._resized(0.5, radius=2, percent=300)

    @cached_property
    def small(self) -> Copy | None:
        """At most 1000 pixels a side and sharpened; None where half is as small."""
        times = _SMALL_SIDE_PX / max(self._image.size)
        return self._resized(times, radius=3, percent=400) if times < 0.5 else None  # noqa: PLR2004 - the half above

    @cached_property
    def smooth(self) -> Copy:
        """Without its grain."""
        from PIL import ImageFilter

        return Copy(self._image.filter(ImageFilter.GaussianBlur(1)))

    @cached_property
    def threshold(self) -> Copy:
        """Black where a pixel is darker than its neighbourhood: shadow and glare go."""
        from PIL import ImageChops, ImageFilter

        around = self._image.filter(ImageFilter.BoxBlur(max(12, min(self._image.size) // 75)))
        above = ImageChops.subtract(self._image, around, offset=128)
        return Copy(above.point([0 if value < 128 - 2 else 255 for value in range(256)]))

    @cached_property
    def sharp(self) -> Copy:
        """Edges driven to black and white."""
        return self._resized(1, radius=3, percent=400)

    @cached_property
    def contrast(self) -> Copy:
        """Every neighbourhood stretched around middle grey."""
        from PIL import ImageChops, ImageFilter

        around = self._image.filter(ImageFilter.BoxBlur(max(14, min(self._image.size) // 15)))
        return Copy(ImageChops.subtract(self._image, around, scale=0.3, offset=128))

    @cached_property
    def double(self) -> Copy | None:
        """Twice as large, or as much as the limit of pixels lets; None where that is hardly larger."""
        times = min(2.0, (photo.LIMIT_PIXELS / (self._image.width * self._image.height)) ** 0.5)
        return self._resized(times, radius=6, percent=500) if times >= _WORTH_ENLARGING else None

    def _resized(self, times: float, *, radius: int, percent: int) -> Copy:
        from PIL import Image, ImageFilter

        size = (max(1, round(self._image.width * times)), max(1, round(self._image.height * times)))
        way = Image.Resampling.BICUBIC if times > 1 else Image.Resampling.BOX
        image = self._image if times == 1 else self._image.resize(size, way)
        return Copy(image.filter(ImageFilter.UnsharpMask(radius, percent, threshold=0)), times)
