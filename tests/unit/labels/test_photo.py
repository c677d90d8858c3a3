"""What is opened, what is refused, and by which name."""

import pytest
from PIL import Image

from chalicelib.errors import Problem
from chalicelib.labels import photo
from tests.unit.labels import pictures

STILL = pictures.photo(pictures.label())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_three_kinds_are_opened_in_grey(kind: str) -> None:
    image = photo.grey(pictures.file(STILL.convert("RGB"), kind))
    assert (image.mode, image.size) == ("L", STILL.size)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_turns_the_photo_upright(orientation: int, kind: str) -> None:
    corner = Image.new("L", (40, 20), 255)
    corner.paste(0, (0, 0, 10, 10))
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    held = corner.transpose(undo[orientation]) if orientation in undo else corner
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = photo.grey(pictures.file(held, kind, exif=exif))
    assert image.size == (40, 20)
    assert max(image.crop((1, 1, 7, 7)).tobytes()) < 60
    assert min(image.crop((20, 1, 39, 19)).tobytes()) > 195


def test_a_transparent_background_is_white_not_black() -> None:
    clear = Image.new("RGBA", (30, 30), (0, 0, 0, 0))
    assert photo.grey(pictures.file(clear, "PNG")).getpixel((5, 5)) == 255


def test_sixteen_bit_grey_keeps_its_shades() -> None:
    deep = Image.new("I;16", (10, 10), 0x8000)
    assert photo.grey(pictures.file(deep, "PNG")).getpixel((5, 5)) == 0x80


def test_broken_exif_does_not_lose_the_photo() -> None:
    raw = pictures.file(STILL, "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff junk")
    assert photo.grey(raw).size == STILL.size


def test_a_jpeg_of_several_pictures_is_one_photo() -> None:
    raw = pictures.file(STILL, "MPO", save_all=True, append_images=[STILL])
    assert photo.grey(raw).size == STILL.size


MOVING = {"save_all": True, "append_images": [Image.new("L", STILL.size, 9)], "duration": 100}
JPEG = pictures.file(STILL)
REFUSED = {
    "heic": (pictures.HEIC, "photo.heic"),
    "avif": (b"\0\0\0\x20ftypavif" + b"\0" * 200, "photo.heic"),
    "pdf": (b"%PDF-1.7\n" + b"\0" * 200, "photo.not_an_image"),
    "text": (b"hello, this is not a photo" * 9, "photo.not_an_image"),
    "nothing": (b"", "photo.not_an_image"),
    "gif": (pictures.file(STILL, "GIF"), "photo.not_an_image"),
    "tiff": (pictures.file(STILL, "TIFF"), "photo.not_an_image"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo.not_an_image"),
    "animated webp": (pictures.file(STILL, "WEBP", **MOVING), "photo.animated"),
    "animated png": (pictures.file(STILL, "PNG", **MOVING), "photo.animated"),
    "half a jpeg": (JPEG[: len(JPEG) // 2], "photo.truncated"),
    "half a png": (pictures.file(STILL, "PNG")[:900], "photo.truncated"),
    "half a webp": (pictures.file(STILL, "WEBP")[:900], "photo.truncated"),
    "a jpeg's first bytes": (JPEG[:11], "photo.truncated"),
    "40 megapixels": (pictures.png_claiming(8000, 5000), "photo.too_many_pixels"),
    "a bomb": (pictures.png_claiming(60_000, 60_000), "photo.too_many_pixels"),
    "a bomb in one row": (pictures.png_claiming(2_000_000_000, 1), "photo.too_many_pixels"),
    "a png that lies": (pictures.png_claiming(3000, 3000), "photo.truncated"),
    "no width": (pictures.png_claiming(0, 10), "photo.truncated"),
    "13 MB": (JPEG + b"\0" * photo.LIMIT_BYTES, "photo.too_large"),
}


@pytest.mark.parametrize(("raw", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_is_refused_by_name(raw: bytes, code: str) -> None:
    with pytest.raises(Problem) as failure:
        photo.grey(raw)
    assert failure.value.code == code
    assert failure.value.zh != failure.value.en


def test_a_40_megapixel_photo_is_refused_before_it_is_decoded() -> None:
    raw = pictures.file(Image.new("1", (8000, 5000)), "PNG")
    with pytest.raises(photo.PhotoTooManyPixels):
        photo.grey(raw)


@pytest.mark.parametrize("cut", range(0, len(JPEG), 977))
def test_any_cut_of_a_photo_is_a_named_problem(cut: int) -> None:
    with pytest.raises(Problem):
        photo.grey(JPEG[:cut])
