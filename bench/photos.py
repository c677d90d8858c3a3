"""Photos of labels as a phone takes them on a bad day, by what is wrong with them; the same for every seed.

Used by bench/decode.py and by the tests of the ladder.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from bench.stall import (
    HEIGHT,
    content,
    file,
    label,
    payment_code,
    perspective,
    put,
    spot,
    upright,
    wall,
)
from chalicelib.labels import drawing


@dataclass(frozen=True)
class Photo:
    """A photo as a file, and the texts of the labels in it."""

    raw: bytes
    labels: tuple[str, ...]


def _scene(
    random: Random, module: float, spoil: Callable[[Image.Image], Image.Image] = lambda image: image
) -> tuple[Image.Image, str]:
    """One label in the middle of a stall, spoilt before it is put there."""
    size_mm: drawing.SizeMm = random.choice((25, 40))
    text = content(random)
    image = wall(random)
    put(image, spoil(label(text, size_mm, module)), _about_the_middle(random), random.gauss(0, 12))
    return image, text


def _about_the_middle(random: Random) -> tuple[float, float]:
    return random.uniform(0.42, 0.58), random.uniform(0.45, 0.55)


def _blur(random: Random) -> Photo:
    module = random.uniform(4, 8)
    image, text = _scene(random, module)
    blurred = image.filter(ImageFilter.GaussianBlur(module * random.uniform(0.45, 0.85)))
    return Photo(file(random, blurred), (text,))


def _motion(random: Random) -> Photo:
    module = random.uniform(4, 8)
    image, text = _scene(random, module)
    length, angle = module * random.uniform(0.9, 2.2), random.uniform(0, math.pi)
    steps = max(2, round(length))
    total = image
    for step in range(1, steps):
        shift = length * step / steps
        moved = ImageChops.offset(image, round(shift * math.cos(angle)), round(shift * math.sin(angle)))
        total = Image.blend(total, moved, 1 / (step + 1))
    return Photo(file(random, total), (text,))


def _low_resolution(random: Random) -> Photo:
    image, text = _scene(random, 8)
    times = random.uniform(1.2, 2.3) / 8
    small = image.resize((round(image.width * times), round(image.height * times)), Image.Resampling.BICUBIC)
    return Photo(file(random, small), (text,))


def _blots(random: Random, image: Image.Image, share: float, shade: Callable[[], int]) -> Image.Image:
    """Round blots over a share of the label."""
    mask = Image.new("L", image.size, 0)
    draw = ImageDraw.Draw(mask)
    while mask.histogram()[255] < share * image.width * image.height:
        x, y = random.randrange(image.width), random.randrange(image.width)
        radius = image.width * random.uniform(0.015, 0.05)
        draw.ellipse((x - radius, y - radius * 0.8, x + radius, y + radius * 0.8), 255)
    return Image.composite(Image.new("L", image.size, shade()), image, mask)


def _stained(random: Random) -> Photo:
    share = random.uniform(0.01, 0.07)
    image, text = _scene(
        random,
        random.uniform(6, 9),
        lambda image: _blots(random, image, share, lambda: random.randrange(30, 220)),
    )
    return Photo(file(random, image), (text,))


def _wet(random: Random) -> Photo:
    """Drops magnify and blur what lies beneath."""

    def wetted(image: Image.Image) -> Image.Image:
        beneath = ImageChops.offset(image, 4, -3).filter(ImageFilter.GaussianBlur(4))
        dull = Image.blend(beneath, Image.new("L", image.size, random.randrange(110, 240)), 0.45)
        mask = Image.new("L", image.size, 0)
        draw = ImageDraw.Draw(mask)
        for _ in range(random.randrange(8, 30)):
            x, y = random.randrange(image.width), random.randrange(image.width)
            radius = image.width * random.uniform(0.02, 0.07)
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), 255)
        return Image.composite(dull, image, mask.filter(ImageFilter.GaussianBlur(2)))

    image, text = _scene(random, random.uniform(5, 9), wetted)
    return Photo(file(random, image), (text,))


def _torn(random: Random) -> Photo:
    """A strip of the edge, or a corner, is gone."""

    def torn(image: Image.Image) -> Image.Image:
        draw = ImageDraw.Draw(image)
        side, quiet = image.width, image.width * 4 / 49
        depth = quiet + side * random.uniform(0.01, 0.16)
        if random.random() < 0.5:  # noqa: PLR2004 - half of them
            points = [(0.0, side)] + [
                (side * step / 8, side - depth * random.uniform(0.5, 1)) for step in range(9)
            ]
            draw.polygon([(0, image.height), *points, (side, image.height)], random.randrange(90, 190))
        else:
            reach = side * random.uniform(0.2, 0.42)
            draw.polygon(
                [(side, side), (side - reach, side), (side, side - reach * random.uniform(0.6, 1))],
                random.randrange(60, 190),
            )
        return image

    image, text = _scene(random, random.uniform(5, 9), torn)
    return Photo(file(random, image), (text,))


def _glare(random: Random) -> Photo:
    image, text = _scene(random, random.uniform(4, 8))
    light = spot(image, _about_the_middle(random), random.uniform(60, 260))
    strength = random.uniform(0.6, 1.6)
    light = light.point(lambda value: min(255, round(value * strength)))
    return Photo(file(random, ImageChops.add(image, light)), (text,))


def _shadow(random: Random) -> Photo:
    image, text = _scene(random, random.uniform(3, 7))
    mask = Image.new("L", image.size, 255)
    draw = ImageDraw.Draw(mask)
    for _ in range(random.randrange(1, 4)):
        x, width, lean = random.uniform(300, 800), random.uniform(30, 300), random.uniform(-200, 200)
        draw.polygon(
            [(x, 0), (x + width, 0), (x + width + lean, HEIGHT), (x + lean, HEIGHT)], random.randrange(20, 70)
        )
    shaded = ImageChops.multiply(image, mask.filter(ImageFilter.GaussianBlur(random.uniform(1, 12))))
    return Photo(file(random, shaded), (text,))


def _tilt(random: Random) -> Photo:
    """Seen from the side: the far edge is shorter and nearer."""
    image, text = _scene(random, random.uniform(7, 10))
    near, squash = random.uniform(0.15, 0.33), random.uniform(0.2, 0.5)
    middle = image.height / 2
    top, bottom = middle - middle * squash, middle + middle * squash
    corners = [
        (image.width * near, top),
        (image.width * (1 - near), top),
        (image.width, bottom),
        (0, bottom),
    ]
    seen = image.transform(
        image.size, Image.Transform.PERSPECTIVE, perspective(image, corners), fillcolor=128
    )
    turned = seen.rotate(
        random.choice((0, 90, 180, 270)) + random.gauss(0, 5), Image.Resampling.BICUBIC, fillcolor=128
    )
    return Photo(file(random, turned), (text,))


def _curved(random: Random) -> Photo:
    """Round a pillar, or creased by a fold."""

    def bent(image: Image.Image) -> Image.Image:
        strips, reach = 24, random.uniform(0.7, 1.25)
        angles = [reach * (2 * step / strips - 1) for step in range(strips + 1)]
        places = [image.width * (math.sin(angle) / math.sin(reach) + 1) / 2 for angle in angles]
        mesh = [
            (
                (round(places[step]), 0, round(places[step + 1]), image.height),
                upright(image.width * step / strips, image.width * (step + 1) / strips, image.height),
            )
            for step in range(strips)
        ]
        return image.transform(image.size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC)

    def creased(image: Image.Image) -> Image.Image:
        fold, slip = image.height * random.uniform(0.3, 0.7), image.width * random.uniform(0.01, 0.05)
        mesh = [
            (
                (0, 0, image.width, round(fold)),
                (0.0, 0.0, slip, fold, image.width + slip, fold, image.width, 0.0),
            ),
            (
                (0, round(fold), image.width, image.height),
                (slip, fold, 0.0, image.height, image.width, image.height, image.width + slip, fold),
            ),
        ]
        folded = image.transform(image.size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC)
        ImageDraw.Draw(folded).line((0, fold, image.width, fold), random.randrange(80, 200), 3)
        return folded

    image, text = _scene(random, random.uniform(5, 9), random.choice((bent, creased)))
    return Photo(file(random, image), (text,))


def _low_contrast(random: Random) -> Photo:
    image, text = _scene(random, random.uniform(4, 8))
    span, base = random.uniform(0.03, 0.12), random.uniform(40, 200)
    faded = image.point([round(base + (value - 128) * span) for value in range(256)])
    return Photo(file(random, faded, grain=0.012), (text,))


def _inverted(random: Random) -> Photo:
    module = random.uniform(3, 7)
    image, text = _scene(random, module, ImageChops.invert)
    blurred = image.filter(ImageFilter.GaussianBlur(module * random.uniform(0.2, 0.6)))
    return Photo(file(random, blurred), (text,))


def _noisy(random: Random) -> Photo:
    image, text = _scene(random, random.uniform(3.5, 7))
    return Photo(
        file(random, image, grain=random.uniform(0.35, 0.7), quality=random.randrange(12, 40)), (text,)
    )


def _several(random: Random) -> Photo:
    """Three labels, each blurred its own way, and the stall's payment code."""
    image = wall(random)
    texts = [content(random) for _ in range(3)]
    for text, x, y in zip(texts, (0.25, 0.75, 0.25), (0.27, 0.27, 0.75), strict=True):
        module = random.uniform(4, 6.5)
        blur = ImageFilter.GaussianBlur(module * random.uniform(0.2, 0.7))
        put(image, label(text, 25, module).filter(blur), (x, y), random.gauss(0, 12))
    put(image, payment_code(260), (0.75, 0.72), random.gauss(0, 12))
    return Photo(file(random, image), tuple(texts))


def _stall(random: Random) -> Photo:
    """The whole stall in 12 megapixels, the label small in it, often soft."""
    text = content(random)
    image = wall(random, 4000, 3000)
    module = random.uniform(1.5, 3.5)
    soft = ImageFilter.GaussianBlur(module * random.uniform(0, 0.5))
    put(
        image,
        label(text, 25, module),
        (random.uniform(0.2, 0.8), random.uniform(0.2, 0.8)),
        random.gauss(0, 12),
    )
    return Photo(file(random, image.filter(soft)), (text,))


CLASSES: dict[str, Callable[[Random], Photo]] = {
    "blurred": _blur,
    "moved": _motion,
    "low resolution": _low_resolution,
    "stained": _stained,
    "wet": _wet,
    "torn": _torn,
    "glare": _glare,
    "shadow": _shadow,
    "tilted": _tilt,
    "curved or creased": _curved,
    "low contrast": _low_contrast,
    "inverted": _inverted,
    "noise and JPEG": _noisy,
    "several": _several,
    "small in a stall": _stall,
}
"""What is wrong with a photo -> how to make one."""


def photo(kind: str, seed: int) -> Photo:
    """The seed-th photo of a class."""
    return CLASSES[kind](Random(f"{kind} {seed}"))  # noqa: S311 - the same photo for the same seed is the point
