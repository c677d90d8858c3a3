"""The poster of a merchant over HTTP."""

import pytest

from chalicelib import runtime_register
from tests.edge import call
from tests.office import ANNA, AUDITOR, MERCHANT, made
from tests.unit.publication.test_posters import KEEPER, OTHER, Wall

POSTER = "/v1/merchants/{merchant}/poster"


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    wall = Wall()
    monkeypatch.setattr(runtime_register, "posters", lambda: wall.posters)
    return wall


@pytest.mark.usefixtures("wall")
def test_a_merchant_and_officers_get_a_link() -> None:
    for actor in (KEEPER, ANNA):
        answer = call("PUT", POSTER, {}, actor=actor, merchant=MERCHANT)
        assert (answer.status, answer.json) == (200, {"url": f"https://files/{MERCHANT}"})


@pytest.mark.usefixtures("wall")
def test_others_are_told_nothing() -> None:
    assert call("PUT", POSTER, {}, actor=OTHER, merchant=MERCHANT).status == 404
    assert call("PUT", POSTER, {}, actor=ANNA, merchant=made("mer", 9)).status == 404
    assert call("PUT", POSTER, {}, actor=AUDITOR, merchant=MERCHANT).status == 403
    assert call("PUT", POSTER, {"name": "x"}, actor=KEEPER, merchant=MERCHANT).status == 400


def test_a_function_that_failed_is_to_be_asked_again(wall: Wall) -> None:
    wall.fails = True
    answer = call("PUT", POSTER, {}, actor=KEEPER, merchant=MERCHANT)
    assert (answer.status, answer.json["code"]) == (503, "publication.poster_unavailable")
