"""Posters: who may have one, what stands on it, and that a camera reads its code."""

from collections.abc import Mapping
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from chalicelib.accounts.model import Actor, Role
from chalicelib.errors import NotFound
from chalicelib.papers.poster import Poster, pdf
from chalicelib.publication.service_posters import Drawing, Posters, PosterUnavailable
from tests.office import ANNA, AUDITOR, MERCHANT, NOON, OTHER_SITE, SITE, made
from tests.registering import Register
from tests.unit.labels.shop import FONT

HOST = "SCALES.EXAMPLE.CN"
KEEPER = Actor(made("acc", 50), frozenset({Role.MERCHANT}), merchants=frozenset({MERCHANT}))
OTHER = Actor(made("acc", 51), frozenset({Role.MERCHANT}), merchants=frozenset({made("mer", 9)}))
ORGANISER = Actor(made("acc", 52), frozenset({Role.ORGANISER}), sites=frozenset({SITE}))
FAR_ORGANISER = Actor(made("acc", 53), frozenset({Role.ORGANISER}), sites=frozenset({made("sit", 9)}))


class FakeFiles:
    def __init__(self) -> None:
        self.raw: dict[str, bytes] = {}

    def put(self, merchant: str, raw: bytes) -> None:
        self.raw[merchant] = raw

    def link(self, merchant: str) -> str:
        assert merchant in self.raw
        return f"https://files/{merchant}"


class Wall:
    """The register of a market, and a drawing function."""

    def __init__(self) -> None:
        self.register = Register().published()
        self.files = FakeFiles()
        self.drawing = Drawing(
            self.register.shelf, self.files, lambda: FONT, HOST, self.register.office.clock
        )
        self.posters = Posters(self.register.shelf, self.files, self.draw)
        self.fails = False

    def draw(self, merchant: str) -> Mapping[str, Any] | None:
        return None if self.fails else self.drawing.answer({"merchant": merchant})


@pytest.fixture(scope="module")
def wall() -> Wall:
    return Wall()


@pytest.mark.parametrize("actor", [KEEPER, ORGANISER, ANNA])
def test_a_merchant_its_organiser_and_officers_have_its_poster(wall: Wall, actor: Actor) -> None:
    assert wall.posters.link(actor, MERCHANT) == f"https://files/{MERCHANT}"


@pytest.mark.parametrize("actor", [OTHER, FAR_ORGANISER, AUDITOR])
def test_nobody_else_has_it(wall: Wall, actor: Actor) -> None:
    with pytest.raises(NotFound):
        wall.posters.link(actor, MERCHANT)


def test_who_is_not_in_the_register_has_none(wall: Wall) -> None:
    for merchant in (made("mer", 8), "mer-x", f"{OTHER_SITE}"):
        with pytest.raises(NotFound):
            wall.posters.link(ANNA, merchant)


def test_a_function_that_failed_says_so() -> None:
    wall = Wall()
    wall.fails = True
    with pytest.raises(PosterUnavailable):
        wall.posters.link(ANNA, MERCHANT)


def test_its_code_opens_the_merchants_page_and_it_names_nobody(wall: Wall) -> None:
    wall.posters.link(KEEPER, MERCHANT)
    raw = wall.files.raw[MERCHANT]
    document = pypdfium2.PdfDocument(raw)
    assert len(document) == 1
    picture = document[0].render(scale=2).to_pil()
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == f"https://scales.example.cn/m/{MERCHANT}"
    text = document[0].get_textpage().get_text_bounded()
    assert "演*" in text
    assert "演示水产" not in text
    assert "演示市场" in text
    assert "2026年11月24日印制" in text


def test_the_same_poster_is_the_same_bytes() -> None:
    one = Poster("演*", "", f"https://scales.example.cn/m/{MERCHANT}")
    assert pdf(one, NOON, FONT) == pdf(one, NOON, FONT)
