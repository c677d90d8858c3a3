"""A stall and what is stuck on it, drawn in grey with Pillow alone; and how a phone saves it.

Lengths are pixels unless their names say otherwise.
"""

from io import BytesIO
from random import Random

import qrcode
from PIL import Image, ImageChops, ImageDraw

from chalicelib.ids import check_character
from chalicelib.labels import drawing
from chalicelib.labels.codec import Fields, Signed, encode

WIDTH, HEIGHT = 1200, 900
PAYMENT = "https://qr.alipay.com/fkx00000demo"
_MODULES: dict[drawing.SizeMm, int] = {25: 49, 40: 57}
"""Modules across a label with its quiet zone."""
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def content(random: Random) -> str:
    """A label's text; its signature is random bytes, which no decoder minds."""
    stem = "".join(random.choices(_DIGITS, k=9))
    fields = Fields(stem + check_character(stem), 1, None, 1, random.randbytes(2))
    return encode("LABEL.TEST", Signed(fields, random.randbytes(64)))


def label(text: str, size_mm: drawing.SizeMm, module: float) -> Image.Image:
    """The printed label, so many pixels a module."""
    image = Image.open(BytesIO(drawing.png(text, text[21:31], size_mm))).convert("L")
    width = round(_MODULES[size_mm] * module)
    return image.resize((width, width * image.height // image.width), Image.Resampling.BOX)


def payment_code(width: int) -> Image.Image:
    """A payment code, as it stands on every stall."""
    code = qrcode.QRCode(border=4)
    code.add_data(PAYMENT)
    code.make(fit=True)
    rows = code.get_matrix()
    dots = bytes(0 if dark else 255 for row in rows for dark in row)
    return Image.frombytes("L", (len(rows), len(rows)), dots).resize((width, width), Image.Resampling.NEAREST)


def noise(random: Random, size: tuple[int, int]) -> Image.Image:
    """Uniform grey noise."""
    return Image.frombytes("L", size, random.randbytes(size[0] * size[1]))


def wall(random: Random, width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    """A stall: blotches, and things with edges."""
    blotches = noise(random, (width // 60, height // 60)).resize((width, height), Image.Resampling.BICUBIC)
    image = Image.blend(Image.new("L", (width, height), random.randrange(90, 190)), blotches, 0.2)
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        x, y = random.randrange(width), random.randrange(height)
        draw.rectangle(
            (x, y, x + random.randrange(20, 200), y + random.randrange(10, 120)), random.randrange(40, 230)
        )
    return image


def put(on: Image.Image, what: Image.Image, at: tuple[float, float], degrees: float) -> None:
    """Paste a label, turned, with its middle at a place given as parts of the width and the height."""
    mask = Image.new("L", what.size, 255).rotate(degrees, Image.Resampling.BICUBIC, expand=True)
    turned = what.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    place = (round(on.width * at[0] - turned.width / 2), round(on.height * at[1] - turned.height / 2))
    on.paste(turned, place, mask)


def file(random: Random, image: Image.Image, *, grain: float = 0.03, quality: int = 80) -> bytes:
    """As the phone saves it: a little grain, JPEG."""
    out = BytesIO()
    Image.blend(image, noise(random, image.size), grain).save(out, "JPEG", quality=quality)
    return out.getvalue()


def film(*scenes: tuple[Image.Image, float]) -> bytes:
    """What a camera saw: stills, each held for so many seconds; MJPEG of 30 frames a second."""
    frames = []
    for still, seconds in scenes:
        out = BytesIO()
        still.convert("RGB").save(out, "JPEG", quality=90)
        frames += [out.getvalue()] * round(30 * seconds)
    return b"".join(frames)


def spot(image: Image.Image, at: tuple[float, float], radius: float) -> Image.Image:
    """A mask that is white at a place and fades out with the distance."""
    fading = ImageChops.invert(Image.radial_gradient("L")).resize((round(2 * radius), round(2 * radius)))
    mask = Image.new("L", image.size, 0)
    mask.paste(fading, (round(image.width * at[0] - radius), round(image.height * at[1] - radius)))
    return mask


def perspective(image: Image.Image, corners: list[tuple[float, float]]) -> list[float]:
    """The eight numbers that bring the photo's corners to these: solved by elimination."""
    source = [(0, 0), (image.width, 0), (image.width, image.height), (0, image.height)]
    rows = []
    for (x, y), (u, v) in zip(corners, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for place in range(8):
        pivot = max(range(place, 8), key=lambda row: abs(rows[row][place]))
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [value / rows[place][place] for value in rows[place]]
        for row in range(8):
            if row != place:
                factor = rows[row][place]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[place], strict=True)]
    return [row[8] for row in rows]


def upright(left: float, right: float, height: int) -> tuple[float, ...]:
    """A strip of the whole height, as a mesh names its four corners."""
    return left, 0, left, height, right, height, right, 0
